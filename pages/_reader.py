"""Who is at the keyboard: who signed in, else the name that was given once in this session."""

from __future__ import annotations

import streamlit as st

from pages._session import reader_name, words

_NAME = "name_of_reader"


def ask_name(key: str) -> str | None:
    """Ask for the reader's name where nobody signs in; None = not given."""
    if known := reader_name():
        return known
    say = words()
    typed = st.text_input(say("versions.name"), known_name() or "", max_chars=60, key=key, width=220)
    return " ".join(typed.split()) or None


def known_name() -> str | None:
    """Give the name as far as it is known."""
    return reader_name() or st.session_state.get(_NAME)


def remember(name: str | None) -> None:
    """Keep a name for the rest of the session."""
    if name and not reader_name():
        st.session_state[_NAME] = name
