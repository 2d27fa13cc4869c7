"""The log somebody is writing in: it stays as it is while colleagues load files, and is saved like one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from kpi.logbook import Row, as_file, entries, speaks_of
from pages._parts import problem_text
from pages._session import store

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Draft:
    """The rows as they were when somebody began to edit them; another key makes a fresh table."""

    rows: tuple[Row, ...]
    key: str

    @property
    def touched(self) -> bool:
        """Whether somebody changed or added a row."""
        edits = st.session_state.get(self.key) or {}
        return bool(edits.get("edited_rows") or edits.get("added_rows"))


def draft(log: str, first: date, last: date, more: Sequence[Row]) -> Draft:
    """Give the rows to edit, those of the log first: fresh from the store, unless somebody is in the middle of it."""
    place = f"{_of(log)}:{first}:{last}:{bool(more)}"
    found: Draft | None = st.session_state.get(place)
    if found is None or not found.touched:
        key = f"{place}:{store().revision}"
        st.session_state[place] = found = Draft((*entries(store(), log, first, last), *more), key)
    return found


def save(log: str, rows: Sequence[Row]) -> None:
    """Load edited rows as a file of their own."""
    first, last = speaks_of(store(), log, rows)
    load(log, rows, first, last)


def load(log: str, rows: Sequence[Row], first: date, last: date) -> None:
    """Load rows that speak for these days, and remember the receipt; without rows they say that nothing happened."""
    now = datetime.now(UTC)
    try:
        receipt = store().load(f"{log}_{now:%Y-%m-%d_%H%M%S}.csv", as_file(log, rows, first, last, now))
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
    else:
        for place in [place for place in st.session_state if str(place).startswith(f"{_of(log)}:")]:
            del st.session_state[place]  # what was edited is saved now
        st.session_state[_last_saved()] = receipt.batch_id
        st.rerun()


def last_saved() -> int | None:
    """Give the number of what this session saved last."""
    number: int | None = st.session_state.get(_last_saved())
    return number


def _of(log: str) -> str:
    return f"log:{store().path}:{log}"


def _last_saved() -> str:
    return f"log_saved:{store().path}"
