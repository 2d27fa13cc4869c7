"""The texts behind a number: what a reader asks for, in that order, with nobody's name and nothing that is not so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.periods import Week, Window
from kpi.sentiment.behind import asked
from kpi.sentiment.texts import Asked, choices, texts, tone
from tests.labelled_texts import MONDAY, label, read_text
from tests.ledger import upload

if TYPE_CHECKING:
    from kpi.sentiment.texts import Said
    from tests.rows import Rows

SUNDAY = date(2026, 11, 22)


def listed(store: Rows, *, alike: bool = True, **wanted: Any) -> list[Said]:
    return list(texts(store, Asked(MONDAY, SUNDAY, **wanted), 100, alike=alike).texts)


def words(found: list[Said]) -> list[str]:
    return [one.text.removeprefix("text ") for one in found]


@pytest.fixture
def some(empty: Rows) -> Rows:
    """Make four texts: what people say comes before the tool, and the tool before the scorer."""
    read_text(empty, "scorer likes", MONDAY, 0.1, view=(0.9, 0.0))
    read_text(empty, "tool likes", SUNDAY, 0.2, view=(0.0, 0.8), sentiment=1, topic="AI")
    read_text(empty, "people do not", MONDAY, 0.3, view=(0.9, 0.0), sentiment=1, topics=("privacy",))
    label(empty, "people do not", -1)
    read_text(empty, "nobody can tell", MONDAY, 0.4, view=None, channel="web")
    label(empty, "nobody can tell", None, channel="web")
    read_text(empty, "of next week", date(2026, 11, 23), 0.5)
    return empty


def test_people_count_before_the_tool_and_the_tool_before_the_scorer(some: Rows) -> None:
    assert words(listed(some)) == ["people do not", "scorer likes", "tool likes", "nobody can tell"]
    assert words(listed(some, order="positive")) == ["tool likes", "scorer likes", "people do not", "nobody can tell"]
    assert words(listed(some, order="newest"))[0] == "tool likes"


def test_each_view_stands_beside_the_others(some: Rows) -> None:
    found = {one.text.removeprefix("text "): one for one in listed(some)}
    not_liked, unread = found["people do not"], found["nobody can tell"]
    assert (not_liked.people, not_liked.tool, not_liked.unsure) == (-1, 1, False)
    assert not_liked.view == pytest.approx(0.9)
    assert (unread.people, unread.tool, unread.view, unread.readers, unread.unsure) == (None, None, None, 1, True)


def test_what_two_people_call_apart_is_neither(some: Rows) -> None:
    label(some, "people do not", 1, "Bo")
    assert next(one for one in listed(some) if one.readers == 2).people == 0


def test_label_of_other_words_and_one_that_was_taken_back_are_none(some: Rows) -> None:
    label(some, "scorer likes", -1, words=7)
    label(some, "tool likes", -1, removed=True)
    assert {one.people for one in listed(some)} == {None, -1}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"topics": ("ai",)}, ["tool likes"]),
        ({"topics": ("Privacy",)}, ["people do not"]),
        ({"topics": ("Privacy", "AI")}, ["people do not", "tool likes"]),
        ({"channel": "web"}, ["nobody can tell"]),
        ({"language": "nl"}, []),
        ({"tone": "negative"}, ["people do not"]),
        ({"tone": "positive"}, ["scorer likes", "tool likes"]),
        ({"tone": "neutral"}, []),
        ({"labels": "labelled"}, ["people do not", "nobody can tell"]),
        ({"labels": "waiting"}, ["scorer likes", "tool likes"]),
        ({"labels": "apart"}, ["people do not"]),
        ({"of": "sentiment = 1", "channel": "x"}, ["people do not", "tool likes"]),
    ],
    ids=str,
)
def test_reader_gets_what_was_asked_for_and_no_more(some: Rows, wanted: dict[str, Any], found: list[str]) -> None:
    assert words(listed(some, **wanted)) == found


def test_same_words_called_alike_stand_together_and_one_by_one_in_a_file(empty: Rows) -> None:
    for place, channel in enumerate(("x", "web", "x")):
        read_text(empty, f"{place}", MONDAY, 0.1 * place, channel=channel, topics=(f"t{place}",))
    read_text(empty, "3", MONDAY, 0.4)
    empty.query("update reading set words = 5")
    label(empty, "3", -1)
    found = texts(empty, Asked(MONDAY, SUNDAY), 100)
    assert (found.total, found.lines) == (4, 2)
    labelled, others = found.texts
    assert (labelled.people, labelled.times) == (-1, 1)
    assert (others.times, others.channels, others.topics) == (3, ("web", "x"), ("t0", "t1", "t2"))
    assert len(listed(empty, alike=False)) == 4


@pytest.mark.parametrize("newest", [0, 1, 2])
def test_day_file_and_row_of_a_card_are_those_of_one_text(empty: Rows, newest: int) -> None:
    """Texts of one upload, or of two of which the later one has the older days; the last day is cited."""
    for _ in range(2):
        upload(empty, "messages", MONDAY.isoformat(), SUNDAY.isoformat())
    files = [file for (file,) in empty.query("select file from upload order by batch_id")]
    batches = [number for (number,) in empty.query("select batch_id from upload order by batch_id")]
    for place, batch in enumerate((0, 0, 1)):
        day = SUNDAY if place == newest else MONDAY
        read_text(empty, f"{place}", day, 0.1 * place, batch_id=batches[batch], source_row=10 + place)
    empty.query("update reading set words = 5")
    (found,) = listed(empty)
    assert (found.times, found.day, found.row) == (3, SUNDAY, 10 + newest)
    assert found.file == files[newest // 2]


def test_list_is_cut_and_says_how_many_there_are(some: Rows) -> None:
    found = texts(some, Asked(MONDAY, SUNDAY), 2)
    assert (len(found.texts), found.total, found.lines) == (2, 4, 4)


def test_nobody_is_named(empty: Rows) -> None:
    told = "@piet.jansen bel 06-12345678 of mail piet@example.org https://x.com/piet/status/1"
    empty.message(MONDAY.isoformat(), 1, message_id="1", text=told)
    said = listed(empty)[0].text
    assert not any(name in said for name in ("piet", "12345678", "example.org"))


def test_choices_count_what_can_be_chosen(some: Rows) -> None:
    some.message(MONDAY.isoformat(), 1, message_id="new", text="not read yet")
    some.message(MONDAY.isoformat(), 1, message_id="bare", text=None)
    found = choices(some, MONDAY, SUNDAY)
    assert (found.texts, found.bare, found.unread, found.labelled) == (5, 1, 1, 2)
    assert found.channels == {"x": 4, "web": 1}
    assert found.topics == {"ai": 1, "privacy": 1}
    assert found.languages == {"en": 4, "": 1}


def test_number_asks_for_the_texts_it_speaks_of(some: Rows) -> None:
    window = Window(Week(2026, 47), 7)
    wanted = asked(catalog()["privacy_negative_share"], Filter(channel="x"), window, "negative")
    assert words(list(texts(some, wanted, 10).texts)) == ["people do not"]
    assert (wanted.first, wanted.last) == (MONDAY, SUNDAY)


@pytest.mark.parametrize(
    ("view", "called"),
    [(None, None), (0.34, "positive"), (1 / 3, "neutral"), (0.0, "neutral"), (-0.5, "negative")],
    ids=str,
)
def test_thirds_of_the_scale_have_a_word_each(view: float | None, called: str | None) -> None:
    assert tone(view) == called
