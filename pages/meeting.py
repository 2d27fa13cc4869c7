"""Meeting mode: only what deviates, worst first, one thing at a time, the same on every screen."""

import streamlit as st

from data.ledger import moment
from kpi.meeting.meeting import forgotten, meeting, running
from pages._parts import need_snapshot
from pages._session import journal, newest_full_week, weeks
from pages._stage import STYLE, stage
from pages._stage_lobby import left_running, lobby, no_meeting
from pages._stage_summary import closing

taken, now = need_snapshot(), running(journal())
st.html(STYLE)

if now and now.week != taken.week.id and now.week in {week.id for week in weeks()}:
    st.query_params["week"] = now.week  # whoever opens the page joins the meeting, whichever week she looked at
    st.rerun()

if now and forgotten(now, moment(None)):
    left_running(now)
elif now:
    stage(now, taken)
elif meeting(journal(), taken.week.id):
    closing(taken)
elif taken.week == newest_full_week():
    lobby(taken)
else:
    no_meeting(taken)
