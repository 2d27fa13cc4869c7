"""docs/coverage.md says what becomes of each sample today."""

from __future__ import annotations

from docs.coverage import PAGE, samples_part


def test_the_page_about_samples_is_up_to_date() -> None:
    assert samples_part() in PAGE.read_text(encoding="utf-8"), "run `make coverage`"
