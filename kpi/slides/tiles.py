"""The key figures as tiles, eight to a slide; each is a group that can be copied as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.slides.colours import glyph
from kpi.slides.sheet import BODY, Area
from kpi.slides.text import Para, Run, para

if TYPE_CHECKING:
    from kpi.paper.blocks import Tile
    from kpi.paper.plot import At
    from kpi.slides.deck import Deck
    from kpi.slides.sheet import Sheet

ACROSS, MOST, GUTTER, INSET = 4, 8, 14.0, 12.0
HIGH = (BODY.h - GUTTER) / 2
SPARK = 46.0
VALUES = (28.0, 22.0, 17.0, 13.0)  # sizes that the number of a tile may have


def tiles(deck: Deck) -> None:
    """Write a slide with the first figures; none of a plan without rows."""
    shown = [tile for tile in deck.doc.tiles if tile.rank < MOST]
    if not shown:
        return
    sheet = deck.page(deck.doc.words["tiles"])
    wide = (BODY.w - (ACROSS - 1) * GUTTER) / ACROSS
    for i, tile in enumerate(shown):
        x, y = BODY.x + i % ACROSS * (wide + GUTTER), BODY.y + i // ACROSS * (HIGH + GUTTER)
        _tile(sheet, Area(x, y, wide, HIGH), tile)
    deck.end(sheet)


def _tile(sheet: Sheet, area: Area, tile: Tile) -> None:
    inner = area.within(INSET, INSET, INSET, INSET)
    with sheet.group(area, tile.name, tile.alt):
        sheet.shape(area, "roundRect", "paper", "Tile", edge="line")
        sheet.text(Area(inner.x, inner.y, inner.w, 30), [para(tile.name, 11.5, "muted", most=2)], "Name")
        sheet.text(Area(inner.x, inner.y + 28, inner.w, 36), [_value(tile.value, inner.w)], "Value", "ctr")
        _spark(sheet, Area(inner.x + 4, inner.y + 70, inner.w - 8, SPARK), tile)
        sheet.text(Area(inner.x, inner.y + 122, inner.w, 49), [_change(tile), _status(tile)], "Status", "b")


def _value(text: str, room: float) -> Para:
    """Set a number as large as one line allows: half a number would be another one."""
    sizes = (para(text, size, bold=True) for size in VALUES)
    return next((one for one in sizes if one.lines(room) == 1), para(text, VALUES[-1], bold=True, most=2))


def _change(tile: Tile) -> Para:
    moved = " ".join(filter(None, (glyph(tile.moves) if tile.moves else "", tile.change))).replace(" ", "\u00a0")
    parts = (Run(moved, 11, tile.change_tone, bold=True), Run(" · " if moved else "", 11, "muted"))
    return Para((*parts, Run(tile.target, 11, "muted")), most=2, after=2)


def _status(tile: Tile) -> Para:
    return para(f"{glyph(tile.sign.shape)} {tile.sign.word}", 12, tile.sign.tone, bold=True)


def _spark(sheet: Sheet, area: Area, tile: Tile) -> None:
    plot, tone = tile.spark, tile.sign.tone
    if plot.lines:
        sheet.path(area, plot.lines, tone, "Trend")
    for at in plot.lone:
        _dot(sheet, area, at, tone, wide=3)
    if plot.last:
        _dot(sheet, area, plot.last, tone, wide=7, hollow=plot.unfinished)


def _dot(sheet: Sheet, area: Area, at: At, tone: str, *, wide: float, hollow: bool = False) -> None:
    x, y = area.x + at[0] * area.w - wide / 2, area.y + (1 - at[1]) * area.h - wide / 2
    sheet.shape(Area(x, y, wide, wide), "ellipse", "paper" if hollow else tone, "Week", edge=tone, thick=1.25)
