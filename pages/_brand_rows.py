"""One brand on the page of all brands: its name, how it is filled, and what who administers it can do with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from data import defaults
from data.access.acting import may
from data.access.rights import Right
from data.brand_files import acts
from data.brand_files.belongings import archived, shown_name, weight
from data.errors import DataError
from data.ledger import day_in
from kpi.review import weeks_with_data
from pages._brand_acts import ACTS, DONE, FAILED, ask_delete, done, taken
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._session import brand_name, day_of, open_page, opened, words
from pages._tables import size_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from kpi.periods import Week


def said() -> None:
    """Say once what became of what somebody just did."""
    if told := st.session_state.pop(DONE, None):
        st.success(told, icon=":material/check_circle:")
    problem: DataError | None = st.session_state.pop(FAILED, None)
    if problem is not None:
        st.error(problem_text(problem), icon=":material/block:")


def row(key: str, path: Path) -> None:
    """Draw a brand that is there."""
    say, name = words(), brand_name(key)
    on_view = key == st.session_state.get("brand")
    with st.container(border=True, key=f"of_{key}"):
        about, what = st.columns([3, 2], gap="medium", vertical_alignment="center")
        with about.container(gap="xxsmall"):
            mark = f" :blue-badge[{say('brands.on_view')}]" if on_view else ""
            st.markdown(f"**{escape(name)}**{mark}")
            _state(path)
        with what.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            if st.button(say("brands.open"), key=f"open_{key}"):
                st.query_params.pop("week", None)
                open_page("monday", brand=key)
            if may(Right.ADMINISTER, key):
                _menu(key, path)
        taken(key)


def _menu(key: str, path: Path) -> None:
    """Draw what can be done with a brand; what cannot be taken back is asked again in a window."""
    say = words()
    wanted = st.menu_button(
        say("brands.manage"), list(ACTS), format_func=lambda name: say(f"brands.{name}"), key=f"manage_{key}"
    )
    if wanted:
        ACTS[wanted](key, path)


def _state(path: Path) -> None:
    say = words()
    try:
        parts = _filled(opened(str(path)))
    except DataError as problem:
        st.markdown(f":red[{problem_text(problem)}]")
        return
    st.caption(" · ".join([*parts, size_text(weight(path), say)]))


def _filled(of: Store) -> list[str]:
    """Say how far the data reach, and when something came last."""
    say = words()
    newest, uploaded = filled(str(of.path), of.revision, day_of(of).isoformat())
    week = say("brands.week", week=say.week(newest)) if newest else say("brands.no_week")
    return [week, *([say("brands.upload", day=say.day(uploaded))] if uploaded else [])]


@st.cache_resource(max_entries=500, show_spinner=False)
def filled(path: str, revision: int, day: str) -> tuple[Week | None, date | None]:  # noqa: ARG001 - the revision is the key
    """Find the newest week that is over and has data, and the day of the newest upload in the brand's zone."""
    of = opened(path)
    over = [week for week in weeks_with_data(of) if week.sunday < date.fromisoformat(day)]
    loaded = max((upload.loaded_at for upload in of.uploads() if upload.undone_at is None), default=None)
    return (over[-1] if over else None), day_in(of.setting("zone") or defaults.ZONE, loaded) if loaded else None


def archive() -> None:
    """Draw the archived brands, each for who administers it."""
    say = words()
    mine = [path for path in archived() if may(Right.ADMINISTER, path.stem)]
    if not mine:
        return
    st.header(say("brands.archive"), anchor=False)
    for path in mine:
        _archived(path)


def _archived(path: Path) -> None:
    say, key, name = words(), path.stem, shown_name(path)
    with st.container(border=True, key=f"archived_{key}"):
        about, what = st.columns([3, 2], gap="medium", vertical_alignment="center")
        about.markdown(f"**{escape(name)}** · {size_text(weight(path), say)}")
        with what.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            if st.button(say("brands.back"), key=f"back_{key}", icon=":material/unarchive:"):
                done(lambda: acts.bring_back(key, known_name()), say("brands.back_done", name=escape(name)))
            if st.button(say("brands.delete"), icon=":material/delete:", key=f"delete_archived_{key}"):
                ask_delete(key, name, from_archive=True)
