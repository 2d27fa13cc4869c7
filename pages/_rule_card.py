"""One rule: its sentence, what its signs say now, its past, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from kpi.rule.rule_changes import changes, last_of
from kpi.rule.rule_form import drafted
from kpi.rule.rule_words import place_name, rule_name, sentence
from kpi.rule.rulebook import is_declared
from kpi.rule.rules import load_rules
from pages._may import may
from pages._parts import badge, escape
from pages._receipt import local
from pages._rule_draft import begin
from pages._rule_legs import signs
from pages._rule_list import marks
from pages._rule_past import false_alarm, past
from pages._rule_state import close_rule, currency, is_off, keep, reader, rulebook, standing_of, states_of
from pages._ruled import judged_week, unjudged
from pages._session import plan, store, words

if TYPE_CHECKING:
    from kpi.rule.rules import Rule
    from kpi.rule.ruling import RuleState


def one_rule(rule: Rule) -> None:
    """Draw a rule with everything known about it."""
    say = words()
    st.button(say("rules.back"), icon=":material/arrow_back:", type="tertiary", key="all_rules", on_click=close_rule)
    _head(rule)
    _actions(rule)
    st.header(say("rules.signs"), anchor=False)
    states = states_of(rule)
    if states:
        signs(rule, _place(states))
    elif missing := unjudged():
        st.markdown(say(f"rules.{missing}"))
    if (made := plan()) is not None and (week := judged_week()) is not None:
        st.header(say("rules.past"), anchor=False)
        past(rule, made, week, "rule_past")
        st.header(say("rules.chance"), anchor=False)
        false_alarm(rule, made, week, "rule_chance")


def _head(rule: Rule) -> None:
    say, standing = words(), standing_of(rule, rulebook())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(badge("verdict", rule.verdict), width="content")
        st.header(escape(rule_name(rule, say)), anchor=False, width="content")
    st.markdown(escape(sentence(rule, say, currency())))
    told = [f"**{say(f'rules.stands.{standing}')}**", *marks(rule)]
    if owner := rule.owner or _owner(rule):
        told.append(say("rules.owned_by", owner=escape(owner)))
    st.caption(" · ".join([*told, *_last(rule)]))
    if rule.off:
        st.info(say("rules.waits"), icon=":material/tune:")


def _owner(rule: Rule) -> str | None:
    """Name who owns the plan's row of its KPI."""
    made = plan()
    return next((row.owner for row in made.rows if row.kpi == rule.owner_of and row.owner), None) if made else None


def _last(rule: Rule) -> list[str]:
    """Say who changed it last."""
    say, found = words(), last_of(changes(store()), rule.id)
    if found is None:
        return []
    by = escape(found.changed_by) if found.changed_by else say("rules.nobody")
    return [say("rules.changed_by", moment=say.moment(local(found.changed_at)), by=by)]


def _place(states: tuple[RuleState, ...]) -> RuleState:
    """Choose the place to look at: where it holds first, else the brand."""
    say, by_place = words(), {state.channel: state for state in states}
    if len(by_place) == 1:
        return states[0]
    first = next((state.channel for state in states if state.holds), states[0].channel)
    st.session_state.setdefault("rule_place", first)
    if st.session_state["rule_place"] not in by_place:
        st.session_state["rule_place"] = first
    chosen = st.segmented_control(
        say("rules.place"),
        list(by_place),
        required=True,
        format_func=lambda one: f"{'● ' if by_place[one].holds else ''}{_short(one)}",
        key="rule_place",
        wrap=True,
    )
    return by_place[str(chosen)]


def _short(channel: str) -> str:
    named = place_name(channel, words())
    return named[0].upper() + named[1:]


# -- what can be done --------------------------------------------------------------------------------


def _actions(rule: Rule) -> None:
    if not may(Right.DEFINE):
        return
    say, book = words(), rulebook()
    with st.container(horizontal=True, gap="small"):
        opened = drafted(rule, reader())
        st.button(say("rules.edit"), icon=":material/edit:", key="edit_rule", on_click=begin, args=(opened, rule))
        named = say("rules.copy_of", name=opened.name)
        copied = replace(opened, id=None, seed=None, name=named)
        st.button(
            say("rules.copy"), icon=":material/content_copy:", key="copy_rule", on_click=begin, args=(copied, None)
        )
        _switch(rule, is_on=not is_off(rule, book))
        if not is_declared(rule.id):
            _delete(rule)
        elif book.rule(rule.id):
            _restore(rule)


def _switch(rule: Rule, *, is_on: bool) -> None:
    label, icon = ("switch_off", ":material/toggle_off:") if is_on else ("switch_on", ":material/toggle_on:")
    if st.button(words()(f"rules.{label}"), icon=icon, key="switch_rule"):
        done = "off" if is_on else "on"
        if keep(rulebook().switch(rule.id, on=not is_on), done, rule):
            st.rerun()


def _delete(rule: Rule) -> None:
    say = words()
    with st.popover(say("rules.delete"), icon=":material/delete:", key="delete_rule"):
        st.markdown(say("rules.delete_sure", name=escape(rule_name(rule, say))))
        yes = st.button(say("rules.delete_yes"), type="primary", key="delete_rule_now")
        if yes and keep(rulebook().without(rule.id), "deleted", rule):
            close_rule()
            st.rerun()


def _restore(rule: Rule) -> None:
    original = next(one for one in load_rules() if one.id == rule.id)
    pressed = st.button(words()("rules.restore"), icon=":material/settings_backup_restore:", key="restore_rule")
    if pressed and keep(rulebook().without(rule.id), "declared", original):
        st.rerun()
