"""The eight rows of the scorecards that no platform feeds live from hand edits alone, from the page to the snapshot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kpi.logbook import as_file, speaks_of
from kpi.periods import Week
from kpi.plan import Plan
from kpi.review import take

if TYPE_CHECKING:
    from data.store import Store
    from kpi.snapshot import Snapshot

TODAY, WEEK = date(2026, 11, 23), Week(2026, 47)
NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - only tells files apart
MONDAY, SUNDAY = WEEK.monday, WEEK.sunday
ROWS = {  # id: KPI, baseline, target, days: as the four articles print them
    "3": ("correction_ratio", "4,0%", "3,0%", 7),
    "4": ("ai_registration", "15%", "80%", 7),
    "5": ("policy_incidents", "6 / maand", "3 / maand", 30),
    "14": ("first_pass_review", "70%", "90%", 7),
    "15": ("template_answers", "0% (ej infört)", "95%", 7),
    "22": ("compliance_incidents", "2/trimestru", "0–1/trimestru", 91),
    "28": ("proof_asset_share", "15%", "40%", 7),
    "31": ("policy_incidents", "1/kvartal", "0", 91),
}


def enter(store: Store, log: str, *rows: dict[str, Any], hour: int = 12) -> None:
    """Save rows the way the page does."""
    content = as_file(log, rows, *speaks_of(store, log, rows, TODAY), NOON.replace(hour=hour))
    store.load(f"{log}_{hour}.csv", content)


def complete(store: Store, log: str, since: date) -> None:
    """Say yes to whether a log is complete, the way the page does."""
    store.load(f"{log}_complete.csv", as_file(log, [], since, SUNDAY, NOON))


def taken(store: Store) -> Snapshot:
    rows = [
        {"id": f"row-{number}", "kpi": kpi, "baseline": baseline, "target": target, "window_days": days}
        for number, (kpi, baseline, target, days) in ROWS.items()
    ]
    whole = {"brand": "Noordlicht", "start": date(2026, 9, 28), "zone": "Europe/Amsterdam", "currency": "EUR"}
    plan = Plan.model_validate(whole | {"rows": rows})
    return take(store, plan, WEEK, TODAY)


def now(snapshot: Snapshot, number: str) -> tuple[float | None, int]:
    row = next(row for row in snapshot.rows if row.plan.id == f"row-{number}")
    return row.now.value, row.now.sample


def items(n: int, **special: Any) -> list[dict[str, Any]]:
    """Ten posts of the week, one a day or two; `special` gives a column a value for the first so many of them."""
    plain = {"channel": "x", "correction": "none", "ai_used": "yes", "first_pass": "no", "proof_asset": "no"}
    found = []
    for number in range(n):
        row = plain | {"item_id": f"p{number}", "day": MONDAY + timedelta(days=number % 7), "title": f"Post {number}"}
        found.append(row | {column: value for column, (value, first) in special.items() if number < first})
    return found


@pytest.mark.parametrize(
    ("number", "special", "value"),
    [
        ("3", {"correction": ("corrected", 2), "correction_reason": ("claim", 1)}, 1 / 10),  # one has no reason
        ("4", {"ai_tool": ("Chatmaker", 6), "prompt_class": ("text", 4)}, 4 / 10),  # tool and prompt class
        ("14", {"first_pass": ("yes", 7)}, 7 / 10),
        ("28", {"proof_asset": ("yes", 3)}, 3 / 10),
    ],
)
def test_a_share_of_the_content_log(noordlicht: Store, number: str, special: dict[str, Any], value: float) -> None:
    rows = items(10, **special)
    if number == "3":
        rows[1] |= {"correction_reason": "typo"}  # a typo is no correction
    enter(noordlicht, "content_log", *rows)
    assert now(taken(noordlicht), number) == (pytest.approx(value), 10)


def test_template_answers(noordlicht: Store) -> None:
    answer = {"channel": "x", "day": MONDAY, "topic": "privacy"}
    used = ["yes"] * 6 + ["no"] * 2 + [None]  # nobody knows of the last
    rows = [answer | {"answer_id": f"a{n}", "template_used": one} for n, one in enumerate(used)]
    enter(noordlicht, "answers", *rows)
    assert now(taken(noordlicht), "15") == (pytest.approx(6 / 8), 8)


def incidents() -> list[dict[str, Any]]:
    days = (date(2026, 9, 10), date(2026, 11, 3), MONDAY, SUNDAY)  # in the quarter: all; in the month: three
    told = ("yes", "yes", "yes", "no")  # only confirmed ones count
    return [
        {"incident_id": f"i{n}", "channel": "x", "day": day, "kind": "privacy", "confirmed": is_so}
        for n, (day, is_so) in enumerate(zip(days, told, strict=True))
    ]


def test_incidents_of_a_month_and_of_a_quarter(noordlicht: Store) -> None:
    enter(noordlicht, "incidents", *incidents())
    complete(noordlicht, "incidents", date(2026, 8, 1))
    snapshot = taken(noordlicht)
    assert now(snapshot, "5")[0] == 2
    assert now(snapshot, "31")[0] == 3


def test_no_incident_is_a_zero_only_where_the_log_is_complete(noordlicht: Store) -> None:
    enter(noordlicht, "content_log", *items(2))  # so that the week has data
    assert now(taken(noordlicht), "5")[0] is None
    complete(noordlicht, "incidents", date(2026, 8, 1))
    snapshot = taken(noordlicht)
    assert (now(snapshot, "5")[0], now(snapshot, "31")[0]) == (0, 0)


def test_an_incident_that_is_taken_out_counts_no_more(noordlicht: Store) -> None:
    rows = incidents()
    enter(noordlicht, "incidents", *rows)
    complete(noordlicht, "incidents", date(2026, 8, 1))
    enter(noordlicht, "incidents", rows[2] | {"withdrawn": "yes"}, hour=13)
    assert now(taken(noordlicht), "5")[0] == 1
    noordlicht.undo(3)
    assert now(taken(noordlicht), "5")[0] == 2


def test_compliance_incidents_are_corrections_of_the_quarter(noordlicht: Store) -> None:
    rows = items(10, correction=("removed", 3), correction_reason=("error", 2))
    rows[2] |= {"correction_reason": "typo"}
    rows[1] |= {"day": date(2026, 9, 10)}
    enter(noordlicht, "content_log", *rows)
    complete(noordlicht, "content_log", date(2026, 8, 1))
    assert now(taken(noordlicht), "22")[0] == 2
