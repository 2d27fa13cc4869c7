"""Read an amount the way people write it: `< 12 h`, `0–1/trimestru`, `€ 4.250,50`, `-25%`.

An amount that can be read in two ways (`1.234`) is refused with a reason, never guessed.
The words of every language are in literals.toml.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from babel import Locale

from data.declared import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.words import Words

LITERALS = Path(__file__).parent / "literals.toml"

Measure = Literal[
    "plain", "percent", "percent_points", "points", "hours", "working_days", "money", "count", "ratio"
]  # what the number was written with; `plain` = nothing
Bound = Literal["at_least", "at_most", "above", "below", "exactly"]
Period = Literal["day", "week", "month", "quarter"]

SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\t"), " ")
TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)\.?"
    r"|(?P<sign>[-+\u2212\u2013\u2010\u2011])"
    r"|(?P<symbol><=|>=|\S)"
)
# b bound, s sign, c currency, n number, u unit, t unit of time, r range dash, p per, d period
SHAPE = re.compile(r"b?(?:s?c?n[uct]?|(?:nt){2})(?:rc?n[uct]?)?s?(?:pd)?")
BEFORE = {"b": "bound", "c": "currency"}
AFTER = {"u": "measure", "t": "minutes", "c": "currency", "p": "per"}
MEASURES = {"u": "", "t": "hours", "c": "money"}
UNITS = ("u", "t")


@dataclass(frozen=True)
class TargetError:
    """Why a baseline or target cannot be read: text key `target_error.<why>`."""

    text: str
    why: str
    word: str = ""
    suggestion: str = ""

    def describe(self, words: Words) -> str:
        """Say it in the reader's language."""
        return words(f"target_error.{self.why}", text=self.text, word=self.word, suggestion=self.suggestion)


@dataclass(frozen=True)
class Amount:
    """What a person wrote: percents are fractions, times are hours, money is in one of `currencies`."""

    low: float
    high: float  # the same as `low`, except in a range such as 0–1
    measure: Measure = "plain"
    bound: Bound | None = None
    signed: bool = False  # written with + or -: a change, or a level of a KPI in points
    per: Period | None = None
    currencies: tuple[str, ...] = ()
    note: str | None = None  # the remark in parentheses


def read_amount(text: str, language: str | None = None, *, whole: bool = False) -> Amount | TargetError:
    """Read an amount; the language, or knowing that it is a whole number, decides what `1.234` means."""
    bare, note = _without_note(unicodedata.normalize("NFC", text).translate(SPACES))
    try:
        return _assemble(list(_tokens(bare)), note, language, whole=whole)
    except _UnreadableError as cause:
        return TargetError(text, *cause.args)


def read_cadence(text: str) -> str | None:
    """Name the cadence that a person wrote, such as `2 ggr/vecka`; None when it is not known."""
    return _phrases("cadence").get(fold(text))


def fold(text: str) -> str:
    """Take case, accents and odd spaces out of a text, so that `Săptămânal` equals `saptamanal`."""
    plain = unicodedata.normalize("NFD", text.translate(SPACES).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


class _UnreadableError(Exception):
    """Arguments: why, and optionally the word and a suggestion."""


@dataclass(frozen=True)
class _Token:
    kind: str  # a letter of SHAPE
    meaning: str


def _without_note(text: str) -> tuple[str, str | None]:
    notes = re.findall(r"\(([^()]*)\)", text)
    return re.sub(r"\([^()]*\)", " ", text).strip(), "; ".join(note.strip() for note in notes) or None


@cache
def _phrases(table: str) -> dict[str, str]:
    return {fold(word): meaning for meaning, words in read(LITERALS)[table].items() for word in words}


@cache
def _currencies() -> dict[str, tuple[str, ...]]:
    return {fold(mark): tuple(codes) for mark, codes in read(LITERALS)["currency"].items()}


def _tokens(text: str) -> Iterator[_Token]:
    """Read left to right: what a word means depends on whether the number came before it (`min 80%`, `45 min`)."""
    if not text:
        raise _UnreadableError("empty")
    found = list(TOKEN.finditer(text))
    at, last = 0, ""
    while at < len(found):
        token, used = _token(found, at, last)
        last += token.kind
        at += used
        yield token


def _token(found: list[re.Match[str]], at: int, last: str) -> tuple[_Token, int]:
    match = found[at]
    if last.endswith("p"):
        return _phrase(found, at, {"d": "period"})
    if match["number"]:
        return _Token("n", match["number"]), 1
    if match["sign"]:
        sign = "+" if match["sign"] == "+" else "-"
        return _Token("r" if "n" in last and sign == "-" else "s", sign), 1
    return _phrase(found, at, AFTER if "n" in last else BEFORE)


def _phrase(found: list[re.Match[str]], at: int, tables: dict[str, str]) -> tuple[_Token, int]:
    """Take the longest known phrase that starts here."""
    for length in range(min(3, len(found) - at), 0, -1):
        phrase = fold(" ".join(part[0].rstrip(".") for part in found[at : at + length]))
        for kind, table in tables.items():
            known = _currencies() if table == "currency" else _phrases(table)
            if phrase in known:
                return _Token(kind, phrase if table == "currency" else cast("str", known[phrase])), length
    raise _UnreadableError("unknown_word", found[at][0])


def _assemble(tokens: list[_Token], note: str | None, language: str | None, *, whole: bool) -> Amount:
    shape = "".join(token.kind for token in tokens)
    if "n" not in shape:
        raise _UnreadableError("no_number")
    if not SHAPE.fullmatch(shape):
        raise _UnreadableError("odd_order")
    said = {token.kind: token.meaning for token in tokens}
    lead = [token.meaning for token in tokens[: shape.index("n")] if token.kind == "s"]
    low, high = _ends(tokens, -1 if lead == ["-"] else 1, language, whole=whole)
    return Amount(
        low,
        high,
        measure=_measure(said),
        bound=_bound(shape, said),
        signed=bool(lead),
        per=cast("Period | None", said.get("d")),
        currencies=_currencies()[said["c"]] if "c" in said else (),
        note=note,
    )


def _bound(shape: str, said: dict[str, str]) -> Bound | None:
    """Name the bound: a word or sign before the number, or the plus behind it (`80%+`)."""
    behind = shape.removesuffix("pd").endswith("s")
    doubled = (behind and "b" in shape) or ("r" in shape and not {"b", "s"}.isdisjoint(shape)) or shape.count("s") > 1
    if doubled or (behind and said["s"] == "-"):
        raise _UnreadableError("odd_order")
    return "at_least" if behind else cast("Bound | None", said.get("b"))


def _measure(said: dict[str, str]) -> Measure:
    """Name what the number was written with; two of them (`€ 4 %`) do not make an amount."""
    named = [said[kind] if kind == "u" else name for kind, name in MEASURES.items() if kind in said]
    if len(named) > 1:
        raise _UnreadableError("odd_order")
    return cast("Measure", named[0] if named else "plain")


def _ends(tokens: list[_Token], sign: int, language: str | None, *, whole: bool) -> tuple[float, float]:
    """Compute both ends; a unit written once (`8–12 h`) counts for both, `2h 30m` adds up."""
    ends = [Decimal(0)]
    written_last = next((_scale(token) for token in reversed(tokens) if token.kind in UNITS), Decimal(1))
    for token, after in zip(tokens, [*tokens[1:], _Token("d", "")], strict=True):
        if token.kind == "r":
            ends.append(Decimal(0))
        if token.kind == "n":
            scale = _scale(after) if after.kind in UNITS else written_last
            ends[-1] += sign * read_number(token.meaning, language, whole=whole) * scale
    if len(ends) > 1 and ends[0] >= ends[1]:
        raise _UnreadableError("backwards")
    return float(ends[0]), float(ends[-1])


def _scale(unit: _Token) -> Decimal:
    if unit.kind == "t":
        return Decimal(unit.meaning) / 60
    return Decimal("0.01") if unit.meaning in {"percent", "percent_points"} else Decimal(1)


def read_number(digits: str, language: str | None, *, whole: bool) -> Decimal:
    """Read 35 000, 4.250,50 and 1,250.75: of two different marks the last is the decimal one."""
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
        raise _UnreadableError("ambiguous", digits, digits.replace(mark, ""))
    return opinions.pop()


def _decimal(digits: str, mark: str | None) -> Decimal:
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    if not re.fullmatch(r"\d+|\d{1,3}([ .,])\d{3}(?:\1\d{3})*", whole):
        raise _UnreadableError("odd_number", digits)
    return Decimal(re.sub(r"\D", "", whole) + "." + (fraction or "0"))
