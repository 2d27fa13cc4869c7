"""One tile as a picture: of any row, sharp, small, the same each time, and whole whatever its words are."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops

from kpi.paper import tile as module
from kpi.paper.edition import Edition
from kpi.paper.look import Look
from kpi.paper.rows import tile as words_of
from kpi.paper.tile import tile
from kpi.words import LANGUAGES, Words
from tests.snapshots import example, hostile, month, silent

if TYPE_CHECKING:
    from kpi.paper.document import Document


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_one_not_only_those_on_the_page(language: str) -> None:
    for row in example().rows:
        drawn = picture(tile(example(), Edition(language), row.plan.id))
        assert drawn.width == 840
        assert 350 < drawn.height < 600
        assert drawn.getpixel((2, 2)) == (255, 255, 255)  # a ground of its own, also in a dark chat


def test_it_says_what_the_page_says_and_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def kept(content: Document, *_: object, **__: object) -> bytes:
        given["content"] = content
        return b""

    monkeypatch.setattr(module, "picture", kept)
    row = example().rows[3]
    tile(example(), Edition("nl"), row.plan.id)
    content: Document = given["content"]
    assert content.tiles == (words_of(row, 0, Words("nl")),)
    assert (content.tiles[0].value, content.tiles[0].target) == ("1,64%", "doel ≥\u00a01,5%")
    assert (content.brand, content.when) == ("Noordlicht Energie", "Week 47 · 16–22 nov 2026 · dag 58 van 90")
    assert content.fingerprint == "Vingerafdruk van de data 9f3a71c2"


def test_a_row_that_there_is_not_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        tile(example(), Edition("en"), "nothing")


@pytest.mark.parametrize("snapshot", [hostile(), silent(), month()])
def test_no_week_and_no_text_breaks_it(snapshot: Any) -> None:
    for row in snapshot.rows[:3]:
        assert picture(tile(snapshot, Edition("ro"), row.plan.id)).width == 840


def test_nothing_touches_its_edge() -> None:
    for snapshot in (example(), hostile()):
        drawn = picture(tile(snapshot, Edition("nl"), "engaged_reach"))
        box = ImageChops.difference(drawn, Image.new("RGB", drawn.size, "white")).getbbox()
        assert box is not None
        assert min(box[0], box[1], drawn.width - box[2], drawn.height - box[3]) > 20


def test_the_brand_has_its_colour() -> None:
    plain, pink = (tile(example(), Edition("en", look=Look(accent=accent)), "ctr") for accent in (None, "#7a1f5c"))
    colours = picture(pink).getcolors(100_000)
    assert colours is not None
    assert (0x7A, 0x1F, 0x5C) in {colour for _, colour in colours}
    assert plain != pink


def test_same_row_same_bytes() -> None:
    assert tile(example(), Edition("sv"), "cpa") == tile(example(), Edition("sv"), "cpa")
