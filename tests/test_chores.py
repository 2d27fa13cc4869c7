"""Chores of the server: each has its turn when it is due, whatever becomes of the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.errors import StoreBusyError
from kpi.scheduling.chores import LATER, Chores

NOON = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - UTC without its name, as the runner has it
ACME, BOLT = Path("acme.duckdb"), Path("bolt.duckdb")


class Noted:
    """A chore that notes when it was called for what, and wants to look again after an hour."""

    def __init__(self) -> None:
        self.calls: list[tuple[Path, datetime]] = []

    def __call__(self, path: Path, now: datetime) -> datetime:
        self.calls.append((path, now))
        return now + timedelta(hours=1)


def crashing(path: Path, _: datetime) -> datetime:
    raise ZeroDivisionError(f"in {path}")


def busy(path: Path, _: datetime) -> datetime:
    raise StoreBusyError(path=str(path), pid=1)


def test_a_chore_has_its_turn_when_it_said_it_would_look_again() -> None:
    noted = Noted()
    chores = Chores((noted,))
    for minutes in (0, 1, 59, 60, 61):
        chores.look(ACME, NOON + timedelta(minutes=minutes))
    assert noted.calls == [(ACME, NOON), (ACME, NOON + timedelta(hours=1))]


def test_every_brand_has_its_own_turns() -> None:
    noted = Noted()
    chores = Chores((noted,))
    chores.look(ACME, NOON)
    chores.look(BOLT, NOON)
    assert noted.calls == [(ACME, NOON), (BOLT, NOON)]


def test_a_clock_that_is_put_back_makes_nothing_wait_for_the_old_time() -> None:
    noted = Noted()
    chores = Chores((noted,))
    chores.look(ACME, NOON + timedelta(days=365))
    chores.look(ACME, NOON)
    assert noted.calls[-1] == (ACME, NOON)


@pytest.mark.parametrize("failing", [crashing, busy])
def test_a_failing_chore_stops_no_other_and_is_tried_again_later(failing: object) -> None:
    tried: list[datetime] = []

    def watched(path: Path, now: datetime) -> datetime:
        tried.append(now)
        return failing(path, now)  # type: ignore[operator, no-any-return]

    noted = Noted()
    chores = Chores((watched, noted))
    chores.look(ACME, NOON)
    chores.look(ACME, NOON + LATER / 2)
    chores.look(ACME, NOON + LATER)
    assert tried == [NOON, NOON + LATER]
    assert noted.calls == [(ACME, NOON)]


def test_the_log_has_no_word_of_what_went_wrong(caplog: pytest.LogCaptureFixture) -> None:
    Chores((crashing, busy)).look(ACME, NOON)
    assert "ZeroDivisionError" in caplog.text
    assert "store_busy" in caplog.text
    assert str(ACME) not in caplog.text
