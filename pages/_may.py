"""What the reader may do with the brand on view. What they may not is not offered; every write asks again (data/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access import acting
from data.access.rights import Right
from data.audit import Done
from pages import ENTRIES
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable


def may(right: Right) -> bool:
    """Whether the reader has a right for the brand on view."""
    return acting.may(right, st.session_state.get("brand"))


def offers(page: str) -> bool:
    """Whether a page is there for the reader."""
    return may(ENTRIES[page].needs)


def take_rows(label: str, data: Callable[[], bytes], file_name: str, mime: str, key: str) -> None:
    """Offer a file of rows or of what people wrote, or say which right it needs; who takes it stands in the log.

    It is made when somebody asks for it, on a thread that knows no session: that one works for who sees the button,
    with the rights that they have by then.
    """
    if not may(Right.UPLOAD):
        st.caption(words()("access.rows_need", right=words()(f"right.{Right.UPLOAD}")))
        return
    person, path = acting.who(), store().path

    def taken() -> bytes:
        with acting.acting(person):
            acting.done_now(Done(Right.UPLOAD, "rows", {"file": file_name}), path)
        return data()

    st.download_button(
        label, data=taken, file_name=file_name, mime=mime, icon=":material/download:", on_click="ignore", key=key
    )
