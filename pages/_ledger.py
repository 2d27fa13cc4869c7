"""The ledger as tables: every upload, and how fresh each source is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.periods import Week
from pages._parts import term
from pages._receipt import local
from pages._session import words
from pages._tables import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.elements.lib.column_types import ColumnConfig

    from data.store import Upload
    from kpi.snapshot import SourceState

DAYS, MOMENTS = ("from", "to", "last_day"), ("loaded", "taken_back")
SHORT = 12  # hex digits that tell two files apart


def ledger(uploads: Iterable[Upload]) -> pd.DataFrame:
    """List every upload, newest first; one that was taken back stays in the list."""
    return pd.DataFrame([_upload(upload) for upload in uploads])


def _upload(upload: Upload) -> dict[str, object]:
    return {
        "number": upload.batch_id,
        "file": f"{upload.file} › {upload.table}" if upload.table else upload.file,
        "state": words()("sources.undone" if upload.undone_at else "sources.counts"),
        "format": term("format", upload.format),
        "channel": term("channel", upload.channel),
        "account": upload.account or "",
        "from": upload.period_from,
        "to": upload.period_to,
        "rows": upload.rows_read,
        "kept": upload.rows_kept,
        "refused": upload.rows_refused + upload.cells_refused,
        "loaded": local(upload.loaded_at),
        "by": upload.loaded_by or "",
        "taken_back": local(upload.undone_at) if upload.undone_at else None,
        "hash": upload.sha256[:SHORT],
        "version": upload.format_version,
    }


def freshness(sources: Iterable[SourceState], seen_from: Week) -> pd.DataFrame:
    """List each source with its last day and the weeks that nobody uploaded; those of other years say which."""
    return pd.DataFrame([_source(source, seen_from.year) for source in sources])


def _source(source: SourceState, year: int) -> dict[str, object]:
    say = words()
    return {
        "state": say("sources.complete" if source.complete else "sources.behind"),
        "format": term("format", source.format),
        "channel": term("channel", source.channel),
        "account": source.account or "",
        "last_day": source.last_day,
        "missing": [
            say.week(week) if week.year == year else f"{say.week(week)} · {week.year}"
            for week in map(Week.parse, source.missing_weeks)
        ],
    }


def draw(table: pd.DataFrame, alt: str) -> None:
    """Draw a table of this page with its columns named in the reader's language."""
    st.dataframe(table, hide_index=True, column_config={name: _column(str(name), table) for name in table}, alt=alt)


def _column(name: str, table: pd.DataFrame) -> ColumnConfig:
    label = words()(f"sources.column_{name}")
    if name in DAYS:
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    if name in MOMENTS:
        return st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm")
    return st.column_config.Column(label, width=width_of(label, table[name]) if name == "state" else None)
