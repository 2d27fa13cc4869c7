"""Read an amount the way people write it: `< 12 h`, `0–1/trimestru`, `€ 4.250,50`, `-25% from baseline`.

An amount that can be read in two ways (`1.234`) is refused with a reason, never guessed.
The words of every language are in literals.toml; what stands around an amount, such as a deadline, is
for kpi.target.clauses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, cast

from babel import Locale

from kpi.literals import Phrases, currencies, cut, fold, marks, phrases
from kpi.unreadable import TargetError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.literals import Piece

__all__ = ["Amount", "Bound", "Measure", "Period", "TargetError", "assemble", "fold", "read_amount", "read_cadence"]

Measure = Literal[
    "plain", "percent", "percent_points", "points", "hours", "working_days", "money", "count", "ratio"
]  # what the number was written with; `plain` = nothing
Bound = Literal["at_least", "at_most", "above", "below", "exactly"]
Period = Literal["day", "week", "month", "quarter"]

LONGEST = 200  # characters; nobody promises more in one cell

# w between, b bound, x change, s sign, c currency, n number, k thousands, u unit, t unit of time, r range,
# e bound behind, f from baseline, p per, d period
ONE = "(?:nk?[uct]?|(?:nt){2})"
SHAPE = re.compile(f"w?b?x?(?:s?c?|cs){ONE}c?(?:r(?:s?c?|cs){ONE}c?)?(?:s[uc]?|e)?(?:x|f|p?d)*")
BEFORE = {"n": "number", "b": "bound", "c": "currency", "x": "change", "w": "range"}
AFTER = {
    "k": "scale",
    "u": "measure",
    "t": "minutes",
    "c": "currency",
    "r": "range",
    "e": "bound_behind",
    "x": "change",
    "f": "reference",
    "p": "per",
    "d": "adverb",
    "": "filler",
}
MEASURES = {"u": "", "t": "hours", "c": "money"}
UNITS = ("u", "t")
DASHES = "\u2013\u2014"


@dataclass(frozen=True)
class Amount:
    """What a person wrote: percents are fractions, times are hours, money is in one of `currencies`."""

    low: float
    high: float  # the same as `low`, except in a range such as 0–1
    measure: Measure = "plain"
    bound: Bound | None = None
    signed: bool = False  # written with + or -: a change, or a level of a KPI in points
    per: Period | None = None
    currencies: tuple[str, ...] = ()  # with measure money, none = any
    note: str | None = None  # the remark in parentheses
    reference: bool = False  # said to be a change: 10% lower, +10 from baseline

    @property
    def introduced(self) -> bool:
        """Whether there was anything to measure: `0% (ej infört)` says that there was not."""
        notes = (self.note or "").split("; ")
        return not any(phrases("absent").at(cut(note), 0)[1] for note in notes)


def read_amount(text: str, language: str | None = None, *, whole: bool = False) -> Amount | TargetError:
    """Read an amount; the language, or knowing that it is a whole number, decides what `1.234` means."""
    try:
        return assemble(cut(text), language, whole=whole)
    except UnreadableError as cause:
        return TargetError(text, *cause.args)


@cache
def _cadences() -> Phrases:
    return phrases("cadence")


def read_cadence(text: str) -> str | None:
    """Name the cadence that a person wrote, such as `2 ggr/vecka`; None when it is not known."""
    pieces = cut(text)
    meaning, length = _cadences().at(pieces, 0)
    return meaning if length and length == len(pieces) else None


@dataclass(frozen=True)
class _Token:
    kind: str  # a letter of SHAPE
    meaning: str


def assemble(pieces: Sequence[Piece], language: str | None, *, whole: bool) -> Amount:
    """Make one amount of its pieces."""
    notes = [piece.text.strip() for piece in pieces if piece.kind == "note"]
    tokens = [token for token in _tokens([piece for piece in pieces if piece.kind != "note"]) if token.kind]
    shape = "".join(token.kind for token in tokens)
    if "n" not in shape:
        raise UnreadableError("no_number")
    if not SHAPE.fullmatch(shape):
        raise UnreadableError(*_odd(shape, tokens))
    said = {token.kind: token.meaning for token in tokens}
    if said["n"] == "none" and said.get("u") != "count":
        raise UnreadableError("no_number")
    signs, bound = _signs(shape, tokens), _bound(shape, tokens)
    low, high = _ends(tokens, signs, language, whole=whole)
    return Amount(
        low,
        high,
        measure=_measure(said),
        bound=bound,
        signed=any(signs),
        per=cast("Period | None", said.get("d")),
        currencies=_money(tokens),
        note="; ".join(notes) or None,
        reference=bool({"f", "x"} & said.keys()),
    )


def _tokens(pieces: list[Piece]) -> Iterator[_Token]:
    """Read left to right: what a word means depends on whether the number came before it (`min 80%`, `45 min`)."""
    if not pieces:
        raise UnreadableError("empty")
    at, last = 0, ""
    while at < len(pieces):
        token, used = _token(pieces, at, last)
        last += token.kind
        at += used
        yield token


def _token(pieces: list[Piece], at: int, last: str) -> tuple[_Token, int]:
    piece = pieces[at]
    if last.endswith("p"):
        return _phrase(pieces, at, {"d": "period"}, last)
    if piece.kind == "number":
        return _Token("n", piece.text), 1
    if piece.kind == "sign":
        sign = "+" if piece.text == "+" else "-"
        dash = "n" in last and sign == "-" and not _signs_end(pieces, at, last)
        return _Token("r" if dash else "s", sign), 1
    return _phrase(pieces, at, AFTER if "n" in last else BEFORE, last)


def _signs_end(pieces: list[Piece], at: int, last: str) -> bool:
    """Tell the sign of the second end from a dash: `-20 to -10`, `-20\u2013-10`; of `-20--10` nobody knows."""
    before = pieces[at - 1]
    return last.endswith("r") and (before.kind == "word" or (before.text in DASHES and pieces[at].text not in DASHES))


def _phrase(pieces: list[Piece], at: int, tables: dict[str, str], last: str) -> tuple[_Token, int]:
    """Take the longest known phrase that starts here."""
    best, used = _Token("", ""), 0
    for kind, table in tables.items():
        meaning, length = (marks() if table == "currency" else phrases(table)).at(pieces, at)
        if length > used and _fits(kind, meaning, last):
            best, used = _Token(kind, meaning), length
    if not used:
        raise UnreadableError("unknown_word", pieces[at].text)
    return best, used


def _fits(kind: str, meaning: str, last: str) -> bool:
    """Tell what a word of a range needs: `between` stands first, and only behind it is `and` one."""
    if kind == "w":
        return meaning == "between"
    return kind != "r" or meaning == "to" or (meaning == "and" and "w" in last)


def _odd(shape: str, tokens: list[_Token]) -> tuple[str, ...]:
    """Say what is odd about an order, with what was probably meant: 2h30 and 2:30 are times."""
    if re.fullmatch("b?ntn", shape) and tokens[-2].meaning == "60":
        return "odd_order", "", f"{tokens[-3].meaning}h {tokens[-1].meaning}m"
    return ("odd_order",)


def _signs(shape: str, tokens: list[_Token]) -> list[str]:
    """Find the sign of each end, written (-25%) or said (25% lower), but not both."""
    said = ["+" if token.meaning == "up" else "-" for token in tokens if token.kind == "x"]
    split = shape.find("r") if "r" in shape else len(shape)
    ends = [tokens[:split], tokens[split:]] if "r" in shape else [tokens]
    written = [_written_sign(end) for end in ends]
    if said and (len(said) > 1 or any(written) or {"b", "r"} & set(shape)):
        raise UnreadableError("odd_order")
    if written[0] == "-" and not written[-1]:
        raise UnreadableError("odd_order")  # -20–25: to 25, or to -25?
    return said or written


def _written_sign(end: list[_Token]) -> str:
    """Find the sign before a number; behind it, a plus is a bound."""
    before = takewhile(lambda token: token.kind != "n", end)
    return next((token.meaning for token in before if token.kind == "s"), "")


def _bound(shape: str, tokens: list[_Token]) -> Bound | None:
    """Name the bound: a word or sign before the number, or behind it (`80%+`, `80% or more`); a range has none."""
    behind = [token.meaning for token in tokens[shape.rindex("n") :] if token.kind == "s"]
    named = [token.meaning for token in tokens if token.kind in {"b", "e"}] + ["at_least" for _ in behind]
    signed = bool(behind) and "s" in shape[: shape.index("n")]
    if len(named) > 1 or "-" in behind or signed or (named and "r" in shape) or ("w" in shape and "r" not in shape):
        raise UnreadableError("odd_order")
    return cast("Bound", named[0]) if named else None


def _measure(said: dict[str, str]) -> Measure:
    """Name what the number was written with; two of them (`€ 4 %`) do not make an amount."""
    named = [said[kind] if kind == "u" else name for kind, name in MEASURES.items() if kind in said]
    if len(named) > 1:
        raise UnreadableError("odd_order")
    return cast("Measure", named[0] if named else "plain")


def _money(tokens: list[_Token]) -> tuple[str, ...]:
    """Name the currencies that all marks of an amount may stand for: `€ 425,-` has two."""
    known = [currencies()[token.meaning] for token in tokens if token.kind == "c"]
    named = [codes for codes in known if codes]
    shared = tuple(code for code in (named[0] if named else ()) if all(code in codes for codes in named))
    if named and not shared:
        raise UnreadableError("odd_order")
    return shared


def _ends(tokens: list[_Token], signs: list[str], language: str | None, *, whole: bool) -> tuple[float, float]:
    """Compute both ends; a unit written once (`8–12 h`) counts for both, `2h 30m` adds up."""
    ends, thousands, finer = [Decimal(0)], list[Decimal](), Decimal("Infinity")
    shared = next((_scale(token) for token in reversed(tokens) if token.kind in UNITS), Decimal(1))
    for at, token in enumerate(tokens):
        if token.kind == "r":
            ends.append(Decimal(0))
            finer = Decimal("Infinity")
        if token.kind == "n":
            behind = {after.kind: after for after in reversed(tokens[at + 1 : _next(tokens, at)])}
            thousands.append(Decimal(behind["k"].meaning if "k" in behind else 1))
            own = next((_scale(behind[kind]) for kind in UNITS if kind in behind), shared)
            sign = -1 if signs[len(ends) - 1] == "-" else 1
            size = read_number(token.meaning, language, whole=whole) * thousands[-1] * own
            if size >= finer:
                raise UnreadableError("odd_order")  # 2h 30m adds up; 12 h 24 h is two times
            ends[-1], finer = ends[-1] + sign * size, own
    if len(set(thousands)) > 1:
        raise UnreadableError("odd_order")  # 8–12k: eight, or eight thousand?
    if len(ends) > 1 and ends[0] >= ends[1]:
        raise UnreadableError("backwards")
    return float(ends[0]), float(ends[-1])


def _next(tokens: list[_Token], at: int) -> int:
    """Find where the next number, or the dash before it, stands."""
    return next((later for later in range(at + 1, len(tokens)) if tokens[later].kind in "nr"), len(tokens))


def _scale(unit: _Token) -> Decimal:
    if unit.kind == "t":
        return Decimal(unit.meaning) / 60
    return Decimal("0.01") if unit.meaning in {"percent", "percent_points"} else Decimal(1)


def read_number(digits: str, language: str | None, *, whole: bool) -> Decimal:
    """Read 35 000, 4.250,50 and 1,250.75: of two different marks the last is the decimal one."""
    if digits == "none":
        return Decimal(0)
    mark = next((c for c in reversed(digits) if c in ".,"), "")
    groups = digits.count(mark) > 1 if mark else True
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        groups = _groups(digits, mark, language, whole=whole)
    return _decimal(digits, None if groups else mark)


def _groups(digits: str, mark: str, language: str | None, *, whole: bool) -> bool:
    """Decide whether the mark of 1.234 groups thousands; refuse when nothing decides, or two things disagree."""
    symbols = Locale.parse(language).number_symbols["latn"] if language else {}
    opinions = {True} if whole else set()
    if mark in {symbols.get("group"), symbols.get("decimal")}:
        opinions.add(symbols["group"] == mark)
    if len(opinions) != 1:
        raise UnreadableError("ambiguous", digits, digits.replace(mark, ""))
    return opinions.pop()


def _decimal(digits: str, mark: str | None) -> Decimal:
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    if not re.fullmatch(r"\d+|\d{1,3}([ .,])\d{3}(?:\1\d{3})*", whole):
        raise UnreadableError("odd_number", digits)
    return Decimal(re.sub(r"\D", "", whole) + "." + (fraction or "0"))
