"""The plan to take along: as a table for a document, a spreadsheet or a colleague's Ninety."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.pasting.handed_on import as_csv, as_excel, markdown
from pages._session import words
from pages._templates import EXCEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.plan import Plan


def take_along(plan: Plan) -> None:
    """Offer the plan in each form; every one of them reads back the same."""
    say = words()
    with st.expander(say("pasted.take_along"), icon=":material/ios_share:"):
        st.markdown(say("pasted.take_along_how"))
        with st.container(horizontal=True):
            _download("Markdown", lambda: markdown(plan).encode(), "md", "text/markdown")
            _download("CSV", lambda: as_csv(plan), "csv", "text/csv")
            _download("Excel", lambda: as_excel(plan), "xlsx", EXCEL)
        st.code(markdown(plan), language=None, wrap_lines=False)


def _download(label: str, data: Callable[[], bytes], ending: str, mime: str) -> None:
    st.download_button(
        label,
        data=data,
        file_name=f"ninety-plan.{ending}",
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"take_{ending}",
    )
