"""Destroy the key of the pseudonyms of the chosen brand: what is lost, what stays, and the one button."""

from __future__ import annotations

from contextlib import closing

import streamlit as st

from data.access.rights import Right
from data.errors import DataError
from data.privacy.scrub import Scrubbed, destroy_key
from data.store import Store
from pages._job import Job, watch
from pages._may import may
from pages._parts import problem_text
from pages._reader import known_name
from pages._session import brand, store, words

_WORK = "new_key_work"


class Work:
    """One destruction, from the click to what came of it."""

    def __init__(self) -> None:
        self.done: Scrubbed | None = None
        self.problem: DataError | None = None
        self.path, self._by, self._brand = store().path, known_name(), brand()
        self.job = Job("new_key.working", self._run, can_stop=False)
        self.job.begin(1, 1, self._brand)

    def _run(self, _: Job) -> None:
        try:
            with closing(Store.open(self.path)) as opened:  # its own: the session's may be closed meanwhile
                self.done = destroy_key(opened, self._by)
        except DataError as problem:
            self.problem = problem


def draw() -> None:
    """Draw the part of the page; only who administers the brand sees it."""
    if not may(Right.ADMINISTER):
        return
    say = words()
    st.header(say("new_key.title"), anchor=False)
    work: Work | None = st.session_state.get(_WORK)
    if work is not None and work.path == store().path:
        watch(work.job, "_new_key")
        if work.problem is not None:
            st.error(problem_text(work.problem), icon=":material/block:")
        if work.done is not None:
            st.success(say("new_key.done", n=work.done.rows), icon=":material/check_circle:")
    st.markdown(say("new_key.about"))
    st.markdown(say("new_key.lost"))
    sure = st.checkbox(say("new_key.sure"), key="new_key_sure")
    if st.button(say("new_key.button"), icon=":material/key_off:", disabled=not sure, key="new_key"):
        st.session_state[_WORK] = Work()
        st.rerun()
