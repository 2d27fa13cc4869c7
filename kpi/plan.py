"""The team's promise: a brand, a start, 90 days, and rows of KPI, baseline, target, owner and cadence.

What a KPI is stands in definitions/; what the team promises about it stands here. A plan that exists
can be read: its KPIs are known and every baseline and target says one thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from data import defaults
from data.declared import BrokenDeclarationError, Declared, build, read
from kpi.amount import read_cadence
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.snapshot import EVERYWHERE
from kpi.target import PERIOD_DAYS, Target, TargetError, read_baseline, read_target

if TYPE_CHECKING:
    from kpi.amount import Amount
    from kpi.catalog import Kpi
    from kpi.periods import Week

__all__ = ["AUTO", "Cadence", "Plan", "PlanRow", "Promise", "Template", "load_templates", "read_cadence"]

FOLDER = Path(__file__).parent / "plans"
AUTO = "auto"  # a baseline that is measured: the four weeks before the plan (kpi.review)

Cadence = Literal["daily", "twice_a_week", "weekly", "every_two_weeks", "monthly", "quarterly"]


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
    ask: tuple[Literal["channel"], ...] = ()  # what the team has yet to choose; until then the row speaks of all


@dataclass(frozen=True)
class Promise:
    """A row of the plan, read: what is measured over how many days, where it started and where it should go."""

    row: PlanRow
    kpi: Kpi
    window_days: int
    baseline: float | None  # None = AUTO, to be measured
    target: Target
    currency: str | None  # of a KPI in money

    @property
    def channel(self) -> str:
        """The channel it speaks of, or all of them."""
        return self.row.filter.channel or EVERYWHERE


class Plan(Declared):
    """A brand's scorecard for (usually) 90 days."""

    brand: str
    start: date
    days: int = Field(default=90, ge=1, le=366)
    zone: str = defaults.ZONE
    currency: str | None = None
    language: str = "en"  # of the baselines and targets: it decides what 1.234 means
    own: tuple[str, ...] = ()  # names of the brand in listening exports
    competitors: tuple[str, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    template: str | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        ids = [row.id for row in self.rows]
        if len(set(ids)) < len(ids):
            raise ValueError(f"two rows with one id: {ids}")
        for row in self.rows:
            if wrong := problems(row, self.language, self.currency):
                raise ValueError(f"row {row.id}: {wrong}")
        return self

    def day(self, week: Week) -> int:
        """Count the days of the plan up to the end of a week; the start is day 1."""
        return (week.sunday - self.start).days + 1

    def row(self, row_id: str) -> PlanRow | None:
        """Find a row."""
        return next((row for row in self.rows if row.id == row_id), None)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every row, read."""
        return tuple(self.promise(row) for row in self.rows)

    def promise(self, row: PlanRow) -> Promise:
        """Read a row of this plan."""
        kpi = catalog()[row.kpi]
        baseline = _baseline(row, kpi, self.language, self.currency)
        target = read_target(row.target, kpi.good, kpi.unit, self.language, self.currency)
        if isinstance(baseline, TargetError) or isinstance(target, TargetError):
            raise ValueError(f"row {row.id} of another plan: {baseline}, {target}")  # noqa: TRY004 - the text is wrong
        return Promise(
            row,
            kpi,
            row.window_days or _period_days(target, baseline) or kpi.window_days,
            None if baseline is None else baseline.low,
            target,
            self.currency if kpi.unit == "money" else None,
        )


Column = Literal["kpi", "filter", "baseline", "target"]


def problems(row: PlanRow, language: str, currency: str | None) -> dict[Column, TargetError]:
    """Say of each cell of a row why it cannot be read; empty = the row may join a plan."""
    if (kpi := catalog().get(row.kpi)) is None:
        return {"kpi": TargetError(row.kpi, "unknown_kpi")}
    if foreign := row.filter.used.keys() - kpi.filters.keys():
        return {"filter": TargetError(", ".join(sorted(foreign)), "foreign_filter")}
    wrong: dict[Column, TargetError] = {}
    baseline = _baseline(row, kpi, language, currency)
    target = read_target(row.target, kpi.good, kpi.unit, language, currency)
    if isinstance(baseline, TargetError):
        wrong["baseline"] = baseline
    if isinstance(target, TargetError):
        wrong["target"] = target
    if not (isinstance(baseline, TargetError) or isinstance(target, TargetError)) and _periods_differ(
        row, baseline, target
    ):
        wrong["target"] = TargetError(row.target, "other_period")
    return wrong


def _periods_differ(row: PlanRow, baseline: Amount | None, target: Target) -> bool:
    named = {PERIOD_DAYS[amount.per] for amount in (baseline, target) if amount and amount.per}
    return len(named | ({row.window_days} if row.window_days and named else set())) > 1


def _baseline(row: PlanRow, kpi: Kpi, language: str, currency: str | None) -> Amount | TargetError | None:
    return None if row.baseline == AUTO else read_baseline(row.baseline, kpi.unit, language, currency)


def _period_days(target: Target, baseline: Amount | None) -> int | None:
    """Count the days of the period that the target names, or else the baseline (`1/kvartal` -> `0`)."""
    per = target.per or (baseline.per if baseline else None)
    return PERIOD_DAYS[per] if per else None


class Template(Declared):
    """A scorecard as one of the source articles prints it."""

    id: str
    language: str
    about: str  # a sentence of the article, in its own words
    currency: str | None = None
    rows: tuple[PlanRow, ...]

    def plan(self, brand: str, start: date, *, currency: str | None = None, zone: str = defaults.ZONE) -> Plan:
        """Make it a brand's plan; amounts of money keep the template's own currency."""
        return Plan(
            brand=brand,
            start=start,
            zone=zone,
            currency=self.currency or currency,
            language=self.language,
            rows=self.rows,
            template=self.id,
        )


@cache
def load_templates(folder: Path = FOLDER) -> dict[str, Template]:
    """Read every template by its id: the name of its file."""
    return {path.stem: _template(path) for path in sorted(folder.glob("*.toml"))}


def _template(path: Path) -> Template:
    declared = read(path)
    rows = [_row(f"{path.name}: rows[{number}]", body) for number, body in enumerate(declared.pop("rows"))]
    return build(Template, {"id": path.stem, **declared, "rows": rows}, path.name)


def _row(where: str, declared: dict[str, Any]) -> PlanRow:
    written = declared["cadence"]
    if (cadence := read_cadence(written)) is None:
        raise BrokenDeclarationError(f"{where}: unknown cadence {written!r}")
    ids = {"id": declared["kpi"], "cadence_written": written}
    return build(PlanRow, {**ids, **declared, "cadence": cadence}, where)
