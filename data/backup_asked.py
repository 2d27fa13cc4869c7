"""How another process has a backup made of a store that this one holds: it leaves a note beside the store, and waits.

`<brand>/backup.ask` says where to; whoever has the store takes the note (`backup.doing`), makes the backup, and leaves
the answer (`backup.told`). Notes carry a word of their own, so nobody takes the answer to another one's question.
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.access.acting import permit
from data.backup import MADE, backup
from data.errors import BackupError, DataError, StoreBusyError
from data.raw import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

ASK, DOING, TOLD = "backup.ask", "backup.doing", "backup.told"
NOTES = (ASK, DOING, TOLD)
PATIENCE, LONGEST = 90.0, 3600.0  # seconds until somebody takes the note, and until the backup is there
_GLANCE = 0.2


def have_made(
    store: Path, into: Path, *, patience: float = PATIENCE, sleep: Callable[[float], object] = time.sleep
) -> Path:
    """Ask whoever has a store to back it up, and wait; gives the archive.

    Raises NotAllowedError, StoreBusyError when nobody takes the note in time, and BackupError with what kept them.
    """
    permit(MADE, store)
    beside, word = store.with_suffix(""), secrets.token_hex(8)
    write_whole(beside / ASK, json.dumps({"word": word, "into": str(into.absolute())}).encode())
    waited = 0.0
    try:
        while waited < (patience if (beside / ASK).exists() else LONGEST):
            if (told := _read(beside / TOLD)).get("word") == word:
                return _answer(told, into)
            sleep(_GLANCE)
            waited += _GLANCE
        raise StoreBusyError(path=str(store), pid=None)
    finally:
        if _read(beside / ASK).get("word") == word:
            (beside / ASK).unlink(missing_ok=True)


def _answer(told: dict[str, Any], into: Path) -> Path:
    if "made" in told:
        return Path(told["made"])
    raise BackupError(file=str(into), why="backup_unwritable", value=told.get("value", ""))


def is_asked(store: Path) -> bool:
    """Whether somebody wants a backup of a store."""
    return (store.with_suffix("") / ASK).exists()


def answer(store: Path) -> None:
    """Make the backup that somebody wants, and tell them; what kept it from being made is told too, and then raised."""
    beside = store.with_suffix("")
    with suppress(FileNotFoundError):  # they stopped waiting
        (beside / ASK).replace(beside / DOING)
        asked, told = _read(beside / DOING), {"value": ""}
        try:
            made = backup(store, Path(asked["into"]))
            told = {"made": str(made)}
        except DataError as problem:
            told = {"value": str(problem.fields.get("value") or problem.code)}
            raise
        finally:
            write_whole(beside / TOLD, json.dumps({"word": asked.get("word"), **told}).encode())
            (beside / DOING).unlink(missing_ok=True)


def _read(note: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        said = json.loads(note.read_text(encoding="utf-8"))
        return said if isinstance(said, dict) else {}
    return {}
