"""Nothing gets lost and nothing counts twice: every line is accounted for, and no way of uploading changes a KPI.

Hypothesis writes the files (tests/written.py); NINETY_EXAMPLES raises their number, as `make fuzz` does.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.store import Store
from kpi.catalog import catalog
from kpi.periods import Week
from kpi.score import ALL_ROWS, score
from tests.written import KINDS, LAST, Kind, Odd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.store import Receipt
    from tests.written import Line

EXAMPLES = int(os.environ.get("NINETY_EXAMPLES", "2"))
quick = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,  # the same files every time; more of them are other files
    database=None,
    phases=(Phase.explicit, Phase.generate),  # shrinking would open thousands of stores
    suppress_health_check=list(HealthCheck),
)
of_each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.format for kind in KINDS])
WEEKS = [Week(2026, number) for number in range(44, 48)]
WANTED = [(kpi, ALL_ROWS, 7) for kpi in catalog().values()]
NOW = datetime(2026, 12, 1)  # noqa: DTZ001 - the store keeps UTC without saying so
ANSWERS = {"account": "Main"}
SET_ASIDE = ("header", "total", "silent")
NEW_ROWS = ("short", "cell")  # odd lines that are rows of data with a key of their own
CHANGES_NOTHING = ("blank", "empty", "header", "total", "silent", "twin", "row")

numbers = st.lists(st.integers(1, LAST), min_size=1, max_size=10, unique=True)
places = st.integers(0, 50)


@contextmanager
def a_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "brand.duckdb", brand="Noordlicht")
        yield store
        store.close()


def odd_lines(kind: Kind, allowed: Sequence[str]) -> st.SearchStrategy[list[tuple[Odd, int]]]:
    return st.lists(st.tuples(st.sampled_from([one for one in kind.odd if one in allowed]), places), max_size=8)


# -- every line ------------------------------------------------------------------------------


@of_each_kind
@quick
@given(data=st.data())
def test_every_line_under_the_header_is_stored_refused_set_aside_or_blank(kind: Kind, data: st.DataObject) -> None:
    items, odd = data.draw(numbers), data.draw(odd_lines(kind, kind.odd))
    lines = kind.with_odd(kind.lines(items, LAST), odd, LAST)
    content = kind.content(lines, LAST, ended="\n")
    with a_store() as store:
        receipt = store.load(kind.name(LAST), content, ANSWERS, now=NOW)
        stored = store.query(f"select count(*) from {kind.fact}")[0][0]
    drawn = Counter(what for what, _ in odd)
    blank = drawn["blank"] + drawn["empty"] + 1  # the empty line at the end
    assert receipt.rows_read == len(items) + sum(drawn[what] for what in (*NEW_ROWS, "twin", "row"))
    assert receipt.rows_refused == drawn["row"]
    assert receipt.cells_refused == drawn["cell"]
    assert receipt.rows_set_aside == sum(drawn[what] for what in SET_ASIDE)
    assert receipt.rows_merged == drawn["twin"] * kind.values
    assert records_under_the_header(kind, content) == receipt.rows_read + receipt.rows_set_aside + blank
    assert_settled(receipt, stored)
    assert stored == values(kind, len(items), drawn)


def records_under_the_header(kind: Kind, content: bytes) -> int:
    records = list(csv.reader(io.StringIO(content.decode()), delimiter=kind.delimiter))
    return len(records) - records.index(list(kind.header)) - 1


def values(kind: Kind, rows: int, drawn: Counter[Odd]) -> int:
    """Count what must be stored: of a day several figures, but none for a cell that is blank or refused."""
    without = drawn["cell"] + drawn["short"] if kind.values > 1 else 0
    return (rows + drawn["cell"] + drawn["short"]) * kind.values - without


def assert_settled(receipt: Receipt, stored: int) -> None:
    assert receipt.rows_kept == receipt.rows_read - receipt.rows_refused
    assert receipt.rows_new == stored
    assert (receipt.rows_changed, receipt.rows_unchanged, receipt.rows_older) == (0, 0, 0)
    if receipt.fact != "account_day":
        assert receipt.rows_kept - receipt.rows_merged == stored


# -- every way to upload the same ------------------------------------------------------------

Way = Literal["whole", "in parts", "twice", "again after undo", "after a preview"]


@dataclass(frozen=True)
class File:
    """A file of the truth: which items it speaks of, and until which day."""

    until: int
    items: tuple[int, ...]

    @property
    def ends(self) -> tuple[int, ...]:
        """Its first and last day: every part of it holds them, as overlapping downloads do.

        Of the days between, a file is evidence; a part that ends earlier would honestly know less.
        """
        return (1, self.until)

    def part(self, *items: int) -> File:
        return replace(self, items=tuple(dict.fromkeys((*self.ends, *items))))

    def parts(self, at: int) -> tuple[File, File]:
        cut = at % (len(self.items) + 1)
        return self.part(*self.items[:cut]), self.part(*self.items[cut:])


def files() -> st.SearchStrategy[list[File]]:
    one = st.builds(
        lambda until, items: File(until, tuple(items)).part(*(n for n in items if n <= until)),
        st.integers(2, LAST),
        numbers,
    )
    return st.lists(one, min_size=1, max_size=3)


ways: st.SearchStrategy[Way] = st.sampled_from(("whole", "in parts", "twice", "again after undo", "after a preview"))


@of_each_kind
@quick
@given(data=st.data())
def test_no_way_of_uploading_the_same_files_changes_a_kpi(kind: Kind, data: st.DataObject) -> None:
    truth = data.draw(files())
    with a_store() as store:
        for file in truth:
            upload(store, kind, file, kind.lines(file.items, file.until))
        expected = kpis(store, kind)
    with a_store() as store:
        mistakes = [put_in_by_mistake(store, kind, data)]
        for file in data.draw(st.permutations(truth)):
            upload_in_some_way(store, kind, file, data)
            mistakes.append(put_in_by_mistake(store, kind, data))
        for batch in data.draw(st.permutations([one for one in mistakes if one])):
            store.undo(batch)
        assert kpis(store, kind) == expected


def upload(store: Store, kind: Kind, file: File, lines: list[Line], *, ended: str = "", part: str = "") -> Receipt:
    return store.load(kind.name(file.until, part), kind.content(lines, file.until, ended=ended), ANSWERS, now=NOW)


def upload_in_some_way(store: Store, kind: Kind, file: File, data: st.DataObject) -> None:
    way, lines = data.draw(ways), kind.lines(file.items, file.until)
    allowed = odd_lines(kind, CHANGES_NOTHING)
    if way == "in parts":
        for count, part in enumerate(file.parts(data.draw(places))):
            some = kind.with_odd(kind.lines(part.items, file.until), data.draw(allowed), file.until)
            upload(store, kind, file, some, part=f" ({count + 1})")
        return
    if way == "after a preview":
        discard(store, kind.name(file.until), kind.content(kind.lines(file.items, LAST), file.until))
    first = upload(store, kind, file, kind.with_odd(lines, data.draw(allowed), file.until))
    if way == "again after undo" and not first.already_known:
        store.undo(first.batch_id)
        upload(store, kind, file, lines)
    if way == "twice":
        again = upload(store, kind, file, lines, ended="\n\n\n")
        assert (again.rows_new, again.rows_changed) == (0, 0)


def put_in_by_mistake(store: Store, kind: Kind, data: st.DataObject) -> int | None:
    """Load a file with other figures, to be taken back later."""
    if not data.draw(st.booleans()):
        return None
    until, items = data.draw(st.integers(2, LAST)), data.draw(numbers)
    content = kind.content(kind.lines(items, LAST + 5), until)
    return store.load(kind.name(until, " copy"), content, ANSWERS, now=NOW).batch_id


def discard(store: Store, name: str, content: bytes) -> None:
    for prepared in store.prepare(name, content, ANSWERS, now=NOW):
        prepared.close()


def kpis(store: Store, *kinds: Kind) -> dict[Any, Any]:
    """Score every KPI that counts these files, of every week; to nine digits, since rows are added up in any order."""
    facts = {kind.fact for kind in kinds}
    cells = score(store, [wanted for wanted in WANTED if facts & set(wanted[0].sources)], WEEKS)
    return {key: [_rounded(said) for said in vars(cells[key]).values()] for key in cells}


def _rounded(said: object) -> object:
    return float(f"{said:.9g}") if isinstance(said, float) else said


def test_the_kpis_compared_above_have_values() -> None:
    with a_store() as store:
        for kind in KINDS:
            file = File(LAST, tuple(range(1, LAST + 1)))
            upload(store, kind, file, kind.lines(file.items, LAST))
        valued = {key[0] for key, cell in kpis(store, *KINDS).items() if cell[3] is not None}
    assert {"ctr", "engagement_rate", "response_time_median"} <= valued
    assert len(valued) >= 8
