"""The team's topics: what is refused, what follows a change of words, what a draft finds, and what numbers then say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from data.asof import as_of
from data.errors import TopicsError
from data.known import Known
from data.texts.marking import marks
from data.texts.topic_preview import preview
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week
from kpi.problems import tell
from kpi.scan import by_words
from kpi.score import score
from kpi.sentiment.topics import (
    Topic,
    as_json,
    check,
    counted,
    earlier_topics,
    known_topics,
    read_topics,
    replaced,
    save_topics,
    typed,
)
from kpi.words import LANGUAGES as SPOKEN
from kpi.words import Words
from tests.exports import as_csv
from tests.test_topic_words import topic

if TYPE_CHECKING:
    from data.store import Store
    from kpi.snapshot import Cell

WEEK = Week(2026, 47)
HEADERS = (
    "Message ID",
    "Channel",
    "Received at",
    "First response at",
    "Sender",
    "Message",
    "Tags",
    "Language",
    "Sentiment",
)
LOADED = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - as the store keeps moments
SAID = (
    ("1", "Your app sold my personal data", "", "en", "negative"),
    ("2", "Privacybeleid gelezen, prima", "", "nl", "positive"),
    ("3", "Jullie prijs is te hoog", "Privacy", "nl", "negative"),
    ("4", "Unde este data livrării?", "", "ro", "neutral"),
    ("5", "Thanks", "", "en", "positive"),
)


def inbox(*rows: tuple[str, str, str, str, str]) -> bytes:
    lines = [
        dict(zip(HEADERS, (one, "X", "2026-11-18T10:10:23Z", "", "ann", said, *rest), strict=True))
        for one, said, *rest in rows
    ]
    return as_csv(HEADERS, lines)


@pytest.fixture
def loaded(noordlicht: Store) -> Store:
    noordlicht.load("inbox.csv", inbox(*SAID), now=LOADED)
    return noordlicht


# -- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topics", "why"),
    [
        ((Topic(name=" ", words={"en": ("ab",)}),), "topic_no_name"),
        ((Topic(name="?!", words={"en": ("ab",)}),), "topic_no_name"),
        ((topic("ab", name="A"), topic("cd", name="a")), "topic_twice"),
        ((Topic(name="b", also=("A",), words={"en": ("ab",)}), topic("cd", name="a")), "topic_twice"),
        ((Topic(name="a"),), "topic_no_words"),
        ((topic("a b*c"),), "topic_word"),
        ((topic("?*"),), "topic_word"),
        ((topic("x"),), "topic_short_word"),
        ((topic("x*"),), "topic_short_word"),
        ((topic("Fee", "fee"),), "topic_word_twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(topics: tuple[Topic, ...], why: str) -> None:
    with pytest.raises(TopicsError) as refused:
        check(topics)
    assert refused.value.fields["why"] == why
    for language in SPOKEN:
        told = tell(Words(language), refused.value)
        assert told.endswith(".")
        assert "{" not in told


def test_what_is_refused_changes_nothing(loaded: Store) -> None:
    before = loaded.revision
    with pytest.raises(TopicsError):
        save_topics(loaded, (topic("x"),))
    assert (loaded.revision, counted(loaded)) == (before, {"privacy": 2, "price": 1})


def test_words_are_read_as_they_are_typed() -> None:
    assert typed({"en": " fee,  late   fee*\nFine;;", "nl": " ,\n"}) == {"en": ("fee", "late fee*", "Fine")}


def test_a_renamed_topic_keeps_its_old_name_and_one_taken_out_is_gone() -> None:
    one, other = topic("ab", name="one"), topic("cd", name="other")
    renamed = replaced((one, other), "one", topic("ab", name="new"))
    assert [named.names for named in renamed] == [("new", "one"), ("other",)]
    assert replaced(renamed, "new", None) == (other,)
    assert replaced((one,), None, other) == (one, other)
    assert replaced((one,), "one", Topic(name="one", sensitive=True, words=one.words))[0].also == ()


# -- in a store --------------------------------------------------------------------------------------


def test_a_load_matches_its_texts_and_its_undo_forgets_them(loaded: Store) -> None:
    assert counted(loaded) == {"privacy": 2, "price": 1}
    second = loaded.load("more.csv", inbox(("9", "Too expensive", "", "en", "negative")), now=LOADED)
    assert counted(loaded) == {"privacy": 2, "price": 2}
    loaded.undo(second.batch_id)
    assert counted(loaded) == {"privacy": 2, "price": 1}


def test_other_words_match_all_texts_anew_and_can_be_taken_back(loaded: Store) -> None:
    heard: list[tuple[int, int]] = []
    assert earlier_topics(loaded) is None
    ready = read_topics(loaded)
    save_topics(loaded, (topic("thanks", name="Praise", language="en"),), "Ann", lambda *far: heard.append(far))
    assert heard == [(5, 5)]
    assert counted(loaded) == {"praise": 1}
    assert earlier_topics(loaded) == ready
    assert known_topics(loaded) == ("Privacy", "Praise")
    save_topics(loaded, ready, "Ann")
    assert loaded.setting("topics") is None, "the ready-made list follows the next version of Ninety"
    assert counted(loaded) == {"privacy": 2, "price": 1}


def test_the_past_has_the_topics_of_then(loaded: Store) -> None:
    then = Known(LOADED, loaded.revision)
    save_topics(loaded, (topic("thanks", name="praise"),))
    with as_of(loaded, then) as past:
        assert counted(past) == {"privacy": 2, "price": 1}
    assert counted(loaded) == {"praise": 1}


# -- numbers -----------------------------------------------------------------------------------------


def cell(store: Store, kpi: str, rows: Filter = ALL_ROWS, days: int = 7) -> Cell:
    return score(store, [(catalog()[kpi], rows, days)], [WEEK]).get(kpi, rows, f"{WEEK}/{days}")


def test_a_number_of_a_topic_reads_the_tools_topic_and_the_teams_words(loaded: Store) -> None:
    # 1 (words, negative), 2 (words, positive), and 3 (the tool's topic "Privacy", negative)
    names = {"privacy": (-1, 3), "PRIVACY": (-1, 3), "integritet": (-1, 3), "Confidentialitate": (-1, 3)}
    for name, expected in names.items():
        found = cell(loaded, "net_sentiment", Filter(topics=(name,)))
        assert (found.numerator, found.denominator) == expected
    both = cell(loaded, "net_sentiment", Filter(topics=("privacy", "price")))
    assert (both.numerator, both.denominator) == (-1, 3), "a text of two topics counts once"
    channel = cell(loaded, "net_sentiment", Filter("instagram", ("privacy",)))
    assert channel.value is None


def test_privacy_is_what_the_words_say_too_whatever_the_team_calls_it(loaded: Store) -> None:
    assert cell(loaded, "privacy_negative_share", days=30).value == pytest.approx(2 / 3)
    ready = read_topics(loaded)
    named = next(one for one in ready if one.name == "privacy")
    renamed = named.model_copy(update={"name": "Dataskydd", "also": ()})
    save_topics(loaded, (renamed,))
    assert cell(loaded, "privacy_negative_share", days=30).value == pytest.approx(2 / 3)
    save_topics(loaded, (topic("thanks", name="praise"),))
    assert cell(loaded, "privacy_negative_share", days=30).value == 1, "only the tool's own topic is left"


def test_a_number_hangs_on_the_teams_words_only_where_it_asks_for_a_topic_of_texts() -> None:
    some = Filter(topics=("ai",))
    hangs = {
        ("net_sentiment", some): True,
        ("net_sentiment", ALL_ROWS): False,
        ("privacy_negative_share", ALL_ROWS): True,
    }
    hangs |= {("share_of_voice", some): False, ("response_time_median", some): False}
    assert {(kpi, rows): by_words(catalog()[kpi], rows) for kpi, rows in hangs} == hangs


# -- what a draft would find -------------------------------------------------------------------------


def test_a_preview_counts_by_language_and_word_and_saves_nothing(loaded: Store) -> None:
    before = loaded.revision
    drafted = (
        Topic(name="Mine", words={"en": ("data", "nowhere"), "nl": ("prijs", "data")}),
        topic("personal*", name="other"),
    )
    seen = preview(loaded, as_json(drafted), "Mine")
    assert {(one.language, one.texts, one.found) for one in seen.languages} == {
        ("en", 2, 1),
        ("nl", 2, 1),
        ("ro", 1, 0),
    }
    assert (seen.found, seen.texts) == (2, 5)
    assert seen.words == {("en", "data"): 1, ("en", "nowhere"): 0, ("nl", "data"): 0, ("nl", "prijs"): 1}
    assert seen.shared == {"other": 1}
    assert {one.text: [one.text[a:b] for a, b in marks(one.text, one.sought)] for one in seen.examples} == {
        "Your app sold my personal data": ["data"],
        "Jullie prijs is te hoog": ["prijs"],
    }
    assert loaded.revision == before
    assert "mine" not in counted(loaded)


def test_a_preview_looks_at_13_weeks_up_to_the_newest_text(loaded: Store) -> None:
    old = inbox(("8", "old data", "", "en", "neutral")).replace(b"2026-11-18", b"2026-08-19")
    loaded.load("old.csv", old, now=LOADED)
    seen = preview(loaded, as_json((topic("data", language="en"),)), "t")
    assert (str(seen.first), str(seen.last), seen.found) == ("2026-08-20", "2026-11-18", 1)


def test_a_preview_without_texts_says_so(noordlicht: Store) -> None:
    seen = preview(noordlicht, as_json((topic("data"),)), "t")
    assert (seen.first, seen.last, seen.texts, seen.found, seen.examples) == (None, None, 0, 0, ())
