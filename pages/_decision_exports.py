"""The log as it is shown, to take along: CSV, Excel, and Markdown for a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.written import workbook
from kpi.deciding.decision_log import markdown, table
from pages._session import brand, plan, today, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exports(shown: Sequence[Decision], outcomes: Mapping[int, Outcome]) -> None:
    """Draw the three ways to take the shown decisions along; each is made when it is asked for.

    They are made on a thread that knows no session: whatever they need of it is read before.
    """
    say, name, named, in_force, day = words(), _file_name(), brand(), plan(), today()

    def as_csv() -> bytes:
        head, *lines = table(shown, outcomes, in_force, day, say)
        return safe_csv(pd.DataFrame(lines, columns=head), say)

    def as_excel() -> bytes:
        return workbook(table(shown, outcomes, in_force, day, say), say("page.decisions"))

    def as_markdown() -> bytes:
        return markdown(named, shown, outcomes, in_force, day, say).encode()

    made = (
        ("export_csv", as_csv, "csv", "text/csv"),
        ("export_excel", as_excel, "xlsx", EXCEL),
        ("export_markdown", as_markdown, "md", "text/markdown"),
    )
    with st.container(horizontal=True):
        for key, make, ending, mime in made:
            st.download_button(
                say(f"decision.{key}"),
                make,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=key,
                icon=":material/download:",
                on_click="ignore",
            )


def _file_name() -> str:
    plain = re.sub(r"[^\w-]+", "-", f"{brand()} {words()('page.decisions')}".lower(), flags=re.UNICODE).strip("-")
    return f"{plain}-{today().isoformat()}"
