"""A line chart as DrawingML: only what our trends need, every colour one of the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.slides.chart_book import SHEET
from kpi.slides.colours import fill, line
from kpi.slides.measured import width
from kpi.slides.prepared import quoted
from kpi.slides.text import fitted, para, written

if TYPE_CHECKING:
    from kpi.slides.chart import Trend

WIDE, HIGH = 284.0, 186.0  # of a chart, in points; the labels are placed by it
ROOM = 0.8 * WIDE  # for its title: a wider one is broken
TITLE, LABEL = 12.0, 10.0  # size of the letters
TOP, FOOT = 0.13, 0.12  # shares of the height that the title and the weeks take
ASIDE = 0.08  # and what is said of breaks and notes
APART = 0.072  # of the height, between two labels
LEVEL = ' rot="1" vert="horz"'  # as good as level: at 0 some programs break every week into letters
STEPS = (5, 4, 6, 7, 8)  # weeks from one label to the next, so that the last week has one
MOST_LABEL = 0.42  # of the width
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")  # what a label may show
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True)
class Series:
    """One line: a number for each week, and the words at its end."""

    name: str
    values: tuple[float | None, ...]
    told: str
    tone: str


@dataclass(frozen=True)
class Mark:
    """What is drawn at one week."""

    at: int
    size: int  # 0 = nothing
    hollow: bool
    ring: bool
    parted: bool  # no line leads to it


def drawn(trend: Trend) -> str:
    """Write the chart."""
    values, *level = trend.series
    top = TOP + ASIDE * bool(trend.aside)
    inner = 1 - min(max((width(one.told, LABEL) for one in level), default=0) / WIDE + 0.05, MOST_LABEL)
    shifts = _shifts(trend, level)
    series = _series(values, 0, trend, _points(trend), "") + "".join(
        _series(one, i, trend, "", _label(one, len(trend.weeks) - 1, shift, trend))
        for i, (one, shift) in enumerate(zip(level, shifts, strict=True), start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}><c:date1904 val="0"/>'
        f'<c:lang val="{trend.language}"/><c:roundedCorners val="0"/><c:chart>{_title(trend)}'
        f'<c:autoTitleDeleted val="0"/><c:plotArea>{_place(0.015, top, inner - 0.015, 1 - top - FOOT, inner=True)}'
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="111111111"/><c:axId val="222222222"/></c:lineChart>{_axes(trend)}</c:plotArea>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_type(trend, LABEL, 'muted')}</c:chartSpace>"
    )


def _place(x: float, y: float, w: float = 0, h: float = 0, *, inner: bool = False) -> str:
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    size = f'<c:w val="{w:.4f}"/><c:h val="{h:.4f}"/>' if w else ""
    edges = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return _laid(f'{target}{edges}<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>{size}')


def _laid(inner: str) -> str:
    return f"<c:layout><c:manualLayout>{inner}</c:manualLayout></c:layout>"


def _type(trend: Trend, size: float, colour: str, turned: str = "") -> str:
    return (
        f'<c:txPr><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="0">{fill(colour)}'
        f'</a:defRPr></a:pPr><a:endParaRPr lang="{trend.language}"/></a:p></c:txPr>'
    )


def _title(trend: Trend) -> str:
    words = ((trend.title, "ink", 0), (trend.now, trend.tone, 1))
    runs = "".join(
        f'<a:r><a:rPr lang="{trend.language}" sz="{round(TITLE * 100)}" b="{bold}">{fill(colour)}</a:rPr>'
        f"<a:t>{quoted(text)}{'  ' * (1 - bold)}</a:t></a:r>"
        for text, colour, bold in words
    )
    aside = fitted(para(trend.aside, LABEL, "muted"), ROOM)
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="l"><a:defRPr sz="{round(TITLE * 100)}" b="0"/></a:pPr>{runs}</a:p>'
        f"{written([aside], trend.language) if trend.aside else ''}</c:rich></c:tx>"
        f'{_place(0.005, 0.005)}<c:overlay val="0"/></c:title>'
    )


def _series(one: Series, i: int, trend: Trend, points: str, label: str) -> str:
    column = "BCD"[i]
    look = line(one.tone, 2.25) if not i else line(one.tone, 1.25, "solid" if one.tone == "good" else "dash")
    return (
        f'<c:ser><c:idx val="{i}"/><c:order val="{i}"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{quoted(one.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{look}</c:spPr><c:marker><c:symbol val="none"/></c:marker>{points}{label}'
        f"{_categories(trend)}{_numbers(one, column, trend)}"
        '<c:smooth val="0"/></c:ser>'
    )


def _categories(trend: Trend) -> str:
    cached = "".join(f'<c:pt idx="{i}"><c:v>{quoted(week)}</c:v></c:pt>' for i, week in enumerate(trend.weeks))
    many = len(trend.weeks)
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${many + 1}</c:f>"
        f'<c:strCache><c:ptCount val="{many}"/>{cached}</c:strCache></c:strRef></c:cat>'
    )


def _numbers(one: Series, column: str, trend: Trend) -> str:
    values = [(i, value) for i, value in enumerate(one.values) if value is not None]
    cached = "".join(f'<c:pt idx="{i}"><c:v>{float(value)!r}</c:v></c:pt>' for i, value in values)
    many = len(one.values)
    return (
        f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${many + 1}</c:f><c:numCache>"
        f'<c:formatCode>{quoted(trend.form)}</c:formatCode><c:ptCount val="{many}"/>{cached}'
        "</c:numCache></c:numRef></c:val>"
    )


def _points(trend: Trend) -> str:
    return "".join(_point(mark, trend.tone) for mark in trend.marks)


def _point(mark: Mark, tone: str) -> str:
    inner, edge = ("paper", tone) if mark.hollow else (tone, "watch" if mark.ring else "paper")
    symbol = '<c:symbol val="none"/>'
    if mark.size:
        size = mark.size + 2 * mark.ring
        symbol = f'<c:symbol val="circle"/><c:size val="{size}"/><c:spPr>{fill(inner)}{line(edge, 1.5)}</c:spPr>'
    return (
        f'<c:dPt><c:idx val="{mark.at}"/><c:marker>{symbol}</c:marker><c:bubble3D val="0"/>'
        f"<c:spPr>{line('' if mark.parted else tone, 2.25)}</c:spPr></c:dPt>"
    )


def _shifts(trend: Trend, level: list[Series]) -> list[float]:
    """Move labels apart that would cover each other, as shares of the height."""
    span = trend.high - trend.low
    heights = [(one.values[-1] or 0.0) / span * (1 - TOP - FOOT) for one in level]
    if len(heights) < 2 or abs(gap := heights[0] - heights[1]) >= APART:
        return [0.0] * len(heights)
    half = (APART - abs(gap)) / 2
    return [-half, half] if gap >= 0 else [half, -half]


def _label(one: Series, last: int, shift: float, trend: Trend) -> str:
    layout = _laid(f'<c:x val="0"/><c:y val="{shift:.4f}"/>') if shift else ""
    none = "".join(f'<c:show{what} val="0"/>' for what in SHOWN)
    show = none.replace('showVal val="0"', 'showVal val="1"')
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{last}"/>{layout}<c:tx><c:rich>'
        '<a:bodyPr wrap="none" lIns="25400" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p>'
        f'<a:pPr><a:defRPr sz="{round(LABEL * 100)}"/></a:pPr><a:r><a:rPr lang="{trend.language}" '
        f'sz="{round(LABEL * 100)}">{fill(one.tone)}</a:rPr><a:t>{quoted(one.told)}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="r"/>{show}</c:dLbl>{none}</c:dLbls>'
    )


def _axes(trend: Trend) -> str:
    many = len(trend.weeks) - 1
    step = next((n for n in STEPS if many % n == 0), many) if many > 8 else 1
    return (
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line("line", 0.75)}</c:spPr>'
        f'{_type(trend, LABEL, "muted", LEVEL)}<c:crossAx val="222222222"/><c:crosses val="min"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="50"/><c:tickLblSkip val="{max(step, 1)}"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{float(trend.high)!r}"/><c:min val="{float(trend.low)!r}"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="l"/>'
        f'<c:numFmt formatCode="{quoted(trend.form)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="midCat"/></c:valAx>'
    )
