"""The log of decisions: what is open by the day it is due, then all of them, to search and to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

import streamlit as st

from data.access.rights import Right
from kpi.deciding.decision_log import Sought, find, kpi_name, open_first, owners
from kpi.deciding.decisions import KINDS, State, decisions
from pages._decide import decide_form
from pages._decision_card import card, closing, state_text
from pages._decision_exports import exports
from pages._may import may
from pages._outcomes import outcomes_now
from pages._parts import escape, term
from pages._session import journal, plan, today, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.deciding.decisions import Decision, Kind
    from kpi.snapshot import Snapshot

PAGE = 10  # decisions; more on asking
FIELD = 170  # pixels
MORE = "decisions_shown"


def _new(snapshot: Snapshot, *, expanded: bool) -> None:
    with st.expander(words()("decision.new"), icon=":material/add:", expanded=expanded):
        if kept := decide_form(None, None, snapshot, "new_decision"):
            st.session_state["decision_kept"] = kept.number
            st.rerun()


def log(snapshot: Snapshot) -> None:
    """Draw the log."""
    say, decided = words(), decisions(journal())
    if may(Right.DECIDE):
        _new(snapshot, expanded=not decided)
    _kept(decided)
    if not decided:
        st.markdown(say("decision.empty"))
        return
    _open(decided)
    st.header(say("decision.log"), anchor=False)
    shown = find(decided, _sought(decided), plan(), today(), say)
    outcomes = outcomes_now()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(say("decision.n_found", n=len(shown)), width="content")
        exports(shown, outcomes)
    if not shown:
        st.markdown(say("decision.none_found"))
    most = st.session_state.get(MORE, PAGE)
    for one in shown[:most]:
        card(one, outcomes.get(one.number), snapshot)
    if len(shown) > most and st.button(say("decision.more"), key="more_decisions"):
        st.session_state[MORE] = most + PAGE
        st.rerun()


def _kept(decided: Sequence[Decision]) -> None:
    """Say once what was just kept."""
    number = st.session_state.pop("decision_kept", None)
    for one in (one for one in decided if one.number == number):
        said = words()("decision.kept", kind=words()(f"decision.kind.{one.kind}"), action=escape(one.action))
        st.success(said, icon=":material/check_circle:")


def _open(decided: Sequence[Decision]) -> None:
    """Draw the actions that wait, the most urgent first: a line each."""
    say, waiting = words(), open_first(decided)
    overdue = sum(one.state(today()) == "overdue" for one in waiting)
    st.header(say("decision.open_actions"), anchor=False)
    if not waiting:
        st.markdown(say("decision.nothing_open"))
        return
    counted = [say("decision.n_open", n=len(waiting)), *([say("decision.n_overdue", n=overdue)] if overdue else [])]
    st.caption(" · ".join(counted))
    for one in waiting:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = f"{state_text(one)} **{escape(one.action)}** · {escape(one.owner)}"
            st.markdown(f"{told} · {escape(kpi_name(one, plan(), say))}", width="stretch")
            closing(one, "open")


# -- looking for some --------------------------------------------------------------------------------


def _sought(decided: Sequence[Decision]) -> Sought:
    say = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        example = say("decision.search_example")
        typed = st.text_input(say("decision.search"), key="seek_words", placeholder=example, width=260)
        kind = _choice("kind", KINDS, lambda name: say(f"decision.kind.{name}"))
        owner = _choice("owner", owners(decided), str)
        kpi = _choice("kpi", sorted({one.kpi for one in decided}), lambda name: term("kpi", name))
        state = _choice("state", get_args(State), lambda name: say(f"decision.state.{name}"))
    return Sought(typed, cast("Kind | None", kind), owner, kpi, cast("State | None", state))


def _choice(name: str, options: Sequence[str], show: Callable[[str], str]) -> str | None:
    say = words()
    label, every = say(f"decision.{name}_filter"), say("decision.all")
    chosen: str = st.selectbox(
        label, ["", *options], format_func=lambda one: show(one) if one else every, key=f"seek_{name}", width=FIELD
    )
    return chosen or None  # a choice of None would get a cross to clear it
