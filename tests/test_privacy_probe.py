"""Nobody who stands in an export stands anywhere else after the import, nor anywhere at all after retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.privacy_probe import NAME, TEXT, planted, probe

if TYPE_CHECKING:
    from pathlib import Path


def test_every_sample_has_the_planted_person() -> None:
    files = dict(planted())
    assert len(files) > 8
    assert all(NAME.encode() in content.replace(b"\0", b"").lower() for content in files.values())
    assert sum(TEXT.encode() in content.replace(b"\0", b"") for content in files.values()) > 5


def test_nobody_is_anywhere(tmp_path: Path) -> None:
    found = probe(tmp_path)
    assert found.files > 6
    assert (found.after_import, found.after_retention) == ([], [])
