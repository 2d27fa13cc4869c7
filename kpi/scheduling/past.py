"""What became of reports that leave by themselves, as the journal tells it: one line per report and outlet.

`report.sent` and `report.failed` speak of one outlet, `report.waits` of data that are not there yet, `report.skipped`
of a report that never left because the next one was due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from kpi.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from data.journal import Entry
    from kpi.reporting.span import Kind

Outlet = Literal["folder", "mail"]
OUTLETS: tuple[Outlet, ...] = get_args(Outlet)
SENT, FAILED, WAITS, SKIPPED, SUBJECT = "report.sent", "report.failed", "report.waits", "report.skipped", "report"
KINDS_OF_ENTRY = (SENT, FAILED, WAITS, SKIPPED)
# before what failed is tried again: for two days in all, so that a mail server that is down on Monday loses nothing
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 15, 60, 180, 360, 720, 1440))
TRIES = len(PAUSES) + 1


@dataclass(frozen=True)
class Told:
    """The entries about one report: a kind and the week that it ends with."""

    entries: tuple[Entry, ...]

    def sent(self, outlet: Outlet) -> bool:
        """Whether it left through an outlet, by itself or because somebody wanted it."""
        return any(one.kind == SENT for one in self._of(outlet))

    def next_try(self, outlet: Outlet, now: datetime) -> datetime | None:
        """Tell when it may be sent; None = it is sent, or failed as often as it is tried."""
        tries = [one for one in self._of(outlet) if one.kind == FAILED]
        if self.sent(outlet) or len(tries) >= TRIES:
            return None
        return tries[-1].written_at + PAUSES[len(tries) - 1] if tries else now

    def has(self, kind: str, why: str | None = None) -> bool:
        """Whether there is an entry of a kind, for a reason."""
        return any(one.kind == kind and why in {None, one.body.get("why")} for one in self.entries)

    def kept(self, fingerprint: str, setting: str) -> list[int]:
        """Give the numbers under which the very same report stands in the history already."""
        same = [one for one in self.entries if one.body.get("issued") and one.body.get("set") == setting]
        return next((one.body["issued"] for one in reversed(same) if one.body["fingerprint"] == fingerprint), [])

    def _of(self, outlet: Outlet) -> list[Entry]:
        return [one for one in self.entries if one.body.get("outlet") == outlet]


def told_of(journal: Iterable[Entry], kind: Kind, week: Week) -> Told:
    """Collect what is told of one report."""
    return Told(tuple(one for one in reports(journal) if (one.body["kind"], one.body["week"]) == (kind, week.id)))


def reports(journal: Iterable[Entry]) -> tuple[Entry, ...]:
    """List every entry about a report, oldest first."""
    return tuple(one for one in journal if one.kind in KINDS_OF_ENTRY)


def latest(journal: Iterable[Entry], most: int) -> Sequence[Entry]:
    """List what became of the last reports, newest first; a wait that is over is told by what followed."""
    found = reports(journal)
    ended = {(one.body["kind"], one.body["week"]) for one in found if one.kind != WAITS}
    shown = [one for one in found if one.kind != WAITS or (one.body["kind"], one.body["week"]) not in ended]
    return shown[::-1][:most]


def week_of(entry: Entry) -> Week:
    """Give the week that a report ends with."""
    return Week.parse(entry.body["week"])
