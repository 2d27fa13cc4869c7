"""All brands that somebody may see, worst first: how each stands in its newest full week, and what waits for somebody.

There is no score: brands are compared by one count after the other (BY), from the most to the fewest; where all are
equal, by name. Only what the numbers carry counts: a row with too little data, or too early in its plan, is bad of
nobody. A brand that cannot be reviewed (no data, no plan, a store that is busy or damaged) stands at the end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from kpi.alerting.cases import cases
from kpi.deciding.decisions import decisions
from kpi.paper.headline import headline
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.scheduling.ready import late
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from data.errors import DataError
    from data.journal import Entry
    from kpi.plan import Plan
    from kpi.snapshot import Snapshot, Status, Verdict

Group = Literal["bad", "watch", "good", "quiet"]
By = Literal["stop", "bad", "watch", "overdue", "age", "late"]
Lack = Literal["nothing_yet", "no_plan", "unread_plan", "crash"]
GROUPS: tuple[Group, ...] = get_args(Group)
BY: tuple[By, ...] = get_args(By)  # text key `portfolio.by.<it>`
VERDICTS: tuple[Verdict, ...] = ("stop", "fix", "review", "scale")
_WAITING = ("open", "acknowledged")  # of a case: nobody has decided, or put it off


@dataclass(frozen=True)
class Standing:
    """How one brand stands; without a week it cannot be reviewed, and `lacks` or `problem` says why."""

    key: str  # of the brand, as in addresses
    name: str
    week: Week | None = None  # the newest full one
    age: int = 0  # weeks that are over since
    rows: Mapping[Group, int] = field(default_factory=lambda: MappingProxyType({}))  # of the plan, by how they stand
    alerts: Mapping[Verdict, int] = field(default_factory=lambda: MappingProxyType({}))  # that wait for a decision
    late: int = 0  # exports of that week that the plan asks for and that did not come
    overdue: int = 0  # decisions
    headlines: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # language -> sentence
    lacks: Lack | None = None
    problem: DataError | None = None
    number: str = ""  # of a mistake of ours, under which the log has it

    def by(self, name: By) -> int:
        """Count one of the things that brands are compared by."""
        match name:
            case "stop":
                return self.alerts.get("stop", 0)
            case "bad" | "watch":
                return self.rows.get(name, 0)
            case _:
                return int(getattr(self, name))


def ranked(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Order brands, worst first; the order they come in does not matter."""
    return tuple(sorted(standings, key=_rank))


def _rank(one: Standing) -> tuple[bool, tuple[int, ...], str, str]:
    counts = tuple(-one.by(name) for name in BY) if one.week else ()
    return one.week is None, counts, one.name.casefold(), one.key


def reviewed(key: str, name: str, snapshot: Snapshot, plan: Plan, today: date) -> Standing:
    """Say how a brand stands in its newest full week, as seen on a day; what people do about it: `waiting`."""
    newest = Week.of(today).previous()
    return Standing(
        key,
        name,
        week=snapshot.week,
        age=max(newest.weeks_since(snapshot.week), 0),
        rows=Counter(group_of(row.status) for row in snapshot.rows),
        late=len(late(snapshot, plan)),
        headlines={language: headline(snapshot, Words(language)) for language in LANGUAGES},
    )


def group_of(status: Status) -> Group:
    """Put a status with those of its colour: on pace is as good as met."""
    tone = tokens().status[status].tone
    return "good" if tone == "steady" else tone


def waiting(standing: Standing, journal: Iterable[Entry], today: date) -> Standing:
    """Add what the journal tells: alerts that wait for a decision, and decisions that are overdue."""
    told = tuple(journal)
    alerts: Counter[Verdict] = Counter(
        verdict
        for case in cases(told, today)
        for verdict in VERDICTS
        if case.live and case.state in _WAITING and case.finding.level == verdict
    )
    overdue = sum(one.state(today) == "overdue" for one in decisions(told))
    return replace(standing, alerts=alerts, overdue=overdue)
