"""What somebody is writing in the logs: it stays while they look elsewhere, and is saved like a file of its own.

Streamlit forgets an editor that is not drawn. So the rows are kept as they stand after each run, beside the rows as
they were when the writing began: coming back, the editor begins with the former, and what changed is told from both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from kpi.logbook import Edits, as_file, edits, speaks_of, up_to_date
from kpi.logs import key_of
from pages._parts import problem_text
from pages._reader import known_name
from pages._session import store, today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.logbook import Row
    from pages._log_pick import View

_COUNT = count()  # every editor has a key of its own


@dataclass(frozen=True)
class Draft:
    """The rows of a view: as they were when somebody began, as the editor was given them, and as they stand now."""

    log: str
    before: tuple[Row, ...]
    shown: tuple[Row, ...]
    now: tuple[Row, ...]
    fresh: frozenset[str]  # keys of rows that the log does not know yet
    key: str  # of the editor

    @property
    def edits(self) -> Edits:
        """What is not saved yet."""
        return edits(self.log, self.before, self.now, fresh=self.fresh)

    @property
    def is_touched(self) -> bool:
        """Whether something is not saved yet, be it typed this very moment."""
        typed = st.session_state.get(self.key) or {}
        return bool(self.edits) or any(typed.values())

    def is_drawn(self) -> bool:
        """Whether its editor was there in the run before, and holds what was typed."""
        return self.key in st.session_state


def draft(view: View, more: Sequence[Row]) -> Draft:
    """Give the rows to edit: fresh from the store, unless somebody is in the middle of it."""
    place = _place(view.place, bool(more))
    found: Draft | None = st.session_state.get(place)
    if found is None or not found.is_touched:
        begun = _begun(view, more)
        # the same rows keep their editor, and with it where the reader was in it
        found = found if found and found.before == begun.before and found.is_drawn() else begun
    elif not found.is_drawn():
        found = replace(found, shown=found.now, key=_key(place))
    st.session_state[place] = found
    return found


def keep(view: View, written: Draft, rows: Sequence[Row], *, more: bool) -> Draft:
    """Keep the rows as they stand now."""
    kept = replace(written, now=tuple(rows))
    st.session_state[_place(view.place, more)] = kept
    return kept


def unsaved(but: Draft) -> set[str]:
    """Name the logs in which something else is not saved yet."""
    drafts = [found for found in st.session_state.values() if isinstance(found, Draft) and found.key != but.key]
    return {found.log for found in drafts if found.key.startswith(_of()) and found.edits}


def discard(view: View, *, more: bool) -> None:
    """Forget what was written."""
    st.session_state.pop(_place(view.place, more), None)


def save(view: View, written: Draft, *, more: bool) -> None:
    """Load what was written as a file of its own; what a colleague changed beside it meanwhile stays."""
    made = written.edits
    rows = up_to_date(store(), view.log, made.rows, written.before)
    said = {"added": len(made.added), "changed": len(made.changed), "taken_out": len(made.taken_out)}
    if load(view.log, rows, *speaks_of(store(), view.log, rows, today()), said):
        discard(view, more=more)
        st.rerun()


def load(log: str, rows: Sequence[Row], first: date, last: date, said: Mapping[str, int | str]) -> bool:
    """Load rows that speak for these days, and remember what to say of it; without rows they say nothing happened."""
    now = datetime.now(UTC)
    try:
        receipt = store().load(
            f"{log}_{now:%Y-%m-%d_%H%M%S}.csv", as_file(log, rows, first, last, now), by=known_name()
        )
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return False
    st.session_state[saved_key()] = (receipt.batch_id, said)
    return True


def saved_key() -> str:
    """Name the place that remembers what this session saved last."""
    return f"log_saved:{store().path}"


def _begun(view: View, more: Sequence[Row]) -> Draft:
    rows = (*view.rows(), *more)
    fresh = frozenset(str(row[key_of(view.log)]) for row in more)
    return Draft(view.log, rows, rows, rows, fresh, _key(_place(view.place, bool(more))))


def _key(place: str) -> str:
    return f"{place}:{next(_COUNT)}"


def _of() -> str:
    return f"log:{store().path}:"


def _place(view: str, more: bool) -> str:
    return f"{_of()}{view}:{more}"
