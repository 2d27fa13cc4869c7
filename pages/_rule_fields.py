"""The fields of one sign in the form of a rule, each with what is wrong with it right below."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import streamlit as st

from data.reading.exports import CHANNELS
from kpi.catalog import catalog
from kpi.rule.rule_form import STRICT
from kpi.rule.rules import ABSENT, LEVELS
from kpi.snapshot import Movement
from pages._parts import escape, term
from pages._rule_draft import remove_leg
from pages._rule_legs import strictness
from pages._session import words
from pages._topics_known import topic_choices

if TYPE_CHECKING:
    from kpi.rule.rule_form import LegDraft, Problems
    from pages._rule_draft import Form

ASKS = {**dict.fromkeys(LEVELS, "limit"), **dict.fromkeys(ABSENT, "within")}  # movement -> what amount it asks for


def fill(form: Form, name: str, at: int | None = None) -> str:
    """Put what the draft says into a field that stands empty; give its key."""
    source = form.draft if at is None else form.draft.legs[at]
    key = form.key(name) if at is None else form.key(name, form.legs[at])
    value = getattr(source, name)
    if name == "topics":
        value = list(value)
    elif name == "kpi":
        value = value or None
    st.session_state.setdefault(key, value)
    return key


def wrong_here(wrong: Problems, at: str) -> None:
    """Say what is wrong with the field above."""
    if problem := wrong.get(at):
        st.markdown(f":red[:material/error: {escape(problem.describe(words()))}]")


def leg_fields(form: Form, at: int, number: int, wrong: Problems) -> None:
    """Draw one sign: KPI, what it does, how surely, and of which rows."""
    say, leg = words(), form.draft.legs[at]
    with st.container(border=True):
        _heading(form, at, number)
        with st.grid(2, min_column_width=240):
            with st.container(gap="xxsmall"):
                _kpi(form, at)
                wrong_here(wrong, f"{at}.kpi")
            with st.container(gap="xxsmall"):
                movements = get_args(Movement)
                does = _does
                st.selectbox(say("rules.form.movement"), movements, format_func=does, key=fill(form, "movement", at))
                wrong_here(wrong, f"{at}.movement")
            if asked := ASKS.get(leg.movement):
                with st.container(gap="xxsmall"):
                    about = say(f"rules.form.about_{asked}")
                    st.text_input(say(f"rules.form.{asked}"), help=about, max_chars=60, key=fill(form, "amount", at))
                    wrong_here(wrong, f"{at}.amount")
            if leg.movement not in {*ABSENT, "appears"}:
                _strict(form, at)
        _filters(form, at)


def _heading(form: Form, at: int, number: int) -> None:
    say = words()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{say('rules.form.sign', number=at + 1)}**", width="content")
        if len(form.legs) > 1:
            label, key = say("rules.form.remove", number=at + 1), f"remove_leg_{at}"
            args, icon = (form, number), ":material/close:"
            st.button(label, icon=icon, type="tertiary", key=key, on_click=remove_leg, args=args)
    if at > 0:
        st.segmented_control(
            say("rules.form.join"),
            [False, True],
            required=True,
            format_func=lambda either: say("rules.form.or" if either else "rules.form.and"),
            key=fill(form, "alternative", at),
        )


def _kpi(form: Form, at: int) -> None:
    say = words()
    st.selectbox(
        say("rules.form.kpi"),
        sorted(catalog(), key=lambda name: term("kpi", name).casefold()),
        index=None,
        placeholder=say("rules.form.choose"),
        format_func=lambda name: term("kpi", name),
        key=fill(form, "kpi", at),
    )


def _does(movement: str) -> str:
    return words()(f"rules.does.{movement}")


def _strict(form: Form, at: int) -> None:
    say, known = words(), form.draft.legs[at].beyond
    st.segmented_control(
        say("rules.form.strict"),
        sorted({*STRICT.values(), known}),
        required=True,
        format_func=strictness,
        help=say("rules.form.about_strict"),
        key=fill(form, "beyond", at),
    )


def _filters(form: Form, at: int) -> None:
    """Offer the filters that the KPI has, folded away until one is used."""
    say, leg = words(), form.draft.legs[at]
    used = bool(leg.channel or leg.topics or leg.paid is not None)
    with (
        st.expander(say("rules.form.more"), expanded=used, key=f"{form.key('more', form.legs[at])}"),
        st.grid(3, min_column_width=200),
    ):
        st.selectbox(
            say("rules.form.channel"),
            [None, *sorted(CHANNELS)],
            format_func=lambda one: term("channel", one) if one else say("rules.form.every_place"),
            key=fill(form, "channel", at),
        )
        _own_filters(form, at, leg)


def _own_filters(form: Form, at: int, leg: LegDraft) -> None:
    say = words()
    filters = catalog()[leg.kpi].filters if leg.kpi in catalog() else {}
    if "topics" in filters:
        known = topic_choices() if catalog()[leg.kpi].fact == "opinions" else ()
        topics = dict.fromkeys((*leg.topics, *known))
        key = fill(form, "topics", at)
        st.multiselect(say("rules.form.topics"), list(topics), accept_new_options=True, key=key)
    if "paid" in filters:
        names = {None: "rules.form.both", False: "targets.organic", True: "targets.paid"}
        key = fill(form, "paid", at)
        st.selectbox(say("rules.form.paid"), list(names), format_func=lambda one: say(names[one]), key=key)
