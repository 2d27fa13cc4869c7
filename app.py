"""Ninety: `streamlit run app.py`, or `python app.py`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from kpi.scheduling.runner import Runner, system_clock
from pages import _guard_start
from pages._ahead import SERVING
from pages._crash import explain_crash
from pages._guard import Guard
from pages._html_lang import HtmlLang


@asynccontextmanager
async def scheduled(_: st.App) -> AsyncIterator[None]:
    """Look after the schedules as long as the server runs, whether anybody has a page open or not."""
    runner = Runner(system_clock)
    runner.start()
    SERVING.set()
    try:
        yield
    finally:
        runner.stop()


# frame.py is the main script, not this file: beside a folder called pages/ a first visitor's
# deep link would run its page without the frame (docs/decisions/0001-shape-of-the-house.md)
app = st.App(
    "pages/frame.py",
    lifespan=scheduled,
    on_script_error=explain_crash,
    middleware=[Middleware(Guard), Middleware(HtmlLang)],
)

if __name__ == "__main__":
    _guard_start.run(app, __file__, sys.argv[1:])
else:
    _guard_start.stand()
