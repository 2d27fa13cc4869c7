"""What a file or a team names: a channel or a format that tells who somebody is is masked, and no name is no name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from data.mapping.mapping import name_of
from kpi.paper.appendix_reasons import of_alert, of_effect
from kpi.paper.edition import Edition
from kpi.paper.forms import FORMS, make
from kpi.paper.impersonal import impersonal
from kpi.paper.private import PHONE
from kpi.paper.row_words import row_name
from kpi.snapshot import EVERYWHERE
from kpi.words import NO_VALUE, Words, texts
from tests.places import channels, somewhere
from tests.snapshots import month
from tests.sourced_week import sourced_week
from tests.test_privacy_on_paper import read

if TYPE_CHECKING:
    from kpi.paper.forms import Form
    from kpi.snapshot import Snapshot

CHANNELS = sorted(key.removeprefix("channel.") for key in texts("en") if key.startswith("channel."))
FORMATS = sorted(key.removeprefix("format.") for key in texts("en") if key.startswith("format."))
SAY = Words("nl")


@pytest.mark.parametrize("form", FORMS)
def test_a_channel_and_a_format_that_name_somebody_are_masked(form: Form) -> None:
    """A mailbox, a number: an inbox has channels that Ninety knows nothing of, and a team names its own formats."""
    told = read(make(form, in_a_mailbox("anna.jansen@example.com"), Edition("nl", appendix=True)), form)
    assert not re.search(r"jansen|example\.com|12345678", told)
    assert "[e-mail]" in told or "e-mail" in told


def in_a_mailbox(channel: str) -> Snapshot:
    """Let every part of a week speak of one channel, read from a format of the team's own."""
    full, own = somewhere(channel), name_of("Anna 06-12345678")
    assert full.report is not None
    sourced = tuple(
        replace(one, files=tuple(replace(file, format=own) for file in one.files)) for one in full.report.sourced
    )
    sources = tuple(replace(one, format=own) for one in full.sources)
    return replace(full, sources=sources, report=replace(full.report, sourced=sourced))


def test_a_channel_is_masked_alike_wherever_it_stands() -> None:
    assert channels(somewhere("06-12345678")) - {EVERYWHERE} == {"06-12345678"}
    assert channels(impersonal(somewhere("06-12345678"))) == {PHONE}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_known_channel_stays(channel: str) -> None:
    assert channels(impersonal(somewhere(channel))) == {channel}


def test_a_known_format_stays() -> None:
    full = sourced_week()
    for name in FORMATS:
        masked = impersonal(replace(full, sources=(replace(full.sources[0], format=name),)))
        assert masked.sources[0].format == name


NOTHING = ("\u0301", "\u0651", "\U000e0041", "\u200b", " ")


@pytest.mark.parametrize("text", NOTHING)
def test_a_name_with_nothing_to_see_is_none(text: str) -> None:
    """A heading without a word stops the print: what is called so gets the name that Ninety has for it."""
    full = impersonal(called(text, month()))
    assert full.report is not None
    names = {row_name(row, SAY) for row in full.rows}
    assert names == {row_name(replace(row, plan=row.plan.model_copy(update={"label": None})), SAY) for row in full.rows}
    assert {of_effect(one, full, SAY).name for one in full.report.effects} == {NO_VALUE}
    assert {of_alert(one, SAY).name for one in full.alerts} == {NO_VALUE}


@pytest.mark.parametrize("form", FORMS)
def test_a_name_with_nothing_to_see_stops_no_form(form: Form) -> None:
    assert make(form, called(NOTHING[0], month()), Edition("nl", appendix=True))


def called(text: str, full: Snapshot) -> Snapshot:
    """Call everything that people name by one text."""
    full = somewhere(text, full)
    assert full.report is not None
    rows = tuple(replace(row, plan=row.plan.model_copy(update={"label": text, "owner": text})) for row in full.rows)
    alerts = tuple(replace(one, name=text, action=text, owner=text) for one in full.alerts)
    told: dict[str, Any] = {"action": text, "owner": text, "insight": text, "by_how_much": text}
    effects = tuple(replace(one, decision=replace(one.decision, **told)) for one in full.report.effects)
    return replace(full, brand=text, rows=rows, alerts=alerts, report=replace(full.report, effects=effects))
