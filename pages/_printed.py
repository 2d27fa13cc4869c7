"""The report that is looked at: of the chosen week, its month, or the plan; and what it is taken along as."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.journal import newest
from data.still import still
from kpi.issued import Taken, taken, told
from kpi.paper.edition import Edition
from kpi.paper.forms import make
from kpi.paper.pdf import preview
from kpi.periods import Week
from kpi.reporting.ending import ending
from kpi.reporting.span import KINDS
from kpi.snapshot import Snapshot
from pages._ahead import ahead
from pages._session import measured, opened, plan, store, today, week
from pages._session import snapshot as of_week

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.paper.forms import Form
    from kpi.plan import Plan
    from kpi.reporting.span import Kind

SHARP = 144  # dots per inch of the preview
_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Snapshot: lambda snapshot: (snapshot.fingerprint, snapshot.report),
    Taken: lambda of: (of.snapshot.fingerprint, of.revision, of.journal, of.snapshot.report),
    Edition: repr,
}


def report(kind: Kind) -> Taken | None:
    """Take the report of the chosen week, its month or its plan; None = not one week of it is over."""
    of_week()  # holds every alert against the newest full week first: what that writes counts already
    asked = _asked(kind)
    return _told(*asked) if asked else None


def report_ahead(but: Kind) -> None:
    """Take the other reports while this one is read: who asks for them next does not wait."""
    asked = [found for kind in KINDS if kind != but and (found := _asked(kind))]
    ahead({one: partial(_told, *one) for one in asked})


def _asked(kind: Kind) -> tuple[str, int, str, str, Kind, int] | None:
    """Name all that a report hangs on."""
    chosen, made = week(), plan()
    assert chosen is not None  # noqa: S101 - the page asked before
    assert made is not None  # noqa: S101
    of, day = store(), today().isoformat()
    end = _end(str(of.path), of.revision, day, kind, chosen.id, made)
    return (str(of.path), of.revision, end.id, day, kind, newest(of)) if end else None


@st.cache_data(max_entries=64, show_spinner=False)
def _end(path: str, revision: int, day: str, kind: Kind, chosen: str, _plan: Plan) -> Week | None:  # noqa: ARG001 - the key
    return ending(opened(path), _plan, date.fromisoformat(day), kind, Week.parse(chosen))


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
