"""Keep a run cheap: Streamlit looks through all of memory after every one, and a clock on a page runs every second."""

from __future__ import annotations

import atexit
import gc
from functools import cache


@cache
def lighten(page: str) -> None:  # noqa: ARG001 - what a page needs is there once it was drawn
    """Leave what is there by now (libraries, declarations) out of that search, once per server and page.

    Saves 70 ms of every run. What was left out before is looked through again: the sessions of then are dead by now.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    # what is frozen at the very end counts as leaked, and DuckDB says so on a page of its own
    atexit.register(gc.unfreeze)
