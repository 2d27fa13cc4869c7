"""The mapping page: an unknown file becomes a format of the team's own, and the next one is recognised."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from data.mapping.toml import to_toml
from data.reading.exports import load_formats
from data.store import Store, store_path
from kpi.words import LANGUAGES, Words
from tests.test_pages import read, visit
from tests.test_upload_page import finish

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

CRM = "Datum;Kanaal;Klikken op links;Leads;Gekwalificeerde leads (MQL)\n"
WEEK_47 = (
    "Rapport CRM;;;;\n;;;;\n"
    + CRM
    + "16-11-2026;LinkedIn;1.120;4;1\n17-11-2026;Facebook;90;x;0\n18-11-2026;LinkedIn;40;2;1\nTotaal;;1250;6;2\n"
).encode()
WEEK_48 = ("Rapport CRM;;;;\n;;;;\n" + CRM + "23-11-2026;LinkedIn;85;2;2\n").encode()
AMBIGUOUS = (CRM + "03-11-2026;LinkedIn;12;4;1\n04-11-2026;Facebook;90;3;0\n").encode()
MENU = b"Dish,Price\nSoup,3\nBread,2\n"


@pytest.fixture
def page(noordlicht: Store) -> AppTest:  # noqa: ARG001 - the page opens the store by its path
    return visit("mapping")


def drop(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[0].upload(name, content).run()
    assert not page.exception
    return page


def box(page: AppTest, label: str) -> Any:
    """Find a choice by its label."""
    return next(one for one in page.selectbox if one.label.removesuffix(" \\*") == label)


def save(page: AppTest, label: str = "CRM weekly") -> AppTest:
    page.text_input[0].set_value(label)
    page.form_submit_button[0].click().run()
    assert not page.exception
    return page


def test_an_unknown_file_is_mapped_saved_and_recognised_from_then_on(page: AppTest, noordlicht: Store) -> None:
    drop(page, "crm week 47.csv", WEEK_47)
    assert (box(page, "What is one row?").value, box(page, "Day").value) == ("funnel", "Datum")
    assert "**3 rows read** · 1 cell left out" in read(page)
    save(page)
    assert page.title[0].value == "Upload"
    assert list(load_formats(noordlicht.format_folder)) == ["crm_weekly"]
    receipt = noordlicht.load("crm week 48.csv", WEEK_48)
    assert (receipt.format, receipt.rows_new) == ("crm_weekly", 1)
    assert noordlicht.query("select channel, link_clicks, leads, mql from funnel") == [("linkedin", 85, 2, 2)]


def test_ten_rows_are_shown_as_they_will_be_read(page: AppTest) -> None:
    drop(page, "crm.csv", WEEK_47)
    first, second, _ = page.dataframe[0].value.to_dict("records")
    assert (first["Row"], first["Channel"], first["Link clicks"], first["Leads"]) == (4, "LinkedIn", 1120, 4)
    assert second["Leads"] != second["Leads"]  # the cell that says x
    refused = page.dataframe[1].value.to_dict("records")
    assert [(line["Row"], line["Column"], line["Cell"]) for line in refused] == [(5, "Leads", "x")]


def test_a_date_that_can_be_read_two_ways_must_be_settled_first(page: AppTest) -> None:
    drop(page, "crm.csv", AMBIGUOUS)
    assert "**Day**: day and month can be read in two ways" in read(page)
    assert not page.form_submit_button
    asked = next(one for one in page.selectbox if "03\\-11\\-2026" in one.label)
    assert asked.value is None
    asked.set_value(("%m-%d-%Y",)).run()
    assert str(page.dataframe[0].value["Day"][0]) == "2026-03-11"


def test_a_missing_column_is_named_and_nothing_can_be_saved(page: AppTest) -> None:
    drop(page, "crm.csv", WEEK_47)
    box(page, "Day").set_value(None).run()
    assert "A column is still needed for **Day**" in read(page)
    assert not page.form_submit_button


def test_one_column_for_two_fields_is_refused(page: AppTest) -> None:
    drop(page, "crm.csv", WEEK_47)
    box(page, "Sessions").set_value("Klikken op links").run()
    assert "“Klikken op links” feeds two fields: Link clicks · Sessions" in read(page)


def test_what_ninety_cannot_tell_is_asked_and_not_guessed(page: AppTest) -> None:
    drop(page, "menu.csv", MENU)
    assert box(page, "What is one row?").value is None
    assert "Choose what one row is" in read(page)


def test_the_kpis_of_the_chosen_columns_are_named(page: AppTest) -> None:
    drop(page, "crm.csv", WEEK_47)
    assert "can compute: **Click-to-lead**, **MQLs**" in read(page)
    box(page, "Link clicks").set_value(None).run()
    assert "Not enough for: **Click-to-lead**" in read(page)


def test_unsaved_work_survives_a_visit_to_another_page(page: AppTest) -> None:
    drop(page, "crm.csv", WEEK_47)
    box(page, "Leads").set_value(None).run()
    page.switch_page("sources.py").run()
    page.switch_page("mapping.py").run()
    assert (box(page, "Leads").value, box(page, "MQL").value) == (None, "Gekwalificeerde leads (MQL)")


def test_a_file_handed_over_by_the_upload_page_is_in_hand(page: AppTest) -> None:
    page.session_state["to_map"] = ("crm.csv", WEEK_47)
    page.run()
    assert "**crm\\.csv**" in read(page)
    page.button(key="other_file").click().run()
    assert "**crm\\.csv**" not in read(page)


def test_of_a_zip_one_table_is_mapped(page: AppTest) -> None:
    with BytesIO() as packed:
        with ZipFile(packed, "w") as archive:
            archive.writestr("menu.csv", MENU)
            archive.writestr("crm.csv", WEEK_47)
        both = packed.getvalue()
    drop(page, "export.zip", both)
    box(page, "File in the zip").set_value("export.zip/crm.csv").run()
    assert box(page, "What is one row?").value == "funnel"


def test_a_file_that_cannot_be_opened_says_why(page: AppTest) -> None:
    drop(page, "report.csv", b"%PDF-1.7")
    assert "It is a PDF" in page.error[0].value


def test_a_name_of_ninety_s_own_is_refused(page: AppTest, noordlicht: Store) -> None:
    save(drop(page, "crm.csv", WEEK_47), "Meta ads")
    assert "belongs to a format of Ninety itself" in page.error[0].value
    assert not load_formats(noordlicht.format_folder)


def test_the_same_header_twice_is_refused(page: AppTest) -> None:
    save(drop(page, "crm.csv", WEEK_47))
    page.switch_page("mapping.py").run()
    drop(page, "crm again.csv", WEEK_48)
    assert "recognises this header already: CRM weekly" in read(page)
    save(page, "CRM once more")
    assert "“CRM weekly” is recognised by the same header" in page.error[0].value


@pytest.fixture
def mapped(page: AppTest, noordlicht: Store) -> Store:
    save(drop(page, "crm.csv", WEEK_47))
    return noordlicht


def test_a_shared_format_opens_in_another_brand(mapped: Store) -> None:
    shared = to_toml(load_formats(mapped.format_folder)["crm_weekly"]).encode()
    other = Store.open(store_path("Zonnekracht"), brand="Zonnekracht")
    try:
        page = visit("mapping", brand="zonnekracht")
        page.file_uploader(key="shared_format").upload("from a colleague.toml", shared).run()
        assert page.dataframe[0].value["Column of the file"].tolist()[0] == "Datum"
        page.button(key="keep_shared").click().run()
        assert "Saved as “CRM weekly”" in page.success[0].value
        assert other.load("crm week 48.csv", WEEK_48).format == "crm_weekly"
    finally:
        other.close()


def test_a_broken_shared_format_is_refused_in_one_sentence(page: AppTest) -> None:
    page.file_uploader(key="shared_format").upload("log.toml", b'fact = "funnel"\n[recognize]\nall = [["Day"]]\n').run()
    (told,) = page.error
    assert "log\\.toml is no format that Ninety can read" in told.value
    assert "“recognize” is unknown" in told.value


def test_a_format_is_removed_only_when_no_upload_counts_on_it(mapped: Store) -> None:
    mapped.load("crm week 48.csv", WEEK_48)
    page = visit("mapping")
    page.button(key="remove_yes_crm_weekly").click().run()
    assert "1 · crm week 48" in page.error[0].value.replace("\\", "")
    mapped.undo(1)
    page = visit("mapping")
    page.button(key="remove_yes_crm_weekly").click().run()
    assert not load_formats(mapped.format_folder)


def test_a_renamed_format_keeps_its_uploads(mapped: Store) -> None:
    mapped.load("crm week 48.csv", WEEK_48)
    page = visit("mapping")
    page.text_input(key="label_crm_weekly").set_value("CRM of sales").run()
    page.button(key="rename_yes_crm_weekly").click().run()
    assert "**CRM of sales** · funnel totals · 1 upload" in read(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_speaks_every_language(noordlicht: Store, language: str) -> None:  # noqa: ARG001
    page = drop(visit("mapping", language=language), "crm.csv", AMBIGUOUS)
    say = Words(language)
    assert say("mapping.undecided_order", field=f"**{say('field.day')}**") in read(page)
    assert [header.value for header in page.header] == [
        say(f"mapping.{step}") for step in ("table", "columns", "trial", "team")
    ]


def test_bare_amounts_are_in_the_money_that_the_reader_says(page: AppTest) -> None:
    ads = b"Datum;Kampanj;Kostnad;Klick\n2026-11-16;Vinter;1 234,50;120\n2026-11-17;Vinter;980,00;90\n"
    drop(page, "annonser.csv", ads)
    box(page, "What is one row?").set_value("ads").run()
    box(page, "Amount spent").set_value("Kostnad").run()
    assert box(page, "Currency of the amounts").value == "EUR"
    box(page, "Currency of the amounts").set_value("SEK").run()
    shown = page.dataframe[0].value
    assert shown[["Amount spent", "Currency"]].to_numpy().tolist() == [[1234.5, "SEK"], [980.0, "SEK"]]
    assert "Asked at the upload, because the file does not say it: Channel, Account" in read(page)


def test_from_the_upload_page_and_back_again_with_every_file_of_that_kind(noordlicht: Store) -> None:
    page = visit("upload")
    for name, content in (("week 47.csv", WEEK_47), ("week 48.csv", WEEK_48)):
        page.file_uploader[0].upload(name, content)
    finish(page.run())
    assert "2 unknown" in read(page)
    page.button(key="map_1").click().run()
    save(page.switch_page("mapping.py").run())  # AppTest forgets that the app itself went there
    finish(page.switch_page("upload.py").run())
    assert "2 ready" in read(page)
    finish(page.button(key="take").click().run())
    assert noordlicht.query("select sum(link_clicks) from funnel") == [(1120 + 90 + 40 + 85,)]
