"""Nobody who stands in an export stands anywhere else after the import, nor anywhere at all after retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.privacy_probe import NAME, TEXT, planted, probe

if TYPE_CHECKING:
    from pathlib import Path

BARE = {  # whose texts or people stand under headings of another spelling, or which have none
    "comments_labelled.csv",
    "hootsuite_conversations.csv",
    "reply_averages.csv",
    "ringcentral_interventions.csv",
    "zendesk_business_hours.csv",
}


def test_the_samples_with_people_have_the_planted_one() -> None:
    files = dict(planted())
    assert len(files) > 8
    assert {name for name, content in files.items() if NAME.encode() not in content.replace(b"\0", b"").lower()} == BARE
    assert sum(TEXT.encode() in content.replace(b"\0", b"") for content in files.values()) > 5


def test_nobody_is_anywhere(tmp_path: Path) -> None:
    found = probe(tmp_path)
    assert found.files > 6
    assert (found.after_import, found.after_retention) == ([], [])
