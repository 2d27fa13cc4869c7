"""How fresh the exports are, and which weeks of a KPI may be compared.

A source is one kind of export of one channel and account. A week of it is full when its exports reach
from Monday to Sunday. An export of things that happen now and then (posts, messages) says nothing of the
quiet days at its end: there the source's own longest silence of the eight weeks before counts as reached,
so a channel that never posts on Sundays is not for ever unfinished, and a file taken on Friday is.

The last days of some downloads still settle (`provisional_days` of the format): X's last day is unfinished, LinkedIn
and the ad managers correct theirs. A daily figure that is not finished is no figure: its week is full when a later
download covers it. Elsewhere the week counts, and is called provisional.

A week of a KPI is full when every source that reported in the four weeks before reports in full;
two weeks are comparable when both are full, from the same sources: numbers of five channels and of four
are not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from data.facts import LOGS
from data.reading.exports import load_formats
from kpi.periods import DAYS_A_WEEK, Week, in_blocks
from kpi.snapshot import EVERYWHERE, SourceState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.catalog import Kpi
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.snapshot import Cell

UNFINISHED = ("account_day",)  # facts whose provisional days are no figures yet; elsewhere they are, and settle
EVENTS = ("posts", "messages", "mentions", *LOGS)  # a day without a row is no gap
SILENCE_WEEKS = 8  # in which a source shows its usual rhythm …
SILENCE_DAYS = 8  # … if it was heard on that many days
EXPECTED_WEEKS = 4  # a source that reported in these is expected again

SPANS = """
select upload.format, upload.fact, upload.channel, upload.account, covered.day_from, covered.day_to
from upload join covered using (batch_id)
where upload.undone_at is null
order by all
"""
# the days a channel was heard, of all facts at once
HEARD = " union all ".join(
    f"select distinct '{fact}' as fact, channel, day from {fact} where day between ? and ?" for fact in EVENTS
)

METRICS = """
select upload.format, upload.fact, upload.channel, upload.account, list(distinct metric)
from account_day join upload using (batch_id)
group by all
"""

Key = tuple[str, str, str | None, str | None]  # format, fact, channel, account
Name = tuple[str, str | None, str | None]  # fact, channel, account
Span = tuple[date, date]


@dataclass(frozen=True)
class Source:
    """One kind of export of one channel and account, and the weeks it reports."""

    format: str
    fact: str
    channel: str | None
    account: str | None
    last_day: date
    reported: frozenset[Week]  # in part or in full
    full: frozenset[Week]
    provisional: frozenset[Week] = frozenset()  # reported to their end, but the last days still settle
    metrics: frozenset[str] = frozenset()  # of daily account figures: which

    @property
    def key(self) -> Key:
        """Its place in the ledger."""
        return self.format, self.fact, self.channel, self.account

    @property
    def name(self) -> Name:
        """Tell sources apart: another format of the same export continues it."""
        return self.fact, self.channel, self.account

    def feeds(self, kpi: Kpi) -> bool:
        """Whether a KPI reads any of its figures: who wants followers does not wait for reach."""
        return not self.metrics or not self.metrics.isdisjoint(kpi.reads)

    def state(self, week: Week) -> SourceState:
        """Say how fresh it is at the end of a week."""
        first, last = min(self.reported), min(max(self.reported), week)
        between = [last.previous(back) for back in reversed(range(max(last.weeks_since(first), 0)))]
        missing = tuple(one.id for one in between if one not in self.reported)
        return SourceState(
            self.format,
            self.fact,
            self.channel,
            self.account,
            self.last_day,
            complete=week in self.full,
            missing_weeks=missing,
            provisional=week in self.provisional,
        )


@dataclass(frozen=True)
class Sources:
    """Every source of a store."""

    all: tuple[Source, ...]

    def states(self, week: Week) -> tuple[SourceState, ...]:
        """Say of each how fresh it is."""
        return tuple(source.state(week) for source in self.all if min(source.reported) <= week)

    def full(self, kpi: Kpi, channel: str, week: Week) -> bool:
        """Whether every source that a KPI may expect in a week reports it in full."""
        return self._expected(kpi, channel, week) <= self._reporting(kpi, channel, week)

    def provisional(self, kpi: Kpi, channel: str, week: Week) -> bool:
        """Whether the last days of a week still settle in some source of a KPI."""
        return any(week in source.provisional for source in self._of(kpi, channel))

    def full_weeks(self, kpi: Kpi, channel: str) -> list[Week]:
        """List the weeks that are full, oldest first."""
        reported = {week for source in self._of(kpi, channel) for week in source.full}
        return sorted(week for week in reported if self.full(kpi, channel, week))

    def whole(self, cell: Cell, kpi: Kpi, channel: str, window: Window) -> bool:
        """Whether a number speaks of its whole window: what was counted in a part of a month is no month's count."""
        if not kpi.needs_cover or (cell.coverage or 0) >= 1:
            return True
        weeks = window.week.last(window.week.weeks_since(Week.of(window.first)) + 1)
        return set(weeks) <= set(self.full_weeks(kpi, channel))

    def comparable(self, kpi: Kpi, channel: str, one: Week, other: Week) -> bool:
        """Whether both weeks are full, from the same sources."""
        same = self._reporting(kpi, channel, one) == self._reporting(kpi, channel, other)
        return same and self.full(kpi, channel, one) and self.full(kpi, channel, other)

    def same(self, kpi: Kpi, channel: str, weeks: Iterable[Week]) -> bool:
        """Whether all these weeks are from the same sources."""
        return len({frozenset(self._reporting(kpi, channel, week)) for week in weeks}) <= 1

    def _of(self, kpi: Kpi, channel: str) -> list[Source]:
        """Find the sources of a channel; without its own, those of the fact: web analytics know every network."""
        all_channels = [source for source in self.all if source.fact in kpi.sources and source.feeds(kpi)]
        own = [source for source in all_channels if source.channel in {channel, None}]
        return all_channels if channel == EVERYWHERE else own or all_channels

    def _reporting(self, kpi: Kpi, channel: str, week: Week) -> set[Name]:
        return {source.name for source in self._of(kpi, channel) if week in source.full}

    def _expected(self, kpi: Kpi, channel: str, week: Week) -> set[Name]:
        before = {week.previous(back) for back in range(1, EXPECTED_WEEKS + 1)}
        return {
            source.name
            for source in self._of(kpi, channel)
            if week in source.reported or not before.isdisjoint(source.full)
        }


def read_sources(store: Queries, week: Week) -> Sources:
    """Read the ledger, as it stands for a week."""
    spans: dict[Key, list[Span]] = defaultdict(list)
    for kind, fact, channel, account, first, last in store.query(SPANS):
        spans[kind, fact, channel, account].append((first, last))
    heard = _heard(store, week)
    metrics: dict[Key, frozenset[str]] = {tuple(key): frozenset(told) for *key, told in store.query(METRICS)}
    found = (_source(key, days, _silence(heard[key[1], key[2]])) for key, days in spans.items())
    return Sources(tuple(replace(source, metrics=metrics.get(source.key, frozenset())) for source in found))


def _heard(store: Queries, week: Week) -> dict[tuple[str, str | None], set[date]]:
    """Collect the days on which each channel was heard; under channel None those of a file of all channels."""
    days: dict[tuple[str, str | None], set[date]] = defaultdict(set)
    first, last = week.previous(SILENCE_WEEKS).monday, week.sunday
    block = in_blocks([week])  # whole, so that another week of it asks the same
    asked = [block[0].previous(SILENCE_WEEKS).monday, block[-1].sunday]
    for fact, channel, day in store.query(HEARD, asked * len(EVENTS)):
        if first <= day <= last:
            days[fact, channel].add(day)
            days[fact, None].add(day)
    return days


def _silence(heard: set[date]) -> int:
    """Count the quiet days that are usual at most; a week or more of them is a missing export, not a rhythm."""
    if len(heard) < SILENCE_DAYS:
        return 0
    silences = [(after - before).days - 1 for before, after in pairwise(sorted(heard))]
    return max((days for days in silences if days < DAYS_A_WEEK), default=0)


def _runs(spans: list[Span], quiet: int) -> list[Span]:
    """Join what follows each other: the exports of a source without the seams."""
    runs: list[Span] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + timedelta(days=quiet + 1):
            runs[-1] = runs[-1][0], max(last, runs[-1][1])
        else:
            runs.append((first, last))
    return runs


def _source(key: Key, spans: list[Span], quiet: int) -> Source:
    runs = _runs(spans, quiet)
    reported = frozenset(week for run in runs for week in _weeks(*run))
    reached = _full(runs, reported, quiet)
    settled = _full(_runs(_settled(spans, _provisional_days().get(key[0], 0)), quiet), reported, quiet)
    full = settled if key[1] in UNFINISHED else reached
    return Source(*key, max(last for _, last in runs), reported, full, reached - settled)


def _full(runs: list[Span], weeks: Iterable[Week], quiet: int) -> frozenset[Week]:
    edge = timedelta(days=quiet)
    return frozenset(
        week for first, last in runs for week in weeks if first - edge <= week.monday and last + edge >= week.sunday
    )


def _settled(spans: list[Span], provisional_days: int) -> list[Span]:
    """Leave out the last days of each download: only a later one makes them final."""
    ends = [(first, last - timedelta(days=provisional_days)) for first, last in spans]
    return [(first, last) for first, last in ends if first <= last]


@cache
def _provisional_days() -> dict[str, int]:
    return {name: found.provisional_days for name, found in load_formats().items() if found.provisional_days}


def _weeks(first: date, last: date) -> Iterable[Week]:
    week = Week.of(first)
    while week.monday <= last:
        yield week
        week = week.previous(-1)
