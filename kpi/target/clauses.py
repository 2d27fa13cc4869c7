"""What stands around the number of a target: `within 60 days`, `only if incidents do not rise`, `or +5 if …`.

A clause may stand anywhere. It is cut out whole, so that the rest is one amount; a clause that begins and
cannot be read stops the reading, since a condition that nobody sees would be a wrong promise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kpi.amount import read_number
from kpi.catalog import catalog
from kpi.literals import Piece, cut, joined, phrases, without
from kpi.pasting.naming import Match, find, words_of
from kpi.target.joints import SEPARATORS, Mark, trimmed
from kpi.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

SHORTEST_DEADLINE, LONGEST_DEADLINE = 7, 366  # days; plans are judged by the week


@dataclass
class Clauses:
    """What was cut out of a text so far, and the rest of it."""

    text: str
    language: str | None
    rest: list[Piece | Mark] = field(default_factory=list)
    deadlines: list[int] = field(default_factory=list)
    loose: str = ""  # a deadline that might be the window of a count: `in 30 days`
    guards: list[str] = field(default_factory=list)
    level: tuple[Piece, ...] | None = None  # of the baseline, for the other target to hold
    clock: Literal["open"] | None = None
    each: Literal["series"] | None = None

    @property
    def deadline(self) -> int | None:
        """The one deadline; two are a contradiction."""
        if len(set(self.deadlines)) > 1:
            raise UnreadableError("two_deadlines")
        return self.deadlines[0] if self.deadlines else None

    def parts(self) -> list[list[Piece | Mark]]:
        """Split the rest at every `or`."""
        parts: list[list[Piece | Mark]] = [[]]
        for piece in self.rest:
            if piece == "or":
                parts.append([])
            else:
                parts[-1].append(piece)
        return [part for part in map(trimmed, parts) if part]


def clauses(text: str, language: str | None) -> Clauses:
    """Cut the clauses out of a text."""
    found = Clauses(text, language)
    pieces = tuple(_opened(cut(text)))
    at = 0
    while at < len(pieces):
        at += _clause(found, pieces, at)
    return found


def _opened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Open the parentheses around a clause; other remarks stay as they are."""
    for piece in pieces:
        inner = cut(piece.text) if piece.kind == "note" else ()
        if inner and _is_clause(inner):
            yield from (Piece("symbol", ",", ","), *inner, Piece("symbol", ",", ","))
        elif inner and _span(inner, 0)[1] == len(inner):
            raise UnreadableError("remark_span", piece.text)
        else:
            yield piece


def _is_clause(pieces: Sequence[Piece]) -> bool:
    strong = phrases("guard").at(pieces, 0)[0] not in {"", "if"} or phrases("clock").at(pieces, 0)[1]
    return bool(strong or _deadline(pieces, 0)[1] or phrases("steady").find(pieces)[0])


def _clause(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read the clause that begins here, or keep one piece of the rest; give how many pieces that took."""
    for read in (_read_clock, _read_each, _read_deadline, _read_level, _read_guard, _read_choice):
        if used := read(found, pieces, at):
            return used
    found.rest.append(pieces[at])
    return 1


# -- by when -----------------------------------------------------------------------------------------


def _read_deadline(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read `within 60 days`; without any other number it is no deadline, but the target: at most 60 days."""
    meaning, used = _deadline(pieces, at)
    others = (*pieces[:at], *pieces[at + used :])
    if not used or not (any(piece.kind == "number" for piece in others) or phrases("step").find(others)[0]):
        return 0
    days, _ = _span(pieces, at + phrases("deadline").at(pieces, at)[1])
    if days is None or not 1 <= days <= LONGEST_DEADLINE or days != int(days):
        raise UnreadableError("unknown_word", joined(pieces[at : at + used]))
    if days < SHORTEST_DEADLINE:
        raise UnreadableError("window_or_deadline", joined(pieces[at : at + used]))  # 85% within 1 day: of answers
    found.deadlines.append(int(days))
    found.loose = joined(pieces[at : at + used]) if meaning == "in" else found.loose
    return used


def _deadline(pieces: Sequence[Piece], at: int) -> tuple[str, int]:
    """Tell with which word a deadline begins here, and its length."""
    meaning, length = phrases("deadline").at(pieces, at)
    if meaning == "day":
        numbered = at + length < len(pieces) and pieces[at + length].kind == "number"
        return (meaning, length + 1) if numbered else ("", 0)
    span = _span(pieces, at + length)[1] if length else 0
    return (meaning, length + span) if span else ("", 0)


def is_deadline(pieces: Sequence[Piece]) -> bool:
    """Whether there is nothing but a deadline, which only a KPI in days could take for its number."""
    return bool(pieces) and _deadline(pieces, 0)[1] == len(pieces)


def _span(pieces: Sequence[Piece], at: int) -> tuple[Decimal | None, int]:
    """Read a number of days and how many pieces it takes; behind `by day` the number alone is enough."""
    if at >= len(pieces) or pieces[at].kind != "number":
        return None, 0
    number = read_number(pieces[at].text, None, whole=True)
    filler = phrases("filler").at(pieces, at + 1)[1]
    unit, length = phrases("deadline_unit").at(pieces, at + 1 + filler)
    return (number * int(unit), 1 + filler + length) if length else (number, 0)


# -- what must not get worse -------------------------------------------------------------------------


def _read_guard(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read `only if incidents do not rise`, `nu cresc incidentele` and `without a rise in incidents`."""
    opening, length = phrases("guard").at(pieces, at)
    if not length:
        return 0
    if opening.startswith("without"):
        name = _until_separator(pieces, at + length)
        found.guards += _named(found, name, "not" + opening.removeprefix("without"))
        return length + len(name)
    end = _end(pieces, at + length)
    asked, start, stop = phrases("steady").find(pieces[:end], at + length)
    if not asked and opening == "if":
        return 0
    if not asked:
        raise UnreadableError(
            "unclear_guard", joined(pieces[at : at + length + len(_until_separator(pieces, at + length))])
        )
    before = pieces[at + length : start]
    name = before or _until_separator(pieces[:end], stop)
    found.guards += _named(found, name, asked)
    return (stop if before else stop + len(name)) - at


def _end(pieces: Sequence[Piece], at: int) -> int:
    """Find where the next clause begins: one guard does not reach into another."""
    begins = (later for later in range(at, len(pieces)) if phrases("guard").at(pieces, later)[0] not in {"", "if"})
    return next(begins, len(pieces))


def _until_separator(pieces: Sequence[Piece], at: int) -> tuple[Piece, ...]:
    """Take the pieces of a name: up to a comma, a deadline or the end."""
    stops = (
        later
        for later in range(at, len(pieces))
        if pieces[later].folded in SEPARATORS or _begins(pieces, later) or pieces[later].kind == "number"
    )
    return tuple(pieces[at : next(stops, len(pieces))])


def _named(found: Clauses, pieces: Sequence[Piece], asked: str) -> Iterator[str]:
    """Name the KPIs of a guard, and make sure that it protects them from getting worse."""
    bare = without([piece for piece in pieces if piece.folded not in SEPARATORS], "article")
    whole = _kpi(found, bare) or _kpi(found, pieces)
    for name in [whole] if whole else [_one_name(found, part) for part in _listed(pieces)]:
        if asked == ("not_fall" if catalog()[name].good == "down" else "not_rise"):
            raise UnreadableError("wrong_guard", joined(bare))
        yield name


def _kpi(found: Clauses, pieces: Sequence[Piece]) -> str | None:
    """Name the KPI that all of these words mean: of `serious incidents` one word would be lost."""
    match = find(joined(pieces), found.language)
    return match.kpi if isinstance(match, Match) and len(match.words) == len(words_of(joined(pieces))) else None


def _one_name(found: Clauses, pieces: Sequence[Piece]) -> str:
    bare = without(pieces, "article")
    if not bare:
        raise UnreadableError("unclear_guard")
    if (name := _kpi(found, bare)) is None:
        raise UnreadableError("unknown_guard", joined(bare))
    return name


def _begins(pieces: Sequence[Piece], at: int) -> bool:
    """Whether another clause begins here, even without a comma."""
    if phrases("guard").at(pieces, at)[0] not in {"", "if"} or _deadline(pieces, at)[1]:
        return True
    return any(phrases(table).at(pieces, at)[1] for table in ("clock", "each"))


def _listed(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Split `incidents, corrections and warnings` into three names."""
    names: list[list[Piece]] = [[]]
    for at, piece in enumerate(pieces):
        joins = phrases("range").at(pieces, at)[0] == "and" or phrases("choice").at(pieces, at)[0] == "or"
        if joins or piece.folded in SEPARATORS:
            names.append([])
        else:
            names[-1].append(piece)
    return [name for name in names if name]


# -- which of two ------------------------------------------------------------------------------------


def _read_level(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read `if the baseline is above 30`: all up to the comma, without the verbs around the level."""
    _, length = phrases("condition").at(pieces, at)
    if not length:
        return 0
    inner = _level(pieces[at + length :])
    _, end = phrases("baseline").at(inner, 0)
    if not end or phrases("steady").find(inner)[0]:
        return 0
    level = without(inner[end:], "copula")
    if not any(piece.kind == "number" for piece in level) or found.level is not None:
        raise UnreadableError("condition_level")
    found.level = level
    found.rest.append("level")
    return length + len(inner)


def _level(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Take what may belong to a level: up to a comma or an `or` that begins the other target."""
    for at, piece in enumerate(pieces):
        if piece.folded in SEPARATORS or (phrases("choice").at(pieces, at)[1] and not _is_bound(pieces, at)):
            return pieces[:at]
        if any(before.kind == "number" for before in pieces[:at]) and _begins(pieces, at):
            return pieces[:at]
    return pieces


def _read_choice(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read the `or` between two targets; `or more` and `of posts` are none."""
    _, length = phrases("choice").at(pieces, at)
    if not length or _is_bound(pieces, at) or not any(piece.kind == "number" for piece in pieces[at:]):
        return 0
    if (
        not any(isinstance(piece, Piece) and piece.kind == "number" for piece in found.rest)
        and "level" not in found.rest
    ):
        return 0
    found.rest.append("or")
    return length


def _is_bound(pieces: Sequence[Piece], at: int) -> bool:
    return bool(phrases("bound_behind").at(pieces, at)[1])


# -- when it counts, and of what ---------------------------------------------------------------------


def _read_clock(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read `during working hours`, and the unit that says the same: `2 working hours`."""
    _, length = phrases("clock").at(pieces, at)
    unit, of_unit = phrases("open_hours").at(pieces, at)
    if of_unit and not length:
        found.rest.append(Piece("word", unit, unit))
    found.clock = "open" if length or of_unit else found.clock
    return length or of_unit


def _read_each(found: Clauses, pieces: tuple[Piece, ...], at: int) -> int:
    """Read `per series`."""
    each, length = phrases("each").at(pieces, at)
    found.each = "series" if each else found.each
    return length
