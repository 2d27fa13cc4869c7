"""A native line chart of a trend: the weeks, the baseline and the goal as series, in a workbook that people can edit.

A week without a value is an empty cell and a gap in the line, never a zero. Where weeks were counted otherwise the
line is parted, as on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.counting import NOTED
from kpi.noted import marked, note_text, note_weeks
from kpi.periods import Week
from kpi.slides.chart_book import book
from kpi.slides.chart_xml import LABEL, MOST_LABEL, ROOM, TITLE, WIDE, Mark, Series, drawn
from kpi.slides.text import Para, Run, fitted, para
from kpi.steady import steady
from kpi.workbook.shown import Shown, value

if TYPE_CHECKING:
    from datetime import date

    from kpi.paper.blocks import Chart
    from kpi.snapshot import Point, ScoreRow
    from kpi.words import Words

AIR = 0.12  # free height above and below the lines, as a share of their span


@dataclass(frozen=True)
class Trend:
    """All that a chart holds, as python-pptx asks for it."""

    title: str
    now: str
    breaks: str  # from which weeks on a figure is another
    notes: str  # what the team noted about weeks
    tone: str
    weeks: tuple[str, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...]  # of the first series
    low: float  # ends of the value axis
    high: float
    form: str  # number format of a spreadsheet
    language: str
    head: str  # over the weeks in the workbook
    made: date

    def xml_bytes(self, kind: object) -> bytes:  # noqa: ARG002 - python-pptx hands over the kind of chart
        """Draw it."""
        return drawn(self).encode()

    @property
    def aside(self) -> str:
        """What stands below its title."""
        return "; ".join(filter(None, (self.breaks, self.notes)))

    @property
    def xlsx_blob(self) -> bytes:
        """Its workbook."""
        return book(self)


def trend(row: ScoreRow, chart: Chart, language: str, made: date, say: Words) -> Trend:
    """Make the chart of a row that has a trend."""
    numbers = {
        say("pdf.baseline"): (row.baseline, chart.baseline, "muted"),
        say("pdf.target"): (row.goal, chart.goal, "good"),
    }
    many = len(row.series)
    level = [
        Series(name, (number,) * many, _cut(told, MOST_LABEL * WIDE), tone)
        for name, (number, told, tone) in numbers.items()
        if number is not None
    ]
    values = Series(
        chart.name, tuple(point.value and steady(point.value) for point in row.series), chart.now, chart.tone
    )
    low, high = _ends([number for one in (values, *level) for number in one.values if number is not None])
    shown = value(row.now.value, chart.now, say) if row.now.value is not None else ""
    return Trend(
        title=_title(chart),
        now=chart.now,
        breaks="; ".join(f"{_week(p, say)} {word}" for p, word in zip(row.breaks, chart.breaks, strict=True)),
        tone=chart.tone,
        notes="; ".join(f"{note_weeks(note, say)} {note_text(note, say, NOTED)}" for note in marked(row)),
        weeks=tuple(_week(point, say) for point in row.series),
        series=(values, *level),
        marks=_marks(row),
        low=low,
        high=high,
        form=shown.form if isinstance(shown, Shown) else "General",
        language=language,
        head=say("slides.week"),
        made=made,
    )


def _title(chart: Chart) -> str:
    """Keep of the name what stands in one line with the value."""
    line = Para((Run(chart.name, TITLE), Run(f"  {chart.now}", TITLE, bold=True)))
    return fitted(line, ROOM).runs[0].text


def _cut(text: str, room: float) -> str:
    return fitted(para(text, LABEL), room).runs[0].text


def _week(point: Point, say: Words) -> str:
    return say("pdf.week", number=Week.parse(point.week).number)


def _ends(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    air = (high - low or abs(high) or 1.0) * AIR
    return low - air, high + air


def _marks(row: ScoreRow) -> tuple[Mark, ...]:
    """Mark the last week, weeks that stand alone, those counted otherwise, and where the line is parted."""
    last = len(row.series) - 1
    found = []
    for i, point in enumerate(row.series):
        if point.value is None:
            continue
        alone = not (_joined(row.series, i) or (i < last and _joined(row.series, i + 1)))
        hollow = point.other is not None or point.provisional or (i == last and point.partial)
        size = 8 if i == last else 5 if hollow or alone else 0
        if size or point.parted is not None:
            found.append(Mark(i, size, hollow, i == last and bool(row.runs), point.parted is not None))
    return tuple(found)


def _joined(series: tuple[Point, ...], i: int) -> bool:
    """Whether a line leads to a week from the one before it."""
    return i > 0 and series[i - 1].value is not None and series[i].value is not None and series[i].parted is None
