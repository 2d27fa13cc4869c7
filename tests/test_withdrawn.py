"""A row that was taken out of a log counts no more, keeps its history, and can come back; whatever the order."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from kpi.logbook import as_file

if TYPE_CHECKING:
    from data.store import Receipt, Store

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - only tells files apart
ROW: dict[str, Any] = {"incident_id": "i", "channel": "x", "day": date(2026, 11, 16), "confirmed": "yes"}
MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def write(store: Store, *rows: dict[str, Any], hour: int = 12, until: date = SUNDAY) -> Receipt:
    """Load rows as a file that speaks until a day."""
    content = as_file("incidents", rows, MONDAY, until, NOON.replace(hour=hour))
    return store.load(f"{hour}.csv", content, now=datetime(2026, 11, 22, hour))  # noqa: DTZ001


def counting(store: Store) -> list[str]:
    return [key for (key,) in store.query("select incident_id from incidents order by 1")]


def kept(store: Store) -> int:
    return int(store.query("select count(*) from history.incidents")[0][0])


def test_a_row_that_is_taken_out_counts_no_more_and_keeps_its_history(noordlicht: Store) -> None:
    write(noordlicht, ROW, ROW | {"incident_id": "j"})
    receipt = write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    assert (receipt.rows_changed, receipt.notes) == (1, ({"code": "rows_withdrawn", "n": 1},))
    assert counting(noordlicht) == ["j"]
    assert kept(noordlicht) == 2  # as it was, and that it was taken out


def test_undo_brings_it_back_and_says_so_before(noordlicht: Store) -> None:
    write(noordlicht, ROW)
    taken = write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    will = noordlicht.reversal(taken.batch_id)
    assert (will.rows_removed, will.restored_from) == (0, (("12.csv", 1),))
    noordlicht.undo(taken.batch_id)
    assert (counting(noordlicht), kept(noordlicht)) == (["i"], 0)


def test_a_blank_in_a_later_file_does_not_bring_it_back(noordlicht: Store) -> None:
    """The team's own Excel file still has the row; nobody said that it counts again."""
    write(noordlicht, ROW)
    write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    receipt = write(noordlicht, ROW | {"cause": "known now"}, hour=14)
    assert (receipt.rows_new, receipt.rows_unchanged, counting(noordlicht)) == (0, 1, [])


def test_saying_no_brings_it_back(noordlicht: Store) -> None:
    write(noordlicht, ROW)
    write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    back = write(noordlicht, ROW | {"withdrawn": "no"}, hour=14)
    assert (back.rows_new, counting(noordlicht)) == (1, ["i"])
    assert noordlicht.reversal(back.batch_id).rows_removed == 1
    noordlicht.undo(back.batch_id)
    assert counting(noordlicht) == []


def test_a_row_that_arrives_taken_out_never_counts(noordlicht: Store) -> None:
    receipt = write(noordlicht, ROW | {"withdrawn": "yes"})
    assert (receipt.rows_new, counting(noordlicht), kept(noordlicht)) == (1, [], 1)


def test_undoing_the_row_itself_leaves_nothing_of_it(noordlicht: Store) -> None:
    first = write(noordlicht, ROW)
    second = write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    noordlicht.undo(first.batch_id)
    assert (counting(noordlicht), kept(noordlicht)) == ([], 1)
    noordlicht.undo(second.batch_id)
    assert (counting(noordlicht), kept(noordlicht)) == ([], 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(noordlicht: Store, order: tuple[int, ...]) -> None:
    """Each file speaks until another day: what the latest says about the row counts, whenever it is loaded."""
    said = ({}, {"withdrawn": "yes"}, {"cause": "later"})
    for place in order:
        until = date(2026, 11, 18 + place)
        content = as_file("incidents", [ROW | said[place]], MONDAY, until, NOON)
        noordlicht.load(f"{place}.csv", content)
    assert counting(noordlicht) == []
    assert kept(noordlicht) == 3


def test_a_rebuild_keeps_it_out(noordlicht: Store) -> None:
    from data.rebuild import rebuild  # noqa: PLC0415 - closes and replaces the store under test

    write(noordlicht, ROW)
    write(noordlicht, ROW | {"withdrawn": "yes"}, hour=13)
    path = noordlicht.path
    noordlicht.close()
    rebuild(path)
    again = type(noordlicht).open(path)
    assert (counting(again), kept(again)) == ([], 2)
    again.close()
