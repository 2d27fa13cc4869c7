"""The team's promise: a brand, a start, 90 days, and rows of KPI, baseline, target, owner and cadence.

What a KPI is stands in definitions/; what the team promises about it stands here. A plan that exists
can be read: its KPIs are known and every baseline and target says one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date  # noqa: TC003 - pydantic reads the annotation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, ValidationError, ValidationInfo, model_validator

from data import defaults
from data.declared import BrokenDeclarationError, Declared, build, read
from kpi.amount import read_cadence
from kpi.deciding.activities import Activity
from kpi.hours import Hours, default, has_clock
from kpi.plan_row import AUTO, Cadence, Column, PlanRow, problems, read_row
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from kpi.catalog import Kpi
    from kpi.cells import Filter
    from kpi.periods import Week
    from kpi.plan_row import RowReading
    from kpi.target import Target

__all__ = [
    "AUTO",
    "Cadence",
    "Column",
    "Plan",
    "PlanRow",
    "Promise",
    "Template",
    "load_templates",
    "problems",
    "read_cadence",
]

FOLDER = Path(__file__).parent / "plans"


@dataclass(frozen=True)
class Promise:
    """A row of the plan, read: what is measured over how many days, where it started and where it should go."""

    row: PlanRow
    kpi: Kpi
    window_days: int
    baseline: float | None  # None = AUTO, to be measured
    target: Target
    currency: str | None  # of a KPI in money
    filter: Filter  # the rows it speaks of: the row's own filter, with what the plan adds
    deadline: int  # day of the plan by which the target is due
    guards: tuple[str, ...] = ()  # KPIs that must not worsen meanwhile
    introduced: bool = True  # False: the written baseline says that there was nothing to measure yet

    @property
    def channel(self) -> str:
        """The channel it speaks of, or all of them."""
        return self.filter.channel or EVERYWHERE


UNREAD = {"read": False}  # a context: let pass what cannot be read


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
    hours: Hours | None = None  # when somebody is there to answer; None = nobody said
    activities: tuple[Activity, ...] = ()

    @model_validator(mode="after")
    def _can_be_read(self, info: ValidationInfo) -> Self:
        if info.context is UNREAD:
            return self
        for ids in ([row.id for row in self.rows], [activity.id for activity in self.activities]):
            if len(set(ids)) < len(ids):
                raise ValueError(f"two rows or activities with one id: {ids}")
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
        read = read_row(row, self.language, self.currency)
        if isinstance(read, dict):
            raise ValueError(f"row {row.id} of another plan: {read}")  # noqa: TRY004 - the text is wrong
        return Promise(
            row,
            read.kpi,
            read.window_days,
            read.baseline,
            read.target,
            self.currency if read.kpi.unit == "money" else None,
            self._counted(row, read),
            read.deadline or self.days,
            read.guards,
            read.introduced,
        )

    def _counted(self, row: PlanRow, read: RowReading) -> Filter:
        """Add to the row's filter the opening hours it is counted in, where the row or its KPI asks for them."""
        asked = "open" in {read.clock, read.kpi.clock}
        return replace(row.filter, hours=self.hours or default()) if asked and has_clock(read.kpi) else row.filter


def plan_in_force(body: str) -> Plan | None:
    """Read a saved plan; None when this version of Ninety reads a target in it otherwise, and refuses it."""
    try:
        return Plan.model_validate_json(body)
    except ValidationError:
        return None


def plan_to_mend(body: str) -> Plan:
    """Read a saved plan as it was written, to edit it: its rows may say what cannot be read."""
    return Plan.model_validate_json(body, context=UNREAD)


class Template(Declared):
    """A scorecard as one of the source articles prints it."""

    id: str
    language: str
    about: str  # a sentence of the article, in its own words
    currency: str | None = None
    rows: tuple[PlanRow, ...]
    further: tuple[PlanRow, ...] = ()  # goals that the text of the article names, beside the scorecard it prints
    activities: tuple[Activity, ...] = ()  # its 90-day roadmap

    def plan(
        self, brand: str, start: date, *, currency: str | None = None, zone: str = defaults.ZONE, further: bool = False
    ) -> Plan:
        """Make it a brand's plan; amounts of money keep the template's own currency."""
        return Plan(
            brand=brand,
            start=start,
            zone=zone,
            currency=self.currency or currency,
            language=self.language,
            rows=(*self.rows, *self.further) if further else self.rows,
            template=self.id,
            activities=self.activities,
        )


@cache
def load_templates(folder: Path = FOLDER) -> dict[str, Template]:
    """Read every template by its id: the name of its file."""
    return {path.stem: _template(path) for path in sorted(folder.glob("*.toml"))}


def _template(path: Path) -> Template:
    declared = read(path)
    rows = {
        table: [_row(f"{path.name}: {table}[{number}]", body) for number, body in enumerate(declared.pop(table, []))]
        for table in ("rows", "further")
    }
    steps = tuple(
        build(Activity, {"id": f"{path.stem}_{number}", **body}, f"{path.name}: activities[{number}]")
        for number, body in enumerate(declared.pop("activities", []), 1)
    )
    return build(Template, {"id": path.stem, **declared, **rows, "activities": steps}, path.name)


def _row(where: str, declared: dict[str, Any]) -> PlanRow:
    if (written := declared.get("cadence")) is None:
        return build(PlanRow, {"id": declared["kpi"], **declared}, where)  # the text of an article names no rhythm
    if (cadence := read_cadence(written)) is None:
        raise BrokenDeclarationError(f"{where}: unknown cadence {written!r}")
    ids = {"id": declared["kpi"], "cadence_written": written}
    return build(PlanRow, {**ids, **declared, "cadence": cadence}, where)
