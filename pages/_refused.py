"""Downloads that did not leave: the browser fetches a file behind the page's back, and says only that it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._parts import problem_text

if TYPE_CHECKING:
    from data.errors import DataError

_REFUSED, _TOLD = "refused_downloads", "told_refusal"


def refused() -> list[DataError]:
    """Give the list into which a download writes, on a thread that knows no session, why it did not leave."""
    found: list[DataError] = st.session_state.setdefault(_REFUSED, [])
    return found


def tell_refused() -> None:
    """Say why the last download did not leave, until one does."""
    if found := refused()[-1:]:
        st.error(problem_text(found[0]), icon=":material/block:")
    st.session_state[_TOLD] = found


def is_untold() -> bool:
    """Whether a download was refused since the page was drawn."""
    return bool(refused()[-1:] != st.session_state.get(_TOLD, []))
