"""The week on one page: choose language and paper, see it, take it with you."""

from typing import get_args

import streamlit as st

from kpi.notes import notes
from kpi.pdf import Paper, preview, render
from kpi.snapshot import Snapshot
from kpi.words import LANGUAGES, Words
from pages._parts import escape, need_snapshot
from pages._session import words

say, taken = words(), need_snapshot()


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Snapshot: lambda snapshot: snapshot.fingerprint})
def drawn(snapshot: Snapshot, language: str, paper: Paper) -> list[bytes]:
    """Draw the pages once: the fingerprint stands for every value of a snapshot."""
    return preview(snapshot, language, paper=paper, ppi=144)


with st.container(horizontal=True, vertical_alignment="bottom"):
    language = st.selectbox(
        say("snapshot.language"),
        LANGUAGES,
        LANGUAGES.index(say.language),
        format_func=lambda code: Words(code)("frame.language"),
        width=180,
        key="pdf_language",
    )
    paper = st.selectbox(
        say("snapshot.paper"),
        get_args(Paper),
        format_func=lambda name: say(f"snapshot.{name}"),
        width=180,
        key="pdf_paper",
    )
    st.download_button(
        say("snapshot.download"),
        data=lambda: render(taken, language, paper=paper),
        file_name=f"{taken.week.id}-{language}.pdf",
        mime="application/pdf",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )

with st.spinner(say("snapshot.drawing")):
    pictures = drawn(taken, language, paper)
sheet, margin = st.columns([3, 1], gap="large")
for picture in pictures:
    sheet.container(border=True).image(
        picture, alt=say("snapshot.alt", brand=taken.brand, week=say.week(taken.week)), width="stretch"
    )
with margin:
    st.header(say("snapshot.small_print"))
    for note in notes(taken, say):
        st.markdown(f"**{note.name}**  \n{escape(note.text)}")
    st.caption(say("snapshot.fingerprint", fingerprint=taken.fingerprint))
