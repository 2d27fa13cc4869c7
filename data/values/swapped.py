"""Days that a spreadsheet may have swapped with months: 04/11/2025 is 11 April to Meta and 4 November to Dutch Excel.

A Dutch Excel that opens such an export turns what it can into dates of its own
(the 11th of April into 2025-11-04) and leaves 04/23/2025 as it is. So a column
of month/day dates that also holds ISO dates, or a "month" beyond 12, is not as
the platform wrote it, and the dates that can be read are the wrong ones.
Where every day was 12 or less, all of them are swapped and look alike: then the
time inside the id or the days the file is about tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import DoubtfulExportError
from data.sql import literal, name
from data.values.ids import time_in_id

if TYPE_CHECKING:
    from data.intake.staging import Staging

_MONTH_FIRST = "%m/%d/"
_SLASHED, _ISO = r"'^\d{1,2}/\d{1,2}/\d{4}\b'", r"'^\d{4}-\d{2}-\d{2}\b'"
_DAY_FIRST = r"'^(1[3-9]|2\d|3[01])/\d{1,2}/\d{4}\b'"


def refuse_swapped_days(staging: Staging) -> None:
    """Refuse a file whose month/day dates went through a spreadsheet that reads day/month."""
    for field, cell in staging.cells.items():
        if any(pattern.startswith(_MONTH_FIRST) for pattern in cell.patterns):
            _refuse_mixed(staging, field)


def _refuse_mixed(staging: Staging, field: str) -> None:
    column = name(field)
    foreign = f"(regexp_matches({column}, {_ISO}) OR regexp_matches({column}, {_DAY_FIRST}))"
    slashed, line, text = staging.row(
        f"SELECT count(*) FILTER (regexp_matches({column}, {_SLASHED})), min(source_row) FILTER ({foreign}), "
        f"min_by({column}, source_row) FILTER ({foreign}) FROM stage"
    )
    if slashed and line is not None:
        header = staging.reading.headers.get(field, field)
        raise DoubtfulExportError(file=staging.reading.file, why="mixed_dates", row=line, column=header, cell=text)


def refuse_days_told_otherwise(staging: Staging) -> None:
    """Refuse a file whose days contradict ids or stated period, all of them, and do not with day and month swapped."""
    told = _told(staging)
    for field, cell in staging.cells.items():
        if told is None or not any(pattern.startswith(_MONTH_FIRST) for pattern in cell.patterns):
            continue
        query = _CONTRADICTING.format(column=name(field), told=told, odd=_odd(staging))
        apart, swapped, line, text = staging.row(query)
        if apart and apart == swapped:
            header = staging.reading.headers.get(field, field)
            raise DoubtfulExportError(file=staging.reading.file, why="swapped_days", row=line, column=header, cell=text)


def _odd(staging: Staging) -> str:
    """Write which rows are worth a look: nearly none."""
    if staging.fact.name != "posts":
        return "true"
    if staging.reading.stated is None:
        return "id_disagrees"
    first, last = staging.reading.stated
    return f"(id_disagrees OR typed.day < DATE '{first.isoformat()}' OR typed.day > DATE '{last.isoformat()}')"


def _told(staging: Staging) -> str | None:
    """Write the first and the last day on which a row can be, a few days wide: times are of several zones."""
    days = [f"DATE {literal(day.isoformat())}" for day in staging.reading.stated or ()]
    if staging.fact.name != "posts":
        return f"{days[0]} - 1 AS first, {days[1]} + 1 AS last" if days else None
    channel = staging.reading.channel or staging.reading.format.constants.get("channel") or ""
    post_id, url = (f"CAST(typed.{one} AS VARCHAR)" if one in staging.cells else "''" for one in ("post_id", "url"))
    born = f"CAST({time_in_id(str(channel), post_id, url)} AS DATE)"
    first, last = days or ("CAST(NULL AS DATE)", "CAST(NULL AS DATE)")
    return f"coalesce({born} - 2, {first} - 1) AS first, coalesce({born} + 2, {last} + 1) AS last"


_PARTS = r"regexp_extract(text, '^(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\b', %d)"
_DAY = "CAST(try_strptime({year} || '-' || {month} || '-' || {day}, '%Y-%m-%d') AS DATE)"
_ONE, _TWO, _YEAR = (_PARTS % place for place in (1, 2, 3))
_CONTRADICTING = f"""
SELECT
    count(*), count(*) FILTER (swapped BETWEEN first AND last), min(source_row), min_by(text, source_row)
FROM (
    SELECT
        source_row, text, first, last,
        {_DAY.format(year=_YEAR, month=_ONE, day=_TWO)} AS written,
        {_DAY.format(year=_YEAR, month=_TWO, day=_ONE)} AS swapped
    FROM (
        SELECT stage.source_row, stage.{{column}} AS text, {{told}}
        FROM stage JOIN typed ON typed.source_row = stage.source_row WHERE missing = '' AND {{odd}}
    )
)
WHERE written NOT BETWEEN first AND last
"""
