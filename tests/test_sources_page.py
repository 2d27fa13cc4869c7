"""The sources page: every upload stays in sight, with its days, its state and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exports import daily, inbox, x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

WEEKS = {45: ("Mon, Nov 2, 2026", "Sun, Nov 8, 2026"), 47: ("Mon, Nov 16, 2026", "Sun, Nov 22, 2026")}


def week(number: int, impressions: int = 100) -> bytes:
    first, last = WEEKS[number]
    return x_posts(
        {"Post id": f"{number}1", "Date": first, "Impressions": impressions},
        {"Post id": f"{number}2", "Date": last, "Impressions": impressions},
    )


def ledger(page: AppTest) -> list[tuple[int, str, str]]:
    table = page.dataframe[-1].value
    return list(table[["number", "file", "state"]].itertuples(index=False, name=None))


def finish(page: AppTest) -> AppTest:
    """Look at the page until the uploads are read again."""
    while "reread" in page.session_state:
        page.run()
    assert not page.exception
    return page


def ask_undo(page: AppTest, number: int) -> AppTest:
    """Open the popover of an upload, as the browser does."""
    page.session_state[f"back_{number}"] = True
    return page.run()


def test_without_uploads_the_page_says_where_to_begin(noordlicht: Store) -> None:  # noqa: ARG001
    page = visit("sources")
    assert "No uploads yet" in read(page)
    page.button[0].click().run()
    assert page.title[0].value == "Upload"


def test_the_ledger_lists_every_upload_newest_first(noordlicht: Store) -> None:
    for number in WEEKS:
        noordlicht.load(f"week{number}.csv", week(number))
    assert ledger(visit("sources")) == [(2, "week47.csv", "Counts"), (1, "week45.csv", "Counts")]


def test_a_missing_week_is_named(noordlicht: Store) -> None:
    for number in WEEKS:
        noordlicht.load(f"week{number}.csv", week(number))
    (source,) = visit("sources", week="2026-W47").dataframe[0].value.to_dict("records")
    assert (source["format"], source["channel"], list(source["missing"])) == ("X posts", "X", ["Week 46"])


def test_a_missing_week_of_another_year_says_which(noordlicht: Store) -> None:
    noordlicht.load("old.csv", x_posts({"Post id": "1", "Date": "Mon, Dec 15, 2025"}))
    noordlicht.load("new.csv", x_posts({"Post id": "2", "Date": "Wed, Jan 7, 2026"}))
    (source,) = visit("sources", week="2026-W02").dataframe[0].value.to_dict("records")
    assert list(source["missing"]) == ["Week 52 · 2025", "Week 1"]


def test_undo_says_what_it_reverses_and_restores_what_was_before(noordlicht: Store) -> None:
    noordlicht.load("first.csv", week(47))
    noordlicht.load("later.csv", week(47, impressions=900))
    page = ask_undo(visit("sources"), 2)
    assert "2 rows become again what **first\\.csv** says." in read(page)
    page.button(key="undo_2").click().run()
    assert noordlicht.query("select distinct impressions from posts") == [(100,)]
    assert ledger(page) == [(2, "later.csv", "Taken back"), (1, "first.csv", "Counts")]
    assert "Taken back" in read(page)


def test_any_upload_can_be_looked_into(noordlicht: Store) -> None:
    noordlicht.load("clean.csv", week(45))
    noordlicht.load("doubtful.csv", x_posts({"Post id": "1", "Impressions": 5}, {"Post id": "2", "Impressions": "1,5"}))
    page = visit("sources")
    assert "1 cell left out" in read(page)
    page.selectbox(key="upload").set_value(1).run()
    assert "cell left out" not in read(page)
    assert "**2 rows read**: 2 new" in read(page)


def test_undo_says_what_later_uploads_replaced_since(noordlicht: Store) -> None:
    noordlicht.load("first.csv", week(47))
    noordlicht.load("later.csv", week(47, impressions=900))
    page = visit("sources").selectbox(key="upload").set_value(1).run()
    assert "2 rows stay: **later\\.csv** (upload 2) replaced them since." in read(ask_undo(page, 1))


def test_two_people_may_undo_the_same_upload(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", week(47))
    page = ask_undo(visit("sources"), 1)
    noordlicht.undo(1)
    page.button(key="undo_1").click().run()
    assert not page.exception
    assert ledger(page) == [(1, "week47.csv", "Taken back")]


def test_the_ledger_says_which_bytes_and_which_declaration(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", week(47))
    (upload,) = noordlicht.uploads()
    (line,) = visit("sources").dataframe[-1].value.to_dict("records")
    assert (line["hash"], line["version"]) == (upload.sha256[:12], noordlicht.formats()["x_content"].version)


# -- what holds for a source -------------------------------------------------------------------------

MESSAGE = {"Message ID": "1", "Received at": "2026-11-22 23:30", "Sender": "anna", "Message": "Hello"}


def test_each_source_says_its_zone_and_who_says_it(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", inbox(MESSAGE), {"account": "noordlicht"})
    rules = visit("sources").dataframe[1].value
    assert list(rules[["format", "zone", "zone_from"]].itertuples(index=False, name=None)) == [
        ("Inbox with answer times", "Europe/Amsterdam", "The brand")
    ]


def test_another_zone_says_its_effect_and_reads_the_uploads_again(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", inbox(MESSAGE), {"account": "noordlicht"})
    page = visit("sources")
    page.selectbox(key="zone_inbox").set_value("America/New_York").run()
    assert "1 upload of Inbox with answer times is read again as America/New_York." in read(page)
    assert noordlicht.query("select day::varchar from messages") == [("2026-11-22",)]  # nothing before the button
    finish(page.button(key="set_zone").click().run())
    assert "1 upload was read again." in read(page)
    assert noordlicht.query("select day::varchar from messages") == [("2026-11-23",)]  # in Amsterdam it was Monday


def test_a_wrong_account_is_corrected_for_all_its_uploads(noordlicht: Store) -> None:
    for day in (16, 17):
        said = {"channel": "instagram", "account": "zuiderlicht"}
        noordlicht.load("Reach.csv", daily("Reach", (f"2026-11-{day}", day)), said)
    noordlicht.load("Other.csv", daily("Reach", ("2026-11-18", 5)), {"channel": "instagram", "account": "noordlicht"})
    page = visit("sources")
    page.selectbox(key="account_of").set_value(1).run()
    page.selectbox(key="account_1_zuiderlicht").set_value("noordlicht").run()
    assert "2 uploads are read again as **noordlicht**." in read(page)
    finish(page.button(key="set_account").click().run())
    assert noordlicht.query("select distinct account from account_day") == [("noordlicht",)]
