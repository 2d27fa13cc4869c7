"""The cells and rows that could not be read without guessing: where they stand, what they say, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import DoubtfulExportError
from data.ledger import KEPT, Refusal
from data.sql import name, names

if TYPE_CHECKING:
    from data.staging import Staging

HIDDEN = frozenset({"person", "private_text"})  # kinds of cell whose text is never shown
_REPLIES = ("replied_at", "reply_after")


def refused(staging: Staging) -> tuple[Refusal, ...]:
    """List refused rows and cells, in the order of the file."""
    query = (
        f"SELECT typed.source_row, refused, missing, {names(staging.cells, 'stage')} "
        "FROM typed JOIN stage USING (source_row) "
        f"WHERE refused <> '' OR missing <> '' ORDER BY typed.source_row LIMIT {KEPT}"
    )
    found: list[Refusal] = []
    for line, unread, missing, *texts in staging.tx.execute(query).fetchall():
        row = _Row(staging, line, set(filter(None, unread.split(","))), dict(zip(staging.cells, texts, strict=True)))
        found += [row.without(missing.split(","))] if missing else [row.cell(field) for field in sorted(row.unread)]
    return tuple(found[:KEPT])


def refuse_hopeless(staging: Staging, refusals: tuple[Refusal, ...]) -> None:
    """Refuse a file of which no row can be read; an empty one is evidence when it states its period."""
    if staging.number("SELECT count(*) FROM typed WHERE missing = ''") or (not refusals and staging.stated):
        return
    if not refusals:
        raise DoubtfulExportError(file=staging.reading.file, why="no_rows")
    first = refusals[0]
    raise DoubtfulExportError(
        file=staging.reading.file,
        why="no_row_readable",
        row=first.source_row,
        column=first.header or first.field,
        cell=first.cell or "",
    )


class _Row:
    """One row with something wrong: its line, the fields that could not be read, and its text."""

    def __init__(self, staging: Staging, line: int, unread: set[str], said: dict[str, str | None]) -> None:
        self.staging, self.line, self.unread, self.said = staging, line, unread, said

    def cell(self, field: str) -> Refusal:
        """Refuse a cell; the row stays."""
        kind = self.staging.cells[field].kind
        early = field in _REPLIES and self._is_readable(field)
        return self._refusal(field, "reply_before_message" if early else kind, whole_row=False)

    def without(self, missing: list[str]) -> Refusal:
        """Refuse the row, naming the cell that costs it: one that cannot be read, else the blank one."""
        moment = self.staging.fact.moment
        twins = {"day": moment, moment: "day"}  # the moment and its day stand for each other
        wanted = [twin for field in missing for twin in (field, twins.get(field)) if twin]
        unread = next((field for field in wanted if field in self.unread), None)
        if unread is not None:
            return self._refusal(unread, self.staging.cells[unread].kind, whole_row=True)
        blank = next((field for field in wanted if field in self.said), missing[0])
        return self._refusal(blank, "missing", whole_row=True)

    def _is_readable(self, field: str) -> bool:
        """Whether the text itself is a time, so that what is wrong lies elsewhere."""
        query = f"SELECT {self.staging.typed(field, name(field))} FROM stage WHERE source_row = {self.line}"
        return self.staging.row(query)[0] is not None

    def _refusal(self, field: str, reason: str, *, whole_row: bool) -> Refusal:
        reading, cell, text = self.staging.reading, self.staging.cells.get(field), self.said.get(field)
        if text is not None and (cell is None or cell.kind in HIDDEN):
            text = "***"
        return Refusal(
            sheet=reading.sheet,
            source_row=self.line,
            field=field.removeprefix("metric:"),
            header=reading.headers.get(field),
            cell=text and text[:200],
            reason=reason,
            whole_row=whole_row,
        )
