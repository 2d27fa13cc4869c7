"""Where a scorecard comes from: pasted text, or a file that a guarded child reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from data.reading.reader import document
from kpi.pasting.pasted import find
from pages._parts import escape, problem_text
from pages._session import words

if TYPE_CHECKING:
    from streamlit.typing import UploadedFile

    from kpi.pasting.columns import Scorecard
    from kpi.pasting.pasted import Sheets

MAX_TEXT, MAX_MB = 200_000, 5
KINDS = ("text", "file")


def scorecard() -> Scorecard | None:
    """Ask for a scorecard; None until there is one to read."""
    say, number = words(), st.session_state.setdefault("paste_places", 0)
    kind = st.segmented_control(
        say("pasted.from"),
        KINDS,
        default="text",
        required=True,
        format_func=lambda one: say(f"pasted.by_{one}"),
        key="paste_kind",
        label_visibility="collapsed",
    )
    source = _file(number) if kind == "file" else _text(number)
    if not source:
        return None
    if not (cards := find(source)):
        st.warning(say("pasted.none_found"), icon=":material/search_off:")
        return None
    return cards[0] if len(cards) == 1 else _chosen(cards)


def forget() -> None:
    """Empty the text and the file: all of their rows are in the plan."""
    st.session_state["paste_places"] += 1


def _text(number: int) -> str:
    say = words()
    text: str = st.text_area(
        say("pasted.text"),
        key=f"paste_text_{number}",
        height=220,
        max_chars=MAX_TEXT,
        placeholder=say("pasted.example"),
    )
    return text if text.strip() else ""


def _file(number: int) -> str | Sheets:
    file = st.file_uploader(words()("pasted.file"), key=f"paste_file_{number}", max_upload_size=MAX_MB)
    if file is None:
        return ""
    try:
        return _read(file)
    except DataError as problem:
        st.error(_trouble(problem), icon=":material/block:")
        return ""


def _read(file: UploadedFile) -> str | Sheets:
    """Read a file once; each run of the page asks for it again."""
    found: tuple[str, str | Sheets] | None = st.session_state.get("paste_document")
    if found is None or found[0] != file.file_id:
        found = (file.file_id, document(file.name, file.getvalue()))
        st.session_state["paste_document"] = found
    return found[1]


def _trouble(problem: DataError) -> str:
    """Say what is wrong with a file in one sentence about scorecards, where there is one."""
    say, key = words(), f"pasted.file_{problem.fields.get('why')}"
    return say(key, file=escape(problem.fields.get("file"))) if say.has(key) else problem_text(problem)


def _chosen(cards: tuple[Scorecard, ...]) -> Scorecard | None:
    """Ask which of several tables is meant; nothing is preset."""
    say = words()
    number = st.selectbox(
        say("pasted.which", n=len(cards)),
        range(len(cards)),
        index=None,
        format_func=lambda at: say(
            "pasted.table",
            number=at + 1,
            line=cards[at].grid.header.line,
            n=len(cards[at].grid.rows),
            headings=" · ".join(cards[at].headings),
        ),
        placeholder=say("pasted.choose"),
        key="paste_table",
    )
    return None if number is None else cards[number]
