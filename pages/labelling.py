"""Label texts: a random sample of a week, one text at a time, by keyboard or thumb."""

import streamlit as st

from pages._label_end import after
from pages._label_list import every
from pages._label_round import in_hand
from pages._label_stage import STYLE, stage
from pages._label_start import before
from pages._parts import escape
from pages._session import brand, open_page, week, words

say, now, chosen = words(), in_hand(), week()
st.html(STYLE)

if now and now.ended is None:
    stage(now)
elif now:
    after(now)
elif chosen is None:
    st.markdown(say("frame.nothing_yet", brand=escape(brand())))
    if st.button(say("frame.go_upload"), type="primary", key="go"):
        open_page("upload")
else:
    draw, list_ = st.tabs([say("labels.tab_draw"), say("labels.tab_list")], key="labels_tab", on_change="rerun")
    if draw.open:
        with draw:
            before(chosen)
    if list_.open:
        with list_:
            every(chosen)
