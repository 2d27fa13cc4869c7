"""A table as it was read -> the same table without what is to be blanked; every number that follows stays.

What an id was made of may go, so the ids are written down as they were typed, and the declaration that goes along
reads them as they stand. Where replies are paired by who wrote, each author becomes a word drawn for this one file.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from data.facts import FACTS
from data.privacy.blank import PERSONAL, CutText
from data.privacy.nameless import ANSWERING, bare, distinct, part_of, renamed, with_cells, without_names
from data.sql import literal, name, words
from data.texts.there import IDS
from data.values.cells import ERASED, pseudonym
from data.values.masks import private_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from data.format import Format
    from data.intake.staging import Staging
    from data.privacy.blank import Blank
    from data.privacy.gone import Gone
    from data.reading.exports import Reading

_AUTHOR = "author_hash"


@dataclass(frozen=True)
class Blanked:
    """What became of a table."""

    reading: Reading
    rows: int  # that lost something
    is_changed: bool  # whether the reading is another: a row lost something, or a name was masked
    ids: tuple[tuple[str | None, str], ...]  # channel and id of the messages of people who are erased
    texts: tuple[CutText, ...]  # of which a part of a name would be left


def blanked(staging: Staging, blanks: Sequence[Blank], gone: Gone | None) -> Blanked:
    """Blank a table whose rows stand typed in the cursor (`arrive` was called)."""
    reading, tx = staging.reading, staging.tx
    columns: dict[int, set[str]] = {}
    for one in blanks:
        for row in _rows(tx, one.where) if one.fact == reading.fact else ():
            columns.setdefault(row, set()).update(one.blanked)
    theirs = _theirs(staging, gone) if gone and reading.fact in PERSONAL else {}
    for row in theirs:
        columns.setdefault(row, set()).update(PERSONAL[reading.fact])
    stand_ins = {row: gone.stand_in(*of) for row, of in theirs.items() if of[1]} if gone else {}
    answering = {of[1]: stand_ins[row] for row, of in theirs.items() if of[1]}
    done = _Table(staging, columns).without(stand_ins, answering) if columns else reading
    masked, texts = without_names(staging, done, gone) if gone else (done, ())
    if gone and not columns and masked is not reading:  # what ids are made of may be another text now
        masked, texts = without_names(staging, _Table(staging, {}).without({}, {}), gone)
    ids = tuple((channel, one) for channel, one in theirs.values() if one)
    return Blanked(masked, len(columns), masked is not reading, ids, texts)


def _rows(tx: duckdb.DuckDBPyConnection, where: str) -> list[int]:
    """Find rows by their lines; one of which the condition knows nothing goes with them."""
    return [row for (row,) in tx.execute(f"SELECT source_row FROM typed WHERE coalesce({where}, true)").fetchall()]


def _theirs(staging: Staging, gone: Gone) -> dict[int, tuple[str | None, str]]:
    """Find the rows of people who are erased: by author, by id, by an address or a link for an id that names them.

    An import takes names out of both, so these are looked for as the file has them.
    """
    tx, fact, table = staging.tx, staging.reading.fact, staging.reading.columns
    authors = [one for one in distinct(table, _AUTHOR) if gone.names.is_one(one)]
    if fact != "messages":
        hashed = "false"
    else:
        keyed = [pseudonym(literal(one.strip()), staging.brand.key) for one in authors]
        hashed = f"{_AUTHOR} IN ({', '.join(keyed) or 'NULL'})"
    lines = {line for column in ("url", IDS[fact]) for line in _naming(table, column, gone)}
    of = f"channel, coalesce({IDS[fact]}, '')"
    ids = tx.execute(f"SELECT DISTINCT {of} FROM typed").fetchall() if gone.ids else []
    known = [one for channel, one in ids if one and gone.knows(channel, one)]
    named = ", ".join(map(str, sorted(lines))) or "NULL"
    which = f"{hashed} OR source_row IN ({named}) OR {IDS[fact]} IN ({words(known)})"
    rows = tx.execute(f"SELECT source_row, {of} FROM typed WHERE {which}").fetchall()
    return {row: (channel, one) for row, channel, one in rows}


def _naming(table: pa.Table, column: str, gone: Gone) -> list[int]:
    """Find the lines whose cell names somebody."""
    said = distinct(table, column)
    named = {one for one in said if gone.names.within(one)} if gone.names.within("\n".join(said)) else set[str]()
    cells = zip(table["source_row"].to_pylist(), table[column].to_pylist() if named else (), strict=False)
    return [line for line, cell in cells if cell in named]


@dataclass(frozen=True)
class _Table:
    """A table, and which of its rows lose which columns."""

    staging: Staging
    columns: Mapping[int, set[str]]

    @property
    def reading(self) -> Reading:
        return self.staging.reading

    def without(self, stand_ins: Mapping[int, str], answering: Mapping[str, str]) -> Reading:
        """Give the reading without them; `stand_ins` are ids by row, `answering` the same by old id."""
        table, form = self.reading.columns, self.reading.format
        lines = table["source_row"].to_pylist()
        for column in sorted(set().union(*self.columns.values())) if self.columns else ():
            if column in table.column_names:
                table = with_cells(table, column, self._blank(column, table[column].to_pylist(), lines))
        table = self._topics(self._extracts(table, lines))
        ids = self._ids(stand_ins, table, lines)
        for column, cells in ids.items():
            table = with_cells(table, column, cells)
        answering = self._written(ids) | dict(answering)
        for column in ANSWERING if answering else ():
            if column in table.column_names:
                table = with_cells(table, column, [renamed(cell, answering) for cell in table[column].to_pylist()])
        return replace(self.reading, columns=table, format=self._plain(form, [*ids]))

    def _blank(self, column: str, cells: list[str | None], lines: list[int]) -> list[str | None]:
        loses = [column in self.columns.get(line, ()) for line in lines]
        if column == _AUTHOR and "inbound" in self.reading.columns.column_names:
            drawn = {cell: ERASED + secrets.token_hex(8) for cell in {*cells} if cell}
            return [drawn.get(cell or "") if gone else cell for cell, gone in zip(cells, loses, strict=True)]
        return [None if gone else cell for cell, gone in zip(cells, loses, strict=True)]

    def _topics(self, table: pa.Table) -> pa.Table:
        """Mask accounts in topics as the store has them: a topic is not blanked, and may hold one."""
        if self.reading.fact not in PERSONAL or "topic" not in table.column_names:
            return table
        tx = self.staging.tx
        tx.register("topics_told", table.select(["topic"]).append_column("place", pa.array(range(len(table)))))
        found = tx.execute(f"SELECT {private_word('topic')} FROM topics_told ORDER BY place").fetchall()
        tx.unregister("topics_told")
        return with_cells(table, "topic", [one for (one,) in found])

    def _extracts(self, table: pa.Table, lines: list[int]) -> pa.Table:
        """Keep of a cell that is read in two ways only the part that another field reads of it."""
        personal = {self.reading.headers.get(column) for column in PERSONAL.get(self.reading.fact, ())}
        for field, cell in self.staging.cells.items():
            shared = self.reading.headers.get(field) in personal and field not in PERSONAL.get(self.reading.fact, ())
            if shared and field in table.column_names:
                parts = part_of(self.staging, table, field, cell)
                cells = zip(table[field].to_pylist(), parts, lines, strict=True)
                kept = [part if line in self.columns else said for said, part, line in cells]
                table = with_cells(table, field, kept)
        return table

    def _ids(self, stand_ins: Mapping[int, str], table: pa.Table, lines: list[int]) -> dict[str, list[str | None]]:
        """Write down ids that are made of other cells, and the stand-ins of those that go."""
        fact, cells = FACTS[self.reading.fact], self.reading.format.columns
        out: dict[str, list[str | None]] = {}
        for column in fact.key:
            cell = cells.get(column)
            # an id of people's texts may be a link, which the store has as a pseudonym (data/values/personal.py)
            is_other = cell is not None and (cell.made_from or cell.extract or fact.name in IDS)
            is_made = is_other and cell is not None and cell.kind == "id"
            if not is_made and not (stand_ins and column == IDS.get(fact.name)):
                continue
            said = table[column].to_pylist() if column in table.column_names else [None] * len(lines)
            typed = dict(self.staging.tx.execute(f"SELECT source_row, {name(column)} FROM typed").fetchall())
            read = [typed.get(line) for line in lines] if is_made else said
            out[column] = [stand_ins.get(line, one) for line, one in zip(lines, read, strict=True)]
        return out

    def _written(self, ids: Mapping[str, list[str | None]]) -> dict[str, str]:
        """Give the ids that are written down by those of the file: what answers a message names it as the file does."""
        column, table = IDS.get(self.reading.fact, ""), self.reading.columns
        said = table[column].to_pylist() if column in table.column_names and column in ids else []
        pairs = zip(said, ids.get(column, ()), strict=False)
        return {bare(was): now for was, now in pairs if was and now and bare(was) != now}

    def _plain(self, form: Format, ids: Sequence[str]) -> Format:
        """Let the declaration read ids as they stand, and do without what is blanked."""
        lost = set().union(*self.columns.values()) if self.columns else set()
        plain = {
            column: form.columns[column].model_copy(update=_AS_IT_STANDS) for column in ids if column in form.columns
        }
        free = {
            column: form.columns[column].model_copy(update={"required": False}) for column in lost & {*form.columns}
        }
        copy = form.model_copy(update={"columns": form.columns | free | plain})
        vars(copy)["version"] = form.version
        return copy


_AS_IT_STANDS = {"made_from": (), "extract": None}
