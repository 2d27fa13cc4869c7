"""Until when a case is put off: the same choice on Monday, on the page of alerts and in the meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from kpi.alerting.cases import LONGEST, next_monday
from pages._session import today, words

if TYPE_CHECKING:
    from datetime import date

HOWS = ("day", "worse")  # how it comes back


def snooze_fields(key: str) -> None:
    """Draw how it comes back, and the day: the next Monday, when the team meets again."""
    say, day = words(), today()
    st.radio(say("case.how"), HOWS, format_func=lambda name: say(f"case.how_{name}"), key=f"{key}_how")
    st.date_input(
        say("case.day"),
        next_monday(day),
        min_value=day + timedelta(days=1),
        max_value=day + LONGEST,
        format="YYYY-MM-DD",
        key=f"{key}_until",
        width=220,
    )


def snooze_chosen(key: str) -> tuple[date, bool]:
    """Read the day, and whether it comes back before it when it worsens."""
    until: date = st.session_state[f"{key}_until"]
    return until, st.session_state[f"{key}_how"] == "worse"
