"""The queue of some days, read once a minute at most: the page is drawn anew on every press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.thread.threads import queue
from pages._session import opened, store, words

if TYPE_CHECKING:
    from datetime import date, datetime

    from kpi.thread.threads import Queue


def found(first: date, last: date, now: datetime) -> Queue:
    """Read the queue as it is now; nothing that somebody writes or uploads is missed."""
    with st.spinner(words()("thread.reading")):
        return _read(str(store().path), store().revision, first, last, now.replace(second=0, microsecond=0))


def in_numbers(of: Queue, days: str) -> str:
    """Say how many messages there are, and how many high-risk threads: those of the log stand in no inbox."""
    say, messages = words(), of.judged.messages
    inbox = sum(thread.in_inbox for thread in of.high)
    log = len(of.high) - inbox
    if not log:
        return say("thread.judged", days=days, n=messages, high=say.whole(inbox))
    both = say("thread.high_both", n=len(of.high), inbox=say.whole(inbox), log=say.whole(log))
    return f"{say('thread.messages', days=days, n=messages)} {both}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(path: str, revision: int, first: date, last: date, minute: datetime) -> Queue:  # noqa: ARG001 - keys
    return queue(opened(path), first, last, minute)
