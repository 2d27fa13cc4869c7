"""An alert as a case on a page: its state in a word, and the row of buttons that moves it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import streamlit as st

from data.access.rights import Right
from data.errors import CaseError, NotAllowedError
from data.journal import newest
from kpi.alerting.case import ACKNOWLEDGED, CLEARED, HELD, RETURNED, State
from kpi.alerting.case_words import decision_line, doubt, happened, reasons, since, until, whole_name
from kpi.alerting.cases import acknowledge, cases, reopen, resolve, snooze
from kpi.deciding.decisions import decisions
from pages._decide import decide_form
from pages._may import may
from pages._parts import escape, problem_text
from pages._reader import ask_name, known_name, remember
from pages._receipt import local
from pages._session import journal, open_page, reader_name, store, today, words
from pages._snooze import snooze_chosen, snooze_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.elements.lib.mutable_popover_container import PopoverContainer

    from kpi.alerting.cases import Case
    from kpi.deciding.decisions import Decision
    from kpi.snapshot import ScoreRow, Snapshot

STATES: Mapping[State, tuple[str, str]] = {  # colour and shape
    "open": ("orange", "○"),
    "acknowledged": ("blue", "◐"),
    "snoozed": ("gray", "◷"),
    "decided": ("blue", "●"),
    "resolved": ("gray", "✓"),
}
BLIND, GONE = (("gray", "?"), ("gray", "–"))  # nobody can tell whether it holds; it does not any more
LATE = "late_threads"  # what a rule says of it is handled on the page of threads
_PROBLEM, _MOVED = "case_problem", "case_moved"
_NOTE = 200  # characters of a reason


def all_cases() -> tuple[Case, ...]:
    """Read every case, those that want something first; read again when somebody wrote to the journal."""
    return _cases(str(store().path), newest(store()), today().isoformat())


@st.cache_resource(max_entries=8, show_spinner=False)
def _cases(path: str, number: int, day: str) -> tuple[Case, ...]:  # noqa: ARG001 - path and number are the key
    return cases(journal(), date.fromisoformat(day))


def decided() -> dict[int, Decision]:
    """Give every decision by its number."""
    return {one.number: one for one in decisions(journal())}


# -- in words ----------------------------------------------------------------------------------------


def state_word(state: State) -> str:
    """Write a state with its shape."""
    return f"{STATES[state][1]} {words()(f'case.state.{state}')}"


def state_badge(case: Case) -> str:
    """Write the state of a case as badges: word, shape and colour; what is in doubt comes first, and is never open."""
    state = f":{STATES[case.state][0]}-badge[{state_word(case.state)}]"
    if case.state == "resolved" or (case.holds and not case.unjudged):
        return state
    name, (colour, shape) = ("blind", BLIND) if case.unjudged else ("gone", GONE)
    marked = f":{colour}-badge[{shape} {words()(f'case.{name}')}]"
    return marked if case.state == "open" else f"{marked} {state}"


def doubt_line(case: Case) -> None:
    """Say in one sentence why a case is in doubt; nothing where it is not."""
    if said := doubt(case, words()):
        st.markdown(escape(said))


def standing(case: Case) -> str:
    """Say in one line how a case stands: since when, who looks at it, when it comes back, why it is judged anew."""
    say = words()
    seen = case.last_of(ACKNOWLEDGED) if case.state == "acknowledged" else None
    by = say("case.looking", by=escape(seen.written_by or say("case.somebody"))) if seen else ""
    return " · ".join(filter(None, [since(case, say), by, until(case, say), escape(_judged_anew(case))]))


def _judged_anew(case: Case) -> str:
    """Say why it came back, as long as nothing newer was told of it."""
    told = case.last_of(RETURNED, CLEARED, HELD)
    return happened(told, words()) if told is not None and told.kind == RETURNED else ""


def lost_line(case: Case) -> str:
    """Name a case that lost its data, and what took them."""
    say, told = words(), case.last_of(CLEARED)
    why = reasons(told, say) if told else ""
    return whole_name(case.finding, say) + (f" ({why})" if why else "")


def decision_of(case: Case) -> str:
    """Say in one line what was decided about a case last."""
    made = decided().get(case.decisions[-1]) if case.decisions else None
    return escape(decision_line(made, words())) if made else ""


# -- buttons -----------------------------------------------------------------------------------------


def told_problem() -> None:
    """Say once why something could not be done: somebody else was first."""
    st.session_state.pop(_MOVED, None)  # the whole page is being drawn
    if problem := st.session_state.pop(_PROBLEM, None):
        st.warning(problem_text(problem), icon=":material/group:")


def case_foot(case: Case, key: str, taken: Snapshot | None = None, row: ScoreRow | None = None, also: str = "") -> None:
    """Draw how a case stands and, with a snapshot of the newest full week, the buttons beside it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
            st.markdown(state_badge(case), width="content")
            st.caption(" · ".join(filter(None, [standing(case), also])), width="content")
        if taken is not None:
            with st.container(width="content"):
                case_actions(case, key, taken, row)


@st.fragment
def case_actions(case: Case, key: str, snapshot: Snapshot | None = None, row: ScoreRow | None = None) -> None:
    """Draw the buttons of a case: acknowledge, snooze, decide, history. Without a snapshot nothing can be decided."""
    if st.session_state.pop(_MOVED, False):
        st.rerun()  # the cards stand elsewhere now
    say, free = words(), may(Right.DECIDE)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if free and case.may("acknowledge"):
            _acknowledge(case, key)
        if free and case.may("snooze"):
            _snooze(case, key)
        _history(case, key)
        if LATE in case.finding.kpis and st.button(say("case.threads"), key=f"{key}_threads", type="tertiary"):
            open_page("threads")
        if free and case.may("decide") and snapshot is not None:
            # one that waits for a decision calls for it
            kind: Literal["tertiary", "secondary"] = "tertiary" if case.state == "decided" else "secondary"
            if st.button(say("case.decide"), key=f"{key}_decide", type=kind):
                _decide(case, row, snapshot, key)


def _acknowledge(case: Case, key: str) -> None:
    key = f"{key}_ack"
    with _popover("acknowledge", key) as opened:
        if opened.open:
            _who_and_why(key)
            _button("acknowledge", key, lambda said: acknowledge(store(), case.number, today(), said.note, by=said.by))


def _snooze(case: Case, key: str) -> None:
    key = f"{key}_sleep"
    with _popover("snooze", key) as opened:
        if not opened.open:
            return
        snooze_fields(key)
        _who_and_why(key)
        _button("sleep", key, lambda said: _put_off(case, key, said))


def _put_off(case: Case, key: str, said: _Said) -> None:
    until, worse = snooze_chosen(key)
    snooze(store(), case.number, today(), said.note, until=until, until_worse=worse, by=said.by)


def _history(case: Case, key: str) -> None:
    say, key = words(), f"{key}_history"
    with _popover("history", key) as opened:
        if not opened.open:
            return
        made = decided()
        for entry in case.history:
            moment = say.moment(local(entry.written_at))
            st.markdown(f":gray[{moment}]  \n{escape(happened(entry, say, made))}")
        with st.container(horizontal=True):
            if may(Right.DECIDE) and case.may("resolve"):
                _button("resolve", key, lambda said: resolve(store(), case.number, today(), by=said.by))
            if may(Right.DECIDE) and case.may("reopen"):
                _button("reopen", key, lambda said: reopen(store(), case.number, today(), by=said.by))


def _popover(name: str, key: str) -> PopoverContainer:
    """Draw a button that opens; what is in it is drawn when it is open."""
    return st.popover(words()(f"case.{name}"), type="tertiary", key=key, on_change="rerun")


def _who_and_why(key: str) -> None:
    ask_name(f"{key}_by")
    st.text_input(words()("case.note"), max_chars=_NOTE, key=f"{key}_note")


def _button(name: str, key: str, act: Callable[[_Said], object]) -> None:
    """Draw a button that acts before anything is drawn: by then a colleague may have taken the button away."""
    kind: Literal["primary", "secondary"] = "primary" if name in {"acknowledge", "sleep"} else "secondary"
    st.button(words()(f"case.{name}"), type=kind, key=f"{key}_{name}", on_click=_act, args=(key, act))


def _act(key: str, act: Callable[[_Said], object]) -> None:
    """Do it; who comes second is told so on top of the page."""
    typed = " ".join(str(st.session_state.get(f"{key}_by") or "").split())
    said = _Said(reader_name() or typed or known_name(), str(st.session_state.get(f"{key}_note") or ""))
    remember(said.by)
    st.session_state[_MOVED] = True
    try:
        act(said)
    except (CaseError, NotAllowedError) as problem:
        st.session_state[_PROBLEM] = problem


@dataclass(frozen=True)
class _Said:
    """Who acts, and why."""

    by: str | None
    note: str


def _decide(case: Case, row: ScoreRow | None, snapshot: Snapshot, key: str) -> None:
    say = words()

    @st.dialog(say("case.decide"), width="large", icon=":material/gavel:")
    def form() -> None:
        st.markdown(f"**{escape(whole_name(case.finding, say))}**")
        if decide_form(case, row, snapshot, f"{key}_form") is not None:
            st.rerun()

    form()
