"""What is worth saying about a load that went well: control sums, an assumed zone, ids that contradict their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from data.notes import Note, note
from data.sql import name
from data.values.cleaning import cleaned

if TYPE_CHECKING:
    from data.intake.staging import Staging


def remarks(staging: Staging) -> list[Note]:
    """Look at the typed rows once more."""
    found = []
    if silent := staging.reading.columns.num_rows - staging.number("SELECT count(*) FROM typed"):
        found.append(note("rows_silent", n=silent))
    if apart := staging.number("SELECT count(*) FROM typed WHERE id_disagrees AND missing = ''"):
        found.append(note("id_time_differs", n=apart))
    if _assumes_zone(staging):
        found.append(note("zone_assumed", zone=staging.brand.zone))
    sums = [_control_sum(staging, field, totals) for field, totals in staging.reading.totals.items()]
    return [*found, *filter(None, sums)]


def _assumes_zone(staging: Staging) -> bool:
    """Whether times were read in the brand's zone because neither they nor the format name one."""
    form = staging.reading.format
    if form.zone is not None or form.name in staging.brand.zones:
        return False
    return any(
        staging.number(
            f"SELECT count(*) FROM stage WHERE NOT regexp_matches({name(field)}, {_OFFSET}) AND {_CLOCK % name(field)}"
        )
        for field, cell in staging.cells.items()
        if cell.kind == "timestamp" and cell.zone is None
    )


_OFFSET = r"'(?i)(Z|UTC|GMT|[+-]\d{2}:?\d{2})( \d{4})?$'"
_CLOCK = r"regexp_matches(%s, '\d:\d{2}')"


def _control_sum(staging: Staging, field: str, totals: list[str]) -> Note | None:
    """Compare what the rows add up to with what the export says they do."""
    texts = cleaned(pa.chunked_array([totals])).to_pylist()
    query = f"SELECT {staging.typed(field, 'text')} FROM unnest(?::VARCHAR[]) AS t(text)"
    said = [float(value) for (value,) in staging.tx.execute(query, [texts]).fetchall() if value is not None]
    (found,) = staging.row(f"SELECT CAST(sum({name(field)}) AS DOUBLE) FROM typed")
    if not said or found is None:
        return None
    header, nearest = staging.reading.headers[field], min(said, key=lambda one: abs(one - found))
    if abs(nearest - found) <= max(0.01, 1e-6 * abs(found)):
        return note("control_sum_ok", header=header, total=round(nearest, 2))
    return note("control_sum_differs", header=header, total=round(nearest, 2), found=round(found, 2))
