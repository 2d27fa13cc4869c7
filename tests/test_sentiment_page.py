"""The page of sentiment: what it says with labels, without them, and of a tool; and the texts behind a KPI."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.labels import Given, Text, add_all
from data.store import Store, store_path
from kpi.plan import Plan, PlanRow
from kpi.sentiment.basis import basis, choose, chosen
from kpi.sentiment.label_file import KEY
from kpi.sentiment.label_upload import take_up
from kpi.sentiment.texts import Asked, texts
from kpi.words import Words
from pages._sentiment_texts import frame
from pages._tables import safe_csv
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

TEXTS = 90
CHANNELS = ("x", "facebook")
HOSTILE = "=cmd|'/c calc'!A1 **bold** [x](javascript:1) <script>alert(1)</script>"
HEADER = ["Message ID", "Channel", "Received at", "First response at", "Message", "Topic", "Sentiment"]


@pytest.fixture
def noord() -> Iterator[Store]:
    """Make a brand whose plan has net sentiment."""
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    rows = (PlanRow(id="net", kpi="net_sentiment", baseline="12", target="22"),)
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 9, 1), rows=rows).model_dump_json())
    yield store
    store.close()


def receive(store: Store, *, tool: bool = False) -> None:
    """Let texts of weeks 46 and 47 come in: of three, two are glad; the tool says of all that they are."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(HEADER)
    for place in range(TEXTS):
        received = f"2026-11-{10 if place < TEXTS // 3 else 17} 10:{place % 60:02}"
        text = HOSTILE if place == TEXTS - 1 else f"{'Great' if place % 3 else 'Terrible'} app, number {place}"
        topic = "odd" if text == HOSTILE else ("AI", "service", "")[place % 3]
        lines.writerow([place, CHANNELS[place % 2], received, "", text, topic, "positive" if tool else ""])
    store.load("inbox_2026-11-09_2026-11-22.csv", out.getvalue().encode())


def call(store: Store) -> None:
    """Let Ana say of every text what it is."""
    places = [(Text("messages", CHANNELS[place % 2], str(place)), place % 3) for place in range(TEXTS)]
    add_all(store, [Given(text, 1 if third else -1, drawn="") for text, third in places], "Ana")


def open_tab(app: AppTest, name: str, language: str = "en") -> AppTest:
    app.session_state[f"sentiment_tab_{language}"] = Words(language)(f"sentiment.tab.{name}")
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Read the page without the marks that keep people's texts from being read as markdown."""
    return read(app).replace("\\", "")


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.mark.usefixtures("noord")
def test_brand_without_opinions_is_told_where_they_come_from() -> None:
    assert "nothing yet" in said(visit("sentiment")).lower() or "upload" in said(visit("sentiment")).lower()


@pytest.mark.usefixtures("noord")
def test_while_a_file_is_loaded_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages._intake.Intake.is_busy", property(lambda _: True))
    assert visit("sentiment").info[0].value == Words("en")("sentiment.upload_runs")


def test_the_estimate_stays_when_a_tools_label_comes_after_the_first_label_of_the_team(noord: Store) -> None:
    receive(noord)
    assert (basis(noord), chosen(noord)) == ("estimate", None)
    key = noord.query(f"SELECT {KEY} FROM reading LIMIT 1")[0][0]
    heads = [Words("en")(f"label_file.{name}") for name in ("key", "label")]
    for label in ("positive", "negative"):
        take_up(noord, "labels.csv", f"{heads[0]},{heads[1]}\n{key},{label}\n".encode(), "Ana")
    assert chosen(noord) == "estimate"
    assert noord.query("select count(*) from setting_change where name = 'sentiment_basis'") == [(1,)]
    receive(noord, tool=True)
    assert basis(noord) == "estimate"


def test_without_labels_the_number_is_indicative_and_the_way_to_labels_is_shown(noord: Store) -> None:
    receive(noord)
    app = visit("sentiment")
    assert "It sounds like " in said(app)
    assert "Indicative" in said(app)
    assert "Label the 60 texts that are left, and the number is known to within about ± 16 points." in said(app)
    assert any(button.key == "sentiment_label" for button in app.button)
    assert "between" not in said(app).split("Indicative")[0]
    assert all(one.startswith("◇ ") for one in app.dataframe[0].value["now"])
    assert "nothing to check" in said(open_tab(app, "tool"))


def test_with_labels_the_page_says_number_interval_and_what_it_stands_on(noord: Store) -> None:
    receive(noord)
    call(noord)
    app = visit("sentiment")
    assert numbers(app)["Net sentiment"] == "+33"
    assert numbers(app)["Negative"] == "33%"
    assert "60 texts · 60 labels of your team · they speak for 100% of the texts" in said(app)
    assert "Net sentiment is +33 points, between " in said(app)
    assert [header.value for header in app.header[1:]] == [
        "By channel",
        "By topic",
        "Net sentiment, 26 weeks",
        "What changed since the week before",
    ]
    assert list(app.dataframe[0].value["topic"]) == ["AI", "Service"]


def test_page_of_a_tool_offers_the_estimate_and_a_switch_is_kept_with_its_author(noord: Store) -> None:
    receive(noord, tool=True)
    call(noord)
    app = visit("sentiment")
    assert numbers(app)["Net sentiment"] == "+100"
    assert "From 60 labels of your team the estimate is +33" in said(app)
    app.button(key="sentiment_switch_estimate").click().run()
    assert not app.exception
    assert not [one for one in app.button if one.key == "sentiment_switch_estimate"], "a second click finds no switch"
    assert basis(noord) == "estimate"
    assert noord.query("select changed_by from setting_change where name = 'sentiment_basis'") == [
        ("test@example.com",)
    ]
    assert numbers(app)["Net sentiment"] == "+33"
    assert "The labels of the exports alone would say +100" in said(app)


def test_where_nobody_signs_in_a_switch_needs_a_name(noord: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages._reader.reader_name", lambda: None)
    receive(noord, tool=True)
    call(noord)
    app = visit("sentiment")
    app.button(key="sentiment_switch_estimate").click().run()
    assert chosen(noord) is None
    assert app.warning[0].value == Words("en")("sentiment.basis.nameless")
    app.text_input(key="sentiment_by_estimate").set_value("Ana")
    app.button(key="sentiment_switch_estimate").click().run()
    assert chosen(noord) == "estimate"
    assert noord.query("select changed_by from setting_change where name = 'sentiment_basis'") == [("Ana",)]


def test_few_texts_of_a_topic_are_not_called_none(noord: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(noord)
    monkeypatch.setattr("pages._sentiment_now.LEAST", 25)
    app = visit("sentiment")
    assert "Fewer than 25 texts, so not drawn: " in said(app)
    assert "No text has a topic" not in said(app)
    assert "All of it is" not in said(app)


def test_texts_stand_as_they_were_written_with_what_each_made_of_them(noord: Store) -> None:
    receive(noord, tool=True)
    call(noord)
    app = open_tab(visit("sentiment"), "texts")
    assert "60 texts" in said(app)
    assert app.text[0].value.startswith("Terrible app")
    assert "People: **:red[▼ Negative]**" in said(app)
    assert "Tool: **:green[▲ Positive]**" in said(app)
    app.selectbox(key="sentiment_order").set_value("positive").run()
    assert "Negative]**" not in said(app).split("Tool:")[0]
    app.selectbox(key="sentiment_labels").set_value("apart").run()
    assert all(text.value.startswith("Terrible") for text in app.text)
    app.selectbox(key="sentiment_topic").set_value("ai").run()
    assert "20 texts" in said(app)


def test_hostile_text_stays_text_on_the_page_and_in_the_file(noord: Store) -> None:
    receive(noord)
    app = visit("sentiment")
    app.session_state["sentiment_topic"] = "odd"
    open_tab(app, "texts")
    assert [text.value.split(" [x]")[0] for text in app.text] == [HOSTILE.split(" [x]", maxsplit=1)[0]]
    assert "javascript:1" not in read(app)
    found = texts(noord, Asked(date(2026, 11, 16), date(2026, 11, 22)), 100, alike=False)
    file = pd.read_csv(io.BytesIO(safe_csv(frame(found.texts, Words("en")), Words("en"))))
    assert len(file) == 60
    assert [text[:5] for text in file["Text"] if "cmd" in text] == ["'=cmd"]


def test_tool_is_held_against_people_once_enough_texts_have_both(noord: Store) -> None:
    receive(noord, tool=True)
    app = open_tab(visit("sentiment"), "tool")
    assert "Whether the tool is right, nobody can tell yet." in said(app)
    call(noord)
    app = open_tab(visit("sentiment"), "tool")
    assert "The tool says +100, people say +33" in said(app)
    assert "Of 60 texts that the tool calls positive, people call 20 negative." in said(app)
    assert list(app.dataframe[0].value.iloc[0])[:4] == ["Positive", "40", "0", "20"]


def test_texts_that_nobody_read_yet_can_be_read_from_the_page(noord: Store) -> None:
    receive(noord)
    with noord.shared.change(None) as tx:
        tx.execute("DELETE FROM reading")
    app = visit("sentiment")
    assert "60 texts were not read by Ninety yet." in said(app)
    app.button(key="sentiment_read").click().run()
    app.run()
    assert noord.query("select count(*) from reading") == [(TEXTS,)]


def test_link_opens_its_tab_and_another_language_stays_there(noord: Store) -> None:
    receive(noord)
    app = visit("sentiment", part="texts")
    assert "60 texts" in said(app)
    app.query_params["language"] = "sv"
    app.run()
    assert not app.exception
    assert "60 texter" in said(app)


@pytest.mark.parametrize(("language", "name"), [("sv", "scorer"), ("ro", "topics")])
def test_every_tab_opens_in_the_language_of_its_reader(noord: Store, language: str, name: str) -> None:
    receive(noord, tool=True)
    call(noord)
    app = open_tab(visit("sentiment", language=language), name, language)
    assert app.title[0].value == Words(language)("page.sentiment")


def test_kpi_page_shows_the_texts_behind_a_number_and_where_an_estimate_moved(
    noord: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(noord, tool=True)
    call(noord)
    app = visit("kpi", row="net")
    assert "The texts behind it" in [header.value for header in app.header]
    assert any("app, number" in text.value for text in app.text)
    assert "evidence" not in {column for table in app.dataframe for column in table.value.columns}
    choose(noord, "estimate", "Ana")
    app.radio(key="behind_side").set_value("before").run()
    assert "30 texts" in said(app)
    moved = next(table.value for table in app.dataframe if "evidence" in table.value.columns)
    assert set(moved["topic"]) == {"AI", "Service"}
    assert list(moved["texts"]) == ["20", "20"]
    monkeypatch.setattr("pages._sentiment_changed.LEAST", 1000)
    app.run()
    assert "has 1000 texts or more" in said(app)
    assert "evidence" not in {column for table in app.dataframe for column in table.value.columns}
