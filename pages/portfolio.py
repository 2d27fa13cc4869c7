"""Portfolio: every brand that somebody may see, worst first, and the way to its Monday review."""

import streamlit as st

from kpi.portfolio import ranked
from pages._job import watch
from pages._parts import escape
from pages._portfolio_look import look, looked
from pages._portfolio_rows import STYLE, explained, head, row
from pages._session import brands, open_page, words

say = words()
if not brands():
    open_page("start")
if len(brands()) == 1:
    st.markdown(say("portfolio.few"))
    st.stop()

st.html(STYLE)
going = look(brands())
watch(going.job, "portfolio")
if going.job.is_done():
    looked()
    shown = ranked(going.found)
    if left := len(going.brands) - len(shown):
        st.warning(say("portfolio.stopped", left=escape(say.whole(left))), icon=":material/close:")
    head()
    for place, one in enumerate(shown, 1):
        row(place, one)
    with st.expander(say("portfolio.ordered"), icon=":material/swap_vert:"):
        st.markdown(explained())
