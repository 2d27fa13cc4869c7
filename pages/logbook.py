"""The team's own logs: what no platform exports, written here by hand or in Excel."""

from datetime import timedelta

import streamlit as st

from kpi.logbook import LOGS, edited, problems
from kpi.periods import Week
from pages._log_draft import draft, last_saved, save
from pages._log_extras import completeness, in_excel, posts_to_log
from pages._log_table import complaint, edit
from pages._receipt import fold, upload_of
from pages._session import today, week, words

SPANS = (1, 4, 13)  # weeks

say, chosen = words(), week() or Week.of(today())
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    # a segmented control would write its choice in the primary colour, too dark to read on the dark theme
    log = st.radio(
        say("logbook.which"), LOGS, format_func=lambda name: say(f"logbook.{name}"), horizontal=True, key="log"
    )
    weeks = st.radio(
        say("logbook.span"),
        SPANS,
        SPANS.index(4),
        format_func=lambda n: say("logbook.weeks", n=n),
        horizontal=True,
        key="log_weeks",
    )
st.markdown(f"{say(f'logbook.about_{log}')} {say('logbook.how')}")

first, last = chosen.sunday - timedelta(weeks=weeks, days=-1), chosen.sunday
writing = draft(log, first, last, posts_to_log(first, last) if log == "content_log" else ())
rows = edit(log, writing.rows, writing.key)
changed = edited(log, writing.rows, rows)
wrong = [(row, cells) for row in changed if (cells := problems(row, today()))]
for row, cells in wrong:
    st.warning(complaint(log, row, cells), icon=":material/edit:")

with st.container(horizontal=True, vertical_alignment="center"):
    label = say("logbook.save", n=len(changed)) if changed else say("logbook.nothing_to_save")
    if st.button(label, type="primary", disabled=not changed or bool(wrong), key="save_log"):
        save(log, changed)
    completeness(log, chosen)
if (batch_id := last_saved()) is not None:
    fold(upload_of(batch_id), expanded=True)
in_excel(log)
