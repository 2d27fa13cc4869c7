"""Ninety's own Excel templates, to download: for what no platform exports."""

from __future__ import annotations

import streamlit as st

from data.templates import LOGS, template
from pages._parts import term
from pages._session import words

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(log: str, label: str) -> None:
    """Draw the button that makes the empty template of a log in the reader's language."""
    say = words()
    st.download_button(
        label,
        data=lambda: template(log, say.language),
        file_name=f"ninety-{log.replace('_', '-')}.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key=f"template_{log}",
    )


def downloads() -> None:
    """Offer every template."""
    with st.container(horizontal=True):
        for log in LOGS:
            download(log, term("format", f"ninety_{log}"))
