"""A scorecard that somebody pasted or uploaded -> rows of a plan, each with what of it cannot be read.

Nothing is guessed: a label that may mean two KPIs, a rhythm nobody knows or a unit that does not fit stands with
its reason until a person has decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.reading.exports import CHANNELS
from kpi.amount import Amount, read_amount, read_cadence
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.pasting.columns import Scorecard, is_header, scorecards
from kpi.pasting.flattened import cut, flattened
from kpi.pasting.grids import grids, sheet_grids
from kpi.pasting.labels import Named, name_row, narrowed
from kpi.pasting.naming import Unnamed, kpi_named
from kpi.pasting.said import days_of, is_open, is_paid, is_unmeasured, only_counts, several, yes
from kpi.plan import AUTO, PlanRow, problems
from kpi.unreadable import TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.pasting.grids import Row
    from kpi.words import Words

Sheets = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]  # each sheet of a workbook: its name and cells
ASKED = "?"  # in a channel cell: the team has yet to choose


@dataclass(frozen=True)
class PastedError(TargetError):
    """Why a cell of a pasted scorecard cannot be read: text key `pasted.why_<why>`."""

    def describe(self, words: Words) -> str:
        """Say it in the reader's language."""
        return words(f"pasted.why_{self.why}", text=self.text, word=self.word, suggestion=self.suggestion)


@dataclass(frozen=True)
class Pasted:
    """A row of a pasted scorecard, as far as it can be read."""

    line: int  # of the text or sheet
    row: PlanRow  # its KPI is empty where the label is not clear
    candidates: tuple[str, ...]  # the KPIs that an unclear label may mean, best first
    doubts: Mapping[str, TargetError]  # by column, what this module could not read

    def wrong(self, language: str | None, currency: str | None) -> dict[str, TargetError]:
        """Say of each cell that cannot be read why; empty = the row may join a plan."""
        found: dict[str, TargetError] = {}
        if self.row.kpi:
            found |= {str(name): error for name, error in problems(self.row, language or "", currency).items()}
        return found | dict(self.doubts)


def find(source: str | Sheets) -> tuple[Scorecard, ...]:
    """Find the scorecards of a text or a workbook; more than one = the reader chooses."""
    if not isinstance(source, str):
        return tuple(
            card for name, rows in source for grid in sheet_grids(name, rows, is_header) for card in scorecards(grid)
        )
    found = [card for grid in grids(source, is_header) for card in scorecards(grid)]
    return tuple(card for card in (*found, *flattened(source)) if card.grid.rows)


def read_rows(card: Scorecard, language: str | None) -> tuple[Pasted, ...]:
    """Read every row of a scorecard that says anything."""
    ids: set[str] = set()
    found = []
    for line in card.grid.rows:
        if any(line.cells) and not is_header(line.cells):
            found.append(_row(card, line, language, ids))
            ids.add(found[-1].row.id)
    return tuple(found)


def new_id(kpi: str, taken: set[str] | frozenset[str]) -> str:
    """Name a row that has no name yet."""
    name = kpi or "row"
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if one not in taken)


# -- a row -------------------------------------------------------------------------------------------


def _row(card: Scorecard, line: Row, language: str | None, taken: set[str]) -> Pasted:
    if doubt := _misshapen(card, line):
        whole = " ".join(line.cells) if card.flat else card.cell(line.cells, "kpi")
        return Pasted(line.line, PlanRow(id=new_id("", taken), kpi="", label=whole, target=""), (), {"target": doubt})
    say = _Cells(card, line, {})
    named = _named(say, language)
    kpi = named.kpi if isinstance(named, Named) else ""
    if not kpi:
        say.doubt("kpi", PastedError(say("kpi"), "two_kpis" if len(_of(named)) > 1 else "no_kpi"))
    read = {**_cells(say, kpi), **_narrowing(say, named)}
    row = PlanRow(id=new_id(kpi, taken), kpi=kpi, label=_label(say), **read)
    return Pasted(line.line, row, _of(named), say.doubts)


def _misshapen(card: Scorecard, line: Row) -> PastedError | None:
    """Say why a row does not fit its header: a comma inside a number cut `0,9%` in two."""
    width = len(card.grid.header.cells)
    text = " ".join(line.cells)
    if card.flat and len(line.cells) != width:
        kinds = tuple(card.columns)
        return PastedError(text, "two_cuts" if cut(text, kinds) == "two_cuts" else "no_cut")
    return PastedError(text, "more_cells") if any(line.cells[width:]) else None


@dataclass(frozen=True)
class _Cells:
    """The cells of one row by column, and what was found wrong with them."""

    card: Scorecard
    line: Row
    doubts: dict[str, TargetError]

    def __call__(self, name: str) -> str:
        return self.card.cell(self.line.cells, name)

    def doubt(self, column: str, why: TargetError) -> None:
        self.doubts[column] = why


def _of(named: Named | Unnamed) -> tuple[str, ...]:
    return named.candidates if isinstance(named, Unnamed) else ()


def _label(say: _Cells) -> str | None:
    return say("label" if say.card.is_own else "kpi") or None


def _named(say: _Cells, language: str | None) -> Named | Unnamed:
    if not say.card.is_own:
        return name_row(say("kpi"), language)
    found = kpi_named(say("kpi"), language)
    return Named(found, Filter()) if found else name_row(say("kpi"), language)


def _cells(say: _Cells, kpi: str) -> dict[str, Any]:
    cadence = read_cadence(say("cadence")) if say("cadence") else "weekly"
    if cadence is None:
        say.doubt("cadence", PastedError(say("cadence"), "cadence"))
    clock = "open" if is_open(say("clock")) or yes(say("clock")) else None
    if say("clock") and not clock and yes(say("clock")) is None:
        say.doubt("clock", PastedError(say("clock"), "clock"))
    return {
        "baseline": AUTO if is_unmeasured(say("baseline")) else _with_unit(say, "baseline"),
        "target": _with_unit(say, "target"),
        "owner": say("owner"),
        "cadence": cadence or "weekly",
        "cadence_written": say("cadence") or None,
        "deadline_days": _days(say, "deadline"),
        "guards": _guards(say, kpi),
        "clock": clock,
    }


def _with_unit(say: _Cells, name: str) -> str:
    """Write an amount with the unit of its own column; a unit that does not read with it is a doubt."""
    text, unit = say(name), say("unit")
    amount = read_amount(text) if text and unit else None
    if not isinstance(amount, Amount) or amount.measure != "plain" or amount.currencies:
        return text
    for joined in (f"{text} {unit}", f"{text} / {unit}"):
        if isinstance(read_amount(joined), Amount):
            return joined
    if not only_counts(unit):
        say.doubt("unit", PastedError(unit, "unit"))
    return text


def _days(say: _Cells, name: str) -> int | None:
    days = days_of(say(name)) if say(name) else None
    if say(name) and days is None:
        say.doubt(name, PastedError(say(name), "days"))
    return days


def _guards(say: _Cells, kpi: str) -> tuple[str, ...]:
    named = {text: kpi_named(text) for text in _several(say, "guards")}
    if unknown := [text for text, name in named.items() if name is None or name == kpi]:
        say.doubt("guards", PastedError(", ".join(unknown), "guards"))
    return tuple(name for name in named.values() if name)


def _several(say: _Cells, name: str) -> tuple[str, ...]:
    """Read a list; the name of a campaign may hold a comma, so Ninety writes its lists with semicolons."""
    return several(say(name), ";" if say.card.is_own else ",;")


def _narrowing(say: _Cells, named: Named | Unnamed) -> dict[str, Any]:
    """Put together what the label and the columns say about which rows count, and over how many days."""
    said = named if isinstance(named, Named) else Named("", Filter())
    window = _days(say, "window")
    if window and said.window_days and window != said.window_days:
        say.doubt("window", PastedError(say("window"), "two_windows"))
    chosen = _filter(say, said.filter)
    asked = say("channel") == ASKED or (bool(said.ask) and not chosen.channel)
    return {
        "filter": chosen,
        "window_days": window or said.window_days,
        "ask": ("channel",) if asked else (),
    }


def _filter(say: _Cells, said: Filter) -> Filter:
    channel = say("channel").casefold() if say("channel") != ASKED else ""
    if channel and channel not in CHANNELS:
        say.doubt("channel", PastedError(say("channel"), "channel"))
    paid, proof = is_paid(say("paid")), yes(say("proof"))
    for name, read in (("paid", paid), ("proof", proof)):
        if say(name) and read is None:
            say.doubt(name, PastedError(say(name), name))
    return Filter(
        channel=channel if channel in CHANNELS else said.channel,
        topics=_several(say, "topics") or said.topics,
        paid=said.paid if paid is None else paid,
        proof=said.proof if proof is None else proof or None,
        result_kind=say("result_kind") or said.result_kind,
        formats=_several(say, "formats") or said.formats,
        campaigns=_several(say, "campaigns") or said.campaigns,
    )


def renamed(pasted: Pasted, kpi: str) -> PlanRow:
    """Give a row the KPI that a person chose, with what its label says besides."""
    row = pasted.row
    said = narrowed(kpi, row.label or "") if kpi in catalog() and not row.kpi else None
    if said is None:
        return row.model_copy(update={"kpi": kpi})
    asked = () if row.filter.channel else said.ask
    filter_ = row.filter if row.filter.used or row.filter.channel else said.filter
    window = row.window_days or said.window_days
    return row.model_copy(update={"kpi": kpi, "filter": filter_, "window_days": window, "ask": row.ask or asked})
