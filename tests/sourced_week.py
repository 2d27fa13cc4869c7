"""A frozen week with everything that an appendix can tell: files, measured baselines, posts of an age, decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kpi.hours import default
from kpi.periods import Window
from kpi.reporting.report import File, Report, Sourced
from kpi.reporting.span import Span
from kpi.snapshot import EVERYWHERE, Cell, Guard
from tests.looked_back import effects
from tests.snapshots import WEEK, example

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow, Snapshot

LOADED = date(2026, 11, 23)


def sourced_week() -> Snapshot:
    """Make a week whose numbers name what they stand on."""
    full = example()
    rows = tuple(map(_told, full.rows))
    report = Report(Span("week", WEEK, WEEK, 1), effects=effects()[1:5], sourced=tuple(map(_sourced, rows)))
    return replace(full, rows=rows, report=report)


def _told(row: ScoreRow) -> ScoreRow:
    """Give a row a numerator, a denominator and an error; some are counted in a way of their own."""
    cell = replace(row.now, numerator=412, denominator=812, error=abs(row.now.value or 0) / 40)
    match row.plan.kpi:
        case "ctr":
            gained = replace(cell, basis="gained", since=WEEK.monday, until=WEEK.sunday)
            return replace(
                row, now=gained, guards=(Guard("net_sentiment", "points", None, "up", 12, 9, "signal", True),)
            )
        case "engagement_rate":
            return replace(
                row, now=replace(cell, basis="published", until=WEEK.sunday + timedelta(days=1), age=1, oldest=3)
            )
        case "response_time_median":
            waits = replace(cell, censored=28, bound=True, numerator=None)
            return replace(row, now=waits, hours=default(), assumed=True)
        case "share_of_voice":
            weeks = Window(WEEK.previous(8), 28)
            return replace(row, measured=Cell(row.plan.kpi, weeks.id, EVERYWHERE, 0.08, 154, 1923, 1923, None, 0.006))
        case _:
            return replace(row, now=cell)


def _sourced(row: ScoreRow) -> Sourced:
    window = Window.parse(row.now.window)
    names = ("inbox_2026-10-26_2026-11-22.csv", "Oct-26-2026_Nov-22-2026_1490000000000126.csv", "incidents.xlsx")
    kinds = ("inbox", "facebook_posts", "ninety_incidents")
    count = {"policy_incidents": 0, "ctr": 14}.get(row.plan.kpi, 1)  # one has many files, one only files without rows
    files = tuple(
        File(
            names[n % 3], kinds[n % 3], 0 if row.plan.kpi == "policy_incidents" else 812 - n, LOADED - timedelta(days=n)
        )
        for n in range(max(count, 1))
    )
    return Sourced(row.plan.id, window.first, window.last, files)
