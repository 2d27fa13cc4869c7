"""`python -m kpi access`: who may what, as the access list says it, or what is wrong with the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.access.people import load, path_of
from data.access.rights import Right

if TYPE_CHECKING:
    from pathlib import Path

    from data.access.rights import Grants
    from kpi.words import Words


def listed(say: Words, path: Path | None = None) -> list[list[str]]:
    """Give a line for each person or group and brand; raises AccessListError for a list that cannot be taken."""
    known = load(path or path_of())
    head = [say(f"access.{name}") for name in ("person", "where", "rights")]
    people = [line for email, given in known.people.items() for line in _lines(email, given, say)]
    groups = [
        line for name, given in known.groups.items() for line in _lines(say("access.group", name=name), given, say)
    ]
    return [head, *people, *groups]


def _lines(name: str, given: Grants, say: Words) -> list[list[str]]:
    return [
        [name, brand, ", ".join(say(f"right.{right}") for right in Right if right in rights)]
        for brand, rights in given.items()
    ]
