"""The look on the page of the snapshot: a colour is judged as it is chosen, a logo as it comes, then both saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.paper.look import PLAIN
from kpi.paper.look_of import look_of
from kpi.plan import Plan, PlanRow
from pages._parts import escape
from tests.exports import x_posts
from tests.visits import fresh, read, visit  # noqa: F401

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

ROW = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
POSTS = x_posts({"Post id": "1", "Impressions": 2000, "Url clicks": 20})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><path d="M0 0h90v30z" fill="#00813e"/></svg>'


@pytest.fixture(autouse=True)
def planned(noordlicht: Store) -> Store:
    noordlicht.load("week47.csv", POSTS)
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(ROW,)).model_dump_json())
    return noordlicht


def opened(language: str = "en") -> AppTest:
    return visit("snapshot", week="2026-W47", language=language)


def write(page: AppTest, code: str) -> None:
    next(field for field in page.text_input if str(field.key).startswith("look_code")).set_value(code).run()
    assert not page.exception


def bring(page: AppTest, name: str, content: bytes) -> None:
    page.file_uploader[0].set_value((name, content, "image/svg+xml")).run()
    assert not page.exception


def press(page: AppTest, key: str) -> None:
    page.button(key=key).click().run()
    assert not page.exception


def buttons(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button} & {"look_save", "look_shade", "look_plain", "look_bare"}


def test_a_pale_colour_is_not_saved_its_darker_shade_is(planned: Store) -> None:
    page = opened()
    assert buttons(page) == set()
    write(page, "0a6")
    assert page.color_picker[0].value == "#00aa66"
    assert "■ Too pale for words" in read(page)
    assert "green says that a target is met" in read(page)
    assert buttons(page) == {"look_shade", "look_plain"}
    press(page, "look_shade")
    assert "● Easy to read" in read(page)
    assert "Not saved yet." in read(page)
    press(page, "look_save")
    accent = look_of(planned).accent
    assert accent
    assert accent == page.color_picker[0].value
    assert page.success[0].value == "Saved. New snapshots look like this; those already issued stay as they were."
    assert "Last changed on" in read(page)
    assert buttons(page) == {"look_plain"}


def test_dutch_says_the_same_and_a_word_is_no_colour() -> None:
    page = opened("nl")
    write(page, "*blauw*")
    assert "“\\*blauw\\*” is geen kleurcode" in page.error[0].value
    assert buttons(page) == set()
    write(page, "#ffe600")
    assert "■ Te licht voor tekst" in read(page)
    assert "Tekst heeft 4,5 : 1 nodig. #7d7000 heeft dezelfde tint" in read(page)


def test_the_picker_writes_the_code(planned: Store) -> None:
    page = opened()
    page.color_picker[0].set_value("#7a0099").run()
    assert next(field for field in page.text_input if str(field.key).startswith("look_code")).value == "#7a0099"
    press(page, "look_save")
    assert look_of(planned).accent == "#7a0099"
    assert f" by {escape('test@example.com')}." in read(page)  # who is signed in here
    press(page, "look_plain")
    press(page, "look_save")
    assert look_of(planned) == PLAIN


def test_a_logo_is_seen_before_it_is_saved_and_can_go(planned: Store) -> None:
    page = opened()
    before = len(page.get("image"))
    bring(page, "logo.png", SVG)  # known by its content
    assert len(page.get("image")) == before + 2  # the logo, and how the page begins
    assert look_of(planned) == PLAIN
    press(page, "look_save")
    assert look_of(planned).picture == "svg"
    assert not page.file_uploader[0].value
    assert buttons(page) == {"look_bare"}
    press(page, "look_bare")
    assert "There is no logo yet." in read(page)
    assert look_of(planned).logo
    press(page, "look_save")
    assert look_of(planned) == PLAIN


def test_a_logo_with_a_script_is_refused_and_nothing_can_be_saved(planned: Store) -> None:
    page = opened()
    bring(page, "logo.svg", SVG.replace(b"<path", b"<script/><path"))
    assert page.error[0].value == (
        "This logo cannot be used. It holds a program or a piece of a web page. Export it as a plain SVG or as PNG."
    )
    assert buttons(page) == set()
    assert look_of(planned) == PLAIN


def test_a_logo_for_a_dark_ground_is_told_to_be_invisible() -> None:
    page = opened()
    bring(page, "logo.svg", SVG.replace(b"#00813e", b"#ffffff"))
    assert page.warning[0].value.startswith("This logo can hardly be seen on white paper.")
    assert buttons(page) == {"look_save"}
