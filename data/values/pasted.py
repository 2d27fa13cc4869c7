"""Two exports pasted below each other in one file: what is added up in one file would be counted twice.

Rows that share a key are parts of one figure in some exports (two ads of one
name, two links of one network). The same key in two exports is the same figure
once more. Where the last row of a key counts, no harm is done and a note says so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.errors import DoubtfulExportError
from data.sql import name
from data.values.yearless import first_out_of_order

if TYPE_CHECKING:
    from data.intake.staging import Staging

_MANY = 2  # a year of days may end on the day it began


def refuse_exports_below_each_other(staging: Staging) -> None:
    """Refuse rows that stand in the file once more: under a second header, or one by one."""
    if not staging.fact.added_up and _made(staging) is None:
        return
    line = _line_under_another_header(staging) if staging.reading.repeated else _line_of_twins(staging)
    if line is not None:
        wanted = (field for field in ("campaign", "source", *staging.cells) if field in staging.cells)
        _refuse(staging, line, next(wanted))


def _line_under_another_header(staging: Staging) -> int | None:
    """Find a key that stands under two of the headers."""
    found = staging.tx.execute(
        "SELECT min(line) FROM (SELECT max(source_row) AS line FROM typed "
        "ASOF LEFT JOIN (SELECT unnest(?::INTEGER[]) AS header) ON source_row > header WHERE missing = '' "
        f"GROUP BY {_key(staging)} HAVING count(DISTINCT coalesce(header, 0)) > 1)",
        [list(staging.reading.repeated)],
    ).fetchone()
    return int(found[0]) if found and found[0] is not None else None


def _made(staging: Staging) -> str | None:
    """Name the id that is made of what a row says; rows that say the same get ids of their own.

    Only of something with a moment or a title: two incidents or two answers kept by hand may well be equal.
    """
    for key in staging.fact.key:
        cell = staging.cells.get(key) or staging.reading.format.columns.get(key)
        if cell is not None and {staging.fact.moment, "title"} & set(cell.made_from):
            return key
    return None


def _key(staging: Staging) -> str:
    """Write the key in SQL; of an id that is made, without its count."""
    made = _made(staging)
    stem = rf"regexp_replace({made}, '^([0-9a-f]{{12}})-\d+$', '\1')"
    return ", ".join(stem if key == made else name(key) for key in staging.fact.key)


def _line_of_twins(staging: Staging) -> int | None:
    """Find the first row said before, when most rows are: two ads may well be equal, but not all of them."""
    figures = [name(field) for field in staging.fact.added_up if field in staging.cells]
    if not figures and _made(staging) is None:
        return None
    said = f"greatest({', '.join([*figures, '0'])}) > 0 AND missing = ''" if figures else "missing = ''"
    total, different, line = staging.row(
        f"SELECT sum(n), count(*), min(line) FILTER (n > 1) FROM (SELECT count(*) AS n, max(source_row) AS line "
        f"FROM typed WHERE {said} GROUP BY {', '.join([_key(staging), *map(name, _fields(staging))])})"
    )
    return int(line) if total and different > 1 and total >= 2 * different else None


def _fields(staging: Staging) -> list[str]:
    return [field for field in staging.cells if field in staging.fact.own and field not in staging.fact.key]


def refuse_repeated_days(staging: Staging, field: str, days: list[str | None]) -> None:
    """Refuse days without a year that come twice: nobody knows of which year the first ones are."""
    counted = Counter(filter(None, days))
    if sum(n - 1 for n in counted.values()) < _MANY:
        return
    again = next(place for place, day in enumerate(days) if day and day in days[:place])
    _refuse(staging, staging.reading.columns["source_row"][again].as_py(), field)


def refuse_unsorted_days(staging: Staging, field: str, days: list[str | None]) -> None:
    """Refuse days without a year that do not stand in order of time: each step back would begin another year."""
    place = first_out_of_order(days)
    if place is not None:
        _refuse(staging, staging.reading.columns["source_row"][place].as_py(), field, "days_out_of_order")


def _refuse(staging: Staging, line: int, field: str, why: str = "pasted_twice") -> None:
    rows = staging.reading.columns["source_row"].to_pylist()
    cell = staging.reading.columns[field][rows.index(line)].as_py()
    header = staging.reading.headers.get(field, field)
    raise DoubtfulExportError(file=staging.reading.file, why=why, row=line, column=header, cell=cell)
