"""What each channel, format or topic brought to a change, and the rows that brought most.

Where parts add up (kpi.why.change) their contributions are the change, to the last digit. A median and a platform's own
figure have no such parts: of those Ninety says what the number, and its change, would be without each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.why.change import SCALES, Split, Sums, adds_up, split
from kpi.why.compared import Alone
from kpi.why.sides import AFTER, BEFORE, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpi.kinds import Kpi, Parts
    from kpi.queries import Queries
    from kpi.why.compared import Pair
    from kpi.why.sides import Side

CHANNEL = "channel"
MOST = 12  # parts of which Ninety says what the number would be without them: each is a number of its own


@dataclass(frozen=True)
class Without:
    """A part of a number that has no parts which add up: its own number, and the whole without it."""

    name: str
    before: float | None  # its own
    after: float | None
    rest_before: float | None  # the whole without it
    rest_after: float | None
    change: float  # of the whole

    @property
    def size(self) -> float | None:
        """How much of the change would not be there without it."""
        if self.rest_before is None or self.rest_after is None:
            return None
        return self.change - (self.rest_after - self.rest_before)


@dataclass(frozen=True)
class Contributions:
    """A change and what brought it, by channel or by what else the rows tell."""

    by: str
    before: float
    after: float
    split: Split | None  # of a number whose parts add up
    without: tuple[Without, ...] = ()  # of another one

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, the one that brought most first."""
        return tuple(part.name for part in (self.split.parts if self.split else self.without))


def groups(kpi: Kpi) -> dict[str, str]:
    """List what the rows of a KPI can be told apart by: name -> column."""
    return {CHANNEL: "channel", **kpi.groups}


@dataclass(frozen=True)
class Grouped:
    """What the KPI's fragments answer for both sides of a pair: for the whole, and for each part of each grouping."""

    whole: tuple[Parts, Parts]
    parts: dict[str, tuple[dict[str, Parts], dict[str, Parts]]]


def grouped(store: Queries, pair: Pair) -> Grouped | Alone:
    """Ask for all groupings at once; where the rows no longer make the numbers that are shown, nothing is split."""
    kpi = pair.after.kpi
    ways = list(groups(kpi))
    found: dict[tuple[int, str | None], dict[str, Parts]] = {}
    for number, side in _scans(pair):
        for window, of, name, parts in _ask(store, side, ways):
            found.setdefault((window if number is None else number, of), {})[name] = parts
    empty = dict.fromkeys(kpi.columns())
    whole = found.get((BEFORE, None), {}).get("", empty), found.get((AFTER, None), {}).get("", empty)
    if not (pair.before.is_made_by(whole[0]) and pair.after.is_made_by(whole[1])):
        return Alone("no_rows")
    return Grouped(whole, {way: (found.get((BEFORE, way), {}), found.get((AFTER, way), {})) for way in ways})


def contributions(store: Queries, pair: Pair, answers: Grouped, by: str) -> Contributions | Alone:
    """Say what each part of a grouping brought to the change between two numbers."""
    kpi = pair.after.kpi
    if kpi.kind not in SCALES:
        return Contributions(by, pair.start, pair.end, None, _without(store, pair, answers, by))
    sums = [_sums(kpi, side) for side in answers.parts[by]]
    if not all(adds_up(side.values(), sum_of(kpi, whole)) for side, whole in zip(sums, answers.whole, strict=True)):
        return Alone("no_rows")
    found = split(shared(sums[0], pair.share), sums[1], SCALES[kpi.kind])
    return Contributions(by, pair.start, pair.end, found) if isinstance(found, Split) else Alone("no_before")


def part_names(store: Queries, side: Side, by: str) -> tuple[str, ...]:
    """Name the parts that the rows of a number fall into, in the order of their names."""
    sql = f"{side.named({'part': groups(side.kpi)[by]})}\nselect distinct part from named order by part"
    return tuple(name for (name,) in store.query(sql, side.params))


def _scans(pair: Pair) -> list[tuple[int | None, Side]]:
    """List the scans that answer for both sides: one that tells them apart by itself, or one for each."""
    both = together(pair.before, pair.after)
    return [(None, both)] if both else [(BEFORE, pair.before), (AFTER, pair.after)]


def _ask(store: Queries, side: Side, ways: Sequence[str]) -> Iterator[tuple[int, str | None, str, Parts]]:
    """Ask for the whole and for the parts of every grouping: window, grouping, part, answers."""
    names = {f"part_{number}": groups(side.kpi)[way] for number, way in enumerate(ways)}
    sets = ", ".join(['("window")', *(f'("window", {name})' for name in names)])
    sql = f"""{side.named(names)}
select "window", {", ".join(f"grouping({name})" for name in names)}, {", ".join(names)}, {side.columns}
from named group by grouping sets ({sets})"""
    for window, *rest in store.query(sql, side.params):
        left_out, parts, answers = rest[: len(ways)], rest[len(ways) : 2 * len(ways)], rest[2 * len(ways) :]
        at = left_out.index(0) if 0 in left_out else None
        told = dict(zip(side.kpi.columns(), answers, strict=True))
        yield window, None if at is None else ways[at], "" if at is None else parts[at], told


def _sums(kpi: Kpi, side: Mapping[str, Parts]) -> dict[str, Sums]:
    """Add up the parts that have anything: a channel that does not tell the figure is none of them."""
    found = {name: sum_of(kpi, parts) for name, parts in side.items()}
    return {name: one for name, one in found.items() if one.numerator or one.denominator}


def sum_of(kpi: Kpi, parts: Parts) -> Sums:
    """Give what the fragments answered as sums."""
    below = None if kpi.kind == "count" else float(parts["denominator"] or 0)
    return Sums(float(parts["numerator"] or 0), below)


def shared(sums: Mapping[str, Sums], share: float) -> dict[str, Sums]:
    """Take of a count of four weeks what compares with one; a quotient is the same over any time."""
    return {name: one if one.denominator is not None else Sums(one.numerator * share) for name, one in sums.items()}


def _without(store: Queries, pair: Pair, answers: Grouped, by: str) -> tuple[Without, ...]:
    kpi, own = pair.after.kpi, answers.parts[by]
    rest = _rest(store, pair, by)
    names = sorted(rest[0] | rest[1] or own[0] | own[1])
    found = [
        Without(name, *_values(kpi, name, own), *_values(kpi, name, rest), pair.end - pair.start) for name in names
    ]
    told = (one for one in found if one.before is not None or one.after is not None)
    return tuple(sorted(told, key=lambda one: (-abs(one.size or 0.0), one.name)))


def _rest(store: Queries, pair: Pair, by: str) -> tuple[dict[str, Parts], dict[str, Parts]]:
    """Ask for both numbers without each part, for the parts with the most rows."""
    found: tuple[dict[str, Parts], dict[str, Parts]] = ({}, {})
    for number, side in _scans(pair):
        sql = f"""{side.named({"part": groups(side.kpi)[by]})}, most as (
    select part as left_out from named group by part order by count(*) desc, part limit {MOST}
)
select "window", left_out, {side.columns} from most join named on part <> left_out group by "window", left_out"""
        for window, name, *answers in store.query(sql, side.params):
            found[window if number is None else number][name] = dict(zip(side.kpi.columns(), answers, strict=True))
    return found


def _values(kpi: Kpi, name: str, sides: Sequence[Mapping[str, Parts]]) -> tuple[float | None, float | None]:
    before, after = (_value(kpi, one.get(name)) for one in sides)
    return before, after


def _value(kpi: Kpi, parts: Parts | None) -> float | None:
    if parts is None or parts.get("valid", True) is False:
        return None
    return kpi.value(parts)
