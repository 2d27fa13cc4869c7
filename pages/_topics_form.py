"""The form of one topic: its names, and its words by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.sentiment.topics import EVERY, LANGUAGES, Topic, typed
from pages._parts import term
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 122  # pixels of a list of words: four lines
NARROWEST = 260  # pixels of a column of lists


def topic_name(name: str) -> str:
    """Say the name of a topic; a ready-made one has its name in the reader's language."""
    key = name.lower()  # the tag of a tool may be written otherwise
    return term("topics.name", key) if words().has(f"topics.name.{key}") else name


def language_name(code: str | None) -> str:
    """Say the name of a language in the reader's; None = nobody can tell, * = all."""
    say = words()
    if code is None:
        return say("topics.unknown")
    if code == EVERY:
        return say("topics.every")
    name = str(say.locale.languages.get(code, code))
    return name[:1].upper() + name[1:]


def edit(old: Topic | None, taken: Sequence[str]) -> Topic:
    """Draw the fields of a topic, empty ones for a new topic, and give it as it stands in them."""
    say = words()
    at = f"{taken.index(old.name) if old else 'new'}_{store().revision}"
    shown = topic_name(old.name) if old else ""
    with st.grid(2, min_column_width=NARROWEST):
        name = st.text_input(say("topics.topic"), shown, max_chars=60, key=f"topic_name_{at}")
        also = st.text_input(
            say("topics.also"),
            ", ".join(old.also) if old else "",
            help=say("topics.also_help"),
            max_chars=300,
            key=f"topic_also_{at}",
        )
    sensitive = st.toggle(
        say("topics.sensitive"),
        bool(old and old.sensitive),
        help=say("topics.sensitive_help"),
        key=f"topic_sensitive_{at}",
    )
    name = " ".join(name.split())
    return Topic(
        name=old.name if old and name == shown else name,
        sensitive=sensitive,
        also=typed({"": also}).get("", ()),
        words=typed(_lists(old, at)),
    )


def _lists(old: Topic | None, at: str) -> dict[str, str]:
    """Draw one list of words for each language."""
    say, held = words(), old.words if old else {}
    st.caption(say("topics.how"))
    spoken = (*LANGUAGES, *(code for code in held if code not in LANGUAGES))
    with st.grid(2, min_column_width=NARROWEST):
        return {
            code: st.text_area(
                language_name(code), ", ".join(held.get(code, ())), height=HEIGHT, key=f"topic_words_{code}_{at}"
            )
            for code in spoken
        }
