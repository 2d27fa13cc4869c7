"""Horizontal bars of what parts brought to a change, as a Vega-Lite specification."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.snapshot import Good

MOST = 8  # bars; what is smaller is added up
HEIGHT = 30  # pixels a bar
LETTER, PADDING = 7, 16  # pixels: a letter of a text, and the space around it
# roles take the theme's chart colours in this order: blue for the better, grey for nothing, orange for the worse
ROLES = ["better", "_green", "none", "worse"]
COLOUR = alt.Color("role:N", scale=alt.Scale(domain=ROLES), legend=None)


@dataclass(frozen=True)
class Bar:
    """One part, what it brought, and that in words."""

    name: str
    size: float
    text: str


def drawn(found: Sequence[Bar], rest: Callable[[int, float], Bar]) -> list[Bar]:
    """Choose the bars that are drawn: the largest, and what is left as one more."""
    left = found[MOST:]
    return [*found[:MOST], *([rest(len(left), math.fsum(bar.size for bar in left))] if left else [])]


@st.cache_data(max_entries=200, show_spinner=False)
def bars(found: Sequence[Bar], good: Good) -> dict[str, Any]:
    """Specify the chart: a bar to the right pushed the number up, and its text begins with the same shape."""
    rows = [_row(bar, good) for bar in found]
    order = alt.Y(
        "name:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=130, labelFontSize=13, ticks=False, domain=False, labelPadding=8),
    )
    base = alt.Chart({"values": rows}).encode(y=order)
    x = alt.X("size:Q", title=None, axis=None, scale=alt.Scale(domain=_domain(found)))
    bar = base.mark_bar(size=14, cornerRadius=2).encode(x=x, color=COLOUR)
    text = base.mark_text(align="left", dx=8, fontSize=13).encode(
        x=alt.value("width"), text="text:N", color=alt.value("gray")
    )
    zero = (
        alt.Chart({"values": [{"size": 0}]}).mark_rule(strokeWidth=1, opacity=0.6).encode(x=x, color=alt.value("gray"))
    )
    chart = alt.layer(bar, zero, text).properties(
        height=HEIGHT * len(rows), padding={"right": _room(rows), "left": 5, "top": 5, "bottom": 5}
    )
    spec: dict[str, Any] = chart.configure_view(stroke=None).to_dict()
    return spec


def _room(rows: Sequence[dict[str, Any]]) -> float:
    """Reckon the pixels beside the bars that the longest text needs."""
    return LETTER * max(len(row["text"]) for row in rows) + PADDING


def _row(bar: Bar, good: Good) -> dict[str, Any]:
    role = "none" if not bar.size else "better" if (bar.size > 0) == (good == "up") else "worse"
    shape = "" if not bar.size else "▲ " if bar.size > 0 else "▼ "
    return {"name": bar.name, "size": bar.size, "role": role, "text": f"{shape}{bar.text}"}


def _domain(found: Sequence[Bar]) -> list[float]:
    """Give both sides of zero room only where there is something."""
    low, high = min(0.0, *(bar.size for bar in found), 0.0), max(0.0, *(bar.size for bar in found), 0.0)
    return [low, high] if low < high else [-1.0, 1.0]
