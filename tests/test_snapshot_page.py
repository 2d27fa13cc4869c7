"""The snapshot page: the page as it will be printed, in the reader's language, with what it stands on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.plan import Plan, PlanRow
from tests.exports import x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from data.store import Store

PROMISE = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
POSTS = x_posts({"Post id": "1", "Impressions": 2000, "Url clicks": 20})


@pytest.fixture
def promised(noordlicht: Store) -> Store:
    noordlicht.load("week47.csv", POSTS)
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,)).model_dump_json())
    return noordlicht


def test_without_data_the_page_says_where_to_begin(noordlicht: Store) -> None:  # noqa: ARG001
    page = visit("snapshot")
    page.button[0].click().run()
    assert page.title[0].value == "Upload"


def test_without_a_plan_the_page_leads_to_the_targets(noordlicht: Store) -> None:
    noordlicht.load("week47.csv", POSTS)
    page = visit("snapshot")
    page.button[0].click().run()
    assert page.title[0].value == "Targets"


def test_the_page_is_shown_before_it_is_downloaded(promised: Store) -> None:  # noqa: ARG001
    page = visit("snapshot", week="2026-W47")
    assert len(page.get("image")) == 1
    assert page.get("download_button")[0].proto.label == "Download PDF"
    assert "1 upload · 1 post" in read(page)


def test_the_pdf_may_speak_another_language_than_the_page(promised: Store) -> None:  # noqa: ARG001
    page = visit("snapshot", week="2026-W47")
    before = page.get("image")[0].proto.imgs[0].url
    page.selectbox(key="pdf_language_en").set_value("sv").run()
    assert not page.exception
    assert page.get("image")[0].proto.imgs[0].url != before
    assert page.title[0].value == "Snapshot"


def test_the_same_data_have_the_same_fingerprint(promised: Store) -> None:
    first = [line for line in read(visit("snapshot", week="2026-W47")).splitlines() if "Fingerprint" in line]
    promised.load("more.csv", x_posts({"Post id": "2", "Impressions": 10, "Url clicks": 1}))
    promised.undo(2)
    assert [line for line in read(visit("snapshot", week="2026-W47")).splitlines() if "Fingerprint" in line] == first
