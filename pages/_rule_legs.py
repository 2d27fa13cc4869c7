"""The signs of a rule in one place, each with what it stands on and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.rule.rule_form import STRICT
from kpi.rule.rule_standing import judged
from kpi.rule.rule_words import noun, statement
from kpi.rule.rules import ABSENT, LEVELS
from pages._parts import escape
from pages._session import open_page, plan, words

if TYPE_CHECKING:
    from kpi.rule.rules import Leading, Leg, Rule
    from kpi.rule.ruling import LegState, RuleState

EVIDENCE = {"signal": ("blue", "●"), "possible": ("gray", "◐"), "noise": ("gray", "○"), "too_little": ("gray", "–")}
STANDS = {"there": "check_circle", "not_there": "radio_button_unchecked", "unclear": "help"}


def signs(rule: Rule, state: RuleState) -> None:
    """Draw the signs of a rule as they are in one place."""
    if rule.leading:
        _leaders(rule.leading, state)
        return
    with st.grid(2, min_column_width=300):
        for number, (leg, found) in enumerate(zip(rule.when, state.legs, strict=True)):
            with st.container(border=True, height="stretch", gap="xsmall"):
                _sign(number, leg, found)


def _leaders(leading: Leading, state: RuleState) -> None:
    say = words()
    if state.lacks:
        fields = {"kpi": noun(leading.of, say), "about": say(f"kpi_about.{leading.of}"), "n": state.lacks.n}
        told = say(f"leg_missing.{state.lacks.why}", **fields)
        st.markdown(f":material/{STANDS['unclear']}: {escape(told)}")
    elif not state.parts:
        st.markdown(say("rules.none_leads"))
    for part in state.parts:
        shares = {"share": say.share(part.share), "of_all": say.share(part.of_all)}
        line = say("rules.part", name=part.name.replace("_", " "), n=say.whole(part.sample), **shares)
        st.markdown(f"- {escape(line)}")


def _sign(number: int, leg: Leg, found: LegState) -> None:
    say = words()
    first = f"*{say('rules.or_this')}* " if leg.alternative else ""
    st.markdown(f"{first}**{escape(statement(leg, say, found.currency))}**")
    st.markdown(f"{_value(leg, found)} &nbsp; {_mark(found)}")
    if found.missing:
        st.markdown(escape(missing(found)))
    st.caption(" · ".join(_footing(leg, found)))
    _to_kpi(number, leg)


def _mark(found: LegState) -> str:
    """Say whether the sign is there, and how sure that is: word, shape and colour."""
    say = words()
    stands = "there" if found.holds else "not_there" if judged(found) else "unclear"
    mark = f":material/{STANDS[stands]}: {say(f'rules.{stands}')}"
    if found.evidence is None:
        return mark
    colour, glyph = EVIDENCE[found.evidence]
    return f"{mark} :{colour}-badge[{glyph} {say(f'evidence.{found.evidence}')}]"


def _value(leg: Leg, found: LegState) -> str:
    say = words()
    before, after = (escape(say.number(each, found.unit, found.currency)) for each in (found.before, found.after))
    if leg.movement in LEVELS:
        return say("rules.against_limit", after=f"**{after}**", limit=before)
    alone = leg.movement == "appears" or not _compared(found)
    return f"**{after}**" if alone else say("rules.from_to", before=before, after=f"**{after}**")


def _compared(found: LegState) -> bool:
    """Whether the two weeks may stand side by side; where not, the value stands alone."""
    return found.evidence is not None or found.missing == "too_few_weeks"


def missing(found: LegState) -> str:
    """Say what is missing for a sign to be there, and from which value on it would be."""
    say = words()
    fields = {"kpi": noun(found.kpi, say), "n": found.sample_after}
    told = say(f"leg_missing.{found.missing}", **fields)
    if found.needed is None or found.movement == "appears":
        return told
    return f"{told} {say('rules.would_hold', needed=say.number(found.needed, found.unit, found.currency))}"


def _footing(leg: Leg, found: LegState) -> list[str]:
    say = words()
    before, after = (say.whole(number) for number in (found.sample_before, found.sample_after))
    alone = leg.movement in {*LEVELS, "appears"} or not _compared(found)
    told = [say("measure.n", number=after) if alone else say("rules.n", before=before, after=after)]
    if found.weeks_known is not None:
        told.append(say("rules.known", n=found.weeks_known))
    if leg.movement not in {*ABSENT, "appears"}:
        told.append(f"{say('rules.form.strict')}: {strictness(leg.beyond)}")
    return [*told, *([say("counted.provisional")] if found.provisional else [])]


def strictness(beyond: float) -> str:
    """Say how far a value must go beyond its ups and downs."""
    say = words()
    named = next((name for name, sigmas in STRICT.items() if sigmas == beyond), None)
    return say(f"rules.strict.{named}") if named else say("rules.strict.sigma", number=say.exact(beyond, "ratio"))


def _to_kpi(number: int, leg: Leg) -> None:
    """Offer the page of a KPI that stands in the plan."""
    made = plan()
    row = next((row for row in made.rows if row.kpi == leg.kpi), None) if made else None
    label = words()("rules.open_kpi")
    if row and st.button(label, icon=":material/show_chart:", type="tertiary", key=f"kpi_of_leg_{number}"):
        open_page("kpi", row=row.id)
