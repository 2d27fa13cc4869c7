"""The fields of a decision, the same where one is made and where it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.deciding.asked import problems
from kpi.deciding.decisions import KINDS
from kpi.deciding.proposal import Choice, choice_name
from pages._parts import escape
from pages._reader import ask_name
from pages._session import plan, words

if TYPE_CHECKING:
    from datetime import date

    from kpi.deciding.decisions import Kind, Said
    from kpi.deciding.proposal import Proposal
    from kpi.snapshot import Snapshot

LINES = 80  # pixels: two lines of text
WIDE, NARROW = 340, 220  # pixels


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    kind: Kind | None
    insight: str
    action: str
    choice: Choice  # without a KPI where none was chosen yet
    by_how_much: str
    owner: str
    due: date
    by: str | None


def fields(made: Proposal, snapshot: Snapshot, place: str, due: date) -> Typed:
    """Draw the fields in the order in which people talk: what, why, what to do, how much, who, when."""
    say = words()
    kind: Kind | None = st.segmented_control(
        say("decision.kind_label"),
        KINDS,
        default=made.kind,
        format_func=lambda name: say(f"decision.kind.{name}"),
        key=f"{place}_kind",
    )
    insight = st.text_area(say("decision.insight"), made.insight, height=LINES, key=f"{place}_insight")
    example = say("decision.action_example")
    action = st.text_input(say("decision.action"), made.action, key=f"{place}_action", placeholder=example)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = st.selectbox(
            say("decision.kpi"),
            made.choices,
            index=None if made.free else 0,
            placeholder=say("decision.choose"),
            format_func=lambda one: choice_name(one, snapshot, say),
            key=f"{place}_kpi",
            width=WIDE,
        )
        amount = st.text_input(
            say("decision.by_how_much"),
            made.by_how_much,
            help=say("decision.about_amount"),
            placeholder=say("decision.amount_example"),
            key=f"{place}_amount",
            width=NARROW,
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        owner = st.text_input(say("decision.owner"), made.owner, key=f"{place}_owner", width=WIDE)
        chosen = st.date_input(say("decision.due"), due, key=f"{place}_due", width=NARROW, format="YYYY-MM-DD")
    by = ask_name(f"{place}_by")
    return Typed(kind, insight, action, choice or Choice(""), amount, owner, chosen, by)


def readable(said: Said, typed: Typed, made: Proposal, snapshot: Snapshot) -> bool:
    """Say of each field why it cannot be kept; True = all can."""
    say, wrong = words(), problems(said, words())
    first = made.choices[0]
    if typed.choice != first and made.by_how_much and typed.by_how_much.strip() == made.by_how_much:
        wrong["by_how_much"] = say("decision.other_amount", kpi=choice_name(first, snapshot, say))
    for field, why in wrong.items():
        st.error(f"**{say(f'decision.{field}')}** · {escape(why)}", icon=":material/edit:")
    return not wrong


def language() -> str:
    """Give the language that amounts are written in: that of the plan."""
    in_force = plan()
    return in_force.language if in_force else words().language


def currency() -> str | None:
    """Give the money of the plan."""
    in_force = plan()
    return in_force.currency if in_force else None
