"""The table of baseline against target, twelve rows to a slide, as wide as its words need."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from kpi.slides.colours import glyph
from kpi.slides.grid import HEAD, SIDE, Column, paged, place
from kpi.slides.measured import lines, width
from kpi.slides.sheet import BODY, Area
from kpi.slides.text import SMALLEST, Para, Run, para
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.paper.blocks import Line
    from kpi.paper.document import Document
    from kpi.slides.deck import Deck
    from kpi.slides.grid import Row
    from kpi.slides.text import Align

MOST, TALL = 12, 40.0  # rows of a slide, height of one
FOOT, HEADER, ABOVE = 12.0, 34.0, 6.0  # for a line below the table, for its names of columns, and air between
SIZES = (12.0, 11.0, 10.0)  # of the letters
NAME = 150.0  # of the first column, at least
WIDEST = {"status": 140.0, "owner": 112.0, "cadence": 84.0}
NUMBER = 96.0
LEADS = {"status": 10.0}  # between numbers to the right and the words after them


def scorecard(deck: Deck) -> None:
    """Write the table."""
    doc, title = deck.doc, deck.doc.words["table"]
    if not doc.lines:
        sheet = deck.page(title)
        sheet.text(BODY, [para(doc.words["no_rows"], 14, "muted", most=3)], "Text")
        deck.end(sheet)
        return
    columns, rows = _fitting(doc)
    told, most = _below(doc), ceil(len(rows) / ceil(len(rows) / MOST))  # as many on each slide
    foot = ABOVE + (told.height(BODY.w) if told else FOOT)
    high = BODY.h - foot
    pages = list(paged(columns, rows, high, most, min(TALL, (high - HEADER) / most)))
    for i, page in enumerate(pages, start=1):
        sheet = deck.page(named := deck.part(title, i, len(pages)))
        place(sheet, columns, page, named)
        if told:
            sheet.text(Area(BODY.x, BODY.y + high + ABOVE, BODY.w, foot), [told], "Legend")
        deck.end(sheet)


def _fitting(doc: Document) -> tuple[list[Column], list[Row]]:
    """Set the table in the largest letters in which its columns stand beside each other."""
    for size in SIZES:
        table = [_cells(line, size, spanned=doc.spanned) for line in doc.lines]
        names = [name for name in table[0] if any(run.text for row in table for run in row[name].runs)]
        wide = {name: _wide(name, doc.words[name], [row[name] for row in table]) for name in names if name != "kpi"}
        if sum(wide.values()) <= BODY.w - NAME:
            break
    scale = min(1.0, (BODY.w - NAME) / sum(wide.values()))
    wide = {name: one * scale for name, one in wide.items()}
    columns = [Column(doc.words["kpi"], BODY.w - sum(wide.values())), *_rest(doc, wide)]
    return columns, [tuple((row[name],) for name in names) for row in table]


def _cells(line: Line, size: float, *, spanned: bool) -> dict[str, Para]:
    """Write the cells of a row, by the names of their columns."""

    def said(text: str, colour: str = "ink", *, bold: bool = False, most: int = 2) -> Para:
        return para(text, size, colour, bold=bold, most=most)

    cells = {"kpi": said(line.name, bold=True), "baseline": said(line.baseline)}
    if spanned and line.stretch is not None:
        cells |= {"before": said(line.stretch.before), "during": said(line.stretch.during)}
        sign = line.stretch.change
        moved = f"{glyph(sign.shape)} {sign.word}" if sign else NO_VALUE
        cells["moved"] = said(moved, sign.tone if sign else "muted")
    cells |= {
        "now": said(line.now, bold=True),
        "target": said(line.target),
        "progress": said(line.progress),
        "chance": said(line.chance),
        "status": said(f"{glyph(line.sign.shape)} {line.sign.word}", line.sign.tone, bold=True, most=1),
        "owner": para(line.owner, max(size - 1, SMALLEST), "muted", most=2),
    }
    return cells if spanned else cells | {"cadence": para(line.cadence, max(size - 1, SMALLEST), "muted", most=2)}


def _rest(doc: Document, wide: dict[str, float]) -> Iterator[Column]:
    for name, one in wide.items():
        align: Align = "l" if name in WIDEST else "r"
        yield Column(doc.words[name], one, align, "surface" if name == "now" else "", LEADS.get(name, 0.0))


def _wide(name: str, head: str, cells: Sequence[Para]) -> float:
    words = max(width(run.text, run.size, run.bold) for cell in cells for run in cell.runs)
    named = max(width(word, HEAD, bold=True) for word in head.split(" "))
    while lines([(head, HEAD, True)], named) > 2:
        named += 4
    return max(min(words, WIDEST.get(name, NUMBER)), named) + 2 * SIDE + 4 + LEADS.get(name, 0.0)


def _below(doc: Document) -> Para | None:
    """Explain the marks of the table."""
    marks = [Run(f"{glyph(sign.shape)} {sign.word}\u2003", 10, "muted") for sign in doc.evidence if doc.spanned]
    if doc.partial:
        marks.append(Run(f"{doc.words['partial']}\u2003", 10, "muted"))
    if any(line.chance for line in doc.lines):
        marks.append(Run(doc.words["chance_key"], 10, "muted"))
    return Para(tuple(marks), most=2) if marks else None
