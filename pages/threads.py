"""High-risk threads: what needs a person at once, most urgent first, and whether somebody was in time."""

from datetime import timedelta
from math import floor

import streamlit as st

from kpi.periods import Week
from kpi.thread.risk import read_risk
from kpi.thread.threads import PLACES
from kpi.thread.triage import versions
from pages._log_save import outcome
from pages._may import offers
from pages._parts import escape
from pages._reader import ask_name
from pages._receipt import local
from pages._session import brand, newest_full_week, open_page, store, today, week, words
from pages._threads_act import READER, now, told
from pages._threads_card import card, length
from pages._threads_queue import found as read_queue
from pages._threads_queue import in_numbers
from pages._threads_risk import edit_risk, in_words

SPANS = (1, 4, 13)  # weeks
MOST = 12  # cards at once
ENOUGH = 0.8  # of the messages; where fewer can be judged it is said louder

say, moment = words(), now()
chosen = week() or Week.of(today())
newest = newest_full_week()
# the week the review opens with ends on Sunday; what came since waits already
last = today() if newest is None or chosen >= newest else chosen.sunday

st.markdown(f"{escape(in_words(read_risk(store())))} {say('thread.promise')}")
outcome()
told()

with st.container(horizontal=True, vertical_alignment="bottom"):
    span = st.radio(
        say("logbook.span"),
        SPANS,
        SPANS.index(4),
        format_func=lambda n: say("logbook.weeks", n=n),
        horizontal=True,
        key="threads_weeks",
    )
    ask_name(READER)

first = chosen.monday - timedelta(weeks=span - 1)
found, seen = read_queue(first, last, moment), versions(store())
if found.known_until is None and not found.threads:
    st.markdown(say("frame.nothing_yet", brand=escape(brand())) if week() is None else say("thread.no_inbox"))
    if offers("upload") and st.button(say("frame.go_upload"), type="primary", key="go"):
        open_page("upload")
else:
    judged = found.judged
    if found.known_until:
        ends = say.moment(local(found.known_until))
        ago = length(max(moment - found.known_until, timedelta()))
        st.markdown(f":material/schedule: {say('thread.fresh', moment=ends, ago=ago)}")
    counted = in_numbers(found, say.days(first, last))
    known = 1.0
    if judged.untold:
        counts = {"topics": say.whole(judged.no_topic), "labels": say.whole(judged.no_label)}
        known = floor(1000 * (1 - judged.untold / judged.messages)) / 1000  # one of two thousand is not all of them
        counted += " " + say("thread.untold", n=judged.untold, share=say.share(known, 1), **counts)
    if known < ENOUGH:
        st.markdown(f":material/help: {counted}")
    else:
        st.caption(counted)
    places = [place for place in PLACES if place != "perhaps" or found.at(place)]
    place = st.radio(
        say("thread.where"),
        places,
        format_func=lambda name: f"{say(f'thread.place_{name}')} ({say.whole(len(found.at(name)))})",
        horizontal=True,
        key="threads_place",
        label_visibility="collapsed",
    )
    shown = found.at(place)
    if place == "perhaps":
        st.markdown(say("thread.perhaps_help"))
    if not shown:
        st.markdown(f":material/check: {say(f'thread.empty_{place}')}")
    more = f"threads_more_{place}"
    most = MOST * (1 + int(st.session_state.get(more, 0)))
    for thread in shown[:most]:
        card(thread, seen.get(thread.id), moment)
    if len(shown) > most and st.button(say("thread.more", n=len(shown) - most), key="threads_next"):
        st.session_state[more] = int(st.session_state.get(more, 0)) + 1
        st.rerun()
edit_risk()
