"""The look of a brand: a colour that can be read, kept with the logo and known as of then, and a page with both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asof import as_of
from data.known import Known
from data.still import still
from kpi.issued import issue, proved, retake
from kpi.paper.colour import READABLE, apart, contrast, parsed, polar, shade
from kpi.paper.edition import Edition
from kpi.paper.logo import take_logo
from kpi.paper.look import PLAIN, Look
from kpi.paper.look_of import UnreadableAccentError, choose_look, last_change, look_of
from kpi.paper.pdf import preview, render
from kpi.paper.shades import accent_of, judged, tint_of
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts
from tests.logos import GREEN, MARK, opened, picture, svg
from tests.snapshots import example

if TYPE_CHECKING:
    from data.store import Store

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


# -- colours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#0b4f8a", "#0b4f8a"), ("0B4F8A", "#0b4f8a"), (" #04a ", "#0044aa"), ("fff", "#ffffff")],
)
def test_a_colour_is_read_as_people_write_it(text: str, colour: str) -> None:
    assert parsed(text) == colour


@pytest.mark.parametrize("text", ["", "#", "blue", "#12345", "#1234567", "rgb(1,2,3)", "#00000g", "url(#a)", "##fff"])
def test_what_is_no_colour_is_refused_not_guessed(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)]
)
def test_contrast_with_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(ratio, abs=0.005)
    assert contrast("#ffffff", colour) == contrast(colour, "#ffffff")


@given(COLOURS)
def test_a_colour_comes_back_from_lightness_chroma_and_hue(colour: str) -> None:
    channels = [(int(one[i : i + 2], 16)) for one in (colour, shade(*polar(colour))) for i in (1, 3, 5)]
    assert all(abs(channels[i] - channels[i + 3]) <= 1 for i in range(3))


@given(COLOURS)
def test_the_shade_offered_can_be_read_and_keeps_the_hue(colour: str) -> None:
    found = judged(colour)
    for ground in ("#ffffff", tokens().light.surface, tint_of(Look(found.shade))):
        assert contrast(found.shade, ground) >= READABLE
    assert judged(found.shade).readable
    if polar(found.shade)[1] > 0.05:  # below it eight bits a channel are too coarse to hold a hue
        assert apart(polar(colour)[2], polar(found.shade)[2]) < 3


@given(COLOURS)
def test_the_shade_offered_is_the_nearest(colour: str) -> None:
    found = judged(colour)
    if found.readable:
        assert found.shade == colour
    else:
        lightness, chroma, hue = polar(found.shade)
        assert lightness < polar(colour)[0]
        assert not judged(shade(lightness + 0.02, chroma, hue)).readable


def test_yellow_is_darkened_to_a_dark_yellow() -> None:
    assert judged("#ffe600").shade == "#7d7000"


@pytest.mark.parametrize(
    ("colour", "alike"),
    [
        *[("#e30613", "bad"), ("#a61e2b", "bad"), ("#00a651", "good"), ("#ff6600", "watch"), ("#8f5300", "watch")],
        *[("#0b4f8a", None), ("#e6007e", None), ("#008080", None), ("#14213d", None), ("#777777", None)],
    ],
)
def test_a_colour_that_could_be_taken_for_a_status_is_named(colour: str, alike: str | None) -> None:
    assert judged(colour).alike == alike


def test_without_a_look_the_colours_are_those_of_ninety() -> None:
    assert accent_of(PLAIN) == tokens().light.accent
    assert accent_of(Look(accent=GREEN)) == GREEN
    assert judged(tokens().light.accent).readable


# -- kept, and known as of then ----------------------------------------------------------------------

LOOK = replace(take_logo(svg(MARK)), accent=GREEN)


def test_a_look_is_kept_whole(noordlicht: Store) -> None:
    assert look_of(noordlicht) == PLAIN
    for look in (LOOK, replace(take_logo(picture()), accent=None), Look(accent=GREEN), PLAIN):
        choose_look(noordlicht, look, "Anna")
        assert look_of(noordlicht) == look
        with still(noordlicht) as seen:
            assert look_of(seen) == look


def test_what_cannot_be_read_is_not_kept(noordlicht: Store) -> None:
    with pytest.raises(UnreadableAccentError):
        choose_look(noordlicht, Look(accent="#ffe600"))
    assert look_of(noordlicht) == PLAIN


def test_it_is_known_who_changed_it_and_what_it_was(noordlicht: Store) -> None:
    first = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert last_change(noordlicht) is None
    choose_look(noordlicht, LOOK, "Anna", now=first)
    choose_look(noordlicht, replace(LOOK, accent="#0b4f8a"), "Bo", now=first + timedelta(days=7))
    changed = last_change(noordlicht)
    assert changed is not None
    assert (changed[0].date().isoformat(), changed[1]) == ("2026-11-09", "Bo")
    logos = noordlicht.query("SELECT count(*) FROM setting_change WHERE name = 'look.logo'")
    assert logos == [(1,)]  # a new colour does not copy the logo into the history
    with as_of(noordlicht, Known(datetime(2026, 11, 5))) as past:  # noqa: DTZ001 - as the store writes them
        assert look_of(past) == LOOK
    with as_of(noordlicht, Known(datetime(2026, 11, 1))) as past:  # noqa: DTZ001
        assert look_of(past) == PLAIN


def test_what_was_issued_comes_out_with_the_look_of_then(noordlicht: Store) -> None:
    row = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
    noordlicht.load("week47.csv", x_posts({"Post id": "1", "Impressions": 2000, "Url clicks": 20}))
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(row,)).model_dump_json())
    choose_look(noordlicht, LOOK)
    day = date(2026, 11, 23)
    made, entry = issue(noordlicht, Week.parse("2026-W47"), day, Edition("en", look=look_of(noordlicht)))
    choose_look(noordlicht, Look(accent="#7a0099"))
    again = proved(retake(noordlicht, entry))
    assert again.edition
    assert (again.look, again.same) == (LOOK, "bytes")
    assert made == render(again.snapshot, again.edition)
    assert made != render(again.snapshot, replace(again.edition, look=look_of(noordlicht)))


# -- on paper ----------------------------------------------------------------------------------------


@cache
def objects(look: Look) -> str:
    """Give what a PDF in Dutch is made of."""
    with pymupdf.open(stream=render(example(), Edition("nl", look=look))) as pdf:
        return " ".join(pdf.xref_object(number) for number in range(1, pdf.xref_length()))


@pytest.mark.parametrize("content", [svg(MARK), picture(), picture(mode="RGB", kind="JPEG")], ids=["svg", "png", "jpg"])
def test_the_logo_is_a_figure_with_its_name(content: bytes) -> None:
    made, plain = objects(take_logo(content)), objects(PLAIN)
    assert "Logo van Noordlicht" in made
    assert "Logo van" not in plain
    assert made.count("/Figure") == plain.count("/Figure") + 1


def test_headings_and_rules_take_the_colour_and_a_status_keeps_its_own() -> None:
    def colours(look: Look) -> set[str]:
        with pymupdf.open(stream=render(example(), Edition("en", look=look))) as pdf:
            lines = [line for block in pdf[0].get_text("dict")["blocks"] for line in block.get("lines", ())]
            rules = {d["color"] for d in pdf[0].get_drawings() if d["color"] and d["rect"].width > 400}
        spans = {f"#{span['color']:06x}" for line in lines for span in line["spans"]}
        return spans | {"rule #" + "".join(f"{round(255 * part):02x}" for part in rule) for rule in rules}

    plain, own = colours(PLAIN), colours(Look(accent="#7a0099"))
    assert {"#7a0099", "rule #7a0099"} <= own - plain
    marks = tokens().tone
    for name in ("good", "watch", "bad"):
        assert marks[name].light.ink in own


@pytest.mark.parametrize("size", [(1200, 60), (60, 1200)])
def test_a_stretched_logo_stays_in_its_place(size: tuple[int, int]) -> None:
    look = take_logo(picture(size))
    with pymupdf.open(stream=render(example(), Edition("en", look=look))) as pdf:
        assert pdf.page_count == 1
        (place,) = [info["bbox"] for info in pdf[0].get_image_info()]
        words = [pymupdf.Rect(word[:4]) for word in pdf[0].get_text("words")]
        page = pdf[0].rect
    where = pymupdf.Rect(place)
    assert page.contains(where)
    assert where.height <= 23
    assert where.width <= page.width / 2
    assert not [word for word in words if word.intersects(where)]


def test_the_same_look_gives_the_same_bytes_and_the_preview_shows_it() -> None:
    edition = Edition("en", look=LOOK)
    assert render(example(), edition) == render(example(), Edition("en", look=replace(LOOK)))
    page = opened(preview(example(), edition, ppi=40)[0]).convert("RGB")
    found = page.crop((page.width // 2, 0, page.width, page.height // 8)).getcolors(10_000)
    assert found
    assert any(all(abs(a - b) < 12 for a, b in zip(colour, (0, 0x81, 0x3E), strict=True)) for _, colour in found)


def test_two_looks_are_told_apart_in_a_line_and_no_picture_is_written_out() -> None:
    other = replace(LOOK, logo=take_logo(svg('<circle cx="40" cy="40" r="30"/>')).logo)
    assert repr(LOOK) != repr(other)
    assert repr(LOOK) != repr(replace(LOOK, accent=None))
    assert len(repr(LOOK)) < 80
