"""The cells and rows that could not be read without guessing: where they stand, what they say, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import DoubtfulExportError
from data.format import REPLY_AFTER
from data.ledger import KEPT, Refusal
from data.sql import name
from data.values.doubts import doubt
from data.values.masks import private_word
from data.values.rows import BEFORE_PERIOD

if TYPE_CHECKING:
    from data.intake.staging import Staging

HIDDEN = frozenset({"person", "private_text"})  # kinds of cell whose text is never shown
# fields whose text can be read, and yet contradicts what stands beside it
_BESIDE = {
    **dict.fromkeys(("replied_at", "in_reply_to"), "reply_before_message"),
    **dict.fromkeys(REPLY_AFTER, "reply_in_future"),
    "sentiment": "sentiment_contradiction",
}

_PERIOD = ("period_from", "period_to")  # of ads: in a column, above the header or in the name of the file


def refused(staging: Staging) -> tuple[Refusal, ...]:
    """List refused rows and cells, in the order of the file."""
    if not staging.number("SELECT count(*) FROM typed WHERE refused <> '' OR missing <> ''"):
        return ()  # of a sound file nothing is masked: to prepare that for every column takes longer than to load it
    beside = [field for field in staging.cells if field in _BESIDE]
    sound = [f"{staging.typed(field, f'stage.{name(field)}')} IS NOT NULL" for field in beside]
    query = (
        f"SELECT {', '.join(['typed.source_row', 'refused', 'missing', *sound, *map(_shown, staging.cells)])} "
        "FROM typed JOIN stage USING (source_row) "
        f"WHERE refused <> '' OR missing <> '' ORDER BY typed.source_row LIMIT {KEPT}"
    )
    found: list[Refusal] = []
    for line, unread, missing, *rest in staging.tx.execute(query).fetchall():
        readable = {field for field, is_sound in zip(beside, rest, strict=False) if is_sound}
        said = dict(zip(staging.cells, rest[len(beside) :], strict=True))
        row = _Row(staging, line, set(filter(None, unread.split(","))), said, readable)
        found += [row.without(missing.split(","))] if missing else [row.cell(field) for field in sorted(row.unread)]
    return tuple(found[:KEPT])


def _shown(field: str) -> str:
    """Write a refused cell as it is kept: a column that slipped may hold an address instead of a day."""
    return f"{private_word(f'stage.{name(field)}')} AS {name(field)}"


def refuse_hopeless(staging: Staging, refusals: tuple[Refusal, ...]) -> None:
    """Refuse a file of which no row can be read; an empty one is evidence when it states its period."""
    if staging.number("SELECT count(*) FROM typed WHERE missing = ''") or (not refusals and staging.stated):
        return
    if not refusals:
        raise DoubtfulExportError(file=staging.reading.file, why="no_rows")
    first = refusals[0]
    if first.field in _PERIOD and first.header is None:
        raise DoubtfulExportError(file=staging.reading.file, why="no_period")
    raise DoubtfulExportError(
        file=staging.reading.file,
        why="no_row_readable",
        row=first.source_row,
        column=first.header or first.field,
        cell=first.cell or "",
    )


class _Row:
    """One row with something wrong: its line, the fields that were refused, its text, and what of it is sound."""

    def __init__(
        self, staging: Staging, line: int, unread: set[str], said: dict[str, str | None], readable: set[str]
    ) -> None:
        self.staging, self.line, self.unread, self.said, self.readable = staging, line, unread, said, readable

    def cell(self, field: str) -> Refusal:
        """Refuse a cell; the row stays."""
        # a text that can be read by itself: what is wrong lies beside it
        reason = _BESIDE[field] if field in self.readable else self._doubt(field)
        return self._refusal(field, reason, whole_row=False)

    def without(self, missing: list[str]) -> Refusal:
        """Refuse the row, naming the cell that costs it: one that cannot be read, else the blank one."""
        moment = self.staging.fact.moment
        twins = {"day": moment, moment: "day"}  # the moment and its day stand for each other
        wanted = [twin for field in missing for twin in (field, twins.get(field)) if twin]
        unread = next((field for field in wanted if field in self.unread), None)
        if unread is not None:
            return self._refusal(unread, self._doubt(unread), whole_row=True)
        if BEFORE_PERIOD in missing:
            return self._refusal("day", BEFORE_PERIOD, whole_row=True)
        blank = next((field for field in wanted if field in self.said), missing[0])
        return self._refusal(blank, "missing", whole_row=True)

    def _doubt(self, field: str) -> str:
        return doubt(self.staging.cells[field].kind, self.said[field] or "")

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
