"""What somebody does with a high-risk thread: take it, answer it, or say that it is none; it goes into the log.

Everything is written when its button is pressed, before the page is drawn anew: by then the card may have moved, and
what the reader saw must be held against what is there now.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from data import defaults
from data.access.rights import Right
from data.errors import NotAllowedError, ThreadError
from kpi.logbook import speaks_of
from kpi.thread.triage import LOG, alone, answered, dismissed, taken, wrong
from pages._log_draft import load
from pages._may import may
from pages._parts import problem_text
from pages._reader import remember
from pages._receipt import local
from pages._session import open_page, store, today, words

if TYPE_CHECKING:
    from kpi.logbook import Row
    from kpi.thread.threads import Thread

READER = "threads_reader"  # key of the field that asks for a name
_TOLD = "threads_told"  # what the last press came to, where it did not end in the log
_WRONG = "threads_wrong"  # the field that cannot be meant so, and why


def now() -> datetime:
    """Tell the moment, in UTC; where NINETY_TODAY sets the day it is nine o'clock."""
    if "NINETY_TODAY" not in os.environ:
        return datetime.now(UTC).replace(tzinfo=None)
    return _utc(datetime.combine(today(), time(9)))


def _utc(moment: datetime) -> datetime:
    zone = ZoneInfo(store().setting("zone") or defaults.ZONE)
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def told() -> None:
    """Say why the last press did nothing, where somebody else was first."""
    if text := st.session_state.pop(_TOLD, None):
        st.warning(text, icon=":material/group:")


# -- the row of buttons ------------------------------------------------------------------------------


def actions(thread: Thread, seen: int | None) -> None:
    """Draw what can be done with a thread; `seen` is the last upload that spoke of it."""
    if not may(Right.DECIDE):
        return
    say, open_ = words(), thread.place in {"triage", "perhaps"}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if open_:
            label = say("thread.take_perhaps" if thread.perhaps else "thread.take")
            st.button(
                label,
                type="primary",
                icon=":material/front_hand:",
                key=f"take_{thread.id}",
                on_click=_take,
                args=(thread, seen),
            )
            _at(thread, seen)
        if thread.place != "done":
            _answer(thread, seen)
        _dismiss(thread, seen)
        if thread.taken and st.button(say("thread.logbook"), type="tertiary", key=f"log_{thread.id}"):
            st.session_state["log"] = LOG
            open_page("logbook")


def _at(thread: Thread, seen: int | None) -> None:
    say, key = words(), f"at_{thread.id}"
    with st.popover(say("thread.take_at")), st.form(f"{key}_form", border=False):
        _when(say("thread.looked_when"), key)
        _wrong(key)
        st.form_submit_button(say("thread.save"), key=f"{key}_save", on_click=_take_at, args=(thread, seen, key))


def _answer(thread: Thread, seen: int | None) -> None:
    say, key = words(), f"answer_{thread.id}"
    with st.popover(say("thread.answered"), icon=":material/reply:"), st.form(f"{key}_form", border=False):
        st.markdown(say("thread.answered_help"))
        _when(say("thread.answered_when"), key)
        _wrong(key)
        st.text_input(say("thread.outcome"), thread.outcome or "", max_chars=200, key=f"{key}_outcome")
        st.form_submit_button(say("thread.save"), key=f"{key}_save", on_click=_answer_at, args=(thread, seen, key))


def _dismiss(thread: Thread, seen: int | None) -> None:
    say, key = words(), f"dismiss_{thread.id}"
    with st.popover(say("thread.dismiss")), st.form(f"{key}_form", border=False):
        st.markdown(say("thread.dismiss_help"))
        st.text_input(say("thread.reason"), max_chars=200, key=f"{key}_reason")
        _wrong(key)
        st.form_submit_button(say("thread.save"), key=f"{key}_save", on_click=_let_go, args=(thread, seen, key))


def _when(label: str, key: str) -> None:
    st.datetime_input(label, local(now()).replace(second=0, microsecond=0), key=key, step=60, format="YYYY-MM-DD")


def _wrong(key: str) -> None:
    """Say under a field why nothing was saved."""
    field, why = st.session_state.get(_WRONG, ("", ""))
    if field == key:
        del st.session_state[_WRONG]
        st.error(words()(f"thread.wrong_{why}"), icon=":material/edit:")


# -- what a press does -------------------------------------------------------------------------------


def _take(thread: Thread, seen: int | None) -> None:
    _keep(thread, seen, taken(store(), thread, now()), "added")


def _take_at(thread: Thread, seen: int | None, key: str) -> None:
    if moment := _typed(thread, key):
        _keep(thread, seen, taken(store(), thread, moment), "added")


def _answer_at(thread: Thread, seen: int | None, key: str) -> None:
    if moment := _typed(thread, key):
        outcome = str(st.session_state[f"{key}_outcome"])
        _keep(thread, seen, answered(store(), thread, moment, outcome), "changed" if thread.taken else "added")


def _let_go(thread: Thread, seen: int | None, key: str) -> None:
    if reason := str(st.session_state[f"{key}_reason"]).strip():
        _keep(thread, seen, dismissed(store(), thread, reason), "taken_out")
    else:
        st.session_state[_WRONG] = (key, "reason")


def _typed(thread: Thread, key: str) -> datetime | None:
    """Read a time that somebody typed, in UTC; say under the field what is wrong with one that cannot be meant."""
    typed: datetime | None = st.session_state[key]
    moment = _utc(typed) if typed else None
    why = wrong(thread, moment, now()) if moment else "missing"
    if why:
        st.session_state[_WRONG] = (key, why)
        return None
    return moment


def _keep(thread: Thread, seen: int | None, row: Row, fate: str) -> None:
    """Load a row of the log as a file of its own, unless somebody else was first."""
    remember(st.session_state.get(READER))
    st.session_state.pop(_WRONG, None)
    try:
        with alone(store(), thread, seen):
            load(LOG, [row], *speaks_of(store(), LOG, [row], today()), {fate: 1})
    except (NotAllowedError, ThreadError) as problem:
        st.session_state[_TOLD] = problem_text(problem)
