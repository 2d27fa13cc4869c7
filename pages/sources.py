"""Where the numbers come from: how fresh each source is, what holds for it, every upload, and the way back."""

import streamlit as st

from data.access.rights import Right
from data.privacy.datasets import undeclared
from kpi.periods import Week
from kpi.sources import read_sources
from pages._datasets import facts
from pages._ledger import draw, freshness, ledger
from pages._may import may, offers
from pages._parts import term
from pages._receipt import receipt
from pages._reread import outcome
from pages._session import open_page, store, today, week, words
from pages._source_rules import change, rule_table
from pages._tables import safe_csv

say = words()
can_go_on = outcome()
uploads = store().uploads()

if not uploads:
    st.markdown(say("sources.empty"))
    if offers("upload") and st.button(say("frame.go_upload"), type="primary"):
        open_page("upload")
    st.stop()

if lacking := undeclared(store(), today()):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(say("privacy.unsaid", what=facts(lacking)), icon=":material/edit:")
        if offers("privacy") and st.button(say("privacy.to_privacy"), key="to_privacy"):
            open_page("privacy")

chosen = week() or Week.of(today())
if sources := read_sources(store(), chosen).states(chosen):
    st.header(say("sources.freshness"))
    st.markdown(say("sources.freshness_what", week=say.week_inline(chosen)))
    draw(freshness(sources, chosen), say("sources.freshness"))

if rules := store().rules():
    st.header(say("sources.rules"))
    st.markdown(say("sources.rules_what"))
    draw(rule_table(rules), say("sources.rules"))
    if can_go_on:
        change(rules)

st.header(say("sources.ledger"))
table = ledger(uploads)
draw(table, say("sources.ledger"))
st.download_button(
    say("sources.download"),
    data=lambda: safe_csv(table, say),
    file_name="ninety-uploads.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
)

st.header(say("sources.one"))
by_number = {upload.batch_id: upload for upload in uploads}
number = st.selectbox(
    say("sources.choose"),
    list(by_number),
    format_func=lambda number: f"{number} · {by_number[number].file} · {term('format', by_number[number].format)}",
    key="upload",
)
with st.container(border=True):
    receipt(by_number[number])
st.caption(say("sources.raw"))
if may(Right.ADMINISTER):  # where things lie on a server is nobody else's business
    st.code(str(store().folder), language=None, wrap_lines=True)
