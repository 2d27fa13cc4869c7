"""Privacy: what is kept of people and until when, what went, how somebody is taken out, and how it is stored."""

import streamlit as st

from data.key import path_of
from pages import _privacy_key, _privacy_person, _privacy_retention
from pages._datasets import datasets
from pages._parts import escape
from pages._session import brand, settle, store, words

PART, PARTS = "privacy_part", ("datasets", "retention", "person", "key")


def _remember() -> None:
    """Put the part into the address by its plain id: a link opens it in every language."""
    st.query_params[PART] = st.session_state[PART]


say = words()
st.markdown(say("privacy.intro", brand=escape(brand())))
settle(PART, PARTS, "datasets")
part = st.segmented_control(
    say("privacy.tab"),
    PARTS,
    required=True,
    format_func=lambda name: say(f"privacy.tab_{name}"),
    key=PART,
    on_change=_remember,
    label_visibility="collapsed",
)
match part:
    case "retention":
        _privacy_retention.draw()
    case "person":
        _privacy_person.draw()
    case "key":
        st.markdown(say("privacy.stored", file=f"`{path_of(store().path).name}`"))
        _privacy_key.draw()
    case _:
        datasets()
