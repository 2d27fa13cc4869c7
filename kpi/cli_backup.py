"""`python -m kpi backup` and `restore`: all of a brand into one file, and out of it again.

A brand that the app has open is backed up by the app, which is asked to; a brand that it has open is not restored over.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.backup import backup, usual_folder
from data.backup_asked import have_made
from data.brand_files.acts import rename
from data.brand_files.belongings import shown_name
from data.errors import DataError, StoreBusyError
from data.reading.places import home
from data.restored import key_in, restore
from data.store import Store, store_path
from kpi.cli_common import Exit, MistakeError, code_of
from kpi.problems import tell
from kpi.scheduling.schedule import choose, schedule_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpi.words import Words


def options(of_backup: ArgumentParser, of_restore: ArgumentParser, say: Words) -> None:
    """Declare what the two take."""
    of_backup.add_argument("--to", metavar="FOLDER", help=say("cli.help.to"))
    of_restore.add_argument("file", metavar="FILE", type=Path)
    of_restore.add_argument("--as", dest="name", metavar="NAME", help=say("cli.help.as"))
    of_restore.add_argument("--over", action="store_true", help=say("cli.help.over"))


def backup_all(say: Words, stores: Sequence[Path], to: str | None) -> int:
    """Back up each store, whatever becomes of the others; the worst exit code counts."""
    if to is not None and not to.strip():
        raise MistakeError(say("cli.empty", option="--to"))
    into = Path(to).expanduser() if to else usual_folder()
    return max(_backed_up(say, store, into) for store in stores)


def _backed_up(say: Words, store: Path, into: Path) -> int:
    try:
        sys.stdout.write(f"{_archive(say, store, into)}\n")
    except StoreBusyError as busy:
        return _failed(say("cli.backup_unanswered", brand=shown_name(store), problem=tell(say, busy)), Exit.BUSY)
    except DataError as problem:
        return _failed(f"{shown_name(store)}: {tell(say, problem)}", code_of(problem))
    return Exit.DONE


def _archive(say: Words, store: Path, into: Path) -> Path:
    try:
        return backup(store, into)
    except StoreBusyError as busy:
        sys.stderr.write(say("cli.backup_waits", brand=shown_name(store)) + "\n")
        try:
            return have_made(store, into)
        except StoreBusyError:
            raise busy from None  # it knows the process


def restore_one(say: Words, asked: Namespace) -> int:
    """Make a brand out of a backup, and tell what became of the one in whose place it came."""
    if asked.name is not None and not asked.name.strip():
        raise MistakeError(say("cli.empty", option="--as"))
    if not asked.file.is_file():
        raise MistakeError(say("cli.no_file", file=asked.file))
    done = restore(asked.file, _place(asked), over=asked.over)
    if asked.name is not None:
        _apart(done.store, asked.name)
    sys.stdout.write(say("cli.restored", brand=asked.name or done.brand, file=done.store) + "\n")
    if done.aside is not None:
        sys.stdout.write(say("cli.restored_aside", folder=done.aside) + "\n")
    if done.carried.new_key:
        sys.stdout.write(say("cli.restored_key") + "\n")
    if done.carried.requests and not done.carried.are_back:
        sys.stdout.write(say("cli.restored_again", n=done.carried.requests) + "\n")
    if done.carried.are_back:
        return _failed(say("cli.restored_erased", n=done.carried.requests), Exit.MISTAKE)
    return Exit.DONE


def _place(asked: Namespace) -> Path:
    """Give the file of the brand that is to be: of the name that is asked for, else the one it had."""
    return store_path(asked.name) if asked.name is not None else home() / f"{key_in(asked.file)}.duckdb"


def _apart(store: Path, name: str) -> None:
    """Let a brand that came back beside another have a name of its own, and send no report twice."""
    with closing(Store.open(store)) as opened:
        if (schedule := schedule_of(opened)).on:
            choose(opened, replace(schedule, on=False))
        rename(opened, name)


def _failed(told: str, code: Exit) -> int:
    sys.stderr.write(told + "\n")
    return code
