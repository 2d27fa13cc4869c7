"""Uploads being read again because a rule of their source was changed: on a thread, with its outcome told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from pages._job import Job, watch
from pages._parts import problem_text
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.ledger import Upload

REREAD = "reread"


class Reread:
    """One change of a rule, from the click to what came of it."""

    def __init__(self, uploads: int, change: Callable[[], Sequence[Upload]]) -> None:
        self.done = 0
        self.problem: DataError | None = None
        self._change = change
        self.job = Job("sources.rereading", self._run, can_stop=False)
        self.job.begin(1, uploads, "")

    def _run(self, _: Job) -> None:
        try:
            self.done = len(self._change())
        except DataError as problem:
            self.problem = problem


def begin(uploads: int, change: Callable[[], Sequence[Upload]]) -> None:
    """Begin to read uploads again, unless that goes on already."""
    going: Reread | None = st.session_state.get(REREAD)
    if going is None or going.job.is_done():
        st.session_state[REREAD] = Reread(uploads, change)


def outcome() -> bool:
    """Draw how far the reading is, or say once what came of it; tell whether the page can go on."""
    going: Reread | None = st.session_state.get(REREAD)
    if going is None:
        return True
    watch(going.job)
    if not going.job.is_done():
        return False
    del st.session_state[REREAD]
    if going.problem is not None:
        st.error(problem_text(going.problem), icon=":material/block:")
    else:
        st.success(words()("sources.reread", n=going.done), icon=":material/check_circle:")
    return True
