"""Where a plan can start: one of the templates, an empty table, or an earlier version."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.plan import Plan, load_templates
from pages._parts import escape, term
from pages._plan_draft import begin, draft
from pages._receipt import local
from pages._session import store, words


def templates(*, expanded: bool) -> None:
    """Offer the templates; taking one fills the table and saves nothing."""
    say, now = words(), draft().plan
    with st.expander(say("targets.templates"), expanded=expanded, icon=":material/library_books:"):
        st.markdown(say("targets.templates_how"))
        with st.grid(2, min_column_width=320):
            for name, template in load_templates().items():
                with st.container(border=True, height="stretch"):
                    st.markdown(f"**{term('plan', name)}** · {say('targets.n_rows', n=len(template.rows))}")
                    st.caption(escape(template.about))
                    if st.button(say("targets.take"), key=f"take_{name}"):
                        _go_on(template.plan(now.brand, now.start, currency=now.currency, zone=now.zone))
        if st.button(say("targets.take_empty"), type="tertiary", icon=":material/add:", key="take_empty"):
            _go_on(now.model_copy(update={"rows": (), "template": None}))


def versions() -> None:
    """List every saved version, and offer to go on from an earlier one."""
    say, saved = words(), {version.version: version for version in store().plan_versions()}
    if not saved:
        return
    st.header(say("targets.versions"))
    table = pd.DataFrame(
        {
            "version": list(saved),
            "saved": [local(version.saved_at) for version in saved.values()],
            "by": [version.saved_by or "" for version in saved.values()],
            "reason": [version.reason or "" for version in saved.values()],
        }
    )
    columns = {name: st.column_config.Column(say(f"targets.column_{name}")) for name in table}
    columns["saved"] = st.column_config.DatetimeColumn(say("targets.column_saved"), format="YYYY-MM-DD HH:mm")
    columns["reason"] = st.column_config.TextColumn(say("targets.column_reason"), width="large")
    st.dataframe(table, hide_index=True, column_config=columns, alt=say("targets.versions"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(say("targets.take_version"), list(saved), key="old_version", width=220)
        if st.button(say("targets.open_version"), key="open_version"):
            _go_on(Plan.model_validate_json(saved[number].body))


def _go_on(start: Plan) -> None:
    begin(start)
    st.rerun()
