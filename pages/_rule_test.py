"""A rule tried on past weeks before it is saved: when it would have fired, and how often it would by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._rule_past import past, simulated
from pages._ruled import judged_week
from pages._session import plan, words

if TYPE_CHECKING:
    from kpi.rule.rule_form import Problems
    from kpi.rule.rules import Rule
    from pages._rule_draft import Form


def tried_out(form: Form, found: Rule | Problems) -> None:
    """Draw what the test says of the rule as it stands in the form; of another it says nothing."""
    say, made, week = words(), plan(), judged_week()
    if form.tested is None or found != form.tested:
        return
    with st.container(border=True):
        st.header(say("rules.form.tested"), anchor=False)
        if made is None or week is None:
            st.markdown(say("rules.form.no_test"))
            return
        past(form.tested, made, week, "rule_test_past")
        if form.tested.of_facts:
            st.markdown(say("rules.chance_facts"))
        else:
            simulated(form.tested, made, week, "rule_test_chance")
