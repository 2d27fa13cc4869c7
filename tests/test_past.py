"""Old states on the snapshot page: issued ones come back as they were, and nobody takes them for the present."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from kpi.issued import issue, issued
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

PROMISE = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def promised(noordlicht: Store) -> Store:
    noordlicht.load("week47.csv", x_posts(POST), now=MONDAY)
    plan = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,))
    noordlicht.save_plan(plan.model_dump_json(), now=MONDAY)
    return noordlicht


def waited(page: AppTest) -> AppTest:
    """Let the work on the thread come to its end: the page without a browser does not draw itself anew."""
    for _ in range(40):
        if page.session_state["taking_past_state"].job.is_done(0.5):
            break
    page.run()
    assert not page.exception
    return page


def snapshot() -> AppTest:
    return visit("snapshot", week="2026-W47")


def test_without_any_download_the_list_says_what_it_will_hold(promised: Store) -> None:  # noqa: ARG001
    assert "No PDF has been downloaded yet" in read(snapshot())


def test_an_issued_snapshot_comes_back_and_says_that_it_is_old(promised: Store) -> None:
    _, entry = issue(promised, Week(2026, 47), date(2026, 11, 23), "nl", paper="us-letter", by="Ana", now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    page = snapshot()
    assert page.dataframe[0].value["fingerprint"].tolist() == [entry.fingerprint]
    page.button(key="take_again").click().run()
    waited(page)
    said = page.info[0].value
    assert "by Ana" in said
    assert entry.fingerprint in said
    assert f"Fingerprint {entry.fingerprint}" in read(page)
    languages = [box.value for box in page.selectbox if (box.key or "").startswith("pdf_")]
    assert languages == ["nl", "us-letter"]
    assert "Issued snapshots" not in read(page)
    page.button(key="leave_past").click().run()
    assert not page.info
    assert f"Fingerprint {entry.fingerprint}" not in read(page)


def test_looking_at_an_old_state_issues_nothing(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), "en", now=MONDAY)
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page)
    assert len(issued(promised)) == 1


def test_the_week_as_known_on_a_day(promised: Store) -> None:
    promised.undo(1)
    promised.load("later.csv", x_posts(POST | {"Post id": "2"}))
    page = snapshot()
    page.date_input(key="known_day").set_value(date(2026, 11, 23))
    page.button(key="show_known").click().run()
    waited(page)
    assert "as it was known at the end of 23 Nov 2026, with version 1 of the plan" in page.warning[0].value


def test_a_day_before_the_plan_has_no_snapshot(promised: Store) -> None:  # noqa: ARG001
    page = snapshot()
    page.date_input(key="known_day").set_value(date(2026, 11, 20))
    page.button(key="show_known").click().run()
    waited(page)
    assert "no plan yet on that day" in page.info[0].value
    page.button(key="leave_past").click().run()
    assert page.title[0].value == "Snapshot"


def test_a_raw_file_that_is_gone_is_one_sentence_and_a_way_back(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), "en", now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    next(promised.folder.glob("0001_*")).unlink()
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page)
    assert "week47" in page.error[0].value
    assert "Put it back into the folder" in page.error[0].value
    page.button(key="leave_past").click().run()
    assert len(page.get("image")) == 1


def test_other_pages_stay_on_the_present(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), "en", now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 30}))
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page).switch_page("measure.py").run()
    assert not page.info
    assert not [button for button in page.button if button.key == "leave_past"]
    values = [metric.value for metric in page.metric] + [line.value for line in page.markdown]
    assert any("1.50%" in str(value) or "1.5%" in str(value) for value in values), values


def test_two_of_one_minute_are_told_apart(promised: Store) -> None:
    for language in ("en", "sv"):
        issue(promised, Week(2026, 47), date(2026, 11, 23), language, by="Ana", now=MONDAY)
    page = snapshot()
    lines = page.selectbox(key="issued_number").options
    assert len(set(lines)) == 2
    page.selectbox(key="issued_number").set_value(1)
    page.button(key="take_again").click().run()
    waited(page)
    assert next(box.value for box in page.selectbox if (box.key or "").startswith("pdf_language")) == "en"
