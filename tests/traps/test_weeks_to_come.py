"""A report of a month or a plan counts only weeks that were over, and only those of the plan, whoever asks for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from data.known import Known
from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import Exit
from kpi.issued import as_known, taken
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.span import NothingOverError, Span
from tests.exports import x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.reporting.span import Kind

BEGAN, RUNS, LATER = date(2026, 9, 28), date(2026, 11, 18), date(2026, 11, 23)  # Monday, Wednesday of week 47, Monday


def loaded(day: date, store: Store) -> None:
    days = [BEGAN + timedelta(days=number) for number in range((day - BEGAN).days)]
    rows = [{"Post id": str(one), "Date": one.strftime("%a, %b %-d, %Y")} for one in days]
    store.load(f"{day}.csv", x_posts(*rows), now=datetime.combine(day, time(8), UTC))


def planned(store: Store, start: date = BEGAN, days: int = 90) -> None:
    plan = Plan(brand="Noordlicht", start=start, days=days, rows=(PlanRow(id="ctr", kpi="ctr", target="4%"),))
    store.save_plan(plan.model_dump_json(), now=datetime(2026, 10, 1, 9, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Begin a brand that loads its posts of every day, in the middle of week 47 and after it."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", str(LATER))
    monkeypatch.chdir(tmp_path)
    opened = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    loaded(RUNS, opened)
    loaded(LATER, opened)
    yield opened
    opened.close()


def known(store: Store, day: date, kind: Kind, week: Week | None = None) -> Span:
    report = as_known(store, Known.on(day, "UTC"), week, day, kind=kind).snapshot.report
    assert report is not None
    return report.span


@pytest.mark.parametrize("week", [None, Week(2026, 47)])
def test_a_plan_that_ended_has_no_weeks_after_its_end(store: Store, week: Week | None) -> None:
    planned(store, days=30)  # to 27 October, in week 44
    span = known(store, LATER, "plan", week)
    assert (span, span.whole) == (Span("plan", Week(2026, 40), Week(2026, 44), 5), True)


@pytest.mark.parametrize(("day", "last"), [(RUNS, 46), (LATER, 47)])
@pytest.mark.parametrize(("kind", "first", "asked"), [("month", 45, 4), ("plan", 40, 13)])
def test_the_week_that_ran_is_in_no_month_and_no_plan(  # noqa: PLR0917 - a day and a kind
    store: Store, day: date, last: int, kind: Kind, first: int, asked: int
) -> None:
    planned(store)
    assert known(store, day, kind, Week(2026, 47)) == Span(kind, Week(2026, first), Week(2026, last), asked)


def test_without_a_week_it_is_the_month_that_was_over(store: Store) -> None:
    planned(store)
    assert known(store, RUNS, "month") == Span("month", Week(2026, 40), Week(2026, 44), 5)


def test_no_report_is_taken_of_what_is_to_come(store: Store) -> None:
    planned(store, days=30)
    asked: list[tuple[Kind, int, date]] = [("month", 47, RUNS), ("plan", 44, date(2026, 10, 28))]  # these weeks run
    for kind, week, day in (*asked, ("plan", 45, LATER), ("plan", 39, LATER)):  # and these are none of the plan
        with pytest.raises(NothingOverError):
            taken(store, Week(2026, week), day, kind)


def test_a_plan_that_has_not_begun_is_one_sentence(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    planned(store, date(2027, 3, 1))
    with pytest.raises(NothingOverError):
        known(store, LATER, "plan")
    store.close()
    asked = ["snapshot", "--kind", "plan", "--form", "md", "--language", "nl"]
    codes = [main([*asked, *more]) for more in ([], ["--week", "2026-W47"], ["--as-of", str(LATER)])]
    assert codes == [Exit.NO_DATA, Exit.MISTAKE, Exit.MISTAKE]
    said = "Van deze periode is nog geen enkele week voorbij, dus er valt niets te melden: 90 dagen."
    assert [line for line in capsys.readouterr().err.splitlines() if said in line] != []
