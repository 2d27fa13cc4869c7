"""Amounts, as people write them in four languages."""

from __future__ import annotations

import pytest

from kpi.amount import Amount, TargetError, read_amount, read_cadence
from kpi.words import LANGUAGES, Words

KRONOR = ("SEK", "NOK", "DKK", "ISK")

# every literal of the four scorecards and of the articles around them
LITERALS = [
    ("4,0%", Amount(0.04, 0.04, "percent")),
    ("+12", Amount(12, 12, signed=True)),
    ("6 uur", Amount(6, 6, "hours")),
    ("6 / maand", Amount(6, 6, per="month")),
    ("48 h", Amount(48, 48, "hours")),
    ("< 12 h", Amount(12, 12, "hours", bound="below")),
    ("500 kr", Amount(500, 500, "money", currencies=KRONOR)),
    ("0% (ej infört)", Amount(0, 0, "percent", note="ej infört")),
    ("18/lună", Amount(18, 18, per="month")),
    ("0–1/trimestru", Amount(0, 1, per="quarter")),
    ("35 000", Amount(35_000, 35_000)),
    ("35\u00a0000", Amount(35_000, 35_000)),
    ("35\u202f000", Amount(35_000, 35_000)),
    ("1/kvartal", Amount(1, 1, per="quarter")),
    ("0", Amount(0, 0)),
    ("85%", Amount(0.85, 0.85, "percent")),
    ("-25%", Amount(-0.25, -0.25, "percent", signed=True)),
    ("\u221225%", Amount(-0.25, -0.25, "percent", signed=True)),
    ("+10 points", Amount(10, 10, "points", signed=True)),
    ("≥ 80%", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("80%+", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("€ 4.250,50", Amount(4250.5, 4250.5, "money", currencies=("EUR",))),
    ("$1,250.75", Amount(1250.75, 1250.75, "money", currencies=("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD"))),
    ("2h 30m", Amount(2.5, 2.5, "hours")),
    ("45 min", Amount(0.75, 0.75, "hours")),
    ("5 working days", Amount(5, 5, "working_days")),
]

OTHER_FORMS = [
    ("<12 timmar", Amount(12, 12, "hours", bound="below")),
    ("sub 6 ore", Amount(6, 6, "hours", bound="below")),
    ("max. 2 uur", Amount(2, 2, "hours", bound="at_most")),
    ("minst 80 %", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("cel puțin 80%", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("min 80%", Amount(0.8, 0.8, "percent", bound="at_least")),
    (">= 80%", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("90 la sută", Amount(0.9, 0.9, "percent")),
    ("+2 procentenheter", Amount(0.02, 0.02, "percent_points", signed=True)),
    ("+10 punten", Amount(10, 10, "points", signed=True)),
    ("3 incidenten per maand", Amount(3, 3, "count", per="month")),
    ("35 lead-uri pe lună", Amount(35, 35, "count", per="month")),
    ("45 per 30 dagar", Amount(45, 45, per="month")),
    ("8–12 h", Amount(8, 12, "hours")),
    ("80% - 90%", Amount(0.8, 0.9, "percent")),
    ("45 min – 2 h", Amount(0.75, 2, "hours")),
    ("€ 40-45", Amount(40, 45, "money", currencies=("EUR",))),
    ("1 day", Amount(24, 24, "hours")),
    ("5 zile lucrătoare", Amount(5, 5, "working_days")),
    ("5 ZILE LUCRATOARE", Amount(5, 5, "working_days")),  # case and accents do not matter
    ("3,2", Amount(3.2, 3.2)),
    ("3.2", Amount(3.2, 3.2)),
    ("1.234.567", Amount(1_234_567, 1_234_567)),
    ("35 000,5", Amount(35_000.5, 35_000.5)),
    ("35\u2009000", Amount(35_000, 35_000)),
    ("−\u00a015\u00a0%", Amount(-0.15, -0.15, "percent", signed=True)),
    ("—15%", Amount(-0.15, -0.15, "percent", signed=True)),
    ("3\u200b5%", Amount(0.35, 0.35, "percent")),  # what the eye does not see is not there
    ("6\n/ month", Amount(6, 6, per="month")),
    ("4.250,50 €", Amount(4250.5, 4250.5, "money", currencies=("EUR",))),
    ("€ 4250,-", Amount(4250, 4250, "money", currencies=("EUR",))),
    ("EUR 4250", Amount(4250, 4250, "money", currencies=("EUR",))),
    ("EUR4250", Amount(4250, 4250, "money", currencies=("EUR",))),
    ("4250 euro", Amount(4250, 4250, "money", currencies=("EUR",))),
    ("US$ 12.50", Amount(12.5, 12.5, "money", currencies=("USD",))),
    ("SEK 425", Amount(425, 425, "money", currencies=("SEK",))),
    ("425 SEK", Amount(425, 425, "money", currencies=("SEK",))),
    ("425:-", Amount(425, 425, "money", currencies=("SEK", "NOK", "DKK"))),
    ("425 kronor", Amount(425, 425, "money", currencies=("SEK",))),
    ("1 250,75 lei", Amount(1250.75, 1250.75, "money", currencies=("RON", "MDL"))),
    ("RON 1250", Amount(1250, 1250, "money", currencies=("RON",))),
    ("£1.2k", Amount(1200, 1200, "money", currencies=("GBP",))),
    ("SEK 425 kr", Amount(425, 425, "money", currencies=("SEK",))),
    ("€ -50", Amount(-50, -50, "money", signed=True, currencies=("EUR",))),
    ("70k", Amount(70_000, 70_000)),
    ("70K", Amount(70_000, 70_000)),
    ("70 tusen", Amount(70_000, 70_000)),
    ("1,2 miljoen", Amount(1_200_000, 1_200_000)),
    ("30 de mii", Amount(30_000, 30_000)),
    ("8k–12k", Amount(8000, 12_000)),
    ("24 de ore", Amount(24, 24, "hours")),
    ("1 week 2 days", Amount(216, 216, "hours")),
    ("80+ %", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("80 % or more", Amount(0.8, 0.8, "percent", bound="at_least")),
    ("2% or less", Amount(0.02, 0.02, "percent", bound="at_most")),
    ("+20–+25", Amount(20, 25, signed=True)),
    ("-5 – +5", Amount(-5, 5, signed=True)),
    ("6 monthly", Amount(6, 6, per="month")),
    ("no incidents", Amount(0, 0, "count")),
    ("geen incidenten", Amount(0, 0, "count")),
    ("noll", Amount(0, 0)),
    ("25% lower", Amount(-0.25, -0.25, "percent", signed=True, reference=True)),
    ("down 25%", Amount(-0.25, -0.25, "percent", signed=True, reference=True)),
    ("daling van 30%", Amount(-0.3, -0.3, "percent", signed=True, reference=True)),
    ("minskning med 30 %", Amount(-0.3, -0.3, "percent", signed=True, reference=True)),
    ("scădere cu 30%", Amount(-0.3, -0.3, "percent", signed=True, reference=True)),
    ("+10 from baseline", Amount(10, 10, signed=True, reference=True)),
    ("−25% t.o.v. nulmeting", Amount(-0.25, -0.25, "percent", signed=True, reference=True)),
    ("2 A/B tests a week", Amount(2, 2, "count", per="week")),
    ("≥3 active channels", Amount(3, 3, "count", bound="at_least")),
    ("0.125", Amount(0.125, 0.125)),  # nobody groups after a zero
    ("1234,567", Amount(1234.567, 1234.567)),  # nor writes four digits before a group
]


@pytest.mark.parametrize(("text", "amount"), LITERALS + OTHER_FORMS)
def test_amount_is_read(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("nl", "1.234", 1234),
        ("ro", "1.234", 1234),
        ("en", "1.234", 1.234),
        ("en", "1,234", 1234),
        ("nl", "1,234", 1.234),
        ("sv", "1,234", 1.234),
    ],
)
def test_language_decides_what_one_mark_before_three_digits_means(language: str, text: str, value: float) -> None:
    amount = read_amount(text, language)
    assert isinstance(amount, Amount)
    assert amount.low == value


@pytest.mark.parametrize(
    ("language", "whole", "read"),
    [
        (None, True, 1234),  # people are not counted in thousandths
        ("nl", True, 1234),
        (None, False, "ambiguous"),
        ("sv", False, "ambiguous"),  # in Swedish the point neither groups nor starts decimals
        ("en", True, "ambiguous"),  # the language says 1.2, the KPI says a whole number
    ],
)
def test_doubtful_number_is_refused_not_guessed(language: str | None, whole: bool, read: float | str) -> None:
    amount = read_amount("1.234", language, whole=whole)
    assert (amount.why if isinstance(amount, TargetError) else amount.low) == read


@pytest.mark.parametrize(
    ("text", "why", "word"),
    [
        ("", "empty", ""),
        ("  ", "empty", ""),
        ("(nog niet ingevoerd)", "empty", ""),
        ("TBD", "unknown_word", "TBD"),
        ("veel", "unknown_word", "veel"),
        ("< h", "unknown_word", "h"),
        ("≥", "no_number", ""),
        ("80% of posts", "unknown_word", "of"),
        ("6 / jaar", "unknown_word", "jaar"),
        ("5‰", "unknown_word", "‰"),
        ("6 7", "odd_order", ""),
        ("6 uur 7", "odd_order", ""),
        ("80%-", "odd_order", ""),
        ("+80%+", "odd_order", ""),
        ("≥ 80% – 90%", "odd_order", ""),
        ("≥ 80%+", "odd_order", ""),
        ("€ 4 %", "odd_order", ""),
        ("35 0000", "odd_order", ""),
        ("8–12k", "odd_order", ""),  # eight, or eight thousand?
        ("-20–25", "odd_order", ""),  # to 25, or to -25?
        ("€ 4 kr", "odd_order", ""),
        ("2h30", "odd_order", ""),
        ("2:30", "unknown_word", ":"),  # hours, or minutes?
        ("5 tn", "unknown_word", "tn"),
        ("no", "no_number", ""),  # none, or no answer?
        ("geen", "no_number", ""),
        ("-", "no_number", ""),
        ("daling van -30%", "odd_order", ""),
        ("between 8", "odd_order", ""),
        ("8 and 12", "unknown_word", "and"),
        ("1,23,456", "odd_number", "1,23,456"),
        ("3–1", "backwards", ""),
        ("3–3", "backwards", ""),
    ],
)
def test_what_is_no_amount_says_why(text: str, why: str, word: str) -> None:
    problem = read_amount(text)
    assert isinstance(problem, TargetError)
    assert (problem.why, problem.word) == (why, word)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("Wekelijks", "weekly"),
        ("Veckovis", "weekly"),
        ("Săptămânal", "weekly"),
        ("saptamanal", "weekly"),
        ("2 ggr/vecka", "twice_a_week"),
        ("Zilnic", "daily"),
        ("Tweewekelijks", "every_two_weeks"),
        ("Varannan vecka", "every_two_weeks"),
        ("Maandelijks", "monthly"),
        ("Månadsvis", "monthly"),
        ("Lunar", "monthly"),
        ("trimestrial", "quarterly"),
        ("when needed", None),
    ],
)
def test_cadence_is_read(text: str, cadence: str | None) -> None:
    assert read_cadence(text) == cadence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cadence_reads_back_in_every_language(language: str) -> None:
    say = Words(language)
    cadences = ["daily", "twice_a_week", "weekly", "every_two_weeks", "monthly", "quarterly"]
    assert [read_cadence(say(f"cadence.{cadence}")) for cadence in cadences] == cadences
