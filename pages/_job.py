"""Work on a thread of its own, so that the page can tell how far it is, and stop it."""

from __future__ import annotations

from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from data.access.acting import acting, who
from pages._parts import escape
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 0.8  # seconds in which short work is done before anybody needs a bar
LONG = 3  # seconds after which a piece says how long it takes
BEAT = 0.4  # seconds between two looks at longer work


class Job:
    """Work that goes on while the page is drawn, left or closed; `run` says by `begin` which piece is next."""

    def __init__(self, text: str, run: Callable[[Job], None], *, can_stop: bool = True) -> None:
        self.text = text  # key of the sentence: number, all, file
        self.can_stop = can_stop
        self.cancel = Event()
        self.number, self.all, self.file = 0, 1, ""
        self._since = monotonic()
        self._crash: BaseException | None = None
        self._person = who()  # the thread works for whoever began it, with the rights that they have by then
        self._thread = Thread(target=self._work, args=(run,), name="ninety-job", daemon=True)
        self._thread.start()

    def _work(self, run: Callable[[Job], None]) -> None:
        try:
            with acting(self._person):
                run(self)
        except BaseException as crash:  # noqa: BLE001 - our own bug: the page raises it where it is explained
            self._crash = crash

    def begin(self, number: int, whole: int, file: str) -> None:
        """Say which piece of how many is next, from one."""
        self.number, self.all, self.file, self._since = number, whole, file, monotonic()

    @property
    def seconds(self) -> int:
        """How long the piece in hand has taken: one large file alone moves no bar."""
        return int(monotonic() - self._since)

    def is_done(self, seconds: float = 0.0) -> bool:
        """Whether the work is over, after waiting so long for it at most; raises what crashed it, once."""
        self._thread.join(seconds)
        if self._thread.is_alive():
            return False
        crash, self._crash = self._crash, None
        if crash is not None:
            raise crash
        return True


def watch(job: Job, place: str = "") -> None:
    """Draw nothing of short work; of longer work how far it is and the way to stop it, then draw the page anew.

    `place` tells it from other work that the same page may be waiting for.
    """
    if not job.is_done(PATIENCE):
        _progress(job, place)


@st.fragment(run_every=BEAT)
def _progress(job: Job, place: str) -> None:
    if job.is_done():
        st.rerun()
    say = words()
    with st.container(border=True, key=f"job{place}"):
        told = say(job.text, number=say.whole(job.number), all=say.whole(job.all), file=escape(job.file))
        waited = f" · {job.seconds} s" if job.seconds >= LONG else ""
        st.progress(max(job.number - 1, 0) / max(job.all, 1), told + waited)
        if job.can_stop:
            stopping = job.cancel.is_set()
            st.button(
                say("upload.stopping" if stopping else "upload.stop"),
                icon=":material/close:",
                key=f"stop{place}",
                on_click=job.cancel.set,
                disabled=stopping,
            )
