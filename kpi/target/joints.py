"""The commas and the `and` that join clauses to the rest of a target: they go when the clauses go."""

from __future__ import annotations

from typing import Literal

from kpi.literals import Piece, phrases

SEPARATORS = {",", ";", ":", "."}
Mark = Literal["level", "or"]  # where, between the rest, a level of the baseline and an `or` stood


def trimmed(part: list[Piece | Mark]) -> list[Piece | Mark]:
    """Take away the commas and the `and` that joined the clauses to the rest."""
    loose = [at for at, piece in enumerate(part) if not _joins(part, at, piece)]
    return part[loose[0] : loose[-1] + 1] if loose else []


def _joins(part: list[Piece | Mark], at: int, piece: Piece | Mark) -> bool:
    if not isinstance(piece, Piece):
        return False
    return piece.folded in SEPARATORS or (at in {0, len(part) - 1} and phrases("range").at((piece,), 0)[0] == "and")
