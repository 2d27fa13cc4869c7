"""A log of the team as an editable table: choices where the answer is closed, blank where nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.facts import WITHDRAWN
from data.reading.exports import CHANNELS
from kpi.logbook import EVERY_CHANNEL
from kpi.logs import choices, header, key_of, log_format, logs
from pages._may import may
from pages._parts import escape, term
from pages._session import today, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.elements.lib.column_types import ColumnConfig

    from kpi.logbook import Row
    from pages._log_draft import Draft

CONTEXT = ("topic", "url")  # known from elsewhere more often than typed: they stand at the end
WIDE = {"title", "cause", "fix", "hypothesis", "lesson", "measure", "summary", "purpose", "outcome"}


def edit(draft: Draft) -> list[Row]:
    """Draw the rows of a log for editing, and give them as they stand now."""
    log, key_column = draft.log, key_of(draft.log)
    declared = [name for name in log_format(log).columns if name != WITHDRAWN]
    asked = [name for name in declared if name not in {"day", *CONTEXT, key_column}]
    context = CONTEXT if log == "content_log" else ()
    asked = asked if context else [name for name in declared if name not in {"day", key_column}]
    fields = ["day", *asked, *context, key_column]
    # objects throughout: a datetime column would not take the blank of an added row
    table = pd.DataFrame(draft.shown, columns=fields, dtype="object")
    edited = st.data_editor(
        table,
        key=draft.key,
        num_rows="dynamic",
        hide_index=True,
        column_config={name: _column(log, name) for name in fields},
        disabled=[key_column] if may(Right.UPLOAD) else True,
        alt=words()(f"log_name.{log}"),
        height="content" if len(draft.shown) < 12 else 460,
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
    about = say(f"log_help.{name}") if say.has(f"log_help.{name}") else None
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
            column = config.TextColumn(label, help=about, width="medium" if name in WIDE else None)
    return column


def _choice(label: str, about: str | None, options: Mapping[str, str], default: str | None = None) -> ColumnConfig:
    return st.column_config.SelectboxColumn(
        label, help=about, options=list(options), format_func=lambda option: options[str(option)], default=default
    )


def complaint(log: str, row: Row, wrong: Mapping[str, str]) -> str:
    """Say of one row what is wrong with it."""
    say = words()
    cells = [f"{header(log, column, say.language)}: {say(f'log_wrong.{why}')}" for column, why in wrong.items()]
    return f"**{escape(row_name(log, row))}**  \n" + "  \n".join(cells)


def row_name(log: str, row: Row) -> str:
    """Name a row: its day and what names it."""
    say = words()
    named = [str(row[column]) for column in logs()[log].name if row.get(column)] or [say("log_wrong.this_row")]
    return " · ".join([*([say.short_day(row["day"])] if row.get("day") else []), *named])
