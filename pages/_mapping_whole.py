"""What holds for the whole file that is mapped: the zone of its times, the channel of its rows, the money it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import streamlit as st

from data.mapping.fields import CHANNELLED
from data.mapping.mapping import CURRENCIES
from data.reading.exports import CHANNELS
from data.reading.headers import ANY
from pages._parts import term
from pages._session import store, words

if TYPE_CHECKING:
    from data.mapping.mapping import Source
    from data.mapping.propose import Proposal
    from pages._mapping_work import Work

ADS = ("meta", "google")  # sold across channels
SIGNS = {"€": "EUR", "£": "GBP", "lei": "RON"} | {code: code for code in CURRENCIES}  # kr and $ are of several


def whole_file(work: Work, proposal: Proposal, fact: str, chosen: dict[str, Source]) -> dict[str, Any]:
    """Ask for the zone of times that name none, the channel that no column says, and the currency of bare amounts."""
    said: dict[str, Any] = {}
    with st.grid(2):
        if _needs_zone(proposal, chosen):
            said["zone"] = _zone(work)
        if fact in CHANNELLED and "channel" not in chosen:
            said["channel"] = _channel(work, fact)
        if _needs_currency(chosen):
            said["currency"] = _currency(work, proposal, chosen["spend"].header)
    return said


def _needs_zone(proposal: Proposal, chosen: dict[str, Source]) -> bool:
    timed = [source.header for source in chosen.values() if source.kind == "timestamp"]
    found = proposal.table.columns
    return any(found[header].shares["zoned"] < found[header].shares["timed"] for header in timed if header in found)


def _zone(work: Work) -> str:
    say, options = words(), ["brand", *sorted(available_timezones())]
    own = say("mapping.brand_zone", zone=store().setting("zone"))
    key = work.key("zone", options, "brand")
    zone = st.selectbox(
        say("mapping.zone"), options, format_func=lambda zone: own if zone == "brand" else zone, key=key
    )
    return str(work.keep("zone", zone))


def _channel(work: Work, fact: str) -> str | None:
    say, options = words(), ["", *CHANNELS, *(ADS if fact == "ads" else ())]
    key = work.key("channel", options, "")
    channel = st.selectbox(
        say("mapping.channel"),
        options,
        format_func=lambda name: term("channel", name) if name else say("mapping.channel_asked"),
        key=key,
    )
    return work.keep("channel", channel) or None


def _needs_currency(chosen: dict[str, Source]) -> bool:
    return "spend" in chosen and "currency" not in chosen and not chosen["spend"].header.endswith(ANY)


def _currency(work: Work, proposal: Proposal, header: str) -> str:
    """Ask in which money the amounts are; suggested is what the column shows, else the brand's own."""
    shown = f"{header} {proposal.table.columns[header].examples}"
    usual = next((code for sign, code in SIGNS.items() if sign in shown), store().setting("currency"))
    options = sorted({*CURRENCIES, str(usual)})
    key = work.key("currency", options, usual)
    return str(work.keep("currency", st.selectbox(words()("mapping.currency"), options, key=key)))
