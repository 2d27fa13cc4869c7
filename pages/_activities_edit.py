"""Adding, changing and removing activities: a new version of the plan, as with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.catalog import catalog
from kpi.deciding.activities import PHASES, SUBJECT, Activity, new_id
from pages._parts import term
from pages._plan_draft import newest_version
from pages._reader import ask_name, remember
from pages._session import journal, store, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.plan import Plan

COLUMNS = ("id", "phase", "title", "owner", "due_day", "kpis")
LONGEST, LAST = 300, 366
PLACE = "activities_edited"  # the version of the plan that the table began with, and its rows
WIDE = 420  # pixels


def edit(in_force: Plan) -> None:
    """Draw the table; a colleague's newer version of the plan is said, and no line that was typed is lost."""
    say = words()
    if version := st.session_state.pop("activities_saved", None):
        st.success(say("activity.saved", version=version), icon=":material/check_circle:")
    with st.expander(say("activity.edit"), icon=":material/edit:", expanded=not in_force.activities):
        st.markdown(say("activity.how"))
        begun, version = _begun(in_force)
        table = st.data_editor(
            to_table(begun.activities),
            key=f"activity_rows_{version}",
            num_rows="dynamic",
            hide_index=True,
            column_config=_columns(),
            alt=say("activity.edit"),
            height="content",
            placeholder="",
        )
        used = [str(one.body["activity"]) for one in journal() if one.subject == SUBJECT]
        found = to_activities(table, {one.id: one for one in begun.activities}, used)
        if found is None:
            st.warning(say("activity.wrong"), icon=":material/edit:")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by = ask_name("activities_by")
            news = found is not None and found != in_force.activities
            if st.button(say("activity.save"), type="primary", disabled=not news, key="save_activities"):
                _save(in_force, found or (), version, by)


def _begun(in_force: Plan) -> tuple[Plan, int]:
    """Give the plan that the table began with: the one in force, unless somebody is in the middle of a change."""
    newest = newest_version()
    begun: tuple[Plan, int] | None = st.session_state.get(PLACE)
    if begun is not None and begun[1] != newest and _touched(begun[1]) and begun[0].brand == in_force.brand:
        return begun
    st.session_state[PLACE] = in_force, newest
    return in_force, newest


def _touched(version: int) -> bool:
    state = st.session_state.get(f"activity_rows_{version}") or {}
    return any(state.get(edits) for edits in ("edited_rows", "added_rows", "deleted_rows"))


def _save(in_force: Plan, found: tuple[Activity, ...], version: int, by: str | None) -> None:
    say = words()
    if version != newest_version() and st.session_state.get("activities_told") != newest_version():
        st.session_state["activities_told"] = newest_version()
        st.warning(say("activity.overtaken"), icon=":material/group:")
        return
    remember(by)
    body = in_force.model_copy(update={"activities": found}).model_dump_json()
    st.session_state["activities_saved"] = store().save_plan(body, by, say("activity.reason"))
    st.session_state.pop(PLACE, None)
    st.rerun()


def _columns() -> Mapping[str, Any]:
    say, config = words(), st.column_config
    label = {name: say(f"activity.column.{name}") for name in COLUMNS[1:]}
    return {
        "id": None,
        "phase": config.SelectboxColumn(label["phase"], options=list(PHASES), required=True, width="small"),
        "title": config.TextColumn(label["title"], required=True, max_chars=LONGEST, width=WIDE),
        "owner": config.TextColumn(label["owner"], max_chars=80),
        "due_day": config.NumberColumn(label["due_day"], min_value=1, max_value=LAST, step=1),
        "kpis": config.MultiselectColumn(
            label["kpis"], options=list(catalog()), format_func=lambda name: term("kpi", str(name)), width="medium"
        ),
    }


def to_table(those: tuple[Activity, ...]) -> pd.DataFrame:
    """Lay activities out, one line each."""
    lines = [{**one.model_dump(), "kpis": list(one.kpis)} for one in those]
    table = pd.DataFrame(lines, columns=COLUMNS)
    return table.astype(dict.fromkeys(COLUMNS, "object") | {"phase": "Int64", "due_day": "Int64"})


def to_activities(
    table: pd.DataFrame, known: Mapping[str, Activity], used: Iterable[str] = ()
) -> tuple[Activity, ...] | None:
    """Read the lines back; None while one of them says too little. `used` = ids of activities that were once done."""
    found: list[Activity] = []
    for line in table.astype(object).where(table.notna(), None).to_dict("records"):
        title = " ".join(str(line["title"] or "").split())
        if not title and not line["phase"]:
            continue
        if not title or line["phase"] not in PHASES:
            return None
        id_ = line["id"] or new_id([*known, *used, *(one.id for one in found)])
        due = int(line["due_day"]) if line["due_day"] else None
        owner = " ".join(str(line["owner"] or "").split())
        told = {"phase": line["phase"], "title": title, "owner": owner, "due_day": due}
        found.append(Activity(id=id_, kpis=tuple(line["kpis"] or ()), **told))
    return tuple(found)
