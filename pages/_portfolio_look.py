"""Review every brand somebody may see, on a thread; what was reviewed is kept until the brand or the day changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from data.access.acting import require
from data.access.rights import Right
from data.brand_files.belongings import shown_name
from data.crash import logged
from data.errors import DataError, NotAllowedError
from data.journal import entries
from kpi.plan import plan_in_force
from kpi.portfolio import Standing, reviewed, waiting
from kpi.review import weeks_with_data
from pages._job import Job
from pages._session import day_of, newest_review, opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.store import Store

_LOOK = "portfolio_look"


class Look:
    """One look at all brands, from the moment somebody opens the page."""

    def __init__(self, brands: Mapping[str, Path]) -> None:
        self.brands = dict(brands)
        self.found: list[Standing] = []
        self.job = Job("portfolio.looking", self._run)

    def _run(self, job: Job) -> None:
        for number, (key, path) in enumerate(self.brands.items(), 1):
            if job.cancel.is_set():
                return
            job.begin(number, len(self.brands), key)
            self.found.append(standing(key, path))


def look(brands: Mapping[str, Path]) -> Look:
    """Give the look that goes on for these brands, or begin one."""
    going: Look | None = st.session_state.get(_LOOK)
    if going is None or going.brands != dict(brands):
        if going is not None:
            going.job.cancel.set()
        going = st.session_state[_LOOK] = Look(brands)
    return going


def looked() -> None:
    """Let the next visit look anew: what has not changed since costs nothing."""
    st.session_state.pop(_LOOK, None)


def standing(key: str, path: Path) -> Standing:
    """Say how one brand stands; what is wrong with it, or with us, stays with it."""
    name = key
    try:
        require(Right.VIEW, key)
        of = opened(str(path))
        name = of.setting("brand") or key
        return _standing(key, name, of)
    except NotAllowedError as problem:
        return Standing(key, key, problem=problem)
    except DataError as problem:
        return Standing(key, shown_name(path), problem=problem)
    except Exception as crash:  # noqa: BLE001 - the other brands are shown all the same
        return Standing(key, name, lacks="crash", number=logged("crash", crash))


def _standing(key: str, name: str, of: Store) -> Standing:
    day = day_of(of)
    if (body := of.plan()) is None:
        return Standing(key, name, lacks="no_plan" if weeks_with_data(of) else "nothing_yet")
    if plan_in_force(body) is None:
        return Standing(key, name, lacks="unread_plan")
    found = _reviewed(key, name, str(of.path), of.revision, day.isoformat())
    return waiting(found, entries(of), day) if found else Standing(key, name, lacks="nothing_yet")


@st.cache_resource(max_entries=500, show_spinner=False)
def _reviewed(key: str, name: str, path: str, revision: int, day: str) -> Standing | None:  # noqa: ARG001 - the key
    of = opened(path)
    body, snapshot = of.plan(), newest_review(of)
    plan = plan_in_force(body) if body else None
    return reviewed(key, name, snapshot, plan, date.fromisoformat(day)) if snapshot and plan else None
