"""What a week asks somebody to decide about: the rules that hold and the rows that are off their way, worst first.

A rule that says that all is well asks nothing of anybody and is no finding.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from kpi.periods import Week
from kpi.rule.ruling import LegEvidence
from kpi.snapshot import EVERYWHERE, Move

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.rule.ruling import Alert, Part
    from kpi.snapshot import Movement, ScoreRow, Snapshot

Level = Literal["stop", "fix", "review", "worse", "at_cost", "behind", "scale"]
WORST_FIRST: tuple[Level, ...] = ("stop", "fix", "review", "worse", "at_cost", "behind", "scale")
_MOVING = {"rises", "falls", "above", "below"}  # legs whose size says how strong the finding is
_DIGITS = 3  # of a size: it is told again by the journal


@dataclass(frozen=True)
class Finding:
    """One thing that a week asks to be decided; `subject` is the same in every week."""

    subject: str  # rule:<id>@<channel> or row:<id of the row of the plan>
    week: Week
    channel: str  # EVERYWHERE or a channel
    level: Level  # verdict of the rule, or status of the row
    size: float  # in sigmas; it grows only when it gets worse
    kpis: tuple[str, ...]
    rule: str | None = None
    row: str | None = None
    name: str | None = None  # the team's own name of the rule or row; None = the declared one
    owner: str | None = None
    legs: tuple[LegEvidence, ...] = ()  # what it stood on: shown when the numbers themselves are gone

    @property
    def rank(self) -> tuple[int, float, str]:
        """Where it stands among others: the worst first."""
        return WORST_FIRST.index(self.level), -self.size, self.subject


def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """List what a week asks to be decided, worst first."""
    alerts = [_of_alert(alert, snapshot.week) for alert in snapshot.alerts if alert.verdict in WORST_FIRST]
    rows = [_of_row(row, snapshot.week) for row in snapshot.deviations]
    return tuple(sorted([*alerts, *rows], key=lambda one: one.rank))


def subject_of_alert(alert: Alert) -> str:
    """Name what an alert is about, the same in every week."""
    return f"rule:{alert.rule}@{alert.channel}"


def subject_of_row(row: ScoreRow) -> str:
    """Name what a deviating row is about."""
    return f"row:{row.plan.id}"


def to_body(finding: Finding) -> dict[str, Any]:
    """Write a finding as the journal keeps it; its subject stands beside it there."""
    legs = [asdict(leg) for leg in finding.legs]
    body = asdict(finding) | {"week": finding.week.id, "kpis": list(finding.kpis), "legs": legs}
    del body["subject"]
    return body


def from_body(subject: str, body: Mapping[str, Any]) -> Finding:
    """Read a finding out of the journal."""
    legs = tuple(map(_leg, body.get("legs", ())))
    said = {**body, "week": Week.parse(body["week"]), "kpis": tuple(body["kpis"]), "legs": legs}
    return Finding(subject=subject, **said)


def _leg(body: Mapping[str, Any]) -> LegEvidence:
    return LegEvidence(**{**body, "move": Move(**body["move"]), "topics": tuple(body["topics"])})


def _of_alert(alert: Alert, week: Week) -> Finding:
    return Finding(
        subject=subject_of_alert(alert),
        week=week,
        channel=alert.channel,
        level=cast("Level", alert.verdict),
        size=_size_of_alert(alert),
        kpis=tuple(dict.fromkeys(leg.kpi for leg in alert.legs)),
        rule=alert.rule,
        name=alert.name,
        owner=alert.owner,
        legs=alert.legs,
    )


def _of_row(row: ScoreRow, week: Week) -> Finding:
    return Finding(
        subject=subject_of_row(row),
        week=week,
        channel=row.plan.filter.channel or EVERYWHERE,
        level=cast("Level", row.status),
        size=_size_of_row(row),
        kpis=(row.plan.kpi,),
        row=row.plan.id,
        name=row.plan.label,
        owner=row.plan.owner or None,
        legs=_legs_of_row(row),
    )


def _legs_of_row(row: ScoreRow) -> tuple[LegEvidence, ...]:
    """Say how far a row has come since its baseline, as a leg of a rule is said."""
    if (move := row.baseline_move) is None:
        return ()
    ways: tuple[Movement, ...] = ("flat", "rises", "falls")
    way = ways[(move.size > 0) - (move.size < 0)]
    channel = row.plan.filter.channel
    return (LegEvidence(row.plan.kpi, way, row.unit, row.currency, move, 0, row.now.sample, channel=channel),)


def _size_of_alert(alert: Alert) -> float:
    """Take the weakest leg: the rule is as strong as that."""
    legs = [size for leg in alert.legs if (size := _size_of_leg(leg)) is not None]
    return round(min([*legs, *map(_size_of_part, alert.parts[:1])], default=0.0), _DIGITS)


def _size_of_leg(leg: LegEvidence) -> float | None:
    if leg.movement == "appears":
        return 2 * math.sqrt(max(leg.move.after, 0.0))  # of a count, in its own sigmas (Anscombe)
    if leg.movement in _MOVING and leg.move.sigma:
        return abs(leg.move.size) / leg.move.sigma
    return None


def _size_of_part(part: Part) -> float:
    """How far a share of the results lies above the share of what it took, in sigmas of a share."""
    above = math.asin(math.sqrt(min(part.share, 1.0))) - math.asin(math.sqrt(min(max(part.of_all, 0.0), 1.0)))
    return max(2 * above * math.sqrt(part.sample), 0.0)


def _size_of_row(row: ScoreRow) -> float:
    """Take the distance to where the row should be today, for every status: so it grows from behind to worse."""
    if row.status == "at_cost":
        return 0.0  # its own number is where it should be
    reference = next((one for one in (row.pace, row.goal, row.baseline) if one is not None), None)
    if reference is None or row.now.value is None or not row.sigma:
        return 0.0
    short = reference - row.now.value if row.good == "up" else row.now.value - reference
    return round(max(short, 0.0) / row.sigma, _DIGITS)
