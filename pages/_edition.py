"""How the paper is set: kind of report, language, paper, layout, appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.paper.edition import LAYOUTS, PAPERS, Edition
from kpi.paper.look_of import look_of
from kpi.reporting.span import KINDS, Kind
from kpi.words import LANGUAGES, Words
from pages._session import store, words

if TYPE_CHECKING:
    from kpi.issued import Retaken


def choose_kind(old: Retaken | None) -> Kind:
    """Choose what the report is about; an old state is what it was."""
    say = words()
    if old:
        return old.snapshot.report.span.kind if old.snapshot.report else "week"
    return st.radio(
        say("report.kind_label"),
        KINDS,
        format_func=lambda kind: say(f"report.kind.{kind}"),
        key="report_kind",
        horizontal=True,
        label_visibility="collapsed",
    )


def choose_edition(old: Retaken | None) -> Edition:
    """Choose how it is set; what was issued opens as it was printed."""
    say, issued, then = words(), old.issued if old else None, old.edition if old else None
    mark = f"_{issued.number if issued else old.day}" if old else ""
    language = st.selectbox(
        say("snapshot.language"),
        LANGUAGES,
        LANGUAGES.index(issued.language if issued else say.language),
        format_func=lambda code: Words(code)("frame.language"),
        width=150,
        key=f"pdf_language{mark or '_' + say.language}",  # follows the app until somebody chooses
        label_visibility="collapsed",
    )
    with st.popover(say("report.setup"), icon=":material/tune:"):
        paper = st.radio(
            say("snapshot.paper"),
            PAPERS,
            [str(one) for one in PAPERS].index(issued.paper) if issued else 0,
            format_func=lambda name: say(f"snapshot.{name}"),
            horizontal=True,
            key=f"pdf_paper{mark}",
        )
        layout = st.radio(
            say("report.layout_label"),
            LAYOUTS,
            LAYOUTS.index(then.layout) if then else 0,
            format_func=lambda name: say(f"report.layout.{name}"),
            key=f"pdf_layout{mark}",
        )
        appendix = st.toggle(
            say("report.appendix"),
            value=bool(then and then.appendix),
            key=f"pdf_appendix{mark}",
            help=say("report.appendix_help"),
        )
    return Edition(language, paper, layout, appendix, old.look if old else look_of(store()))
