"""The report that is looked at: of the chosen week, its month, or the plan; and what it is taken along as."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.journal import newest
from data.still import still
from kpi.issued import Taken, taken, told
from kpi.paper.edition import Edition
from kpi.paper.forms import make
from kpi.paper.pdf import preview
from kpi.periods import Week
from kpi.reporting.span import last_week
from kpi.snapshot import Snapshot
from pages._session import measured, newest_full_week, opened, plan, store, today, week, weeks
from pages._session import snapshot as of_week

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.paper.forms import Form
    from kpi.reporting.span import Kind

SHARP = 144  # dots per inch of the preview
_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Snapshot: lambda snapshot: (snapshot.fingerprint, snapshot.report),
    Taken: lambda of: (of.snapshot.fingerprint, of.revision, of.journal, of.snapshot.report),
    Edition: repr,
}


def report(kind: Kind) -> Taken | None:
    """Take the report of the chosen week, its month or its plan; None = not one week of it is over."""
    chosen, made = week(), plan()
    assert chosen is not None  # noqa: S101 - the page asked before
    assert made is not None  # noqa: S101
    newest_full = newest_full_week()
    full = [one for one in weeks() if newest_full is not None and one <= newest_full]
    end = last_week(kind, chosen, full, made)
    if end is None:
        return None
    of_week()  # holds every alert against the newest full week first: what that writes counts already
    of = store()
    return _told(str(of.path), of.revision, end.id, today().isoformat(), kind, newest(of))


@st.cache_resource(max_entries=16, show_spinner=False)
def _told(path: str, revision: int, week_id: str, day: str, kind: Kind, number: int) -> Taken:  # noqa: ARG001, PLR0917 - the key
    of, end, seen_on = opened(path), Week.parse(week_id), date.fromisoformat(day)
    with still(of) as seen:
        if seen.revision == revision:
            return told(seen, measured(path, revision, week_id, day), kind, seen_on)
    return taken(of, end, seen_on, kind)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=_KEYS)
def made(form: Form, of: Snapshot, edition: Edition) -> bytes:
    """Make a form once; a second click takes what is there."""
    return make(form, of, edition)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_KEYS)
def drawn(of: Snapshot, edition: Edition) -> list[bytes]:
    """Draw the pages once."""
    return preview(of, edition, ppi=SHARP)
