"""Where files are dropped: single files, a zip or a whole folder. They leave the uploader as soon as they arrived."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import finalize

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from data.access.acting import acting
from data.access.rights import HOUSE
from data.errors import ScorerError
from kpi.sentiment.training import keep_up
from pages._intake import Intake
from pages._session import compute_review, reader_name, store, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store

OF_THE_COMPUTER = ("thumbs.db", "desktop.ini")  # files that a folder holds without anybody having put them there
INTAKES = "intakes"  # what of this tab is on its way, by brand


class Tab:
    """The intake of one tab and brand; when the tab is gone, what it was reading stops."""

    def __init__(self, store: Store) -> None:
        self.intake = Intake(store, reader_name(), _after)
        finalize(self, self.intake.stop)  # the thread holds the intake, and never the tab


def _after(of: Store) -> None:
    """Let the team's own scorer learn again where that is due, then compute the review that will be opened next.

    It learns by itself, whoever uploaded: they need no right to define for it.
    """
    with suppress(ScorerError), acting(HOUSE):  # it cannot be kept: the lexicon reads, and the Scorer tab says why
        keep_up(of)
    compute_review(of)


def intake() -> Intake:
    """Give what this tab dropped for the chosen brand."""
    tabs: dict[str, Tab] = st.session_state.setdefault(INTAKES, {})
    tab = tabs.get(str(store().path))
    if tab is None or tab.intake.store is not store():  # opened anew since
        tab = tabs[str(store().path)] = Tab(store())
    if mapped := st.session_state.pop("mapped", None):
        tab.intake.mapped(*mapped)
    return tab.intake


def drop_zone() -> None:
    """Draw the place for files, and the switch that makes it one for a folder."""
    say = words()
    key = f"files_{st.session_state.setdefault('drops', 0)}"
    place = st.container()
    folder = st.toggle(say("upload.folder"), key="folder")
    place.file_uploader(
        say("upload.choose_folder" if folder else "upload.choose"),
        accept_multiple_files="directory" if folder else True,
        key=key,
        on_change=_arrived,
        args=(key,),
    )


def _arrived(key: str) -> None:
    """Take the files out of the uploader; the next run draws a new, empty one."""
    # the browser may still name files that were freed; they come as a type of their own
    if files := [file for file in st.session_state.get(key) or () if isinstance(file, UploadedFile)]:
        st.session_state["drops"] += 1
        hand_over(files)


def hand_over(files: Sequence[UploadedFile]) -> None:
    """Begin to read dropped files; from here on they are not the uploader's."""
    intake().drop((file.name, file.getvalue()) for file in files if not _is_hidden(file.name))
    _forget(files)


def _is_hidden(path: str) -> bool:
    """Whether a file of a folder is none of a person's: `.DS_Store`, an Excel lock."""
    steps = path.replace("\\", "/").split("/")
    return steps[-1].casefold() in OF_THE_COMPUTER or any(step.startswith((".", "~$")) for step in steps)


def _forget(files: Sequence[UploadedFile]) -> None:
    """Free the server's copies: Streamlit keeps them until the tab is closed, and 200 MB is a lot to keep."""
    context = get_script_run_ctx()
    if context is None or not isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        return
    for file in files:
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
