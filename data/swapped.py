"""Days that a spreadsheet may have swapped with months: 04/11/2025 is 11 April to Meta and 4 November to Dutch Excel.

A Dutch Excel that opens such an export turns what it can into dates of its own
(the 11th of April into 2025-11-04) and leaves 04/23/2025 as it is. So a column
of month/day dates that also holds ISO dates, or a "month" beyond 12, is not as
the platform wrote it, and the dates that can be read are the wrong ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import DoubtfulExportError
from data.sql import name

if TYPE_CHECKING:
    from data.staging import Staging

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
