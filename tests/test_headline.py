"""The sentence of the week, in four languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kpi.paper.headline import headline
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, Words
from tests.snapshots import empty, example, silent

if TYPE_CHECKING:
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
