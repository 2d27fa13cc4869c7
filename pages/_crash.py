"""What a reader sees when one of our own bugs stops a page: a calm sentence with a number."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from data.errors import DataError
from pages._parts import problem_text
from pages._session import words

LOG = logging.getLogger("ninety")


def explain_crash(crash: BaseException) -> bool:
    """Log the traceback under a number, show only the number; True = Streamlit adds nothing."""
    if isinstance(crash, DataError):  # somebody without the right, or a store that another program took meanwhile
        st.error(problem_text(crash), icon=":material/lock:")
        return True
    number = secrets.token_hex(3)
    LOG.error("crash %s", number, exc_info=crash)
    st.error(words()("page.crash", number=number), icon=":material/build:")
    return True
