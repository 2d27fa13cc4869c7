"""Asking whether a log is complete for some weeks: only then is a week without a row a zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from kpi.logbook import claims, is_complete
from pages._log_draft import load
from pages._log_pick import runs, week_names
from pages._may import may
from pages._reader import known_name
from pages._session import store, today, words

if TYPE_CHECKING:
    from datetime import date

    from kpi.periods import Week
    from pages._log_pick import View


def completeness(view: View) -> None:
    """Ask, and say what is known; a register has nothing to be complete for."""
    weeks = [week for week in view.weeks if week.monday <= today()]
    if not weeks:
        return
    say = words()
    done = [week for week in weeks if is_complete(store(), view.log, week.monday, _end(week))]
    open_weeks = [week for week in weeks if week not in done]
    with st.container(border=True):
        why = "content_log" if view.log == "content_log" else "rows"
        st.markdown(f"**{say('log_complete.question', weeks=week_names(weeks))}** {say(f'log_complete.{why}')}")
        known = [
            f"{mark} {say(f'log_complete.{state}', weeks=week_names(of))}"
            for mark, state, of in ((":material/check:", "is", done), (":material/help:", "is_not", open_weeks))
            if of
        ]
        st.markdown("  \n".join(known))
        if not may(Right.UPLOAD):
            return
        with st.container(horizontal=True):
            if open_weeks and st.button(say("log_complete.yes"), icon=":material/check:", key="complete"):
                _claim(view.log, open_weeks)
            if (found := claims(store(), view.log, *view.days)) and st.button(say("log_complete.no"), key="incomplete"):
                for batch_id in found:
                    store().undo(batch_id, known_name())
                st.rerun()


def _end(week: Week) -> date:
    return min(week.sunday, today())


def _claim(log: str, weeks: list[Week]) -> None:
    """Load a file without rows for each run of weeks: it says that nothing else happened."""
    for run in runs(weeks):
        if not load(log, [], run[0].monday, _end(run[-1]), {"weeks": week_names(run)}):
            return
    st.rerun()
