"""Which rules a team uses: the declared ones, as they are or as it edited them, its own, less those it is without.

It is one setting of the brand, so it has a history, is part of old states, and comes back when a store is rebuilt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from kpi.rule.rules import Rule, load_rules

if TYPE_CHECKING:
    from data.store import Store
    from kpi.queries import Queries

SETTING = "rules"
OWN = "own_"
READ = "SELECT value FROM setting WHERE name = ?"


@dataclass(frozen=True)
class Rulebook:
    """What a team has said about rules."""

    off: tuple[str, ...] = ()  # ids of the rules it is without
    rules: tuple[Rule, ...] = ()  # its own, and the declared ones it has edited
    made: int = 0  # own rules ever made: an id is given once, as alerts of old weeks carry it
    unread: tuple[str, ...] = ()  # ids of rules that cannot be read any more, such as one of a KPI that is gone
    kept: tuple[str, ...] = ()  # and what stands there, as JSON: a later version may read it again

    def rule(self, rule_id: str) -> Rule | None:
        """Find a rule the team wrote or edited."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def put(self, rule: Rule) -> Rulebook:
        """Add a rule, or write it in the place of the one with its id; what a team wrote is on."""
        rule = rule.model_copy(update={"off": False})
        if self.rule(rule.id):
            return replace(self, rules=tuple(rule if one.id == rule.id else one for one in self.rules))
        return replace(self, rules=(*self.rules, rule))

    def without(self, rule_id: str) -> Rulebook:
        """Take out what the team wrote: an own rule is gone, a declared one is again as it was declared."""
        off = self.off if is_declared(rule_id) else tuple(one for one in self.off if one != rule_id)
        rules = tuple(rule for rule in self.rules if rule.id != rule_id)
        left = [(name, body) for name, body in zip(self.unread, self.kept, strict=True) if name != rule_id]
        unread, kept = tuple(name for name, _ in left), tuple(body for _, body in left)
        return replace(self, rules=rules, off=off, unread=unread, kept=kept)

    def switch(self, rule_id: str, *, on: bool) -> Rulebook:
        """Switch a rule on or off."""
        others = tuple(one for one in self.off if one != rule_id)
        book = replace(self, off=others if on else (*others, rule_id))
        waiting = [rule for rule in load_rules() if rule.id == rule_id and rule.off and not self.rule(rule_id)]
        return book.put(waiting[0]) if on and waiting else book  # with the limit it is declared with

    def fresh(self) -> tuple[str, Rulebook]:
        """Give the id of the next rule of the team's own, and the book that knows it is given."""
        return f"{OWN}{self.made + 1}", replace(self, made=self.made + 1)


def is_declared(rule_id: str) -> bool:
    """Whether a rule comes with Ninety, edited or not."""
    return any(rule.id == rule_id for rule in load_rules())


def read_rulebook(store: Queries) -> Rulebook:
    """Read what a team has said; without a word, it uses every declared rule."""
    found = store.query(READ, [SETTING])
    return read(str(found[0][0])) if found else Rulebook()


class _Kept(BaseModel):
    """A rulebook as it is kept: its rules may say what can no longer be read."""

    off: tuple[str, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    made: int = 0


def read(body: str) -> Rulebook:
    """Read a kept rulebook; a rule that cannot be read is left out, and named."""
    try:
        told = _Kept.model_validate_json(body)
    except ValidationError:
        return Rulebook()
    rules, unread, kept = list[Rule](), list[str](), list[str]()
    for declared in told.rules:
        try:
            rules.append(Rule.model_validate(declared))
        except ValidationError:
            unread.append(str(declared.get("id")))
            kept.append(json.dumps(declared))
    return Rulebook(told.off, tuple(rules), told.made, tuple(unread), tuple(kept))


def written(rulebook: Rulebook) -> str:
    """Write a rulebook as it is kept."""
    rules = [rule.model_dump(mode="json", exclude_defaults=True) for rule in rulebook.rules]
    mended = {rule.id for rule in rulebook.rules}
    kept = zip(rulebook.unread, rulebook.kept, strict=True)
    lost = [json.loads(body) for name, body in kept if name not in mended]
    return json.dumps({"off": rulebook.off, "rules": [*rules, *lost], "made": rulebook.made}, sort_keys=True)


def save(store: Store, rulebook: Rulebook, by: str | None = None) -> None:
    """Keep a rulebook; what it was stays known."""
    store.set_settings({SETTING: written(rulebook)}, by)


def every(store: Queries) -> tuple[Rule, ...]:
    """List every rule, also those switched off: declared ones first, in their order, then the team's own."""
    return every_of(read_rulebook(store))


def every_of(rulebook: Rulebook) -> tuple[Rule, ...]:
    """List every rule of a rulebook; of a declared one that cannot be read as it was edited, the declared one."""
    declared = [rulebook.rule(rule.id) or rule for rule in load_rules()]
    own = [rule for rule in rulebook.rules if not is_declared(rule.id)]
    return (*declared, *own)


def in_force(store: Queries) -> tuple[Rule, ...]:
    """List the rules a team uses."""
    rulebook = read_rulebook(store)
    return tuple(rule for rule in every_of(rulebook) if not rule.off and rule.id not in rulebook.off)
