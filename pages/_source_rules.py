"""What holds for each source: its zone, how long its days settle, whose account its files are; editable."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.rules import of_rule
from pages._may import may
from pages._parts import escape, term
from pages._reread import begin
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.rules import Answered, Rule

DECLARED = ""  # the choice that takes the team's own zone away


def rule_table(rules: Sequence[Rule]) -> pd.DataFrame:
    """List the rules, one line for each format and remembered account."""
    return pd.DataFrame([line for rule in rules for line in _lines(rule)])


def _lines(rule: Rule) -> list[dict[str, object]]:
    say, form = words(), store().formats()[rule.format]
    settles = say("sources.settles", n=form.provisional_days) if form.provisional_days else ""
    shared = {
        "format": term("format", rule.format),
        "uploads": rule.uploads,
        "zone": rule.zone or say("sources.only_days"),
        "zone_from": say(f"sources.zone_from_{rule.source}") if rule.zone else "",
        "settles": settles,
    }
    blank: list[Answered | None] = [None]
    return [shared | _whose(answered) for answered in rule.answered or blank]


def _whose(answered: Answered | None) -> dict[str, object]:
    return {
        "channel": term("channel", answered.channel) if answered else "",
        "account": answered.account if answered else "",
        "shape": answered.shape if answered else "",
    }


def change(rules: Sequence[Rule]) -> None:
    """Draw the two ways to correct a source: another zone, another account. Each says first what it will do."""
    say = words()
    timed = [rule for rule in rules if rule.zone is not None and may(Right.DEFINE)]
    answered = [(rule, one) for rule in rules for one in rule.answered if may(Right.UPLOAD)]
    zone, account = st.columns(2, gap="medium")
    if timed:
        with zone.container(border=True, height="stretch"):
            st.markdown(f"**{say('sources.change_zone')}**")
            _zone(timed)
    if answered:
        with (account if timed else zone).container(border=True, height="stretch"):
            st.markdown(f"**{say('sources.change_account')}**")
            _account(answered)


def _zone(rules: Sequence[Rule]) -> None:
    say = words()
    named = {rule.format: rule for rule in rules}
    chosen = st.selectbox(
        say("sources.column_format"), list(named), format_func=lambda name: term("format", name), key="zone_of"
    )
    rule = named[chosen]
    declared = rule.declared or say("sources.zone_from_brand")
    zones = [DECLARED, *sorted(available_timezones())]
    zone = st.selectbox(
        say("sources.column_zone"),
        zones,
        index=zones.index(rule.zone or DECLARED) if rule.source == "rule" and rule.zone in zones else 0,
        format_func=lambda name: name or say("sources.zone_declared", zone=declared),
        key=f"zone_{chosen}",
    )
    if (zone or None) == (rule.zone if rule.source == "rule" else None):
        st.caption(say("sources.zone_holds", zone=rule.zone))
        return
    told, kept = zone or declared, store()
    st.markdown(say("sources.zone_effect", n=rule.uploads, format=term("format", chosen), zone=told))
    st.button(
        say("sources.read_again", n=rule.uploads),
        key="set_zone",
        icon=":material/sync:",
        on_click=lambda: begin(rule.uploads, lambda: kept.set_zone(chosen, zone or None)),
    )


def _account(answered: Sequence[tuple[Rule, Answered]]) -> None:
    say = words()
    number = st.selectbox(
        say("sources.column_shape"),
        range(len(answered)),
        format_func=lambda at: (
            f"{answered[at][1].shape} · {answered[at][1].account} · {term('format', answered[at][0].format)}"
        ),
        key="account_of",
    )
    rule, one = answered[number]
    names = sorted({other.account for _, other in answered})
    account = st.selectbox(
        say("sources.column_account"),
        names,
        index=names.index(one.account),
        accept_new_options=True,
        key=f"account_{number}_{one.account}",
    )
    if not account or not account.strip() or account.strip() == one.account:
        st.caption(say("sources.account_holds", account=escape(one.account)))
        return
    said = account.strip()
    st.markdown(say("sources.account_effect", n=one.uploads, old=escape(one.account), new=escape(said)))
    kept = store()
    batches = [upload.batch_id for upload in of_rule(kept.uploads(), rule.format, one)]
    st.button(
        say("sources.read_again", n=one.uploads),
        key="set_account",
        icon=":material/sync:",
        on_click=lambda: begin(one.uploads, lambda: kept.reanswer(batches, {"account": said})),
    )
