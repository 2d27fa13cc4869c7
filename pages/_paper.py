"""The report as it will leave: how it is set, what it is taken along as, its pages, and what the numbers stand on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from kpi.issued import known_on
from kpi.paper.notes import notes
from pages._decided import decisions_of
from pages._downloads import downloads
from pages._edition import choose_edition, choose_kind
from pages._parts import escape
from pages._printed import drawn, report, report_ahead
from pages._session import store, week, words

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from kpi.issued import Retaken, Taken
    from kpi.paper.edition import Edition
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot

_OFFERED = "report_offered"  # what the files on the page are of


def paper(old: Retaken | None = None) -> None:
    """Show the report of the chosen week, its month or the plan, or an old one."""
    say = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choose_kind(old)
        edition = choose_edition(old)
    bar = _bar(kind, edition, old)  # above the pages, but its files are made once these are drawn
    with st.spinner(say("snapshot.drawing")):
        of: Taken | Retaken | None = old or report(kind)
    if of is None:
        st.info(say("report.nothing", kind=say(f"report.kind.{kind}")), icon=":material/calendar_month:")
        return
    set_as = edition
    if old:
        edition = replace(edition, known=known_on(old, edition))
    sheet, margin = st.columns([3, 1], gap="large")
    with sheet:
        _pages(of.snapshot, edition)
    with margin:
        _small_print(of.snapshot)
    with bar.container():
        downloads(of, set_as)
    if old is None:
        report_ahead(kind)


def _bar(kind: Kind, edition: Edition, old: Retaken | None) -> DeltaGenerator:
    """Keep a place for the files; those of another report go at once, or a click would still bring them."""
    bar, asked = st.empty(), (kind, edition, week(), str(store().path), repr(old and old.known))
    if st.session_state.get(_OFFERED, asked) != asked:
        bar.skeleton()
    st.session_state[_OFFERED] = asked
    return bar


def _pages(shown: Snapshot, edition: Edition) -> None:
    say = words()
    with st.spinner(say("snapshot.drawing")):
        pictures = drawn(shown, edition)
    alt = say("snapshot.alt", brand=shown.brand, week=say.week_inline(shown.week))
    for number, picture in enumerate(pictures, 1):
        of_more = f" · {say('pdf.page', page=number, pages=len(pictures))}" if len(pictures) > 1 else ""
        st.container(border=True).image(picture, alt=alt + of_more, width="stretch")
    if edition.layout == "one" and not edition.appendix and len(pictures) > 1:
        st.caption(say("report.not_one"))


def _small_print(shown: Snapshot) -> None:
    say = words()
    decisions_of(shown)
    st.header(say("snapshot.small_print"), anchor=False)
    for note in notes(shown, say):
        st.markdown(f"**{note.name}**  \n{escape(note.text)}")
    st.caption(say("snapshot.fingerprint", fingerprint=shown.fingerprint))
