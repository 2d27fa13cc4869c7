"""A deck is read in a meeting: its signals beside each other, what was decided before what is looked up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.slides.slides import slides
from kpi.snapshot import Snapshot
from kpi.words import LANGUAGES, Words
from tests.decks import charts, opened, shapes, titles, words
from tests.snapshots import example, with_effects
from tests.test_minutes_on_paper import STOP, TEST, held
from tests.test_remarks import ahead

NL, DUTCH = Edition("nl"), Words("nl")


def alarmed(count: int) -> Snapshot:
    """Take a week with so many signals and few rows."""
    few = replace(with_effects(), minutes=held(STOP, TEST))
    return replace(few, rows=few.rows[:2], alerts=(few.alerts * 2)[:count])


def dealt(content: bytes) -> list[int]:
    """Count the cards of each slide that has some."""
    counts = [sum(shape.name.startswith("Card") for shape in shapes(slide)) for slide in opened(content).slides]
    return [count for count in counts if count]


def test_what_a_meeting_needs_comes_first() -> None:
    said = document(alarmed(3), DUTCH).words
    asked = ["tiles", "decided_title", "effects_title", "table"]
    found = titles(slides(alarmed(3), NL))
    assert found[1:5] == [said[name] for name in asked]
    assert found[-1] == said["notes"]


@pytest.mark.parametrize(("count", "cards"), [(1, [1]), (3, [3]), (4, [4]), (5, [3, 2]), (6, [3, 3])])
def test_no_signal_stands_alone_on_a_slide(count: int, cards: list[int]) -> None:
    assert dealt(slides(alarmed(count), NL)) == cards


def test_signals_that_are_too_long_for_four_beside_each_other_are_halved() -> None:
    four = alarmed(4)
    long = replace(
        four.alerts[0], name="A rule of the team " * 6, action="Ask everybody " * 6, legs=four.alerts[0].legs * 2
    )
    assert dealt(slides(replace(four, alerts=(long, *four.alerts[1:])), NL)) == [2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_signals_are_readable_in_every_language(language: str) -> None:
    content = slides(alarmed(4), Edition(language))
    assert dealt(content) == [4]
    found = words(content)
    for card in document(alarmed(4), Words(language)).cards:
        assert " ".join(card.rule.split()) in found
        assert all(" ".join(leg.sample.split()) in found for leg in card.legs)


def test_the_weeks_of_a_trend_are_level_and_every_fifth_has_a_name() -> None:
    axis = charts(slides(alarmed(1), NL))[0]._chartSpace.xpath(".//c:catAx")[0]
    assert axis.xpath("c:tickLblSkip/@val") == ["5"]
    assert abs(int(axis.xpath("c:txPr/a:bodyPr/@rot")[0])) < 60_000  # less than a degree


def test_a_table_with_chances_says_what_they_are_and_one_without_does_not() -> None:
    plain = replace(example(), rows=example().rows[:2])
    hopeful = replace(plain, rows=(replace(plain.rows[0], forecast=ahead(0.4)), plain.rows[1]))
    key = DUTCH("pdf.chance_key")
    assert key in words(slides(hopeful, NL))
    assert key not in words(slides(plain, NL))
