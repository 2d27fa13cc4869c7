"""A snapshot with what the meeting about its week came to: the numbers stay, the print tells both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data import defaults
from kpi.fingerprint import fingerprint
from kpi.meeting.meeting_minutes import minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.journal import Entry
    from kpi.queries import Queries
    from kpi.snapshot import Snapshot

ZONE = "SELECT value FROM setting WHERE name = 'zone'"


def minuted(snapshot: Snapshot, entries: Sequence[Entry], store: Queries) -> Snapshot:
    """Add the minutes that entries of the journal tell, in the zone of a store; without a meeting nothing changes."""
    zone = next((str(value) for (value,) in store.query(ZONE)), defaults.ZONE)
    found = minutes(entries, snapshot.week, zone)
    if found is None:
        return snapshot
    whole = replace(snapshot, minutes=found)
    return replace(whole, fingerprint=fingerprint(whole))
