"""Who is at the keyboard: who signed in, else the name that was given once in this session.

The browser keeps the name that somebody last labelled with, in a cookie of this server alone (label_stage.js). It only
fills the field in: nothing is done in a name that nobody saw.
"""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from pages._session import reader_name, words

_NAME = "name_of_reader"
_COOKIE = "ninety_reader"
_MOST = 60  # letters


def ask_name(key: str) -> str | None:
    """Ask for the reader's name where nobody signs in; None = not given."""
    if known := reader_name():
        return known
    say = words()
    typed = st.text_input(
        say("versions.name"), known_name() or said_before() or "", max_chars=_MOST, key=key, width=220
    )
    return " ".join(typed.split()) or None


def said_before() -> str | None:
    """Give the name that was last said in this browser; a cookie may hold anything."""
    return " ".join(unquote(st.context.cookies.get(_COOKIE, "")).split())[:_MOST].strip() or None


def known_name() -> str | None:
    """Give the name as far as it is known."""
    return reader_name() or st.session_state.get(_NAME)


def remember(name: str | None) -> None:
    """Keep a name for the rest of the session."""
    if name and not reader_name():
        st.session_state[_NAME] = name
