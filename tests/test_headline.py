"""The sentence of the week, of the month and of the plan, in four languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kpi.paper.headline import headline
from kpi.reporting.report import Report
from kpi.reporting.span import Span
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, Words
from tests.looked_back import effects
from tests.snapshots import empty, example, silent

if TYPE_CHECKING:
    from kpi.deciding.came import Came
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot, Status, Verdict


def week(statuses: dict[Status, int], alerts: dict[str, Verdict] | None = None, *, over: bool = True) -> Snapshot:
    """Make a week with so many rows of each status, and an alert for each channel named."""
    full = example()
    rows = tuple(replace(full.rows[0], status=status) for status, n in statuses.items() for _ in range(n))
    fired = tuple(replace(full.alerts[0], channel=c, verdict=verdict) for c, verdict in (alerts or {}).items())
    return replace(full, rows=rows, alerts=fired, over=over)


FULL = week(
    {"met": 4, "on_pace": 8, "behind": 3, "worse": 1},
    {"linkedin": "stop", "youtube": "scale", "tiktok": "scale", EVERYWHERE: "fix"},
)
TARGETS = {
    "en": "Four targets of 16 are met, eight are on pace, three are behind and one is worse than its baseline.",
    "nl": "Vier van de 16 doelen zijn gehaald, acht liggen op koers, drie lopen achter en "
    "één is slechter dan de nulmeting.",
    "sv": "Fyra av 16 mål är uppnådda, åtta ligger i fas, tre ligger efter och ett är sämre än baslinjen.",
    "ro": "Patru ținte din 16 sunt atinse, opt sunt în grafic, trei sunt în urmă și una "
    "este mai slabă decât la pornire.",
}
RULES = {
    "en": "Stop rule active for LinkedIn; scale rule active for YouTube and TikTok; "
    "something to fix for the whole brand.",
    "nl": "Stopregel actief voor LinkedIn; schaalregel actief voor YouTube en TikTok; iets "
    "te verbeteren voor het hele merk.",
    "sv": "Stoppregel aktiv för LinkedIn; skalregel aktiv för YouTube och TikTok; något "
    "att åtgärda för hela varumärket.",
    "ro": "Regulă de stop activă pentru LinkedIn; regulă de scalare activă pentru YouTube și TikTok; "
    "ceva de corectat pentru întregul brand.",
}


@pytest.mark.parametrize("language", TARGETS)
def test_a_full_week(language: str) -> None:
    assert headline(FULL, Words(language)) == f"{TARGETS[language]} {RULES[language]}"


CALM = "No stop or scale rule is active."
ENGLISH = [
    (empty(), f"This plan has no targets yet. {CALM}"),
    (silent(), f"No target can be judged yet. {CALM}"),
    (week({"met": 1}), f"One target of 1 is met. {CALM}"),
    (week({"worse": 2}), f"Two targets of 2 are worse than their baseline. {CALM}"),
    (
        week({"behind": 1, "too_early": 1, "no_data": 2}),
        f"One target of 4 is behind and three cannot be judged yet. {CALM}",
    ),
    (week({"on_pace": 13}), f"13 targets of 13 are on pace. {CALM}"),
    (
        week({"met": 1}, {"linkedin": "stop"}, over=False),
        "One target of 1 is met. The week is not over: values only, no comparison.",
    ),
    (week({"met": 1}, {"linkedin": "review"}), "One target of 1 is met. Something to review for LinkedIn."),
]


@pytest.mark.parametrize(("snapshot", "sentence"), ENGLISH)
def test_a_week_in_english(snapshot: Snapshot, sentence: str) -> None:
    assert headline(snapshot, Words("en")) == sentence


@pytest.mark.parametrize(
    ("n", "start"), [(1, "O țintă din 1 "), (2, "Două ținte "), (19, "19 ținte "), (20, "20 de ținte ")]
)
def test_romanian_counts(n: int, start: str) -> None:
    assert headline(week({"met": n}), Words("ro")).startswith(start)


def test_dutch_begins_a_sentence_with_one() -> None:
    assert headline(week({"met": 1, "worse": 1}), Words("nl")).startswith(
        "Eén van de 2 doelen is gehaald en één is slechter"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_count_is_a_word_in_every_language(language: str) -> None:
    assert len(Words(language)("headline.numbers").split()) == 12


# -- a month and a plan ------------------------------------------------------------------------------

BECAME: dict[str, tuple[Came, bool]] = {  # what a reader is told -> verdict, not carried out
    "worked": ("worked", False),
    "partly": ("partly", False),
    "before": ("worked", True),
    "against": ("against", False),
    "unclear": ("unclear", False),
    "too_early": ("too_early", False),
    "no_data": ("no_data", False),
}


def over(kind: Kind, weeks: int, asked: int, *told: str, met: int = 5) -> Snapshot:
    """Make the report of so many weeks, with what was told of each decision."""
    full = week({"met": met, "behind": 2, "too_little": 1})
    verdicts = [BECAME[one] for one in told]
    template = effects()[0]
    became = tuple(
        replace(template, outcome=replace(template.outcome, verdict=verdict, unfinished=unfinished))
        for verdict, unfinished in verdicts
    )
    span = Span(kind, full.week.previous(weeks - 1), full.week, asked)
    return replace(full, report=Report(span, effects=became))


TARGETS_OVER = {
    "en": "five targets of 8 are met, two are behind and one cannot be judged yet.",
    "nl": "vijf van de 8 doelen zijn gehaald, twee lopen achter en één is nog niet te beoordelen.",
    "sv": "fem av 8 mål är uppnådda, två ligger efter och ett går inte att bedöma ännu.",
    "ro": "cinci ținte din 8 sunt atinse, două sunt în urmă și una nu poate fi evaluată încă.",
}
SO_FAR = {
    "en": "November, 3 of 4 weeks so far: ",
    "nl": "November, tot nu toe 3 van de 4 weken: ",
    "sv": "November, hittills 3 av 4 veckor: ",
    "ro": "Noiembrie, până acum 3 din 4 săptămâni: ",
}
DECIDED = {
    "en": "Three decisions: two were followed by what was asked for and one was followed by a change for the worse.",
    "nl": "Drie besluiten: twee werden gevolgd door wat gevraagd was en één werd gevolgd door een verslechtering.",
    "sv": "Tre beslut: två följdes av det som begärdes och ett följdes av en försämring.",
    "ro": "Trei decizii: două au fost urmate de ceea ce s-a cerut și una a fost urmată de o înrăutățire.",
}


@pytest.mark.parametrize("language", TARGETS_OVER)
def test_a_month_that_has_a_week_to_come(language: str) -> None:
    said = headline(over("month", 3, 4, "worked", "against", "worked"), Words(language))
    assert said == f"{SO_FAR[language]}{TARGETS_OVER[language]} {DECIDED[language]}"


END = {
    "en": "After 90 days: ",
    "nl": "Na 90 dagen: ",
    "sv": "Efter 90 dagar: ",
    "ro": "După 90 de zile: ",
}
FOLLOWED = {
    "en": "13 decisions: four were followed by what was asked for, two were followed by a part of what was asked for, "
    "one was not yet carried out when the KPI moved, three were followed by a change for the worse "
    "and three cannot be judged.",
    "nl": "13 besluiten: vier werden gevolgd door wat gevraagd was, twee werden gevolgd door een deel van wat "
    "gevraagd was, één was nog niet uitgevoerd toen de KPI bewoog, drie werden gevolgd door een verslechtering "
    "en drie zijn niet te beoordelen.",
    "sv": "13 beslut: fyra följdes av det som begärdes, två följdes av en del av det som begärdes, ett var inte "
    "genomfört när KPI:n rörde sig, tre följdes av en försämring och tre går inte att bedöma.",
    "ro": "13 decizii: patru au fost urmate de ceea ce s-a cerut, două au fost urmate de o parte din ceea ce s-a "
    "cerut, una nu era încă pusă în practică atunci când KPI-ul s-a mișcat, trei au fost urmate de o înrăutățire "
    "și trei nu pot fi evaluate.",
}
THIRTEEN = (
    *("worked",) * 4, *("partly",) * 2, "before", *("against",) * 3, "unclear", "too_early", "no_data",
)  # fmt: skip


@pytest.mark.parametrize("language", END)
def test_the_end_of_a_plan(language: str) -> None:
    said = headline(over("plan", 13, 13, *THIRTEEN), Words(language))
    assert said == f"{END[language]}{TARGETS_OVER[language]} {FOLLOWED[language]}"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Day 58 of 90: "), ("nl", "Dag 58 van 90: "), ("sv", "Dag 58 av 90: ")]
)
def test_a_plan_that_goes_on(language: str, said: str) -> None:
    assert headline(over("plan", 8, 13), Words(language)).startswith(said + TARGETS_OVER[language])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "One decision: it was followed by a part of what was asked for."),
        ("nl", "Eén besluit: het werd gevolgd door een deel van wat gevraagd was."),
        ("sv", "Ett beslut: det följdes av en del av det som begärdes."),
        ("ro", "O decizie: a fost urmată de o parte din ceea ce s-a cerut."),
    ],
)
def test_one_decision(language: str, said: str) -> None:
    assert headline(over("month", 4, 4, "partly"), Words(language)).endswith(said)


def test_no_decision_and_a_whole_month() -> None:
    said = headline(over("month", 4, 4), Words("en"))
    assert said == f"November: {TARGETS_OVER['en']} There was no decision to follow."


def test_romanian_counts_twenty_decisions_with_de() -> None:
    said = headline(over("month", 4, 4, *("unclear",) * 20), Words("ro"))
    assert said.endswith(" 20 de decizii: 20 nu pot fi evaluate.")
    targets = headline(week({"met": 1, "behind": 20}), Words("ro"))
    assert targets.startswith("O țintă din 21 este atinsă și 20 sunt în urmă.")


def test_dutch_writes_the_accents_of_one_within_a_sentence() -> None:
    assert "3 van de 4 weken: één van de 4 doelen is gehaald" in headline(over("month", 3, 4, met=1), Words("nl"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", BECAME)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_every_outcome_has_its_words_and_none_says_that_a_decision_did_it(language: str, told: str, n: int) -> None:
    said = headline(over("month", 4, 4, *(told,) * n), Words(language))
    assert said.count(". ") == 1
    assert said.endswith(".")
    for claim in ("because", "thanks", "caused", "omdat", "dankzij", "tack vare", "orsak", "datorită", "cauz"):
        assert claim not in said.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_without_targets_is_one_sentence_too(language: str) -> None:
    say = Words(language)
    bare = replace(over("month", 3, 4), rows=())
    assert headline(bare, say).split(": ", 1)[1].startswith(say("headline.no_rows")[1:-1], 1)
