"""An old state of the brand, looked at on the snapshot page: which one, and the banner that says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import KeptError
from data.known import Known
from kpi.issued import Issued, NoPlanError, Retaken, as_known, issued, proved, reopen, retake
from kpi.periods import Week
from kpi.reporting.span import month_of
from pages._asked import Asked, ask, forget
from pages._parts import escape, problem_text
from pages._receipt import local
from pages._session import opened, store, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

_CHOSEN, _TAKING = "past_state", "taking_past_state"


@dataclass(frozen=True)
class Choice:
    """An old state somebody asked for: an issued snapshot, or a day."""

    path: str  # of the store: another brand has another past
    number: int | None = None  # of the issued snapshot
    day: date | None = None
    week: str | None = None
    again: bool = False  # take what was issued again from the files of then, though it is kept


def choose(
    number: int | None = None, day: date | None = None, week: Week | None = None, *, again: bool = False
) -> None:
    """Look at an old state from now on."""
    st.session_state[_CHOSEN] = Choice(str(store().path), number, day, week.id if week else None, again)


def leave() -> None:
    """Look at the present again."""
    st.session_state.pop(_CHOSEN, None)
    forget(_TAKING)


def past() -> Retaken | None:
    """Give the old state that was chosen, under its banner, or stop where there is none yet; None: the present."""
    chosen: Choice | None = st.session_state.get(_CHOSEN)
    if chosen is None or chosen.path != str(store().path):
        return None
    entry = _entry(chosen)
    if chosen.number is not None and entry is None:  # of a store that was made anew meanwhile
        leave()
        return None
    old = _kept(chosen, entry)
    if old is None:
        asked = ask(_TAKING, (chosen, store().revision), "issued.making", _maker(chosen, entry))
        if asked is not None:
            _said(asked)
        old = asked.answer if asked is not None else None
    else:
        _banner(old)
    _ways(chosen, old)
    if old is None:
        st.stop()
    return old


def _entry(chosen: Choice) -> Issued | None:
    return next((one for one in issued(store()) if one.number == chosen.number), None)


def _kept(chosen: Choice, entry: Issued | None) -> Retaken | None:
    """Open what was issued as it is kept; None: it is to be taken again, because somebody asked or nothing is left."""
    if entry is None or chosen.again:
        return None
    try:
        return _reopened(chosen.path, entry)
    except KeptError as lost:
        st.warning(problem_text(lost), icon=":material/heart_broken:")
        return None


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Issued: repr})
def _reopened(path: str, entry: Issued) -> Retaken | None:
    """Read what was kept once; where a part of it is lost it is looked for again, as it may have been put back."""
    found = reopen(opened(path), entry)
    if found is not None and found.lost is not None:
        _reopened.clear()
    return found


def _ways(chosen: Choice, old: Retaken | None) -> None:
    """Offer the way back, and to what proves it."""
    say = words()
    with st.container(horizontal=True):
        st.button(say("issued.back"), key="leave_past", icon=":material/arrow_back:", on_click=leave)
        if old is not None and old.issued is not None and old.same is None:
            prove = partial(choose, chosen.number, again=True)
            st.button(say("issued.again"), key="prove", icon=":material/history:", on_click=prove)


def _said(asked: Asked[Retaken | None]) -> None:
    if asked.problem is not None:
        st.error(problem_text(asked.problem), icon=":material/block:")
    elif asked.answer is None:
        st.info(words()("issued.no_plan"), icon=":material/history:")
    else:
        _banner(asked.answer)


def _maker(chosen: Choice, entry: Issued | None) -> Callable[[Asked[Retaken | None]], Retaken | None]:
    """Say how an old state is made; what it needs is looked up here, not on the thread."""
    of = store()
    if entry is not None:
        return lambda work: proved(retake(of, entry, work.tell))
    assert chosen.day is not None  # noqa: S101 - a choice is one or the other
    day, zone = chosen.day, of.setting("zone") or "UTC"
    week = Week.parse(chosen.week) if chosen.week else None

    def make(work: Asked[Retaken | None]) -> Retaken | None:
        try:
            return as_known(of, Known.on(day, zone), week, day, work.tell)
        except NoPlanError:
            return None

    return make


def _banner(shown: Retaken) -> None:
    say = words()
    if shown.issued is None:
        week = say.week_inline(shown.snapshot.week)
        text = say("issued.banner", day=say.day(shown.day), week=week, plan=shown.plan_version)
        st.warning(text, icon=":material/history:")
    elif shown.is_original:
        told = named(shown.issued) | {"fingerprint": shown.issued.fingerprint}
        st.info(say(_KEPT_AS[shown.same if shown.issued.content else "old"], **told), icon=":material/history:")
    else:
        prints = {"then": shown.issued.fingerprint, "now": shown.snapshot.fingerprint}
        st.warning(say("issued.otherwise", **named(shown.issued), **prints), icon=":material/history:")
    if shown.lost is not None:
        st.warning(problem_text(shown.lost), icon=":material/heart_broken:")
    if shown.redefined:
        kpis = ", ".join(say(f"kpi.{name}") if say.has(f"kpi.{name}") else name for name in shown.redefined)
        st.caption(say("issued.redefined", kpis=escape(kpis)))
    if not shown.is_original:
        st.caption(say("issued.unrecorded"))


_KEPT_AS = {
    None: "issued.kept",
    "bytes": "issued.same_bytes",
    "values": "issued.same_values",
    "old": "issued.original",  # it left before bytes were recorded
}


def named(entry: Issued) -> dict[str, str]:
    """Say which report was issued, when and by whom."""
    say = words()
    return {
        "week": about(entry),
        "moment": say.moment(local(entry.issued_at)),
        "by": escape(entry.issued_by or say("issued.nobody")),
    }


def about(entry: Issued) -> str:
    """Name what a report is about: a week, a month or the plan, up to its last week."""
    say, week = words(), Week.parse(entry.week)
    if entry.kind in {None, "week"}:
        return say.week(week)
    report = say.month(month_of(week)) if entry.kind == "month" else say("report.kind.plan")
    return say("issued.up_to", report=report, week=say.week_inline(week))
