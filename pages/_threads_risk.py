"""What is high-risk, to edit on the page: topics with their words, and the sentiment that makes one urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from babel.lists import format_list

from data.access.rights import Right
from kpi.thread.risk import MOODS, default_risk, read_risk, save_risk, typed, written
from pages._may import may
from pages._reader import known_name, remember
from pages._session import store, words
from pages._threads_act import READER

if TYPE_CHECKING:
    from kpi.thread.risk import Mood, Risk

COLUMNS = ("name", "words")


def in_words(risk: Risk) -> str:
    """Say in a sentence what is high-risk."""
    say = words()
    topics = format_list([_named(topic.name) for topic in risk.topics], "or", locale=say.locale)
    return say("thread.rule", topics=topics, mood=say(f"thread.mood_is_{risk.sentiment}"))


def edit_risk() -> None:
    """Draw the topics and the sentiment for editing."""
    if not may(Right.DEFINE):
        return
    say, held = words(), read_risk(store())
    with st.expander(say("thread.risk_title"), icon=":material/tune:"):
        st.markdown(say("thread.risk_help"))
        mood: Mood = st.radio(
            say("thread.risk_mood"),
            MOODS,
            MOODS.index(held.sentiment),
            format_func=lambda name: say(f"thread.mood_is_{name}"),
            key=f"risk_mood_{store().revision}",
        )
        table = pd.DataFrame([(_named(one.name), written(one)) for one in held.topics], columns=COLUMNS, dtype="object")
        edited = st.data_editor(
            table,
            key=f"risk_topics_{store().revision}",
            num_rows="dynamic",
            hide_index=True,
            column_config={
                "name": st.column_config.TextColumn(say("thread.risk_topic"), width="small"),
                "words": st.column_config.TextColumn(say("thread.risk_words"), width="large"),
            },
            alt=say("thread.risk_title"),
            height="content",
            placeholder="",
        )
        _saving(held, _asked(mood, edited))


def _asked(mood: Mood, edited: pd.DataFrame) -> Risk | None:
    """Read the table as it stands; a declared topic keeps its own name in every language."""
    declared = {_named(topic.name): topic.name for topic in default_risk(store()).topics}
    lines = edited.astype(object).where(edited.notna(), "").to_dict("records")
    return typed(mood, [(declared.get(str(line["name"]), str(line["name"])), str(line["words"])) for line in lines])


def _saving(held: Risk, asked: Risk | None) -> None:
    say = words()
    if asked is None:
        st.warning(say("thread.risk_wrong"), icon=":material/edit:")
    with st.container(horizontal=True):
        changed = asked is not None and asked != held
        if st.button(say("thread.risk_save"), type="primary", disabled=not changed, key="risk_save") and asked:
            _keep(asked)
        default = default_risk(store())
        if held != default and st.button(say("thread.risk_default"), key="risk_default"):
            _keep(default)


def _keep(risk: Risk) -> None:
    remember(st.session_state.get(READER))
    save_risk(store(), risk, known_name())
    st.rerun()


def _named(name: str) -> str:
    say = words()
    return say(f"thread.topic_{name}") if say.has(f"thread.topic_{name}") else name
