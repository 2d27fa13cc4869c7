"""The page of all brands: what each reader finds on it, and what becomes of what they do."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from data.access import acting as door
from data.access.rights import EVERY, Person, Right
from data.brand_files import acts
from data.brand_files.belongings import archived, shown_name
from data.reading.places import store_path, stores
from data.store import Store
from kpi.words import LANGUAGES, Words
from pages import _session
from pages._forget import KEPT, forget
from tests.snapshots import HOSTILE
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWER = Person("viewer@example.org", {"studio-vale": frozenset({Right.VIEW})})
OWNER = Person("owner@example.org", {"studio-vale": frozenset({Right.ADMINISTER})})
LATE = Person("late@example.org", {"archived-since": frozenset({Right.VIEW})})
HEAD = Person("head@example.org", {EVERY: frozenset({Right.ADMINISTER})})


@pytest.fixture(autouse=True)
def two(fresh: None) -> Iterator[None]:  # noqa: ARG001, F811 - their home first
    acts.create("Nordic")
    acts.create("Studio Vale")
    yield
    door.open_door()


def manage(app: AppTest, key: str, what: str) -> AppTest:
    return ask(app, key, what).run()


def ask(app: AppTest, key: str, what: str) -> AppTest:
    """Choose from the menu of a brand; asked again it keeps the window open, which a whole run would close."""
    next(one for one in app.menu_button if one.key == f"manage_{key}").set_value(what)
    return app


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()


def offered(app: AppTest) -> set[str]:
    return {str(one.key) for one in (*app.button, *app.menu_button)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brand_is_listed_with_what_it_holds(language: str) -> None:
    app, say = visit("brands", language=language, brand="nordic"), Words(language)
    said = read(app)
    assert f"**Nordic** :blue-badge[{say('brands.on_view')}]" in said
    assert "**Studio Vale**" in said
    assert said.count(say("brands.no_week")) == 2
    assert "MB" in said


def test_a_brand_is_opened_from_the_list() -> None:
    app = visit("brands", brand="nordic")
    app.button(key="open_studio-vale").click().run()
    assert app.query_params["brand"] == ["studio-vale"] or app.query_params["brand"] == "studio-vale"
    assert app.title[0].value == Words("en")("page.monday")


def test_a_brand_is_made_and_a_name_that_is_taken_says_so() -> None:
    app = visit("brands")
    app.text_input(key="made").set_value("Kaai")
    press(app, "Make the brand")
    assert "Kaai is there" in read(app)
    assert store_path("Kaai") in stores()
    app.text_input(key="made").set_value("nordic")
    press(app, "Make the brand")
    assert "That name is too much like Nordic" in app.error[0].value
    assert len(stores()) == 3


def test_a_brand_is_renamed() -> None:
    app = manage(visit("brands", brand="nordic"), "studio-vale", "rename")
    app.text_input(key="brand_name").set_value("Vale & Søn")
    ask(app, "studio-vale", "rename")
    press(app, "Save")
    assert "It is called Vale" in read(app)
    assert shown_name(store_path("Studio Vale")) == "Vale & Søn"


def test_a_brand_goes_to_the_archive_and_comes_back() -> None:
    app = manage(visit("brands", brand="studio-vale"), "studio-vale", "put_by")
    assert "Nothing is deleted" in read(app)
    ask(app, "studio-vale", "put_by").button(key="put_brand_by").click().run()
    assert "Studio Vale lies in the archive now" in read(app)
    assert [path.stem for path in stores()] == ["nordic"]
    app.button(key="back_studio-vale").click().run()
    assert "Studio Vale is back" in read(app)
    assert [path.stem for path in stores()] == ["nordic", "studio-vale"]
    assert not archived()
    app.button(key="open_studio-vale").click().run()
    assert not app.exception


def test_nothing_is_deleted_before_the_name_is_typed() -> None:
    app = manage(visit("brands", brand="nordic"), "studio-vale", "delete")
    ask(app, "studio-vale", "delete").text_input(key="brand_typed").set_value("studio vale")
    press(app, "Delete for good")
    assert any("That is not the name" in error.value for error in app.error)
    assert len(stores()) == 2
    ask(app, "studio-vale", "delete").text_input(key="brand_typed").set_value("Studio Vale")
    press(app, "Delete for good")
    assert "Studio Vale is deleted" in read(app)
    assert [path.stem for path in stores()] == ["nordic"]


def test_a_brand_is_taken_along_whole() -> None:
    app = manage(visit("brands", brand="nordic"), "studio-vale", "take")
    for _ in range(20):
        if app.get("download_button"):
            break
        app.run()
    assert app.get("download_button")
    assert "the key of its pseudonyms" in read(app)


def test_another_session_that_looks_at_an_archived_brand_is_led_on() -> None:
    acts.archive("studio-vale")
    other = visit("scorecard", brand="studio-vale")
    assert other.session_state["brand"] == "nordic"


def test_who_is_in_the_middle_of_a_page_is_told_in_one_sentence() -> None:
    def script() -> None:
        import streamlit as st  # noqa: PLC0415 - the script of a page of its own

        from data.brand_files import acts  # noqa: PLC0415
        from data.errors import DataError  # noqa: PLC0415
        from pages import _session  # noqa: PLC0415
        from pages._crash import explain_crash  # noqa: PLC0415

        st.session_state.update(brand="studio-vale", language="en")
        in_hand = _session.store()
        acts.archive("studio-vale")
        st.write(_session.brand())
        for use in (_session.store, lambda: in_hand.revision, lambda: in_hand.set_setting("zone", "UTC")):
            try:
                use()
            except DataError as problem:
                explain_crash(problem)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert len(app.error) == 3
    assert {one.value for one in app.error} == {Words("en")("error.store_gone", brand="studio\\-vale")}
    assert not store_path("Studio Vale").exists()


def test_the_last_brand_in_the_archive_is_found_from_the_start() -> None:
    acts.archive("nordic")
    acts.archive("studio-vale")
    app = visit("start")
    assert [str(getattr(link, "label", "")) for link in app.get("page_link")] == [Words("en")("start.archive")]
    app = visit("brands")
    app.button(key="back_nordic").click().run()
    assert [path.stem for path in stores()] == ["nordic"]


def test_people_s_names_stay_text() -> None:
    with closing(Store.open(store_path("Nordic"))) as store:
        store.set_setting("brand", HOSTILE)
    assert "[x](javascript:1)" not in read(visit("brands", brand="studio-vale"))


# -- by who may ----------------------------------------------------------------------------------------


def test_who_may_only_look_finds_her_brand_and_no_way_to_change_it() -> None:
    acts.archive("nordic")
    door.guard(lambda: VIEWER)
    app = visit("brands")
    assert "**Studio Vale**" in read(app)
    assert "Nordic" not in read(app) + str(app)
    assert offered(app) & {"manage_studio-vale", "back_nordic", "delete_archived_nordic"} == set()
    assert not app.text_input


def test_who_administers_one_brand_manages_that_one_and_makes_none() -> None:
    acts.archive("nordic")
    door.guard(lambda: OWNER)
    app = visit("brands")
    assert "manage_studio-vale" in offered(app)
    assert "Nordic" not in read(app) + str(app)
    assert not app.text_input


def test_who_administers_all_makes_brands_and_sees_the_archive() -> None:
    acts.archive("nordic")
    door.guard(lambda: HEAD)
    app = visit("brands")
    assert {"manage_studio-vale", "back_nordic", "delete_archived_nordic"} <= offered(app)
    assert [one.key for one in app.text_input] == ["made"]


def test_who_was_given_no_brand_is_told_whom_to_ask() -> None:
    door.guard(lambda: LATE)
    app = visit("start")
    assert "no brand is open to you yet" in read(app)
    assert offered(app) <= {"log_out"}
    assert not app.text_input


def test_who_may_make_no_brand_gets_no_form_at_the_start() -> None:
    door.guard(lambda: VIEWER)
    app = visit("start")
    assert "Making a brand needs the right “administer” for all brands" in read(app)
    assert not app.text_input


# -- memory --------------------------------------------------------------------------------------------


def test_what_was_worked_out_of_a_deleted_brand_is_forgotten_and_stores_stay_open() -> None:
    visit("brands")
    opened = _session.opened(str(store_path("Nordic")))
    before = _session._plan(str(opened.path), opened.revision)
    opened.save_plan("{}")
    forget()
    assert before is None
    assert _session.opened(str(store_path("Nordic"))) is opened
    assert _session.opened in KEPT


@pytest.mark.parametrize("asked", ["not-there", "nordic"])
def test_who_follows_a_link_to_a_brand_that_is_not_there_or_not_theirs_is_told(asked: str) -> None:
    acts.create("Third")
    both = {"studio-vale": frozenset({Right.VIEW}), "third": frozenset({Right.VIEW})}
    door.guard(lambda: Person("reader@example.org", both))
    told = Words("en")("frame.shown_instead", brand="Studio Vale")
    app = visit("brands", language="en", brand=asked)
    assert [one.value for one in app.warning] == [told]
    app.run()
    assert [one.value for one in app.warning] == [told]
    assert not visit("brands", language="en", brand="studio-vale").warning
