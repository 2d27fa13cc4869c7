"""One KPI: why its number is so. Its trend, what changed it, how it is computed, and the rows behind it."""

import streamlit as st

from kpi.paper.document import trend_alt
from pages._annotations import trend_notes
from pages._basis import channels, computed, promise, remarks
from pages._behind import behind
from pages._changes import explained, key_of
from pages._charts import trend
from pages._contributions import what_changed
from pages._judgement import judgement
from pages._legend import legend
from pages._parts import badge, need_snapshot, title
from pages._sentiment_behind import said_behind
from pages._session import pick, words
from pages._weekline import weekline

say, taken = words(), need_snapshot()
rows = {row.plan.id: row for row in taken.rows}

if not rows:
    st.markdown(say("pdf.no_rows"))
    st.stop()

row = rows[pick("row", list(rows), next(iter(rows)), say("measure.pick"), lambda key: title(rows[key]))]
st.markdown(f"{badge('status', row.status)} {weekline(taken)}")
promise(row)
for note in remarks(row):
    st.markdown(f":material/info: {note}")

st.header(say("measure.trend", n=len(row.series)), anchor=False)
st.vega_lite_chart(trend(row, say.language), alt=trend_alt(row, say), key="trend")
st.caption(legend(row))
trend_notes(row, taken)

st.header(say("change.title"), anchor=False)
what_changed(row)
said_behind(row)

judgement(row)

number = explained(key_of(row))
st.header(say("measure.channels"), anchor=False)
channels(row, number)
st.header(say("measure.computed"), anchor=False)
computed(row, number, taken)
st.header(say("measure.rows"), anchor=False)
behind(row, taken)
