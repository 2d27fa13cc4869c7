"""What went wrong with a file or store, in a sentence: what, where, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.errors import DataError
    from kpi.words import Words


def tell(say: Words, problem: DataError, write: Callable[[object], str] = str) -> str:
    """Say a problem; `write` makes people's own words safe for where they are shown."""
    fields = {name: write(_listed(value)) for name, value in problem.fields.items() if name not in ("why", "format")}
    if "by" in problem.fields and problem.fields["by"] is None:
        fields["by"] = say("case.somebody")  # where nobody signs in
    if "pid" in problem.fields and problem.fields["pid"] is None:
        fields["pid"] = "?"  # not every system tells
    if "format" in problem.fields:
        name = str(problem.fields["format"])  # a team's own has no text: its name says what it is
        fields["format"] = say(f"format.{name}") if say.has(f"format.{name}") else name.replace("_", " ")
    if "right" in problem.fields:
        fields["right"] = say(f"right.{problem.fields['right']}")
    if "why" in problem.fields:
        family = "set_aside" if problem.code == "set_aside" else "error_why"
        fields["why"] = say(f"{family}.{problem.fields['why']}", **fields)
    return say(f"error.{problem.code}", **fields)


def _listed(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
