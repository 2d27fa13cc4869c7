"""A clock that is put back a year, and forward five: what counts is the order of changes, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from data import audit, journal, ledger
from data.labels import Given, Text, add_all, labels, take_back
from data.rebuild import rebuild
from data.store import Store
from kpi.deciding.decisions import decide, decisions
from tests.exports import inbox, x_posts
from tests.faults.life import CHANCE
from tests.faults.state import look

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path
    from typing import Self

BACK, TODAY, AHEAD = 2025, 2026, 2031
DAY = "Wed, Jan 15, 2025"


class Clock(datetime):
    """A clock that anybody may put."""

    year_now = TODAY

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Tell the same day of another year."""
        assert tz is UTC
        return cls(cls.year_now, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(ledger, "datetime", Clock)
    monkeypatch.setattr(Clock, "year_now", TODAY)
    return Clock


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")


def post(impressions: int) -> bytes:
    return x_posts({"Post id": "1", "Date": DAY, "Impressions": impressions})


def counted(store: Store) -> int:
    ((impressions,),) = store.query("SELECT impressions FROM posts")
    return int(impressions)


def same_again(store: Store) -> None:
    """Close the store, and find that it opens as it was, and comes to the same made anew."""
    store.close()
    before = look(store.path)
    assert before.wrong == ()
    assert rebuild(store.path).failed == ()
    assert look(store.path).tables == before.tables


def test_what_came_last_counts_whatever_its_date(store: Store, clock: type[Clock]) -> None:
    store.load("a.csv", post(100))
    clock.year_now = BACK
    later = store.load("b.csv", post(150))
    assert later.rows_changed == 1
    assert counted(store) == 150
    clock.year_now = AHEAD
    store.undo(later.batch_id)
    assert counted(store) == 100
    clock.year_now = BACK
    store.load("c.csv", post(170))
    clock.year_now = TODAY
    store.load("d.csv", post(180))
    assert counted(store) == 180
    years = [one.loaded_at.year for one in store.uploads()]
    assert years == [TODAY, BACK, BACK, TODAY]  # newest first, by number
    assert [line.revision for line in audit.lines(store.path)] == sorted(
        line.revision for line in audit.lines(store.path) if line.revision
    )
    same_again(store)


def test_who_said_something_last_is_heard_whatever_the_date(store: Store, clock: type[Clock]) -> None:
    store.load("m.csv", inbox({"Message ID": "m1", "Received at": "2025-01-15 10:00", "Message": "well done"}))
    text = Text("messages", "instagram", "m1")
    clock.year_now = AHEAD
    add_all(store, [Given(text, 1)], "Bo")
    store.set_settings({"currency": "SEK"}, "Bo")
    store.save_plan("{}", "Bo")
    first = decide(store, CHANCE, "Bo", day=date(2026, 11, 16))
    clock.year_now = BACK
    add_all(store, [Given(text, -1)], "Bo")
    store.set_settings({"currency": "RON"}, "Bo")
    store.save_plan('{"b": 1}', "Bo")
    second = decide(store, CHANCE, "Bo", seen={first.number}, day=date(2026, 11, 17))
    assert [label.sentiment for label in labels(store)] == [-1]
    assert store.setting("currency") == "RON"
    assert store.plan() == '{"b": 1}'
    assert [one.number for one in decisions(journal.entries(store))] == [first.number, second.number]
    assert take_back(store, 2, "Bo")
    assert labels(store) == ()
    same_again(store)
