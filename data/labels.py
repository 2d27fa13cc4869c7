"""What people called a text: positive, neutral, negative, or "read, and nobody can tell".

A label is the team's, not a file's: it is of the text with this source, channel and id, and counts for as long as that
text has the words it had. So it outlives an undo and a later export, and says nothing of another text. Entries are
added, never changed; one that is taken back stays with the moment, so a week of the past is read with the labels of
then. Beside the store stands the same as lines (data/label_lines.py), from which a rebuild has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pyarrow as pa

from data import book, label_lines
from data.access.rights import Right
from data.audit import Done
from data.errors import LabelError
from data.known import upcoming
from data.label_lines import REMOVED
from data.ledger import moment
from data.sql import names, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import duckdb

    from data.journal import Queries
    from data.known import Known
    from data.store import Store

Sentiment = Literal[1, 0, -1]
WHO_BRINGS_IT = ""


class Text(NamedTuple):
    """Names one text of the store."""

    source: str  # messages | mentions
    channel: str
    text_id: str


@dataclass(frozen=True)
class Given:
    """A label to be; `sentiment` None: somebody read the text and nobody can tell."""

    text: Text
    sentiment: Sentiment | None
    by: str | None = WHO_BRINGS_IT  # None: somebody without a name
    words: int | None = None  # that were read, as in `reading`; None: whatever the text says now
    drawn: str | None = None  # from what chance drew it, as in `label`; None: somebody picked it


@dataclass(frozen=True)
class Label:
    """A label that counts."""

    number: int
    text: Text
    words: int  # of the text, as in `reading`
    sentiment: Sentiment | None
    at: datetime  # UTC
    by: str | None
    drawn: str | None = None  # from what chance drew it; None: somebody picked it


ADDED = (
    *("number", "source", "channel", "text_id", "words", "sentiment", "drawn"),
    *("labelled_at", "labelled_by", "revision"),
)
COLUMNS = (*ADDED, *REMOVED)
_SHOWN = "number, source, channel, text_id, words, sentiment, labelled_at, labelled_by, drawn"
_AGAIN = (
    f"EXISTS (FROM labelling WHERE {same('labelling', 'label', ('source', 'channel', 'text_id', 'words'))} "
    "AND labelling.labelled_by IS NOT DISTINCT FROM label.labelled_by)"
)

# a text that chance drew was drawn, whoever says something else of it later, and wherever
_STILL_DRAWN = f"""
    UPDATE labelling SET drawn = (SELECT any_value(label.drawn) FROM label WHERE removed_at IS NULL
        AND {same("labelling", "label", ("source", "channel", "text_id", "words"))}
        AND labelling.labelled_by IS NOT DISTINCT FROM label.labelled_by)
    WHERE drawn IS NULL"""


def add(
    store: Store,
    text: Text,
    sentiment: Sentiment | None,
    by: str | None,
    *,
    words: int | None = None,
    drawn: str | None = None,
    now: datetime | None = None,
) -> int:
    """Keep what somebody calls a text; gives the number of the label.

    Who labels a text once more means it otherwise: her earlier label is taken back in the same change, and a text that
    chance drew stays one. `words` are what she read. Raises LabelError when the text is gone, or a file that came
    meanwhile gave it others.
    """
    return add_all(store, [Given(text, sentiment, words=words, drawn=drawn)], by, now=now)[0]


def add_all(store: Store, given: Sequence[Given], by: str | None, *, now: datetime | None = None) -> tuple[int, ...]:
    """Keep labels, one of each text and person, all or none; `by` is who brings them."""
    if not given:
        return ()
    with store.shared.writing:
        with store.shared.change(Done(Right.UPLOAD, "label", {"texts": len(given)}, by)) as tx:
            _stage(tx, given, by)
            tx.execute(_STILL_DRAWN)
            revision, at = upcoming(tx), moment(now)
            gone = _remove(tx, _AGAIN, [], (at, by, revision))
            rows = _insert(tx, at, revision)
        _tell(store, gone, (at, by, revision), [dict(zip(COLUMNS, row, strict=False)) for row in rows])
    return tuple(row[0] for row in rows)


def named(by: str | None) -> str | None:
    """Give a name as labels have it, without the spaces around it; None: nobody gave one."""
    return (by or "").strip() or None


def _stage(tx: duckdb.DuckDBPyConnection, given: Sequence[Given], by: str | None) -> None:
    """Put the labels with the words of their texts where SQL sees them; a text that is not read is gone."""
    whose = [named(by if one.by == WHO_BRINGS_IT else one.by) for one in given]
    rows = [
        {"place": place, "sentiment": one.sentiment, "labelled_by": whose[place], "seen": one.words, "drawn": one.drawn}
        | one.text._asdict()
        for place, one in enumerate(given)
    ]
    tx.register("labels_given", pa.Table.from_pylist(rows, schema=_GIVEN))
    tx.execute(
        "CREATE OR REPLACE TEMP TABLE labelling AS "
        "SELECT labels_given.*, words FROM labels_given LEFT JOIN reading USING (source, channel, text_id)"
    )
    tx.unregister("labels_given")
    gone = tx.execute("SELECT text_id FROM labelling WHERE coalesce(words <> seen, words IS NULL) LIMIT 1").fetchone()
    if gone:
        raise LabelError(why="label_gone", text=gone[0])


_GIVEN = pa.schema(
    [
        ("place", pa.int32()),
        *((name, pa.string()) for name in Text._fields),
        ("sentiment", pa.int8()),
        ("labelled_by", pa.string()),
        ("seen", pa.uint64()),
        ("drawn", pa.string()),
    ]
)


def _insert(tx: duckdb.DuckDBPyConnection, at: datetime, revision: int) -> list[tuple[Any, ...]]:
    first = tx.execute("SELECT coalesce(max(number), 0) + 1 FROM label").fetchall()[0][0]
    columns = names(ADDED)
    return tx.execute(
        f"INSERT INTO label ({columns}) SELECT {first} + place, source, channel, text_id, words, sentiment, drawn, ?, "
        f"labelled_by, ? FROM labelling ORDER BY place RETURNING {columns}",
        [at, revision],
    ).fetchall()


def take_back(store: Store, number: int, by: str | None, *, now: datetime | None = None) -> bool:
    """Take a label back; weeks that were read with it can still be read so. False: somebody did so before."""
    with store.shared.writing:
        if not store.query("SELECT 1 FROM label WHERE number = ? AND removed_at IS NULL", [number]):
            return False
        with store.shared.change(Done(Right.UPLOAD, "take_back_label", {"label": number}, by)) as tx:
            revision, at = upcoming(tx), moment(now)
            gone = _remove(tx, "number = ?", [number], (at, by, revision))
        _tell(store, gone, (at, by, revision), [])
    return True


def _remove(
    tx: duckdb.DuckDBPyConnection, which: str, params: list[Any], said: tuple[datetime, str | None, int]
) -> list[int]:
    found = tx.execute(
        "UPDATE label SET removed_at = ?, removed_by = ?, removed_revision = ? "
        f"WHERE removed_at IS NULL AND {which} RETURNING number",
        [*said, *params],
    ).fetchall()
    return sorted(number for (number,) in found)


def labels(store: Queries, *, after: int = 0) -> tuple[Label, ...]:
    """List the labels that count, oldest first; those after a number."""
    rows = store.query(f"SELECT {_SHOWN} FROM held_label WHERE number > ? ORDER BY number", [after])
    return tuple(Label(row[0], Text(*row[1:4]), *row[4:]) for row in rows)


def held(store: Store, known: Known | None) -> list[dict[str, Any]]:
    """Give the rows of the labels that stood at a point of the past, None = now, as though none was taken back since.

    Whether their texts have the words they had is told by the texts of then.
    """
    gone = dict.fromkeys(REMOVED)
    return [row | gone for row in rows(store) if _stood(row, known)]


def _tell(
    store: Store, gone: list[int], said: tuple[datetime, str | None, int], given: Sequence[Mapping[str, Any]]
) -> None:
    """Add lines beside the store for what it has already; what the disk does not take is mended the next time."""
    shared, first = store.shared, not store.shared.label_bytes
    try:
        if shared.label_bytes == label_lines.size(store.path):
            with label_lines.whole(store.path) as lines:
                lines.removed(gone, *said)
                lines.added(given)
                lines.sync()
        else:
            label_lines.mend(store.path, rows(store))
        shared.label_bytes = label_lines.size(store.path)
    except OSError:
        shared.label_bytes = -1
    if first:
        book.write(store)  # it says that there are labels


def mend(store: Store) -> None:
    """Write labels again that the file beside the store lost; costs nothing while it is as long as it was left."""
    with store.shared.writing:
        if store.shared.label_bytes == label_lines.size(store.path):
            return
        lines = store.query("SELECT count(*) + count(removed_at) FROM label")[0][0]
        if label_lines.count(store.path) < lines:
            label_lines.mend(store.path, rows(store))
        store.shared.label_bytes = label_lines.size(store.path)


def rows(store: Queries) -> list[dict[str, Any]]:
    """Give all rows of the table, also of labels that were taken back, oldest first."""
    found = store.query(f"SELECT {names(COLUMNS)} FROM label ORDER BY number")
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def _stood(row: dict[str, Any], known: Known | None) -> bool:
    if known is None:
        return row["removed_at"] is None
    written = known.had(row["labelled_at"], row["revision"])
    return written and not known.had(row["removed_at"], row["removed_revision"])


def restore(store: Store, said: Sequence[Mapping[str, Any]]) -> None:
    """Put labels into a fresh store as they stand: nothing of it is a change."""
    told = [{column: row.get(column) for column in COLUMNS} for row in said]
    for row in told:
        row |= {column: row[column] and str(row[column]) for column in ("labelled_at", "removed_at")}
    with store.shared.change(None) as tx:
        tx.register("labels_told", pa.Table.from_pylist(told, schema=_ROWS))
        tx.execute(f"INSERT INTO label ({names(COLUMNS)}) FROM labels_told")
        tx.unregister("labels_told")


_ROWS = pa.schema(
    [
        ("number", pa.int32()),
        *((name, pa.string()) for name in Text._fields),
        ("words", pa.uint64()),
        ("sentiment", pa.int8()),
        *((name, pa.string()) for name in ("drawn", "labelled_at", "labelled_by")),
        ("revision", pa.int64()),
        *((name, pa.string()) for name in ("removed_at", "removed_by")),
        ("removed_revision", pa.int64()),
    ]
)
