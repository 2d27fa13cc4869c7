"""Colours of a slide: those of the theme by name, so that they change with it; tints as they are declared."""

from __future__ import annotations

from functools import cache
from typing import cast

from kpi.paper.tokens import ToneName, tokens

THEME = {
    "ink": "tx1",
    "paper": "bg1",
    "muted": "tx2",
    "surface": "bg2",
    "accent": "accent1",
    "good": "accent2",
    "steady": "accent3",
    "watch": "accent4",
    "bad": "accent5",
    "quiet": "accent6",
}
TINT = "tint:"  # before the name of a tone


@cache
def fill(name: str) -> str:
    """Fill with a colour: `ink`, `good`, `line`, `tint:bad`; nothing without a name."""
    if not name:
        return "<a:noFill/>"
    if name in THEME:
        return f'<a:solidFill><a:schemeClr val="{THEME[name]}"/></a:solidFill>'
    tone = cast("ToneName", name.removeprefix(TINT))
    declared = tokens().light.line if name == "line" else tokens().tone[tone].light.tint
    return f'<a:solidFill><a:srgbClr val="{declared.removeprefix("#").upper()}"/></a:solidFill>'


@cache
def line(name: str, points: float, dash: str = "solid") -> str:
    """Draw a line of a colour, so many points thick."""
    if not name:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{round(points * 12700)}" cap="rnd">{fill(name)}<a:prstDash val="{dash}"/><a:round/></a:ln>'


@cache
def glyph(shape: str) -> str:
    """Draw a shape as a character, which stands before its word."""
    marks = tokens()
    tables = (marks.status, marks.verdict, marks.taken, marks.came, marks.state, marks.annotation)
    return next(mark.glyph for table in tables for mark in table.values() if mark.shape == shape)
