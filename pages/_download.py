"""Lists that leave the app: what they are of in the lines on top, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from kpi.catalog import catalog
from kpi.counting import counted
from kpi.definition_version import definition
from kpi.paper.document import now
from kpi.periods import Window
from kpi.safe_cells import safe_cell
from kpi.sentiment import said
from kpi.why.contributions import CHANNEL
from pages._contributions import part_name
from pages._parts import title
from pages._session import brand, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    import pandas as pd

    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.why.listing import Narrowed
    from kpi.words import Words
    from pages._changes import Order

Lines = list[tuple[str, str]]
SHEET = "KPI"


def preface(row: ScoreRow, snapshot: Snapshot, order: Order, narrowed: Narrowed) -> Lines:
    """Say what a list is of: brand, KPI, week, what was chosen, definition and fingerprint."""
    say, window = words(), Window.parse(row.now.window)
    days = say.days(window.first, window.last)
    how = said.formula(row.now, say) or catalog()[row.plan.kpi].formula
    told = {
        "brand": brand(),
        "kpi": title(row),
        "week": f"{say.week(snapshot.week)} ({snapshot.week.id})",
        "window": " · ".join(filter(None, [days, counted(row.now, say)])),
        "value": now(row, say),
        "filter": _chosen(row, narrowed),
        "order": say(f"change.rows.{order}"),
        "definition": f"{row.plan.kpi} {definition(row.plan.kpi)}: {how}",
        "fingerprint": snapshot.fingerprint,
    }
    return [(say(f"change.file.{name}"), text) for name, text in told.items()]


def counted_rows(listed: int, total: int, say: Words) -> Lines:
    """Say how many of the rows a file holds."""
    return [(say("change.file.rows"), say("change.file.of", listed=say.whole(listed), total=say.whole(total)))]


def _chosen(row: ScoreRow, narrowed: Narrowed) -> str:
    """Name the rows of a list: those of the plan's row, and what a reader chose of them."""
    say, filtered = words(), row.plan.filter
    own = [] if filtered.channel is None else [part_name(CHANNEL, filtered.channel)]
    own += [
        ", ".join(map(str, value)) if isinstance(value, list) else f"{name}: {value}"
        for name, value in filtered.used.items()
    ]
    chosen = [part_name(CHANNEL, narrowed.channel)] if narrowed.channel else []
    chosen += [part_name(narrowed.by, narrowed.part or "")] if narrowed.by else []
    return " · ".join([*own, *chosen]) or say("change.rows.all")


def csv_file(lines: Lines, table: pd.DataFrame, say: Words) -> bytes:
    """Write a list as CSV: the lines on top, an empty line, the table."""
    decimal_comma = say.locale.number_symbols["latn"]["decimal"] == ","
    mark = ";" if decimal_comma else ","
    head = "".join(f"{_quoted(label, mark)}{mark}{_quoted(text, mark)}\n" for label, text in lines)
    return f"\ufeff{head}\n".encode() + safe_csv(table, say).removeprefix(b"\xef\xbb\xbf")


def _quoted(text: str, mark: str) -> str:
    safe = " ".join(str(safe_cell(text)).split())
    return '"' + safe.replace('"', '""') + '"' if mark in safe or '"' in safe else safe


def xlsx_file(lines: Lines, table: pd.DataFrame) -> bytes:
    """Write a list as an Excel workbook, row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for line in lines:
        sheet.append([_cell(text) for text in line])
    sheet.append([])
    sheet.append([_head(sheet, label) for label in table.columns])
    for record in table.itertuples(index=False, name=None):
        sheet.append([_cell(value) for value in record])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any, label: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_cell(label))
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    """Give a cell that Excel takes as it is: no formula, no control character, nothing where nothing is known."""
    if isinstance(value, str):
        return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value))  # in this order: what is left may be a formula
    return None if value is None or value != value else value  # noqa: PLR0124 - only NaN differs from itself
