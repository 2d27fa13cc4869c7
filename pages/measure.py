"""One KPI: its trend, its channels, how its number is computed, and the rows behind it."""

import streamlit as st

from kpi.document import trend_alt
from pages._basis import behind, channels, computed, promise, remarks
from pages._charts import trend
from pages._parts import badge, need_snapshot, title
from pages._session import explanation, pick, words
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
st.caption(say("measure.legend"))

explained = explanation(row)
st.header(say("measure.channels"), anchor=False)
channels(row, explained)
st.header(say("measure.computed"), anchor=False)
computed(row, explained, taken)
st.header(say("measure.rows"), anchor=False)
behind(row, explained, taken)
