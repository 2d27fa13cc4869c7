"""Beside the table of a log: saying that a week is complete, and working in Excel instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.logbook import is_complete, unlogged
from pages._log_draft import load
from pages._session import open_page, store, today, words
from pages._templates import download
from pages._uploads import hand_over

if TYPE_CHECKING:
    from datetime import date

    from kpi.logbook import Row
    from kpi.periods import Week


def completeness(log: str, week: Week) -> None:
    """Let somebody say that a week holds no more than the table shows: only then is nothing a zero."""
    say, last = words(), min(week.sunday, today())
    if is_complete(store(), log, week.monday, last):
        st.markdown(f":material/check: {say('logbook.complete', week=say.week(week))}", width="content")
    elif st.button(
        say("logbook.say_complete", week=say.week(week)),
        help=say(f"logbook.complete_{log}"),
        icon=":material/check:",
        key="complete",
    ):
        load(log, [], week.monday, last)


def posts_to_log(first: date, last: date) -> list[Row]:
    """Offer the posts that the log does not know yet; they join it when somebody says something about them."""
    posts = unlogged(store(), first, last)
    wanted = bool(posts) and st.toggle(words()("logbook.unlogged", n=len(posts)), key="unlogged")
    return posts if wanted else []


def in_excel(log: str) -> None:
    """Offer the same log as an Excel template, and take it back filled in."""
    say = words()
    with st.expander(say("logbook.excel"), icon=":material/table_view:"):
        st.markdown(say("logbook.excel_how"))
        download(log, say("logbook.template"))
        if filled := st.file_uploader(say("logbook.filled"), accept_multiple_files=True, key=f"filled_{log}"):
            hand_over(filled)
            open_page("upload")  # where everything that comes in is looked at first
