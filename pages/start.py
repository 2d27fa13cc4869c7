"""The start: try Ninety with the sample brand, or name your own and upload its exports."""

import streamlit as st

from kpi.sample import BRAND, load_sample
from pages._parts import escape
from pages._session import named_store, open_page, today, words

say = words()

st.markdown(say("start.promise"))
sample, own = st.columns(2, gap="medium")

with sample.container(border=True, height="stretch"):
    st.header(say("start.sample"), anchor=False)
    st.markdown(say("start.sample_what"))
    wants_sample = st.button(say("start.sample_go"), type="primary", icon=":material/play_arrow:", key="try_sample")
    course = st.container()

with own.form("own_brand", height="stretch"):
    st.header(say("start.own"), anchor=False)
    st.markdown(say("start.own_what"))
    name = st.text_input(say("start.brand"), max_chars=60, placeholder=say("start.example"), key="new_brand").strip()
    wants_own = st.form_submit_button(say("start.own_go"), icon=":material/arrow_forward:", key="begin")

if wants_sample:
    bar = course.progress(0.0, say("start.loading"))

    def tell(done: float, file: str) -> None:
        """Move the bar, and name the file that is next."""
        bar.progress(done, say("start.loading_file", file=escape(file)))

    day = today()  # asked before there is a store: a first visitor has chosen no brand to ask the zone of
    theirs = named_store(BRAND)
    load_sample(theirs, day, tell)
    open_page("monday", brand=theirs.path.stem)
if wants_own and not name:
    own.warning(say("start.needs_name"))
elif wants_own:
    theirs = named_store(name)
    if (other := theirs.setting("brand") or name).casefold() != name.casefold():
        own.warning(say("start.name_taken", other=escape(other)))
    else:
        open_page("upload", brand=theirs.path.stem)
