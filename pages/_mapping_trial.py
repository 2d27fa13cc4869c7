"""Ten rows as they will be read, how many rows of the file are read and refused, and what will be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from data.errors import DataError
from data.mapping.trial import Trial, try_out
from pages._mapping_columns import field_name
from pages._parts import problem_text, term
from pages._receipt import local
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.format import Format
    from pages._mapping_work import Work

_UNSEEN = ("day", "answer_known", "known_until", "id_disagrees")  # follow from other columns of the sample

_FEELINGS = {1: "positive", 0: "neutral", -1: "negative"}
_SAID: dict[str, Callable[[Any], str]] = {
    "channel": lambda value: term("channel", value),
    "sentiment": lambda value: term("value", _FEELINGS[int(value)]),
}


def show_trial(work: Work, form: Format) -> bool:
    """Draw what the file becomes when it is read so; False when it cannot be."""
    say = words()
    with st.spinner(say("mapping.trying")):
        found = work.remembered(f"trial {form.version}", lambda: _tried(work, form))
    if isinstance(found, DataError):
        st.error(problem_text(found), icon=":material/block:")
        return False
    if found is None:
        st.warning(say("mapping.taken_by_another"), icon=":material/info:")
        return False
    _counts(found)
    st.dataframe(_rows(found), hide_index=True, alt=say("mapping.rows_alt"))
    if found.refusals:
        _refused(found)
    if found.questions:
        asked = ", ".join(say(f"upload.ask_{name}") for name in found.questions if say.has(f"upload.ask_{name}"))
        st.caption(say("mapping.will_ask", questions=asked))
    return True


def _tried(work: Work, form: Format) -> Trial | DataError | None:
    try:
        return try_out(store(), form, work.name, work.content)
    except DataError as problem:
        return problem


def _counts(trial: Trial) -> None:
    say, upload = words(), trial.upload
    parts = [f"**{say('upload.rows_read', n=upload.rows_read)}**"]
    parts += [say("upload.rows_refused", n=upload.rows_refused)] if upload.rows_refused else []
    parts += [say("upload.cells_refused", n=upload.cells_refused)] if upload.cells_refused else []
    st.markdown(" · ".join(parts))


def _rows(trial: Trial) -> pd.DataFrame:
    """Lay out the sample: the line in the file first, moments in the brand's own time."""
    table = trial.sample.to_pandas()
    asked = [name for name in trial.questions if name in table]
    moments = [name for name in table if pd.api.types.is_datetime64_any_dtype(table[name])]
    hidden = [name for name in _UNSEEN if name in table and (name != "day" or moments)]
    table = table.drop(columns=[*asked, *hidden])
    for name in set(moments) & set(table):
        table[name] = [local(moment.to_pydatetime()) if pd.notna(moment) else None for moment in table[name]]
    for name, say_it in _SAID.items():
        if name in table:
            table[name] = [say_it(value) if pd.notna(value) else None for value in table[name]]
    first = ["source_row", *(name for name in table if name != "source_row")]
    return table[first].rename(columns=field_name)


def _refused(trial: Trial) -> None:
    """Show the first cells and rows that cannot be read, and why."""
    say = words()
    lines: list[dict[str, Any]] = [
        {
            "row": refusal.source_row,
            "column": refusal.header or field_name(refusal.field),
            "cell": refusal.cell or "",
            "reason": term("refusal", refusal.reason),
            "effect": say("upload.row_out" if refusal.whole_row else "upload.cell_out"),
        }
        for refusal in trial.refusals
    ]
    table = pd.DataFrame(lines).rename(columns=lambda name: say(f"upload.column_{name}"))
    with st.expander(say("upload.refusals", n=trial.upload.rows_refused + trial.upload.cells_refused)):
        st.dataframe(table, hide_index=True, alt=say("upload.refusals_alt"))
