"""The team's own logs: what no platform exports, written here by hand or in Excel."""

import streamlit as st

from kpi.periods import Week
from pages._log_complete import completeness
from pages._log_draft import draft, keep
from pages._log_extras import in_excel, posts_to_log
from pages._log_history import history, put_back
from pages._log_pick import pick
from pages._log_save import outcome, saving
from pages._log_table import edit
from pages._session import today, week, words

say = words()
view = pick(week() or Week.of(today()))
st.markdown(f"{say(f'log_about.{view.log}')} {say('log_save.how')}")
outcome()

posts = posts_to_log(view)
begun = draft(view, posts)
written = keep(view, begun, edit(begun), more=bool(posts))
saving(view, written, more=bool(posts))
completeness(view)
put_back(view.log)
history(view.log)
in_excel(view.log)
