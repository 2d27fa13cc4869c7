"""Net sentiment with how sure it is, as Vega-Lite: an interval for each part, and a band over the weeks.

A number that stands on enough labels is a filled circle in the accent colour with its interval; one that stands on too
few is a hollow grey circle; one that nobody labelled is a hollow grey diamond without any interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.sentiment.figures import State

# roles take the theme's chart colours in this order: blue for what is sure, grey for what is not
ROLES = ["sure", "_green", "unsure"]
COLOUR = alt.Color("role:N", scale=alt.Scale(domain=ROLES), legend=None)
BANDED = alt.Color("band:N", scale=alt.Scale(domain=ROLES), legend=None)
SHAPES: dict[State, tuple[str, int, bool]] = {  # shape, size and whether it is filled
    "sure": ("circle", 90, True),
    "few": ("circle", 80, False),
    "indicative": ("diamond", 90, False),
}
ROW = 34  # pixels a part
HEIGHT = 280  # of the weeks
END = 106.0  # points: the scale ends at 100, and its marks have a width
AIR = 0.08  # free space beyond the values, as a share of their span
LEAST = 20.0  # points that the scale spans at least: a calm week must not look like a storm
BAND = 0.16  # opacity
SIGNED = "datum.value > 0 ? '+' + datum.label : datum.label"  # of an axis: nothing has no sign


@dataclass(frozen=True)
class Mark:
    """One number as it is drawn, in points; without a value nothing is drawn but its name and its text."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    state: State
    text: str  # beside it, or in its tooltip
    note: str = ""  # in its tooltip


@st.cache_data(max_entries=200, show_spinner=False)
def intervals(marks: Sequence[Mark], net: str) -> dict[str, Any]:
    """Specify a point and its interval for each part, in the order given; `net` names the number."""
    rows = [_row(mark) for mark in marks]
    y = alt.Y("name:N", sort=[mark.name for mark in marks], title=None, axis=_names())
    x = alt.X("value:Q", title=None, scale=alt.Scale(domain=_domain(marks), nice=False), axis=_ticks())
    base = alt.Chart({"values": rows}).encode(y=y)
    tips = [alt.Tooltip("text:N", title=net), alt.Tooltip("note:N", title=" ")]
    whisker = base.mark_rule(strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", scale=x["scale"], axis=_ticks(), title=None), x2="high:Q", color=COLOUR
    )
    text = base.mark_text(align="left", dx=10, fontSize=13).encode(
        x=alt.value("width"), text="text:N", color=alt.value("gray")
    )
    chart = alt.layer(_zero(x), whisker, *_points(base.encode(x=x), marks, tips), text).properties(
        height=ROW * len(rows), padding={"right": 5, "left": 5, "top": 5, "bottom": 5}
    )
    spec: dict[str, Any] = chart.configure_view(stroke=None).to_dict()
    return spec


@st.cache_data(max_entries=100, show_spinner=False)
def weeks(marks: Sequence[Mark], net: str) -> dict[str, Any]:
    """Specify the number over the weeks, oldest first: a line with its band, broken where there is no interval."""
    runs = _stretches(marks)
    known = [run for mark, run in zip(marks, runs, strict=True) if mark.low is not None]
    rows = [
        _row(mark) | {"stretch": run, "alone": known.count(run) == 1, "band": ROLES[0]}
        for mark, run in zip(marks, runs, strict=True)
    ]
    names = [mark.name for mark in marks]
    x = alt.X(
        "name:O",
        sort=names,
        scale=alt.Scale(domain=names),
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelFlush=False, ticks=False),
    )
    scale = alt.Scale(domain=_domain(marks), nice=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(labelExpr=SIGNED, domain=False, tickCount=5))
    base = alt.Chart({"values": rows}).encode(x=x, color=COLOUR)
    # one colour, whatever a week stands on: a band of two colours would be two bands
    sure = base.transform_filter("isValid(datum.low)").encode(color=BANDED)
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title=net), alt.Tooltip("note:N", title="n")]
    low = alt.Y("low:Q", scale=scale, title=None)
    layers = [
        alt.Chart({"values": [{"value": 0}]})
        .mark_rule(strokeWidth=1, opacity=0.6)
        .encode(y=y, color=alt.value("gray")),
        sure.mark_area(opacity=BAND).encode(y=low, y2="high:Q", detail="stretch:N"),
        sure.transform_filter("datum.alone").mark_rule(strokeWidth=6, opacity=BAND).encode(y=low, y2="high:Q"),
        sure.mark_line(strokeWidth=2.5).encode(y=y, detail="stretch:N"),
        *_points(base.encode(y=y), marks, tips),
    ]
    chart = alt.layer(*layers).properties(height=HEIGHT, padding={"right": 15, "left": 5, "top": 5, "bottom": 5})
    spec: dict[str, Any] = chart.configure_view(stroke=None).to_dict()
    return spec


def _row(mark: Mark) -> dict[str, Any]:
    role = "sure" if mark.state == "sure" else "unsure"
    known = {"name": mark.name, "value": mark.value, "low": mark.low, "high": mark.high}
    return known | {"state": mark.state, "role": role, "text": mark.text, "note": mark.note}


def _points(base: alt.Chart, marks: Sequence[Mark], tips: list[alt.Tooltip]) -> list[alt.Chart]:
    drawn = {mark.state for mark in marks if mark.value is not None}
    return [
        base.transform_filter(alt.datum.state == state)
        .mark_point(shape=shape, size=size, filled=filled, opacity=1, strokeWidth=2)
        .encode(color=COLOUR, tooltip=tips)
        for state, (shape, size, filled) in SHAPES.items()
        if state in drawn
    ]


def _zero(x: alt.X) -> alt.Chart:
    line: alt.Chart = alt.Chart({"values": [{"value": 0}]}).mark_rule(strokeWidth=1, opacity=0.6)
    return line.encode(x=x, color=alt.value("gray"))


def _stretches(marks: Sequence[Mark]) -> list[int]:
    """Give weeks in a row that have an interval the same number: each run is a line of its own."""
    found, number = [], 0
    for mark in marks:
        number += mark.low is None
        found.append(number)
    return found


def _names() -> alt.Axis:
    return alt.Axis(labelLimit=130, labelFontSize=13, labelFlush=False, ticks=False, domain=False, labelPadding=8)


def _ticks() -> alt.Axis:
    return alt.Axis(labelExpr=SIGNED, tickCount=5, domain=False, ticks=False, labelPadding=6)


def _domain(marks: Sequence[Mark]) -> list[float]:
    """Span all that is drawn, and zero; a point at an end of the scale keeps clear of what stands beside it."""
    drawn = [end for mark in marks for end in (mark.value, mark.low, mark.high) if end is not None]
    low, high = min([0.0, *drawn]), max([0.0, *drawn])
    short = max(LEAST - (high - low), 0.0) / 2
    low, high = low - short, high + short
    air = (high - low) * AIR
    return [max(low - air, -END), min(high + air, END)]
