"""Monday review: the rules that fired, what is off its way, then every KPI and the whole table."""

import streamlit as st

from kpi.paper.headline import headline
from pages._annotations import add_note, shared_notes
from pages._board import board, discuss
from pages._parts import need_snapshot
from pages._scoreboard import BRIEF, scoreboard
from pages._session import open_page, words
from pages._tile import tile
from pages._weekline import weekline

say, taken = words(), need_snapshot()
shown = board(taken)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(weekline(taken), width="content")
    with st.container(horizontal=True, width="content"):
        if st.button(say("monday.pdf"), icon=":material/picture_as_pdf:", key="to_snapshot"):
            open_page("snapshot")
        if shown.is_newest and st.button(
            say("alerts.meeting"), type="primary", icon=":material/co_present:", key="to_meeting"
        ):
            open_page("meeting")
st.header(headline(taken, say), anchor=False)

discuss(shown)
shared_notes(taken)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.header(say("monday.figures"), anchor=False, width="content")
    add_note(taken)
with st.grid(4, min_column_width=165):
    for row in taken.rows:
        tile(row)

st.header(say("monday.table", days=taken.plan_days), anchor=False)
scoreboard(taken, BRIEF, key="monday_table")
