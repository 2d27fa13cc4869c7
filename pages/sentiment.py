"""Sentiment you can act on: what people say, how sure that is, and the texts behind it."""

import streamlit as st

from pages._may import offers
from pages._parts import escape
from pages._scorers import scorers
from pages._sentiment_now import now
from pages._sentiment_span import last_day, pick_window
from pages._sentiment_texts import said
from pages._sentiment_tool import tool
from pages._session import brand, open_page, settle, words
from pages._topics import topics
from pages._uploads import intake

say, window = words(), pick_window()

if (window is None or last_day() is None) and intake().is_busy:
    st.info(say("sentiment.upload_runs"), icon=":material/hourglass_top:")
    st.stop()
if window is None or last_day() is None:
    st.markdown(say("frame.nothing_yet" if window is None else "sentiment.no_opinions", brand=escape(brand())))
    if offers("upload") and st.button(say("frame.go_upload"), type="primary", key="go"):
        open_page("upload")
    st.stop()

of_window = {"now": now, "texts": said, "tool": tool}
of_brand = {"topics": topics, "scorer": scorers}
names = (*of_window, *of_brand)
labels = {name: say(f"sentiment.tab.{name}") for name in names}
part = settle("part", names, "now")  # in the address, so that a link opens the same tab
key = f"sentiment_tab_{say.language}"  # its state is what a tab is called
st.session_state.setdefault(key, labels[part])
tabs = st.tabs(list(labels.values()), key=key, on_change="rerun")
for name, tab in zip(names, tabs, strict=True):
    if not tab.open:
        continue
    if name != part:
        st.query_params["part"] = name
    with tab:
        if name in of_window:
            of_window[name](window)
        else:
            of_brand[name]()
