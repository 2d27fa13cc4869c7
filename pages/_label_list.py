"""What was labelled: the newest first, each with its way back; and the labels as a file, out and in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.labels import take_back
from kpi.sentiment.label_list import newest
from pages._label_files import files
from pages._label_text import as_shown
from pages._parts import escape, term
from pages._reader import ask_name, known_name, remember
from pages._receipt import local
from pages._said import as_said
from pages._session import store, words

if TYPE_CHECKING:
    from kpi.periods import Week
    from kpi.sentiment.label_list import Listed, Whose

PAGE = 20  # labels; more on asking
LONG = 280  # characters of a text that are shown
MORE = "labels_shown"
WHOSE: tuple[Whose, ...] = ("mine", "everybody")
BADGES = {
    -1: (":red-badge[\u2212 ", "negative"),
    0: (":gray-badge[\u25cb ", "neutral"),
    1: (":green-badge[+ ", "positive"),
    None: (":gray-badge[? ", "cannot"),
}


def every(week: Week) -> None:
    """Draw the labels that count."""
    say = words()
    files(week)
    whose = st.radio(
        say("labels.whose"), WHOSE, format_func=lambda name: say(f"labels.{name}"), horizontal=True, key="labels_whose"
    )
    if whose == "mine" and not known_name():
        remember(ask_name("label_list_by"))
    if whose == "mine" and not known_name():
        st.markdown(say("labels.whose_name"))
        return
    most = int(st.session_state.get(MORE, PAGE))
    found = newest(store(), whose, known_name(), most)
    if not found.total:
        st.markdown(say(f"labels.empty_{whose}"))
    else:
        st.caption(say("labels.counted", n=found.total))
    with st.container(gap="small", key="label_list"):
        for one in found.listed:
            _line(one)
    if found.total > most and st.button(say("labels.more"), key="labels_more"):
        st.session_state[MORE] = most + PAGE
        st.rerun()


def _line(one: Listed) -> None:
    """Draw a label: what the text was called, the text, who did so and when, and the way back."""
    say = words()
    mark, name = BADGES[one.sentiment]
    who = escape(one.by or say("labels.unnamed"))
    where = f"{escape(term('channel', one.channel))} · {say.short_day(one.day)}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"label_{one.number}"):
        with st.container(gap="xxsmall"):
            st.text(_short(as_shown(as_said(one.said, one.day))))  # as markdown an address in it would be a link
            st.markdown(f"{mark}{say(f'labels.{name}')}] :small[{where} · {who}, {say.moment(local(one.at))}]")
        st.button(
            say("labels.take_back"),
            type="tertiary",
            icon=":material/undo:",
            key=f"label_back_{one.number}",
            on_click=_take_back,
            args=(one.number,),
        )


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[:LONG].rstrip() + "…"


def _take_back(number: int) -> None:
    take_back(store(), number, known_name())
