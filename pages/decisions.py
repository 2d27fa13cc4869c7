"""Decisions: what was decided, what became of it, what is still open; and the activities of the plan."""

import streamlit as st

from pages._activities import activities
from pages._decision_list import log
from pages._parts import need_snapshot
from pages._session import unmeasured, words

say = words()
taken = unmeasured() or need_snapshot()  # a team decides and plans before its first export
decided, planned = st.tabs([say("decision.tab_log"), say("decision.tab_activities")])
with decided:
    log(taken)
with planned:
    activities(taken)
