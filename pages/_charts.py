"""The trend of one KPI as a Vega-Lite specification, built once for each set of data and language."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from kpi.counting import break_label, point_state
from kpi.document import baseline
from kpi.periods import Week
from kpi.snapshot import ScoreRow
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.snapshot import Point

# Roles take the theme's chart colours in this order, so a chart follows light and dark by itself.
ROLES = ["value", "target", "baseline"]
COLOUR = alt.Color("role:N", scale=alt.Scale(domain=ROLES), legend=None)
FORMATS = {
    "percent": "~%",
    "points": "+d",
    "hours": "~f",
    "count": ",~f",
    "people": ",~f",
    "money": ",~f",
    "ratio": "~f",
}
X = alt.X("week:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False))
SHAPES = {  # of a week: shape, size and whether it is filled
    "whole": ("circle", 45, True),
    "partial": ("circle", 60, False),
    "provisional": ("triangle-up", 60, False),
    "other": ("diamond", 60, False),
}
AIR = 0.12  # free height above and below the lines, as a share of their span


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={ScoreRow: repr})
def trend(row: ScoreRow, language: str) -> dict[str, Any]:
    """Specify the trend of a row; Altair takes 100 ms for it, the cache none. The whole row is the key."""
    say, (low, high) = Words(language), _domain(row)
    # every layer names the same domain: the zone of the target would pull the axis down to zero otherwise
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format=FORMATS[row.unit], domain=False, tickCount=5))
    limits = [v for v in (row.limits.lower, row.limits.upper) if low <= v <= high] if row.limits else []
    lines = (_rule(limit, "baseline", [2, 3], y) for limit in limits)
    layers = [*_promise(row, say, y), *lines, *_breaks(row, say), *_values(row, say, y)]
    chart = alt.layer(*layers).properties(height=340, padding={"right": 70, "left": 5, "top": 5, "bottom": 5})
    spec: dict[str, Any] = chart.configure(locale=_locale(say)).configure_view(stroke=None).to_dict()
    return spec


def _values(row: ScoreRow, say: Words, y: alt.Y) -> list[alt.Chart]:
    tips = [alt.Tooltip(f"{name}:N", title=say(f"measure.{name}")) for name in ("days", "amount", "sample", "note")]
    base = _chart(_points(row, say)).encode(x=X, y=y, color=COLOUR)
    marks = [
        base.transform_filter(alt.datum.mark == mark).mark_point(size=size, filled=filled, shape=shape, opacity=1)
        for mark, (shape, size, filled) in SHAPES.items()
        if any(_mark(point) == mark for point in row.series)
    ]
    # a line for each stretch that was counted alike: it breaks where it would compare what cannot be compared
    return [base.encode(detail="stretch:N").mark_line(strokeWidth=2.5), *(mark.encode(tooltip=tips) for mark in marks)]


def _points(row: ScoreRow, say: Words) -> list[dict[str, Any]]:
    stretches = accumulate(int(point.parted is not None) for point in row.series)
    return [
        _point(point, row, say) | {"stretch": stretch} for point, stretch in zip(row.series, stretches, strict=True)
    ]


def _point(point: Point, row: ScoreRow, say: Words) -> dict[str, Any]:
    week = Week.parse(point.week)
    return {
        "week": say("pdf.week", number=week.number),
        "value": point.value,
        "role": "value",
        "mark": _mark(point),
        "days": say.days(week.monday, week.sunday),
        "amount": say.number(point.value, row.unit, row.currency),
        "sample": say.whole(point.sample),
        "note": point_state(point, say),
    }


def _mark(point: Point) -> str:
    """Choose the shape that tells of the strongest reservation."""
    return "other" if point.other else "partial" if point.partial else "provisional" if point.provisional else "whole"


def _breaks(row: ScoreRow, say: Words) -> list[alt.Chart]:
    """Draw a line where a figure was renamed or its tool was changed, with the word for it."""
    found = [
        {"week": say("pdf.week", number=Week.parse(point.week).number), "label": break_label(point, say)}
        for point in row.breaks
    ]
    base = _chart(found).encode(x=X)
    label = base.mark_text(align="right", dx=-6, dy=10, fontSize=13).encode(text="label:N", y=alt.value(0))
    return [base.mark_rule(strokeDash=[1, 2], strokeWidth=1.5), label] if found else []


def _promise(row: ScoreRow, say: Words, y: alt.Y) -> list[alt.Chart]:
    layers = []
    if row.goal is not None:
        edge = alt.value(0) if row.good == "up" else alt.value("height")
        zone = _at(row.goal, "target", y).mark_rect(opacity=0.08).encode(y2=edge)
        layers += [zone, _rule(row.goal, "target", [], y), _label(row.goal, "target", row.target.describe(say), y)]
    if row.baseline is not None:
        label = _label(row.baseline, "baseline", baseline(row, say), y)
        layers += [_rule(row.baseline, "baseline", [6, 4], y), label]
    return layers


def _chart(values: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart({"values": values})


def _at(value: float, role: str, y: alt.Y) -> alt.Chart:
    made: alt.Chart = _chart([{"value": value, "role": role}]).encode(y=y, color=COLOUR)
    return made


def _rule(value: float, role: str, dash: list[int], y: alt.Y) -> alt.Chart:
    drawn: alt.Chart = _at(value, role, y).mark_rule(strokeDash=dash, strokeWidth=1.3)
    return drawn


def _label(value: float, role: str, text: str, y: alt.Y) -> alt.Chart:
    written = _at(value, role, y).mark_text(align="left", dx=6, fontSize=13)
    labelled: alt.Chart = written.encode(x=alt.value("width"), text=alt.value(text))
    return labelled


def _domain(row: ScoreRow) -> tuple[float, float]:
    drawn = [*(point.value for point in row.series), row.goal, row.baseline]
    known = [value for value in drawn if value is not None] or [0.0]
    air = (max(known) - min(known)) * AIR or abs(known[0]) * AIR or 1.0
    return min(known) - air, max(known) + air


def _locale(say: Words) -> alt.Locale:
    symbols = say.locale.number_symbols["latn"]
    number = {"decimal": symbols["decimal"], "thousands": symbols["group"], "grouping": [3], "currency": ["", ""]}
    return alt.Locale(number=number | {"minus": "\u2212"})
