"""What damaged files have found: each of these once crashed or hung."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from data.errors import DataError, DoubtfulExportError
from data.store import Store
from tests.exports import as_csv, inbox
from tests.fuzz import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADS = ("Campaign", "Ad group", "Day", "Currency code", "Impr.", "Cost", "Conversions")
AD = dict(zip(ADS, ("Search", "Beans", "2026-11-16", "EUR", "100", "4.25", "2"), strict=True))
ASKED = {"account": "Main", "channel": "instagram"}
NOW = datetime(2026, 12, 1)  # noqa: DTZ001 - the store keeps UTC without saying so


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def test_a_thousand_exports_below_each_other_are_refused_and_no_expression_too_deep(store: Store) -> None:
    header = dict(zip(ADS, ADS, strict=True))
    content = as_csv(ADS, [AD, *[header, AD] * 1_100])
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("Campaign report.csv", content, ASKED, now=NOW)
    assert refused.value.fields["why"] == "pasted_twice"


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\xad", "\u200e"])
def test_a_line_of_marks_that_nobody_sees_is_no_title(store: Store, unseen: str) -> None:
    lines = ["Follows", "Date,Primary", "2026-11-16T00:00:00,4", unseen, "2026-11-17T00:00:00,6"]
    receipt = store.load("Follows.csv", ("\n".join(lines) + "\n").encode(), ASKED, now=NOW)
    assert receipt.rows_new == 2
    assert "table_left_out" not in [note["code"] for note in receipt.notes]


def test_ten_thousand_refused_cells_take_no_statement_each(store: Store) -> None:
    early = {"Received at": "2026-11-16 09:00", "First response at": "2026-11-16 08:00"}
    content = inbox(*({"Message ID": f"m-{number}", **early} for number in range(10_000)))
    began = time.process_time()
    receipt = store.load("inbox.csv", content, now=NOW)
    assert receipt.cells_refused == 10_000
    assert {refusal.reason for refusal in receipt.refusals} == {"reply_before_message"}
    assert time.process_time() - began < 8  # a statement for each took a minute


def test_a_word_of_two_hundred_thousand_letters_above_the_header_takes_no_time(store: Store) -> None:
    content = as_csv(ADS, [AD], above=[["x" * 199_000]])
    began = time.monotonic()
    receipt = store.load("Campaign report.csv", content, ASKED, now=NOW)
    assert receipt.rows_new == 1
    assert time.monotonic() - began < 30  # it was refused after a minute


def test_a_workbook_of_three_thousand_sheets_is_refused_in_time(store: Store) -> None:
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("posts.xlsx", hostile.many_sheets(), now=NOW)
    assert refused.value.fields["why"] == "too_many_tables"


def test_a_line_wrapped_in_quotes_that_no_csv_holds_is_refused(store: Store) -> None:
    content = f'"Date,""{"x" * 210_000}"""\n"1,2"\n'.encode()
    with pytest.raises(DataError):
        store.load("Audience.csv", content, ASKED, now=NOW)
