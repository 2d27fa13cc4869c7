"""What is to be blanked leaves everything Ninety keeps of a brand: the rows, the files, old states, the store's file.

    scrub(store, [Blank("messages", "day < DATE '2026-05-01'")], Done(Right.ADMINISTER, "retention", by=who))

The rows stay and count: no number changes but those that are read in texts (estimates, topics found by words). What was
begun is finished, also after a crash: what is to be done stands in `<store>/scrub.json`, without a name, until nothing
of it is left to do, and opening the store does the rest.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import book, label_lines, labels
from data.access.acting import acting
from data.access.rights import HOUSE, Right
from data.audit import Done
from data.errors import DataError, UnreadableFileError
from data.privacy import gone as people
from data.privacy.blank import Blank
from data.privacy.files import scrub_files
from data.privacy.fresh import freshen
from data.privacy.new_key import draw_new_key
from data.privacy.rows import blank_rows, erase_rows, mask_names, theirs
from data.privacy.traces import remove_traces
from data.raw import write_whole
from data.texts import faded
from data.texts.follow import after_load
from data.texts.there import IDS
from data.values.cells import ERASED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import duckdb

    from data.privacy.gone import Gone
    from data.store import Store

NAME = "scrub.json"


@dataclass(frozen=True)
class Task:
    """What is to be done, as it is written down before it begins."""

    blanks: tuple[Blank, ...] = ()
    authors: tuple[str, ...] = ()  # pseudonyms of somebody who is to be erased
    erases: bool = False  # whether the people of erased.json are to leave all that is kept
    new_key: bool = False  # whether the key of the pseudonyms is destroyed
    only: tuple[int, ...] | None = None  # the uploads whose files are looked at; None: all


@dataclass
class Scrubbed:
    """What was done, counted by place."""

    rows: int = 0  # messages and mentions of the store that lost something
    names: int = 0  # other texts of the store in which a name was masked
    labels: int = 0  # labels of texts that are gone
    files: int = 0  # kept files of which only the blanked tables are left
    unread: list[str] = field(default_factory=list)  # kept files that could be read no more: they are gone
    reports: int = 0  # kept reports that named somebody: they are gone
    old: int = 0  # old states, stores of before and damaged files: they are gone
    is_fresh: bool = False  # whether the store's file is written anew; else it is when Ninety opens it next


def scrub(store: Store, blanks: Sequence[Blank], done: Done, *, only: Collection[int] | None = None) -> Scrubbed:
    """Blank rows in the store and in every file it can be rebuilt from; `only` the files of these uploads.

    Raises NotAllowedError, and then nothing is done; UnreadableFileError where what was begun before stands in the way.
    """
    return begin(store, Task(tuple(blanks), only=None if only is None else tuple(sorted(only))), done)


def begin(store: Store, task: Task, done: Done) -> Scrubbed:
    """Write down what is to be done, and do it; what was left undone before is done first."""
    with store.shared.writing:
        finish(store)
        with store.shared.change(done, counts=False):
            _write(store.path, task)  # who may not comes no further, and no task is there without its line in the log
        return _run(store, task)


def destroy_key(store: Store, by: str | None = None) -> Scrubbed:
    """Take every pseudonym out of a brand, and its key: nobody can tell any more who wrote a message of before.

    Raises NotAllowedError, and then nothing is done.
    """
    nobody = Blank("messages", "true", ("author_hash",))
    return begin(store, Task((nobody,), new_key=True), Done(Right.ADMINISTER, "destroy_key", by=by))


def finish(store: Store) -> Scrubbed | None:
    """Do what was begun and not finished; None: there is nothing."""
    if (task := pending(store.path)) is None:
        return None
    with acting(HOUSE), store.shared.writing:
        return _run(store, task)


def finish_at_opening(store: Store) -> None:
    """Do the rest of what a crash cut off; where that cannot be done now, the store opens all the same."""
    with suppress(OSError, DataError):
        finish(store)


def pending(path: Path) -> Task | None:
    """Read what was begun and not finished; raises UnreadableFileError."""
    file = _path_of(path)
    if not file.exists():
        return None
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        only = None if said["only"] is None else tuple(map(int, said["only"]))
        blanks = tuple(Blank.of(one) for one in said["blanks"])
        return Task(blanks, tuple(said["authors"]), bool(said["erases"]), bool(said["new_key"]), only)
    except (ValueError, KeyError, TypeError) as cause:
        raise UnreadableFileError(file=NAME, why="erased_damaged") from cause


def _path_of(store: Path) -> Path:
    return store.with_suffix("") / NAME


def _write(store: Path, task: Task) -> None:
    said = {"blanks": [one.said() for one in task.blanks], "authors": task.authors, "erases": task.erases}
    said |= {"new_key": task.new_key, "only": task.only}
    write_whole(_path_of(store), json.dumps(said, indent=1).encode())


# -- what is done; each step can be done again ---------------------------------------------------


def _run(store: Store, task: Task) -> Scrubbed:
    done = Scrubbed()
    gone = people.read(store.path) if task.erases else None
    gone = _rows(store, task, gone, done)
    files = scrub_files(store, task.blanks, gone, task.only)
    if gone is not None and files.ids:  # a file knew messages of theirs by a spelling that the store has no more
        gone = gone.with_ids(files.ids)
        people.write(store.path, gone)
        gone = _rows(store, task, gone, done)
    done.files, done.unread = files.files, files.unread
    if task.new_key:
        draw_new_key(store)
    _beside(store)
    traces = remove_traces(store, gone)
    done.reports, done.old = traces.reports, traces.old
    done.is_fresh = freshen(store)
    if done.is_fresh:
        _path_of(store.path).unlink()
    return done


def _rows(store: Store, task: Task, gone: Gone | None, done: Scrubbed) -> Gone | None:
    with store.shared.change(None) as tx:
        done.rows += blank_rows(tx, task.blanks)
        if gone is not None:
            gone = _erase(store, tx, task, gone, done)
        after_load(store, tx, IDS, renamed=False)
    return gone


def _erase(store: Store, tx: duckdb.DuckDBPyConnection, task: Task, gone: Gone, done: Scrubbed) -> Gone:
    keys = theirs(tx, gone, task.authors)
    gone = gone.with_ids(key for of_fact in keys.values() for key in of_fact)
    people.write(store.path, gone)  # first: once the rows are gone, nobody could tell whose they were
    keys = {fact: [key for key in of_fact if not key[1].startswith(ERASED)] for fact, of_fact in keys.items()}
    rows, of_texts = erase_rows(tx, gone, keys)
    done.rows += rows
    done.labels += of_texts
    done.names += mask_names(tx, gone)
    return gone


def _beside(store: Store) -> None:
    """Write the book and the lines of the labels again: they say what the store says."""
    write_whole(book.path_of(store.path), book.written(store))
    faded.write_anew(store)
    if label_lines.path_of(store.path).exists():
        write_whole(label_lines.path_of(store.path), b"")  # opening writes what the store has, should this end here
        label_lines.mend(store.path, labels.rows(store))
        store.shared.label_bytes = label_lines.size(store.path)
