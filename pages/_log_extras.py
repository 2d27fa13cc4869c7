"""Beside the table of a log: posts it does not know yet, and working in Excel instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.templates import all_templates
from kpi.logbook import unlogged
from pages._may import may
from pages._session import open_page, store, words
from pages._templates import EXCEL, download
from pages._uploads import hand_over

if TYPE_CHECKING:
    from kpi.logbook import Row
    from pages._log_pick import View


def posts_to_log(view: View) -> list[Row]:
    """Offer the posts that the log does not know yet; they join it when somebody says something about them."""
    if view.log != "content_log" or not may(Right.UPLOAD):
        return []
    posts = unlogged(store(), *view.days)
    wanted = bool(posts) and st.toggle(words()("logbook.unlogged", n=len(posts)), key="unlogged")
    return posts if wanted else []


def in_excel(log: str) -> None:
    """Offer the same log as an Excel template, and take it back filled in."""
    if not may(Right.UPLOAD):
        return
    say = words()
    with st.expander(say("logbook.excel"), icon=":material/table_view:"):
        st.markdown(say("logbook.excel_how"))
        with st.container(horizontal=True):
            download(log, say("logbook.template"))
            st.download_button(
                say("logbook.all_templates"),
                data=lambda: all_templates(say.language),
                file_name="ninety-logs.xlsx",
                mime=EXCEL,
                icon=":material/download:",
                on_click="ignore",
                key="template_all",
            )
        if filled := st.file_uploader(say("logbook.filled"), accept_multiple_files=True, key=f"filled_{log}"):
            hand_over(filled)
            open_page("upload")  # where everything that comes in is looked at first
