"""A file of labels that comes back from a spreadsheet: what is new in it, what is known, and what it contradicts.

It is taken whole or not at all. A row whose label is blank was not labelled. A label of a text that is gone, or says
something else now, is of no use. Whoever stands in the column of names gave the label, else who brings the file; her
earlier label of the same text stays unless she wants the file to win. So the same file twice changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.errors import LabelError
from data.labels import WHO_BRINGS_IT, Given, Text, add_all, named
from data.reading.csv_text import read_csv
from data.values.cells import FEELINGS, fold
from kpi.safe_cells import plain_cell
from kpi.sentiment.basis import settle
from kpi.sentiment.label_file import CALLED, KEY, WEEK, headers, in_all_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from data.labels import Sentiment
    from data.store import Store

BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # workbooks
# how people write that they cannot tell, beside the words of the buttons
UNTOLD = (
    *("?", "unclear", "can't tell", "can’t tell", "cannot say", "unknown", "mixed", "weet niet", "onduidelijk"),
    *("niet te zien", "oklart", "vet inte", "kan inte säga", "kan inte avgöra", "neclar", "nu știu", "nu stiu"),
    *("nu se poate spune", "cannot tell", "niet te zeggen", "går inte att säga", "unklar", "weiß nicht", "pas clair"),
)
_KEY = re.compile(r"t[0-9a-f]{16}-[0-9a-f]{16}")
_NUMBER = re.compile(r"([+-]?)([01])(?:[.,]0+)?")


@dataclass(frozen=True)
class Row:
    """A labelled row of the file."""

    line: int  # of the file
    key: str
    sentiment: Sentiment | None
    by: str | None  # WHO_BRINGS_IT where the file does not say
    drawn: str | None = None  # from what chance drew the text; None: the file does not say


@dataclass(frozen=True)
class Contradiction:
    """A label that says otherwise than the one that counts, by the same person."""

    line: int
    text: Text
    stands: Sentiment | None
    says: Sentiment | None


@dataclass(frozen=True)
class Taken:
    """What became of the rows of a file."""

    new: int  # labels that were added
    same: int  # that count already
    contradicted: tuple[Contradiction, ...]  # replaced what stands if the file was to win, else left as it stands
    gone: int  # of texts that the store does not have, or that say something else now
    blank: int  # rows without a label


def take_up(
    store: Store, name: str, content: bytes, by: str | None, *, replace: bool = False, now: datetime | None = None
) -> Taken:
    """Add the labels of a file; `replace`: where it contradicts what stands the file wins.

    Raises LabelError with the row and the reason, and UnreadableFileError; nothing is added then.
    """
    rows, blank = read_labels(name, content)
    with store.shared.writing:  # between looking and adding no text may change
        sorted_ = _sorted(store, rows, by)
        if sorted_.fresh:
            settle(store, by, now=now)
        add_all(store, [*sorted_.fresh, *(sorted_.otherwise if replace else [])], by, now=now)
    return Taken(len(sorted_.fresh), sorted_.same, tuple(sorted_.against), sorted_.gone, blank)


@dataclass
class _Sorted:
    """Rows by what they mean for the labels that count."""

    fresh: list[Given] = field(default_factory=list)
    otherwise: list[Given] = field(default_factory=list)
    against: list[Contradiction] = field(default_factory=list)
    same: int = 0
    gone: int = 0


def _sorted(store: Store, rows: Sequence[Row], by: str | None) -> _Sorted:
    found, stand, done = _texts(store, [row.key for row in rows]), _standing(store), _Sorted()
    for row in rows:
        text, whose = found.get(row.key), named(by if row.by == WHO_BRINGS_IT else row.by)
        if text is None:
            done.gone += 1
        elif (text, whose) not in stand:
            done.fresh.append(Given(text, row.sentiment, whose, drawn=row.drawn))
        elif (before := stand[text, whose]) == row.sentiment:
            done.same += 1
        else:
            done.otherwise.append(Given(text, row.sentiment, whose, drawn=row.drawn))
            done.against.append(Contradiction(row.line, text, before, row.sentiment))
    return done


def _texts(store: Store, keys: Sequence[str]) -> dict[str, Text]:
    rows = store.query(
        f"SELECT * FROM (SELECT {KEY} AS key, source, channel, text_id FROM reading) WHERE key IN (SELECT unnest(?))",
        [list(keys)],
    )
    return {key: Text(*text) for key, *text in rows}


def _standing(store: Store) -> dict[tuple[Text, str | None], Sentiment | None]:
    rows = store.query("SELECT source, channel, text_id, labelled_by, sentiment FROM held_label ORDER BY number")
    return {(Text(*text), named(by)): sentiment for *text, by, sentiment in rows}


# -- the rows of a file --------------------------------------------------------------------------------


def read_labels(name: str, content: bytes) -> tuple[list[Row], int]:
    """Read the labelled rows of a file, and count those that are not labelled; raises LabelError."""
    if content.startswith(BINARY):
        raise LabelError(why="label_file_excel", file=name)
    records = read_csv(name, content).sheets[0].records()
    columns = _columns(name, records)
    labels, people = _words(), {fold(word) for word in in_all_languages("label_file.nobody")}
    rows: dict[tuple[str, str | None], Row] = {}
    blank = 0
    for line, cells in records:
        said = {column: READ[column](cells[place]) if place < len(cells) else "" for column, place in columns.items()}
        if not any(said.values()):
            continue
        if not said["label"]:
            blank += 1
            continue
        label, whose = _label(said["label"], labels, line), _whose(said.get("by"), people)
        _keep(rows, Row(line, _key(said["key"], line), label, whose, _drawn(said.get("drawn", ""))))
    return list(rows.values()), blank


def _columns(name: str, records: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    known = headers()
    _, head = next(records, (0, []))
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        column = known.get(_bare(cell).casefold(), "")
        if column in found:
            told = {"value": head[found[column]][:60], "other": cell[:60]}
            raise LabelError(why="label_file_two", first=found[column] + 1, second=place + 1, **told)
        if column in READ:
            found[column] = place
    if lacking := [column for column in ("key", "label") if column not in found]:
        raise LabelError(why=f"label_file_no_{lacking[0]}", file=name)
    return found


def _bare(cell: str) -> str:
    """Take off what a spreadsheet puts around a text, and the apostrophe that keeps it from running."""
    return cell.strip().removeprefix("'").strip()


def _name(cell: str) -> str:
    """Give a name as it was before it was made safe for a spreadsheet: it may begin with an apostrophe of its own."""
    return plain_cell(cell.strip()).strip()


READ: Mapping[str, Callable[[str], str]] = {"key": _bare, "label": _bare, "by": _name, "drawn": _bare}


def _key(said: str, line: int) -> str:
    if not _KEY.fullmatch(said.lower()):
        raise LabelError(why="label_file_key", row=line, value=said[:60])
    return said.lower()


def _label(said: str, labels: Mapping[str, Sentiment | None], line: int) -> Sentiment | None:
    word = fold(said).replace("−", "-").replace("–", "-")
    if number := _NUMBER.fullmatch(word):
        return _sign(number[1], number[2])
    if word not in labels:
        raise LabelError(why="label_file_word", row=line, value=said[:60])
    return labels[word]


def _sign(sign: str, digit: str) -> Sentiment:
    if digit == "0":
        return 0
    return -1 if sign == "-" else 1


def _words() -> dict[str, Sentiment | None]:
    written: dict[str, Sentiment | None] = {
        fold(word): sentiment for sentiment, name in CALLED.items() for word in in_all_languages(f"label_file.{name}")
    }
    feelings: dict[str, Sentiment | None] = {
        fold(word): sentiment for sentiment in _SIGNS for word in FEELINGS[sentiment]
    }
    return written | feelings | dict.fromkeys(map(fold, UNTOLD))


_SIGNS: tuple[Sentiment, ...] = (1, 0, -1)


def _whose(said: str | None, nobody: Iterable[str]) -> str | None:
    if not said:
        return WHO_BRINGS_IT
    return None if fold(said) in nobody else said


def _drawn(said: str) -> str | None:
    """Read from what chance drew a text; what nobody can make sense of is a text that somebody picked."""
    if said.casefold() == WEEK:
        return ""
    return said if said.startswith(("topic:", "channel:")) else None


def _keep(rows: dict[tuple[str, str | None], Row], row: Row) -> None:
    """Take a text once of each person; a file that calls it two things says neither."""
    before = rows.setdefault((row.key, row.by), row)
    if before.sentiment != row.sentiment:
        raise LabelError(why="label_file_twice", row=row.line, value=str(before.line))
