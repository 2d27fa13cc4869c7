"""What a person may do, brand by brand. A right is given by name; `administer` holds all others, each holds `view`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

EVERY = "*"  # every brand, also one that is made later; and what belongs to no brand


class Right(StrEnum):
    """One thing that somebody may do; text key `right.<name>`."""

    VIEW = "view"  # see every number, and take reports along
    UPLOAD = "upload"  # bring exports in and take them back, label texts, keep logs; take rows along
    DECIDE = "decide"  # decide, answer alerts and threads, run the meeting, note something about a day
    DEFINE = "define"  # plan, rules, topics, scorer, names, look: what a number means and what is good
    ADMINISTER = "administer"  # make, archive and delete brands; schedules, outlets, retention, erasure, audit log


Grants = Mapping[str, frozenset[Right]]  # brand (the name of its file) or EVERY -> rights


@dataclass(frozen=True)
class Person:
    """Somebody, or something, that acts."""

    id: str  # as the audit log names them: an e-mail address, the name of a part of Ninety
    grants: Grants = field(default_factory=lambda: MappingProxyType({}))
    again: Callable[[], Person | None] | None = field(default=None, compare=False, repr=False)  # as they are by now

    def now(self) -> Person:
        """Give the same person with the rights of this moment; none where their session is over."""
        return (self.again() or Person(self.id)) if self.again else self

    def rights(self, brand: str | None) -> frozenset[Right]:
        """Give the rights for a brand; None: for what belongs to no brand, such as making one."""
        given = self.grants.get(EVERY, frozenset()) | (self.grants.get(brand, frozenset()) if brand else frozenset())
        if Right.ADMINISTER in given:
            return frozenset(Right)
        return given | {Right.VIEW} if given else frozenset()

    def may(self, right: Right, brand: str | None) -> bool:
        """Whether the person has a right for a brand."""
        return right in self.rights(brand)


ALL: Grants = MappingProxyType({EVERY: frozenset(Right)})
HOUSE = Person("Ninety", ALL)  # what happens by itself: schedules, retention, alerts that a new week brings
COMMAND = "cli"  # how the id of who works at the command line begins: `cli:ana`
ANYBODY = Person("", ALL)  # where nobody signs in: whoever sits at this computer
NOBODY = Person("")
