"""Ninety: `streamlit run app.py`, or `python app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from pages._crash import explain_crash
from pages._html_lang import HtmlLang

# frame.py is the main script, not this file: beside a folder called pages/ a first visitor's
# deep link would run its page without the frame (docs/decisions/0001-shape-of-the-house.md)
app = st.App("pages/frame.py", on_script_error=explain_crash, middleware=[Middleware(HtmlLang)])

if __name__ == "__main__":
    app.run()
