"""Every language says everything, and writes numbers the way its readers do."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kpi.snapshot import Unit
from kpi.words import LANGUAGES, Words, texts

FORMS = ("one", "few", "other")
ENGLISH = texts("en")


def plurals(language: str) -> dict[str, dict[str, str]]:
    """Find the texts that have plural forms: text -> form -> words."""
    found: dict[str, dict[str, str]] = {}
    for key, text in texts(language).items():
        head, _, form = key.rpartition(".")
        if form in FORMS:
            found.setdefault(head, {})[form] = text
    return {head: forms for head, forms in found.items() if len(forms) > 1}


def said(language: str) -> dict[str, set[str]]:
    """Name every text, its plural forms as one, and the fields it fills in."""
    counted = plurals(language)
    found: dict[str, set[str]] = {}
    for key, text in texts(language).items():
        head = key.rpartition(".")[0]
        found.setdefault(head if head in counted else key, set()).update(re.findall(r"{(\w+)", text))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    assert said(language).keys() == said("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fills_in_what_the_english_one_does(language: str) -> None:
    ours, english = said(language), said("en")
    # a plural form may say "one" instead of the number
    assert {key: ours[key] for key in english if ours[key] | {"n"} != english[key] | {"n"}} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_left_with_spaces(language: str) -> None:
    assert [key for key, text in texts(language).items() if not text.strip() or text != text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_that_writes_a_number_has_every_plural_form_of_its_language(language: str) -> None:
    counted = {Words(language).locale.plural_form(n) for n in range(200)}
    numbered = {key: forms for key, forms in plurals(language).items() if "{n}" in forms["other"]}
    # a text that is never said of one thing may leave that form out
    assert {key: forms.keys() for key, forms in numbered.items() if forms.keys() | {"one"} != counted} == {}


@pytest.mark.parametrize(
    ("language", "n", "form"),
    [
        ("en", 0, "other"),
        ("en", 1, "one"),
        ("en", 2, "other"),
        ("nl", 1, "one"),
        ("nl", 21, "other"),
        ("sv", 1, "one"),
        ("sv", 0, "other"),
        ("ro", 1, "one"),
        ("ro", 2, "few"),
        ("ro", 19, "few"),
        ("ro", 20, "other"),  # 20 de săptămâni
        ("ro", 101, "few"),
    ],
)
def test_plural_form_follows_the_language(language: str, n: int, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say = Words(language)
    monkeypatch.setattr(say, "_texts", {f"x.{name}": f"{name} {{n}}" for name in ("one", "few", "other")})
    assert say("x", n=n) == f"{form} {n}"


def test_count_is_written_with_the_marks_of_the_language() -> None:
    assert "12.345" in Words("nl")("pdf.sample", n=12345)


@pytest.mark.parametrize("language", LANGUAGES)
def test_count_below_nothing_has_a_real_minus(language: str) -> None:
    assert Words(language).whole(-6) == "\u22126"


# value, unit, currency -> English, Dutch, Romanian, Swedish
NUMBERS: list[tuple[float | None, Unit, str | None, tuple[str, str, str, str]]] = [
    (0.0185, "percent", None, ("1.85%", "1,85%", "1,85 %", "1,85 %")),
    (0.012, "percent", None, ("1.2%", "1,2%", "1,2 %", "1,2 %")),
    (0.0124, "percent", None, ("1.24%", "1,24%", "1,24 %", "1,24 %")),
    (0.2245, "percent", None, ("22.5%", "22,5%", "22,5 %", "22,5 %")),
    (0.5, "percent", None, ("50.0%", "50,0%", "50,0 %", "50,0 %")),
    (-0.01, "percent", None, ("−1.0%", "−1,0%", "−1,0 %", "−1,0 %")),
    (12.5, "points", None, ("+13", "+13", "+13", "+13")),
    (-12.4, "points", None, ("−12", "−12", "−12", "−12")),
    (0.0, "points", None, ("0", "0", "0", "0")),
    (-0.4, "points", None, ("0", "0", "0", "0")),  # no minus before a zero
    (2.45, "hours", None, ("2.5 h", "2,5 uur", "2,5 ore", "2,5 h")),
    (48.0, "hours", None, ("48 h", "48 uur", "48 ore", "48 h")),
    (0.75, "hours", None, ("45 min", "45 min", "45 min", "45 min")),
    (0.9999, "hours", None, ("1.0 h", "1,0 uur", "1,0 ore", "1,0 h")),  # not 60 min
    (3.0, "count", None, ("3", "3", "3", "3")),
    (2.25, "count", None, ("2.3", "2,3", "2,3", "2,3")),
    (35_000.0, "people", None, ("35,000", "35.000", "35.000", "35 000")),
    (1_234_567.0, "people", None, ("1,234,567", "1.234.567", "1.234.567", "1 234 567")),
    (3.25, "ratio", None, ("3.3", "3,3", "3,3", "3,3")),
    (425.0, "money", "SEK", ("SEK 425", "SEK 425", "425 SEK", "425 kr")),
    (44.205, "money", "EUR", ("€44.21", "€ 44,21", "44,21 EUR", "44,21 €")),
    (4250.5, "money", "EUR", ("€4,251", "€ 4.251", "4.251 EUR", "4 251 €")),
    (44.2, "money", None, ("44.20", "44,20", "44,20", "44,20")),
    (None, "percent", None, ("–", "–", "–", "–")),
    (float("nan"), "count", None, ("–", "–", "–", "–")),
]


@pytest.mark.parametrize(("value", "unit", "currency", "written"), NUMBERS)
def test_number_is_written_as_its_readers_write_it(
    value: float | None, unit: Unit, currency: str | None, written: tuple[str, str, str, str]
) -> None:
    said = [Words(language).number(value, unit, currency) for language in ("en", "nl", "ro", "sv")]
    assert [text.replace("\u00a0", " ") for text in said] == list(written)


@pytest.mark.parametrize(
    ("size", "unit", "currency", "written"),
    [
        (0.002, "percent", None, "+0,2 pp"),
        (-0.0185, "percent", None, "−1,85 pp"),
        (0.0, "percent", None, "0,0 pp"),
        (2.0, "points", None, "+2"),
        (-0.5, "hours", None, "−30 min"),
        (3.0, "count", None, "+3"),
        (0.0, "count", None, "0"),
        (-75.0, "money", "EUR", "−€ 75,00"),
        (None, "percent", None, "–"),
    ],
)
def test_change_has_a_sign_and_a_change_of_a_share_is_in_percentage_points(
    size: float | None, unit: Unit, currency: str | None, written: str
) -> None:
    assert Words("nl").change(size, unit, currency).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(0.0185, 1, "1.9%"), (0.0145, 1, "1.5%"), (0.625, 0, "63%"), (-0.25, 0, "−25%"), (1.2, 0, "120%"), (None, 0, "–")],
)
def test_half_rounds_up_as_people_do(value: float | None, digits: int, written: str) -> None:
    assert Words("en").share(value, digits) == written


@pytest.mark.parametrize(
    ("language", "day", "days"),
    [
        ("en", "22 Nov 2026", "16–22 Nov 2026"),
        ("nl", "22 nov 2026", "16–22 nov 2026"),
        ("sv", "22 nov. 2026", "16–22 nov. 2026"),
        ("ro", "22 nov. 2026", "16–22 nov. 2026"),
    ],
)
def test_days_are_written_in_the_language(language: str, day: str, days: str) -> None:
    say = Words(language)
    assert say.day(date(2026, 11, 22)) == day
    assert say.days(date(2026, 11, 16), date(2026, 11, 22)).replace("\u2009", "") == days


def test_english_comes_first_among_the_languages() -> None:
    assert LANGUAGES == ("en", "nl", "ro", "sv")


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("ro", "şţŞŢ"), ("sv", "ß"), ("nl", "ß")],
)
def test_letters_are_those_of_the_language(language: str, wrong: str) -> None:
    """Romanian has s and t with a comma below; the ones with a cedilla are Turkish."""
    assert [key for key, text in texts(language).items() if set(text) & set(wrong)] == []


POLITE = r"\b(?:dumnea\w+|vo[aș]str\w+|vostru|voștri|vouă|vă|\w+(?:ați|eți|iți|âți))\b"
NO_ADDRESS = {"adunați", "abonați", "câștigați", "păstrați", "refuzați", "câți", "uiți", "livrați"}  # nobody is told to


def test_romanian_says_tu_and_brand_throughout() -> None:
    """As the Dutch and the Swedish texts do; mixed, it reads as though two people spoke."""
    said = texts("ro").values()
    assert {word.lower() for text in said for word in re.findall(POLITE, text, re.IGNORECASE)} <= NO_ADDRESS
    assert [text for text in said if re.search(r"\bm(?:arcă|arca|arcii|ărci\w*)\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_long_text_is_translated(language: str) -> None:
    same = [
        key for key, text in texts(language).items() if text == ENGLISH.get(key) and len(re.findall(r"\w+", text)) > 4
    ]
    assert same == []


@pytest.mark.parametrize(
    ("value", "unit", "currency", "said"),
    [  # en, nl, ro, sv
        (0.0225, "percent", None, ["2.25%", "2,25%", "2,25 %", "2,25 %"]),
        (12.0, "points", None, ["+12", "+12", "+12", "+12"]),
        (-12.5, "points", None, ["−12.5", "−12,5", "−12,5", "−12,5"]),
        (2.25, "hours", None, ["2.25 h", "2,25 uur", "2,25 ore", "2,25 h"]),
        (0.75, "hours", None, ["45 min", "45 min", "45 min", "45 min"]),
        (7 / 3, "hours", None, ["2 h 20 min", "2 uur 20 min", "2 ore 20 min", "2 h 20 min"]),
        (1.0, "days", None, ["1 day", "1 dag", "1 zi", "1 dag"]),
        (20.0, "working_days", None, ["20 working days", "20 werkdagen", "20 de zile lucrătoare", "20 arbetsdagar"]),
        (1250.75, "money", "EUR", ["€1,250.75", "€ 1.250,75", "1.250,75 EUR", "1 250,75 €"]),
        (1250.75, "money", None, ["1,250.75", "1.250,75", "1.250,75", "1 250,75"]),
        (425.0, "money", "SEK", ["SEK 425", "SEK 425", "425 SEK", "425 kr"]),
        (3.125, "ratio", None, ["3.125", "3,125", "3,125", "3,125"]),
    ],
)
def test_promised_number_keeps_every_digit(value: float, unit: Unit, currency: str | None, said: list[str]) -> None:
    languages = ("en", "nl", "ro", "sv")
    assert [Words(name).exact(value, unit, currency).replace("\u00a0", " ") for name in languages] == said
