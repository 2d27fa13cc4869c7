"""A native table: a header row that screen readers know as one, hairlines, rows as high as what they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.slides.colours import fill, line
from kpi.slides.sheet import BODY, EMU, Area
from kpi.slides.text import fitted, para, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.slides.sheet import Sheet
    from kpi.slides.text import Align, Para

SIDE, TOP = 5.0, 3.0  # points of air in a cell
HEAD = 10.5  # size of the letters in the header
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without lines and fills
Row = tuple["tuple[Para, ...]", ...]


@dataclass(frozen=True)
class Column:
    """A column: its name, how wide it is, where its words stand."""

    head: str
    wide: float
    align: Align = "l"
    colour: str = ""  # behind its cells
    lead: float = 0.0  # points of air more before its words

    @property
    def room(self) -> float:
        """How wide its words may be."""
        return self.wide - 2 * SIDE - self.lead


def ready(columns: Sequence[Column], row: Row) -> Row:
    """Fit the words of a row into its cells."""
    return tuple(
        tuple(fitted(replace(one, align=column.align), column.room) for one in cell)
        for column, cell in zip(columns, row, strict=True)
    )


def height(columns: Sequence[Column], row: Row, least: float) -> float:
    """Say how high a row is."""
    high = (sum(one.height(column.room) for one in cell) for column, cell in zip(columns, row, strict=True))
    return max(least, max(high, default=0) + 2 * TOP)


def header(columns: Sequence[Column]) -> tuple[Row, float]:
    """Write the names of the columns, with the height of their row."""
    row = ready(columns, tuple((para(column.head, HEAD, "muted", bold=True, most=2),) for column in columns))
    return row, height(columns, row, 0)


def paged(
    columns: Sequence[Column], rows: Sequence[Row], room: float, most: int, least: float
) -> Iterator[list[tuple[Row, float]]]:
    """Part rows over slides, each with its height: `most` to a slide, and no more than there is room for."""
    page: list[tuple[Row, float]] = []
    room -= header(columns)[1]
    for row in (ready(columns, one) for one in rows):
        high = height(columns, row, least)
        if page and (len(page) == most or sum(h for _, h in page) + high > room):
            yield page
            page = []
        page.append((row, high))
    if page:
        yield page


def place(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[tuple[Row, float]], told: str, *, top: float = 0.0
) -> None:
    """Place a table below the title, so many points further down."""
    whole = [header(columns), *rows]
    area = Area(BODY.x, BODY.y + top - TOP, sum(column.wide for column in columns), sum(high for _, high in whole))
    grid = "".join(f'<a:gridCol w="{round(column.wide * EMU)}"/>' for column in columns)
    body = "".join(_row(sheet.language, columns, row, high, first=not i) for i, (row, high) in enumerate(whole))
    xml = (
        f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{PLAIN}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>"
    )
    sheet.table(area, xml, told, told)


def _row(language: str, columns: Sequence[Column], row: Row, high: float, *, first: bool) -> str:
    cells = "".join(_cell(language, column, cell, first=first) for column, cell in zip(columns, row, strict=True))
    return f'<a:tr h="{round(high * EMU)}">{cells}</a:tr>'


def _cell(language: str, column: Column, cell: tuple[Para, ...], *, first: bool) -> str:
    below = line("ink", 1.0) if first else line("line", 0.75)
    none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    edges = none + below.replace("<a:ln ", "<a:lnB ").replace("</a:ln>", "</a:lnB>")
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{written(cell, language)}</a:txBody>"
        f'<a:tcPr marL="{round((SIDE + column.lead) * EMU)}" marR="{round(SIDE * EMU)}" marT="{round(TOP * EMU)}" '
        f'marB="{round(TOP * EMU)}" anchor="{"b" if first else "ctr"}">'
        f"{edges}{fill('' if first else column.colour)}</a:tcPr></a:tc>"
    )
