"""A question whose answer may take a while: asked once on a thread, its progress drawn, its answer kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st

from data.errors import DataError, ReadingCancelledError
from pages._job import Job, watch

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Asked(Generic[T]):
    """One question, from when it was asked to its answer, or what stood in the way."""

    def __init__(self, key: object, text: str, answer: Callable[[Asked[T]], T]) -> None:
        self.key = key
        self.answer: T | None = None
        self.problem: DataError | None = None
        self._ask = answer
        self.job = Job(text, self._run, can_stop=False)

    def _run(self, job: Job) -> None:
        self.job = job  # the thread may be here before the constructor is done
        try:
            self.answer = self._ask(self)
        except DataError as problem:
            self.problem = problem

    def tell(self, number: int, whole: int, what: str) -> None:
        """Say how far it is; stops the work when nobody waits for it any more."""
        if self.job.cancel.is_set():
            raise ReadingCancelledError(file=what)
        self.job.begin(number, whole, what)


def ask(place: str, key: object, text: str, answer: Callable[[Asked[T]], T]) -> Asked[T] | None:
    """Ask unless this was asked here already; None while it is being worked on: then its progress is drawn."""
    going: Asked[T] | None = st.session_state.get(place)
    if going is None or going.key != key:
        if going is not None:
            going.job.cancel.set()
        st.session_state[place] = going = Asked(key, text, answer)
    watch(going.job, f"_{place}")
    return going if going.job.is_done() else None


def forget(place: str) -> None:
    """Let go of a question and its answer."""
    going: Asked[object] | None = st.session_state.pop(place, None)
    if going is not None:
        going.job.cancel.set()
