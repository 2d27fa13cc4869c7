"""What somebody does with a brand: each act in a window that says what it means, and asks once more."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from data.access.people import named
from data.brand_files import acts, deletion
from data.errors import DataError
from pages._forget import forget
from pages._job import Job, watch
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._session import brand_name, opened, words
from pages._tables import size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DONE, FAILED = "brand_done", "brand_failed"  # what the page says once
_TAKING = "brand_taking"


def done(act: Callable[[], object], told: str) -> None:
    """Do something and draw the page anew, which says what became of it."""
    try:
        act()
    except DataError as problem:
        st.session_state[FAILED] = problem
    else:
        st.session_state[DONE] = told
    st.rerun()


def still_listed(key: str, text: str) -> str:
    """Say to whom the access list gives rights for a brand of this very name (key `brands.<text>`); "" = to nobody."""
    listed = named(key)
    return " " + words()(f"brands.{text}", who=escape(", ".join(listed))) if listed else ""


def _rename(key: str, path: Path) -> None:
    say, name = words(), brand_name(key)

    @st.dialog(say("brands.rename"), icon=":material/edit:")
    def ask() -> None:
        st.markdown(say("brands.rename_what"))
        with st.form("rename_brand", border=False):
            typed = st.text_input(say("brands.name"), name, max_chars=acts.LONGEST, key="brand_name")
            if st.form_submit_button(say("brands.keep"), type="primary"):
                told = say("brands.renamed", name=escape(typed))
                done(lambda: acts.rename(opened(str(path)), typed, known_name()), told)

    ask()


def _put_by(key: str, _path: Path) -> None:
    say, name = words(), brand_name(key)

    @st.dialog(say("brands.put_by"), icon=":material/archive:")
    def ask() -> None:
        st.markdown(say("brands.put_by_what", name=f"**{escape(name)}**"))
        if st.button(say("brands.put_by"), type="primary", key="put_brand_by"):
            done(lambda: acts.archive(key, known_name()), say("brands.put_by_done", name=escape(name)))

    ask()


def ask_delete(key: str, name: str, *, from_archive: bool = False) -> None:
    """Ask for the name of the brand that is to be deleted, and delete it."""
    say = words()

    @st.dialog(say("brands.delete"), icon=":material/delete_forever:")
    def ask() -> None:
        st.markdown(say("brands.delete_what", name=f"**{escape(name)}**"))
        with st.form("delete_brand", border=False):
            typed = st.text_input(say("brands.delete_type", name=escape(name)), key="brand_typed")
            if st.form_submit_button(say("brands.delete_go"), type="primary", icon=":material/delete_forever:"):
                _delete(key, name, typed, from_archive=from_archive)

    ask()


def _delete(key: str, name: str, typed: str, *, from_archive: bool) -> None:
    try:
        whole = deletion.delete(key, typed, known_name(), from_archive=from_archive)
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return
    forget()
    told = words()("brands.deleted" if whole else "brands.half_deleted", name=escape(name))
    st.session_state[DONE] = told + still_listed(key, "deleted_listed")
    st.rerun()


def _delete_here(key: str, _path: Path) -> None:
    ask_delete(key, brand_name(key))


# -- taking it along -----------------------------------------------------------------------------------


class _Taking:
    """One archive on its way: made on a thread, held until it is downloaded or another is made."""

    def __init__(self, key: str) -> None:
        self.key, self.by = key, known_name()
        self.name, self.content = "", b""
        self.problem: DataError | None = None
        self.job = Job("brands.taking", self._run, can_stop=False)

    def _run(self, job: Job) -> None:
        job.begin(1, 1, self.key)
        try:
            with tempfile.TemporaryDirectory() as folder:
                made = acts.take_along(self.key, Path(folder), self.by)
                self.name, self.content = made.name, made.read_bytes()
        except DataError as problem:
            self.problem = problem


def _take(key: str, _path: Path) -> None:
    st.session_state[_TAKING] = _Taking(key)


def taken(key: str) -> None:
    """Draw how far the archive of a brand is, and the way to download it."""
    going: _Taking | None = st.session_state.get(_TAKING)
    if going is None or going.key != key:
        return
    watch(going.job, f"taking_{key}")
    if not going.job.is_done():
        return
    if going.problem is not None:
        st.error(problem_text(going.problem), icon=":material/block:")
        return
    say = words()
    st.markdown(say("brands.take_what"))
    st.download_button(
        say("brands.taken", size=size_text(len(going.content), say)),
        going.content,
        going.name,
        "application/zip",
        icon=":material/download:",
        on_click="ignore",
        key=f"take_{key}_file",
    )


ACTS: Mapping[str, Callable[[str, Path], None]] = {  # text key `brands.<name>`
    "rename": _rename,
    "take": _take,
    "put_by": _put_by,
    "delete": _delete_here,
}
