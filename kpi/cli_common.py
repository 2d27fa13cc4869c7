"""What the commands share: exit codes for whoever watches them, mistakes, the plan, the day and who it is."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime
from enum import IntEnum
from getpass import getuser
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.access.rights import ALL, COMMAND, Person
from data.errors import BackupError, KeptError, ScorerError, StoreBusyError
from kpi.plan import Plan, plan_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.errors import DataError
    from data.store import Store
    from kpi.words import Words


GAP = "  "  # between the columns of a table


class Exit(IntEnum):
    """How a command ended; the worst of several brands counts."""

    DONE = 0
    MISTAKE = 1  # of a person: a brand that is not there, no plan
    UNREADABLE = 2  # argparse's own
    BUSY = 3  # another process has the store
    NO_DATA = 4  # of the week: none, or some exports are late; or the week that was asked for still runs
    NOT_OUT = 5  # it could not be written, kept or sent


class MistakeError(Exception):
    """What was asked cannot be done; the message says what to do instead."""

    def __init__(self, said: str, code: Exit = Exit.MISTAKE) -> None:
        super().__init__(said)
        self.code = code


def code_of(problem: DataError) -> Exit:
    """Give the exit code of a problem with a file or store."""
    match problem:
        case StoreBusyError():
            return Exit.BUSY
        case KeptError() | BackupError(fields={"why": "backup_unwritable"}):
            return Exit.NOT_OUT
        case ScorerError(fields={"why": "weights_not_kept"}):
            return Exit.NOT_OUT
        case _:
            return Exit.MISTAKE


def plan_of(say: Words, store: Store) -> Plan:
    """Read the plan in force; without one there is nothing to tell."""
    body = store.plan()
    if body is None:
        raise MistakeError(say("cli.no_plan", brand=store.setting("brand"), page=say("page.targets")))
    if (plan := plan_in_force(body)) is None:
        raise MistakeError(say("frame.unread_plan"))
    return plan


def today(store: Store) -> date:
    """Tell the day in the brand's zone; NINETY_TODAY sets it, as it does in the app."""
    if fixed := os.environ.get("NINETY_TODAY"):
        return date.fromisoformat(fixed)
    return datetime.now(ZoneInfo(store.setting("zone") or "UTC")).date()


def user() -> str | None:
    """Name who is signed in on this computer, where that can be told."""
    with suppress(OSError, KeyError, ImportError):
        return getuser()
    return None


def at_the_keyboard() -> Person:
    """Tell as whom the commands act: whoever can start them may do everything, and the log says that it was here."""
    return Person(":".join(filter(None, (COMMAND, user()))), ALL)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out in columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
