"""The logbook page: hand edits are uploads, with a receipt, a way back and no claim beyond what they say."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from data.facts import FACTS
from data.templates import LANGUAGES, template
from kpi.log_history import steps, undone
from kpi.logbook import (
    Edits,
    as_file,
    edits,
    entries,
    is_complete,
    problems,
    speaks_of,
    standing,
    taken_out,
    unlogged,
    up_to_date,
)
from kpi.logs import LOGS, choices, header, logs, required
from kpi.periods import Week
from kpi.sources import read_sources
from kpi.words import texts
from pages import _reader
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


def write(
    store: Store, *rows: dict[str, Any], log: str = "content_log", when: datetime = NOW, by: str | None = None
) -> None:
    """Save rows the way the page does."""
    content = as_file(log, rows, *speaks_of(store, log, rows, TODAY), when)
    store.load(f"{log}_{when:%Y-%m-%d_%H%M%S}.csv", content, by=by)


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


def test_what_somebody_did_is_told_from_the_rows_before_and_after() -> None:
    same, changed, gone = POST, POST | {"item_id": "b"}, POST | {"item_id": "c"}
    new, blank = dict.fromkeys(POST) | {"title": "New"}, dict.fromkeys(POST)
    made = edits("content_log", [same, changed, gone], [same, changed | {"title": "Other"}, new, blank])
    assert [row["title"] for row in made.changed] == ["Other"]
    assert [row["item_id"] for row in made.taken_out] == ["c"]
    assert made.taken_out[0]["withdrawn"] == "yes"
    assert made.added[0]["item_id"].startswith("content_log-")
    assert bool(made)


def test_a_post_that_the_log_never_knew_cannot_be_taken_out() -> None:
    assert edits("content_log", [POST], [], fresh=["a"]) == Edits()


def test_a_cell_that_only_a_colleague_changed_keeps_what_he_wrote(noordlicht: Store) -> None:
    write(noordlicht, POST)
    before = entries(noordlicht, "content_log", *WEEK_47)
    write(noordlicht, POST | {"ai_tool": "his"}, when=NOW.replace(hour=13))
    (row,) = up_to_date(noordlicht, "content_log", [before[0] | {"title": "mine"}], before)
    assert (row["title"], row["ai_tool"]) == ("mine", "his")


@pytest.mark.parametrize(
    ("log", "row", "wrong"),
    [
        ("content_log", POST, {}),
        ("content_log", POST | {"day": None}, {"day": "missing"}),
        ("content_log", POST | {"channel": None}, {"channel": "missing"}),
        ("content_log", POST | {"day": date(2026, 11, 23)}, {"day": "future"}),
        ("content_log", POST | {"correction": "corrected"}, {"correction_reason": "no_reason"}),
        ("content_log", POST | {"correction": "corrected", "correction_reason": "typo"}, {}),
        ("content_log", POST | {"corrected_on": date(2026, 11, 15)}, {"corrected_on": "backwards"}),
        ("content_log", POST | {"approved_at": datetime(2026, 11, 23, 9)}, {"approved_at": "future"}),  # noqa: DTZ001
        ("incidents", {"day": date(2026, 11, 16), "closed_on": date(2026, 11, 1)}, {"closed_on": "backwards"}),
        ("incidents", {"day": date(2026, 11, 16), "closed_on": date(2026, 11, 16)}, {}),
        ("escalations", {"day": date(2026, 11, 16), "risk": "high"}, {"escalated_at": "no_moment"}),
        ("escalations", {"day": date(2026, 11, 16), "risk": "low"}, {}),
        (
            "escalations",
            {"day": date(2026, 11, 16), "escalated_at": datetime(2026, 11, 17, 9)},  # noqa: DTZ001
            {"escalated_at": "another_day"},
        ),
        (
            "escalations",
            {
                "day": date(2026, 11, 17),
                "escalated_at": datetime(2026, 11, 17, 9),  # noqa: DTZ001
                "answered_at": datetime(2026, 11, 17, 8, 59),  # noqa: DTZ001
            },
            {"answered_at": "backwards"},
        ),
        ("datasets", {"day": date(2026, 1, 1), "name": None}, {"name": "needed"}),
        ("risks", {"day": date(2026, 1, 1), "title": "T", "closed_on": date(2025, 1, 1)}, {"closed_on": "backwards"}),
        ("tests", {"day": date(2026, 11, 1), "hypothesis": "H", "result": "won"}, {"ended_on": "no_end"}),
        ("tests", {"day": date(2026, 11, 1), "hypothesis": "H"}, {}),
        ("vendor_terms", {"day": date(2026, 11, 1), "vendor": ""}, {"vendor": "needed"}),
        ("deletions", {"day": date(2026, 11, 2), "deleted_on": date(2026, 11, 1)}, {"deleted_on": "backwards"}),
    ],
)
def test_what_is_wrong_with_a_row(log: str, row: dict[str, Any], wrong: dict[str, str]) -> None:
    assert problems(log, row, TODAY) == wrong


@pytest.mark.parametrize("log", LOGS)
def test_a_log_speaks_of_columns_that_it_has(log: str) -> None:
    of, columns = logs()[log], set(FACTS[log].columns)
    spoken = {*of.name, *(column for pair in of.order for column in pair), of.until, of.latest_of, of.open}
    spoken |= {column for need in of.needs for column in (need.column, need.where)}
    assert spoken - {None} <= columns
    assert all(f"log_wrong.{need.why}" in texts("en") for need in of.needs)
    assert {f"log_group.{of.group}", f"log_name.{log}", f"log_about.{log}"} <= texts("en").keys()
    assert "day" in required(log)


# -- registers -----------------------------------------------------------------------------------------


def test_a_register_shows_what_holds_now(noordlicht: Store) -> None:
    data: dict[str, Any] = {"dataset_id": "d", "day": date(2025, 1, 1), "name": "Inbox"}
    write(noordlicht, data, data | {"dataset_id": "e", "retired_on": date(2026, 11, 1)}, log="datasets")
    assert [row["dataset_id"] for row in standing(noordlicht, "datasets", TODAY)] == ["d"]
    assert [row["dataset_id"] for row in standing(noordlicht, "datasets", TODAY, ended=True)] == ["d", "e"]


def test_of_a_vendor_the_newest_terms_hold_and_those_the_policy_has_not_followed(noordlicht: Store) -> None:
    def terms(number: int, vendor: str, followed: date | None) -> dict[str, Any]:
        day = date(2026, number, 1)
        return {"vendor_terms_id": str(number), "day": day, "vendor": vendor, "policy_updated_on": followed}

    done = date(2026, 10, 1)
    write(
        noordlicht,
        terms(1, "X", done),
        terms(2, "x", done),
        terms(3, "Y", None),
        terms(4, "Y", done),
        log="vendor_terms",
    )
    assert [row["vendor_terms_id"] for row in standing(noordlicht, "vendor_terms", TODAY)] == ["4", "3", "2"]


def test_an_edit_of_a_register_holds_from_the_day_it_was_made(noordlicht: Store) -> None:
    """A data set known since last year that gets an owner today had none last week."""
    write(noordlicht, {"dataset_id": "d", "day": date(2025, 1, 1), "name": "Inbox", "owner": "Ana"}, log="datasets")
    assert noordlicht.query("select day, snapshot_date from datasets") == [(date(2025, 1, 1), TODAY)]


# -- history -----------------------------------------------------------------------------------------


def test_history_tells_who_changed_what_from_what_to_what(noordlicht: Store) -> None:
    write(noordlicht, POST, by="ana")
    write(noordlicht, POST | {"review_passes": 2, "ai_used": "yes"}, when=NOW.replace(hour=13), by="bo")
    write(noordlicht, POST | {"review_passes": 3, "ai_used": "yes"}, when=NOW.replace(hour=14), by="cy")
    told = [(step.by, step.what, step.column, step.before, step.after) for step in steps(noordlicht, "content_log")]
    assert told == [
        ("cy", "changed", "review_passes", "2", "3"),
        ("bo", "changed", "ai_used", None, "true"),
        ("bo", "changed", "first_pass", None, "false"),  # follows from the rounds
        ("bo", "changed", "review_passes", None, "2"),
        ("ana", "added", None, None, None),
    ]


def test_history_of_one_entry(noordlicht: Store) -> None:
    write(noordlicht, POST, POST | {"item_id": "b", "title": "Other"})
    assert [step.called for step in steps(noordlicht, "content_log", "b")] == ["Other"]


def test_an_edit_and_a_file_are_told_apart(noordlicht: Store) -> None:
    write(noordlicht, POST)
    noordlicht.load("our log.csv", as_file("content_log", [POST | {"title": "Hi"}], *WEEK_47, NOW))
    assert [(step.file, step.by_hand) for step in steps(noordlicht, "content_log")] == [
        ("our log.csv", False),
        ("content_log_2026-11-22_120000.csv", True),
    ]


def test_a_file_that_lacks_a_column_changed_nothing_in_it(noordlicht: Store) -> None:
    write(noordlicht, POST | {"ai_used": "yes"})
    head = "Item ID,Channel,Published on,Title,AI used,Correction"
    bare = f"Covers 2026-11-16 until 2026-11-22\n{head}\na,x,2026-11-16,Hello,yes,none\n"
    noordlicht.load("bare.csv", bare.encode())
    assert [step.what for step in steps(noordlicht, "content_log")] == ["added"]


def test_moments_are_told_in_the_brand_s_zone(noordlicht: Store) -> None:
    write(noordlicht, POST)
    write(noordlicht, POST | {"submitted_at": datetime(2026, 11, 14, 9, 30)}, when=NOW.replace(hour=13))  # noqa: DTZ001
    assert steps(noordlicht, "content_log")[0].after == "2026-11-14 09:30"


def test_taking_out_and_putting_back_are_told_and_so_is_an_undo(noordlicht: Store) -> None:
    write(noordlicht, POST, by="ana")
    write(noordlicht, POST | {"withdrawn": "yes"}, when=NOW.replace(hour=13), by="bo")
    (gone,) = taken_out(noordlicht, "content_log")
    assert (gone["title"], gone["withdrawn"]) == ("Hello", "yes")
    assert unlogged(noordlicht, *WEEK_47) == []
    write(noordlicht, gone | {"withdrawn": "no"}, when=NOW.replace(hour=14), by="cy")
    assert [(one.by, one.what) for one in steps(noordlicht, "content_log")] == [
        ("cy", "put_back"),
        ("bo", "taken_out"),
        ("ana", "added"),
    ]
    noordlicht.undo(3, "dan")
    assert [(one.by, one.undone_by, one.rows) for one in undone(noordlicht, "content_log")] == [("cy", "dan", 1)]
    assert [one.what for one in steps(noordlicht, "content_log")] == ["taken_out", "added"]
    assert taken_out(noordlicht, "content_log") == [gone]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_excel_template_use_the_same_words(language: str) -> None:
    sheet = load_workbook(io.BytesIO(template("content_log", language))).worksheets[0]
    heads = {cell.value for row in sheet.iter_rows(max_row=5) for cell in row}
    assert header("content_log", "correction", language) in heads
    assert len(choices("content_log", "correction", language)) == 3


# -- the page ----------------------------------------------------------------------------------------


def open_log(log: str, **address: str) -> AppTest:
    """Open the logbook on one log."""
    return visit("logbook", **address).selectbox(key="log").select_index(LOGS.index(log)).run()


NEEDED: dict[str, dict[str, str]] = {
    "datasets": {"name": "Inbox"},
    "tests": {"hypothesis": "Shorter is better"},
    "risks": {"title": "One admin"},
    "vendor_terms": {"vendor": "X"},
}


@pytest.mark.parametrize("log", LOGS)
def test_a_row_is_saved_in_one_sentence_with_a_way_back(log: str, noordlicht: Store) -> None:
    page = open_log(log)
    channel = {} if log == "datasets" else {"channel": "x"}
    page = change(page, added_rows=[{"day": "2026-11-18"} | channel | NEEDED.get(log, {})])
    assert "Not saved yet: 1 row added." in read(page)
    save(page)
    assert "Saved: 1 row added." in read(page)
    assert noordlicht.query(f"select channel, day from {log}") == [(channel.get("channel", "all"), date(2026, 11, 18))]
    assert noordlicht.uploads()[0].loaded_by == "test@example.com"  # who is signed in
    assert len(page.data_editor[0].value) == 1
    page.button(key="undo_log").click().run()
    assert "Taken back: 1 row added." in read(page)
    assert noordlicht.query(f"select count(*) from {log}") == [(0,)]
    assert len(page.data_editor[0].value) == 0


def test_who_is_not_signed_in_is_asked_for_a_name_once(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_reader, "reader_name", lambda: None)
    page = change(open_log("incidents"), added_rows=[{"day": "2026-11-18", "channel": "x"}])
    page.text_input(key="log_reader").set_value(" Ana ").run()
    save(page)
    assert noordlicht.uploads()[0].loaded_by == "Ana"
    page = change(page, added_rows=[{"day": "2026-11-19", "channel": "x"}])
    assert page.text_input(key="log_reader").value == "Ana"


def test_a_row_is_taken_out_and_put_back(noordlicht: Store) -> None:
    write(noordlicht, POST, POST | {"item_id": "b", "title": "Second"})
    page = change(visit("logbook"), deleted_rows=[0])
    assert "Not saved yet: 1 row taken out." in read(page)
    save(page)
    assert noordlicht.query("select item_id from content_log") == [("b",)]
    assert "1 row that was taken out" in [box.label for box in page.expander]
    page.multiselect(key="put_back_content_log").set_value(["a"]).run()
    page.button(key="put_back").click().run()
    assert "Saved: 1 row put back." in read(page)
    assert noordlicht.query("select item_id from content_log order by 1") == [("a",), ("b",)]


def test_a_correction_needs_a_reason_before_it_is_saved(noordlicht: Store) -> None:
    write(noordlicht, POST)
    page = change(visit("logbook"), edited_rows={0: {"correction": "corrected"}})
    assert "Hello" in page.warning[0].value
    assert "Correction reason: Say why" in page.warning[0].value
    assert page.button(key="save_log").disabled
    save(change(page, edited_rows={0: {"correction": "corrected", "correction_reason": "error"}}))
    assert noordlicht.query("select correction, correction_reason from content_log") == [("corrected", "error")]


def test_unsaved_rows_survive_a_look_at_another_log_week_and_page(noordlicht: Store) -> None:
    write(noordlicht, POST)
    page = change(visit("logbook"), edited_rows={0: {"title": "Mine"}})
    page.selectbox(key="log").set_value("incidents").run()
    assert "Unsaved rows wait in: Content · Content log." in read(page)
    assert page.button(key="save_log").disabled
    page.selectbox(key="log").set_value("content_log").run()
    assert page.data_editor[0].value["title"].tolist() == ["Mine"]
    page.radio(key="log_weeks").set_value(1).run()
    page.radio(key="log_weeks").set_value(4).run()
    page.switch_page("upload.py").run()
    page.switch_page("logbook.py").run()
    assert "Not saved yet: 1 row changed." in read(page)
    save(page)
    assert noordlicht.query("select title from content_log") == [("Mine",)]


def test_what_was_typed_can_be_thrown_away(noordlicht: Store) -> None:
    write(noordlicht, POST)
    page = change(visit("logbook"), edited_rows={0: {"title": "Mine"}})
    page.button(key="discard_log").click().run()
    assert page.data_editor[0].value["title"].tolist() == ["Hello"]
    assert page.button(key="save_log").disabled


def test_a_complete_week_without_incidents_is_a_zero_not_unknown(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1"}))  # so that week 47 can be chosen
    page = open_log("incidents", week="2026-W47")
    page.radio(key="log_weeks").set_value(1).run()
    assert "Is this log complete for week 47?" in read(page)
    assert "Not said: week 47" in read(page)
    page.button(key="complete").click().run()
    assert is_complete(noordlicht, "incidents", *WEEK_47)
    assert "Complete: week 47" in read(page)
    page.button(key="incomplete").click().run()
    assert not is_complete(noordlicht, "incidents", *WEEK_47)
    assert "Not said: week 47" in read(page)


def test_a_register_is_never_asked_whether_it_is_complete(noordlicht: Store) -> None:
    assert noordlicht.uploads() == []
    assert "complete" not in {button.key for button in open_log("risks").button}


def test_posts_join_the_log_only_when_somebody_says_something_about_them(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1", "Post text": "One"}, {"Post id": "2", "Post text": "Two"}))
    page = visit("logbook", week="2026-W47")
    page.toggle(key="unlogged").set_value(True).run()
    assert page.data_editor[0].value["title"].tolist() == ["One", "Two"]
    save(change(page, edited_rows={1: {"ai_used": "yes"}}))
    assert noordlicht.query("select item_id, title, ai_used from content_log") == [("x-2", "Two", True)]
    assert page.data_editor[0].value["title"].tolist() == ["Two", "One"]


def test_history_is_read_on_the_page(noordlicht: Store) -> None:
    write(noordlicht, POST, by="ana")
    write(noordlicht, POST | {"ai_used": "yes"}, when=NOW.replace(hour=13), by="bo")
    noordlicht.undo(2, "cy")
    page = visit("logbook")
    page.session_state["history_content_log"] = True  # the browser opens it
    page.run()
    table = page.dataframe[1].value  # after the log itself
    assert table["Who"].tolist() == ["bo", "ana"]
    assert table["What"].tolist()[1] == "added"
    assert table["What"].tolist()[0].startswith("undone on")


# each log in two languages, each language on half of the logs: tests/test_words.py compares the texts themselves
SPOKEN = [(log, LANGUAGES[(place + turn) % 4]) for place, log in enumerate(LOGS) for turn in (0, 2)]


@pytest.mark.parametrize(("log", "language"), SPOKEN)
def test_every_log_speaks_the_language_of_its_reader(log: str, language: str, noordlicht: Store) -> None:
    assert noordlicht.uploads() == []
    page = open_log(log, language=language)
    assert texts(language)[f"log_about.{log}"] in read(page)


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
    (tab,) = page.session_state["intakes"].values()
    assert tab.intake.job.is_done(60)  # the test's browser is back on the logbook, where nobody waits for it
    assert noordlicht.query("select ai_used from content_log") == [(True,)]


def test_edits_stay_while_a_colleague_loads_a_file(noordlicht: Store) -> None:
    noordlicht.load("posts.csv", x_posts({"Post id": "1"}))
    page = change(visit("logbook"), added_rows=[{"channel": "x", "day": "2026-11-18", "title": "Mine"}])
    write(noordlicht, POST)
    page.run()
    assert page.button(key="save_log").label == "Save 1 row"
    save(page)
    assert {title for (title,) in noordlicht.query("select title from content_log")} == {"Mine", "Hello"}
