"""Load one damaged file and judge what came of it: stored with an honest ledger, or refused with a sentence."""

from __future__ import annotations

import csv
import io
import math
import traceback
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import DataError, NeedsAnswerError
from data.reading.archive import documents
from kpi.problems import tell
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator

    from data.reading.archive import Document
    from data.store import Receipt, Store
    from tests.fuzz.mutate import Damaged

SAYS = tuple(map(Words, LANGUAGES))


@dataclass(frozen=True)
class Outcome:
    """What came of a file; `failure` says what must not happen."""

    name: str
    failure: str = ""


def outcome(store: Store, file: Damaged) -> Outcome:
    """Load a file; only a DataError may come out of it."""
    try:
        return _loaded(store, file)
    except Exception:  # noqa: BLE001 - finding them is the purpose
        return Outcome("traceback", traceback.format_exc())


def _loaded(store: Store, file: Damaged) -> Outcome:
    before = store.revision
    try:
        receipts = [_answering(store, file, one) for one in documents(file.name, file.content)]
    except DataError as problem:
        for say in SAYS:
            tell(say, problem)
        return Outcome(_named(problem), _changed(store, before, file))
    tables = [table for one in receipts for table in (one, *one.beside)]
    if all(one.already_known for one in tables):
        return Outcome("loaded: known before")
    refused = any(one.rows_refused or one.cells_refused for one in tables)
    wrong = next(filter(None, map(_dishonest, tables)), "") or _lost_lines(store, file)
    return Outcome("loaded: some refused" if refused else "loaded: all of it", wrong)


def _changed(store: Store, before: int, file: Damaged) -> str:
    """Say when a refused file left a trace; of an archive, the files before the refused one may count."""
    if store.revision == before or file.content.startswith(b"PK"):
        return ""
    return "a refused file changed the store"


def _lost_lines(store: Store, file: Damaged) -> str:
    """Count the lines of a CSV once more, with Python's own reader: each is a row, set aside, or blank."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    readings = store.read(file.name, file.content, file.answers)
    if (
        len(readings) > 1
        or readings[0].delimiter is None
        or readings[0].notes
        or "\0" in text
        or text.startswith("sep=")
    ):
        return ""  # several tables share the lines; what was repaired has other cells
    reading = readings[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=reading.delimiter)
    lines = list(_below(reader, reading.header_line))
    filled, seen = sum(any(map(str.strip, cells)) for cells in lines), sum(map(_is_seen, lines))
    accounted = reading.columns.num_rows + len(reading.set_aside)
    return "" if seen <= accounted <= filled else f"{seen} to {filled} lines are filled, {accounted} accounted for"


def _is_seen(cells: list[str]) -> bool:
    """Whether a line holds more than spaces, quotes and marks that nobody sees, which may or may not be blank."""
    return any(unicodedata.category(letter)[0] not in "CZ" for cell in cells for letter in cell.replace('"', ""))


def _below(reader: Reader, header: int) -> Iterator[list[str]]:
    """Give the records below the header's line."""
    begins = 1
    for cells in reader:
        if begins > header:
            yield cells
        begins = reader.line_num + 1


def _named(problem: DataError) -> str:
    return f"{problem.code}: {problem.fields['why']}" if "why" in problem.fields else problem.code


def _answering(store: Store, file: Damaged, one: Document) -> Receipt:
    """Load a document, and answer what is asked with the first that is offered."""
    try:
        return store.load(one.name, one.content, file.answers)
    except NeedsAnswerError as asked:
        said = {one.name: one.suggestion or next(iter(one.options), "Main") for one in asked.questions}
        return store.load(one.name, one.content, file.answers | said)


def _dishonest(receipt: Receipt) -> str:
    """Find what the receipt says that cannot be, or cannot be said."""
    if receipt.already_known:
        return ""
    settled = (receipt.rows_new, receipt.rows_changed, receipt.rows_unchanged, receipt.rows_older)
    counts = (receipt.rows_read, receipt.rows_kept, receipt.rows_refused, receipt.rows_set_aside, receipt.rows_merged)
    if min(*counts, *settled) < 0:
        return f"a count below zero: {receipt}"
    if receipt.fact != "account_day" and receipt.rows_kept - receipt.rows_merged != sum(settled):
        return f"rows that are neither stored nor merged: {receipt}"
    for refusal in receipt.refusals:
        if refusal.source_row < 1 or not SAYS[0].has(f"refusal.{refusal.reason}"):
            return f"a refusal without place or text: {refusal}"
    for note in receipt.notes:
        figures = [said for said in note.values() if isinstance(said, float)]
        if not all(map(math.isfinite, figures)):
            return f"a figure that is none: {note}"
        for say in SAYS:
            say(f"note.{note['code']}", **{name: said for name, said in note.items() if name != "code"})
    return ""
