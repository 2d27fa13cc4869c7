"""Who changed the rules of a team, when, and what: told from the history of the one setting that holds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kpi.rule.rulebook import SETTING, Rulebook, is_declared, read, read_rulebook, save
from kpi.rule.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.store import Store
    from kpi.queries import Queries
    from kpi.rule.rules import Rule

What = Literal["added", "changed", "deleted", "declared", "off", "on"]
HISTORY = """
select number, before, after, changed_at, changed_by from setting_change where name = ? order by number desc
"""


@dataclass(frozen=True)
class Step:
    """What one change did to one rule."""

    what: What
    rule: Rule  # as it is after the change; one that is gone, as it was


@dataclass(frozen=True)
class Change:
    """One change of the rulebook."""

    number: int
    changed_at: datetime
    changed_by: str | None
    before: Rulebook
    after: Rulebook

    @property
    def steps(self) -> tuple[Step, ...]:
        """Tell what it did."""
        return tuple(_steps(self.before, self.after))


def changes(store: Queries) -> tuple[Change, ...]:
    """List every change of the rules, newest first."""
    return tuple(
        Change(number, at, by, _read(before), _read(after))
        for number, before, after, at, by in store.query(HISTORY, [SETTING])
    )


def last_of(found: tuple[Change, ...], rule_id: str) -> Change | None:
    """Find the last change that did something to a rule."""
    return next((one for one in found if any(step.rule.id == rule_id for step in one.steps)), None)


def go_back(store: Store, to: Rulebook, by: str | None) -> None:
    """Make an earlier state of the rules the one in force; ids that were given since stay given."""
    save(store, replace(to, made=max(to.made, read_rulebook(store).made)), by)


def _read(body: str | None) -> Rulebook:
    return read(body) if body else Rulebook()


def _steps(before: Rulebook, after: Rulebook) -> Iterator[Step]:
    yield from _written(before, after)
    rules = {rule.id: rule for rule in (*load_rules(), *before.rules, *after.rules)}
    for rule_id in sorted({*before.off} ^ {*after.off}):
        if rule_id in rules and (is_declared(rule_id) or after.rule(rule_id)):
            yield Step("off" if rule_id in after.off else "on", rules[rule_id])


def _begun(rule: Rule, declared: Rule | None) -> What:
    """Tell a new rule from a declared one that was edited, and from one that was waiting and is just switched on."""
    if declared is None:
        return "added"
    return "on" if rule == declared.model_copy(update={"off": False}) else "changed"


def _written(before: Rulebook, after: Rulebook) -> Iterator[Step]:
    declared = {rule.id: rule for rule in load_rules()}
    for rule in after.rules:
        was = before.rule(rule.id)
        if was is None:
            yield Step(_begun(rule, declared.get(rule.id)), rule)
        elif was != rule:
            yield Step("changed", rule)
    for rule in before.rules:
        if after.rule(rule.id) is None:
            yield Step("declared", declared[rule.id]) if rule.id in declared else Step("deleted", rule)
