"""What a team calls high-risk: its words, what they find, and what nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from kpi.thread.risk import MOODS, Risk, Topic, default_risk, read_risk, save_risk, typed, written
from kpi.words import LANGUAGES, texts

if TYPE_CHECKING:
    from data.store import Store
    from tests.rows import Rows

MON = "2026-11-16"


def say_risky(store: Rows, *words: str, sentiment: str = "negative") -> None:
    risk = Risk.model_validate({"sentiment": sentiment, "topics": [{"name": "ours", "words": words}]})
    store.con.execute("insert into setting values ('risk', ?)", [risk.model_dump_json()])


def is_high(store: Rows, **message: Any) -> bool | None:
    store.message(MON, 1, **message)
    found: bool | None = store.query("select is_high from weighed_message order by source_row desc limit 1")[0][0]
    return found


# -- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "topic", "found"),
    [
        ("privacy", "Privacy & data", True),
        ("PRIVACY", "vraag over privacy", True),
        ("protectia datelor", "Protecția datelor!", True),
        ("säkerhet", "sa\u0308kerhet", True),  # the dots as a letter of their own
        ("ai", "email", False),
        ("ai", "AI", True),
        ("ai", "a.i.", False),
        ("data", "database", False),
        ("data*", "database", True),
        ("data*", "metadata", False),
        ("data leak", "a data leak", True),
        ("data leak", "data, no leak", False),
        ("c++", "c", True),  # signs are no part of a word
        ("kind", "kind", True),
        ("kind", "", None),
        ("kind", None, None),
    ],
)
def test_a_word_is_found_whole_without_case_and_accents(
    empty: Rows, word: str, topic: str | None, found: bool | None
) -> None:
    say_risky(empty, word)
    assert is_high(empty, topic=topic, sentiment=-1) is found


@pytest.mark.parametrize(
    "topic",
    ["privacyvraag", "Dataskydd", "Datalek", "confidențialitatea datelor", "juridische vraag", "barn", "copii", "AI"],
)
def test_the_words_ninety_begins_with_speak_four_languages(empty: Rows, topic: str) -> None:
    assert is_high(empty, topic=topic, sentiment=-1) is True


@pytest.mark.parametrize("topic", ["levering", "pris", "serviciu", "opening hours", "avgift", "maintenance"])
def test_an_everyday_topic_is_none(empty: Rows, topic: str) -> None:
    assert is_high(empty, topic=topic, sentiment=-1) is False


# -- the sentiment -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mood", "sentiment", "high"),
    [
        ("negative", -1, True),
        ("negative", 0, False),
        ("negative", 1, False),
        ("negative", None, None),
        ("unlabelled", -1, True),
        ("unlabelled", None, True),
        ("unlabelled", 0, False),
        ("any", None, True),
        ("any", 1, True),
    ],
)
def test_a_blank_sentiment_is_neither_negative_nor_neutral(
    empty: Rows, mood: str, sentiment: int | None, high: bool | None
) -> None:
    say_risky(empty, "privacy", sentiment=mood)
    assert is_high(empty, topic="privacy", sentiment=sentiment) is high
    assert is_high(empty, topic="levering", sentiment=sentiment) is False


def test_who_is_not_negative_is_not_high_risk_whatever_it_is_about(empty: Rows) -> None:
    assert is_high(empty, topic=None, sentiment=1) is False
    assert is_high(empty, topic=None, sentiment=None) is None


def test_a_text_is_not_read_for_a_topic(empty: Rows) -> None:
    assert is_high(empty, topic=None, text="Welke data zijn nog vrij?", sentiment=-1) is None


# -- the setting ---------------------------------------------------------------------------------


def test_what_a_team_says_holds_at_once_and_for_the_past(noordlicht: Store) -> None:
    assert read_risk(noordlicht) == default_risk(noordlicht)
    ours = Risk(sentiment="any", topics=(Topic(name="Storing", words=("storing*",)),))
    before = noordlicht.revision
    save_risk(noordlicht, ours, "Mira")
    assert read_risk(noordlicht) == ours
    assert noordlicht.revision > before
    assert noordlicht.query("select changed_by from setting_change where name = 'risk'") == [("Mira",)]
    assert noordlicht.query("select word from risk_word") == [(" storing",)]


@pytest.mark.parametrize("word", ["", "*", "&", "a*b", "**"])
def test_a_word_that_could_never_be_found_is_refused(word: str) -> None:
    with pytest.raises(ValidationError):
        Topic(name="ours", words=(word,))


def test_topics_are_read_as_somebody_types_them() -> None:
    found = typed("negative", [(" Data  leaks ", "data leak, lek* ;hack,,"), ("", "")])
    assert found == Risk(sentiment="negative", topics=(Topic(name="Data leaks", words=("data leak", "lek*", "hack")),))
    assert written(found.topics[0]) == "data leak, lek*, hack"


@pytest.mark.parametrize("rows", [[], [("ours", "")], [("", "lek")], [("ours", "l*k")]])
def test_what_cannot_be_meant_is_not_kept(rows: list[tuple[str, str]]) -> None:
    assert typed("negative", rows) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_declared_topic_and_mood_has_its_words(noordlicht: Store, language: str) -> None:
    names = [f"thread.topic_{topic.name}" for topic in default_risk(noordlicht).topics]
    assert {*names, *(f"thread.mood_is_{mood}" for mood in MOODS)} <= texts(language).keys()
