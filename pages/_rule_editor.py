"""The form of a rule: its signs, what follows from them, a test on past weeks, and saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import streamlit as st

from kpi.paper.tokens import tokens
from kpi.rule.rule_form import LONGEST, read_rule, read_test
from kpi.rule.rule_words import rule_name, sentence
from kpi.rule.rulebook import is_declared
from kpi.rule.rules import MOST_LEGS, MOST_WEEKS, Rule, load_rules
from kpi.snapshot import Verdict
from pages._parts import escape, term
from pages._reader import ask_name, known_name, remember
from pages._rule_draft import add_leg, close_form
from pages._rule_fields import fill, leg_fields, wrong_here
from pages._rule_state import currency, keep, open_rule, reader, rulebook, rules
from pages._rule_test import tried_out
from pages._session import words

if TYPE_CHECKING:
    from kpi.rule.rule_form import Problems
    from kpi.rule.rulebook import Rulebook
    from pages._rule_draft import Form


def editor(form: Form) -> None:
    """Draw the form of a rule."""
    say = words()
    found, tests = read_rule(form.draft, reader(), _taken(form)), read_test(form.draft, reader())
    wrong = _wrong(form, found, tests)
    title = say("rules.form.editing", name=escape(rule_name(form.base, say))) if form.base else say("rules.form.new")
    st.header(title, anchor=False)
    _signs(form, wrong)
    _then(form, wrong)
    if isinstance(found, Rule):
        st.markdown(f"**{say('rules.form.reads')}:** {escape(sentence(found, say, currency()))}")
    elif form.tried and wrong:
        st.warning(say("rules.form.mend", n=len(wrong)), icon=":material/edit:")
    if _is_overtaken(form):
        st.warning(say("rules.form.overtaken"), icon=":material/group:")
    _buttons(form, found, tests)
    tried_out(form, tests)


def _taken(form: Form) -> list[str]:
    """Name the other rules."""
    return [rule_name(rule, words()) for rule in rules() if rule.id != form.draft.id]


def _wrong(form: Form, found: Rule | Problems, tests: Rule | Problems) -> Problems:
    """List what is wrong, but that a field is still empty only when somebody wanted what needs it: to test, or save."""
    wrong = found if isinstance(found, dict) else {}
    needed = {"save": wrong, "test": tests if isinstance(tests, dict) else {}, "": {}}[form.tried]
    return {at: one for at, one in wrong.items() if at in needed or getattr(one, "code", "")[:3] != "no_"}


def _signs(form: Form, wrong: Problems) -> None:
    say = words()
    if form.draft.leading:
        st.text_input(say("rules.form.share"), key=fill(form, "share"), width=220)
        wrong_here(wrong, "share")
        return
    for at, number in enumerate(form.legs):
        leg_fields(form, at, number, wrong)
    if len(form.legs) < MOST_LEGS:
        st.button(say("rules.form.add"), icon=":material/add:", key="add_leg", on_click=add_leg, args=(form,))


def _then(form: Form, wrong: Problems) -> None:
    say = words()
    with st.container(border=True):
        st.markdown(f"**{say('rules.form.then')}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.segmented_control(
                say("rules.form.verdict"),
                get_args(Verdict),
                required=True,
                format_func=lambda one: f"{tokens().verdict[one].glyph} {say(f'verdict.{one}')}",
                key=fill(form, "verdict"),
                wrap=True,
            )
            if not form.draft.leading:
                label = say("rules.form.weeks")
                st.number_input(label, 1, MOST_WEEKS, step=1, key=fill(form, "weeks"), width=160)
        _words_of(form, wrong)
        _whose(form)
        if not (form.base and is_declared(form.base.id)):
            st.caption(say("rules.form.language"))


def _words_of(form: Form, wrong: Problems) -> None:
    """Draw what the rule is called and what it asks to do."""
    say = words()
    with st.container(gap="xxsmall"):
        example, most = say("rules.form.name_example"), LONGEST["name"]
        st.text_input(say("rules.form.name"), placeholder=example, max_chars=most, key=fill(form, "name"))
        wrong_here(wrong, "name")
    with st.container(gap="xxsmall"):
        example, most = say("rules.form.action_example"), LONGEST["action"]
        label, key = say("rules.form.action"), fill(form, "action")
        st.text_area(label, placeholder=example, max_chars=most, height=90, key=key)
        wrong_here(wrong, "action")


def _whose(form: Form) -> None:
    say = words()
    kpis = list(dict.fromkeys([leg.kpi for leg in form.draft.legs if leg.kpi]))
    kpis = [form.draft.leading.of] if form.draft.leading else kpis
    with st.grid(2, min_column_width=240, vertical_alignment="bottom"):
        about = say("rules.form.about_owner")
        st.text_input(say("rules.form.owner"), max_chars=LONGEST["owner"], help=about, key=fill(form, "owner"))
        if len(kpis) > 1:
            if form.draft.owner_of not in kpis:
                st.session_state[form.key("owner_of")] = kpis[0]
            key = fill(form, "owner_of")
            st.selectbox(say("rules.form.owner_of"), kpis, format_func=lambda one: term("kpi", one), key=key)


# -- testing and saving ------------------------------------------------------------------------------


def _is_overtaken(form: Form) -> bool:
    """Whether the rule is another now than when it was opened."""
    if form.base is None:
        return False
    return next((rule for rule in rules() if rule.id == form.base.id), None) != form.base


def _buttons(form: Form, found: Rule | Problems, tests: Rule | Problems) -> None:
    say = words()
    by = known_name()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ask_name("rule_by")
        saves = st.button(say("rules.form.save"), type="primary", icon=":material/save:", key="save_rule")
        wants_test = st.button(say("rules.form.test"), icon=":material/science:", key="test_rule")
        st.button(say("rules.form.cancel"), key="cancel_rule", on_click=close_form)
    if wants_test:
        form.tested = tests if isinstance(tests, Rule) else None
        form.tried = form.tried or "test"
        if form.tested is None:
            st.rerun()
    if saves and isinstance(found, Rule):
        remember(by)
        _save(found, by)
    elif saves:
        form.tried = "save"
        st.rerun()


def _save(rule: Rule, by: str | None) -> None:
    written, book = _placed(rule, rulebook())
    if keep(book, "saved", written, by):
        close_form()
        open_rule(written.id)
        st.rerun()


def _placed(rule: Rule, book: Rulebook) -> tuple[Rule, Rulebook]:
    """Put a rule into the book: a new one gets its id, and a declared one left as it was needs no place of its own."""
    if rule.id == "new":
        given, book = book.fresh()
        rule = rule.model_copy(update={"id": given})
    if any(rule == one for one in load_rules()):
        return rule, book.without(rule.id)
    return rule, book.put(rule)
