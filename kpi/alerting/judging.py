"""Whether a week can tell that something no longer holds, or which KPIs it lacks to tell.

A rule is a chain of conditions: one of them that is seen not to hold is enough to say that the rule does not. Where
every condition that fails does so for want of data, nobody knows, and what was found last stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from kpi.catalog import catalog
from kpi.plan import plan_in_force
from kpi.rule.rule_ground import rule_states
from kpi.rule.rule_standing import DECIDED, groups
from kpi.rule.rulebook import in_force
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from data.store import Store
    from kpi.alerting.findings import Finding
    from kpi.rule.rules import Rule
    from kpi.rule.ruling import RuleState
    from kpi.snapshot import Snapshot

What = Literal["no_data", "not_full", "nothing_before", "too_little"]

_WHAT: Mapping[str, What] = {
    "nothing_known": "no_data",
    "week_not_full": "not_full",
    "not_covered": "not_full",
    "nothing_before": "nothing_before",
    "unlike": "nothing_before",
    "too_few_weeks": "nothing_before",
}
_UNJUDGED: Mapping[str, What] = {"no_data": "no_data", "too_little": "too_little", "too_early": "too_little"}


@dataclass(frozen=True)
class Lack:
    """A KPI that cannot be judged: text key `case.lacks.<what>`."""

    kpi: str
    what: What

    @property
    def body(self) -> dict[str, str]:
        """Write it as the journal keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Ruled:
    """The rules in force, and how each stands in the week."""

    rules: Mapping[str, Rule]
    states: Sequence[RuleState]


def read_lacks(body: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Read what an entry of the journal says is lacking."""
    return tuple(Lack(one["kpi"], one["what"]) for one in body.get("lacks", ()))


def ruled(store: Store, snapshot: Snapshot, today: date) -> Ruled | None:
    """Say how the rules stand; None where there is no plan to judge by."""
    body = store.plan()
    plan = plan_in_force(body) if body else None
    if plan is None:
        return None
    return Ruled({rule.id: rule for rule in in_force(store)}, rule_states(store, plan, snapshot.week, today))


def lacks(snapshot: Snapshot, finding: Finding, look: Callable[[], Ruled | None]) -> tuple[Lack, ...]:
    """List what the week lacks to say that a finding no longer holds; nothing = it can tell."""
    if finding.row is not None:
        row = next((row for row in snapshot.rows if row.plan.id == finding.row), None)
        what = _UNJUDGED.get(row.status) if row else None
        return (Lack(finding.kpis[0], what),) if what else ()
    if (known := look()) is None:
        return _late(snapshot, finding)
    rule = known.rules.get(finding.rule or "")
    if rule is None or (rule.of_one_place and finding.channel != EVERYWHERE):
        return ()  # it is not asked any more, which the rulebook tells and no number does
    state = next((one for one in known.states if (one.rule, one.channel) == (rule.id, finding.channel)), None)
    if rule.leading is not None:
        return (Lack(rule.leading.of, "too_little"),) if state is None or state.lacks else ()
    if state is None:
        return tuple(Lack(kpi, "no_data") for kpi in finding.kpis)
    return _of_legs(state) if state.legs else _late(snapshot, finding)


def _of_legs(state: RuleState) -> tuple[Lack, ...]:
    failing = [group for group in groups(state.legs) if not any(leg.holds for leg in group)]
    if any(all(leg.missing in DECIDED for leg in group) for group in failing):
        return ()
    blind = [leg for group in failing for leg in group if leg.missing not in DECIDED]
    return tuple(dict.fromkeys(Lack(leg.kpi, _WHAT.get(leg.missing or "", "too_little")) for leg in blind))


def _late(snapshot: Snapshot, finding: Finding) -> tuple[Lack, ...]:
    """Name the KPIs whose sources are not complete, where no leg says so itself."""
    return tuple(
        Lack(kpi, "not_full") for kpi in finding.kpis if kpi in catalog() and not _full(snapshot, finding, kpi)
    )


def _full(snapshot: Snapshot, finding: Finding, kpi: str) -> bool:
    """Whether the sources of a channel are complete; without its own, those of all channels are asked."""
    facts = catalog()[kpi].sources
    fed = [one for one in snapshot.sources if one.fact in facts]
    own = [one for one in fed if finding.channel == EVERYWHERE or one.channel in {finding.channel, None}]
    return not facts or (bool(fed) and all(state.complete for state in own or fed))
