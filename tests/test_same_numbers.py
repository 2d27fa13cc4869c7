"""Every number of the screen stands in every form: PDF, Excel, PowerPoint and Markdown, in every language.

The files are read back as their readers see them: the words on paper, the cells of a workbook under their number
formats, the tables and charts of slides. The screen is read from the pages themselves, once, for the sample brand.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from kpi.catalog import catalog
from kpi.counting import valued
from kpi.issued import taken
from kpi.kinds import Balance, Mean, Ratio, Share
from kpi.paper.edition import Edition
from kpi.paper.forms import make
from kpi.paper.period import several
from kpi.paper.row_words import baseline, row_name
from kpi.paper.spanned import spanned
from kpi.periods import Week
from kpi.reporting import span_words
from kpi.words import LANGUAGES, NO_VALUE, Words
from tests import carried
from tests.carried import blanks
from tests.snapshots import month, plan_end, with_effects
from tests.visits import fresh, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.paper.blocks import Stretched
    from kpi.paper.forms import Form
    from kpi.snapshot import ScoreRow, Snapshot

__all__ = ["fresh"]  # each test has a computer of its own

MADE = {"week": with_effects, "month": month, "plan": plan_end}
EXACT = 1e-12


@dataclass(frozen=True)
class Seen:
    """A row of the scorecard as pages write it."""

    row: ScoreRow
    name: str
    baseline: str
    now: str
    target: str
    change: str  # since the baseline
    progress: str
    sample: str
    over: Stretched | None  # of a month or a plan

    @property
    def moved(self) -> str:
        """Write what changed over the weeks of a report."""
        return self.over.change.word if self.over and self.over.change else NO_VALUE


@cache
def snapshot(name: str) -> Snapshot:
    return MADE[name]()


@cache
def made(name: str, form: Form, language: str) -> bytes:
    return make(form, snapshot(name), Edition(language))


@cache
def book(name: str, language: str) -> dict[str, list[dict[str, carried.Held]]]:
    return carried.sheets(made(name, "xlsx", language), language)


def seen(of: Snapshot, say: Words) -> list[Seen]:
    told = spanned(of, say) or [None] * len(of.rows)
    return [_seen(row, over, say) for row, over in zip(of.rows, told, strict=True)]


def _seen(row: ScoreRow, over: Stretched | None, say: Words) -> Seen:
    move = None if row.partial else row.baseline_move
    star = "*" if row.partial and row.now.value is not None else ""
    return Seen(
        row=row,
        name=row_name(row, say),
        baseline=baseline(row, say),
        now=valued(row.now, row.unit, row.currency, say) + star,
        target=row.target.describe(say),
        change=say.change(move.size, row.unit, row.currency) if move else "",
        progress=say.share(row.progress),
        sample=say.whole(row.now.sample),
        over=over,
    )


EVERY = pytest.mark.parametrize("language", LANGUAGES)
KINDS = pytest.mark.parametrize("name", MADE)


@EVERY
@KINDS
def test_pdf(name: str, language: str) -> None:
    text, say = carried.printed(made(name, "pdf", language)), Words(language)
    for one in seen(snapshot(name), say):
        over = [one.over.before, one.over.during, one.moved] if one.over else []
        line = blanks(" ".join([one.name, one.baseline, *over, one.now, one.target, one.progress]))
        assert f" {line} " in text


@EVERY
@KINDS
def test_excel(name: str, language: str) -> None:
    say, of = Words(language), snapshot(name)
    for one, cells in zip(seen(of, say), book(name, language)[say("workbook.sheet.scorecard")], strict=True):
        texts = {
            "kpi": one.name,
            "baseline": one.baseline,
            "now": one.now,
            "target": one.target,
            "progress": one.progress,
            "sample": one.sample,
        }
        assert {key: cells[say(f"scorecard.{key}")].text for key in texts} == texts
        assert cells[say("measure.baseline_move")].text == one.change
        numbers = {"baseline": one.row.baseline, "now": one.row.now.value, "progress": one.row.progress}
        for key, number in numbers.items():
            assert cells[say(f"scorecard.{key}")].value == pytest.approx(number, rel=EXACT, abs=EXACT)
        assert cells[say("workbook.goal")].value == pytest.approx(one.row.goal, rel=EXACT)
        assert cells[say("scorecard.sample")].value == one.row.now.sample
        _over(cells, one, of, say)


def _over(cells: dict[str, carried.Held], one: Seen, of: Snapshot, say: Words) -> None:
    if one.over is None:
        return
    over, stretch = several(of), next(told for told in of.report.stretches if told.row == one.row.plan.id)
    columns = (span_words.before(over, say), span_words.during(over, say), say("workbook.span_change"))
    assert [cells[column].text for column in columns] == [one.over.before, one.over.during, one.moved]
    for column, cell in zip(columns, (stretch.before, stretch.during), strict=False):
        if cell is not None and cell.value is not None:
            assert cells[column].value == pytest.approx(cell.value, rel=EXACT)


@EVERY
def test_the_weeks_of_excel(language: str) -> None:
    say = Words(language)
    lines = book("week", language)[say("workbook.sheet.trends")]
    points = [(row, point) for row in snapshot("week").rows for point in row.series]
    for (row, point), cells in zip(points, lines, strict=True):
        value, held = cells[say("measure.value")], cells[say("scorecard.sample")]
        assert (cells[say("scorecard.kpi")].text, cells[say("workbook.week")].text) == (row_name(row, say), point.week)
        if point.value is None:
            assert (value.value, held.value) == (None, None)
        else:
            assert value.text == say.number(point.value, row.unit, row.currency)
            assert value.value == pytest.approx(point.value, rel=EXACT)
            assert held.value == point.sample


@EVERY
def test_the_signals_of_excel(language: str) -> None:
    say = Words(language)
    lines = book("week", language)[say("workbook.sheet.signals")]
    legs = {leg.kpi: leg for alert in snapshot("week").alerts for leg in alert.legs}
    assert len(lines) == sum(len(alert.legs) for alert in snapshot("week").alerts)
    told = {(cells[say("workbook.before")].text, cells[say("workbook.after")].text) for cells in lines}
    assert {
        (say.number(leg.move.before, leg.unit, leg.currency), say.number(leg.move.after, leg.unit, leg.currency))
        for leg in legs.values()
    } <= told


@EVERY
@KINDS
def test_markdown(name: str, language: str) -> None:
    say, of = Words(language), snapshot(name)
    head, *lines = carried.tables(made(name, "md", language))[-1]
    for one, line in zip(seen(of, say), lines, strict=True):
        cells = dict(zip(head, line, strict=True))
        expected = {
            "scorecard.kpi": one.name,
            "scorecard.baseline": one.baseline,
            "scorecard.now": one.now,
            "scorecard.target": one.target,
            "scorecard.progress": one.progress,
            "scorecard.sample": one.sample,
        }
        assert {key: cells[say(key)] for key in expected} == expected
        if one.over is None:
            assert cells[say("measure.baseline_move")] == one.change
        else:
            over = several(of)
            columns = (span_words.before(over, say), span_words.during(over, say), say("pdf.moved"))
            assert [cells[column] for column in columns] == [one.over.before, one.over.during, one.moved]


@EVERY
@KINDS
def test_powerpoint(name: str, language: str) -> None:
    say, of = Words(language), snapshot(name)
    deck = carried.deck(made(name, "pptx", language))
    score = [table for table in deck.tables if say("pdf.baseline") in table[0]]
    lines = {line[0]: dict(zip(table[0], line, strict=True)) for table in score for line in table[1:]}
    for one in seen(of, say):
        cells = lines[blanks(one.name)]
        expected = {"baseline": one.baseline, "now": one.now, "target": one.target, "progress": one.progress}
        assert {key: cells[say(f"pdf.{key}")] for key in expected} == {k: blanks(text) for k, text in expected.items()}
        if one.over:
            columns = (span_words.before(several(of), say), span_words.during(several(of), say))
            assert [cells[column] for column in columns] == [blanks(one.over.before), blanks(one.over.during)]
            assert cells[say("pdf.moved")].split(" ", 1)[-1] == blanks(one.moved)  # behind the mark of its evidence


@EVERY
def test_the_charts_and_tiles_of_powerpoint(language: str) -> None:
    say, of = Words(language), snapshot("week")
    deck, rows = carried.deck(made("week", "pptx", language)), {one.name: one for one in seen(of, Words(language))}
    assert len(deck.charts) > 1
    for name, (drawn, kept) in deck.charts.items():
        weeks = [point.value for point in rows[name].row.series]
        values = [None if value is None else pytest.approx(value, rel=EXACT) for value in weeks]
        assert (drawn, kept) == (values, values)
    tiles = {name: texts for name, texts in deck.tiles.items() if name in rows}
    assert len(tiles) > 1
    for name, texts in tiles.items():
        one = rows[name]
        assert blanks(one.now.removesuffix("*")) in texts
        assert any(blanks(one.change) in text for text in texts), (name, texts)
        assert any(blanks(one.row.target.describe(say)) in text for text in texts)


@pytest.fixture
def sample(sample_home: Path, tmp_path: Path) -> Iterator[Snapshot]:
    """Take the week of the sample brand; the pages open a copy of their own."""
    shutil.copytree(sample_home, tmp_path, dirs_exist_ok=True)
    store = Store.open(sample_home / "noordlicht-energie.duckdb")
    yield taken(store, Week(2026, 47), date(2026, 11, 23)).snapshot
    store.close()


def test_the_pages_of_the_sample_brand(sample: Snapshot) -> None:
    say, edition = Words("en"), Edition("en")
    board = visit("scorecard", week="2026-W47").dataframe[0].value.to_dict("records")
    tiles = {one.label.replace("\\", ""): one for one in visit("monday", week="2026-W47").metric}
    lines = carried.sheets(make("xlsx", sample, edition), "en")[say("workbook.sheet.scorecard")]
    text = carried.printed(make("pdf", sample, Edition("en", appendix=True)))
    assert re.findall(r"Sample \(n\) ([\d,]+)", text) == [page["sample"] for page in board]
    head, *marked = carried.tables(make("md", sample, edition))[-1]
    for row, page, cells, line in zip(sample.rows, board, lines, marked, strict=True):
        written = dict(zip(head, line, strict=True))
        for key in ("kpi", "baseline", "now", "target", "week_move", "chance", "sample", "coverage"):
            assert (key, cells[say(f"scorecard.{key}")].text) == (key, page[key])
        for key in ("kpi", "baseline", "now", "target", "sample"):
            assert (key, written[say(f"scorecard.{key}")]) == (key, page[key])
        way = NO_VALUE if page["progress"] != page["progress"] else say.share(page["progress"])
        assert cells[say("scorecard.progress")].text == written[say("scorecard.progress")] == way
        assert blanks(f"{page['baseline']} {page['now']} {page['target']} {way}") in text
        tile = tiles[page["kpi"]]
        assert (tile.value, tile.delta or "") == (page["now"].removesuffix("*"), page["week_move"])
        assert cells[say("scorecard.now")].value == pytest.approx(row.now.value, rel=EXACT)


def test_formulas_come_to_the_numbers_that_are_kept(sample: Snapshot) -> None:
    say = Words("nl")
    found = carried.recalculated(make("xlsx", sample, Edition("nl")), say("workbook.sheet.scorecard"))
    for cell, (kept, worked_out) in found.items():
        assert (cell, worked_out) == (cell, pytest.approx(kept, rel=EXACT))
    divided = [row for row in sample.rows if isinstance(catalog()[row.plan.kpi], Share | Ratio | Balance | Mean)]
    on_the_way = [row for row in sample.rows if row.progress is not None]
    assert len(found) == len(divided) + len(on_the_way)
