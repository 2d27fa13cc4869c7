"""An old state of the brand, looked at on the snapshot page: which one, and the banner that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from data.known import Known
from kpi.issued import NoPlanError, Retaken, as_known, issued, retake
from kpi.periods import Week
from pages._asked import Asked, ask, forget
from pages._parts import escape, problem_text
from pages._receipt import local
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kpi.issued import Issued

_CHOSEN, _TAKING = "past_state", "taking_past_state"


@dataclass(frozen=True)
class Choice:
    """An old state somebody asked for: an issued snapshot, or a day."""

    path: str  # of the store: another brand has another past
    number: int | None = None  # of the issued snapshot
    day: date | None = None
    week: str | None = None


def choose(number: int | None = None, day: date | None = None, week: Week | None = None) -> None:
    """Look at an old state from now on."""
    st.session_state[_CHOSEN] = Choice(str(store().path), number, day, week.id if week else None)


def leave() -> None:
    """Look at the present again."""
    st.session_state.pop(_CHOSEN, None)
    forget(_TAKING)


def past() -> Retaken | None:
    """Give the old state that was chosen, under its banner, or stop where there is none yet; None: the present."""
    chosen: Choice | None = st.session_state.get(_CHOSEN)
    if chosen is None or chosen.path != str(store().path):
        return None
    asked = ask(_TAKING, (chosen, store().revision), "issued.making", _maker(chosen))
    if asked is not None:
        _said(asked)
    st.button(words()("issued.back"), key="leave_past", icon=":material/arrow_back:", on_click=leave)
    if asked is None or asked.answer is None:
        st.stop()
    return asked.answer


def _said(asked: Asked[Retaken | None]) -> None:
    if asked.problem is not None:
        st.error(problem_text(asked.problem), icon=":material/block:")
    elif asked.answer is None:
        st.info(words()("issued.no_plan"), icon=":material/history:")
    else:
        _banner(asked.answer)


def _maker(chosen: Choice) -> Callable[[Asked[Retaken | None]], Retaken | None]:
    """Say how an old state is made; what it needs is looked up here, not on the thread."""
    opened = store()
    if chosen.number is not None:
        entry = next(one for one in issued(opened) if one.number == chosen.number)
        return lambda work: retake(opened, entry, work.tell)
    assert chosen.day is not None  # noqa: S101 - a choice is one or the other
    day, zone = chosen.day, opened.setting("zone") or "UTC"
    week = Week.parse(chosen.week) if chosen.week else None

    def make(work: Asked[Retaken | None]) -> Retaken | None:
        try:
            return as_known(opened, Known.on(day, zone), week, day, work.tell)
        except NoPlanError:
            return None

    return make


def _banner(shown: Retaken) -> None:
    say = words()
    if shown.issued is None:
        text = say(
            "issued.banner", day=say.day(shown.day), week=say.week_inline(shown.snapshot.week), plan=shown.plan_version
        )
        st.warning(text, icon=":material/history:")
    elif shown.is_original:
        text = say("issued.original", **named(shown.issued), fingerprint=shown.issued.fingerprint)
        st.info(text, icon=":material/history:")
    else:
        prints = {"then": shown.issued.fingerprint, "now": shown.snapshot.fingerprint}
        st.warning(say("issued.otherwise", **named(shown.issued), **prints), icon=":material/history:")
    if shown.redefined:
        kpis = ", ".join(say(f"kpi.{name}") if say.has(f"kpi.{name}") else name for name in shown.redefined)
        st.caption(say("issued.redefined", kpis=escape(kpis)))
    if not shown.is_original:
        st.caption(say("issued.unrecorded"))


def named(entry: Issued) -> dict[str, str]:
    """Say which snapshot was issued, when and by whom."""
    say = words()
    return {
        "week": say.week(Week.parse(entry.week)),
        "moment": say.moment(local(entry.issued_at)),
        "by": escape(entry.issued_by or say("issued.nobody")),
    }
