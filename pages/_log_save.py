"""Below the table of a log: what is wrong with it, what is not saved, and the one sentence about what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from kpi.logbook import problems
from pages._log_draft import discard, save, saved_key, unsaved
from pages._log_pick import name_of
from pages._log_table import complaint
from pages._may import may
from pages._parts import escape
from pages._reader import ask_name, remember
from pages._receipt import fold, take_back, upload_of
from pages._session import today, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages._log_draft import Draft
    from pages._log_pick import View

FATES = ("added", "changed", "taken_out", "put_back")


def saving(view: View, written: Draft, *, more: bool) -> None:
    """Say what is wrong, and offer to save or discard; say which other logs wait."""
    if not may(Right.UPLOAD):
        return
    say, made = words(), written.edits
    wrong = [(row, cells) for row in (*made.added, *made.changed) if (cells := problems(view.log, row, today()))]
    for row, cells in wrong:
        st.warning(complaint(view.log, row, cells), icon=":material/edit:")
    if made:
        counted = {"added": len(made.added), "changed": len(made.changed), "taken_out": len(made.taken_out)}
        st.markdown(say("log_save.unsaved", what=_told(counted)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = ask_name("log_reader") if made else None
        label = say("log_save.button", n=len(made.rows)) if made else say("logbook.nothing_to_save")
        if st.button(label, type="primary", disabled=not made or bool(wrong), key="save_log"):
            remember(name)
            save(view, written, more=more)
        if made and st.button(say("log_save.discard"), key="discard_log"):
            discard(view, more=more)
            st.rerun()
    if waiting := unsaved(but=written):
        st.caption(say("log_save.elsewhere", logs=", ".join(sorted(map(name_of, waiting)))))


def outcome() -> None:
    """Say in one sentence what was saved last, with the way back beside it; what could not be read stands below."""
    remembered: tuple[int, dict[str, int | str]] | None = st.session_state.get(saved_key())
    if remembered is None:
        return
    say, (batch_id, said) = words(), remembered
    upload = upload_of(batch_id)
    with st.container(horizontal=True, vertical_alignment="center", key="log_saved"):
        if upload.undone_at:
            st.markdown(f":material/undo: {say('log_save.back', what=_told(said))}", width="content")
            return
        st.markdown(f":material/check_circle: {say('log_save.saved', what=_told(said))}", width="content")
        if may(Right.UPLOAD) and st.button(
            say("log_save.undo"), icon=":material/undo:", type="tertiary", key="undo_log"
        ):
            take_back(upload)
    if upload.rows_refused or upload.cells_refused:
        fold(upload, expanded=True)


def _told(said: Mapping[str, int | str]) -> str:
    say = words()
    if "weeks" in said:
        return say("log_save.completed", weeks=escape(said["weeks"]))
    return ", ".join(say(f"log_save.{fate}", n=int(said[fate])) for fate in FATES if said.get(fate))
