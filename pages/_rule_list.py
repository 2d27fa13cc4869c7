"""The list of all rules, grouped by what they say now; each one a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from babel.lists import format_list

from data.access.rights import Right
from kpi.rule.rule_form import RuleDraft
from kpi.rule.rule_standing import STANDINGS, holding
from kpi.rule.rule_words import place_name, rule_name, sentence
from kpi.rule.rules import load_rules
from pages._may import may
from pages._parts import badge, escape
from pages._rule_draft import begin
from pages._rule_history import history
from pages._rule_state import currency, open_rule, rulebook, rules, standing_of, states_of
from pages._ruled import judged_week, unjudged
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.rule.rule_standing import Standing
    from kpi.rule.rules import Rule


def every_rule() -> None:
    """Draw the page: what rules are, those there are by what they say, and who changed them."""
    say, book = words(), rulebook()
    st.markdown(say("rules.about"))
    _footing()
    if book.unread:
        ids = ", ".join(map(escape, book.unread))
        st.warning(say("rules.unread", n=len(book.unread), ids=ids), icon=":material/visibility_off:")
    if may(Right.DEFINE):
        st.button(say("rules.new"), icon=":material/add:", key="new_rule", on_click=begin, args=(RuleDraft(), None))
    where = {rule.id: standing_of(rule, book) for rule in rules()}
    for standing in STANDINGS:
        if found := [rule for rule in rules() if where[rule.id] == standing]:
            _group(standing, found)
    history()


def _footing() -> None:
    """Say which week the rules speak of, or why they speak of none."""
    say, week = words(), judged_week()
    if missing := unjudged():
        st.info(say(f"rules.{missing}"), icon=":material/hourglass_empty:")
    elif week:
        st.caption(say("rules.as_of", week=say.week_inline(week), days=say.days(week.monday, week.sunday)))


def _group(standing: Standing, found: Sequence[Rule]) -> None:
    say = words()
    st.header(f"{say(f'rules.group.{standing}')} · {len(found)}", anchor=False)
    st.caption(say(f"rules.group_about.{standing}"))
    with st.grid(2, min_column_width=320):
        for rule in found:
            _card(rule, standing)


def _card(rule: Rule, standing: Standing) -> None:
    say = words()
    with st.container(border=True, height="stretch", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(badge("verdict", rule.verdict), width="content")
            st.button(
                f"**{escape(rule_name(rule, say))}**",
                type="tertiary",
                key=f"open_rule_{rule.id}",
                on_click=open_rule,
                args=(rule.id,),
            )
        st.markdown(escape(sentence(rule, say, currency())))
        if said := [*(_places(rule) if standing == "holds" else []), *marks(rule)]:
            st.caption(" · ".join(said))


def _places(rule: Rule) -> list[str]:
    """Say where a rule holds."""
    say = words()
    places = [place_name(channel, say) for channel in holding(states_of(rule))]
    return [say("rules.holds_in", places=escape(format_list(places, locale=say.locale)))] if places else []


def marks(rule: Rule) -> list[str]:
    """Say where a rule comes from: the list of the articles, the team, or both."""
    say = words()
    declared = next((one.model_copy(update={"off": False}) for one in load_rules() if one.id == rule.id), None)
    written = rulebook().rule(rule.id)
    origin = say("rules.own") if declared is None else say("rules.edited") if written not in {None, declared} else ""
    return [one for one in (rule.seed or "", origin) if one]
