"""The order of all brands: by what is declared, the same whatever order they come in, and nothing unjudged is bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from data.errors import StoreBusyError
from data.journal import Entry
from kpi.alerting.case import ACKNOWLEDGED, DECIDED, FIRED, RESOLVED, SNOOZED
from kpi.alerting.findings import findings, to_body
from kpi.periods import Week
from kpi.plan import Plan
from kpi.portfolio import BY, Standing, group_of, ranked, reviewed, waiting
from kpi.words import LANGUAGES, Words
from tests.snapshots import example

if TYPE_CHECKING:
    from typing import Any

    from kpi.snapshot import Status

WEEK = Week(2026, 47)
MONDAY = date(2026, 11, 23)


def standing(name: str, **counts: int) -> Standing:
    rows = {group: n for group, n in counts.items() if group in ("bad", "watch", "good", "quiet")}
    alerts = {verdict: n for verdict, n in counts.items() if verdict in ("stop", "fix", "scale")}
    rest = {field: n for field, n in counts.items() if field in ("age", "late", "overdue")}
    return Standing(name.casefold(), name, WEEK, rows=rows, alerts=alerts, **rest)  # type: ignore[arg-type]


WORST_FIRST = (
    standing("Two stops", stop=2),
    standing("A stop and much else", stop=1, bad=3, watch=2, late=4),
    standing("A stop", stop=1, bad=2, watch=9),
    standing("Worse", bad=1),
    standing("Behind", watch=5, overdue=1),
    standing("Behind and punctual", watch=5),
    standing("Overdue", overdue=2),
    standing("Old", age=3, late=1),
    standing("Late", late=2),
    standing("Abel", good=1),
    standing("berta", good=30, scale=2, quiet=8, fix=0),
    standing("Carl", quiet=19),
    Standing("damaged", "Aaron", problem=StoreBusyError(path="x", pid=1)),
    Standing("empty", "empty", lacks="nothing_yet"),
)


@pytest.mark.parametrize("turn", range(len(WORST_FIRST)))
def test_the_order_does_not_hang_on_the_order_they_come_in(turn: int) -> None:
    assert ranked((*WORST_FIRST[turn:], *WORST_FIRST[:turn])) == WORST_FIRST
    assert ranked(reversed(WORST_FIRST)) == WORST_FIRST


def test_equals_stand_by_name_and_then_by_address() -> None:
    equal = [Standing(key, name, WEEK) for name, key in (("Ab", "1"), ("ab", "2"), ("b", "0"))]
    assert all(ranked(order) == tuple(equal) for order in permutations(equal))


@pytest.mark.parametrize("name", BY)
def test_more_of_what_is_declared_is_worse(name: str) -> None:
    few, many = standing("Few", **{name: 1}), standing("Many", **{name: 2})
    assert ranked([few, many]) == (many, few)


def test_what_cannot_be_judged_makes_nobody_worse() -> None:
    unsure, fine = standing("A", quiet=30), standing("B", good=30)
    assert ranked([fine, unsure]) == (unsure, fine)  # by name alone


@pytest.mark.parametrize(
    ("status", "group"),
    [
        ("worse", "bad"),
        ("behind", "watch"),
        ("at_cost", "watch"),
        ("on_pace", "good"),
        ("met", "good"),
        ("too_little", "quiet"),
        ("too_early", "quiet"),
        ("no_data", "quiet"),
    ],
)
def test_a_status_stands_with_those_of_its_colour(status: Status, group: str) -> None:
    assert group_of(status) == group


def test_a_review_is_counted_row_by_row() -> None:
    snapshot = example()
    plan = Plan(brand="Noordlicht", start=date(2026, 9, 26), rows=tuple(row.plan for row in snapshot.rows))
    found = reviewed("noordlicht", "Noordlicht", snapshot, plan, MONDAY)
    assert sum(found.rows.values()) == len(snapshot.rows)
    assert found.rows["bad"] == snapshot.count("worse")
    assert found.rows["quiet"] == snapshot.count("no_data", "too_early", "too_little")
    assert (found.week, found.age) == (WEEK, 0)
    assert found.headlines.keys() == set(LANGUAGES)
    assert reviewed("n", "N", snapshot, plan, date(2026, 12, 7)).age == 2
    assert reviewed("n", "N", replace(snapshot, week=Week(2026, 48)), plan, MONDAY).age == 0


# -- what waits for somebody ---------------------------------------------------------------------------


def journal(*said: tuple[str, dict[str, Any]]) -> list[Entry]:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC).replace(tzinfo=None)
    stop = next(one for one in findings(example()) if one.level == "stop")
    fired = Entry(1, at, None, FIRED, stop.subject, {"case": 1, "finding": to_body(stop)}, 1)
    later = [
        Entry(number, at, "Anna", kind, stop.subject, {"case": 1, **body}, 1)
        for number, (kind, body) in enumerate(said, 2)
    ]
    return [fired, *later]


def test_an_alert_waits_until_somebody_decides_or_puts_it_off() -> None:
    base = standing("A")
    put_off = {"until": "2026-12-07", "until_worse": False, "note": ""}
    assert waiting(base, journal(), MONDAY).alerts == {"stop": 1}
    assert waiting(base, journal((ACKNOWLEDGED, {"note": ""})), MONDAY).alerts == {"stop": 1}
    assert waiting(base, journal((SNOOZED, put_off)), MONDAY).alerts == {}
    assert waiting(base, journal((SNOOZED, put_off)), date(2026, 12, 7)).alerts == {"stop": 1}
    assert waiting(base, journal((RESOLVED, {"note": ""})), MONDAY).alerts == {}


def test_a_decision_that_is_overdue_is_counted_and_answers_its_alert() -> None:
    said = {
        "week": "2026-W47",
        "made_on": "2026-11-23",
        "kind": "stop",
        "action": "Pause",
        "owner": "Anna",
        "due": "2026-11-27",
        "kpi": "ctr",
    }
    decided = journal((DECIDED, said))
    on_time, too_late = (waiting(standing("A"), decided, day) for day in (date(2026, 11, 27), date(2026, 11, 28)))
    assert (on_time.overdue, on_time.alerts) == (0, {})
    assert too_late.overdue == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_is_explained_by_its_own_declaration(language: str) -> None:
    said = [Words(language)(f"portfolio.by.{name}") for name in BY]
    assert len(set(said)) == len(BY)
