"""The trend of one KPI as a Vega-Lite specification, built once for each set of data and language."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from kpi.counting import break_label, point_state
from kpi.noted import NOTED, about, note_days, note_text, placed
from kpi.paper.document import baseline
from kpi.paper.plot import forecast_drawn
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.snapshot import ScoreRow
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.noted import Placed
    from kpi.paper.plot import Ahead
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
X_AXIS = alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False)
SHAPES = {  # of a week: shape, size and whether it is filled
    "whole": ("circle", 45, True),
    "partial": ("circle", 60, False),
    "provisional": ("triangle-up", 60, False),
    "other": ("diamond", 60, False),
}
NOTES = {  # of the team: shape, size and whether it is filled, by the shape of the token
    "right": ("triangle-right", 80, True),
    "cross": ("cross", 90, True),
    "frame": ("square", 70, False),
    "circle": ("circle", 50, True),
    "bar": ("M-0.15,-1H0.15V1H-0.15Z", 90, True),
}
HEIGHT = 340  # of the chart, in pixels; a stage draws it larger
FOOT, LANE = 9, 18  # of the lowest note above the axis, and between two that would run together
AIR = 0.12  # free height above and below the lines, as a share of their span


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={ScoreRow: repr})
def trend(row: ScoreRow, language: str) -> dict[str, Any]:
    """Specify the trend of a row; Altair takes 100 ms for it, the cache none. The whole row is the key."""
    say, (low, high) = Words(language), _domain(row)
    # every layer names the same domain: the zone of the target would pull the axis down to zero otherwise
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    # what is never below nothing gets no number there, though the axis goes on for the air and the notes
    labels = f"datum.value < {0 if _least(row) >= 0 else low} ? '' : datum.label"
    axis = alt.Axis(format=FORMATS[row.unit], domain=False, tickCount=5, labelExpr=labels)
    y = alt.Y("value:Q", title=None, scale=scale, axis=axis)
    limits = [v for v in (row.limits.lower, row.limits.upper) if low <= v <= high] if row.limits else []
    lines = (_rule(limit, "baseline", [2, 3], y) for limit in limits)
    layers = [*_promise(row, say, y), *lines, *_breaks(row, say), *_notes(row, say), *_values(row, say, y)]
    layers += [*_ring(row, say, y), *_forecast(row, say, y)]
    chart = alt.layer(*layers).properties(height=HEIGHT, padding={"right": 70, "left": 5, "top": 5, "bottom": 5})
    spec: dict[str, Any] = chart.configure(locale=_locale(say)).configure_view(stroke=None).to_dict()
    return spec


def _values(row: ScoreRow, say: Words, y: alt.Y) -> list[alt.Chart]:
    tips = [alt.Tooltip(f"{name}:N", title=say(f"measure.{name}")) for name in ("days", "amount", "sample", "note")]
    base = _chart(_points(row, say)).encode(x=_x(row, say), y=y, color=COLOUR)
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
        "note": " · ".join(
            filter(None, [point_state(point, say), *(note_text(note, say) for note in about(row, point))])
        ),
    }


def _mark(point: Point) -> str:
    """Choose the shape that tells of the strongest reservation."""
    return "other" if point.other else "partial" if point.partial else "provisional" if point.provisional else "whole"


def _breaks(row: ScoreRow, say: Words) -> list[alt.Chart]:
    """Draw a line where a figure was renamed or its tool was changed, with the word for it."""
    found = [
        {
            "week": say("pdf.week", number=Week.parse(point.week).number),
            "label": break_label(point, say),
            "role": "baseline",
        }
        for point in row.breaks
    ]
    base = _chart(found).encode(x=_x(row, say), color=COLOUR)
    label = base.mark_text(align="right", dx=-6, dy=10, fontSize=13).encode(text="label:N", y=alt.value(0))
    return [base.mark_rule(strokeDash=[1, 2], strokeWidth=1.5), label] if found else []


def _notes(row: ScoreRow, say: Words) -> list[alt.Chart]:
    """Mark at the foot what the team noted: the shape of its kind with its words, and a bar as long as it lasted."""
    return [layer for one in placed(row) for layer in _note(row, one, say)]


def _note(row: ScoreRow, one: Placed, say: Words) -> list[alt.Chart]:
    names, note = [_week_name(point.week, say) for point in row.series], one.note
    told = {"days": note_days(note, say), "text": note_text(note, say), "label": note_text(note, say, NOTED)}
    base = _chart([{"week": names[one.first], "last": names[one.last], "role": "baseline", **told}])
    foot = alt.value(alt.expr(f"height - {FOOT + LANE * one.lane}"))
    base = base.encode(x=_x(row, say), color=COLOUR, y=foot)
    tips = [alt.Tooltip("days:N", title=say("annotation.day")), alt.Tooltip("text:N", title=say("annotation.kind"))]
    shape, size, filled = NOTES[tokens().annotation[note.kind].shape]
    line = base.mark_rule(strokeWidth=0.8, opacity=0.35).encode(y2=alt.value(0))
    mark = base.mark_point(shape=shape, size=size, filled=filled, opacity=1).encode(tooltip=tips)
    room = alt.expr("width / 2 - 10")  # words beyond the chart would squeeze it together on a phone
    if one.leftward:
        words = base.mark_text(fontSize=13, align="right", dx=-10, limit=room)
    else:
        words = base.mark_text(fontSize=13, align="left", dx=10, limit=room)
    lasted = [base.mark_rule(strokeWidth=3, opacity=0.6).encode(x2="last:N")] if one.last > one.first else []
    return [line, *lasted, mark, words.encode(text="label:N")]


def _ring(row: ScoreRow, say: Words, y: alt.Y) -> list[alt.Chart]:
    """Ring the last week where it is out of the ordinary."""
    if not row.runs:
        return []
    base = _chart([_point(row.series[-1], row, say)]).encode(x=_x(row, say), y=y, color=COLOUR)
    return [base.mark_point(size=320, filled=False, shape="circle", strokeWidth=1.6, opacity=1)]


def _forecast(row: ScoreRow, say: Words, y: alt.Y) -> list[alt.Chart]:
    """Draw where the weeks lead by the deadline: a bar from low to high, a point for the middle."""
    if (ahead := forecast_drawn(row)) is None:
        return []
    said = {"week": _due(row, ahead, say), "role": "value", "value": ahead.value}
    base = _chart([said | {"low": ahead.low, "high": ahead.high}]).encode(x=_x(row, say), color=COLOUR)
    bar = base.mark_rule(strokeWidth=7, opacity=0.3).encode(y=alt.Y("low:Q", scale=y["scale"]), y2="high:Q")
    return [bar, base.mark_point(size=45, filled=True, shape="diamond", opacity=0.9).encode(y=y)]


def _x(row: ScoreRow, say: Words) -> alt.X:
    """Order the weeks as they follow each other: a layer that knows but one of them would put that one first."""
    names = [_week_name(point.week, say) for point in row.series]
    if ahead := forecast_drawn(row):
        names.append(_due(row, ahead, say))
    return alt.X("week:O", sort=names, scale=alt.Scale(domain=names), title=None, axis=X_AXIS)


def _due(row: ScoreRow, ahead: Ahead, say: Words) -> str:
    return f"→ {_week_name(Week.parse(row.series[-1].week).previous(-ahead.weeks).id, say)}"


def _week_name(week: str, say: Words) -> str:
    return say("pdf.week", number=Week.parse(week).number)


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


def _least(row: ScoreRow) -> float:
    return min((value for point in row.series if (value := point.value) is not None), default=0.0)


def _domain(row: ScoreRow) -> tuple[float, float]:
    ahead = forecast_drawn(row)
    drawn = [*(point.value for point in row.series), row.goal, row.baseline]
    drawn += [ahead.low, ahead.high] if ahead else []
    known = [value for value in drawn if value is not None] or [0.0]
    air = (max(known) - min(known)) * AIR or abs(known[0]) * AIR or 1.0
    low, high = min(known) - air, max(known) + air
    return low - (high - low) * _foot(row), high


def _foot(row: ScoreRow) -> float:
    """Give the height under the values that the notes need, as a share of theirs."""
    lanes = max((one.lane + 1 for one in placed(row)), default=0)
    share = min(LANE * lanes / HEIGHT, 0.4)
    return share / (1 - share)


def _locale(say: Words) -> alt.Locale:
    symbols = say.locale.number_symbols["latn"]
    number = {"decimal": symbols["decimal"], "thousands": symbols["group"], "grouping": [3], "currency": ["", ""]}
    return alt.Locale(number=number | {"minus": "\u2212"})
