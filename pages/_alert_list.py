"""The list of all alerts: what it is narrowed to, and each with its state, its history and its buttons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import streamlit as st

from kpi.alerting.case import State
from kpi.alerting.case_words import family_of, whole_name
from kpi.alerting.findings import WORST_FIRST, Level
from kpi.snapshot import EVERYWHERE
from pages import _session
from pages._cases import case_foot, decision_of, doubt_line, state_word
from pages._parts import badge, escape, term
from pages._session import open_page, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.alerting.cases import Case
    from kpi.snapshot import ScoreRow, Snapshot

SHOWN = 25  # at once; the others wait behind a button
STATES: tuple[State, ...] = get_args(State)
Sieve = Literal["state", "level", "channel", "kpi"]
Option = TypeVar("Option", bound=str)


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; None = all."""

    state: State | None = None
    level: Level | None = None
    channel: str | None = None
    kpi: str | None = None

    def takes(self, case: Case) -> bool:
        """Whether a case is listed."""
        wanted = (self.state, self.level, self.channel)
        has = (case.state, case.finding.level, case.finding.channel)
        fits = all(one is None or one == other for one, other in zip(wanted, has, strict=True))
        return fits and self.kpi in {None, *case.finding.kpis}


def no_alerts() -> None:
    """Say what will stand here."""
    say = words()
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f":material/notifications_none: **{say('alerts.none')}**", width="content")
        st.markdown(say("alerts.none_why"))
        if "rules" in _session.FILES and st.button(say("alerts.none_go"), icon=":material/rule:", key="to_rules"):
            open_page("rules")


def alert_list(found: Sequence[Case]) -> None:
    """Draw the choice, the count of each state, and the cases that fit."""
    say = words()
    counted = Counter(case.state for case in found)
    st.caption(" · ".join(say(f"alerts.count.{state}", n=counted[state]) for state in STATES))
    chosen = _choose(found)
    fitting = [case for case in found if chosen.takes(case)]
    if not fitting:
        st.markdown(say("alerts.nothing_left"))
    taken = _session.newest_review(_session.store())  # whatever week is looked at elsewhere: this is the list of today
    many = st.session_state.get("alerts_shown", SHOWN)
    for case in fitting[:many]:
        _card(case, taken)
    if (more := len(fitting) - many) > 0:
        st.button(say("alerts.more", n=min(more, SHOWN)), key="alerts_more", on_click=_show_more, args=(many,))


def _show_more(many: int) -> None:
    st.session_state["alerts_shown"] = many + SHOWN


def _choose(found: Sequence[Case]) -> Chosen:
    levels = {case.finding.level: family_of(case.finding) for case in found}
    channels = sorted({case.finding.channel for case in found})
    kpis = sorted({kpi for case in found for kpi in case.finding.kpis})
    with st.container(horizontal=True):
        return Chosen(
            _pick("state", [state for state in STATES if any(case.state == state for case in found)], state_word),
            _pick("level", [one for one in WORST_FIRST if one in levels], lambda one: term(levels[one], one)),
            _pick("channel", channels, _place),
            _pick("kpi", kpis, lambda name: term("kpi", name)),
        )


def _pick(name: Sieve, options: Sequence[Option], show: Callable[[Option], str]) -> Option | None:
    say = words()
    return st.selectbox(
        say(f"alerts.{name}"),
        options,
        index=None,
        placeholder=say("alerts.all"),
        format_func=show,
        key=f"alerts_{name}",
        width=165,
    )


def _place(channel: str) -> str:
    return words()("headline.brand") if channel == EVERYWHERE else term("channel", channel)


def _card(case: Case, taken: Snapshot | None) -> None:
    say, finding = words(), case.finding
    with st.container(border=True, gap="xxsmall"):
        name = escape(whole_name(finding, say))
        st.markdown(f"{badge(family_of(finding), finding.level)} **{name}**")
        if decision := decision_of(case):
            st.markdown(decision)
        doubt_line(case)
        case_foot(case, f"case_{case.number}", taken, _row(case, taken), " · ".join(_told(case)))


def _told(case: Case) -> list[str]:
    say = words()
    newest = _session.newest_full_week()
    last = [say("alerts.last", week=say.week_inline(case.last))] if newest and case.last < newest else []
    owner = [escape(case.finding.owner)] if case.finding.owner else []
    return [*last, say("alerts.fired", n=case.fired), *owner]


def _row(case: Case, taken: Snapshot | None) -> ScoreRow | None:
    rows = taken.rows if taken else ()
    return next((row for row in rows if row.plan.id == case.finding.row), None)
