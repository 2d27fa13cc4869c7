"""A meeting is what its entries say: whoever writes them, in whatever order, it stands somewhere that makes sense."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.journal import Entry, entries
from data.store import Store
from kpi.meeting.meeting import (
    Item,
    Meeting,
    each,
    end,
    end_forgotten,
    forgotten,
    left,
    meeting,
    meetings,
    pace,
    pause,
    running,
    start,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - UTC, as the journal has it
ITEMS = (Item(decision=4), Item(subject="rule:pause_scaling@*"), Item(subject="row:ctr"))
MINUTE = timedelta(minutes=1)


def told(*lines: tuple[float, str, dict[str, Any]]) -> list[Entry]:
    """Write a journal: minutes after nine, kind, body; numbers count from 1."""
    return [
        Entry(number, NINE + after * MINUTE, "ann", f"meeting.{kind}", "meeting", body, 7)
        for number, (after, kind, body) in enumerate(lines, 1)
    ]


def started(after: float = 0, minutes: int = 20, items: int = 3) -> tuple[float, str, dict[str, Any]]:
    return (
        after,
        "started",
        {"week": "2026-W47", "minutes": minutes, "items": [{"subject": f"s{n}"} for n in range(items)]},
    )


def of(after: float, kind: str, **body: object) -> tuple[float, str, dict[str, Any]]:
    return after, kind, {"meeting": 1, **body}


def only(*lines: tuple[float, str, dict[str, Any]]) -> Meeting:
    (found,) = meetings(told(*lines))
    return found


# -- where it stands ---------------------------------------------------------------------------------


def test_a_meeting_begins_at_its_first_item() -> None:
    found = only(started())
    assert (found.at, found.item, found.items_left) == (0, Item(subject="s0"), 3)


def test_next_and_back_stay_within_the_agenda() -> None:
    assert only(started(), of(1, "moved", step="back")).at == 0
    through = only(started(), *(of(n, "moved", step="next") for n in range(1, 9)))
    assert (through.at, through.item, through.items_left) == (3, None, 0)
    assert only(started(), *(of(n, "moved", step="next") for n in range(1, 9)), of(9, "moved", step="back")).at == 2


def test_what_is_put_off_comes_again_at_the_end_and_only_once() -> None:
    once = only(started(), of(1, "moved", step="skip"))
    assert (once.order, once.at) == ((1, 2, 0), 0)
    twice = only(started(), of(1, "moved", step="skip"), *(of(n, "moved", step="next") for n in (2, 3)))
    assert twice.index == 0
    assert only(*[started(items=1), of(1, "moved", step="skip"), of(2, "moved", step="skip")]).item is None


def test_a_meeting_without_items_is_through_at_once() -> None:
    assert only(started(items=0)).item is None


def test_who_starts_a_second_one_joins_the_first() -> None:
    assert only(started(), started(5, items=1)).began == NINE


def test_a_new_one_may_begin_when_the_last_is_over() -> None:
    found = meetings(told(started(), of(8, "ended"), started(9)))
    assert [one.ended is None for one in found] == [False, True]
    assert running(told(started(), of(8, "ended"))) is None


def test_the_last_meeting_of_a_week_is_found() -> None:
    journal = told(started(), of(8, "ended"), (9, "started", {"week": "2026-W48", "minutes": 30, "items": []}))
    found = meeting(journal, "2026-W47")
    assert (found and found.number, meeting(journal) == running(journal)) == (1, True)
    assert meeting(journal, "2026-W40") is None


def test_nothing_moves_a_meeting_that_is_over_or_another_one() -> None:
    assert only(started(), of(8, "ended"), of(9, "moved", step="next")).at == 0
    assert only(started(), (9, "moved", {"meeting": 77, "step": "next"})).at == 0


# -- its time ----------------------------------------------------------------------------------------


def test_pauses_take_no_time() -> None:
    lines = [started(), of(5, "paused"), of(15, "resumed")]
    assert left(only(*lines[:1]), NINE + 4 * MINUTE) == 16 * MINUTE
    assert left(only(*lines[:2]), NINE + 9 * MINUTE) == 15 * MINUTE
    assert left(only(*lines), NINE + 18 * MINUTE) == 12 * MINUTE


def test_a_second_pause_of_the_same_pause_changes_nothing() -> None:
    assert left(only(started(), of(5, "paused"), of(8, "paused"), of(15, "resumed")), NINE + 16 * MINUTE) == 14 * MINUTE
    assert left(only(started(), of(5, "resumed")), NINE + 6 * MINUTE) == 14 * MINUTE


def test_the_clock_of_a_meeting_that_is_over_stands_still() -> None:
    assert left(only(started(), of(12, "ended")), NINE + 90 * MINUTE) == 8 * MINUTE
    assert left(only(started(), of(4, "paused"), of(12, "ended")), NINE + 90 * MINUTE) == 16 * MINUTE


def test_time_can_run_out() -> None:
    found = only(started())
    assert left(found, NINE + 23 * MINUTE) == -3 * MINUTE
    assert each(found, NINE + 23 * MINUTE) is None


@pytest.mark.parametrize(
    ("minutes", "said"), [(20, "calm"), (3.1, "calm"), (3, "watch"), (0.1, "watch"), (0, "over"), (-4, "over")]
)
def test_the_last_three_minutes_are_said(minutes: float, said: str) -> None:
    assert pace(minutes * MINUTE) == said


def test_the_time_that_is_left_is_shared_by_the_items_that_are_left() -> None:
    found = only(started(), of(2, "moved", step="next"))
    assert each(found, NINE + 2 * MINUTE) == 9 * MINUTE
    assert each(only(started(items=0)), NINE) is None


def test_a_meeting_that_nobody_drives_is_forgotten() -> None:
    found = only(started(), of(10, "moved", step="next"))
    assert [forgotten(found, NINE + after * MINUTE) for after in (20, 190, 191)] == [False, False, True]
    ended = only(started(), of(10, "moved", step="next"), of(9999, "ended", forgotten=True))
    assert ended.ended == NINE + 10 * MINUTE
    assert not forgotten(ended, NINE + 9999 * MINUTE)


def test_the_time_in_which_it_was_forgotten_is_a_pause_for_who_goes_on() -> None:
    found = only(started(), of(10, "moved", step="next"), of(400, "resumed", forgotten=True))
    assert left(found, NINE + 401 * MINUTE) == 9 * MINUTE
    assert not forgotten(found, NINE + 401 * MINUTE)
    paused = only(started(), of(4, "paused"), of(400, "resumed", forgotten=True))
    assert left(paused, NINE + 401 * MINUTE) == 15 * MINUTE


# -- any journal -------------------------------------------------------------------------------------

PIECES = st.tuples(
    st.floats(0, 5),
    st.sampled_from(["started", "moved", "paused", "resumed", "ended"]),
    st.sampled_from(["next", "back", "skip", "?"]),
    st.sampled_from([1, 2, 5]),
    st.integers(0, 4),
)


@given(st.lists(PIECES, max_size=40))
def test_every_journal_gives_a_meeting_that_stands_somewhere(pieces: list[tuple[float, str, str, int, int]]) -> None:
    clock, lines = 0.0, []
    for wait, kind, to, number, items in pieces:
        clock += wait
        lines.append(
            started(clock, items=items) if kind == "started" else (clock, kind, {"meeting": number, "step": to})
        )
    found = meetings(told(*lines))
    assert all(one.ended for one in found[:-1])
    for one in found:
        assert sorted(one.order) == list(range(len(one.items)))
        assert 0 <= one.at <= len(one.order)
        assert one.items_left == len(one.order) - one.at
        assert timedelta() <= one.rested <= clock * MINUTE
        assert left(one, NINE + clock * MINUTE) <= one.minutes * MINUTE
        assert one.ended is None or one.began <= one.ended <= NINE + clock * MINUTE


@given(st.lists(st.tuples(st.integers(0, 10), st.sampled_from(["paused", "resumed", "moved"])), max_size=20))
def test_the_clock_counts_the_minutes_between_pauses(pieces: list[tuple[int, str]]) -> None:
    clock, spent, rests, lines = 0, 0, False, [started()]
    for wait, kind in pieces:
        clock, spent = clock + wait, spent + (0 if rests else wait)
        rests = {"paused": True, "resumed": False}.get(kind, rests)
        lines.append(of(clock, kind, step="next"))
    assert left(only(*lines), NINE + clock * MINUTE) == (20 - spent) * MINUTE


# -- two people --------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    yield store
    store.close()


def test_items_come_back_as_they_were_put_on_the_agenda(store: Store) -> None:
    begun = start(store, "2026-W47", 30, ITEMS, "ann", now=NINE)
    assert (begun.items, begun.minutes, begun.week, begun.by) == (ITEMS, 30, "2026-W47", "ann")
    assert start(store, "2026-W47", 20, (), "ben") == begun


def test_two_who_press_next_at_once_take_one_step(store: Store) -> None:
    begun = start(store, "2026-W47", 20, ITEMS)
    with ThreadPoolExecutor(2) as both:
        moved = list(both.map(lambda who: step(store, begun, "next", who), ("ann", "ben")))
    found = meeting(entries(store))
    assert (sorted(moved), found and found.at) == ([False, True], 1)


def test_who_saw_an_older_state_moves_nothing(store: Store) -> None:
    begun = start(store, "2026-W47", 20, ITEMS)
    assert step(store, begun, "next")
    assert not pause(store, begun)
    assert not end_forgotten(store, begun)
    assert pause(store, _now(store))
    assert _now(store).paused
    assert pause(store, _now(store))
    assert not _now(store).paused


def test_a_meeting_can_be_ended_whatever_others_do_and_only_once(store: Store) -> None:
    begun = start(store, "2026-W47", 20, ITEMS)
    assert step(store, begun, "next")
    assert end(store, begun)
    assert not end(store, begun)
    assert not step(store, _now(store), "next")


def _now(store: Store) -> Meeting:
    found = meeting(entries(store))
    assert found
    return found
