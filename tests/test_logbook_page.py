"""The logbook page: hand edits are uploads, with a receipt, a way back and no claim beyond what they say."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from data.templates import LANGUAGES, template
from kpi.logbook import LOGS, as_file, choices, edited, entries, header, is_complete, problems, speaks_of
from kpi.periods import Week
from kpi.sources import read_sources
from tests.exports import x_posts
from tests.test_pages import read, visit
from tests.test_upload_page import drop, press

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - only tells files apart
POST: dict[str, Any] = {
    "item_id": "a",
    "day": date(2026, 11, 16),
    "channel": "x",
    "title": "Hello",
    "correction": "none",
}
WEEK_47 = (date(2026, 11, 16), date(2026, 11, 22))


def write(store: Store, *rows: dict[str, Any], log: str = "content_log", when: datetime = NOW) -> None:
    """Save rows the way the page does."""
    store.load(f"{when:%H%M%S}.csv", as_file(log, rows, *speaks_of(store, log, rows), when))


def change(page: AppTest, **edits: Any) -> AppTest:
    """Edit the table the way the browser reports it."""
    nothing: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    page.session_state[page.data_editor[0].key] = nothing | edits
    page.run()
    assert not page.exception
    return page


def save(page: AppTest) -> AppTest:
    page.button(key="save_log").click().run()
    assert not page.exception
    return page


# -- rows and files ----------------------------------------------------------------------------------


def test_a_written_row_reads_back_as_it_was(noordlicht: Store) -> None:
    row = POST | {
        "ai_used": "yes",
        "proof_asset": "no",
        "review_passes": 2,
        "first_pass": "no",
        "submitted_at": datetime(2026, 11, 14, 9, 30),  # noqa: DTZ001 - a clock time in the brand's zone
        "correction": "corrected",
        "correction_reason": "platform_rule",
        "corrected_on": date(2026, 11, 17),
    }
    write(noordlicht, row)
    (found,) = entries(noordlicht, "content_log", *WEEK_47)
    assert {name: value for name, value in found.items() if value is not None} == row


def test_times_are_kept_in_utc_and_shown_in_the_brand_s_zone(noordlicht: Store) -> None:
    write(noordlicht, POST | {"submitted_at": datetime(2026, 11, 14, 9, 30)})  # noqa: DTZ001
    assert noordlicht.query("select submitted_at from content_log") == [(datetime(2026, 11, 14, 8, 30),)]  # noqa: DTZ001


def test_a_blank_stays_unknown(noordlicht: Store) -> None:
    write(noordlicht, POST | {"correction": None})
    assert noordlicht.query("select ai_used, correction, first_pass from content_log") == [(None, None, None)]


def test_an_edit_of_an_old_row_wins_over_a_later_upload(noordlicht: Store) -> None:
    """A file counts by the last day it speaks of, and an old row alone would speak of an old day."""
    write(noordlicht, POST, {"item_id": "b", "day": date(2026, 11, 21), "channel": "x"})
    write(noordlicht, POST | {"correction": "removed", "correction_reason": "claim"}, when=NOW.replace(hour=13))
    assert noordlicht.query("select correction from content_log where item_id = 'a'") == [("removed",)]


def test_a_cell_can_be_changed_back(noordlicht: Store) -> None:
    """The same bytes twice change nothing, so each edit must be a file of its own."""
    for hour, correction in enumerate(("none", "corrected", "none")):
        write(noordlicht, POST | {"correction": correction}, when=NOW.replace(hour=hour))
    assert noordlicht.query("select correction from content_log") == [("none",)]


def test_an_edit_claims_no_other_day(noordlicht: Store) -> None:
    write(noordlicht, {"incident_id": "i", "day": date(2026, 11, 18), "confirmed": "yes"}, log="incidents")
    assert not is_complete(noordlicht, "incidents", *WEEK_47)
    assert noordlicht.query("select distinct channel, day_from, day_to from covered") == [
        (None, date(2026, 11, 18), date(2026, 11, 18))
    ]


def test_an_edit_is_no_source_of_its_own(noordlicht: Store) -> None:
    """A log of one channel for one day would make every other week of the log look unfinished."""
    week = as_file("content_log", [POST], *WEEK_47, NOW)
    noordlicht.load("week.csv", week, {"account": "noordlicht", "channel": "x"})
    write(noordlicht, POST | {"ai_used": "yes"}, when=NOW.replace(hour=13))
    (source,) = read_sources(noordlicht, Week(2026, 47)).states(Week(2026, 47))
    assert (source.channel, source.account, source.complete) == (None, None, True)


def test_shortly_after_midnight_today_is_the_brand_s_day(noordlicht: Store) -> None:
    monday = date(2026, 11, 23)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    noordlicht.load("log.csv", as_file("incidents", [], monday, monday, NOW), now=late)
    assert is_complete(noordlicht, "incidents", monday, monday)


def test_a_rebuild_repeats_hand_edits(noordlicht: Store) -> None:
    from data.rebuild import rebuild  # noqa: PLC0415 - closes and replaces the store under test

    write(noordlicht, POST)
    path = noordlicht.path
    noordlicht.close()
    rebuild(path)
    again = type(noordlicht).open(path)
    assert again.query("select title from content_log") == [("Hello",)]
    again.close()


def test_only_rows_that_changed_are_saved_and_new_ones_get_a_number() -> None:
    same, changed = POST, POST | {"item_id": "b"}
    new = dict.fromkeys(POST) | {"title": "New"}
    blank = dict.fromkeys(POST)
    after = [same, changed | {"title": "Other"}, new, blank]
    first, second = edited("content_log", [same, changed], after)
    assert (first["item_id"], first["title"]) == ("b", "Other")
    assert second["item_id"].startswith("content_log-")


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({}, {}),
        ({"day": None}, {"day": "missing"}),
        ({"day": date(2026, 11, 23)}, {"day": "future"}),
        ({"correction": "corrected"}, {"correction_reason": "no_reason"}),
        ({"correction": "corrected", "correction_reason": "typo"}, {}),
        ({"corrected_on": date(2026, 11, 15)}, {"corrected_on": "backwards"}),
        ({"day": date(2026, 11, 16), "closed_on": date(2026, 11, 1)}, {"closed_on": "backwards"}),
    ],
)
def test_what_is_wrong_with_a_row(row: dict[str, Any], wrong: dict[str, str]) -> None:
    assert problems(POST | row, TODAY) == wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_excel_template_use_the_same_words(language: str) -> None:
    sheet = load_workbook(io.BytesIO(template("content_log", language))).worksheets[0]
    heads = {cell.value for row in sheet.iter_rows(max_row=5) for cell in row}
    assert header("content_log", "correction", language) in heads
    assert len(choices("content_log", "correction", language)) == 3


# -- the page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("log", LOGS)
def test_a_row_is_saved_with_a_receipt_and_a_way_back(log: str, noordlicht: Store) -> None:
    page = visit("logbook")
    page.radio(key="log").set_value(log).run()
    save(change(page, added_rows=[{"channel": "x", "day": "2026-11-18"}]))
    assert "**1 row read**: 1 new" in read(page)
    assert noordlicht.query(f"select channel, day from {log}") == [("x", date(2026, 11, 18))]
    assert len(page.data_editor[0].value) == 1
    page.session_state["back_1"] = True  # the browser opens the popover
    page.run().button(key="undo_1").click().run()
    assert noordlicht.query(f"select count(*) from {log}") == [(0,)]


def test_a_correction_needs_a_reason_before_it_is_saved(noordlicht: Store) -> None:
    write(noordlicht, POST)
    page = change(visit("logbook"), edited_rows={0: {"correction": "corrected"}})
    assert "Hello" in page.warning[0].value
    assert "Correction reason: Say why" in page.warning[0].value
    assert page.button(key="save_log").disabled
    save(change(page, edited_rows={0: {"correction": "corrected", "correction_reason": "error"}}))
    assert noordlicht.query("select correction, correction_reason from content_log") == [("corrected", "error")]


def test_a_complete_week_without_incidents_is_a_zero_not_unknown(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1"}))  # so that week 47 can be chosen
    page = visit("logbook", week="2026-W47")
    page.radio(key="log").set_value("incidents").run()
    page.button(key="complete").click().run()
    assert is_complete(noordlicht, "incidents", *WEEK_47)
    assert "Week 47 is complete." in read(page)
    assert "on these days nothing happened" in read(page)
    page.session_state["back_2"] = True  # the browser opens the popover
    page.run().button(key="undo_2").click().run()
    assert not is_complete(noordlicht, "incidents", *WEEK_47)


def test_posts_join_the_log_only_when_somebody_says_something_about_them(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1", "Post text": "One"}, {"Post id": "2", "Post text": "Two"}))
    page = visit("logbook", week="2026-W47")
    page.toggle(key="unlogged").set_value(True).run()
    assert page.data_editor[0].value["title"].tolist() == ["One", "Two"]
    save(change(page, edited_rows={1: {"ai_used": "yes"}}))
    assert noordlicht.query("select item_id, title, ai_used from content_log") == [("x-2", "Two", True)]
    assert page.data_editor[0].value["title"].tolist() == ["Two", "One"]


def test_the_excel_template_comes_back_on_the_same_path(noordlicht: Store) -> None:
    book = load_workbook(io.BytesIO(template("content_log", "nl")))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(4, heads.index("Gepubliceerd op") + 1, "2026-11-18")
    sheet.cell(4, heads.index("AI gebruikt") + 1, "ja")
    filled = io.BytesIO()
    book.save(filled)
    page = visit("logbook", language="nl")
    drop(page, ("log.xlsx", filled.getvalue()))
    assert (page.title[0].value, page.header[0].value) == ("Uploaden", "1 bestand klaar")
    assert "**1 rij gelezen**: 1 nieuw" in read(page)
    press(page, "take")
    assert noordlicht.query("select ai_used from content_log") == [(True,)]


def test_edits_stay_while_a_colleague_loads_a_file(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1"}))
    page = change(visit("logbook"), added_rows=[{"channel": "x", "day": "2026-11-18", "title": "Mine"}])
    write(noordlicht, POST)
    page.run()
    assert page.button(key="save_log").label == "Save 1 row"
    save(page)
    assert {title for (title,) in noordlicht.query("select title from content_log")} == {"Mine", "Hello"}
