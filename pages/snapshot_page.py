"""The week on one page: choose language and paper, see it, take it with you."""

from datetime import date
from functools import partial
from typing import get_args

import streamlit as st

from kpi.issued import issue_pdf, known_on, original
from kpi.paper.notes import notes
from kpi.paper.pdf import Paper, preview
from kpi.snapshot import Snapshot
from kpi.words import LANGUAGES, Words
from pages._decided import decisions_of
from pages._issued import issued_list
from pages._parts import escape, need_snapshot
from pages._past import past
from pages._reader import ask_name, remember
from pages._session import store, today, words

say, old = words(), past()
taken = old.snapshot if old else need_snapshot()


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Snapshot: lambda snapshot: snapshot.fingerprint})
def drawn(snapshot: Snapshot, language: str, paper: Paper, known: date | None) -> list[bytes]:
    """Draw the pages once: the fingerprint stands for every value of a snapshot."""
    return preview(snapshot, language, paper=paper, ppi=144, known=known)


mark = f"_{old.issued.number if old.issued else old.day}" if old else ""  # an issued one opens as it was printed
with st.container(horizontal=True, vertical_alignment="bottom"):
    language = st.selectbox(
        say("snapshot.language"),
        LANGUAGES,
        LANGUAGES.index(old.issued.language if old and old.issued else say.language),
        format_func=lambda code: Words(code)("frame.language"),
        width=180,
        key=f"pdf_language{mark}",
    )
    paper = st.selectbox(
        say("snapshot.paper"),
        get_args(Paper),
        get_args(Paper).index(old.issued.paper) if old and old.issued else 0,
        format_func=lambda name: say(f"snapshot.{name}"),
        width=180,
        key=f"pdf_paper{mark}",
    )
    if old:
        printed = partial(original, old, language, paper=paper)
    else:
        by = ask_name("issued_by")
        remember(by)
        printed = partial(issue_pdf, store(), taken.week, today(), language, paper=paper, by=by)
    st.download_button(
        say("snapshot.download"),
        data=printed,
        file_name=f"{taken.week.id}-{language}.pdf",
        mime="application/pdf",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )

with st.spinner(say("snapshot.drawing")):
    pictures = drawn(taken, language, paper, known_on(old, language, paper) if old else None)
sheet, margin = st.columns([3, 1], gap="large")
for picture in pictures:
    sheet.container(border=True).image(
        picture, alt=say("snapshot.alt", brand=taken.brand, week=say.week_inline(taken.week)), width="stretch"
    )
with margin:
    decisions_of(taken)
    st.header(say("snapshot.small_print"))
    for note in notes(taken, say):
        st.markdown(f"**{note.name}**  \n{escape(note.text)}")
    st.caption(say("snapshot.fingerprint", fingerprint=taken.fingerprint))
if not old:
    issued_list()
