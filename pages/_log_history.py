"""The history of a log: who changed what, and the rows that were taken out, to put them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.facts import WITHDRAWN
from kpi.log_history import MOST, steps, undone
from kpi.logbook import speaks_of, taken_out
from kpi.logs import NO, choices, header, key_of, log_format
from pages._log_draft import load
from pages._log_table import row_name
from pages._may import may
from pages._parts import term
from pages._receipt import local
from pages._session import store, today, words

if TYPE_CHECKING:
    from kpi.log_history import Step, Undone


def history(log: str) -> None:
    """Draw what was changed, when somebody opens it."""
    say = words()
    box = st.expander(say("log_history.title"), icon=":material/history:", key=f"history_{log}", on_change="rerun")
    if box.open:
        with box:
            _changes(log)


def put_back(log: str) -> None:
    """List the rows that were taken out, and offer to let them count again."""
    say = words()
    if not may(Right.UPLOAD):
        return
    if not (out := {str(row[key_of(log)]): row for row in taken_out(store(), log)}):
        return
    with st.expander(say("log_history.out_title", n=len(out)), icon=":material/delete:", key=f"out_{log}"):
        chosen = st.multiselect(
            say("log_history.put_back_which"),
            list(out),
            format_func=lambda key: row_name(log, out[key]),
            key=f"put_back_{log}",
        )
        label = say("log_history.put_back_button", n=len(chosen))
        if st.button(label, disabled=not chosen, key="put_back"):
            rows = [out[key] | {WITHDRAWN: NO} for key in chosen]
            if load(log, rows, *speaks_of(store(), log, rows, today()), {"put_back": len(rows)}):
                st.rerun()


def _changes(log: str) -> None:
    say = words()
    every, gone = steps(store(), log), undone(store(), log)
    if not every and not gone:
        st.markdown(say("log_history.none"))
        return
    called = {step.entry: step.called for step in reversed(every)}
    entry = st.selectbox(
        say("log_history.entry"),
        [None, *called],
        format_func=lambda key: called.get(key, say("log_history.every")),
        key=f"entry_{log}",
        width=420,
    )
    told = [
        (step.when, step.batch_id, _step(log, step))
        for step in (every if entry is None else steps(store(), log, entry))
    ]
    told += [(one.when, one.batch_id, _undone(one)) for one in gone] if entry is None else []
    lines = [line for *_, line in sorted(told, key=lambda one: one[:2], reverse=True)]
    table = pd.DataFrame(lines).rename(columns=lambda name: say(f"log_history.{name}"))
    moments = st.column_config.DatetimeColumn(say("log_history.when"), format="YYYY-MM-DD HH:mm")
    st.dataframe(table, hide_index=True, column_config={say("log_history.when"): moments}, alt=say("log_history.alt"))
    if len(every) == MOST:
        st.caption(say("log_history.first", n=MOST))


def _step(log: str, step: Step) -> dict[str, object]:
    say = words()
    return {
        "when": local(step.when),
        "who": step.by or "",
        "entry": step.called,
        "what": header(log, step.column, say.language) if step.column else say(f"log_history.{step.what}"),
        "before": _value(log, step.column, step.before),
        "after": _value(log, step.column, step.after),
        "source": say("log_history.by_hand") if step.by_hand else step.file,
    }


def _undone(one: Undone) -> dict[str, object]:
    say, moment = words(), words().moment(local(one.undone_at))
    by = {"who": one.undone_by} if one.undone_by else {}
    return {
        "when": local(one.when),
        "who": one.by or "",
        "entry": say("upload.rows_read", n=one.rows) if one.rows else "",
        "what": say("log_history.undone_by" if by else "log_history.undone", moment=moment, **by),
        "before": "",
        "after": "",
        "source": one.file,
    }


def _value(log: str, column: str | None, value: str | None) -> str:
    """Write a value as the table of the log does."""
    if column is None or value is None:
        return ""
    kind = log_format(log).columns[column].kind
    if kind == "boolean":
        value = {"true": "yes", "false": "no"}[value]
    if kind in {"boolean", "word"}:
        return choices(log, column, words().language).get(value, value)
    return term("channel", value) if kind == "channel" and value != "all" else value
