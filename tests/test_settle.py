"""What counts depends on the live uploads alone, whatever was loaded and undone on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from data import ledger
from data.facts import FACTS, SCHEMA
from data.intake.settle import Settled, apply_load, apply_undo, plan_load, plan_undo
from data.ledger import Upload

FUNNEL = FACTS["funnel"]
MONDAY = date(2026, 11, 16)
METRICS = ("link_clicks", "sessions", "leads", "mql", "assisted_conversions")


@dataclass(frozen=True)
class File:
    """An upload of funnel totals: the day it speaks until, its columns, and link clicks and leads by channel."""

    until: int
    columns: tuple[str, ...]
    rows: dict[str, tuple[int | None, int | None]]  # channel -> (link_clicks, leads)


class Book:
    """The funnel of a store in memory, and nothing else."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 1})
        self.con.execute(SCHEMA.read_text(encoding="utf-8"))
        self.con.execute("create table history.funnel as from main.funnel limit 0")
        self.live: list[int] = []
        self.count = 0

    def load(self, file: File) -> Settled:
        self.count += 1
        fields = ("channel", "day", *file.columns)
        until = date(2026, 11, file.until)
        upload = _upload(self.count, fields, until)
        self.con.execute("create or replace temp table incoming as from main.funnel limit 0")
        for channel, (clicks, leads) in file.rows.items():
            given = {"link_clicks": clicks, "leads": leads}
            values = [given.get(name) if name in file.columns else None for name in METRICS]
            row = [channel, MONDAY, *values, until, self.count, 1]
            self.con.execute(f"insert into incoming values ({', '.join('?' * len(row))})", row)
        self.live.append(self.count)
        settled = plan_load(self.con, FUNNEL, upload)
        apply_load(self.con, FUNNEL, settled)
        ledger.write(self.con, upload)
        return settled

    def undo(self, batch: int) -> None:
        plan_undo(self.con, FUNNEL, batch)
        apply_undo(self.con, FUNNEL)
        self.live.remove(batch)

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Both tables, with uploads numbered by their place among the live ones."""
        place = {batch: number for number, batch in enumerate(self.live)}
        tables = {}
        for schema in ("main", "history"):
            rows = self.con.execute(f"select * exclude (batch_id), batch_id from {schema}.funnel").fetchall()
            tables[schema] = sorted([(*row[:-1], place[row[-1]]) for row in rows], key=repr)
        return tables

    def now(self, channel: str) -> tuple[Any, ...] | None:
        query = "select link_clicks, leads, batch_id from main.funnel where channel = ?"
        return self.con.execute(query, [channel]).fetchone()


def _upload(batch: int, fields: tuple[str, ...], until: date) -> Upload:
    return Upload(
        batch_id=batch,
        sha256="",
        file="",
        format="",
        fact="funnel",
        channel=None,
        account=None,
        period_from=None,
        period_to=None,
        snapshot_date=until,
        fields=fields,
        answers={},
        loaded_at=datetime(2026, 11, 23),  # noqa: DTZ001 - the store keeps UTC without saying so
        loaded_by=None,
    )


BOTH = ("link_clicks", "leads")
counts = st.none() | st.integers(0, 3)
files = st.builds(
    File,
    until=st.integers(16, 18),
    columns=st.sampled_from([BOTH, ("link_clicks",), ("leads",)]),
    rows=st.dictionaries(st.sampled_from("xyz"), st.tuples(counts, counts), min_size=1),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(files, st.integers(0, 9))))
def test_after_any_loads_and_undos_the_state_is_that_of_the_live_uploads(steps: list[tuple[File, int]]) -> None:
    book, loaded = Book(), {}
    for file, choice in steps:
        book.load(file)
        loaded[book.count] = file
        if choice < len(book.live):  # take back one of them, in any order
            book.undo(book.live[choice])
    fresh = Book()
    for batch in book.live:
        fresh.load(loaded[batch])
    assert book.state() == fresh.state()


@settings(max_examples=20, deadline=None)
@given(st.lists(files, max_size=6))
def test_each_value_is_that_of_the_latest_upload_that_has_the_column(uploads: list[File]) -> None:
    book = Book()
    for file in uploads:
        book.load(file)
    ranked = sorted(enumerate(uploads, 1), key=lambda item: (item[1].until, item[0]))
    for channel in "xyz":
        speaking = [(batch, file) for batch, file in ranked if channel in file.rows]
        expected: list[int | None] = []
        for place, column in enumerate(BOTH):
            said = [file.rows[channel][place] for _, file in speaking if column in file.columns]
            expected.append(said[-1] if said else None)
        assert book.now(channel) == ((*expected, speaking[-1][0]) if speaking else None)


def test_a_later_export_wins_and_an_older_one_goes_to_history() -> None:
    book = Book()
    book.load(File(17, BOTH, {"x": (10, 1)}))
    assert book.load(File(18, BOTH, {"x": (12, 1), "y": (5, 5)})) == Settled(new=1, changed=1, unchanged=0, older=0)
    assert book.load(File(16, BOTH, {"x": (3, 3)})) == Settled(new=0, changed=0, unchanged=0, older=1)
    assert book.load(File(18, BOTH, {"x": (12, 1)})) == Settled(new=0, changed=0, unchanged=1, older=0)
    assert book.now("x") == (12, 1, 4)


def test_a_column_the_later_export_lacks_keeps_its_value_but_a_blank_cell_is_news() -> None:
    book = Book()
    book.load(File(16, BOTH, {"x": (10, 1)}))
    book.load(File(17, ("link_clicks",), {"x": (20, None)}))
    assert book.now("x") == (20, 1, 2)  # leads were not ticked
    book.load(File(18, BOTH, {"x": (30, None)}))
    assert book.now("x") == (30, None, 3)  # leads were ticked, and blank


def test_undo_of_the_upload_a_kept_value_came_from_takes_that_value_back_too() -> None:
    book = Book()
    book.load(File(16, BOTH, {"x": (10, 1)}))
    book.load(File(17, ("link_clicks",), {"x": (20, None)}))
    book.undo(1)
    assert book.now("x") == (20, None, 2)
    book.undo(2)
    assert book.now("x") is None
    assert book.state() == {"main": [], "history": []}
