"""The start: try Ninety with the sample brand, or name your own and upload its exports."""

import streamlit as st

from data.access.acting import may
from data.access.rights import Right
from data.brand_files.belongings import archived
from data.errors import DataError
from kpi.sample import BRAND, load_sample
from pages._brand_made import named_store
from pages._parts import escape, problem_text
from pages._session import brands, open_page, today, words

say = words()

if not may(Right.ADMINISTER, None):
    st.markdown(say("start.not_yours" if brands() else "start.none_yours", right=say(f"right.{Right.ADMINISTER}")))
    st.stop()

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
    load_sample(theirs, day, tell, say.language)
    open_page("monday", brand=theirs.path.stem)
if wants_own and not name:
    own.warning(say("start.needs_name"))
elif wants_own:
    try:
        theirs = named_store(name)
    except DataError as problem:
        own.warning(problem_text(problem))
        st.stop()
    if (other := theirs.setting("brand") or name).casefold() != name.casefold():
        own.warning(say("start.name_taken", other=escape(other)))
    else:
        open_page("upload", brand=theirs.path.stem)

if not brands() and archived():
    st.page_link("brands.py", label=say("start.archive"), icon=":material/archive:")
