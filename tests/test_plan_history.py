"""Changing a plan: what it changes is seen before it is saved, and who changed what and why stays readable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi.plan import Plan, PlanRow
from pages import _reader
from tests.exports import x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

PROMISE = PlanRow(id="ctr", kpi="ctr", label="CTR to web", baseline="0.5%", target="1.4%", owner="Growth")
FULL_WEEK = x_posts(
    {"Post id": "1", "Impressions": 100_000, "Url clicks": 1_500},
    {"Post id": "2", "Date": "Sun, Nov 22, 2026", "Impressions": 0, "Url clicks": 0},
)


@pytest.fixture
def planned(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(_reader, "reader_name", lambda: None)  # nobody signs in
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,)).model_dump_json())
    return noordlicht


def edit(page: AppTest, **changed: Any) -> AppTest:
    """Edit the first row the way the browser reports it."""
    page.session_state[page.data_editor[0].key] = {"edited_rows": {0: changed}, "added_rows": [], "deleted_rows": []}
    page.run()
    return waited(page, "effect_of_plan")


def waited(page: AppTest, place: str) -> AppTest:
    for _ in range(40):
        if place not in page.session_state or page.session_state[place].job.is_done(0.5):
            break
    page.run()
    assert not page.exception
    return page


def field(page: AppTest, label: str) -> Any:
    return next(one for one in page.text_input if one.label == label)


def save(page: AppTest, reason: str, name: str) -> AppTest:
    field(page, "Why this change?").set_value(reason)
    field(page, "Your name").set_value(name)
    page.form_submit_button[0].click().run()
    assert not page.exception
    return page


def test_what_saving_would_change_is_shown_before(planned: Store) -> None:
    planned.load("full.csv", FULL_WEEK)
    page = edit(visit("targets"), target="1.6%")
    assert "- CTR to web · Target\\: 1\\.4\\% → 1\\.6\\%" in read(page)
    assert "1 weekly result would read differently. KPIs it concerns: 1." in read(page)
    changed = next(table.value for table in page.dataframe if "Week" in table.value)
    assert changed["Week"].tolist() == ["Week 47"]
    assert changed["Value"].tolist() == ["1.5%"]
    assert changed["Status"].tolist()[0].startswith("● Met → ")


def test_nothing_is_announced_while_nothing_is_changed(planned: Store) -> None:  # noqa: ARG001
    assert "What saving would change" not in read(visit("targets"))


def test_a_new_zone_is_announced_not_computed(planned: Store) -> None:  # noqa: ARG001
    page = visit("targets")
    next(box for box in page.selectbox if box.label == "Time zone").set_value("Asia/Tokyo").run()
    waited(page, "effect_of_plan")
    assert "reads all your files again when you save" in read(page)


def test_who_saved_it_why_and_what_changed_stays_in_the_list(planned: Store) -> None:
    page = save(edit(visit("targets"), target="2%"), "Agreed with the CMO", "Ana")
    newest = planned.plan_versions()[0]
    assert (newest.saved_by, newest.reason) == ("Ana", "Agreed with the CMO")
    history = page.dataframe[-1].value
    assert history["version"].tolist() == [2, 1]
    assert history["by"].tolist() == ["Ana", ""]
    assert history["changes"].tolist() == ["CTR to web · Target: 1.4% → 2%", "First version: 1 KPI"]


def test_a_name_is_asked_for_once_a_session(planned: Store) -> None:
    page = save(edit(visit("targets"), target="2%"), "", "Ana")
    assert field(page, "Your name").value == "Ana"
    save(edit(page, target="3%"), "", "Ana")
    assert [version.saved_by for version in planned.plan_versions()] == ["Ana", "Ana", None]


def test_settings_that_a_plan_changes_are_kept_with_who_changed_them(planned: Store) -> None:
    page = visit("targets")
    next(box for box in page.selectbox if box.label == "Currency").set_value("SEK").run()
    save(waited(page, "effect_of_plan"), "", "Ana")
    log = planned.query("select name, before, after, changed_by from setting_change where name = 'currency'")
    assert log == [("currency", "EUR", "SEK", "Ana")]


def test_an_old_version_can_be_looked_into(planned: Store) -> None:
    planned.load("full.csv", FULL_WEEK)
    save(edit(visit("targets"), target="1.6%"), "", "Ana")
    page = visit("targets")
    page.button(key="look_version").click().run()
    waited(page, "effect_of_version")
    assert "1 weekly result would read differently" in read(page)


def test_a_zone_that_a_missing_file_stands_against_is_one_sentence_and_changes_nothing(planned: Store) -> None:
    planned.load("full.csv", FULL_WEEK)
    next(planned.folder.glob("0001_*")).unlink()
    page = visit("targets")
    next(box for box in page.selectbox if box.label == "Time zone").set_value("Asia/Tokyo").run()
    save(waited(page, "effect_of_plan"), "", "Ana")
    assert "full\\.csv" in page.error[0].value
    assert (planned.setting("zone"), len(planned.plan_versions())) == ("Europe/Amsterdam", 1)
