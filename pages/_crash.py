"""What a reader sees when one of our own bugs stops a page: a calm sentence with a number."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from pages._session import words

LOG = logging.getLogger("ninety")


def explain_crash(crash: BaseException) -> bool:
    """Log the traceback under a number, show only the number; True = Streamlit adds nothing."""
    number = secrets.token_hex(3)
    LOG.error("crash %s", number, exc_info=crash)
    st.error(words()("page.crash", number=number), icon=":material/build:")
    return True
