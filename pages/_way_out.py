"""What a reader sees whose brand does not open: what is wrong, and the way out where there is one.

A store that is damaged, or lost something, is made anew from the uploads by somebody who administers the brand: what
will come back is told first, the old file is kept, and what came of it is told afterwards. Other brands go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.acting import may
from data.access.rights import Right
from data.coming_back import coming_back
from data.errors import DataError, StoreDamagedError
from data.rebuild import rebuild
from pages._job import Job, watch
from pages._parts import escape, problem_text
from pages._session import brands, opened, words

if TYPE_CHECKING:
    from pathlib import Path

    from data.rebuild import Rebuilt

REBUILDING = "rebuilding"


class Rebuilding:
    """One rebuild, from the click to what came of it."""

    def __init__(self, path: Path, uploads: int) -> None:
        self.path, self.uploads = path, max(uploads, 1)
        self.rebuilt: Rebuilt | None = None
        self.problem: DataError | None = None
        self.job = Job("rebuild.going_on", self._run, can_stop=False)

    def _run(self, job: Job) -> None:
        job.begin(1, self.uploads, "")
        try:
            self.rebuilt = rebuild(self.path, lambda number, whole, _: job.begin(min(number + 1, whole), whole, ""))
        except DataError as problem:
            self.problem = problem


def rebuilding() -> bool:
    """Draw how far a rebuild of the chosen brand is, or what came of it until that is read; False: there is none."""
    going: Rebuilding | None = st.session_state.get(REBUILDING)
    if going is None or going.path != brands().get(st.session_state["brand"]):
        return False
    watch(going.job, "rebuild")
    if not going.job.is_done():
        return True
    if going.problem is not None:
        st.error(problem_text(going.problem), icon=":material/block:")
    elif going.rebuilt is not None:
        _tell(going.rebuilt)
    st.button(words()("rebuild.go_on"), type="primary", on_click=st.session_state.pop, args=(REBUILDING, None))
    return True


def way_out(problem: DataError) -> None:
    """Say why the brand on view does not open; offer to make it anew where that is the way out, and no other brand."""
    st.error(problem_text(problem), icon=":material/lock:")
    key = st.session_state["brand"]
    if not isinstance(problem, StoreDamagedError) or problem.fields["path"] != str(brands().get(key)):
        return
    say = words()
    if not may(Right.ADMINISTER, key):
        st.markdown(say("rebuild.ask"))
        return
    _offer(brands()[key])


def _offer(path: Path) -> None:
    say, coming = words(), coming_back(path)
    st.header(say("rebuild.title"), anchor=False)
    lines = [say("rebuild.uploads", n=len(coming.uploads)), say("rebuild.labels", n=coming.labels)]
    lines += [say("rebuild.taken_back", n=coming.taken_back)] if coming.taken_back else []
    lines += [say("rebuild.book" if coming.has_book else "rebuild.no_book")]
    lines += [] if coming.has_key else [say("rebuild.no_key")]
    lines += [problem_text(one) for one in coming.lost]
    st.markdown("\n".join(f"- {line}" for line in [*lines, say("rebuild.kept_aside")]))
    if st.button(say("rebuild.button"), type="primary", icon=":material/build:", key="rebuild"):
        opened.clear(str(path))  # else this very server would hold the file that is to be replaced
        st.session_state[REBUILDING] = Rebuilding(path, len(coming.uploads))
        st.rerun()


def _tell(rebuilt: Rebuilt) -> None:
    say = words()
    st.success(say("rebuild.done", n=len(rebuilt.receipts)), icon=":material/check_circle:")
    if rebuilt.aside is not None:
        st.markdown(say("rebuild.aside", path=escape(rebuilt.aside)))
    for file, problem in rebuilt.failed:
        st.warning(f"{escape(file)}: {problem_text(problem)}", icon=":material/warning:")
