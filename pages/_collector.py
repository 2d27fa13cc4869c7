"""Keep the clock cheap: Streamlit looks through all of memory after every run, and the clock runs every second."""

from __future__ import annotations

import atexit
import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def lighten() -> None:
    """Leave what is there by now (libraries, declarations) out of that search, once per server: 70 ms a run less."""
    gc.collect()
    gc.freeze()
    atexit.register(
        gc.unfreeze
    )  # what is frozen at the very end counts as leaked, and DuckDB says so on a page of its own
