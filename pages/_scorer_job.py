"""Training and reading all texts anew, on a thread, with how far it is and what came of it told once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.errors import DataError
from data.store import Store
from data.texts import models
from data.texts.follow import rescore
from kpi.sentiment.training import due, keep_up, train
from pages._job import Job, watch
from pages._may import may
from pages._parts import problem_text
from pages._reader import known_name
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.texts.models import Model

_WORK = "scorer_work"


class Work:
    """One piece of work, from the click to what came of it."""

    def __init__(self, text: str, do: Callable[[Work, Store], None]) -> None:
        self.trained: Model | None = None
        self.read: int | None = None  # texts that were scored anew
        self.problem: DataError | None = None
        self._path, self._do = store().path, do
        self.job = Job(text, self._run, can_stop=False)

    def _run(self, _: Job) -> None:
        try:
            with closing(Store.open(self._path)) as opened:  # its own: the session's may be closed meanwhile
                self._do(self, opened)
        except DataError as problem:
            self.problem = problem

    def heard(self, done: int, whole: int) -> None:
        """Take down how far it is; it may be called before the thread that made it has its job in hand."""
        if job := getattr(self, "job", None):
            job.begin(min(done + 1, whole), whole, "")


def begin_training() -> None:
    """Train a new version; where the team's own model reads the texts, it reads all of them anew."""
    by = known_name()

    def do(work: Work, opened: Store) -> None:
        work.trained = train(opened, by, work.heard)
        if models.wanted(opened) == "own":
            work.read = rescore(opened, work.heard, models.Asked(by=by))

    _begin("scorer.training", do)


def begin_reading(asked: models.Asked | None = None) -> None:
    """Let the scorer that was asked for, or else the one in force, read all texts anew; then it is in force."""

    def do(work: Work, opened: Store) -> None:
        work.read = rescore(opened, work.heard, asked)

    _begin("scorer.reading", do)


def keep_up_by_itself() -> None:
    """Train again in the background where the labels have grown enough, and say so; the Scorer tab tells the rest."""
    if _WORK not in st.session_state and may(Right.DEFINE) and due(store()) is not None:
        by = known_name()

        def do(work: Work, opened: Store) -> None:
            work.trained = keep_up(opened, by, work.heard)

        _begin("scorer.reading", do)
    if _WORK in st.session_state:
        st.caption(words()("scorer.keeping_up"))


def _begin(text: str, do: Callable[[Work, Store], None]) -> None:
    going: Work | None = st.session_state.get(_WORK)
    if going is None or going.job.is_done():
        st.session_state[_WORK] = Work(text, do)


def outcome() -> bool:
    """Draw how far the work is, or say once what came of it; tell whether the page can offer more."""
    going: Work | None = st.session_state.get(_WORK)
    if going is None:
        return True
    watch(going.job)
    if not going.job.is_done():
        return False
    del st.session_state[_WORK]
    _tell(going)
    return True


def _tell(done: Work) -> None:
    say = words()
    if done.problem is not None:
        st.error(problem_text(done.problem), icon=":material/block:")
    if done.trained is not None:
        helps = "helps" if done.trained.helps else "no_help"
        st.success(say(f"scorer.trained_{helps}", number=done.trained.number), icon=":material/school:")
    if done.read is not None:
        st.success(say("scorer.read", n=done.read), icon=":material/check_circle:")
