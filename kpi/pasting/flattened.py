"""A table that lost what stood between its cells: "Engaged reach 35 000 70 000 Social Lead Weekly".

A line is cut by what its columns can hold: amounts where the header has a baseline and a target, a rhythm where it
has a cadence. Where a line can be cut in two ways (`10 100 200`), or in none, it stands whole and is asked about.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

from kpi.amount import Amount, read_amount, read_cadence
from kpi.catalog import catalog
from kpi.literals import fold
from kpi.pasting.columns import column, headings_in, scorecards
from kpi.pasting.grids import Grid, Row, tidy
from kpi.pasting.naming import kpi_named
from kpi.pasting.said import is_unmeasured
from kpi.target import read_target
from kpi.unreadable import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpi.pasting.columns import Scorecard

MAX_LINE, MAX_WORDS = 200, 30
KEPT = 10_000  # answers: each cell is asked about in many ways to cut its line
PIECE = re.compile(r"(?:[^\s()]*\([^()]*\)[^\s()]*)+|\S+")  # what stands in parentheses stays together
KNOWN = {"kpi", "baseline", "target", "owner", "cadence"}
Doubt = Literal["no_cut", "two_cuts"]


def flattened(text: str) -> Iterator[Scorecard]:
    """Find every table of a text whose cells only spaces divide."""
    # a line with tabs or pipes has its columns still
    lines, at = ["" if "\t" in line or "|" in line else " ".join(line.split()) for line in text.splitlines()], 0
    while at < len(lines):
        at += 1
        header = headings_in(lines[at - 1])
        if header is None or not {name for heading in header if (name := column(heading))} <= KNOWN:
            continue
        kinds = tuple(str(column(heading)) for heading in header)
        rows = list(_rows(lines, at, kinds))
        grid = Grid(
            Row(at, header), tuple(Row(line, _cells(cut(lines[line - 1], kinds), lines[line - 1])) for line in rows)
        )
        if rows and len(set(kinds)) == len(kinds):
            yield from scorecards(grid, flat=True)
        at = rows[-1] if rows else at


def _rows(lines: Sequence[str], at: int, kinds: tuple[str, ...]) -> Iterator[int]:
    """List the lines of the table: a blank line ends it unless a row follows."""
    for number in range(at, len(lines)):
        line = lines[number]
        if not line and number + 1 < len(lines) and isinstance(cut(lines[number + 1], kinds), tuple):
            continue
        if not _is_row(line, kinds):
            return
        yield number + 1


def _is_row(line: str, kinds: tuple[str, ...]) -> bool:
    if not line or len(line) > MAX_LINE:
        return False
    return cut(line, kinds) != "no_cut" or any(read_cadence(" ".join(end)) for end in _ends(line))


def _ends(line: str) -> Iterator[list[str]]:
    words = line.split()
    return (words[-length:] for length in range(1, min(6, len(words))))


def _cells(found: tuple[str, ...] | Doubt, line: str) -> tuple[str, ...]:
    return found if isinstance(found, tuple) else (line,)


@lru_cache(KEPT)
def cut(line: str, kinds: tuple[str, ...]) -> tuple[str, ...] | Doubt:
    """Cut a line into the cells of these columns; a doubt where none or several ways make sense."""
    pieces = PIECE.findall(line[: MAX_LINE + 1])
    if len(line) > MAX_LINE or not len(kinds) <= len(pieces) <= MAX_WORDS:
        return "no_cut"
    ways = [way for way in _ways(pieces, kinds) if all(map(_can_hold, kinds, way))]
    ways = [way for way in ways if _target_can_be(dict(zip(kinds, way, strict=True)))]
    ways = _without_torn_units(_longest_targets(ways, kinds), kinds)
    return tuple(map(tidy, ways[0])) if len(ways) == 1 else "two_cuts" if ways else "no_cut"


def _ways(pieces: Sequence[str], kinds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for places in combinations(range(1, len(pieces)), len(kinds) - 1):
        yield tuple(" ".join(pieces[start:end]) for start, end in pairwise((0, *places, len(pieces))))


@lru_cache(KEPT)
def _can_hold(kind: str, cell: str) -> bool:
    """Whether a cell of this column may say that."""
    match kind:
        case "baseline":
            amount = read_amount(cell)
            if is_unmeasured(cell):
                return True
            return _is_amount(cell, amount) and (isinstance(amount, TargetError) or amount.bound is None)
        case "cadence":
            return read_cadence(cell) is not None
        case "owner":
            return cell[0].isalpha()
        case "kpi":
            return cell.count("(") == cell.count(")") and any(c.isalpha() for c in cell)
    return bool(cell)


def _target_can_be(cells: Mapping[str, str]) -> bool:
    """Whether the target is an amount, or more than that for this KPI (`-15% within 90 days`)."""
    text = cells["target"]
    if _is_amount(text, read_amount(text)):
        return _fits(cells["kpi"], text)
    kpi = _kpi(cells["kpi"])
    return kpi is not None and not _is_torn(text) and not isinstance(_target(kpi, text), TargetError)


def _fits(label: str, text: str) -> bool:
    """Whether a longer cell would do better: `< 6` of a time is no target, `< 6 h` is."""
    kpi = _kpi(label)
    found = _target(kpi, text) if kpi else None
    return not (isinstance(found, TargetError) and found.why == "no_unit")


def _is_amount(cell: str, amount: Amount | TargetError) -> bool:
    """Whether it is an amount, also one that only the language can settle; not a remark or the tail of another."""
    return (isinstance(amount, Amount) or amount.why == "ambiguous") and not _is_torn(cell)


def _is_torn(cell: str) -> bool:
    """Whether a cell begins inside another amount: `000` of 35 000, `kr 425 kr`."""
    words = fold(cell).split()
    twice = len(words) > 1 and words[0].isalpha() and words[0] == words[-1]
    return twice or cell.startswith("(") or re.match(r"0\d", cell) is not None


@lru_cache(KEPT)
def _kpi(label: str) -> str | None:
    return kpi_named(label)


@lru_cache(KEPT)
def _target(kpi: str, text: str) -> object:
    return read_target(text, catalog()[kpi].good, catalog()[kpi].unit)


def _longest_targets(ways: Sequence[tuple[str, ...]], kinds: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Of ways that differ only in where the target ends, keep the longest: `< 6 h`, not `< 6` and an owner `h …`."""
    at = kinds.index("target") + 1
    longest: dict[tuple[str, ...], tuple[str, ...]] = {}
    for way in ways:
        known = longest.get(way[: at - 1])
        if known is None or len(way[at - 1]) > len(known[at - 1]):
            longest[way[: at - 1]] = way
    return list(longest.values())


def _without_torn_units(ways: list[tuple[str, ...]], kinds: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Leave out the ways in which an owner begins with the unit of the amount before, where there is another way."""
    at = kinds.index("owner") if "owner" in kinds else None
    if at is None or len(ways) < 2:
        return ways
    return [way for way in ways if isinstance(read_amount(f"1 {way[at].split()[0]}"), TargetError)] or ways
