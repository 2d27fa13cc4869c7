"""Whose words stand in a text: whole or as a beginning, by language, and what the ready-made lists find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.texts.marking import marks
from data.texts.topics import match
from kpi.sentiment.topics import LANGUAGES, Topic, as_json, check, default_topics
from kpi.words import LANGUAGES as SPOKEN
from kpi.words import Words
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def rows() -> Iterator[Rows]:
    made = Rows()
    yield made
    made.close()


def say(rows: Rows, said: str, language: str | None, topics: tuple[Topic, ...]) -> set[str]:
    """Match one text with topics, and give those it is about."""
    rows.con.execute("delete from reading; delete from text_topic; delete from messages; delete from setting")
    rows.con.execute("insert into setting values ('topics', ?)", [as_json(topics)])
    rows.message("2026-11-18", 1, text=said, message_id="m")
    rows.con.execute("insert into reading values ('messages', 'x', 'm', 1, 0.5, ?, 0, 0, 'lexicon-1')", [language])
    match(rows.con)
    return {name for (name,) in rows.query("select topic from text_topic")}


def topic(*words: str, language: str = "*", name: str = "t") -> Topic:
    return Topic(name=name, words={language: words})


# -- words in texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "said", "is_found"),
    [
        ("price", "The PRICE, again!", True),
        ("price", "prices", False),
        ("price*", "prices", True),
        ("price", "overprice", False),
        ("price*", "overpriced", False),
        ("viața privată", "Viata   privată!", True),
        ("viata privata", "VIAȚA\nPRIVATĂ", True),
        ("personal data*", "personal database", True),
        ("personal data", "personal, data", True),
        ("personal data", "data personal", False),
        ("doesn't work", "it Doesn't work", True),
        ("e-mail", "my e mail", True),
        ("24/7", "open 24-7.", True),
        ("säkerhet*", "sakerhetsbrist", True),
        ("ai", "#AI?", True),
        ("ai", "mail", False),
    ],
)
def test_a_word_is_found_whole_or_as_the_beginning_of_one(rows: Rows, word: str, said: str, is_found: bool) -> None:
    assert say(rows, said, "en", (topic(word),)) == ({"t"} if is_found else set())
    sought = [one for (one,) in rows.query("select word from topic_words(?)", [as_json((topic(word),))])]
    assert bool(marks(said, sought)) == is_found, "what is marked is what was found"


@pytest.mark.parametrize(
    ("language", "spoken", "is_found"),
    [
        ("en", "en", True),
        ("en", "nl", False),
        ("en", None, True),
        ("en", "it", False),
        ("*", "it", True),
        ("*", None, True),
        ("*", "en", True),
    ],
)
def test_a_list_is_for_texts_in_its_language_and_for_those_nobody_can_tell(
    rows: Rows, language: str, spoken: str | None, is_found: bool
) -> None:
    assert say(rows, "the barn", spoken, (topic("barn", language=language),)) == ({"t"} if is_found else set())


def test_a_text_is_about_every_topic_of_which_it_has_a_word(rows: Rows) -> None:
    some = (topic("fee*", name="Price"), topic("data", language="en", name="data"), topic("sun", name="sun"))
    assert say(rows, "fees for my data", "en", some) == {"price", "data"}
    assert say(rows, "fees for my data", "nl", some) == {"price"}


# -- ready-made --------------------------------------------------------------------------------------


def test_the_ready_made_topics_are_whole(rows: Rows) -> None:
    ready = default_topics(rows)
    check(ready)
    assert [one.name for one in ready if one.sensitive] == [
        *("privacy", "ai", "data", "security", "legal", "children", "surveillance", "ethics", "defence"),
    ]
    for one in ready:
        assert {"en", "nl", "sv", "ro", "de", "fr"} <= one.words.keys() <= {*LANGUAGES}
        for language in SPOKEN:  # who asks for a topic by the name on the page finds it
            shown = Words(language)(f"topics.name.{one.name}")
            assert shown.lower() in [name.lower() for name in one.names]


@pytest.mark.parametrize(
    ("said", "language", "about"),
    [
        ("Wat doen jullie met mijn gegevens? Dit is een datalek", "nl", {"data"}),
        ("Welke data zijn nog vrij in mei?", "nl", set()),
        ("Ai dreptate, data livrării este mâine", "ro", set()),
        ("J'ai reçu le colis", "fr", set()),
        ("L'IA décide de tout", "fr", {"ai"}),
        ("Ni övervakar oss med ansiktsigenkänning", "sv", {"surveillance"}),
        ("Mina personuppgifter ligger ute, ren bluff", "sv", {"privacy"}),
        ("Datele mele personale au fost furate", "ro", {"data"}),
        ("The Pentagon deal and AI weapons? Unethical.", "en", {"defence", "ai", "ethics"}),
        ("Mein Anwalt meldet sich wegen Datenschutz", "de", {"legal", "privacy"}),
        ("It doesn't work and it's overpriced", "en", {"quality", "price"}),
        ("Nu răspunde nimeni la relații cu clienții", "ro", {"service"}),
        ("Lovely weather, the claim desk was kind", "en", set()),
    ],
)
def test_the_ready_made_words_find_what_people_write(rows: Rows, said: str, language: str, about: set[str]) -> None:
    assert say(rows, said, language, default_topics(rows)) == about


def test_parts_of_all_texts_are_the_whole(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.texts.topics.CHUNK", 7)
    rows.con.execute("insert into setting values ('topics', ?)", [as_json((topic("fee"),))])
    for number in range(40):
        rows.message("2026-11-18", 1, text="a fee" if number % 4 else "free", message_id=str(number))
        rows.con.execute(
            "insert into reading values ('messages', 'x', ?, 1, ?, 'en', 0, 0, 's')", [str(number), number / 39]
        )
    far: list[tuple[int, int]] = []
    match(rows.con, progress=lambda *done: far.append(done))
    assert rows.query("select count(*), count(distinct text_id) from text_topic") == [(30, 30)]
    assert far == [(6, 40), (13, 40), (20, 40), (26, 40), (33, 40), (40, 40)]
