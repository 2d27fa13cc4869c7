"""A number with the number format under which a spreadsheet shows the very words of the screen.

The format is read off those words: their digits, their unit, where their sign stands. A spreadsheet sets its own
decimal mark and thousands, by the settings of its reader, so a format names neither.

Values keep the KPI's own scale, whatever is written beside them. No format can turn 0.72 hours into 43 minutes, so
such a cell says `43 min` only as long as its value rounds to that, and hours of anything else. A difference is in
the unit that it is written in: percentage points are no percent to a spreadsheet either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from kpi.words import MINUS, NO_VALUE

if TYPE_CHECKING:
    from kpi.words import Words

AMOUNT = re.compile(r"\d(?:[\d.,\u00a0\u202f\u2019]*\d)?")
KEPT = 15  # digits that a spreadsheet looks at
LESS = 1e-13  # share of a value that takes it off the border between two roundings


@dataclass(frozen=True)
class Shown:
    """A number, how it is shown, and the words that are then read; `formula` where other cells give it."""

    number: float
    form: str
    text: str
    formula: str = ""


@dataclass(frozen=True)
class _Read:
    """What the words of a number are made of."""

    before: str  # without the sign
    sign: str
    number: Decimal
    places: int
    after: str

    @property
    def scaled(self) -> bool:
        """Whether it is a percentage."""
        return "%" in self.after


def value(number: float | None, text: str, say: Words) -> Shown | str:
    """Show a value of a KPI in its own scale as `text`; where there is none, the words stand alone."""
    if number is None or text == NO_VALUE:
        return text
    if say("unit.minutes") in text:
        return Shown(number, _minutes(text, say), text) if number > 0 else change(number, text, say)
    return _shown(number, text, say)


def change(number: float | None, text: str, say: Words) -> Shown | str:
    """Show a difference in the unit that it is written in: percentage points, minutes."""
    if number is None or text == NO_VALUE:
        return text
    ends = {f"\u00a0{say('unit.pp')}": 100, f"\u00a0{say('unit.minutes')}": 60}
    scale = next((scale for end, scale in ends.items() if text.endswith(end)), 1)
    return _shown(number * scale, text, say, always=True)


def printed(text: str, say: Words) -> Shown | str:
    """Show the difference of two printed values: it is what a reader finds who takes one from the other."""
    if len(AMOUNT.findall(text)) != 1:
        return text
    read = _read(text, say)
    number = float(read.number) / (100 if read.scaled else 1)
    return _shown(-number if read.sign == MINUS else number, text, say, always=True)


def _shown(number: float, text: str, say: Words, *, always: bool = False) -> Shown:
    read = _read(text, say)
    if _rounded(number, read) != read.number:
        number *= 1 - LESS
    return Shown(number, _sections(number, read, say, always=always or read.sign == "+"), text)


def _read(text: str, say: Words) -> _Read:
    found = AMOUNT.search(text)
    assert found is not None  # noqa: S101 - a number has digits
    before, after = text[: found.start()], text[found.end() :]
    whole, _, places = found[0].partition(say.locale.number_symbols["latn"]["decimal"])
    sign = next((one for one in ("+", MINUS) if one in before), "")
    digits = re.sub(r"\D", "", whole)
    return _Read(before.replace(sign, ""), sign, Decimal(f"{digits}.{places or 0}"), len(places), after)


def _rounded(number: float, read: _Read) -> Decimal:
    """Round as spreadsheets do, which look at the first digits only: 28.249999999999997% is 28.3% to them."""
    seen = Decimal(f"{abs(number):.{KEPT}g}").scaleb(2 if read.scaled else 0)
    return seen.quantize(Decimal(1).scaleb(-read.places), ROUND_HALF_UP)


def _sections(number: float, read: _Read, say: Words, *, always: bool) -> str:
    """Write the format of a positive number, of a negative one and of zero."""
    pattern = "#,##0" + ("." + "0" * read.places if read.places else "")
    before, after = (_worded(part) for part in (read.before, read.after))
    body = f"{before}{pattern}{after}"
    unsigned = not read.sign and number != 0  # it is shown as zero: nobody writes −0
    plus = '"+"' if always and not (unsigned and number > 0) else ""
    minus = "" if unsigned and number < 0 else f'"{MINUS}"'
    place = f"[$-{say('workbook.locale')}]"
    return ";".join(f"{place}{sign}{body}" for sign in (plus, minus, ""))


def _worded(part: str) -> str:
    """Quote the words of a format; only a percent sign counts."""
    return "%".join(_quoted(words) for words in part.split("%"))


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""


def _minutes(text: str, say: Words) -> str:
    """Write the format of hours that are read as minutes, or as hours and minutes."""
    found = [_read(part[0], say) for part in AMOUNT.finditer(text)]
    *hours, minutes = (read.number for read in found)
    half = Decimal(1).scaleb(-found[-1].places) / 2
    told = sum(hours) * 60 + minutes
    low, high = (float((told + side) / 60) for side in (-half, half))
    hourly = f'#,##0.00"\u00a0{say("unit.hours")}"'
    return f"[<{low:.{KEPT}g}]{hourly};[<{high:.{KEPT}g}]{_quoted(text)};{hourly}"


def from_cells(shown: Shown | str, formula: str, result: float) -> Shown | str:
    """Let other cells give a number, if what they give is that number to the last bit."""
    return replace(shown, formula=formula) if isinstance(shown, Shown) and shown.number == result else shown
