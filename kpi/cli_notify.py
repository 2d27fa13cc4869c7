"""The command `notify`: hold the newest week against the cases, then tell what changed; for cron, while no app runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpi.alerting.notices import FAILED, chosen, send
from kpi.alerting.watch import sync
from kpi.review import latest_full_week, take

if TYPE_CHECKING:
    from datetime import date

    from data.journal import Entry
    from data.store import Store
    from kpi.plan import Plan
    from kpi.words import Words


def notify(say: Words, store: Store, plan: Plan, day: date) -> int:
    """Tell what changed, and say what was told; gives the exit code: 1 when something did not leave."""
    snapshot = take(store, plan, latest_full_week(store, plan, day), day)
    changed = sync(store, snapshot, day)
    told = send(store, snapshot)
    lines = [say("notice.cli_synced", n=len(changed)), *(said(entry, say) for entry in told)]
    if not any(one.on for one in chosen(store).values()):
        lines.append(say("notice.cli_off"))
    elif not told:
        lines.append(say("notice.cli_nothing"))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(any(entry.kind == FAILED for entry in told))


def said(entry: Entry, say: Words) -> str:
    """Say what became of a message."""
    outlet, n = say(f"notice.outlet.{entry.body['outlet']}"), len(entry.body["entries"])
    if entry.kind == FAILED:
        why = say(f"notice.why.{entry.body['why']}", status=entry.body["status"] or "")
        return say("notice.cli_failed", outlet=outlet, why=why)
    return say("notice.cli_sent", outlet=outlet, n=n)
