"""Every version of the plan: who saved it, when, why, what it changed, and what that did to the weeks before."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import streamlit as st

from data.access.rights import Right
from kpi.plan import Plan, plan_in_force, plan_to_mend
from kpi.plan_diff import differences, told
from pages._may import may
from pages._plan_changes import difference_list, effects
from pages._plan_starts import go_on
from pages._receipt import local
from pages._session import store, words

_LOOKED_INTO = "looked_into_version"


def versions() -> None:
    """List every saved version with what it changed, and offer to look into one or to go on from it."""
    say, saved = words(), store().plan_versions()
    if not saved:
        return
    plans = {version.version: plan_to_mend(version.body) for version in saved}
    before = {newer: plans[older] for newer, older in pairwise(plans)}
    read = {version.version for version in saved if plan_in_force(version.body)}
    effective = [newer for newer, older in pairwise(plans) if {newer, older} <= read]
    st.header(say("targets.versions"), anchor=False)
    table = pd.DataFrame(
        {
            "version": list(plans),
            "saved": [local(version.saved_at) for version in saved],
            "by": [version.saved_by or "" for version in saved],
            "reason": [version.reason or "" for version in saved],
            "changes": [_changes(before.get(number), plan) for number, plan in plans.items()],
        }
    )
    columns = {name: st.column_config.Column(say(f"targets.column_{name}")) for name in ("version", "by")}
    columns["saved"] = st.column_config.DatetimeColumn(say("targets.column_saved"), format="YYYY-MM-DD HH:mm")
    columns["reason"] = st.column_config.TextColumn(say("targets.column_reason"), width="medium")
    columns["changes"] = st.column_config.TextColumn(say("versions.changes_of_it"), width="large")
    st.dataframe(table, hide_index=True, column_config=columns, alt=say("targets.versions"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(say("targets.take_version"), list(plans), key="old_version", width=220)
        if may(Right.DEFINE) and st.button(say("targets.open_version"), key="open_version"):
            go_on(plans[number])
        if number in effective and st.button(say("versions.look"), key="look_version", icon=":material/difference:"):
            st.session_state[_LOOKED_INTO] = number
    if number in effective and st.session_state.get(_LOOKED_INTO) == number:
        with st.container(border=True):
            difference_list(before[number], plans[number])
            effects(before[number], plans[number], place="effect_of_version")


def _changes(before: Plan | None, plan: Plan) -> str:
    """Write what a version changed in one line; the first one began it."""
    say = words()
    if before is None:
        return say("versions.first", n=len(plan.rows))
    return " · ".join(told(one, say) for one in differences(before, plan)) or say("versions.nothing")
