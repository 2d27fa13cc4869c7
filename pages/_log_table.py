"""A log of the team as an editable table: choices where the answer is closed, blank where nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from data.reading.exports import CHANNELS
from kpi.logbook import EVERY_CHANNEL, choices, header, key_of, log_format
from pages._parts import escape, term
from pages._session import today, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.elements.lib.column_types import ColumnConfig

    from kpi.logbook import Row

CONTEXT = ("topic", "url")  # known from elsewhere more often than typed: they stand at the end


def edit(log: str, rows: Sequence[Row], key: str) -> list[Row]:
    """Draw the rows of a log for editing, and give them as they stand now."""
    key_column, declared = key_of(log), log_format(log).columns
    asked = [name for name in declared if name not in {"day", *CONTEXT, key_column}]
    fields = ["day", *asked, *(name for name in CONTEXT if name in declared), key_column]
    # objects throughout: a datetime column would not take the blank of an added row
    table = pd.DataFrame(rows, columns=fields, dtype="object")
    columns = {name: _column(log, name) for name in fields}
    edited = st.data_editor(
        table,
        key=key,
        num_rows="add",
        hide_index=True,
        column_config=columns,
        disabled=[key_column],
        alt=words()(f"logbook.{log}"),
        height="content" if len(rows) < 12 else 460,
        placeholder="",
    )
    return [_row(log, line) for line in edited.astype(object).where(edited.notna(), None).to_dict("records")]


def _kind(log: str, name: str) -> str:
    return log_format(log).columns[name].kind


def _row(log: str, line: dict[Any, Any]) -> Row:
    return {name: _plain(value, _kind(log, name)) for name, value in line.items()}


def _plain(value: Any, kind: str) -> Any:
    """Turn a value of the table into one of the store: a day has no time, a blank is None."""
    if value in {None, ""}:
        return None
    match kind:
        case "date":
            return pd.Timestamp(value).date()
        case "timestamp":
            return pd.Timestamp(value).tz_localize(None).to_pydatetime()
        case "integer":
            return int(value)
    return value


def _column(log: str, name: str) -> ColumnConfig:
    say, config = words(), st.column_config
    label = header(log, name, say.language)
    about = say(f"logbook.about_{name}") if say.has(f"logbook.about_{name}") else None
    match _kind(log, name):
        case "date":
            default = today() if name == "day" else None
            column = config.DateColumn(label, help=about, format="YYYY-MM-DD", max_value=today(), default=default)
        case "timestamp":
            column = config.DatetimeColumn(label, help=about, format="YYYY-MM-DD HH:mm", step=60)
        case "integer":
            column = config.NumberColumn(label, help=about, min_value=0, step=1)
        case "boolean" | "word":
            column = _choice(label, about, choices(log, name, say.language))
        case "channel":
            options = {channel: term("channel", channel) for channel in CHANNELS}
            column = _choice(label, about, {EVERY_CHANNEL: say("channel.everywhere")} | options, EVERY_CHANNEL)
        case _:
            column = config.TextColumn(label, help=about, width="medium" if name in {"title", "cause", "fix"} else None)
    return column


def _choice(label: str, about: str | None, options: Mapping[str, str], default: str | None = None) -> ColumnConfig:
    return st.column_config.SelectboxColumn(
        label, help=about, options=list(options), format_func=lambda option: options[str(option)], default=default
    )


def complaint(log: str, row: Row, wrong: Mapping[str, str]) -> str:
    """Say of one row what is wrong with it."""
    say = words()
    name = escape(row.get("title") or row.get("kind") or row.get("topic") or say("logbook.this_row"))
    day = f"{say.short_day(row['day'])} · " if row.get("day") else ""
    cells = [f"{header(log, column, say.language)}: {say(f'logbook.wrong_{why}')}" for column, why in wrong.items()]
    return f"**{day}{name}**  \n" + "  \n".join(cells)
