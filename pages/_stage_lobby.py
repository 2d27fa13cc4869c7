"""Before a meeting: what it will go through, and the two lengths to start it with; and a meeting left running."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data import defaults
from data.access.rights import Right
from data.journal import entries, newest
from data.ledger import day_in
from kpi.alerting.cases import cases
from kpi.alerting.findings import findings
from kpi.deciding.decisions import decision, decisions
from kpi.meeting.agenda import agenda
from kpi.meeting.meeting import LENGTHS, end_forgotten, go_on, start
from pages._may import may
from pages._parts import escape
from pages._reader import ask_name, known_name, remember
from pages._session import journal, newest_full_week, open_page, store, today, words
from pages._stage_clock import wait
from pages._stage_item import heading, level_badge, shown, where
from pages._stage_past import kind_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.alerting.findings import Finding
    from kpi.meeting.meeting import Item, Meeting
    from kpi.snapshot import Snapshot

LISTED = 12


def lobby(taken: Snapshot) -> None:
    """Draw what the meeting about the newest week will go through, on the wall while people sit down."""
    with st.container(key="lobby"):
        wait(newest(store()))
        items = _items(taken)
        st.header(_heading(items, taken), anchor=False)
        _listed(items, taken)
        _begin(taken)
        st.markdown(words()("meeting.about"))


def _heading(items: Sequence[Item], taken: Snapshot) -> str:
    say = words()
    if new := sum(item.subject is not None for item in items):
        return say("meeting.to_discuss", n=new)
    return say(f"meeting.{'nothing_new' if items else 'nothing'}", week=escape(say.week_inline(taken.week)))


def _begin(taken: Snapshot) -> None:
    if not may(Right.DECIDE):
        return
    say = words()
    with st.container(key="lobby_start", horizontal=True, vertical_alignment="bottom"):
        for at, minutes in enumerate(LENGTHS):
            st.button(
                say("meeting.start", n=minutes),
                type="secondary" if at else "primary",
                shortcut=str(minutes)[0],
                key=f"meeting_start_{minutes}",
                on_click=_start,
                args=(taken, minutes),
            )
        remember(ask_name("meeting_by"))


def no_meeting(taken: Snapshot) -> None:
    """Say that no meeting was held about this week, and where the next one is."""
    say, now = words(), newest_full_week()
    st.markdown(say("meeting.none_held", week=escape(say.week_inline(taken.week))))
    if now and st.button(say("meeting.to_week", week=escape(say.week_inline(now))), type="primary", key="go"):
        open_page("meeting", week=now.id)


def left_running(now: Meeting) -> None:
    """Offer to end a meeting that nobody drove for hours, or to go on with it."""
    say = words()
    day = day_in(store().setting("zone") or defaults.ZONE, now.active or now.began)
    st.markdown(say("meeting.left_running", day=say.day(day)))
    if not may(Right.DECIDE):
        return
    with st.container(horizontal=True):
        st.button(say("meeting.end_it"), type="primary", on_click=_end, args=(now,), key="meeting_end_forgotten")
        st.button(say("meeting.go_on"), on_click=_go_on, args=(now,), key="meeting_go_on")


def _items(taken: Snapshot) -> tuple[Item, ...]:
    known = journal()
    return agenda(taken.week, findings(taken), cases(known, today()), decisions(known), today())


def _start(taken: Snapshot, minutes: int) -> None:
    """Begin with what is to be discussed now; the page may have stood there for a while."""
    known = entries(store())
    items = agenda(taken.week, findings(taken), cases(known, today()), decisions(known), today())
    start(store(), taken.week.id, minutes, items, known_name())


def _end(now: Meeting) -> None:
    end_forgotten(store(), now, known_name())


def _go_on(now: Meeting) -> None:
    go_on(store(), now, known_name())


def _listed(items: Sequence[Item], taken: Snapshot) -> None:
    found = findings(taken)
    with st.container(key="lobby_items", gap=None):
        for at, item in enumerate(items[:LISTED], 1):
            _item(at, item, taken, found)
        if len(items) > LISTED:
            st.markdown(words()("meeting.more", n=len(items) - LISTED))


def _item(at: int, item: Item, taken: Snapshot, found: Sequence[Finding]) -> None:
    """Draw a line of the agenda: how bad it is, what it is, and where."""
    mark, name = _back(item.decision) if item.decision is not None else _deviation(item.subject or "", taken, found)
    with st.container(key=f"lobby_item_{at}", horizontal=True, gap="medium"):
        st.markdown(f"{at}", width="content")
        st.markdown(mark, width="content")
        st.markdown(name, width="stretch")


def _back(number: int) -> tuple[str, str]:
    one = decision(journal(), number)
    name = escape(words()("meeting.look_back", action=one.action if one else ""))
    return kind_badge(one) if one else "", name


def _deviation(subject: str, taken: Snapshot, found: Sequence[Finding]) -> tuple[str, str]:
    of = shown(subject, found, None, taken)
    return level_badge(of), f"**{escape(heading(of))}** · {escape(where(of))}"
