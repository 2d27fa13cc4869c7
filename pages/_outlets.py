"""The outlets of notices: on or off, for what, a test, and what became of the last message. No address is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.ledger import moment
from data.outlets import OutletError, mailbox, said
from data.outlets import webhook as hook
from kpi.alerting.notices import FAILED, LEVELS, OUTLETS, choose, chosen, given_up, history, next_try, try_out
from pages._may import may
from pages._notify import notify
from pages._parts import escape
from pages._reader import known_name
from pages._receipt import local
from pages._session import journal, store, words

if TYPE_CHECKING:
    from data.journal import Entry
    from kpi.alerting.notices import Chosen, Outlet

ICONS = {"webhook": ":material/webhook:", "mail": ":material/mail:"}


def outlets() -> None:
    """Draw both outlets side by side."""
    if not may(Right.ADMINISTER):
        return
    say, wanted = words(), chosen(store())
    st.header(say("notice.title"), anchor=False)
    st.markdown(say("notice.about"))
    with st.grid(2, min_column_width=320):
        for outlet in OUTLETS:
            _outlet(outlet, wanted[outlet])
    st.caption(say("notice.privacy"))


def _outlet(outlet: Outlet, wanted: Chosen) -> None:
    say = words()
    with st.container(border=True, height="stretch", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"{ICONS[outlet]} **{say(f'notice.outlet.{outlet}')}**", width="content")
            on = st.toggle(say("notice.on"), wanted.on, key=f"outlet_{outlet}")
        usable = _address(outlet)
        levels = st.pills(
            say("notice.levels"),
            LEVELS,
            selection_mode="multi",
            default=wanted.levels,
            format_func=lambda level: say(f"notice.level.{level}"),
            key=f"outlet_levels_{outlet}",
        )
        if (on, tuple(level for level in LEVELS if level in levels)) != (wanted.on, wanted.levels):
            choose(store(), outlet, on=on, levels=levels, by=known_name())
            st.rerun()
        if st.button(say("notice.send_test"), key=f"outlet_test_{outlet}", icon=":material/send:", disabled=not usable):
            _test(outlet)
        _past(outlet, wanted)


def _address(outlet: Outlet) -> bool:
    """Say where it sends to, as far as that may be shown; whether it can."""
    say = words()
    try:
        host = hook(said()).host if outlet == "webhook" else mailbox(said()).host
    except OutletError as problem:
        if problem.why == "not_set":
            st.caption(say(f"notice.unset_{outlet}"))
        else:
            st.warning(_why(problem.why), icon=":material/error:")
        return False
    st.caption(say(f"notice.set_{outlet}", host=escape(host)))
    return True


def _test(outlet: Outlet) -> None:
    say = words()
    try:
        with st.spinner(say("notice.testing")):
            refused = try_out(store(), outlet)
    except OutletError as problem:
        st.error(_why(problem.why, problem.status), icon=":material/error:")
        return
    st.success(say("notice.test_done" if outlet == "webhook" else "notice.test_done_mail"), icon=":material/check:")
    if refused:
        st.warning(say("notice.refused", n=refused), icon=":material/error:")


def _past(outlet: Outlet, wanted: Chosen) -> None:
    """Say what became of the last message, and offer to try again what failed."""
    say, past = words(), history(journal(), outlet)
    if past.last is None:
        return
    st.caption(_told(past.last))
    lost = given_up(journal(), outlet, wanted)
    waits = next_try(past)
    if lost:
        st.warning(say("notice.given_up", n=len(lost)), icon=":material/error:")
    elif waits and wanted.on and waits > moment(None):
        st.caption(say("notice.next_try", moment=say.moment(local(waits))))
    retriable = wanted.on and past.last.kind == FAILED
    if retriable and st.button(say("notice.retry"), key=f"outlet_retry_{outlet}", icon=":material/refresh:"):
        with st.spinner(say("notice.testing")):
            if thread := notify(again=True):
                thread.join(30)
        st.rerun()


def _told(entry: Entry) -> str:
    say, at = words(), words().moment(local(entry.written_at))
    if entry.kind == FAILED:
        return say("notice.failed_at", moment=at, why=_why(entry.body["why"], entry.body["status"]))
    refused = entry.body["refused"]
    lost = " " + say("notice.refused", n=refused) if refused else ""
    return say("notice.sent_at", moment=at, n=len(entry.body["entries"])) + lost


def _why(why: str, status: int | None = None) -> str:
    return words()(f"notice.why.{why}", status=status or "").replace(" ()", "")
