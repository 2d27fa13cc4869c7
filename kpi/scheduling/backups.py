"""Backups by the server: one a night of every brand where NINETY_BACKUP names a folder, and one whenever it is asked.

The newest NINETY_BACKUPS_KEPT of a brand stay in that folder; older ones go once a new one is there. A night that the
server slept through is caught up with at once.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from data.backup import backup, made, usual_folder
from data.backup_asked import answer, is_asked
from data.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER, KEPT = "NINETY_BACKUP", "NINETY_BACKUPS_KEPT"
NIGHT = timedelta(hours=2)  # UTC: a backup is of the day that began then
_USUAL = 14


def backups(path: Path, now: datetime) -> datetime:
    """Make the backups that are due; looks again at every beat, for somebody may wait for one."""
    if is_asked(path):
        answer(path)
    if os.environ.get(FOLDER):
        _nightly(path, now.replace(tzinfo=UTC))
    return now


def _nightly(path: Path, now: datetime) -> None:
    keep, there = kept(), made(path, usual_folder())
    if there and (there[-1][0] - NIGHT).date() >= (now - NIGHT).date():
        return
    backup(path, usual_folder(), now=now)
    for _, old in made(path, usual_folder())[:-keep]:
        old.unlink(missing_ok=True)


def kept() -> int:
    """Read how many backups of a brand stay; raises SettingError for what is no number of them."""
    said = os.environ.get(KEPT, "").strip() or str(_USUAL)
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= 1000):
        raise SettingError(name=KEPT, value=said)
    return int(said)
