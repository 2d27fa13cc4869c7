"""Monday review: the rules that fired, what is off its way, then every KPI and the whole table."""

import streamlit as st

from kpi.paper.document import URGENT_FIRST
from kpi.paper.headline import headline
from pages._alerts import alert_card, deviation_card
from pages._parts import need_snapshot
from pages._scoreboard import BRIEF, scoreboard
from pages._session import open_page, words
from pages._tile import tile
from pages._weekline import weekline

say, taken = words(), need_snapshot()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(weekline(taken), width="content")
    if st.button(say("monday.pdf"), type="primary", icon=":material/picture_as_pdf:", key="to_snapshot"):
        open_page("snapshot")
st.header(headline(taken, say), anchor=False)

for alert in sorted(taken.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict)):
    alert_card(alert)

if taken.deviations:
    st.header(say("monday.to_discuss"), anchor=False)
    with st.grid(2, min_column_width=360):
        for row in taken.deviations:
            deviation_card(row)

st.header(say("monday.figures"), anchor=False)
with st.grid(4, min_column_width=165):
    for row in taken.rows:
        tile(row)

st.header(say("monday.table", days=taken.plan_days), anchor=False)
scoreboard(taken, BRIEF, key="monday_table")
