"""What saving a plan would change: its differences, and the past weeks of which it says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.effect import effect
from kpi.paper.document import row_name
from kpi.paper.tokens import tokens
from kpi.plan_diff import differences, told
from pages._asked import ask
from pages._parts import escape, problem_text
from pages._session import store, today, words

if TYPE_CHECKING:
    from kpi.effect import Effect, RowEffect, Shift, Told
    from kpi.plan import Plan

SHOWN = 12  # differences before the rest folds away


def changes(before: Plan, after: Plan) -> None:
    """Show what a plan changes before it is saved."""
    if not differences(before, after):
        return
    st.header(words()("versions.changes"), anchor=False)
    difference_list(before, after)
    effects(before, after)


def difference_list(before: Plan | None, after: Plan) -> None:
    """List what one version says otherwise than another."""
    say = words()
    lines = [f"- {escape(told(one, say))}" for one in differences(before, after)]
    st.markdown("\n".join(lines[:SHOWN]) or say("versions.nothing"))
    if lines[SHOWN:]:
        with st.expander(say("versions.more", n=len(lines) - SHOWN)):
            st.markdown("\n".join(lines[SHOWN:]))


def effects(before: Plan, after: Plan, place: str = "effect_of_plan") -> None:
    """Draw what another plan makes of the past weeks, once that is known."""
    opened, day = store(), today()
    key = str(opened.path), opened.revision, before, after, day
    asked = ask(place, key, "versions.counting", lambda work: effect(opened, before, after, day, work.tell))
    if asked is None:
        return
    if asked.problem is not None:
        st.error(problem_text(asked.problem), icon=":material/block:")
    elif asked.answer is not None:
        _drawn(asked.answer)


def _drawn(found: Effect) -> None:
    say = words()
    if found.zone:
        st.info(say("versions.zone"), icon=":material/schedule:")
    changed = [one for one in found.rows if one.shifts]
    if not found.weeks:
        st.markdown(say("versions.no_weeks"))
    elif not changed:
        st.markdown(say("versions.no_effect", weeks=len(found.weeks)))
    else:
        st.markdown(say("versions.effect", n=found.shifts, kpis=len(changed), weeks=len(found.weeks)))
        table = pd.DataFrame([_line(one, shift) for one in changed for shift in reversed(one.shifts)])
        table.columns = [say(f"versions.column_{name}") for name in ("kpi", "week", "value", "status")]
        st.dataframe(table, hide_index=True, alt=say("versions.effect_alt"))


def _line(one: RowEffect, shift: Shift) -> list[str]:
    say, row = words(), one.row

    def value(said: Told) -> str:
        return say.number(said.value, row.unit, row.currency)

    def status(said: Told) -> str:
        return f"{tokens().status[said.status].glyph} {say(f'status.{said.status}')}"

    after = [value(shift.after), status(shift.after)]
    if shift.before is not None:
        after = [_both(was, now) for was, now in zip((value(shift.before), status(shift.before)), after, strict=True)]
    return [row_name(row, say), say.week(shift.week), *after]


def _both(was: str, now: str) -> str:
    return now if was == now else f"{was} → {now}"
