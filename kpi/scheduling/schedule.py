"""The schedule of a brand, one of its settings: on which weekday and at what time, which reports, set how, to where.

It names no week and no days: each run finds the newest full week by itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from data import defaults
from data.access.rights import Right
from data.ledger import moment
from kpi.paper.edition import LAYOUTS, PAPERS, Edition
from kpi.paper.forms import FORMS
from kpi.paper.look_of import look_of
from kpi.reporting.span import KINDS
from kpi.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from kpi.paper.edition import Layout, Paper
    from kpi.paper.forms import Form
    from kpi.queries import Queries
    from kpi.reporting.span import Kind

SETTING = "schedule"
MONDAY, EIGHT = 0, time(8)
_CHANGED = "SELECT changed_at, changed_by FROM setting_change WHERE name = ? ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True)
class Schedule:
    """What a team wants to leave by itself."""

    on: bool = False
    weekday: int = MONDAY
    at: time = EIGHT  # on the clock of the brand's zone
    kinds: tuple[Kind, ...] = ("week",)
    forms: tuple[Form, ...] = ("pdf",)
    language: str = "en"
    paper: Paper = "a4"
    layout: Layout = "one"
    appendix: bool = False
    folder: str = ""  # "" = none
    mail: bool = False
    since: datetime | None = None  # UTC, when it was switched on: nothing older is caught up with

    @property
    def leads_somewhere(self) -> bool:
        """Whether there is anything to send, and anywhere to send it to."""
        return bool((self.folder or self.mail) and self.kinds and self.forms)


def read(text: str | None) -> Schedule:
    """Read a schedule as it is kept; what a later version of Ninety may have added is left alone."""
    body: Mapping[str, Any] = json.loads(text) if text else {}
    plain = Schedule()
    since = body.get("since")
    return Schedule(
        on=bool(body.get("on", False)),
        weekday=int(body.get("weekday", MONDAY)) % 7,
        at=time.fromisoformat(body.get("at", EIGHT.isoformat())),
        kinds=cast("tuple[Kind, ...]", tuple(one for one in KINDS if one in body.get("kinds", plain.kinds))),
        forms=cast("tuple[Form, ...]", tuple(one for one in FORMS if one in body.get("forms", plain.forms))),
        language=_one_of(LANGUAGES, body.get("language")),
        paper=cast("Paper", _one_of(PAPERS, body.get("paper"))),
        layout=cast("Layout", _one_of(LAYOUTS, body.get("layout"))),
        appendix=bool(body.get("appendix", False)),
        folder=str(body.get("folder", "")),
        mail=bool(body.get("mail", False)),
        since=datetime.fromisoformat(since) if since else None,
    )


def _one_of(known: tuple[str, ...], name: object) -> str:
    return name if isinstance(name, str) and name in known else known[0]


def schedule_of(store: Queries) -> Schedule:
    """Read the schedule of a brand; one that was never touched is off, and speaks the brand's language."""
    said = dict(store.query("SELECT name, value FROM setting WHERE name IN (?, 'language')", [SETTING]))
    if SETTING in said:
        return read(said[SETTING])
    return Schedule(language=_one_of(LANGUAGES, said.get("language")))


def choose(store: Store, wanted: Schedule, by: str | None = None, *, now: datetime | None = None) -> Schedule:
    """Keep a schedule. What was due before it is switched on, or is set to another time, is not caught up with."""
    before, at = schedule_of(store), moment(now)
    timed = (wanted.on, wanted.weekday, wanted.at) != (before.on, before.weekday, before.at)
    kept = replace(wanted, since=at if timed and wanted.on else before.since)
    if kept != before:
        body = asdict(kept) | {"at": kept.at.isoformat(), "since": kept.since.isoformat() if kept.since else None}
        store.set_settings({SETTING: json.dumps(body)}, by, needs=Right.ADMINISTER, now=now)
    return kept


def edition_of(store: Queries, wanted: Schedule) -> Edition:
    """Give how its reports are set."""
    return Edition(wanted.language, wanted.paper, wanted.layout, wanted.appendix, look_of(store))


def zone_of(store: Queries) -> ZoneInfo:
    """Give the zone on whose clock the schedule runs."""
    found = store.query("SELECT value FROM setting WHERE name = 'zone'")
    return ZoneInfo(str(found[0][0]) if found else defaults.ZONE)


def last_change(store: Queries) -> tuple[datetime, str | None] | None:
    """Tell when the schedule was changed last (UTC) and by whom; None = it never was."""
    found = store.query(_CHANGED, [SETTING])
    return (found[0][0], found[0][1]) if found else None
