"""The promise: which KPIs, from which baseline, to which target, whose, and how often it is looked at."""

import streamlit as st

from data.access.rights import Right
from kpi.plan import Plan
from pages._may import may
from pages._plan_changes import changes
from pages._plan_draft import draft, newest_version, save
from pages._plan_handed_on import take_along
from pages._plan_history import versions
from pages._plan_hours import opening_hours
from pages._plan_pasted import paste_scorecard
from pages._plan_reading import complaint, read_back, undecided, unreadable
from pages._plan_settings import settings
from pages._plan_starts import templates
from pages._plan_table import edit
from pages._reader import ask_name
from pages._session import plan, words

if not may(Right.DEFINE):  # read, not written
    if (held := plan()) is not None and held.rows:
        read_back(held)
        take_along(held)
    versions()
    st.stop()

say, writing = words(), draft()
if writing.version == st.session_state.get("saved_version") and not writing.touched:
    st.success(say("targets.saved", version=writing.version), icon=":material/check_circle:")
templates(expanded=not writing.plan.rows)
from_elsewhere = st.container()
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
hours, hours_read = opening_hours(writing)
with from_elsewhere:
    paste_scorecard(writing, chosen, rows)

if newest_version() > writing.version:
    st.warning(say("targets.overtaken", version=newest_version()), icon=":material/group:")
readable = rows and not wrong and hours_read
in_force = plan()  # whose activities may have changed on their own page since this draft began
steps = (in_force if in_force and writing.in_force else writing.plan).activities
template = writing.plan.template
promised = Plan(**chosen, hours=hours, rows=tuple(rows), template=template, activities=steps) if readable else None
news = promised is not None and promised != in_force
if promised is not None and news and in_force:
    changes(in_force, promised)
with st.form("save_plan", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
    reason = st.text_input(say("targets.reason"), placeholder=say("targets.reason_example"), max_chars=200)
    by = ask_name("plan_by")
    wants_save = st.form_submit_button(say("targets.save"), type="primary", disabled=not news, key="save_plan_now")
if promised is None:
    unread = say("targets.empty") if hours_read else say("hours.cannot_save")
    st.markdown(say("targets.cannot_save", n=len(wrong)) if wrong else unread)
elif wants_save and news:
    if save(promised, reason, by):
        st.rerun()
else:
    st.header(say("targets.read"))
    read_back(promised)
    take_along(promised)
versions()
