"""The promise: which KPIs, from which baseline, to which target, whose, and how often it is looked at."""

import streamlit as st

from kpi.plan import Plan
from pages._plan_draft import draft, newest_version, save
from pages._plan_reading import complaint, read_back, undecided, unreadable
from pages._plan_settings import settings
from pages._plan_starts import templates, versions
from pages._plan_table import edit
from pages._session import plan, words

say, writing = words(), draft()
if writing.version == st.session_state.get("saved_version") and not writing.touched:
    st.success(say("targets.saved", version=writing.version), icon=":material/check_circle:")
templates(expanded=not writing.plan.rows)
with st.expander(say("targets.settings"), icon=":material/tune:"):
    chosen = settings(writing)

st.header(say("targets.promises"))
st.markdown(say("targets.how"))
rows = edit(writing.plan, writing.key("rows"))
wrong = unreadable(rows, chosen["language"], chosen["currency"])
for number, cells in wrong.items():
    st.warning(complaint(number, rows[number - 1], cells), icon=":material/edit:")
for row in undecided(rows):
    st.info(row, icon=":material/help:")

if newest_version() > writing.version:
    st.warning(say("targets.overtaken", version=newest_version()), icon=":material/group:")
promised = None if wrong or not rows else Plan(**chosen, rows=tuple(rows), template=writing.plan.template)
with st.form("save_plan", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
    reason = st.text_input(say("targets.reason"), placeholder=say("targets.reason_example"), max_chars=200)
    news = promised is not None and promised != plan()
    wants_save = st.form_submit_button(say("targets.save"), type="primary", disabled=not news, key="save_plan_now")
if promised is None:
    st.markdown(say("targets.cannot_save", n=len(wrong)) if wrong else say("targets.empty"))
elif wants_save and news:
    save(promised, reason)
    st.rerun()
else:
    st.header(say("targets.read"))
    read_back(promised)
versions()
