"""Words, numbers and dates in the reader's language: texts from text/*.toml, formats from CLDR through babel.

A new language is one file in `text/`; nothing else lists the languages.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    def change(self, size: float | None, unit: Unit, currency: str | None = None) -> str:
        """Write a difference with its sign; a difference of shares is in percentage points."""
        if size is None or unit != "percent":
            return self.number(size, unit, currency, signed=True)
        body = self._decimal(abs(size) * 100, _digits(abs(size) * 100))
        sign = "+" if size > 0 else MINUS
        return f"{sign if any(c in '123456789' for c in body) else ''}{body}\u00a0{self('unit.pp')}"

    def _unsigned(self, value: float, unit: Unit, currency: str | None) -> str:
        match unit:
            case "percent":
                digits = _digits(value * 100)
                pattern = self.locale.percent_formats[None].pattern.replace("#,##0", _zeros(digits))
                return format_percent(
                    _half_up(value, digits + 2), pattern, locale=self.locale, decimal_quantization=False
                )
            case "points":
                return self._decimal(value, 0)
            case "hours":
                return self._hours(value)
            case "count" | "people":
                return self._decimal(value, 0 if float(value).is_integer() or value >= 100 else 1)
            case "ratio":
                return self._decimal(value, 1)
            case "money":
                return self._money(value, currency)

    def _decimal(self, value: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(_half_up(value, digits), pattern, locale=self.locale)

    def _hours(self, hours: float) -> str:
        if 0 < (minutes := float(_half_up(hours * 60, 0))) < 60:
            return f"{self._decimal(minutes, 0)}\u00a0{self('unit.minutes')}"
        return f"{self._decimal(hours, 1 if hours < 10 else 0)}\u00a0{self('unit.hours')}"

    def _money(self, value: float, currency: str | None) -> str:
        if currency is None:
            return self._decimal(value, 2)
        digits = 0 if value >= 100 else 2
        pattern = (
            self.locale.currency_formats["standard"]
            .pattern.split(";")[0]
            .replace("0.00", "0" if not digits else "0.00")
        )
        money = format_currency(
            _half_up(value, digits),
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
        return format_decimal(round(value), locale=self.locale)

    def share(self, value: float | None, digits: int = 0) -> str:
        """Write a fraction as a percentage with a fixed number of digits, such as progress or coverage."""
        if value is None:
            return NO_VALUE
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", _zeros(digits))
        return format_percent(_half_up(value, digits + 2), pattern, locale=self.locale).replace("-", MINUS)

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

    def moment(self, moment: datetime) -> str:
        """Write a time of day with its date."""
        return format_datetime(moment, "short", locale=self.locale)

    def week(self, week: Week) -> str:
        """Write the name of a week: Week 47."""
        return self("time.week", number=week.number)


def _half_up(value: float, digits: int) -> Decimal:
    # babel rounds half to even (0.0185 -> 1.8 %); people expect half up
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _digits(percent: float) -> int:
    """Digits that a percentage deserves: 1.24 %, 22.5 %, 58 %."""
    return 2 if percent < 2 and not math.isclose(percent, round(percent, 1), abs_tol=1e-9) else 1


def _zeros(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
