"""The end of a round: what was done, what it came to, and the ways on. Only here the answers are counted.

Before the end nothing is said of how they fall: who knows that she was mild so far would be stricter with the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._label_known import standing, told, waiting
from pages._label_round import again, begin, put_away
from pages._label_stage import frame_name
from pages._parts import escape
from pages._scorer_job import keep_up_by_itself
from pages._session import open_page, words
from pages._stage_clock import minutes_and_seconds

if TYPE_CHECKING:
    from pages._label_round import Round

CALLED = ((-1, "negative"), (0, "neutral"), (1, "positive"), (None, "cannot"))


def after(now: Round) -> None:
    """Draw what a round came to."""
    say, kept = words(), now.kept
    with st.container(key="label_end"):
        st.header(say("labels.done", n=len(kept)) if kept else say("labels.nothing"), anchor=False)
        took = say("labels.took", time=minutes_and_seconds(now.took))
        st.caption(" · ".join([escape(frame_name(now.frame)), *([took] if kept else [])]))
        if kept:
            _called(now)
            _estimate(now)
        _left(now)
        keep_up_by_itself()
        _ways_on(now)


def _called(now: Round) -> None:
    """Count the answers of the round."""
    say, kept = words(), now.kept
    st.markdown(f"**{say('labels.you_called')}**")
    with st.container(horizontal=True, key="label_called"):
        for sentiment, name in CALLED:
            n = sum(one.sentiment == sentiment for one in kept)
            share = say.share(n / len(kept))
            st.metric(say(f"labels.{name}"), say.whole(n), share, delta_color="off", delta_arrow="off", border=True)


def _estimate(now: Round) -> None:
    """Say what is known of the week by now: of the frame that was drawn from."""
    say, found = words(), told(now.frame)
    st.markdown(f"**{say('labels.estimate')}**")
    if found is None or found.estimate is None:
        st.markdown(say("labels.no_estimate"))
        return
    one = found.estimate
    value, low, high = (say.number(100 * end, "points") for end in (one.value, one.low, one.high))
    with st.container(border=True, key="label_estimate"):
        figure, sentence = st.columns([1, 3], vertical_alignment="center")
        figure.metric(say("kpi.net_sentiment"), value)
        figure.caption(escape(say("sentiment.interval", low=low, high=high)))
        counts = {"labels": say("labels.counted", n=one.labels), "texts": say("labels.of_texts", n=one.texts)}
        sentence.markdown(say("labels.estimated", low=low, high=high, **counts))


def _left(now: Round) -> None:
    """Say what was lost or left, where anything was."""
    say = words()
    if gone := len(now.answers) - len(now.kept):
        st.markdown(f":material/info: {say('labels.gone', n=gone)}")
    if left := len(now.texts) - len(now.answers):
        st.markdown(f":material/pause: {say('labels.stopped', n=left)}")
    if missing := standing(now.frame).missing:
        st.markdown(f":material/low_priority: {say('labels.waits', n=missing)}")


def _ways_on(now: Round) -> None:
    say = words()
    with st.container(horizontal=True, key="label_ways"):
        if n := waiting(now.frame):
            label = say("labels.start", n=n)
            st.button(label, type="primary", shortcut="Enter", key="label_more", on_click=_more, args=(now,))
        if st.button(say("labels.go_sentiment"), icon=":material/mood:", key="label_to_sentiment"):
            put_away()
            open_page("sentiment")
        if now.answers:
            st.button(say("labels.again"), shortcut="U", key="label_again", on_click=again, args=(now,))
        st.button(say("labels.finish"), key="label_finish", on_click=put_away)


def _more(now: Round) -> None:
    """Hand out the next texts; where others have them all, the start says so."""
    put_away()
    if begin(now.frame) is None:
        st.session_state["label_others"] = True
