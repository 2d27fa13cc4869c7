"""From which day to which day downloads of posts can tell what was gained.

A source is a channel and account as its downloads name it. Its downloads that say up to which day they count
are the marks; a chain is the steps between the mark at the end of a window and the one at its beginning.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpi.periods import Window
    from kpi.queries import Queries

SLACK = 2  # days by which a download may lie beside the Sunday: a week gained is 5 to 9 days, and says which

DOWNLOADS = """
select channel, account, period_stated, snapshot_date, before, first_day, (select count(*) > 0 from history.posts)
from download
order by all
"""

Source = tuple[str | None, str | None]  # channel, account


@dataclass(frozen=True)
class Download:
    """One download of a source: it counts up to `until` and holds posts published from `first_day` on."""

    stated: bool
    until: date
    before: date | None  # the mark before it
    first_day: date | None

    @property
    def reaches_back(self) -> bool:
        """Whether it holds the posts of the step before too, so that those are seen twice."""
        if not self.stated or self.before is None or self.first_day is None:
            return False
        return self.first_day <= self.before - (self.until - self.before) + timedelta(days=1)


@dataclass(frozen=True)
class Chain:
    """The days for which a source tells what was gained."""

    source: Source
    since: date
    until: date


@dataclass(frozen=True)
class Steps:
    """The downloads of posts of every source, oldest first."""

    downloads: dict[Source, tuple[Download, ...]]
    corrected: bool  # a later download changed or confirmed an earlier one: posts have more than one version

    def chains(self, window: Window) -> list[Chain]:
        """List what each source tells of a window."""
        return [chain for source in self.downloads if (chain := self._chain(source, window))]

    def covered(self, channel: str, window: Window) -> bool:
        """Whether every source of a channel that reports in a window tells what was gained in it."""
        reporting = [source for source in self._of(channel) if self._reports(source, window)]
        return bool(reporting) and all(self._chain(source, window) for source in reporting)

    def _of(self, channel: str) -> list[Source]:
        return [source for source in self.downloads if source[0] in {channel, None}]

    def _reports(self, source: Source, window: Window) -> bool:
        return any(_overlaps(one, window) for one in self.downloads[source])

    def _chain(self, source: Source, window: Window) -> Chain | None:
        downloads = self.downloads[source]
        marks = [one.until for one in downloads if one.stated]
        start, end = _nearest(marks, window.first - timedelta(days=1)), _nearest(marks, window.last)
        if start is None or end is None or abs((end - start).days - window.days) > SLACK:
            return None
        inside = [one for one in downloads if start < one.until <= end or _overlaps(one, window)]
        if not all(one.reaches_back for one in inside if start < one.until <= end):
            return None
        if not all(one.stated for one in inside):  # nobody knows what a file without a last day adds
            return None
        return Chain(source, start + timedelta(days=1), end)


def _overlaps(one: Download, window: Window) -> bool:
    return (one.first_day or one.until) <= window.last and one.until >= window.first


def _nearest(marks: Iterable[date], day: date) -> date | None:
    """Find the mark next to a day; windows in a row share their marks, so nothing is gained twice."""
    near = [mark for mark in marks if abs((mark - day).days) <= SLACK]
    return min(near, key=lambda mark: (abs((mark - day).days), mark), default=None)


def read_steps(store: Queries) -> Steps:
    """Read the downloads of posts."""
    found: dict[Source, list[Download]] = defaultdict(list)
    corrected = False
    for channel, account, stated, until, before, first_day, has_history in store.query(DOWNLOADS):
        found[channel, account].append(Download(stated, until, before, first_day))
        corrected = has_history
    return Steps({source: tuple(sorted(each, key=lambda one: one.until)) for source, each in found.items()}, corrected)
