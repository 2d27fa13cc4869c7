"""Make a brand, where somebody may: by its name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.acting import may
from data.access.rights import Right
from data.brand_files import acts
from data.reading.places import store_path
from pages._brand_acts import done, still_listed
from pages._parts import escape
from pages._reader import known_name
from pages._session import brands, opened, words

if TYPE_CHECKING:
    from data.store import Store


def make() -> None:
    """Draw the form of a new brand."""
    if not may(Right.ADMINISTER, None):
        return
    say = words()
    with st.expander(say("brands.new"), icon=":material/add:"), st.form("make_brand", border=False):
        name = st.text_input(say("start.brand"), max_chars=acts.LONGEST, placeholder=say("start.example"), key="made")
        if st.form_submit_button(say("brands.make"), type="primary"):
            told = say("brands.made", name=escape(name)) + still_listed(store_path(name).stem, "made_listed")
            done(lambda: acts.create(name, known_name()), told)


def named_store(name: str) -> Store:
    """Find the store of a brand by its name where the reader may see it, or else make one; raises a DataError."""
    path = store_path(name)
    if path.stem not in brands():
        acts.create(name, known_name())
    return opened(str(path))
