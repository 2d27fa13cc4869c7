"""Who changed which rule, and when; and the way back to an earlier state of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.access.rights import Right
from kpi.rule.rule_changes import changes, go_back
from kpi.rule.rule_words import rule_name
from pages._may import may
from pages._reader import known_name
from pages._receipt import local
from pages._rule_state import tell
from pages._session import store, words

if TYPE_CHECKING:
    from kpi.rule.rule_changes import Change


def history() -> None:
    """List the changes, newest first, and offer to take one back with those after it."""
    say = words()
    if not (found := [change for change in changes(store()) if change.steps]):
        return
    with st.expander(say("rules.history.title"), icon=":material/history:", key="rule_history"):
        lines = [(local(one.changed_at), one.changed_by or "", _what(one)) for one in found]
        table = pd.DataFrame(lines, columns=["at", "by", "what"])
        columns = {
            "at": st.column_config.DatetimeColumn(say("rules.history.at"), format="YYYY-MM-DD HH:mm"),
            "by": st.column_config.TextColumn(say("rules.history.by")),
            "what": st.column_config.TextColumn(say("rules.history.what"), width="large"),
        }
        st.dataframe(table, hide_index=True, column_config=columns, alt=say("rules.history.alt"))
        if may(Right.DEFINE):
            _undo({one.number: one for one in found})


def _undo(found: dict[int, Change]) -> None:
    say = words()
    names = {number: f"{say.moment(local(one.changed_at))} · {_what(one)}" for number, one in found.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            say("rules.history.which"),
            list(names),
            format_func=names.__getitem__,
            key="rule_change",
        )
        if st.button(say("rules.history.undo"), icon=":material/undo:", key="undo_rules"):
            go_back(store(), found[number].before, known_name())
            tell("back")
            st.rerun()


def _what(change: Change) -> str:
    say = words()
    return " · ".join(say(f"rules.history.{step.what}", name=rule_name(step.rule, say)) for step in change.steps)
