"""Words, numbers and dates in the reader's language: texts from text/*.toml, formats from CLDR through babel.

A new language is one file in `text/`; nothing else lists the languages.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from data.declared import read

if TYPE_CHECKING:
    from datetime import date, datetime

    from kpi.periods import Week
    from kpi.snapshot import Unit

FOLDER = Path(__file__).parent / "text"
LANGUAGES = tuple(sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != "en", name)))
NO_VALUE = "–"
MINUS = "\u2212"


@cache
def texts(language: str) -> dict[str, str]:
    """Every text of a language by dotted key, such as `page.monday`."""
    return _flat(read(FOLDER / f"{language}.toml"))


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


class Words:
    """One language: `say("page.monday")`, `say.number(0.021, "percent")`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse("en_GB" if language == "en" else language)
        self._texts = texts(language)

    def __call__(self, key: str, **fields: object) -> str:
        """Say a text; with a field `n`, its `.one` or `.few` form where the language declares one."""
        if isinstance(n := fields.get("n"), int):
            key = self._plural(key, n)
            fields["n"] = format_decimal(n, locale=self.locale)
        return self._texts[key].format(**fields)

    def has(self, key: str) -> bool:
        """Whether this language declares a text."""
        return key in self._texts

    def _plural(self, key: str, n: int) -> str:
        form = f"{key}.{self.locale.plural_form(n)}"
        return form if form in self._texts else f"{key}.other" if f"{key}.other" in self._texts else key

    # -- numbers ---------------------------------------------------------------------

    def number(self, value: float | None, unit: Unit, currency: str | None = None, *, signed: bool = False) -> str:
        """Write a value of a KPI with its unit; a missing value is a dash, never a zero."""
        if value is None or math.isnan(value):
            return NO_VALUE
        sign = "+" if value > 0 and (signed or unit == "points") else MINUS if value < 0 else ""
        body = self._unsigned(abs(value), unit, currency)
        return (sign if any(c in "123456789" for c in body) else "") + body

    def exact(self, value: float, unit: Unit, currency: str | None = None) -> str:
        """Write a number that somebody promised: with its sign, its unit and every digit that it has."""
        sign = "+" if value > 0 and unit == "points" else MINUS if value < 0 else ""
        return sign + self._in_full(abs(Decimal(repr(value))), unit, currency)

    def _in_full(self, value: Decimal, unit: Unit, currency: str | None) -> str:
        match unit:
            case "percent":
                return self.share(value, _places(value * 100))
            case "hours" if _places(value) > 2 and not _places(_minutes(value)):
                hours, minutes = divmod(_minutes(value), 60)
                return " ".join([*([self._full_hours(hours)] if hours else []), self._full_minutes(minutes)])
            case "hours":
                return self._full_minutes(value * 60) if 0 < value < 1 else self._full_hours(value)
            case "days" | "working_days":
                return f"{self._decimal(value, _places(value))}\u00a0{self(self._form(unit, value))}"
            case "money" if currency:
                return self._money(value, currency, max(_places(value), 2) if _places(value) else 0)
            case _:
                return self._decimal(value, _places(value))

    def _full_hours(self, hours: Decimal) -> str:
        return f"{self._decimal(hours, _places(hours))}\u00a0{self('unit.hours')}"

    def _full_minutes(self, minutes: Decimal) -> str:
        return f"{self._decimal(minutes, _places(minutes))}\u00a0{self('unit.minutes')}"

    def change(self, size: float | None, unit: Unit, currency: str | None = None) -> str:
        """Write a difference with its sign; a difference of shares is in percentage points."""
        if size is None or unit != "percent":
            return self.number(size, unit, currency, signed=True)
        return self.pp(size, percent_digits(size * 100))

    def pp(self, size: float, digits: int) -> str:
        """Write a difference of shares with a fixed number of digits."""
        body = self._decimal(abs(size) * 100, digits)
        sign = "+" if size > 0 else MINUS
        return f"{sign if any(c in '123456789' for c in body) else ''}{body}\u00a0{self('unit.pp')}"

    def part(self, size: float | None, unit: Unit, currency: str | None = None) -> str:
        """Write a part of a change a digit finer than the change itself: parts are small, and must seem to add up."""
        digits = {"percent": 2, "points": 1, "ratio": 2}.get(unit)
        if size is None or digits is None:
            return self.change(size, unit, currency)
        scaled = abs(size) * (100 if unit == "percent" else 1)
        body = self._decimal(scaled, digits)
        sign = "+" if size > 0 else MINUS
        pp = f"\u00a0{self('unit.pp')}" if unit == "percent" else ""
        return f"{sign if any(c in '123456789' for c in body) else ''}{body}{pp}"

    def _unsigned(self, value: float, unit: Unit, currency: str | None) -> str:
        match unit:
            case "percent":
                digits = percent_digits(value * 100)
                pattern = self.locale.percent_formats[None].pattern.replace("#,##0", _zeros(digits))
                return format_percent(
                    half_up(value, digits + 2), pattern, locale=self.locale, decimal_quantization=False
                )
            case "hours":
                return self._hours(value)
            case "days" | "working_days":
                return self._days(value, unit)
            case "count" | "people":
                return self._decimal(value, 0 if float(value).is_integer() or value >= 100 else 1)
            case "points" | "ratio":
                return self._decimal(value, 0 if unit == "points" else 1)
            case "money":
                return self._money(value, currency)

    def _decimal(self, value: float | Decimal, digits: int) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(half_up(value, digits), pattern, locale=self.locale)

    def _hours(self, hours: float) -> str:
        if 0 < (minutes := float(half_up(hours * 60, 0))) < 60:
            return f"{self._decimal(minutes, 0)}\u00a0{self('unit.minutes')}"
        return f"{self._decimal(hours, 1 if hours < 10 else 0)}\u00a0{self('unit.hours')}"

    def _days(self, days: float, unit: Unit) -> str:
        shown = half_up(days, 1 if days < 10 else 0).normalize()  # 7 days, but 6.5 days
        return f"{self._decimal(float(shown), 0 if shown == int(shown) else 1)}\u00a0{self(self._form(unit, shown))}"

    def _form(self, unit: Unit, number: Decimal) -> str:
        key = f"unit.{unit}.{self.locale.plural_form(float(number))}"
        return key if key in self._texts else f"unit.{unit}.other"

    def _money(self, value: float | Decimal, currency: str | None, digits: int | None = None) -> str:
        if currency is None:
            return self._decimal(value, 2)
        digits = digits if digits is not None else 0 if value >= 100 else 2
        pattern = (
            self.locale.currency_formats["standard"]
            .pattern.split(";")[0]
            .replace("0.00", _zeros(digits).removeprefix("#,##"))
        )
        money = format_currency(
            half_up(value, digits),
            currency,
            pattern,
            locale=self.locale,
            currency_digits=False,
            decimal_quantization=False,
        )
        # CLDR's space between SEK and 425, which babel leaves out
        return re.sub(r"(?<=[A-Za-z])(?=\d)", "\u00a0", money)

    def whole(self, value: float) -> str:
        """Write a count: samples, rows, posts."""
        return format_decimal(round(value), locale=self.locale).replace("-", MINUS)

    def share(self, value: float | Decimal | None, digits: int = 0) -> str:
        """Write a fraction as a percentage with a fixed number of digits, such as progress or coverage."""
        if value is None:
            return NO_VALUE
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", _zeros(digits))
        return format_percent(half_up(value, digits + 2) + 0, pattern, locale=self.locale).replace("-", MINUS)  # no -0%

    # -- days ------------------------------------------------------------------------

    def day(self, day: date) -> str:
        """Write a day: 22 Nov 2026."""
        return format_date(day, "medium", locale=self.locale)

    def short_day(self, day: date) -> str:
        """Write a day without its year: 22 Nov."""
        return format_skeleton("dMMM", day, locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Write a span of days: 16-22 Nov 2026."""
        return format_interval(first, last, "yMMMd", locale=self.locale)

    def month(self, day: date) -> str:
        """Write the month of a day: November 2026."""
        name = format_skeleton("yMMMM", day, locale=self.locale)
        return name[:1].upper() + name[1:]

    def moment(self, moment: datetime) -> str:
        """Write a time of day with its date."""
        return format_datetime(moment, "short", locale=self.locale)

    def week(self, week: Week) -> str:
        """Write the name of a week: Week 47."""
        return self("time.week", number=week.number)

    def week_inline(self, week: Week) -> str:
        """Write the name of a week inside a sentence: week 47."""
        return self("time.week_inline", number=week.number)

    def weekday(self, number: int, width: Literal["abbreviated", "wide"] = "abbreviated") -> str:
        """Name a day of the week; Monday is 0."""
        return str(self.locale.days["stand-alone"][width][number])

    # -- places ----------------------------------------------------------------------

    def channel(self, name: str) -> str:
        """Name a channel; one that Ninety has no word for stands as the file has it."""
        key = f"channel.{name}"
        return self(key) if self.has(key) else name or NO_VALUE

    def country(self, code: str) -> str:
        """Name a country; one that CLDR does not know by its two letters."""
        return str(self.locale.territories.get(code, code))


def half_up(value: float | Decimal, digits: int) -> Decimal:
    """Round half up: babel rounds half to even (0.0185 -> 1.8 %), and people expect half up."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    """Count the digits behind the mark that a number has."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _minutes(hours: Decimal) -> Decimal:
    return round(hours * 60, 6)  # two hours and twenty minutes are 2.3333333333333335 hours


def percent_digits(*percents: float) -> int:
    """Digits that percentages deserve, the finest of them: 1.24 %, 22.5 %, 58.0 %."""
    return max(2 if abs(one) < 2 and not math.isclose(one, round(one, 1), abs_tol=1e-9) else 1 for one in percents)


def _zeros(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
