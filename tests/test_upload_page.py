"""The upload page: of each file one question, one reason or one receipt, and nothing twice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.exports import daily, x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
TWO_POSTS = x_posts({"Post id": "1", "Impressions": 100}, {"Post id": "2", "Impressions": "1,5"})
MENU = b"Dish,Price\nSoup,3\n"


@pytest.fixture
def page(noordlicht: Store) -> AppTest:  # noqa: ARG001 - the page opens the store by its path
    return visit("upload")


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files on the page."""
    for name, content in files:
        page.file_uploader[0].upload(name, content)
    page.run()
    assert not page.exception
    return page


def answer(page: AppTest, **answers: str) -> AppTest:
    """Answer the questions of the first file, and send them."""
    for name, said in answers.items():
        next(box for box in (*page.selectbox, *page.text_input) if str(box.key).startswith(f"{name}_")).set_value(said)
    page.form_submit_button[0].click().run()
    assert not page.exception
    return page


def test_each_file_says_what_became_of_it(page: AppTest) -> None:
    drop(page, ("week47.csv", TWO_POSTS), ("menu.csv", MENU))
    assert "1 file loaded · 1 not loaded" in read(page)
    assert "X posts" in page.expander[0].label
    assert "**2 rows read**: 2 new, 1 cell left out" in read(page)
    assert "Dish" in page.error[0].value


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


def test_figures_in_a_remark_are_written_for_the_reader(noordlicht: Store) -> None:
    noordlicht.load("videos.csv", (SAMPLES / "youtube_videos_en.csv").read_bytes())
    assert "Control sum right: “Views” adds up to the export's own total, 61,685." in read(visit("sources")).replace(
        "\\", ""
    )


def test_a_rerun_of_the_page_loads_nothing_twice(page: AppTest, noordlicht: Store) -> None:
    revision = drop(page, ("week47.csv", TWO_POSTS)) and noordlicht.revision
    page.run().run()
    assert (len(noordlicht.uploads()), noordlicht.revision) == (1, revision)
    assert "1 file loaded" in read(page)


def test_the_same_bytes_under_another_name_are_known(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS), ("week47 (1).csv", TWO_POSTS))
    assert "1 file loaded · 1 was here already" in read(page)
    assert "week47\\.csv. Nothing changed." in read(page)
    assert len(noordlicht.uploads()) == 1


def test_undo_takes_the_rows_out_and_the_next_run_leaves_them_out(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("week47.csv", TWO_POSTS))
    assert "New rows that go out again: **2**" in read(page)
    page.button(key="undo_1").click().run()
    page.run()
    assert noordlicht.query("select count(*) from posts") == [(0,)]
    assert "everything is as it was before" in read(page)


def test_a_file_that_does_not_say_everything_asks_and_keeps_the_answer(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("Reach.csv", daily("Reach", ("2026-11-16", 120))))
    assert "1 file does not say everything" in read(page)
    assert noordlicht.uploads() == []
    answer(page, channel="instagram", account="noordlicht")
    (upload,) = noordlicht.uploads()
    assert (upload.channel, upload.account) == ("instagram", "noordlicht")
    assert upload.answers == {"channel": "instagram", "account": "noordlicht"}
    assert not page.form_submit_button


def test_a_question_without_an_answer_loads_nothing(page: AppTest, noordlicht: Store) -> None:
    drop(page, ("Reach.csv", daily("Reach", ("2026-11-16", 120))))
    answer(page, channel="instagram")
    assert "each of its questions has an answer" in page.warning[0].value
    assert noordlicht.uploads() == []


def test_the_first_answer_may_hold_for_all_files_that_ask_the_same(page: AppTest, noordlicht: Store) -> None:
    drop(page, *((f"{day}.csv", daily("Reach", (f"2026-11-{day}", day))) for day in (16, 17, 18)))
    page.checkbox[0].check()
    answer(page, channel="instagram", account="noordlicht")
    assert {upload.account for upload in noordlicht.uploads()} == {"noordlicht"}
    assert len(noordlicht.uploads()) == 3


def test_only_the_files_that_are_answered_in_full_are_loaded(page: AppTest, noordlicht: Store) -> None:
    drop(page, *((f"{day}.csv", daily("Reach", (f"2026-11-{day}", day))) for day in (16, 17)))
    answer(page, channel="instagram", account="noordlicht")
    assert [upload.file for upload in noordlicht.uploads()] == ["16.csv"]
    assert "1 file loaded · 1 needs an answer" in read(page)


def test_a_closed_receipt_shows_that_a_table_of_the_file_was_left_out(page: AppTest) -> None:
    with BytesIO() as packed:
        with ZipFile(packed, "w") as archive:
            archive.writestr("posts.csv", TWO_POSTS)
            archive.writestr("reach.csv", daily("Reach", ("2026-11-16", 16)))
        both = packed.getvalue()
    drop(page, ("both.zip", both), ("week47.csv", x_posts({"Post id": "3", "Impressions": 100})))
    icons = [box.icon for box in page.expander if box.label.startswith("**")]
    assert icons == [":material/info:", ":material/check_circle:"]


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


def test_after_the_upload_monday_is_one_click_away(page: AppTest) -> None:
    drop(page, ("week47.csv", TWO_POSTS)).button(key="to_monday").click().run()
    assert page.title[0].value == "Monday review"


def test_every_language_tells_the_receipt(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", TWO_POSTS)
    for language, words in {"nl": "2 rijen gelezen", "sv": "2 rader lästa", "ro": "2 rânduri citite"}.items():
        page = visit("sources", language=language)
        assert words in read(page)


def test_every_template_can_be_taken_along(page: AppTest) -> None:
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["Content log", "Incident log", "Funnel totals", "Answer log", "Engaged reach log"]
