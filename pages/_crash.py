"""What a reader sees when one of our own bugs stops a page: a calm sentence with a number."""

from __future__ import annotations

import streamlit as st

from data.crash import logged
from data.errors import DataError
from pages._parts import problem_text
from pages._session import words
from pages._signed import is_in, leave


def explain_crash(crash: BaseException) -> bool:
    """Log where it was under a number, show only the number; True = Streamlit adds nothing."""
    if isinstance(crash, DataError):  # somebody without the right, or a store that another program took meanwhile
        st.error(problem_text(crash), icon=":material/lock:")
        return True
    if not is_in():  # the session ended between two runs of a part of the page
        leave()
        return True
    st.error(words()("page.crash", number=logged("crash", crash)), icon=":material/build:")
    return True
