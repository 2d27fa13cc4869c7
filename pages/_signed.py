"""Who is behind the page that is drawn, and the way out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.access.acting import is_guarded, is_shut, who
from data.access.listed import current
from data.access.people import person_of
from data.errors import AccessListError
from pages._guard_cookie import session_of
from pages._guard_open import KEY, LEAVING, LOG_OUT, go_to
from pages._guard_wanted import base, is_wanted
from pages._parts import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.access.rights import Person
    from kpi.words import Words


def resolve() -> Person | None:
    """Tell who is behind the page whose script runs on this thread; None = nobody, or their session is over.

    It is asked anew each time: a log-out, the end of the session and an edit of the access list hold from the next
    question on, in the middle of a page too, and so they do for a thread that works for them. Raises AccessListError
    when nobody's rights can be told.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    return _behind(st.context.cookies.to_dict())


def _behind(cookies: Mapping[str, str]) -> Person | None:
    session = session_of(cookies)
    return replace(person_of(session.claims, current()), again=partial(_behind, cookies)) if session else None


def is_in() -> bool:
    """Whether whoever looks may see anything at all."""
    try:
        return not is_guarded() or any(who().grants.values())
    except AccessListError:
        return False


def need(say: Words) -> None:
    """Stop a page here that nobody may see, and send its browser to the door, where it is told why.

    A page that runs without the guard before it (`streamlit run pages/frame.py`) stops where there must be one.
    """
    if is_shut() or (not is_guarded() and is_wanted()):
        st.error(say("sign.no_guard"), icon=":material/lock:")
        st.stop()
    if not is_in():
        leave()
        st.stop()


def leave(to: str = "") -> None:
    """Make the browser load Ninety anew: the guard shows it the sign-in page, or whom to ask."""
    if context := get_script_run_ctx():
        context.enqueue(go_to(base() + to))


def account(say: Words) -> None:
    """Say who is signed in, with the way out; where nobody signs in there is nothing to say."""
    if is_guarded():
        st.caption(say("sign.as", who=escape(who().id)))
        if st.button(say("sign.out"), icon=":material/logout:", key="log_out"):
            # not st.logout: the other pages are sent to the door at once, and this one must not turn round on its way
            leave(f"{LOG_OUT}?{urlencode({LEAVING: st.context.headers.get(KEY, '')})}")
            st.stop()
