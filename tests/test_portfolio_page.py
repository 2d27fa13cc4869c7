"""The portfolio on the screen: the worst first, only what the reader may see, and no brand that breaks the page."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1.element_tree import Element

from data.access import acting as door
from data.access.rights import Person, Right
from data.brand_files import acts
from data.reading.places import store_path
from data.store import Store
from kpi.plan import Plan
from kpi.portfolio import Standing
from kpi.words import LANGUAGES, Words
from pages import _job, _portfolio_look
from tests.snapshots import HOSTILE, example
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

    from kpi.snapshot import Snapshot, Status

STATUSES: dict[str, tuple[Status, ...]] = {  # brand -> how its rows stand
    "Nordic": ("on_pace", "met", "too_little"),
    "Studio Vale": ("worse", "worse", "behind"),
    "Kaai": ("worse", "at_cost", "met"),
}


@pytest.fixture(autouse=True)
def brands(fresh: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001, F811 - their home first
    """Make brands whose newest week stands as above, and one without data."""
    for name in STATUSES:
        rows = tuple(row.plan.model_copy(update={"baseline": "auto"}) for row in example().rows[:3])
        with closing(Store.open(acts.create(name))) as store:
            store.save_plan(Plan(brand=name, start=date(2026, 9, 26), rows=rows).model_dump_json())
    acts.create("Empty")
    monkeypatch.setattr(_portfolio_look, "newest_review", review)
    monkeypatch.setattr(_job, "PATIENCE", 60)  # on however busy a machine, the page is the whole page
    yield
    door.open_door()


def review(of: Store) -> Snapshot | None:
    rows = zip(example().rows, STATUSES.get(str(of.setting("brand")), ()), strict=False)
    taken = tuple(replace(row, status=status) for row, status in rows)
    return replace(example(), brand=str(of.setting("brand")), rows=taken, alerts=())


def names(app: AppTest) -> list[str]:
    """Name the brands in the order they stand on the page."""
    return [label.split("**")[1] for label in map(label_of, app.get("page_link")) if "**" in label]


def label_of(link: Any) -> str:
    return str(link.label)


def test_the_worst_stands_first_and_the_order_is_explained() -> None:
    app = visit("portfolio")
    assert names(app) == ["Studio Vale", "Kaai", "Nordic", "Empty"]
    said = read(app)
    assert "Worst first: open STOP alerts, targets worse than their baseline" in said
    assert ":red-badge[■ 2 worse] :orange-badge[◆ 1 behind]" in said
    assert ":red-badge[■ 1 worse] :orange-badge[◆ 1 behind] :blue-badge[▲ 1 met or on pace]" in said
    assert ":blue-badge[▲ 2 met or on pace] :gray-badge[△ 1 not judged]" in said
    assert "Empty has data but no plan yet" not in said
    assert "Empty has no data yet" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_its_reader(language: str) -> None:
    app = visit("portfolio", language=language)
    assert Words(language)("portfolio.watch", n=1) in read(app)
    assert not app.error


def test_a_name_leads_to_the_monday_review_of_its_brand_and_its_own_week() -> None:
    app = visit("portfolio", brand="nordic", language="nl", week="2026-W40")
    (link,) = [one for one in app.get("page_link") if "Studio Vale" in label_of(one)]
    assert isinstance(link, Element)
    assert link.proto.page == "monday"
    assert link.proto.query_string == "brand=studio-vale&language=nl"


def test_who_sees_one_brand_finds_no_portfolio_and_no_other_name() -> None:
    door.guard(lambda: Person("a@example.org", {"nordic": frozenset({Right.VIEW})}))
    app = visit("portfolio")
    assert not names(app)
    everything = read(app) + str(app)
    assert "Studio" not in everything
    assert "Kaai" not in everything


def test_who_sees_two_brands_sees_these_two() -> None:
    grants = {"nordic": frozenset({Right.VIEW}), "kaai": frozenset({Right.VIEW})}
    door.guard(lambda: Person("a@example.org", grants))
    app = visit("portfolio")
    assert names(app) == ["Kaai", "Nordic"]
    assert "Studio" not in read(app) + str(app)


def test_a_right_that_is_taken_while_it_is_reviewed_shows_nothing_more() -> None:
    grants = {"nordic": frozenset({Right.VIEW})}
    door.guard(lambda: Person("a@example.org", grants))
    shown = _portfolio_look.standing("studio-vale", store_path("Studio Vale"))
    assert shown.name == "studio-vale"
    assert (shown.week, shown.rows, shown.headlines) == (None, {}, {})


def test_a_damaged_brand_stands_at_the_end_and_says_so() -> None:
    st.cache_resource.clear()
    store_path("Kaai").write_bytes(b"no store" * 1000)
    app = visit("portfolio")
    assert names(app) == ["Studio Vale", "Nordic", "Empty", "Kaai"]  # as the book beside it says
    assert "rebuild" in read(app)


def test_our_own_bug_with_one_brand_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(of: Store) -> Snapshot | None:
        if of.path.stem == "kaai":
            raise ZeroDivisionError
        return review(of)

    monkeypatch.setattr(_portfolio_look, "newest_review", fails)
    app = visit("portfolio")
    assert names(app) == ["Studio Vale", "Nordic", "Empty", "Kaai"]
    (logged,) = [record for record in caplog.records if record.name == "ninety"]
    assert logged.getMessage().removeprefix("crash ")[:6] in read(app)


def test_a_brand_that_goes_while_it_is_reviewed_is_told() -> None:
    path = store_path("Kaai")
    acts.archive("kaai")
    shown = _portfolio_look.standing("kaai", path)
    assert shown.problem is not None
    assert shown.problem.code == "store_gone"
    assert not path.exists()


def test_people_s_names_stay_text() -> None:
    assert "[x](javascript:1)" in HOSTILE
    with closing(Store.open(store_path("Kaai"))) as store:
        store.set_setting("brand", HOSTILE)
    app = visit("portfolio")
    assert "[x](javascript:1)" not in read(app) + "".join(map(label_of, app.get("page_link")))


def test_what_did_not_change_is_not_reviewed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    visit("portfolio")
    taken: list[str] = []

    def noted(of: Store) -> Snapshot | None:
        taken.append(of.path.stem)
        return review(of)

    monkeypatch.setattr(_portfolio_look, "newest_review", noted)
    visit("portfolio")
    assert taken == []
    with closing(Store.open(store_path("Kaai"))) as store:
        store.set_settings({"zone": "Europe/Oslo"})
    visit("portfolio")
    assert taken == ["kaai"]


def test_a_brand_in_want_says_what_it_lacks() -> None:
    assert Standing("a", "A", lacks="no_plan").by("bad") == 0
    with closing(Store.open(store_path("Nordic"))) as store:
        store.save_plan('{"brand": "Nordic", "rows": "nonsense"}')
    assert "The plan in force has a target that this version of Ninety does not read" in read(visit("portfolio"))
