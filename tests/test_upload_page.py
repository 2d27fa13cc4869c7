"""The upload page: what each file would change, nothing before somebody takes it in, and nothing twice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from data.store import Store
from data.templates import LOGS
from kpi.words import Words
from tests.exports import daily, x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
TWO_POSTS = x_posts({"Post id": "1", "Impressions": 100}, {"Post id": "2", "Impressions": "1,5"})
MENU = b"Dish,Price\nSoup,3\n"


@pytest.fixture
def page(noordlicht: Store) -> AppTest:  # noqa: ARG001 - the page opens the store by its path
    return visit("upload")


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files on the page, and wait until they are read."""
    for name, content in files:
        page.file_uploader[0].upload(name, content)
    return finish(page.run())


def finish(page: AppTest) -> AppTest:
    """Look at the page as long as something goes on, the way a browser does."""
    while any(button.key == "stop" for button in page.button):
        page.run()
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    """Press a button, and wait for what it began."""
    return finish(page.button(key=key).click().run())


def take(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files, and take in what is ready."""
    return press(drop(page, *files), "take")


def answer(page: AppTest, **answers: str) -> AppTest:
    """Answer the questions of the first file, and send them."""
    for name, said in answers.items():
        next(box for box in (*page.selectbox, *page.text_input) if str(box.key).startswith(f"{name}_")).set_value(said)
    return finish(page.form_submit_button[0].click().run())


# -- before anything is stored -----------------------------------------------------------------------


def test_each_file_says_what_would_become_of_it_and_nothing_is_stored(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS), ("menu.csv", MENU))
    assert "1 ready · 1 unknown" in read(page)
    assert page.expander[0].label.startswith("**week47\\.csv** · X posts · X · 16 Nov 2026 · 2 new")
    assert "**2 rows read**: 2 new, 1 cell left out" in read(page)
    assert "It saw these headers: Dish" in read(page)
    assert noordlicht.uploads() == []


def test_a_discarded_drop_leaves_the_store_untouched(page: AppTest, noordlicht: Store) -> None:
    revision = drop(page, ("week47.csv", TWO_POSTS)) and noordlicht.revision
    press(page, "discard")
    assert (noordlicht.uploads(), noordlicht.revision) == ([], revision)
    assert "ready" not in read(page)
    assert list(noordlicht.shared.held) == []  # the typed rows are freed


def test_what_is_taken_in_has_a_receipt(page: AppTest, noordlicht: Store) -> None:
    take(page, ("week47.csv", TWO_POSTS))
    assert "1 file taken in" in read(page)
    assert "**2 rows read**: 2 new, 1 cell left out" in read(page)
    assert noordlicht.query("select count(*) from posts") == [(2,)]


def test_a_file_may_be_left_out(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS), ("more.csv", x_posts({"Post id": "3", "Impressions": 9})))
    page.checkbox(key="take_1").uncheck().run()
    assert page.button(key="take").label == "Take in 1 file"
    press(page, "take")
    assert [upload.file for upload in noordlicht.uploads()] == ["more.csv"]
    assert "1 file ready" in page.header[0].value  # it still waits


def test_the_figures_that_move_most_stand_first(page: AppTest, noordlicht: Store) -> None:
    noordlicht.load("old.csv", x_posts(*({"Post id": n, "Impressions": 100, "Post text": f"Post {n}"} for n in "12")))
    drop(
        page,
        (
            "new.csv",
            x_posts(*({"Post id": n, "Impressions": 100 * int(n) + 1, "Post text": f"Post {n}"} for n in "12")),
        ),
    )
    moves = page.dataframe[0].value[["Post or row", "Now", "After"]]
    assert list(moves.itertuples(index=False, name=None)) == [("Post 2", "100", "201"), ("Post 1", "100", "101")]
    assert "upload 1, has 2 of these rows too; 2 have other figures" in read(page)


def test_what_will_be_stored_is_shown_row_by_row(page: AppTest) -> None:
    drop(page, ("week47.csv", x_posts({"Post id": "1", "Impressions": 100, "Post text": "Hello"})))
    (row,) = page.dataframe[0].value.to_dict("records")
    assert {name: row[name] for name in ("Row", "Channel", "Post ID", "Impressions")} == {
        "Row": 2,
        "Channel": "X",
        "Post ID": "1",
        "Impressions": 100,
    }


def test_what_was_refused_is_named_with_its_place_and_the_reason(page: AppTest) -> None:
    drop(page, ("week47.csv", TWO_POSTS))
    (line,) = page.dataframe[0].value.to_dict("records")
    assert {name: line[name] for name in ("File", "Row", "Column", "Cell", "Effect")} == {
        "File": "week47.csv",
        "Row": 3,
        "Column": "Impressions",
        "Cell": "1,5",
        "Effect": "Cell left empty",
    }
    assert "whole number" in line["Reason"]


def test_a_colleague_may_take_the_same_file_in_meanwhile(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS))
    noordlicht.load("colleague.csv", TWO_POSTS)
    press(page, "take")
    assert "is here already" in read(page)
    assert [upload.file for upload in noordlicht.uploads()] == ["colleague.csv"]


def test_the_receipt_says_what_came_in_between(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS))
    noordlicht.load("colleague.csv", x_posts({"Post id": "1", "Impressions": 7}))
    press(page, "take")
    assert "Something else was loaded after the preview. Rows now: 1 new, 1 changed" in read(page)


def test_figures_in_a_remark_are_written_for_the_reader(noordlicht: Store) -> None:
    noordlicht.load("videos.csv", (SAMPLES / "youtube_videos_en.csv").read_bytes())
    assert "Control sum right: “Views” adds up to the export's own total, 61,685." in read(visit("sources")).replace(
        "\\", ""
    )


# -- nothing twice -----------------------------------------------------------------------------------


def test_a_rerun_of_the_page_loads_nothing_twice(page: AppTest, noordlicht: Store) -> None:
    revision = take(page, ("week47.csv", TWO_POSTS)) and noordlicht.revision
    page.run().run()
    assert (len(noordlicht.uploads()), noordlicht.revision) == (1, revision)
    assert "1 file taken in" in read(page)


def test_the_same_file_twice_in_one_drop_is_said(page: AppTest) -> None:
    drop(page, ("week47.csv", TWO_POSTS), ("week47 (1).csv", TWO_POSTS))
    assert "1 ready · 1 twice in this drop" in read(page)
    assert "has the same content as week47\\.csv in this drop" in read(page)


def test_the_same_bytes_under_another_name_are_known(page: AppTest, noordlicht: Store) -> None:
    noordlicht.load("week47.csv", TWO_POSTS)
    drop(page, ("week47 (1).csv", TWO_POSTS))
    assert "week47\\.csv. Nothing changed." in read(page)
    assert not [button for button in page.button if button.key == "take"]
    assert len(noordlicht.uploads()) == 1


def test_a_file_that_was_taken_in_is_no_twin_of_its_next_drop(page: AppTest, noordlicht: Store) -> None:
    take(page, ("week47.csv", TWO_POSTS), ("week47 (1).csv", TWO_POSTS))
    noordlicht.undo(noordlicht.uploads()[-1].batch_id)
    drop(page, ("week47 (2).csv", TWO_POSTS))
    assert "1 file ready" in read(page)
    assert "in this drop" not in read(page)


# -- many files --------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    with BytesIO() as packed:
        with ZipFile(packed, "w") as archive:
            for name, content in files.items():
                archive.writestr(f"{name}.csv", content)
        return packed.getvalue()


def test_each_file_of_a_zip_stands_for_itself(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("both.zip", zipped(posts=TWO_POSTS, menu=MENU)))
    assert "1 ready · 1 unknown" in read(page)
    press(page, "take")
    assert [upload.file for upload in noordlicht.uploads()] == ["both.zip/posts.csv"]


def test_a_folder_leaves_out_what_the_computer_put_there(page: AppTest) -> None:
    page.toggle(key="folder").set_value(True).run()
    assert page.file_uploader[0].accept_directory
    drop(page, ("week 47/.DS_Store", b"x"), ("week 47/~$posts.xlsx", b"x"), ("week 47/posts.csv", TWO_POSTS))
    assert page.expander[0].label.startswith("**week 47\\/posts\\.csv**")
    assert not page.error


def test_a_cancelled_reading_stores_nothing_and_can_go_on(
    page: AppTest, noordlicht: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, begun, may_go_on = Store.prepare, Event(), Event()

    def slow(store: Store, name: str, content: bytes, *said: object, cancel: Event, remembered: bool) -> object:
        begun.set()
        if not may_go_on.is_set():
            assert cancel.wait(20)
        return prepare(store, name, content, *said, cancel=cancel, remembered=remembered)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "prepare", slow)
    page.file_uploader[0].upload("week47.csv", TWO_POSTS).run()
    assert begun.wait(20)
    press(page, "stop")
    assert "week47\\.csv was not read" in read(page)
    assert noordlicht.uploads() == []
    may_go_on.set()
    press(page, "read_on")
    assert "1 file ready" in page.header[0].value


# -- what a file does not say ------------------------------------------------------------------------


def test_a_file_that_does_not_say_everything_asks_and_keeps_the_answer(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("Reach.csv", daily("Reach", ("2026-11-16", 120))))
    assert "1 file does not say everything" in read(page)
    assert page.code[0].value == "Reach\nDate  Primary\n2026-11-16T00:00:00  120"  # which of two files called Reach
    answer(page, channel="instagram", account="noordlicht")
    assert not page.form_submit_button
    press(page, "take")
    (upload,) = noordlicht.uploads()
    assert (upload.channel, upload.account) == ("instagram", "noordlicht")
    assert upload.answers == {"channel": "instagram", "account": "noordlicht"}


def test_a_question_without_an_answer_reads_nothing(page: AppTest) -> None:
    drop(page, ("Reach.csv", daily("Reach", ("2026-11-16", 120))))
    answer(page, channel="instagram")
    assert "each of its questions has an answer" in page.warning[0].value
    assert not [button for button in page.button if button.key == "take"]


def test_one_account_may_hold_for_all_files_that_leave_it_open(page: AppTest, noordlicht: Store) -> None:
    drop(page, *((f"{day}.csv", daily("Instagram reach", (f"2026-11-{day}", day))) for day in (16, 17, 18)))
    page.text_input(key="same").set_value("noordlicht")
    answer(page)
    press(page, "take")
    assert {upload.account for upload in noordlicht.uploads()} == {"noordlicht"}
    assert len(noordlicht.uploads()) == 3


def test_only_the_files_that_are_answered_in_full_are_read(page: AppTest) -> None:
    drop(page, *((f"{day}.csv", daily("Reach", (f"2026-11-{day}", day))) for day in (16, 17)))
    answer(page, channel="instagram", account="noordlicht")
    assert "1 needs an answer · 1 ready" in read(page)


def test_what_was_said_of_a_file_that_still_lacks_an_answer_is_kept(page: AppTest) -> None:
    drop(page, *((f"{day}.csv", daily("Reach", (f"2026-11-{day}", day))) for day in (16, 17)))
    page.text_input(key="same").set_value("noordlicht")
    answer(page, channel="instagram")
    assert "1 needs an answer · 1 ready" in read(page)
    assert [box.value for box in page.selectbox if str(box.key).startswith("account_")] == ["noordlicht"]


def test_the_answers_of_the_last_time_are_taken_said_and_can_be_changed(page: AppTest, noordlicht: Store) -> None:
    said = {"channel": "instagram", "account": "noordlicht"}
    noordlicht.load("Visits.csv", daily("Reach", ("2026-11-08", 70)), {**said, "account": "zuiderlicht"})
    noordlicht.load("Reach.csv", daily("Reach", ("2026-11-09", 80)), said)
    drop(page, ("Reach.csv", daily("Reach", ("2026-11-16", 120))))
    assert "As last time (Reach\\.csv): Channel: **Instagram**, Account: **noordlicht**." in read(page)
    press(page, "again_1")
    answer(page, account="zuiderlicht")
    press(page, "take")
    assert [upload.account for upload in noordlicht.uploads()] == ["zuiderlicht", "noordlicht", "zuiderlicht"]


# -- files of no use, or of a kind nobody declared ---------------------------------------------------


def test_an_unknown_file_goes_to_the_mapping_page(page: AppTest) -> None:
    drop(page, ("menu.csv", MENU))
    page.button(key="map_1").click().run()
    assert not page.exception
    assert "menu\\.csv" in read(page)
    assert page.title[0].value != "Upload"


def test_a_known_export_without_use_says_why_and_is_no_error(page: AppTest) -> None:
    drop(page, ("Audience.csv", (SAMPLES / "meta_audience.csv").read_bytes()))
    assert "who follows you" in read(page)
    assert not page.error


def test_the_page_says_which_exports_it_reads(page: AppTest) -> None:
    (known,) = (table.value for table in page.dataframe)
    assert ("X posts", "posts") in list(known.itertuples(index=False, name=None))
    assert "Meta audience" not in set(known["Kind of export"])  # known, but of no use


def test_a_hostile_file_name_stays_text(page: AppTest) -> None:
    drop(page, ("![x](http://evil/x.png).csv", TWO_POSTS), (":red[y].csv", MENU))
    assert "![x]" not in read(page) + page.expander[0].label
    assert ":red[" not in read(page)


# -- afterwards --------------------------------------------------------------------------------------


def test_undo_says_what_it_does_and_takes_the_rows_out(page: AppTest, noordlicht: Store) -> None:
    take(page, ("week47.csv", TWO_POSTS))
    page.session_state["back_1"] = True  # the browser opens the popover
    page.run()
    assert "2 rows go out of the store." in read(page)
    page.button(key="undo_1").click().run()
    page.run()
    assert noordlicht.query("select count(*) from posts") == [(0,)]
    assert "everything is as it was before" in read(page)


def test_after_the_upload_monday_is_one_click_away(page: AppTest) -> None:
    take(page, ("week47.csv", TWO_POSTS)).button(key="to_monday").click().run()
    assert page.title[0].value == "Monday review"


def test_every_language_tells_the_receipt(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", TWO_POSTS)
    for language, words in {"nl": "2 rijen gelezen", "sv": "2 rader lästa", "ro": "2 rânduri citite"}.items():
        page = visit("sources", language=language)
        assert words in read(page)


def test_every_template_can_be_taken_along(page: AppTest) -> None:
    labels = [button.label for button in page.get("download_button")]
    assert labels == [Words("en")(f"format.ninety_{log}") for log in LOGS]
