"""One row of a plan, and what it says: the numbers behind the team's own words.

A number per period (`6 / month`) on a row that is measured over another window is scaled pro rata, baseline
and target alike. That holds for counts, which add up; the same of a rate, or of people, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from data.declared import Declared
from kpi.catalog import Count, catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.hours import has_clock
from kpi.target import PERIOD_DAYS, Conditional, Trend, pro_rata, read_baseline, read_written
from kpi.unreadable import TargetError
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.amount import Amount, Period
    from kpi.catalog import Kpi
    from kpi.target import Target, Written

AUTO = "auto"  # a baseline that is measured: the four weeks before the plan (kpi.review)

Cadence = Literal["daily", "twice_a_week", "weekly", "every_two_weeks", "monthly", "quarterly"]
Column = Literal["kpi", "filter", "baseline", "target", "deadline_days", "guards", "clock"]


class PlanRow(Declared):
    """One row of the scorecard, in the team's own words."""

    id: str = Field(min_length=1)
    kpi: str
    label: str | None = None  # the team's name for it; None = the KPI's own name
    filter: Filter = ALL_ROWS
    baseline: str = AUTO
    target: str
    owner: str = ""
    cadence: Cadence = "weekly"
    cadence_written: str | None = None  # the cadence in the team's words
    window_days: int | None = Field(default=None, ge=1, le=366)  # None = what the target, the baseline or the KPI says
    ask: tuple[Literal["channel", "campaigns", "formats"], ...] = ()  # yet to choose; until then it speaks of all
    deadline_days: int | None = Field(default=None, ge=1, le=366)  # None = what the target says, else the whole plan
    guards: tuple[str, ...] = ()  # KPIs that must not worsen, besides those the target names
    clock: Literal["open"] | None = None  # count only the hours that somebody is there


@dataclass(frozen=True)
class RowReading:
    """What a row says: its numbers are those of its window."""

    kpi: Kpi
    window_days: int
    baseline: float | None  # None = AUTO, to be measured
    introduced: bool  # the baseline does not say that there is nothing to measure yet
    target: Target
    deadline: int | None  # day of the plan; None = its last
    guards: tuple[str, ...]
    clock: Literal["open"] | None


def problems(row: PlanRow, language: str, currency: str | None) -> dict[Column, TargetError]:
    """Say of each cell of a row why it cannot be read; empty = the row may join a plan."""
    read = read_row(row, language, currency)
    return read if isinstance(read, dict) else {}


def read_row(row: PlanRow, language: str, currency: str | None) -> RowReading | dict[Column, TargetError]:
    """Read a row, or say of each cell why it cannot be read."""
    if (kpi := catalog().get(row.kpi)) is None:
        return {"kpi": TargetError(row.kpi, "unknown_kpi")}
    if foreign := row.filter.used.keys() - kpi.filters.keys():
        return {"filter": TargetError(", ".join(sorted(foreign)), "foreign_filter")}
    start = None if row.baseline == AUTO else read_baseline(row.baseline, kpi.unit, language, currency)
    aim = read_written(row.target, kpi.good, kpi.unit, language, currency)
    if isinstance(start, TargetError) or isinstance(aim, TargetError):
        cells: dict[Column, object] = {"baseline": start, "target": aim}
        return {column: cell for column, cell in cells.items() if isinstance(cell, TargetError)}
    return _contradictions(row, kpi, start, aim, language) or _read(row, kpi, start, aim)


def _read(row: PlanRow, kpi: Kpi, start: Amount | None, aim: Written) -> RowReading:
    days = _window(row, kpi, start, aim)
    per = aim.target.per
    return RowReading(
        kpi,
        days,
        None if start is None else start.low * (pro_rata(start.per, days) if adds_up(kpi) else 1.0),
        start is None or start.introduced,
        aim.target.over(days) if per and PERIOD_DAYS[per] != days else aim.target,
        row.deadline_days or aim.deadline,
        tuple(dict.fromkeys((*aim.guards, *row.guards))),
        aim.clock or row.clock,
    )


def adds_up(kpi: Kpi) -> bool:
    """Whether twice the days mean twice the number: of a count they do, of people or of a register they do not."""
    return isinstance(kpi, Count) and not kpi.standing and "distinct" not in kpi.count


def _window(row: PlanRow, kpi: Kpi, start: Amount | None, aim: Written) -> int:
    """Count the days of the window: what the row says, else the target, else the baseline (`1/kvartal` -> `0`)."""
    per = aim.target.per or (start.per if start else None)
    return row.window_days or (PERIOD_DAYS[per] if per else kpi.window_days)


# -- cells that can be read, but not together --------------------------------------------------------


def _contradictions(
    row: PlanRow, kpi: Kpi, start: Amount | None, aim: Written, language: str
) -> dict[Column, TargetError]:
    wrong: dict[Column, TargetError] = {}
    if (row.clock or aim.clock) and not has_clock(kpi):
        wrong["clock" if row.clock else "target"] = TargetError(row.target, "no_clock")
    if row.deadline_days and aim.deadline not in {None, row.deadline_days}:
        wrong["deadline_days"] = TargetError(row.target, "other_deadline")
    if aim.each and len(row.filter.campaigns) != 1:
        wrong["target"] = TargetError(row.target, "choose_series")
    return _wrong_guards(row, aim) | wrong | _wrong_periods(row, kpi, start, aim, language)


def _wrong_guards(row: PlanRow, aim: Written) -> dict[Column, TargetError]:
    if unknown := [name for name in row.guards if name not in catalog()]:
        return {"guards": TargetError(", ".join(row.guards), "unknown_guard", unknown[0])}
    if row.kpi in aim.guards:
        return {"target": TargetError(row.target, "own_guard")}
    return {"guards": TargetError(", ".join(row.guards), "own_guard")} if row.kpi in row.guards else {}


def _wrong_periods(
    row: PlanRow, kpi: Kpi, start: Amount | None, aim: Written, language: str
) -> dict[Column, TargetError]:
    """Refuse periods that cannot be brought to one window."""
    days, aims = _window(row, kpi, start, aim), aim.target
    named: set[Period] = {period for period in (aims.per, start.per if start else None) if period}
    if not adds_up(kpi) or isinstance(aims, Trend):
        same = all(PERIOD_DAYS[period] == days for period in named)
        return {} if same else {"target": TargetError(row.target, "other_period")}
    if len(named) != 1 or (period := next(iter(named))) in _periods_of(days):
        return {}
    if aims.per is None and _counts(aim):
        return {"target": _without_period(row.target, period, language)}
    if start and start.per is None and start.low:
        return {"baseline": _without_period(row.baseline, period, language)}
    return {}


def _periods_of(days: int) -> set[Period]:
    return {period for period, length in PERIOD_DAYS.items() if length == days}


def _counts(aim: Written) -> bool:
    """Whether a target names a number that depends on the window: a share of the baseline does not, nor does 0."""
    if isinstance(aim.target, Conditional):
        return True
    zero, one = aim.target.goal(0.0), aim.target.goal(1.0)
    return zero not in {None, 0.0} and (one is None or one != 0)


def _without_period(text: str, period: Period, language: str) -> TargetError:
    return TargetError(
        text, "no_period", suggestion=Words(language or "en")(f"target.per_{period}", amount=text.strip())
    )
