"""What Ninety reads in texts follows what the store holds: what came or changed is read, what went is forgotten.

The texts are those of `opinions` (data/views.sql). Nothing here is a fact: it is what follows from the texts, the
scorer in force and the topics, so it is the same whatever order of loads and undos led there, and a rebuild makes it
anew. It changes in the transaction of the load, undo or correction that it follows, and reads nothing that stayed.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from data import book, changes
from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.ledger import moment
from data.texts import draws, faded, there
from data.texts.read import CHUNK, read, silent
from data.texts.said_language import iso
from data.texts.scorer import lexicon
from data.texts.there import KEY, hear
from data.texts.topics import match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    import duckdb

    from data.store import Store
    from data.texts.models import Asked
    from data.texts.read import Progress
    from data.texts.scorer import Scorer

AT_ONCE = 20_000  # texts of a store of an earlier version that are read when it is opened: a second; more are a job
# a permanent number from 0 to 1: by chance for everybody who does not know the key of the store
_DRAW = "md5_number_lower(concat_ws(chr(31), ?, source, channel, text_id))::DOUBLE / 18446744073709551616.0"


def follow(
    tx: duckdb.DuckDBPyConnection,
    key: str,
    *,
    batch_id: int | None = None,
    heard: bool = False,
    scorer: Scorer | None = None,
    progress: Progress = silent,
) -> int:
    """Bring `reading` and `text_topic` into line with the texts, and give how many texts were read.

    `key` is the store's own, by which texts get their draw. Only the texts an upload speaks of are looked at
    (`batch_id`), or those that `hear` kept in mind; neither: all.
    """
    if batch_id is not None:
        hear(tx, _fact(tx, batch_id), batch_id)
    scope = heard or batch_id is not None
    there.look(tx, scope=scope)
    there.forget(tx, scope=scope)
    faded.bring_back(tx, _DRAW, key)
    unread = there.find_unread(tx, scope=scope)
    if unread:
        _read(tx, key, scorer or lexicon(), unread, progress)
        match(tx, of="unread")
    draws.hold(tx)
    for table in ("heard", "texts_now", "unread", "language_code"):
        tx.execute(f"DROP TABLE IF EXISTS temp.{table}")
    return unread


def _fact(tx: duckdb.DuckDBPyConnection, batch_id: int) -> str:
    return str(tx.execute("SELECT fact FROM upload WHERE batch_id = ?", [batch_id]).fetchall()[0][0])


def _read(tx: duckdb.DuckDBPyConnection, key: str, scorer: Scorer, unread: int, progress: Progress) -> None:
    for first in range(0, unread, CHUNK):
        rows = tx.execute(
            "SELECT place, said, code, words FROM unread WHERE place BETWEEN ? AND ?", [first, first + CHUNK - 1]
        ).fetchall()
        tx.register("just_read", read(rows, scorer))
        tx.execute(
            f"INSERT INTO reading SELECT {KEY}, words, {_DRAW}, found, positive, negative, ? "
            "FROM unread JOIN just_read USING (place)",
            [key, scorer.name],
        )
        tx.unregister("just_read")
        progress(min(first + CHUNK, unread), unread)


@contextmanager
def read_others(store: Store, tx: duckdb.DuckDBPyConnection, which: str) -> Iterator[None]:
    """Let mentions of competitors stand among the texts that are read, while what was read of these is taken down.

    Who names such a brand as their own later finds its weeks read, though the words are gone by then. `which` is a
    select of (source, channel, text_id).
    """
    if others := there.find_others(tx, which):
        _read(tx, _key(store), _in_force(store), others, silent)
        match(tx, of="unread")
    yield
    for table in ("reading", "text_topic"):
        tx.execute(f"DELETE FROM {table} AS one WHERE EXISTS (FROM unread WHERE {there.same('unread', 'one')})")
    for table in ("texts_now", "unread", "language_code"):
        tx.execute(f"DROP TABLE IF EXISTS temp.{table}")


# -- beside what is done to a store ----------------------------------------------------------------------


def after_load(
    store: Store, tx: duckdb.DuckDBPyConnection, facts: Iterable[str], *, renamed: bool, batch_id: int | None = None
) -> None:
    """Follow a load inside its transaction, or the uploads that were kept in mind; `renamed`: brands got names."""
    if not store.follows:
        return
    if renamed:
        follow_all(store, tx)
    elif there.IDS.keys() & set(facts):
        follow(tx, _key(store), batch_id=batch_id, heard=True, scorer=_in_force(store))


def follow_all(store: Store, tx: duckdb.DuckDBPyConnection) -> int:
    """Bring everything into line inside a change of settings, such as the names of brands."""
    return follow(tx, _key(store), scorer=_in_force(store))


# -- all of a store: outside the lock of changes, which is held to put the result in place --------------------


def unread(store: Store) -> int:
    """Count the texts that were not read yet: a store of an earlier version has them, until `catch_up`."""
    return int(store.query(f"SELECT count(*) {_SAID} ANTI JOIN reading USING ({KEY})")[0][0])


def catch_up(store: Store, progress: Progress = silent) -> int:
    """Read the texts that were not read yet; gives how many. What was read in those that are gone stands again."""
    if store.query("SELECT EXISTS (FROM faded ANTI JOIN reading USING (source, channel, text_id, words))")[0][0]:
        with store.shared.change(None) as tx:
            faded.bring_back(tx, _DRAW, _key(store))
            draws.hold(tx)
    return _anew(store, progress, lambda: Turn(_in_force(store)), f"ANTI JOIN reading USING ({KEY})")


def catch_up_at_once(store: Store) -> None:
    """Read the texts of a store of an earlier version when it is opened, unless they are so many that it takes long."""
    if store.shared.is_followed:
        return
    from data.privacy.earlier import mask_earlier  # noqa: PLC0415 it follows what is done here

    store.shared.is_followed = True
    mask_earlier(store)
    never = "NOT EXISTS (FROM reading) AND (EXISTS (FROM messages) OR EXISTS (FROM mentions))"
    if store.query(f"SELECT {never}")[0][0] and unread(store) <= AT_ONCE:
        catch_up(store)


class Turn(NamedTuple):
    """A scorer that reads, and the settings that hold from the moment its scores are in place."""

    scorer: Scorer
    settings: Mapping[str, str | None] = {}
    by: str | None = None
    at: datetime | None = None


def rescore(store: Store, progress: Progress = silent, asked: Asked | None = None) -> int:
    """Read all texts anew, with what is asked for or the newest version of the scorer in force; gives how many.

    Until the last is read, readings and choice stay as they are, so the texts of a store are always of the scorer in
    force. Loads go on meanwhile: what they brought is read when the result is put in place, in the same change. Another
    choice or version that comes meanwhile makes it begin anew. Raises NotAllowedError, and ScorerError when what is
    asked for cannot be had.
    """
    permit(Done(Right.DEFINE, "scorer", by=asked.by if asked else None), store.path)
    return _anew(store, progress, lambda: _to_be(store, asked), "")


_MADE = f"{KEY}, words, language, positive, negative"
_SAID = f"FROM (SELECT * FROM ({there.texts()}) WHERE trim(said) <> '' AND NOT starts_with(said, '{faded.MARK}'))"


def _anew(store: Store, progress: Progress, whose: Callable[[], Turn], which: str) -> int:
    while True:
        turn, revision = whose(), store.revision
        with closing(store.shared.hold()) as cursor:
            done = _read_beside(store, cursor, turn.scorer, which, progress)
            if not done and which:
                return 0
            with store.shared.writing:
                if whose().scorer.name == turn.scorer.name:
                    _swap(store, cursor, turn, revision, all_of_it=not which)
                    return done


def _key(store: Store) -> str:
    return store.setting("pseudonym_key") or ""


def _in_force(store: Store) -> Scorer:
    from data.texts.models import scorer_in_force  # noqa: PLC0415 who loads no texts needs no model

    return scorer_in_force(store)


def _to_be(store: Store, asked: Asked | None) -> Turn:
    from data.texts.models import Asked, to_be  # noqa: PLC0415 as above

    return to_be(store, asked or Asked())


def _read_beside(
    store: Store, cursor: duckdb.DuckDBPyConnection, scorer: Scorer, which: str, progress: Progress
) -> int:
    """Read texts into the temp table `beside`, while the store goes on changing."""
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE beside AS SELECT {_MADE} FROM reading LIMIT 0")
    with store.shared.asking() as reader:
        total = int(reader.execute(f"SELECT count(*) {_SAID} {which}").fetchall()[0][0])
        reader.execute(f"SELECT {KEY}, said, language, words_of(said) {_SAID} {which}")
        done = 0
        while rows := reader.fetchmany(CHUNK):
            _put_beside(cursor, rows, scorer)
            done += len(rows)
            progress(done, max(done, total))
    return done


def _put_beside(
    cursor: duckdb.DuckDBPyConnection, rows: list[tuple[str, str, str, str, str | None, int]], scorer: Scorer
) -> None:
    found = read([(place, row[3], iso(row[4]), row[5]) for place, row in enumerate(rows)], scorer)
    for place, column in enumerate(KEY.split(", ")):
        found = found.append_column(column, pa.array([row[place] for row in rows], pa.string()))
    found = found.append_column("words", pa.array([row[5] for row in rows], pa.uint64()))
    cursor.register("just_read", found)
    cursor.execute(f"INSERT INTO beside SELECT {_MADE.replace('language', 'found')} FROM just_read")
    cursor.unregister("just_read")


def _swap(store: Store, cursor: duckdb.DuckDBPyConnection, turn: Turn, revision: int, *, all_of_it: bool) -> None:
    """Put what was read in place; what came or went since is brought into line in the same change."""
    key, scorer = _key(store), turn.scorer
    done = Done(Right.DEFINE, "scorer", {"settings": sorted(turn.settings)}, turn.by) if turn.settings else None
    with store.shared.change(done, on=cursor) as tx:
        changes.set_all(tx, dict(turn.settings), turn.by, moment(turn.at))
        retold = not all_of_it or _is_retold(tx)
        if all_of_it:
            tx.execute("DELETE FROM reading")
        tx.execute(
            f"INSERT INTO reading SELECT {KEY}, words, {_DRAW}, language, positive, negative, ? "
            f"FROM beside ANTI JOIN reading USING ({KEY})",
            [key, scorer.name],
        )
        if _revision(tx) != revision:
            follow(tx, key, scorer=scorer)
        if retold:
            match(tx)
        faded.bring_back(tx, _DRAW, key)
        draws.hold(tx)
    if turn.settings:
        book.write(store)
    store.shared.checkpoint()


def _is_retold(tx: duckdb.DuckDBPyConnection) -> bool:
    """Whether a text is taken for one of another language now: other words of a topic are looked for in it."""
    query = f"FROM beside JOIN reading AS old USING ({KEY}) WHERE beside.language IS DISTINCT FROM old.language"
    return bool(tx.execute(f"SELECT EXISTS ({query})").fetchall()[0][0])


def _revision(tx: duckdb.DuckDBPyConnection) -> int:
    return int(tx.execute("SELECT number FROM revision").fetchall()[0][0])
