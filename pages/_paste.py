"""The scorecard somebody is pasting: its rows with their corrections, until they join the plan or another is pasted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi.pasting.pasted import Pasted, renamed
from pages._plan_table import to_rows, to_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.plan import PlanRow

PLACE = "paste"
COLUMNS = {"window": "window_days", "deadline": "deadline_days", "unit": "target"}  # where a doubt is put right


@dataclass(frozen=True)
class Paste:
    """Rows to look at; a new number makes a fresh table, which shows what its rows now say."""

    source: str  # what they were read from
    rows: tuple[Pasted, ...]
    number: int

    @property
    def key(self) -> str:
        """Name the table of these rows."""
        return f"pasted_rows_{self.number}"


def paste(source: str, read: Sequence[Pasted]) -> Paste:
    """Go on with the corrections of this source, or start with its rows as they were read."""
    found: Paste | None = st.session_state.get(PLACE)
    if found is None or found.source != source:
        return keep(source, read)
    edits = st.session_state.get(found.key) or {}
    if edits.get("edited_rows") or edits.get("deleted_rows"):
        return keep(source, corrected(found.rows, edits))
    return found


def keep(source: str, rows: Sequence[Pasted]) -> Paste:
    """Remember rows under a new number."""
    number = st.session_state.get("pastes", 0) + 1
    st.session_state["pastes"] = number
    st.session_state[PLACE] = kept = Paste(source, tuple(rows), number)
    return kept


def corrected(rows: Sequence[Pasted], edits: Mapping[str, Any]) -> list[Pasted]:
    """Put what a person changed in the table into the rows; a corrected cell is no longer in doubt."""
    changed = {int(at): cells for at, cells in edits.get("edited_rows", {}).items()}
    table = to_table([pasted.row for pasted in rows])
    for at, cells in changed.items():
        for column, value in cells.items():
            if column in table:
                table.at[at, column] = value
    after = {row.id: row for row in to_rows(table, {pasted.row.id: pasted.row for pasted in rows})}
    deleted = set(edits.get("deleted_rows", ()))
    return [
        _corrected(pasted, after[pasted.row.id], changed.get(at, {}))
        for at, pasted in enumerate(rows)
        if at not in deleted and pasted.row.id in after
    ]


def _corrected(pasted: Pasted, row: PlanRow, cells: Mapping[str, Any]) -> Pasted:
    if cells.get("kpi") and not pasted.row.kpi:
        row = renamed(replace(pasted, row=row.model_copy(update={"kpi": ""})), row.kpi)
    doubts = {name: why for name, why in pasted.doubts.items() if COLUMNS.get(name, name) not in cells}
    return replace(pasted, row=row, doubts=doubts)
