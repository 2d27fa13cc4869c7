"""What became of the dropped files: what was taken in, and what was not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from pages._parts import escape, problem_text, term
from pages._preview import discard
from pages._receipt import fold, known
from pages._session import open_page, store, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from pages._intake import Intake, Item

FEW = 2  # receipts that stand open; more of them are a list to open
NAMED = 3  # files of many that are named
STATES = ("asking", "ready", "unknown", "refused", "stopped", "known", "aside", "twice")
LEFT = ("unknown", "refused", "known", "aside", "twice")
QUIET = ("known", "aside", "twice")  # of these nothing is to be done
MARKS = {
    "unknown": ":material/question_mark:",
    "refused": ":material/block:",
    "known": ":material/content_copy:",
    "aside": ":material/do_not_disturb_on:",
    "twice": ":material/content_copy:",
}


def summary(intake: Intake, waiting: Collection[Item]) -> None:
    """Count the files by where they stand, when there are several; those that wait for an answer as such."""
    say, states = words(), ["asking" if item in waiting else item.state for item in intake.items]
    if len(states) > 1:
        st.markdown(" · ".join(say(f"upload.count_{one}", n=states.count(one)) for one in STATES if one in states))


def taken(intake: Intake) -> None:
    """Draw the receipts of what was taken in, and the way on."""
    if not intake.taken:
        return
    say = words()
    there = {upload.batch_id: upload for upload in store().uploads()}
    fresh = [one for one in intake.taken if one.batch_id in there]
    new = len({one.sha256 for one in fresh if not one.already_known})
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f":material/check_circle: **{say('upload.count_loaded', n=new)}**")
        if st.button(say("upload.to_monday"), type="primary", icon=":material/event_available:", key="to_monday"):
            open_page("monday")
    with st.container(gap="xsmall", key="receipts"):
        for one in fresh:
            if one.already_known:
                st.markdown(known(one.file, one))
            else:
                now = there[one.batch_id]  # the receipt also says what came in after the preview
                fold(now if now.undone_at else one, expanded=len(fresh) <= FEW)


def left_out(intake: Intake) -> None:
    """List what cannot be taken in or need not be, each with one sentence and the way on."""
    left = [item for item in intake.items if item.state in LEFT]
    stopped = [one for one in intake.items if one.state == "stopped"]
    if left:
        st.header(words()("upload.left"), anchor=False)
    with st.container(gap="xsmall", key="left"):
        for state in LEFT:
            _alike(state, [item for item in left if item.state == state])
    if stopped:
        _stopped(intake, stopped)
    if intake.items and not any(one.state == "ready" for one in intake.items):
        discard(intake)


def _alike(state: str, items: list[Item]) -> None:
    """List files of one state; many that need nobody are one line to open."""
    if state in QUIET and len(items) > NAMED:
        with st.expander(words()(f"upload.count_{state}", n=len(items)), icon=MARKS[state]):
            for item in items:
                st.markdown(_sentence(item))
        return
    for item in items:
        _left(item)


def _left(item: Item) -> None:
    say, state = words(), item.state
    with st.container(horizontal=True, vertical_alignment="center"):
        if state == "refused" and item.problem is not None:
            st.error(problem_text(item.problem), icon=MARKS[state])
        else:
            st.markdown(f"{MARKS[state]} {_sentence(item)}")
    if state == "unknown":
        handed = (item.name, item.content)
        if st.button(say("upload.map_it"), icon=":material/schema:", key=f"map_{item.number}"):
            st.session_state["to_map"] = handed
            open_page("mapping")


def _stopped(intake: Intake, stopped: list[Item]) -> None:
    """Say what a cancelled reading left unread, and offer to read it after all."""
    say = words()
    named = ", ".join(escape(item.name) for item in stopped[:NAMED]) + (" …" if len(stopped) > NAMED else "")
    st.markdown(f":material/pause: {say('upload.stopped', n=len(stopped), files=named)}")
    on = {item: dict[str, str]() for item in stopped}
    st.button(say("upload.read_on"), icon=":material/play_arrow:", key="read_on", on_click=intake.answer, args=(on,))


def _sentence(item: Item) -> str:
    say = words()
    if item.twin is not None:
        return say("upload.twice", file=escape(item.name), other=escape(item.twin))
    if item.state == "known":
        before = item.previews[0].known
        return known(item.name, before) if before is not None else ""
    return problem_text(item.problem) if item.problem is not None else ""


def known_exports() -> pd.DataFrame:
    """List the exports that Ninety reads, and what each holds."""
    say = words()
    used = [form for form in store().formats().values() if form.set_aside is None]
    lines = sorted((term("format", form.name), term("pdf.fact", form.fact)) for form in used)
    return pd.DataFrame(lines, columns=[say("sources.column_format"), say("upload.column_holds")])
