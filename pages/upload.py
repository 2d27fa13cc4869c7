"""Upload the exports of the week: see what each would change, then take them in."""

import streamlit as st

from data.reading.reader import warm
from pages._datasets import undeclared
from pages._job import watch
from pages._preview import preview
from pages._questions import ask
from pages._report import known_exports, left_out, summary, taken
from pages._session import words
from pages._templates import downloads
from pages._uploads import drop_zone, intake

warm()
say, dropped = words(), intake()
st.markdown(say("upload.intro"))
drop_zone()

dropped.go_on()
if dropped.job is not None:
    watch(dropped.job)
if not dropped.is_busy:
    taken(dropped)
    counts = st.container()
    waiting = undeclared(dropped)
    with counts:
        summary(dropped, waiting)
    preview(dropped, waiting)
    ask(dropped)
    left_out(dropped)

known = known_exports()
with st.expander(say("upload.formats", n=len(known)), icon=":material/help_center:"):
    st.dataframe(known, hide_index=True, alt=say("upload.formats_alt"))
with st.expander(say("upload.templates"), icon=":material/table_view:"):
    st.markdown(say("upload.templates_how"))
    downloads()
