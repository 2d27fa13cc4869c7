"""What Ninety says of a target can be written as a target: it reads back as the same, in every language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from data.declared import read
from kpi.amount import LONGEST
from kpi.catalog import catalog
from kpi.literals import LITERALS
from kpi.target import (
    Above,
    Absolute,
    AtLeast,
    AtMost,
    Below,
    Between,
    Conditional,
    Exactly,
    Relative,
    TargetError,
    Trend,
    Written,
    read_baseline,
    read_target,
    read_written,
)
from kpi.words import LANGUAGES, Words
from pages._plan_settings import CURRENCIES

if TYPE_CHECKING:
    from kpi.snapshot import Good, Unit

DIGITS = {"percent": 4, "points": 1, "hours": 2, "days": 2, "working_days": 1, "count": 1, "people": 0, "money": 2}
MOST = {"percent": 1, "points": 100}
UNITS: list[Unit] = ["percent", "points", "hours", "days", "working_days", "count", "people", "money", "ratio"]
UP = (AtLeast, Above)
DOWN = (AtMost, Below)


def numbers(unit: Unit, least: float = 0.01) -> st.SearchStrategy[float]:
    """Draw numbers with the digits that people write of a unit."""
    digits = DIGITS.get(unit, 2)
    step = Decimal(1).scaleb(-digits)
    low, high = max(Decimal(str(least)), step), Decimal(MOST.get(unit, 99_999))
    return st.decimals(low, high, places=digits, allow_nan=False, allow_infinity=False).map(float)


@st.composite
def simple(draw: st.DrawFn, good: Good, unit: Unit, currency: str | None) -> object:
    """Draw any target at a level or of a change."""
    per = draw(st.sampled_from([None, "day", "week", "month", "quarter"]))
    about = {"unit": unit, "currency": currency, "per": per}
    kind = draw(st.sampled_from([*(UP if good == "up" else DOWN), Exactly, Between, Relative, Absolute]))
    number = draw(numbers(unit))
    if kind is Between:
        low, high = sorted([number, draw(numbers(unit).filter(lambda other: other != number))])
        return Between(good, low, high, **about)
    if kind is Relative:
        if unit == "points":
            return AtLeast(number, **about) if good == "up" else AtMost(number, **about)
        return Relative(good, draw(numbers("percent")) * (1 if good == "up" else -1), **about)
    if kind is Absolute:
        return Absolute(good, number * (1 if good == "up" else -1), **about)
    return kind(number, **about)


@st.composite
def targets(draw: st.DrawFn) -> tuple[object, Good, Unit, str | None]:
    """Draw any kind of target, with the KPI it speaks of."""
    good: Good = draw(st.sampled_from(["up", "down"]))
    unit: Unit = draw(st.sampled_from(UNITS))
    currency = draw(st.sampled_from(CURRENCIES)) if unit == "money" else None
    one = simple(good, unit, currency)
    if draw(st.integers(0, 9)) == 0:
        per = draw(st.sampled_from(["week", "month", "quarter"]))
        return Trend(good, unit=unit, currency=currency, per=per), good, unit, currency
    if draw(st.integers(0, 9)) == 0:
        level = draw(st.sampled_from([AtLeast, AtMost, Above, Below]))
        return (
            Conditional(draw(one), draw(one), level(draw(numbers(unit)), unit=unit, currency=currency)),
            good,
            unit,
            currency,
        )
    return draw(one), good, unit, currency


@given(drawn=targets(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_target_reads_back_as_itself(drawn: tuple[object, Good, Unit, str | None], language: str) -> None:
    target, good, unit, currency = drawn
    said = target.describe(Words(language))
    assert read_target(said, good, unit, language, currency) == target, said


@given(
    drawn=targets(),
    language=st.sampled_from(LANGUAGES),
    deadline=st.none() | st.integers(7, 366),
    guards=st.lists(st.sampled_from(sorted(catalog())), max_size=2, unique=True),
    clock=st.sampled_from([None, "open"]),
    each=st.sampled_from([None, "series"]),
)
@settings(max_examples=300, deadline=None)
def test_target_with_its_clauses_reads_back_as_itself(  # noqa: PLR0917 - one clause each
    drawn: tuple[object, Good, Unit, str | None],
    language: str,
    deadline: int | None,
    guards: list[str],
    clock: str | None,
    each: str | None,
) -> None:
    target, good, unit, currency = drawn
    if isinstance(target, Trend):
        each = None
    whole = Written(target, deadline, tuple(guards), clock, each)
    said = whole.describe(Words(language))
    if len(said) <= LONGEST:
        assert read_written(said, good, unit, language, currency) == whole, said


@given(unit=st.sampled_from(UNITS), language=st.sampled_from(LANGUAGES), data=st.data())
@settings(max_examples=200, deadline=None)
def test_baseline_reads_back_as_itself(unit: Unit, language: str, data: st.DataObject) -> None:
    number = data.draw(numbers(unit))
    currency = data.draw(st.sampled_from(CURRENCIES)) if unit == "money" else None
    read = read_baseline(Words(language).exact(number, unit, currency), unit, language, currency)
    assert not isinstance(read, TargetError)
    assert read.low == number


WORDS = sorted({word for table in read(LITERALS).values() for known in table.values() for word in known})


@given(
    pieces=st.lists(
        st.sampled_from([*WORDS, "3", "80", "%", "12 h", ",", "(", ")", "“", "-", "+", "1.234", "kr"]), max_size=8
    ),
    good=st.sampled_from(["up", "down"]),
    unit=st.sampled_from(UNITS),
    language=st.sampled_from([None, *LANGUAGES]),
)
@settings(max_examples=400, deadline=None)
def test_whatever_is_written_is_read_or_refused_and_what_is_suggested_can_be_read(
    pieces: list[str], good: Good, unit: Unit, language: str | None
) -> None:
    text = " ".join(pieces)
    for read_it in (lambda t: read_written(t, good, unit, language), lambda t: read_baseline(t, unit, language)):
        found = read_it(text)
        if isinstance(found, TargetError):
            assert all(found.describe(Words(one)) for one in LANGUAGES)
            assert not found.suggestion or not isinstance(read_it(found.suggestion), TargetError), found
