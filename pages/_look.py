"""The look of the brand on every form: its colour, its logo, and how the page will begin, before it is saved."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import streamlit as st
from PIL import Image

from data.access.rights import Right
from kpi.paper.edition import Edition
from kpi.paper.look_of import choose_look, last_change, look_of
from kpi.paper.pdf import preview
from kpi.snapshot import Snapshot
from pages._look_colour import choose_colour
from pages._look_logo import choose_logo
from pages._may import may
from pages._parts import escape
from pages._printed import report
from pages._reader import ask_name, remember
from pages._receipt import local
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.paper.look import Look

HEAD = 0.24  # of the first page
SHARP = 110  # dots per inch
_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Snapshot: lambda of: (of.fingerprint, of.report),
    Edition: repr,
}
_TURN, _SAVED = "look_turn", "look_saved"


@st.fragment
def look_settings() -> None:
    """Set the colour and the logo of the brand; what is chosen is seen first, then saved."""
    say, held = words(), look_of(store())
    st.header(say("look.title"), anchor=False)
    st.markdown(say("look.about"))
    if st.session_state.pop(_SAVED, False):
        st.success(say("look.saved"), icon=":material/check:")
    if not may(Right.DEFINE):
        _tell_change()
        return
    mark = _mark()
    with st.grid(2, min_column_width=320):
        with st.container(border=True, height="stretch"):
            colour = choose_colour(held, mark)
        with st.container(border=True, height="stretch"):
            wanted = choose_logo(held, mark)
    if colour is not None and wanted is not None:
        _offer(held, replace(wanted, accent=colour or None), mark)
    _tell_change()


def _mark() -> str:
    """Name the fields after the brand and the number of saves, so that they begin anew after each."""
    return f"{st.session_state['brand']}_{st.session_state.get(_TURN, 0)}"


def _offer(held: Look, wanted: Look, mark: str) -> None:
    """Show what would be new, and the button that keeps it."""
    if wanted == held:
        return
    say = words()
    _show_head(wanted)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ask_name(f"look_by_{mark}")
        if st.button(say("look.save"), key="look_save", type="primary", icon=":material/check:"):
            remember(by)
            choose_look(store(), wanted, by)
            st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
            st.session_state[_SAVED] = True
            st.rerun()  # the whole page: every form has the new look now
    st.caption(say("look.unsaved"))


def _show_head(look: Look) -> None:
    say = words()
    if (of := report("week")) is None:
        return
    st.markdown(f"**{say('look.preview')}**")
    st.container(border=True).image(
        _head(of.snapshot, Edition(say.language, look=look)), alt=say("look.preview_alt"), width="stretch"
    )


@st.cache_resource(
    max_entries=4,
    show_spinner=False,
    hash_funcs=_KEYS,
)
def _head(of: Snapshot, edition: Edition) -> bytes:
    """Draw the head of the first page."""
    with Image.open(BytesIO(preview(of, edition, ppi=SHARP)[0])) as page:
        into = BytesIO()
        page.crop((0, 0, page.width, int(HEAD * page.height))).save(into, "PNG")
    return into.getvalue()


def _tell_change() -> None:
    """Say who changed it last, and when."""
    if (changed := last_change(store())) is None:
        return
    say, (at, by) = words(), changed
    moment = say.moment(local(at))
    st.caption(say("look.changed", moment=moment, by=escape(by)) if by else say("look.changed_nobody", moment=moment))
