"""The stage of a running meeting: one thing at a time, large, with the clock above it and the keys below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from data.journal import newest
from kpi.alerting.cases import cases
from kpi.alerting.findings import findings
from kpi.deciding.decisions import decision
from pages._parts import escape
from pages._session import journal, store, today, words
from pages._stage_clock import clock
from pages._stage_forms import About, close_form, draw_form, opened
from pages._stage_item import heading, show_item, shown
from pages._stage_keys import keys
from pages._stage_past import row_for, show_past
from pages._stage_summary import summary

if TYPE_CHECKING:
    from kpi.deciding.decisions import Decision
    from kpi.meeting.meeting import Meeting
    from kpi.snapshot import Snapshot
    from pages._stage_item import Shown

STYLE = Path(__file__).with_name("meeting.css")


def stage(now: Meeting, taken: Snapshot) -> None:
    """Draw where the meeting stands; a form that is open here keeps the item it is about."""
    form = opened()
    if form and form.seen.number != now.number:
        close_form()
        form = None
    at = form.seen if form else now
    of, past = _shown(at, taken), _past(at)
    with st.container(key="stage"):
        bar, body = st.container(), st.container()
        # the keys first: whoever sees an item has the keys of that item under her fingers, not those of the last one
        with st.container(key="stage_keys", horizontal=True, gap="small", vertical_alignment="center"):
            keys(now, past, of.case if of else None)
        with bar:
            _bar(at, now, taken)
        with body:
            _body(at, of, past, taken)
    if form:
        draw_form(form, _about(of, past, taken), taken)


def _body(at: Meeting, of: Shown | None, past: Decision | None, taken: Snapshot) -> None:
    if at.item is None:
        st.header(words()("meeting.through"), anchor=False)
        summary(taken)
    elif past is not None:
        show_past(past, taken)
    elif of is not None:
        _settled(of)
        show_item(of, taken)


def _past(at: Meeting) -> Decision | None:
    """Look up the decision that the meeting looks back at."""
    return decision(journal(), at.item.decision) if at.item and at.item.decision is not None else None


def _shown(at: Meeting, taken: Snapshot) -> Shown | None:
    """Look up the deviation that the meeting stands at."""
    if at.item is None or at.item.subject is None:
        return None
    subject, known = at.item.subject, cases(journal(), today())
    newest_first = sorted(known, key=lambda case: -case.number)
    case = next((one for one in newest_first if one.subject == subject), None)
    return shown(subject, findings(taken), case, taken)


def _bar(at: Meeting, now: Meeting, taken: Snapshot) -> None:
    say = words()
    with st.container(key="stage_bar", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        place = say("meeting.at", at=say.whole(at.at + 1), total=say.whole(len(at.order))) if at.item else ""
        told = [f"**{place}**"] if place else []
        st.markdown(" · ".join([*told, escape(taken.brand), escape(say.week(taken.week))]), width="content")
        with st.container(key="stage_clock", width="content", gap=None, horizontal_alignment="right"):
            clock(now, newest(store()))


def _settled(of: Shown) -> None:
    """Say what was decided about it, or until when it is put off."""
    say, case = words(), of.case
    if case is None or case.state not in {"decided", "snoozed"}:
        return
    if case.state == "snoozed" and case.snoozed_until:
        key = "put_off_worse" if case.until_worse else "put_off"
        st.success(say(f"meeting.{key}", day=say.day(case.snoozed_until)), icon=":material/snooze:")
    elif case.decisions and (one := decision(journal(), case.decisions[-1])):
        told = {"kind": say(f"decision.kind.{one.kind}"), "action": escape(one.action), "owner": escape(one.owner)}
        st.success(say("meeting.decided", **told), icon=":material/gavel:")


def _about(of: Shown | None, past: Decision | None, taken: Snapshot) -> About:
    if past is not None:
        return About(past.action, None, row_for(past, taken), past)
    return About(heading(of), of.case, of.row) if of else About("", None, None)
