"""A rule that is being written: it stays while other pages are looked at, and nothing of it is lost on an error.

Every field is a widget with a key of its own. What stands in them is collected before anything is drawn, so that a
sentence about a wrong field can stand at that field.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from kpi.rule.rule_form import LegDraft, RuleDraft
from kpi.rule.rules import MOST_LEGS
from pages._session import store

if TYPE_CHECKING:
    from kpi.rule.rules import Rule

RULE_FIELDS = ("name", "verdict", "weeks", "action", "owner", "owner_of", "share")
LEG_FIELDS = ("kpi", "movement", "beyond", "amount", "alternative", "channel", "topics", "paid")


@dataclass
class Form:
    """The rule in hand."""

    draft: RuleDraft
    base: Rule | None  # as it stood when it was opened; None = a new one
    number: int  # of the form in this session: the keys of an earlier one are not used again
    legs: list[int] = field(default_factory=list)  # numbers of the legs, in their order
    tried: Literal["", "test", "save"] = ""  # what somebody wanted: what it needs is wrong from then on while empty
    tested: Rule | None = None  # what was last tested

    def key(self, name: str, leg: int | None = None) -> str:
        """Name the widget of a field."""
        return f"rule_{self.number}_{name}" if leg is None else f"rule_{self.number}_{leg}_{name}"


def begin(draft: RuleDraft, base: Rule | None) -> None:
    """Open the form on a rule."""
    number = int(st.session_state.get("rule_forms", 0)) + 1
    st.session_state["rule_forms"] = number
    st.session_state[_place()] = Form(draft, base, number, list(range(len(draft.legs))))


def open_form() -> Form | None:
    """Give the rule in hand, as it stands in its fields now; None = none is."""
    form: Form | None = st.session_state.get(_place())
    if form is not None:
        _collect(form)
    return form


def close_form() -> None:
    """Let go of the rule in hand."""
    st.session_state.pop(_place(), None)


def add_leg(form: Form) -> None:
    """Add an empty leg."""
    if len(form.legs) < MOST_LEGS:
        form.legs.append(max(form.legs, default=-1) + 1)
        form.draft = replace(form.draft, legs=(*form.draft.legs, LegDraft()))


def remove_leg(form: Form, leg: int) -> None:
    """Take a leg out; the others keep what stands in them."""
    at = form.legs.index(leg)
    form.legs.remove(leg)
    form.draft = replace(form.draft, legs=(*form.draft.legs[:at], *form.draft.legs[at + 1 :]))


def _place() -> str:
    """Name where the form of this brand is kept: another brand has a form of its own."""
    return f"rule_form:{store().path}"


def _collect(form: Form) -> None:
    """Read the fields; one that is not drawn keeps what it had."""
    legs = tuple(
        replace(leg, **_read({name: form.key(name, number) for name in LEG_FIELDS}))
        for number, leg in zip(form.legs, form.draft.legs, strict=True)
    )
    form.draft = replace(form.draft, legs=legs, **_read({name: form.key(name) for name in RULE_FIELDS}))


def _read(keys: dict[str, str]) -> dict[str, Any]:
    found = {name: st.session_state[key] for name, key in keys.items() if key in st.session_state}
    if "topics" in found:
        found["topics"] = tuple(found["topics"])
    if "alternative" in found:
        found["alternative"] = found["alternative"] is True
    if "kpi" in found:
        found["kpi"] = found["kpi"] or ""
    return found
