"""The plan somebody is writing: it stays theirs while a colleague saves another version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from data.brand_files.acts import unused
from data.errors import DataError
from kpi.plan import Plan, plan_to_mend
from pages._parts import problem_text
from pages._plan_hours import hours_touched
from pages._reader import remember
from pages._session import brand, plan, store, today

SETTINGS = ("brand", "start", "days", "zone", "currency", "language")
EDITS = ("edited_rows", "added_rows", "deleted_rows")


@dataclass(frozen=True)
class Draft:
    """A plan to edit, and the version it started from; a new number makes new widgets."""

    plan: Plan
    version: int
    number: int
    in_force: bool  # it began as the plan in force, not as a template or an old version

    def key(self, name: str) -> str:
        """Name a widget of this draft."""
        return f"{name}_{self.number}"

    @property
    def touched(self) -> bool:
        """Whether it says anything that is not saved."""
        state = st.session_state
        rows = state.get(self.key("rows")) or {}
        settings = any(
            state.get(self.key(name), getattr(self.plan, name)) != getattr(self.plan, name) for name in SETTINGS
        )
        return not self.in_force or settings or hours_touched(self) or any(rows.get(edit) for edit in EDITS)


def draft() -> Draft:
    """Go on with what this session edits; what nobody touched follows the plan in force."""
    found: Draft | None = st.session_state.get(_place())
    if found is None or (newest_version() > found.version and not found.touched):
        return begin(plan() or _unread() or _blank(), in_force=True)
    return found


def begin(start: Plan, *, in_force: bool = False) -> Draft:
    """Edit this plan from now on."""
    number = st.session_state.get("drafts", 0) + 1
    st.session_state["drafts"] = number
    st.session_state[_place()] = begun = Draft(start, newest_version(), number, in_force)
    return begun


def newest_version() -> int:
    """Give the number of the plan in force; 0 = there is none yet."""
    return next((saved.version for saved in store().plan_versions()), 0)


def save(plan: Plan, reason: str, by: str | None) -> bool:
    """Keep a new version of the plan, and let imports know its zone, money and names; False: something is against it.

    Then it says what, a file or a brand, and nothing has changed.
    """
    money = {"currency": plan.currency} if plan.currency else {}
    try:
        if plan.brand != store().setting("brand"):
            unused(plan.brand, but=store().path)
        if plan.zone != store().setting("zone"):
            store().set_brand_zone(plan.zone, by)  # days begin at another moment, also those of earlier uploads
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return False
    store().set_settings({"brand": plan.brand} | money, by)
    store().set_brands(plan.own, plan.competitors, by)
    remember(by)
    st.session_state["saved_version"] = store().save_plan(plan.model_dump_json(), by, reason.strip() or None)
    begin(plan, in_force=True)
    return True


def _unread() -> Plan | None:
    """Give a saved plan with a target that Ninety reads otherwise since: it stands there to be mended."""
    body = store().plan()
    return plan_to_mend(body) if body else None


def _blank() -> Plan:
    """Make an empty plan that starts with this week."""
    return Plan(
        brand=brand(),
        start=today() - timedelta(days=today().weekday()),
        zone=str(store().setting("zone")),
        currency=store().setting("currency"),
    )


def _place() -> str:
    return f"draft:{store().path}"
