"""One page for leadership, of a week, a month or the plan: choose how it is set, see it, take it with you."""

import streamlit as st

from pages._compare import compared
from pages._issued import issued_list
from pages._look import look_settings
from pages._paper import paper
from pages._parts import need_snapshot
from pages._past import past
from pages._schedule import schedule
from pages._session import words

say, old = words(), past()
if old:
    sheet, beside = st.tabs([say("report.tab.paper"), say("compare.title")])
    with sheet:
        paper(old)
    with beside:
        compared(old)
else:
    need_snapshot()
    parts = {"paper": paper, "history": issued_list, "look": look_settings, "schedule": schedule}
    for tab, draw in zip(st.tabs([say(f"report.tab.{name}") for name in parts]), parts.values(), strict=True):
        with tab:
            draw()
