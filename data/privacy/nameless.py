"""A table as it was read -> the same table without the names of people in what is left of it.

A text is kept as the import masked it, for the store has that and the same name is masked in it. Where an import would
cut a name in two ("@Anna Kowalska" is "[@] Kowalska" then), the name goes first, and the store is told of it.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from data.facts import FACTS
from data.privacy.blank import CutText
from data.privacy.names import words_of
from data.reading.wire import made, values
from data.sql import literal, name, names
from data.texts.there import IDS
from data.values.cells import ERASED
from data.values.cleaning import cleaned
from data.values.personal import MASKS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data.format import Cell
    from data.intake.staging import Staging
    from data.privacy.gone import Gone
    from data.reading.exports import Reading

ANSWERING = ("in_reply_to", "replies", "thread")  # name ids of other rows


def without_names(staging: Staging, reading: Reading, gone: Gone) -> tuple[Reading, tuple[CutText, ...]]:
    """Mask the names in every other cell, and in what stands beside the cells; the same reading where there is none.

    Gives also the texts of the store in which a part of a name would be left.
    """
    table, kept, texts = reading.columns, {"source_row", IDS.get(reading.fact, "")}, list[CutText]()
    for column in table.column_names:
        said = [] if column in kept else distinct(table, column)
        if not gone.names.within("\n".join(said)):
            continue
        if column in ANSWERING:  # of a message that the file has not: another word for each, as they are told apart
            ids = [part.strip() for one in said for part in one.split(",")]
            masks = {bare(one): ERASED + secrets.token_hex(8) for one in ids if gone.names.within(one)}
            cells = [renamed(one, masks) for one in table[column].to_pylist()]
        else:
            of_names = {one: gone.names.masked(one) for one in said}
            cells = [one and of_names[one] for one in table[column].to_pylist()]
            cells, cut = _as_stored(staging, reading, column, cells, gone)
            texts += cut
        table = with_cells(table, column, cells)
    beside = json.loads(json.dumps(values(reading)))
    masked = gone.names.mask_all(beside)
    if table is reading.columns and masked == beside:
        return reading, ()
    return made(masked, reading.format, table), tuple(texts)


def _as_stored(
    staging: Staging, reading: Reading, column: str, cells: list[str | None], gone: Gone
) -> tuple[list[str | None], list[CutText]]:
    """Take a text in which a name stood as the import masked it: the store has that, and masks the same name in it.

    Where the import cut the name in two, the name is masked first and the import masks the rest.
    """
    cell, mask = staging.cells.get(column), MASKS.get(reading.fact, {}).get(column)
    before = reading.columns[column].to_pylist()
    if cell is not None and cell.kind == "boolean" and cell.extract:  # a sign at its start, which a mask would take
        parts = part_of(staging, reading.columns, column, cell)
        return [now if was == now else part for was, now, part in zip(before, cells, parts, strict=True)], []
    if cell is None or (cell.kind != "private_text" and mask is None):
        return cells, []
    key, texts = FACTS[reading.fact].key, list[CutText]()
    typed = {
        line: said
        for line, *said in staging.tx.execute(
            f"SELECT source_row, {names((*key[:2], column))} FROM typed WHERE {name(column)} IS NOT NULL"
        ).fetchall()
    }
    done, lines = list(cells), reading.columns["source_row"].to_pylist()
    changed = {at for at, (was, now) in enumerate(zip(before, cells, strict=True)) if was != now and lines[at] in typed}
    firsts = _imported(staging, column, {str(cells[at]) for at in changed})
    for at in changed:
        channel, row, said = typed[lines[at]]
        done[at], first = gone.names.masked(said), firsts[str(cells[at])]
        if first is not None and channel and row and _leaves_more(gone, str(before[at]), str(done[at]), first):
            texts.append(CutText(reading.fact, column, channel, row, str(done[at]), first))
            done[at] = first
    return done, texts


def _imported(staging: Staging, column: str, said: Collection[str]) -> dict[str, str | None]:
    """Type texts as an import does: text -> what would be stored."""
    cell, mask = staging.cells[column], MASKS.get(staging.reading.fact, {}).get(column)
    texts = sorted(said)
    staged = pa.table({"text": cleaned(pa.chunked_array([pa.array(texts, pa.string())]), cell.blank)})
    staging.tx.register("masked_first", staged.append_column("place", pa.array(range(len(texts)))))
    typed = staging.typed(column, "text")
    stored = typed if cell.kind == "private_text" or mask is None else mask(f"({typed})", staging.brand.id_key)
    found = staging.tx.execute(f"SELECT {stored} FROM masked_first ORDER BY place").fetchall()
    staging.tx.unregister("masked_first")
    return dict(zip(texts, (one for (one,) in found), strict=True))


def _leaves_more(gone: Gone, said: str, masked: str, first: str) -> bool:
    """Whether more is left of the words of a name when the import masks before it than after."""
    of_names = {word for one in gone.names.standing(said) for word in words_of(one)}
    rest, less = Counter(words_of(masked)), Counter(words_of(first))
    return any(rest[word] > less[word] for word in of_names)


# -- cells of a table ------------------------------------------------------------------------------


def distinct(table: pa.Table, column: str) -> list[str]:
    """Give what the cells of a column say, each once."""
    if column not in table.column_names:
        return []
    return [one for one in pc.unique(table[column]).to_pylist() if one]


def with_cells(table: pa.Table, column: str, cells: list[str | None]) -> pa.Table:
    """Put cells in place of those of a column, or beside the others."""
    array = pa.chunked_array([pa.array(cells, pa.string())])
    if column in table.column_names:
        return table.set_column(table.column_names.index(column), column, array)
    return table.append_column(column, array)


def part_of(staging: Staging, table: pa.Table, field: str, cell: Cell) -> list[str | None]:
    """Give the part that a field reads of each of its cells."""
    if cell.extract is None:
        return [None] * len(table)
    tx = staging.tx
    tx.register("read_twice", table.select([field]).append_column("place", pa.array(range(len(table)))))
    part = f"nullif(regexp_extract({name(field)}, {literal(cell.extract)}, 1), '')"
    found = tx.execute(f"SELECT {part} FROM read_twice ORDER BY place").fetchall()
    tx.unregister("read_twice")
    return [one for (one,) in found]


def renamed(cell: str | None, ids: Mapping[str, str]) -> str | None:
    """Give the ids in a cell, one or several with commas between them, by their stand-ins."""
    if cell is None:
        return None
    parts = [part.strip() for part in cell.split(",")]
    if not ids.keys() & {*map(bare, parts)}:
        return cell
    return ",".join(ids.get(bare(part), part) for part in parts)


def bare(said: str) -> str:
    """Give an id without what an import takes away."""
    return said.strip(" \"'").removesuffix(".0")
