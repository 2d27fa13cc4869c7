"""The tab Topics: what somebody reads there while she types words, and what saving, deleting and undoing do."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kpi.cells import Filter
from kpi.plan import Plan, PlanRow
from kpi.sentiment.topics import Topic, counted, default_topics, read_topics, save_topics
from kpi.words import Words
from pages._topics import NEW
from pages._topics_form import topic_name
from tests.test_topics import inbox
from tests.visits import read

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

SAID = (
    ("1", "Ask @ann_privacy: my *personal data* is gone", "", "en", "negative"),
    ("2", "Privacybeleid gelezen", "Lof", "nl", "positive"),
    ("3", "Prijs en privacy", "", "nl", "negative"),
)
LOADED = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - as the store keeps moments


@pytest.fixture
def loaded(noordlicht: Store) -> Store:
    noordlicht.load("inbox.csv", inbox(*SAID), now=LOADED)
    return noordlicht


def opened(language: str = "en") -> AppTest:
    """Open the tab alone."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - as in tests.visits

    def page() -> None:
        from pages._topics import topics  # noqa: PLC0415 - it runs as a script of its own

        topics()

    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["brand"], app.session_state["language"] = "noordlicht", language
    app.run()
    assert not app.exception
    return app


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def test_the_words_of_a_topic_are_tried_while_they_are_typed(loaded: Store) -> None:
    page, at = opened(), f"0_{loaded.revision}"
    assert "**3** of 3 texts of 20 Aug" in read(page)
    assert "Some of these texts are about other topics too: Price (1)." in read(page)
    assert page.button(key="topics_save").disabled
    page.text_area(key=f"topic_words_*_{at}").set_value("").run()
    page.text_area(key=f"topic_words_en_{at}").set_value("personal data, nowhere, gone").run()
    said = read(page)
    assert "**1** of 3 texts" in said
    assert "Texts with each word: gone 1 · personal data 1" in said
    assert "Found in no text: nowhere, AVG" in said
    assert "**:orange-background[personal data]**" in said
    assert "ann" not in said, "who is named in a text is masked, also where a word of the topic stands in the name"
    assert counted(loaded)["privacy"] == 3, "nothing is saved yet"
    press(page, "topics_save")
    assert "Saved. All texts are matched with the new words." in read(page)
    assert counted(loaded) == {"privacy": 1, "price": 1}
    press(page, "topics_undo")
    assert counted(loaded) == {"privacy": 3, "price": 1}
    assert read_topics(loaded) == default_topics(loaded)
    assert not [one for one in page.button if one.key == "topics_ready"]
    press(page, "topics_undo")
    assert counted(loaded)["privacy"] == 1, "undone twice is done again"
    press(page, "topics_ready")
    assert counted(loaded)["privacy"] == 3


def test_a_topic_is_added_renamed_and_deleted(loaded: Store) -> None:
    page, at = opened(), f"new_{loaded.revision}"
    page.selectbox(key=f"topics_chosen_{loaded.revision}").set_value(NEW).run()
    assert not page.warning, "an empty form is no mistake"
    page.text_input(key=f"topic_name_{at}").set_value("Privacy").run()
    page.text_area(key=f"topic_words_nl_{at}").set_value("prijs").run()
    assert "There is a topic called “Privacy” already. Choose another name." in read(page)
    assert page.button(key="topics_save").disabled
    page.text_input(key=f"topic_name_{at}").set_value("Tarief").run()
    press(page, "topics_save")
    assert counted(loaded)["tarief"] == 1
    at = f"{len(read_topics(loaded)) - 1}_{loaded.revision}"
    page.text_input(key=f"topic_name_{at}").set_value("Kosten").run()
    press(page, "topics_save")
    assert read_topics(loaded)[-1].names == ("Kosten", "Tarief")
    press(page, "topics_delete")
    assert "kosten" not in counted(loaded)
    assert loaded.setting("topics") is None, "these are the ready-made ones again"


def test_the_list_counts_the_days_that_the_preview_names(loaded: Store) -> None:
    old = b"2026-11-18", b"2026-03-02"
    loaded.load("old.csv", inbox(("9", "Privacy!", "", "en", "negative")).replace(*old), now=LOADED)
    page = opened()
    days = read(page).split("3 texts of ")[1].split(" have one")[0]
    assert f"Counted: the texts of {days} in which one of a topic's words stands." in read(page)
    assert counted(loaded)["privacy"] == 4
    assert page.dataframe[0].value["texts"].iloc[0] == "3"


def test_topics_that_a_plan_asks_for_do_not_go_without_a_yes(loaded: Store) -> None:
    rows = (PlanRow(id="net", kpi="net_sentiment", filter=Filter(topics=("kosten",)), baseline="1", target="2"),)
    mine = Topic(name="Kosten", words={"*": ("prijs",)})
    save_topics(loaded, (*default_topics(loaded), mine))
    loaded.save_plan(Plan(brand="Noordlicht", start=date(2026, 9, 1), rows=rows).model_dump_json())
    page = opened()
    assert "Your own topic Kosten goes. 1 row of the plan asks for what goes" in read(page)
    assert [one.key for one in page.button if one.key in {"topics_ready", "topics_ready_yes"}] == ["topics_ready_yes"]
    assert [one for one in page.button if one.key == "topics_delete"], "nobody asks for Privacy"
    page.selectbox(key=f"topics_chosen_{loaded.revision}").set_value("Kosten").run()
    assert not [one for one in page.button if one.key == "topics_delete"]
    assert read(page).count("Net sentiment") >= 2
    press(page, "topics_delete_yes")
    assert "kosten" not in counted(loaded)


def test_many_words_that_find_nothing_are_folded_away(loaded: Store) -> None:
    page, at = opened(), f"0_{loaded.revision}"
    page.text_area(key=f"topic_words_*_{at}").set_value("").run()
    page.text_area(key=f"topic_words_nl_{at}").set_value("").run()
    dead = ", ".join(f"nowhere{place}" for place in range(11))
    page.text_area(key=f"topic_words_en_{at}").set_value(dead).run()
    assert "11 words found in no text" in [one.label for one in page.expander]
    assert "Found in no text:" not in read(page)


@pytest.mark.parametrize(("language", "name"), [("nl", "Prijs"), ("sv", "Pris"), ("ro", "Preț")])
def test_a_tools_tag_that_is_a_ready_made_topic_is_named_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, language: str, name: str
) -> None:
    monkeypatch.setattr("pages._topics_form.words", lambda: Words(language))
    monkeypatch.setattr("pages._parts.words", lambda: Words(language))
    assert topic_name("Price") == topic_name("price") == name
    assert topic_name("Odd") == "Odd"


def test_a_brand_without_texts_can_still_write_its_words(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", inbox(("1", "", "Lof", "en", "positive")), now=LOADED)
    said = read(opened())
    assert "No text has one of these words yet" in said
    assert "There is no text yet to try the words on." in said


@pytest.mark.parametrize("language", ["sv", "ro"])
def test_the_tab_speaks_the_readers_language(loaded: Store, language: str) -> None:
    page = opened(language)
    name = {"en": "Privacy", "nl": "Privacy", "sv": "Integritet", "ro": "Confidențialitate"}[language]
    assert page.text_input(key=f"topic_name_0_{loaded.revision}").value == name
    assert page.button(key="topics_save").disabled, "a name in the reader's language is no change"
