"""Scorecard: every promise of the plan with its number, judgement and sample."""

import streamlit as st

from pages._parts import need_snapshot
from pages._scoreboard import WHOLE, scoreboard, table
from pages._session import words
from pages._tables import safe_csv
from pages._weekline import weekline

say, taken = words(), need_snapshot()
# read here: the file is made on a thread that knows no session
whole = table(taken, WHOLE).rename(columns=lambda name: say(f"scorecard.{name}"))

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(weekline(taken), width="content")
    st.download_button(
        say("scorecard.csv"),
        data=lambda: safe_csv(whole, say),
        file_name=f"ninety-{taken.week.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
scoreboard(taken, WHOLE, key="scorecard_table")
st.caption(say("scorecard.note"))
