"""The files that can be taken in, one line each: what it is, what it would change, and whether to take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._parts import escape, term
from pages._preview_table import going, table
from pages._receipt import span, warns
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.intake.preview import Preview
    from pages._intake import Intake, Item

FEW = 2  # files that stand open
FATES = ("new", "changed", "unchanged", "older", "refused", "set_aside")


def preview(intake: Intake, waiting: Collection[Item] = ()) -> None:
    """List what can be taken in, but what waits for an answer; nothing of it is stored before the button."""
    ready = [item for item in intake.items if item.state == "ready" and item not in waiting]
    if not ready:
        return
    say = words()
    st.header(say("upload.ready", n=len(ready)), anchor=False)
    st.markdown(say("upload.nothing_yet"))
    with st.container(gap="xsmall", key="previews"):
        wanted = [item for item in ready if _line(intake, item, expanded=len(ready) <= FEW)]
    _decide(intake, wanted)


def _decide(intake: Intake, wanted: list[Item]) -> None:
    say = words()
    with st.container(horizontal=True):
        st.button(
            say("upload.take", n=len(wanted)),
            type="primary",
            icon=":material/check:",
            key="take",
            disabled=not wanted,
            on_click=intake.take_in,
            args=(wanted,),
        )
        discard(intake)


def discard(intake: Intake) -> None:
    """Draw the button that lets go of everything that was dropped."""
    st.button(words()("upload.discard"), type="tertiary", key="discard", on_click=intake.discard)


def _line(intake: Intake, item: Item, *, expanded: bool) -> bool:
    """Draw one file; tell whether it shall be taken in."""
    say = words()
    with st.container(horizontal=True, wrap=False, gap="small"):
        take = st.checkbox(
            say("upload.take_one", file=escape(item.name)),
            value=item.wanted,
            label_visibility="collapsed",
            key=f"take_{item.number}",
            width="content",
        )
        # what stands inside is drawn when somebody opens it: forty files are forty lines, not two hundred tables
        box = st.expander(
            _headline(item),
            expanded=expanded,
            icon=_mark(item),
            key=f"file_{item.number}",
            on_change="rerun",
        )
        if box.open:
            with box:
                _detail(intake, item)
    item.wanted = take
    return take


def _mark(item: Item) -> str:
    """Choose the sign of a file, so that a closed one also says that something of it wants a look."""
    return ":material/error:" if _wants_a_look(item) else ":material/check_circle:"


def _wants_a_look(item: Item) -> bool:
    return any(
        one.contradictions or one.refusals or warns(one.upload) or _repeats(one) or going(one) for one in item.previews
    )


def _repeats(preview: Preview) -> bool:
    """Whether rows share a key, so that only the last of them counts: an id that is none would show so."""
    return any(note["code"] == "rows_repeated" for note in preview.upload.notes)


def _headline(item: Item) -> str:
    """Say in one line what a file is and what becomes of its rows."""
    say, first = words(), item.previews[0].upload
    word = f":orange[{say('upload.state_look')}]" if _wants_a_look(item) else f":gray[{say('upload.state_ready')}]"
    what = [
        term("format", first.format),
        escape(term("channel", first.channel)),
        escape(first.account or ""),
        span(first),
    ]
    rows = {fate: sum(getattr(one.upload, f"rows_{fate}") for one in item.previews) for fate in FATES}
    counts = ", ".join(say(f"upload.rows_{fate}", n=n) for fate, n in rows.items() if n)
    parts = [f"**{escape(item.name)}**", *what, counts or say("upload.rows_none_short"), word]
    return " · ".join(part for part in parts if part)


def _detail(intake: Intake, item: Item) -> None:
    for number, one in enumerate(item.previews):
        if number:
            st.divider()
        if len(item.previews) > 1:
            st.markdown(f"**{escape(one.upload.table)}**")
        table(one, f"{item.number}_{number}")
    if item.answers or any(one.remembered for one in item.previews):
        st.button(
            words()("upload.answer_differently"),
            icon=":material/edit:",
            key=f"again_{item.number}",
            on_click=intake.ask_again,
            args=(item,),
        )
