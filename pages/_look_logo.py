"""The logo: uploaded, checked, and shown as it stands on white paper, in dark mode too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import LogoError
from kpi.paper.logo import is_pale, on_white, take_logo
from pages._parts import problem_text
from pages._session import brand, words

if TYPE_CHECKING:
    from kpi.paper.look import Look

MOST = 1  # MB
WIDE = 320  # pixels


def choose_logo(held: Look, mark: str) -> Look | None:
    """Choose the logo; the look with it, None = the file cannot be used."""
    say, bare = words(), f"look_bare_{mark}"
    st.markdown(f"**{say('look.logo')}**")
    file = st.file_uploader(
        say("look.upload"), type=["png", "jpg", "jpeg", "svg"], key=f"look_file_{mark}", max_upload_size=MOST
    )
    wanted = held.without_logo() if st.session_state.get(bare) else held
    if file is not None:
        try:
            wanted = replace(_taken(file.getvalue()), accent=held.accent)
        except LogoError as problem:
            st.error(problem_text(problem), icon=":material/error:")
            return None
    if wanted.logo is None:
        st.caption(say("look.no_logo"))
        return wanted
    st.image(_shown(wanted), alt=say("look.logo_of", brand=brand()), width=WIDE)
    if _pale(wanted):
        st.warning(say("look.pale_logo"), icon=":material/visibility_off:")
    if file is None:
        st.button(say("look.remove_logo"), key="look_bare", icon=":material/delete:", on_click=_take_away, args=(bare,))
    return wanted


def _take_away(bare: str) -> None:
    st.session_state[bare] = True


@st.cache_resource(max_entries=4, show_spinner=False)
def _taken(content: bytes) -> Look:
    """Read a file once, not on every click."""
    return take_logo(content)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={"kpi.paper.look.Look": repr})
def _shown(look: Look) -> bytes:
    return on_white(look)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={"kpi.paper.look.Look": repr})
def _pale(look: Look) -> bool:
    return is_pale(look)
