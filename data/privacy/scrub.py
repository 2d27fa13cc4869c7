"""What is to be blanked leaves everything Ninety keeps of a brand: the rows, the files, old states, the store's file.

    scrub(store, [Blank("messages", "day < DATE '2026-05-01'")], Done(Right.ADMINISTER, "retention", by=who))

The rows stay and count: no number changes but those that are read in texts (estimates, topics found by words). What was
begun is finished, also after a crash: what is to be done stands in `<store>/scrub.json`, without a name, until nothing
of it is left to do, and opening the store does the rest.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import book, label_lines, labels, raw
from data.access.acting import acting
from data.access.rights import HOUSE, Right
from data.audit import Done
from data.disk import told
from data.errors import DataError, UnreadableFileError
from data.privacy import gone as people
from data.privacy.blank import Blank
from data.privacy.files import Known, known_of, scrub_files
from data.privacy.fresh import freshen
from data.privacy.new_key import draw_new_key
from data.privacy.receipts import receipt
from data.privacy.rows import blank_rows, erase_rows, mask_cut, mask_names, theirs
from data.privacy.traces import left, remove_traces
from data.raw import write_whole
from data.texts import faded
from data.texts.follow import after_load
from data.texts.there import IDS
from data.values.cells import ERASED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from data.privacy.blank import CutText
    from data.privacy.gone import Gone
    from data.privacy.receipts import Receipt
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
    request: tuple[str, str] | None = None  # number and day of the request that it answers; it has a receipt then
    counted: Mapping[str, int] | None = None  # what was done, where nothing is left to do but the store's file


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
    receipt: Receipt | None = None

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> Scrubbed:
        """Go on counting."""
        return cls(**{**counted, "unread": [""] * counted["unread"]})  # type: ignore[arg-type]

    @property
    def counted(self) -> dict[str, int]:
        """How much was done where."""
        done = {name: int(getattr(self, name)) for name in ("rows", "names", "labels", "files", "reports", "old")}
        return done | {"unread": len(self.unread)}


def scrub(store: Store, blanks: Sequence[Blank], done: Done, *, only: Collection[int] | None = None) -> Scrubbed:
    """Blank rows in the store and in every file it can be rebuilt from; `only` the files of these uploads.

    Raises NotAllowedError, and then nothing is done; UnreadableFileError where what was begun before stands in the way.
    """
    return begin(store, Task(tuple(blanks), only=None if only is None else tuple(sorted(only))), done)


def begin(store: Store, task: Task, done: Done, asked: Gone | None = None) -> Scrubbed:
    """Write down what is to be done, and do it; what was left undone before is done first.

    `asked` is whom the receipt looks for in what is left; None: everybody who was erased.
    """
    with store.shared.writing, told(store.path):
        finish(store)
        with store.shared.change(done, counts=False):
            pass  # who may not comes no further, and the line in the log is on the disk before the task is
        write(store.path, task)
        with acting(HOUSE):  # what was begun is finished, whatever becomes of the rights of who began it
            return _run(store, task, asked)


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
        return _run(store, task, None)


def go_on(store: Store) -> None:
    """Do the rest of what was begun, as far as it goes now: nobody waits for it."""
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
        request = (str(said["request"][0]), str(said["request"][1])) if said.get("request") else None
        counted = said.get("counted") and {str(name): int(number) for name, number in said["counted"].items()}
        done = tuple(said["authors"]), bool(said["erases"]), bool(said["new_key"])
        return Task(blanks, *done, only, request, counted)
    except (ValueError, KeyError, TypeError) as cause:
        raise UnreadableFileError(file=NAME, why="erased_damaged") from cause


def _path_of(store: Path) -> Path:
    return store.with_suffix("") / NAME


def write(store: Path, task: Task) -> None:
    """Write down what is to be done of a store: whoever opens it next does so."""
    said = {"blanks": [one.said() for one in task.blanks], "authors": task.authors, "erases": task.erases}
    said |= {"new_key": task.new_key, "only": task.only, "request": task.request, "counted": task.counted}
    write_whole(_path_of(store), json.dumps(said, indent=1).encode())


def erase_again(path: Path) -> None:
    """Write down that people who were erased are to leave what a load found them in, beside what was begun."""
    write(path, replace(pending(path) or Task(), erases=True, only=None, counted=None))


# -- what is done; each step can be done again ---------------------------------------------------


def _run(store: Store, task: Task, asked: Gone | None) -> Scrubbed:
    done = Scrubbed.of(task.counted) if task.counted else Scrubbed()
    gone = people.read(store.path) if task.erases else None
    if not task.counted:
        gone = _take_out(store, task, gone, done)
    done.is_fresh = freshen(store)
    if task.request and gone is not None and (done.is_fresh or not task.counted):
        number, day = task.request
        still = left(store, asked or gone, is_fresh=done.is_fresh)
        done.receipt = receipt(store.path, done, still, number, date.fromisoformat(day))
    if done.is_fresh:
        _path_of(store.path).unlink()
    else:
        write(store.path, Task(erases=task.erases, request=task.request, counted=done.counted))
    return done


def _take_out(store: Store, task: Task, gone: Gone | None, done: Scrubbed) -> Gone | None:
    """Do all of it but the store's file, whose free blocks still hold what was there."""
    raw.settle(store.folder, store.revision)  # or what a crash left announced would tell of files that go now
    known = known_of(store, gone, task.only) if gone is not None else Known()
    gone = _rows(store, task, gone and gone.with_ids(known.ids), done, known.texts)
    files = scrub_files(store, task.blanks, gone, task.only)
    if gone is not None and (more := gone.with_ids(files.ids)) != gone:  # of a file that shows no name in its bytes
        people.write(store.path, more)
        gone = _rows(store, task, more, done)
    done.files, done.unread = files.files, files.unread
    if task.new_key:
        draw_new_key(store)
    _beside(store)
    traces = remove_traces(store, gone)
    done.reports, done.old = traces.reports, traces.old
    return gone


def _rows(store: Store, task: Task, gone: Gone | None, done: Scrubbed, texts: Sequence[CutText] = ()) -> Gone | None:
    with store.shared.change(None) as tx:
        done.rows += blank_rows(tx, task.blanks)
        if gone is not None:
            gone = _erase(store, tx, task, gone, done)
            mask_cut(tx, texts)
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
