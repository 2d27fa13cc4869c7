"""Read a target or a baseline of a KPI, exactly as somebody wrote it.

A plain number takes its direction from the KPI: 85% of a KPI that should rise means "at least".
A change with a sign is a change of the baseline, except for a KPI in points, where `+22` is a level
and only `+10 points` is a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from math import copysign
from typing import TYPE_CHECKING, Literal, cast

from kpi.amount import LONGEST, Amount, Bound, Measure, Period, assemble
from kpi.literals import Piece, cut, phrases
from kpi.target.clauses import clauses, is_deadline
from kpi.target.joints import SEPARATORS, trimmed
from kpi.target.kinds import LIMITS, Absolute, Between, Conditional, Limit, Relative, Simple, Target, Trend
from kpi.unreadable import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.snapshot import Good, Unit
    from kpi.target.clauses import Clauses
    from kpi.target.joints import Mark
    from kpi.words import Words

FITS: dict[Unit, set[Measure]] = {
    "percent": {"percent", "percent_points"},
    "points": {"plain", "points"},
    "hours": {"hours"},
    "days": {"hours"},
    "working_days": {"working_days"},
    "count": {"plain", "count"},
    "people": {"plain", "count"},
    "money": {"plain", "money"},
    "ratio": {"plain", "ratio"},
}
HOURS_A_DAY = 24
TIMES = {"hours", "days", "working_days"}


@dataclass(frozen=True)
class Asked:
    """The KPI that a text speaks of, and how its numbers are to be read."""

    good: Good
    unit: Unit
    language: str | None = None
    currency: str | None = None  # the plan's

    @property
    def money(self) -> str | None:
        """The currency of its numbers."""
        return self.currency if self.unit == "money" else None


@dataclass(frozen=True)
class Written:
    """A target with all that somebody wrote around it."""

    target: Target
    deadline: int | None = None  # day of the plan
    guards: tuple[str, ...] = ()  # KPIs that must not get worse
    clock: Literal["open"] | None = None
    each: Literal["series"] | None = None

    def describe(self, words: Words) -> str:
        """Write it in the reader's language, so that it can be read again."""
        said = self.target.describe(words)
        said = words(f"target.each_{self.each}", target=said) if self.each else said
        said = words(f"target.{self.clock}", target=said) if self.clock else said
        said = words("target.within", target=said, n=self.deadline) if self.deadline else said
        for kpi in self.guards:
            said = words("target.guarded", target=said, kpi=words(f"kpi.{kpi}"))
        return said


def written(text: str, asked: Asked) -> Written:
    """Read a target with its clauses; what cannot be read is an UnreadableError."""
    if len(text) > LONGEST:
        raise UnreadableError("too_long")
    found = clauses(text, asked.language)
    target = _of_parts(found, asked)
    level = not isinstance(target, (Relative, Absolute, Trend, Conditional))
    if found.loose and level and asked.unit in {"count", "people"} and not target.per:
        raise UnreadableError("window_or_deadline", found.loose)
    return Written(target, found.deadline, tuple(dict.fromkeys(found.guards)), found.clock, found.each)


def _of_parts(found: Clauses, asked: Asked) -> Target:
    """Read one target, or two of which the baseline chooses."""
    parts = found.parts()
    if len(parts) == 2 and found.level:
        return _conditional(parts, found.level, asked)
    if len(parts) > 1:
        raise UnreadableError("condition_level" if _speaks_of_baseline(found) else "two_targets")
    if found.level:
        raise UnreadableError("condition_level")
    pieces = cast("list[Piece]", parts[0] if parts else [])
    if is_deadline(pieces) and asked.unit not in TIMES:
        raise UnreadableError("only_deadline")
    return trend(pieces, asked) or simple(assemble_for(pieces, asked), asked)


def _speaks_of_baseline(found: Clauses) -> bool:
    return phrases("baseline").find(cut(found.text))[1] >= 0


# -- kinds -------------------------------------------------------------------------------------------


def trend(pieces: Sequence[Piece], asked: Asked) -> Trend | None:
    """Read `upward month over month`: a direction and a step, in any order, and no number."""
    _, start, end = phrases("step").find(pieces)
    step = phrases("step").find(pieces)[0]
    if not step:
        return None
    ways, rest = _ways([*pieces[:start], *pieces[end:]])
    if any(piece.kind == "number" for piece in rest) and _is_change(pieces):
        raise UnreadableError("trend_number")
    if not ways or rest:
        return None
    if ways - {"better", asked.good}:
        raise UnreadableError(f"should_{asked.good}")
    if step == "day":
        raise UnreadableError("trend_day")
    return Trend(asked.good, unit=asked.unit, currency=asked.money, per=cast("Period", step))


def _is_change(pieces: Sequence[Piece]) -> bool:
    """Tell `+5% month over month` from `6 monthly`, which is an amount."""
    return any(piece.kind == "sign" or phrases("change").at([piece], 0)[1] for piece in pieces)


def _ways(pieces: Sequence[Piece]) -> tuple[set[str], list[Piece]]:
    """Find the directions that are named, and what else stands there."""
    ways, rest, at = set[str](), list[Piece](), 0
    while at < len(pieces):
        way, length = phrases("trend").at(pieces, at)
        ways |= {way} - {"", "none"}
        rest += [] if length or pieces[at].folded in SEPARATORS else [pieces[at]]
        at += length or 1
    return ways, rest


def _conditional(parts: list[list[Piece | Mark]], level: tuple[Piece, ...], asked: Asked) -> Conditional:
    """Read `+10 points, or +5 if the baseline is above 30`: the part with the condition is the other target."""
    bare = [trimmed([piece for piece in part if isinstance(piece, Piece)]) for part in parts]
    one, two = (assemble_for(cast("list[Piece]", part), asked, loose=True) for part in bare)
    both = [simple(fitting(_like(amount, beside, asked), asked), asked) for amount, beside in ((one, two), (two, one))]
    at = next(number for number, part in enumerate(parts) if "level" in part)
    return Conditional(both[1 - at], both[at], _level(level, asked))


def _like(amount: Amount, beside: Amount, asked: Asked) -> Amount:
    """Give a bare change the unit of the change beside it: +10 points, or +5. Of +10%, or +5 leads nobody knows."""
    bare = amount.measure == "plain" and not amount.reference and amount.low != 0
    if not bare or beside.measure == "plain" or not (amount.signed and beside.signed):
        return amount
    if asked.unit not in {"percent", "points"}:
        raise UnreadableError("no_unit")
    scale = 0.01 if asked.unit == "percent" else 1
    return replace(amount, low=amount.low * scale, high=amount.high * scale, measure=beside.measure)


def _level(pieces: tuple[Piece, ...], asked: Asked) -> Limit:
    amount = assemble_for(pieces, asked)
    if not amount.bound:
        raise UnreadableError("condition_level")
    return LIMITS[amount.bound](amount.low, unit=asked.unit, currency=asked.money, per=amount.per)


def simple(amount: Amount, asked: Asked) -> Simple:
    """Make an amount the level or the change that it is."""
    change = amount.signed and (asked.unit != "points" or amount.measure == "points" or amount.reference)
    if not amount.signed and (amount.reference or amount.measure == "percent_points"):
        raise UnreadableError("unsigned")  # points of a percentage are a difference: 2 pp is no level
    return _change(amount, asked) if change else _a_level(amount, asked)


def _change(amount: Amount, asked: Asked) -> Simple:
    if amount.bound or amount.low == 0 or amount.low != amount.high:
        raise UnreadableError("odd_order")
    if copysign(1, amount.low) != (1 if asked.good == "up" else -1):
        raise UnreadableError(f"should_{asked.good}")
    kind = Relative if amount.measure == "percent" else Absolute
    return kind(asked.good, amount.low, unit=asked.unit, currency=asked.money, per=amount.per)


def _a_level(amount: Amount, asked: Asked) -> Simple:
    about = {"unit": asked.unit, "currency": asked.money, "per": amount.per}
    if amount.low != amount.high:
        return Between(asked.good, amount.low, amount.high, **about)  # type: ignore[arg-type] # mypy loses the keys
    if amount.bound in ({"at_most", "below"} if asked.good == "up" else {"at_least", "above"}):
        raise UnreadableError(f"should_{asked.good}")
    none_left = amount.low == 0 and asked.good == "down"
    if amount.low == 0 and amount.bound == "exactly" and not none_left:
        raise UnreadableError("should_up")
    implied: Bound = "exactly" if none_left else "at_least" if asked.good == "up" else "at_most"
    return LIMITS[amount.bound or implied](amount.low, **about)  # type: ignore[arg-type]


# -- numbers of a KPI --------------------------------------------------------------------------------


def assemble_for(pieces: Sequence[Piece], asked: Asked, *, loose: bool = False) -> Amount:
    """Make the amount of its pieces, in the unit of the KPI; `loose` = its unit may stand elsewhere."""
    amount = assemble(pieces, asked.language, whole=asked.unit in {"count", "people"})
    return amount if loose else fitting(amount, asked)


def fitting(amount: Amount, asked: Asked) -> Amount:
    """Make sure that an amount is in the KPI's own unit and in the plan's money."""
    zero = amount.low == amount.high == 0 and amount.measure == "plain"
    relative = amount.signed and amount.measure == "percent"
    if zero or (relative and asked.unit != "points"):
        return amount
    if amount.measure not in FITS[asked.unit] and not (
        amount.measure == "ratio" and amount.per and asked.unit == "count"
    ):
        raise UnreadableError(*_misfit(amount, asked.unit))
    if asked.currency and amount.currencies and asked.currency not in amount.currencies:
        raise UnreadableError("other_currency", amount.currencies[0], asked.currency)
    return _in_days(amount) if asked.unit == "days" else amount


def _in_days(amount: Amount) -> Amount:
    """Turn hours into days, exactly: through the decimals that were written."""
    low, high = (float(Decimal(repr(hours)) / HOURS_A_DAY) for hours in (amount.low, amount.high))
    return replace(amount, low=low, high=high)


def _misfit(amount: Amount, unit: Unit) -> tuple[str, ...]:
    if amount.measure == "plain":
        return ("no_unit",)
    return ("working_days",) if amount.measure == "working_days" else (f"not_{unit}",)


def baseline(text: str, asked: Asked) -> Amount:
    """Read where a KPI starts: one number, not a range, a bound or a change."""
    if len(text) > LONGEST:
        raise UnreadableError("too_long")
    amount = assemble_for(cut(text), asked)
    if amount.bound or amount.low != amount.high or amount.reference or (amount.signed and asked.unit != "points"):
        raise UnreadableError("baseline_level")
    return amount
