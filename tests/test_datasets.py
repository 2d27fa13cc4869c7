"""Nothing of people is taken in before somebody said what for, who answers for it, and how long it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.errors import DatasetNeededError
from data.ledger import day_in, moment
from data.privacy.datasets import Dataset, dataset_of, days_kept, declare, missing, register, undeclared
from data.store import Store, store_path
from kpi.catalog import catalog
from kpi.cli import main
from kpi.periods import Week, Window
from kpi.score import ALL_ROWS, score
from tests.exports import inbox, x_posts
from tests.test_pages import read, visit
from tests.test_upload_page import drop, press
from tests.visits import FRAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = day_in("UTC", moment(None))
WHOLE = Dataset("messages", "Messages", "Customer service", "Community Lead", 365)
INBOX = inbox({"Message ID": "m1", "Received at": "2026-11-16 10:00", "Message": "Hello"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def test_a_fact_without_people_asks_nothing(store: Store) -> None:
    assert missing(store, "posts", TODAY) == ()
    assert missing(store, "messages", TODAY) == ("purpose", "owner", "retention_days")


def test_what_was_said_stands_in_the_register_and_the_kpi_counts_it(store: Store) -> None:
    declare(store, "messages", WHOLE, TODAY, by="Ann")
    assert dataset_of(store, "messages", TODAY) == WHOLE
    assert missing(store, "messages", TODAY) == ()
    assert store.uploads()[0].loaded_by == "Ann"
    kpi, week = catalog()["dataset_governance"], Week.of(TODAY)
    cell = score(store, [(kpi, ALL_ROWS, kpi.window_days)], [week]).get(
        kpi.name, ALL_ROWS, Window(week, kpi.window_days), "*"
    )
    assert (cell.value, cell.sample) == (1, 1)


def test_a_change_is_one_more_version_and_the_newest_holds(store: Store) -> None:
    declare(store, "messages", WHOLE, TODAY)
    other = Dataset("messages", "Messages", "Customer service", "Care Lead", 90)
    declare(store, "messages", other, TODAY)
    assert register(store, TODAY) == (other,)
    declare(store, "messages", WHOLE, TODAY)  # and back again
    assert register(store, TODAY) == (WHOLE,)
    assert store.query("select count(*) from datasets") == [(1,)]


@pytest.mark.parametrize(
    "lacking",
    [
        Dataset("a", "A", "", "Ann", 30),
        Dataset("a", "A", "Service", None, 30),
        Dataset("a", "A", "Service", "Ann", 0),
        Dataset("a", "A", "Service", "Ann", 4000),
    ],
)
def test_half_of_it_is_refused_and_nothing_is_written(store: Store, lacking: Dataset) -> None:
    with pytest.raises(DatasetNeededError):
        declare(store, "messages", lacking, TODAY)
    assert not store.uploads()
    assert missing(store, "messages", TODAY)


def test_one_that_is_used_no_more_is_asked_for_anew(store: Store) -> None:
    declare(store, "messages", WHOLE, TODAY)
    with store.shared.change(None) as tx:
        tx.execute("UPDATE datasets SET retired_on = ?", [TODAY])
    assert missing(store, "messages", TODAY) == ("purpose", "owner", "retention_days")


def test_a_store_from_before_is_told_what_it_lacks(store: Store) -> None:
    assert undeclared(store, TODAY) == ()
    store.load("inbox.csv", INBOX, {"account": "noord"})  # as a rebuild does
    assert undeclared(store, TODAY) == ("messages",)
    declare(store, "messages", WHOLE, TODAY)
    assert undeclared(store, TODAY) == ()


# -- the page ------------------------------------------------------------------------------------------


def test_the_page_asks_once_and_takes_nothing_in_before(noordlicht: Store) -> None:
    page = drop(visit("upload"), ("inbox.csv", INBOX))
    if any(button.key == "answer" for button in page.button):
        page.text_input[0].set_value("noord")
        page = press(page, "answer")
    assert not [button for button in page.button if button.key == "take"]
    page.button(key="dataset_save_messages").click().run()
    assert "Say what it is kept for" in page.warning[0].value
    page.text_input(key="purpose_messages_messages").set_value("Customer service")
    page.text_input(key="owner_messages_messages").set_value("Community Lead")
    page = press(page, "dataset_save_messages")
    assert "Messages belong to" in page.success[0].value
    page = press(page, "take")
    assert noordlicht.query("select count(*) from messages") == [(1,)]
    second = INBOX.replace(b"m1", b"m2")
    page = drop(page, ("inbox2.csv", second))
    assert not [button for button in page.button if str(button.key).startswith("dataset_save")]


def test_figures_are_taken_in_without_a_question(noordlicht: Store) -> None:
    page = drop(visit("upload"), ("x.csv", x_posts({"Post id": "1", "Impressions": 100})))
    press(page, "take")
    assert noordlicht.query("select count(*) from posts") == [(1,)]


def test_a_question_about_people_holds_back_no_other_file(noordlicht: Store) -> None:
    page = drop(visit("upload"), ("inbox.csv", INBOX), ("x.csv", x_posts({"Post id": "1", "Impressions": 100})))
    if any(button.key == "answer" for button in page.button):
        page.text_input[0].set_value("noord")
        page = press(page, "answer")
    assert "Wait for this answer: inbox\\.csv" in read(page)
    assert "1 needs an answer · 1 ready" in read(page)
    page = press(page, "take")
    assert noordlicht.query("select (select count(*) from posts), (select count(*) from messages)") == [(1, 0)]
    page.text_input(key="purpose_messages_messages").set_value("Customer service")
    page.text_input(key="owner_messages_messages").set_value("Community Lead")
    page = press(press(page, "dataset_save_messages"), "take")
    assert noordlicht.query("select count(*) from messages") == [(1,)]
    assert "Wait for this answer" not in read(page)


def test_the_privacy_page_shows_what_is_kept_and_for_what(noordlicht: Store) -> None:
    assert "no messages or mentions yet" in visit("privacy").info[0].value
    noordlicht.load("inbox.csv", INBOX, {"account": "noord"})
    assert "Nobody has said yet" in visit("privacy").warning[0].value
    declare(noordlicht, "messages", WHOLE, TODAY)
    page = visit("privacy")
    assert list(page.dataframe[0].value["Data set"]) == ["Messages"]
    assert "Nothing is older than allowed." in read(page)


# -- the command line ----------------------------------------------------------------------------------


def test_the_command_says_what_is_missing_and_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path / "home"))
    file = tmp_path / "inbox.csv"
    file.write_bytes(INBOX)
    asked = ["load", "--brand", "Noordlicht", str(file), "--answer", "account=noord"]
    assert main(asked) == 1
    assert "--answer dataset_purpose=… --answer dataset_owner=… --answer dataset_days=365" in capsys.readouterr().err
    said = [part for name in ("purpose=Service", "owner=Ann", "days=30") for part in ("--answer", f"dataset_{name}")]
    assert main([*asked, *said]) == 0
    store = Store.open(store_path("Noordlicht"))
    assert (dataset_of(store, "messages", TODAY) or WHOLE).retention_days == 30
    assert store.uploads()[0].answers == {"account": "noord"}
    store.close()


def test_a_link_opens_a_part_of_the_page_in_every_language(noordlicht: Store) -> None:
    assert not noordlicht.uploads()
    for part, language, is_there in (("person", "nl", True), ("nonsense", "en", False)):
        app = AppTest.from_file(FRAME, default_timeout=120)
        app.query_params["privacy_part"], app.query_params["language"] = part, language
        app._page_hash = calc_hash("privacy")  # as a link does, without another page first
        app.run()
        assert bool(app.text_area) is is_there


def test_sources_say_what_nobody_is_asked_for(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", INBOX, {"account": "noord"})
    page = visit("sources")
    assert "Nobody has said yet what these are kept for" in page.warning[0].value
    assert [button.key for button in page.button if button.key == "to_privacy"]
    declare(noordlicht, "messages", WHOLE, TODAY)
    assert not visit("sources").warning


def test_fewer_days_in_the_log_are_agreed_to_on_the_page(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", INBOX, {"account": "noord"})
    declare(noordlicht, "messages", WHOLE, TODAY)
    noordlicht.set_settings({"retention:messages": "730"})
    page = visit("privacy")
    assert "They keep the longer time (730 days)" in page.warning[0].value
    page = page.button(key="agree_messages").click().run()
    assert not page.warning
    assert days_kept(noordlicht, "messages", TODAY) == 365
