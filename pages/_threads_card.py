"""One high-risk thread as a card: where it stands, what was written, both clocks, and what can be done."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from pages._parts import escape, term
from pages._receipt import local
from pages._said import as_said
from pages._session import words
from pages._threads_act import actions

if TYPE_CHECKING:
    from datetime import datetime

    from kpi.thread.threads import Clock, Thread

SHAPES = {
    "late": ":red-badge[▲ ",
    "running": ":orange-badge[◆ ",
    "in_time": ":green-badge[● ",
    "unknown": ":gray-badge[○ ",
}
DAY = 24.0  # hours
LONG = 600  # characters of a message that are shown
AUTHOR = 6  # characters of a code


def card(thread: Thread, seen: int | None, now: datetime) -> None:
    """Draw a thread."""
    with st.container(border=True, gap="small", key=f"thread_{thread.id}"):
        st.markdown(f"{_badge(thread, now)} **{_named(thread)}** · {words().moment(local(thread.received))}")
        if thread.text:
            st.markdown(f"> {escape(_short(as_said(thread.text, thread.day, ('messages',))))}")
        if not thread.perhaps:
            triage, answer = thread.triage(now), thread.answer(now)
            st.markdown(f"{_line('triage', triage, thread)}  \n{_line('answer', answer, thread)}")
        st.caption(" · ".join(_footing(thread)))
        actions(thread, seen)


def _badge(thread: Thread, now: datetime) -> str:
    """Say how a thread stands: word, shape and colour."""
    say = words()
    if thread.perhaps:
        return f":gray-badge[○ {say('thread.perhaps_badge')}]"
    states = [clock.state for clock in (thread.triage(now), thread.answer(now))]
    state = next((one for one in ("late", "running", "unknown") if one in states), "in_time")
    return f"{SHAPES[state]}{say(f'thread.{state}')}]"


def _named(thread: Thread) -> str:
    return " · ".join([escape(term("channel", thread.channel)), escape(thread.topic or words()("thread.no_topic"))])


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[:LONG].rstrip() + "…"


def _line(name: str, clock: Clock, thread: Thread) -> str:
    say = words()
    return f"{say(f'thread.{name}')}: {_clock(clock, 'log' if thread.log_tells else 'inbox')}"


def _clock(clock: Clock, where: str) -> str:
    """Say of a clock whether it was in time, by how much it was not, or why nobody can tell."""
    say, due = words(), words().moment(local(clock.due))
    match clock.state:
        case "in_time":
            return say("thread.clock_in_time", moment=say.moment(local(clock.done or clock.due)), due=due)
        case "late" if clock.done and clock.by:
            return say("thread.clock_late", by=length(clock.by), moment=say.moment(local(clock.done)), due=due)
        case "late" if clock.by:
            return say(f"thread.clock_late_waiting_{where}", by=length(clock.by), due=due)
        case "running":
            return say("thread.clock_running", due=due)
        case _:
            return say("thread.clock_unseen" if clock.done else f"thread.clock_unknown_{where}", due=due)


def length(span: timedelta) -> str:
    """Write a length of time: 45 min, 3.5 h, 2 days."""
    hours, say = span.total_seconds() / 3600, words()
    return say.number(hours, "hours") if hours < 2 * DAY else say.number(hours / DAY, "days")


def _footing(thread: Thread) -> list[str]:
    """List what the judgement stands on: the label, the code of the person, where the file ends."""
    say = words()
    mood = (
        {1: "positive", 0: "neutral", -1: "negative"}.get(thread.sentiment or 0) if thread.sentiment is not None else ""
    )
    told = [say(f"thread.mood_{mood or 'none'}")]
    told += [say("thread.author", code=escape(thread.author[:AUTHOR]))] if thread.author else []
    told += [say("thread.ends", moment=_until(thread.known_until))] if thread.known_until else []
    told += [say("thread.in_log")] if thread.taken else []
    told += [say("thread.told_outcome", outcome=escape(thread.outcome))] if thread.outcome else []
    return told


def _until(moment: datetime) -> str:
    """Write how far something is known: midnight is the end of a day, as a log that speaks of days has it."""
    ends, say = local(moment), words()
    return say.day(ends.date() - timedelta(days=1)) if ends.time() == time() else say.moment(ends)
