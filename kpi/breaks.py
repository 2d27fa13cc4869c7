"""Series breaks: weeks from which on a figure means something else, or comes from another tool.

A platform renames a figure (Instagram's impressions became views) or a team changes the tool that labels what
people say: the number jumps and nothing happened. The ledger keeps what each upload's figures were called.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kpi.periods import Window
from kpi.snapshot import EVERYWHERE, Unlike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.catalog import Kpi
    from kpi.queries import Queries
    from kpi.snapshot import Cell, Why

LEDGER = """
select batch_id, fact, channel, format, period_from, period_to, snapshot_date, meanings
from upload
where undone_at is null and period_from is not null and period_to is not null
order by snapshot_date, batch_id
"""
BY_TOOL = ("opinions", "voice")  # facts whose labels and copies are the work of the tool that exported them
INBOX = ("messages",)
TOOL = "tool"

Meant = dict[tuple[str, str | None, str], set[str]]  # (fact, channel, field) -> what it was called


@dataclass(frozen=True)
class Given:
    """What one upload gives: from which day to which, and what it calls its figures."""

    fact: str
    channel: str | None
    format: str
    first: date
    last: date
    until: date
    meanings: tuple[tuple[str, str], ...]  # field, what it is called


@dataclass(frozen=True)
class Meanings:
    """The uploads that count, the one that wins last."""

    given: tuple[Given, ...]
    steady: dict[str, bool] = field(default_factory=dict, compare=False)  # of a KPI: nothing was ever renamed

    def parted(self, kpi: Kpi, one: Cell, other: Cell) -> Unlike | None:
        """Say what a KPI reads that means something else in a later window than in an earlier one; None = nothing."""
        if kpi.name not in self.steady:
            self.steady[kpi.name] = all(len(words) == 1 for words in _meant(kpi, self.given).values())
        if self.steady[kpi.name]:
            return None
        before, after = self._behind(kpi, one), self._behind(kpi, other)
        for fact, channel, figure in sorted(before.keys() & after.keys(), key=str):
            if figure == TOOL and fact in INBOX and one.estimated and other.estimated:
                continue  # the team labelled both, and all that people wrote is there whatever tool exported it
            was, now = before[fact, channel, figure], after[fact, channel, figure]
            if was != now:
                why: Why = "tool" if figure == TOOL else "renamed"
                return Unlike(why, ", ".join(sorted(was)), ", ".join(sorted(now)), channel, figure)
        return None

    def _behind(self, kpi: Kpi, cell: Cell) -> Meant:
        """Collect what the figures behind a number were called."""
        return _meant(kpi, self._uploads(kpi, cell))

    def _uploads(self, kpi: Kpi, cell: Cell) -> Iterable[Given]:
        window = Window.parse(cell.window)
        of = [
            given
            for given in self.given
            if given.fact in kpi.sources and (cell.channel == EVERYWHERE or given.channel in {None, cell.channel})
        ]
        if cell.basis is None:
            return _winners(of, window)
        return [given for given in of if _downloaded(cell, window, given.until)]


def _meant(kpi: Kpi, given: Iterable[Given]) -> Meant:
    meant: Meant = defaultdict(set)
    for one in given:
        if one.fact in kpi.sources:
            for figure, word in _named(kpi, one).items():
                meant[one.fact, one.channel, figure].add(word)
    return meant


def _downloaded(cell: Cell, window: Window, until: date) -> bool:
    """Whether a download of lifetime figures is behind a number."""
    if cell.basis == "gained":
        return cell.since is not None and cell.until is not None and cell.since <= until <= cell.until
    return (cell.age or 0) <= (until - window.last).days <= (cell.oldest or 0)


def _winners(given: list[Given], window: Window) -> set[Given]:
    """Find for every day, channel and kind of export the upload whose figures count."""
    return {
        next(one for one in reversed(given) if (one.fact, one.channel) == of and one.first <= day <= one.last)
        for day in (window.last - timedelta(days=back) for back in range(window.days))
        for of in {(one.fact, one.channel) for one in given if one.first <= day <= one.last}
    }


def _named(kpi: Kpi, given: Given) -> dict[str, str]:
    """Give what an upload calls the figures that a KPI reads, and the tool where that matters."""
    named = {figure.removeprefix("metric:"): word for figure, word in given.meanings}
    tool = {TOOL: given.format} if kpi.fact in BY_TOOL else {}
    return {figure: word for figure, word in named.items() if figure in kpi.reads} | tool


def read_meanings(store: Queries) -> Meanings:
    """Read the ledger."""
    rows = store.query(LEDGER)
    return Meanings(
        tuple(
            Given(fact, channel, kind, first, last, until or last, tuple(json.loads(meanings).items()))
            for _, fact, channel, kind, first, last, until, meanings in rows
        )
    )
