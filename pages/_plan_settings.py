"""What holds for the whole plan: the brand, its 90 days, its zone, its money and its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import streamlit as st

from kpi.words import LANGUAGES, Words
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages._plan_draft import Draft

CURRENCIES = ("CHF", "DKK", "EUR", "GBP", "NOK", "PLN", "RON", "SEK", "UAH", "USD")


def settings(draft: Draft) -> dict[str, Any]:
    """Draw the settings of a plan, and give them as they stand now."""
    say, plan = words(), draft.plan
    with st.grid(3):
        brand = st.text_input(say("targets.brand"), plan.brand, key=draft.key("brand"), max_chars=60)
        start = st.date_input(say("targets.start"), plan.start, key=draft.key("start"), format="YYYY-MM-DD")
        days = st.number_input(say("targets.length"), 1, 366, plan.days, key=draft.key("days"))
        zone = _choice("zone", sorted(available_timezones()), plan.zone, draft)
        currency = _choice("currency", sorted({*CURRENCIES, plan.currency or "EUR"}), plan.currency, draft)
        language = _choice("language", LANGUAGES, plan.language, draft)
        known_own, known_others = store().brands()  # an upload may have named them before the plan did
        own = _names("own", plan.own or known_own, draft)
        competitors = _names("competitors", plan.competitors or known_others, draft)
    return {
        "brand": brand.strip() or plan.brand,
        "start": start or plan.start,
        "days": days,
        "zone": zone or plan.zone,
        "currency": currency,
        "language": language or plan.language,
        "own": tuple(own),
        "competitors": tuple(competitors),
    }


def _choice(name: str, options: Sequence[str], chosen: str | None, draft: Draft) -> str | None:
    say = words()
    return st.selectbox(
        say(f"targets.{name}"),
        options,
        index=options.index(chosen) if chosen in options else None,
        format_func=lambda option: Words(option)("frame.language") if name == "language" else option,
        key=draft.key(name),
        help=say(f"targets.about_{name}"),
        placeholder=say("targets.none"),
    )


def _names(name: str, chosen: Sequence[str], draft: Draft) -> list[str]:
    say = words()
    return st.multiselect(
        say(f"targets.{name}"),
        list(chosen),
        list(chosen),
        key=draft.key(name),
        help=say(f"targets.about_{name}"),
        placeholder=say("targets.type_names"),
        accept_new_options=True,
    )
