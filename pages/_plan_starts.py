"""Where a plan can start: one of the templates, or an empty table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.plan import load_templates
from pages._parts import escape, term
from pages._plan_draft import begin, draft
from pages._session import words

if TYPE_CHECKING:
    from kpi.plan import Plan


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
                    more = say("targets.n_further", n=len(template.further))
                    further = st.checkbox(more, key=f"further_{name}")
                    if st.button(say("targets.take"), key=f"take_{name}"):
                        taken = template.plan(
                            now.brand, now.start, currency=now.currency, zone=now.zone, further=further
                        )
                        go_on(taken.model_copy(update={"hours": now.hours}))
        if st.button(say("targets.take_empty"), type="tertiary", icon=":material/add:", key="take_empty"):
            go_on(now.model_copy(update={"rows": (), "activities": (), "template": None}))


def go_on(start: Plan) -> None:
    """Edit another plan from now on."""
    begin(start)
    st.rerun()
