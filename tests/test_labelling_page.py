"""The page where people label texts: before a round, in it, after it, the list of labels, and files out and in."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.labels import Given, add, add_all, labels
from data.ledger import moment
from data.store import Store, store_path
from kpi.periods import Week
from kpi.sentiment.drawing import Frame, queue
from kpi.sentiment.frames import parts, topics_of
from kpi.sentiment.label_file import labels_csv, sample_csv
from kpi.sentiment.worth import about, with_more
from kpi.words import Words
from pages import _label_files, _label_known, _label_round, _label_stage, _label_start
from pages._label_desk import AWAY, Desk, desk
from pages._label_text import as_shown
from tests.exports import inbox
from tests.talking import BRAND, HOSTILE, WEEK, make, messages
from tests.visits import FRAME as FRAME_PAGE
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.labels import Sentiment, Text

FRAME = Frame(WEEK)


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a brand with twelve texts in week 47, once for all tests."""
    home = tmp_path_factory.mktemp("twelve")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(home))
        make(12).close()
    return home


@pytest.fixture
def store(twelve: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the brand with twelve texts; a round takes five of them."""
    for module in (_label_files, _label_known, _label_round, _label_start):
        monkeypatch.setattr(module, "ROUND", 5)
    shutil.copytree(twelve, tmp_path, dirs_exist_ok=True)
    found = Store.open(store_path(BRAND))
    yield found
    found.close()


def open_page(name: str = "Ann") -> AppTest:
    """Open the page, and say who is at the keyboard."""
    app = AppTest.from_file(FRAME_PAGE, default_timeout=30)
    app.user = {"email": name}
    app._page_hash = calc_hash("labels")  # as a link does, without the home page first: these are many visits
    app.run()
    assert not app.exception
    return app


def begin(name: str = "Ann") -> AppTest:
    """Begin a round."""
    app = open_page(name)
    app.button(key="label_start").click().run()
    assert not app.exception
    return app


def say(app: AppTest, *answers: Any) -> AppTest:
    """Say all answers of the round so far, as the browser does each time."""
    app.session_state["label_answers"] = {"answers": {"round": in_hand(app).id, "answers": list(answers)}}
    app.run()
    assert not app.exception
    return app


def in_hand(app: AppTest) -> _label_round.Round:
    found = app.session_state["label_round"]
    assert isinstance(found, _label_round.Round)
    return found


def drawn(store: Store, by: str = "Ann") -> _label_round.Round:
    """Draw a round without a page."""
    texts = tuple(queue(store, FRAME, by, 5))
    return _label_round.Round(str(store.path), FRAME, by, texts, moment(None))


def kept(store: Store) -> list[tuple[Text, int | None, str | None]]:
    return [(one.text, one.sentiment, one.by) for one in labels(store)]


def figures(app: AppTest) -> dict[str, str]:
    return {one.label: str(one.value) for one in app.metric}


# -- before ------------------------------------------------------------------------------------------


def test_the_start_says_how_far_the_week_is_and_what_labels_are_worth(store: Store) -> None:
    app = open_page()
    first = figures(app)
    assert "still runs" not in read(app)
    assert first == {"Texts": "12", "Labelled": "0", "Interval width now": "–", "With 5 more": "110 points"}
    add_all(store, [Given(one.text, 1, drawn=one.drawn) for one in queue(store, FRAME, "Ann", 6)], "Ann")
    then = figures(open_page())
    assert then["Labelled"] == "6"
    assert re.fullmatch(r"\d+ points", then["Interval width now"])


def test_labels_are_worth_what_the_formula_says() -> None:
    assert about(0) is about(1) is None  # of one label nobody knows how far it is off
    assert [round(about(n) or 0) for n in (50, 150, 600)] == [17, 10, 5]
    assert with_more(None, 0, 50) == about(50)
    assert with_more(20, 25, 75) == 10


def test_a_channel_alone_can_be_drawn_from(store: Store) -> None:
    app = open_page()
    assert app.selectbox(key="labels_from").options == [
        *("The whole week (12)", "Facebook (4)", "Instagram (4)", "X (4)"),
    ]
    app.selectbox(key="labels_from").set_value("channel:facebook").run()
    assert figures(app)["Texts"] == "4"
    app.button(key="label_start").click().run()
    assert {one.channel for one in in_hand(app).texts} == {"facebook"}
    assert "**Week 47 · Facebook**" in read(app)
    assert parts(store, WEEK).channels == {"facebook": 4, "instagram": 4, "x": 4}


def test_a_topic_alone_can_be_drawn_from(store: Store) -> None:
    first = queue(store, FRAME, None, 1)[0].text
    with store.shared.change(None) as tx:
        tx.execute("DELETE FROM text_topic")
        tx.execute("INSERT INTO text_topic VALUES (?, ?, ?, 'service')", list(first))
    assert topics_of(store, [first]) == {first: ("service",)}
    app = open_page()
    app.selectbox(key="labels_from").set_value("topic:service").run()
    app.button(key="label_start").click().run()
    assert [one.text for one in in_hand(app).texts] == [first]


def test_a_week_without_texts_says_what_is_missing(store: Store) -> None:
    def blank(week: Week) -> bytes:
        """Write the messages of a week as an export without the column of their text has them."""
        first = datetime.combine(week.monday, datetime.min.time()) + timedelta(hours=9)
        return inbox({"Message ID": f"blank {week}", "Received at": f"{first:%Y-%m-%d %H:%M}", "Sentiment": "positive"})

    store.load("blank.csv", blank(Week(2026, 46)))
    silent = visit("labels", week="2026-W46")
    assert "hold none of their texts" in read(silent)
    silent.button(key="go").click().run()
    assert silent.title[0].value == "Upload"


def test_a_week_without_data_is_named_beside_the_one_that_is_shown(store: Store) -> None:
    assert store.revision
    app = visit("labels", week="2026-W40")
    assert app.info[0].value == "There are no data of week 40 yet; what you see is week 47."
    app.query_params["week"] = "2026-W47"
    assert not app.run().info


def test_texts_that_were_not_read_yet_lead_to_the_page_of_sentiment(store: Store) -> None:
    with store.shared.change(None) as tx:
        tx.execute("DELETE FROM reading")
    assert "has not read the texts of week 47 yet" in read(visit("labels"))


def test_the_running_week_says_that_more_may_come(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_TODAY", "2026-11-20")
    assert "This week still runs" in read(visit("labels", week="2026-W47"))
    assert kept(store) == []


def test_the_guide_stands_ready_in_the_language_of_its_reader(store: Store) -> None:
    assert store.revision
    table = visit("labels", language="ro").table[0].value
    assert len(table) == 6
    assert table.iloc[0, 2].startswith("Ironie")


# -- a round -----------------------------------------------------------------------------------------


def test_each_answer_is_kept_as_it_comes_and_the_last_ends_the_round(store: Store) -> None:
    drawn = [one.text for one in queue(store, FRAME, "Ann", 5)]
    app = begin()
    assert [one.text for one in in_hand(app).texts] == drawn
    say(app, 1)
    assert kept(store) == [(drawn[0], 1, "Ann")]
    assert "labels.you_called" not in read(app)
    say(app, 1, None)
    say(app, 1, None, -1, 0, 1)
    assert kept(store) == list(zip(drawn, (1, None, -1, 0, 1), ["Ann"] * 5, strict=True))
    assert app.header[0].value == "5 texts labelled"
    assert {name: figures(app)[name] for name in ("Negative", "Neutral", "Positive", "Unclear")} == {
        "Negative": "1",
        "Neutral": "1",
        "Positive": "2",
        "Unclear": "1",
    }


def test_undo_takes_the_last_back_and_what_is_said_twice_counts_once(store: Store) -> None:
    now, said = drawn(store), list[list[int | None]]()
    told: list[list[Sentiment | None]] = [[1, 1], [1], [1, -1], [1, -1], [0], []]
    for given in told:
        _label_round.answer(now, given, store)
        said.append([sentiment for _, sentiment, _ in kept(store)])
    assert said == told


def test_what_no_browser_of_ours_says_is_not_kept(store: Store) -> None:
    now = drawn(store)
    for said in ([2], ["1"], [True], [1] * 6, "1", {"0": 1}, [1.0], [[1]]):
        assert _label_stage.understood(now, {"round": now.id, "answers": said}) is None
    assert _label_stage.understood(now, {"round": "another", "answers": [1]}) is None
    assert _label_stage.understood(now, [1]) is _label_stage.understood(now, None) is None
    assert _label_stage.understood(now, {"round": now.id, "answers": [1, None]}) == [1, None]


def test_a_text_that_went_meanwhile_loses_its_answer_and_nothing_else(store: Store) -> None:
    app = begin()
    gone = in_hand(app).texts[1].text
    with store.shared.change(None) as tx:
        tx.execute("DELETE FROM reading WHERE text_id = ?", [gone.text_id])
    say(app, 1, 1, 1, 1, 1)
    assert len(kept(store)) == 4
    assert app.header[0].value == "4 texts labelled"
    assert "its answer is not kept" in read(app)


def test_stopping_half_way_loses_nothing_and_the_rest_comes_next_time(store: Store) -> None:
    app = begin()
    rest = [one.text for one in in_hand(app).texts[2:]]
    say(app, 0, 0).button(key="label_stop").click().run()
    assert app.header[0].value == "2 texts labelled"
    assert "3 texts of the round are left" in read(app)
    app.button(key="label_more").click().run()
    assert [one.text for one in in_hand(app).texts[:3]] == rest
    assert len(kept(store)) == 2


def test_a_name_that_was_typed_just_before_the_start_counts(store: Store) -> None:
    app = open_page("")
    app.text_input(key="label_by").set_value("  Ann   Smit ")
    app.button(key="label_start").click().run()
    say(app, 1)
    assert [by for _, _, by in kept(store)] == ["Ann Smit"]


def test_nobody_begins_without_a_name(store: Store) -> None:
    app = begin("")
    assert "label_round" not in app.session_state
    assert "Say who you are first" in app.warning[0].value
    app.text_input(key="label_by").set_value(" ")
    app.button(key="label_start").click().run()
    assert "label_round" not in app.session_state
    app.session_state["labels_tab"] = "The labels"
    add(store, queue(store, FRAME, None, 1)[0].text, 1, None)
    app.run()
    assert not app.text  # a label without a name is nobody's
    assert "your labels stand here" in read(app)


@pytest.mark.parametrize(("kept", "filled"), [("Zo%C3%AB%20%20Smit", "Zoë Smit"), ("%ff" * 99, "\ufffd" * 60)])
def test_the_name_that_this_browser_kept_is_filled_in(
    store: Store, monkeypatch: pytest.MonkeyPatch, kept: str, filled: str
) -> None:
    assert store.revision
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {"ninety_reader": kept}))
    app = begin("")
    assert in_hand(app).by == filled


def test_an_answer_that_comes_with_the_stop_is_kept(store: Store) -> None:
    app = begin()
    app.session_state["label_answers"] = {"answers": {"round": in_hand(app).id, "answers": [1]}}
    app.button(key="label_stop").click().run()
    assert app.header[0].value == "One text labelled"
    assert [sentiment for _, sentiment, _ in kept(store)] == [1]


def test_stopping_at_once_says_that_nothing_was_labelled(store: Store) -> None:
    app = begin()
    app.button(key="label_stop").click().run()
    assert "nothing was labelled" in app.header[0].value
    app.button(key="label_finish").click().run()
    assert figures(app)["Labelled"] == "0"
    assert kept(store) == []


def test_the_last_answer_can_be_taken_back_after_the_end(store: Store) -> None:
    app = begin()
    say(app, 1, 1, 1, 1, 1).button(key="label_again").click().run()
    assert len(kept(store)) == 4
    say(app, 1, 1, 1, 1, -1)
    assert [sentiment for _, sentiment, _ in kept(store)] == [1, 1, 1, 1, -1]
    assert app.header[0].value == "5 texts labelled"


def test_a_round_outlives_a_look_at_another_page(store: Store) -> None:
    app = begin()
    say(app, 1, 0)
    app.switch_page("upload.py").run()
    app.switch_page("labelling.py").run()
    assert not app.exception
    assert len(in_hand(app).answers) == 2
    say(app, 1, 0, -1)
    assert [sentiment for _, sentiment, _ in kept(store)] == [1, 0, -1]


# -- two people --------------------------------------------------------------------------------------


def test_two_people_at_once_are_handed_different_texts(store: Store) -> None:
    ann, ben = begin("Ann"), begin("Ben")
    first, second = ({one.text for one in in_hand(app).texts} for app in (ann, ben))
    assert len(first | second) == 10
    say(ann, 1, 1)
    say(ben, -1, -1)
    assert sorted(by or "" for _, _, by in kept(store)) == ["Ann", "Ann", "Ben", "Ben"]


def test_who_opens_the_page_anew_goes_on_with_her_own_texts(store: Store) -> None:
    say(begin("Ann"), 1)
    drawn = queue(store, FRAME, "Ann", 5)
    assert in_hand(begin("Ann")).texts == tuple(drawn)


def test_when_others_have_all_in_hand_it_says_so(store: Store) -> None:
    ann = drawn(store)
    texts = [one.text for one in queue(store, FRAME, None, 12)]
    desk().take(str(store.path), "Ann", texts[2:], ann)
    app = open_page("Ben")
    assert app.button(key="label_start").label == "Label 2 texts"
    desk().take(str(store.path), "Ann", texts, ann)
    app.button(key="label_start").click().run()
    assert "label_round" not in app.session_state
    assert "in the hands of somebody" in app.warning[0].value
    assert not any(one.key == "label_start" for one in app.button)
    del ann  # she closed the tab
    app.button(key="label_look_again").click().run()
    assert app.button(key="label_start").label == "Label 5 texts"


def test_who_went_away_holds_nothing_back_for_long(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    text, ours, hers = queue(store, FRAME, None, 1)[0].text, Desk(), drawn(store)
    clock = [0.0]
    monkeypatch.setattr("pages._label_desk.monotonic", lambda: clock[0])
    ours.take("store", "ann", [text], hers)
    ours.give_back("store", "ann", drawn(store))  # another tab of hers
    assert ours.with_others("store", "ben") == {text}
    assert ours.with_others("store", "ann") == ours.with_others("another", "ben") == frozenset()
    clock[0] = AWAY + 1.0
    assert ours.with_others("store", "ben") == frozenset()


def test_agreement_is_told_from_ten_texts_on(store: Store) -> None:
    drawn = [one.text for one in queue(store, FRAME, None, 12)]
    said = [Given(text, 1 if place % 2 else -1, drawn="") for place, text in enumerate(drawn)]
    add_all(store, said, "Ann")
    add_all(store, said[:9], "Ben")
    assert "9 texts were labelled by two people so far, which is too few to tell" in read(open_page())
    add(store, drawn[9], -1, "Ben")
    told = read(open_page())
    assert "You said the same of 90% of them." in told
    assert "their agreement is 0.8" in told


def test_a_late_text_comes_first_and_is_told_of(store: Store) -> None:
    store.load("more.csv", inbox(*messages(18, first=12)))
    drawn = [one.text for one in queue(store, FRAME, None, 30)]
    add_all(store, [Given(text, 1, drawn="") for text in drawn[1:]], "Ann")
    app = open_page()
    assert "One text stands before others that are labelled" in read(app)
    app.button(key="label_start").click().run()
    assert in_hand(app).texts[0].text == drawn[0]


# -- the list, and files -----------------------------------------------------------------------------


def listed() -> AppTest:
    app = open_page()
    app.session_state["labels_tab"] = "The labels"
    app.run()
    assert not app.exception
    return app


def test_the_list_shows_mine_and_everybodys_each_with_a_way_back(store: Store) -> None:
    first, second = (one.text for one in queue(store, FRAME, None, 2))
    number = add(store, first, -1, "Ann")
    add(store, second, None, "Ben")
    app = listed()
    assert len(app.text) == 1
    assert any(one.value.startswith(":red-badge[− Negative]") for one in app.markdown)
    app.radio(key="labels_whose").set_value("everybody").run()
    assert len(app.text) == 2
    app.button(key=f"label_back_{number}").click().run()
    assert kept(store) == [(second, None, "Ben")]
    app.radio(key="labels_whose").set_value("mine").run()
    assert "You have not labelled anything yet" in read(app)


def test_labels_come_back_from_a_spreadsheet_with_a_receipt(store: Store) -> None:
    english = Words("en")
    sample = list(csv.reader(io.StringIO(sample_csv(store, FRAME, "Ann", english, 4).decode("utf-8-sig"))))
    place = sample[0].index(english("label_file.label"))
    for row, word in zip(sample[1:], ("positive", "negative", ""), strict=False):
        row[place] = word
    app = bring(listed(), sample)
    assert "2 new labels, 2 rows without a label" in app.success[0].value
    assert [sentiment for _, sentiment, _ in kept(store)] == [1, -1]
    sample[1][place] = "neutral"
    bring(app, sample)
    assert "One row contradicts a label" in read(app)
    assert "- Row 2: “Positive” counts, the file says “Neutral”" in read(app)
    app.button(key="labels_win").click().run()
    assert "One label was replaced" in read(app)
    assert sorted(str(sentiment) for _, sentiment, _ in kept(store)) == ["-1", "0"]
    sample[2][place] = "splendid"
    bring(app, sample)
    assert "splendid" in app.error[0].value
    assert len(list(csv.reader(io.StringIO(labels_csv(store, english).decode("utf-8-sig"))))) == 3


def bring(app: AppTest, rows: list[list[str]]) -> AppTest:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    app.file_uploader[0].upload("labels.csv", out.getvalue().encode()).run()
    assert not app.exception
    return app


# -- what strangers wrote ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (HOSTILE, HOSTILE.replace("\u202e", "")),
        ("one\r\ntwo\n\n\n\nthree ", "one\ntwo\n\nthree"),
        ("a\u0000b\u0007c\u200bd\u2066e\u2069", "abcde"),
        ("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f"),
        ("Ask @anna.devries or a@example.com", "Ask [@] or [e-mail]"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_a_text_is_shown_as_it_was_written_without_what_hides_or_names(text: str, shown: str) -> None:
    assert as_shown(text) == shown
