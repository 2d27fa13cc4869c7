"""Once a day, what a brand keeps too long goes: from the server, and by the command `retention` for cron."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data import defaults
from data.privacy import retention
from data.privacy.datasets import undeclared
from kpi.cli_common import today, user

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date
    from pathlib import Path

    from data.privacy.retention import Due
    from data.store import Store
    from kpi.words import Words

AGAIN = timedelta(hours=6)  # a day begins at another hour in each zone


def retain(path: Path, now: datetime) -> datetime:
    """Let go what is due in a store, and say when to look again; the store is opened once a day."""
    looked = retention.last_look(path)
    if looked is None or looked != _day(now, defaults.ZONE):
        from data.brand_files.acts import opened  # noqa: PLC0415 - takes a second to load: not before something is due

        with opened(path) as store:
            retention.run(store, _day(now, store.setting("zone") or defaults.ZONE))
    return now + AGAIN


def _day(now: datetime, zone: str) -> date:
    return now.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


# -- the command ---------------------------------------------------------------------------------------


def options(parser: ArgumentParser, say: Words) -> None:
    """Declare what the command takes."""
    parser.add_argument("--preview", action="store_true", help=say("cli.help.preview"))
    parser.add_argument("--sure", action="store_true", help=say("cli.help.sure"))


def command(say: Words, store: Store, asked: Namespace) -> int:
    """Print what is due in a store, and let it go unless it is a preview; gives the exit code."""
    day, preview, sure = today(store), asked.preview, asked.sure
    brand = store.setting("brand") or store.path.stem
    lacking = undeclared(store, day)
    if lacking:
        sys.stderr.write(say("cli.retention_undeclared", brand=brand, what=_facts(say, lacking)) + "\n")
    due = [one for one in retention.due(store, day) if one.is_due]
    for one in due:
        _show(say("cli.retention_due", brand=brand, what=_facts(say, (one.fact,)), **_told(one)))
    if preview or not due:
        if not due:
            _show(say("cli.retention_none", brand=brand))
        if preview:
            return int(bool(lacking))
    at = retention.clock(store, day)
    if at == "back" or (at == "ahead" and not sure):
        sys.stderr.write(say(f"cli.retention_{at}", brand=brand) + "\n")
        return 1
    if receipt := retention.run(store, day, user(), sure=sure):
        _show(say("cli.retention_done", brand=brand, **{name: receipt[name] for name in ("rows", "files", "at")}))
    return int(bool(lacking))


def _facts(say: Words, facts: tuple[str, ...]) -> str:
    return ", ".join(say(f"privacy.fact_{fact}") for fact in facts)


def _told(due: Due) -> dict[str, Any]:
    return {"day": due.before.isoformat(), "rows": due.rows, "files": len(due.files)}


def _show(text: str) -> None:
    sys.stdout.write(text + "\n")
