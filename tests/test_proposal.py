"""The form begins with what the finding tells: the KPI that went wrong, in plain words, and whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.alerting.findings import Finding
from kpi.catalog import catalog
from kpi.deciding import fact
from kpi.deciding.proposal import Choice, choice_name, follow_up, propose
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, Words
from tests.snapshots import WEEK, example
from tests.test_outcome import decision

SNAPSHOT = example()
SAY = Words("en")


def finding(**told: object) -> Finding:
    whole = {
        "subject": "rule:pause_scaling@linkedin",
        "week": WEEK,
        "channel": "linkedin",
        "level": "stop",
        "size": 2.0,
        "kpis": ("ctr", "net_sentiment"),
        "rule": "pause_scaling",
        "row": None,
        "name": None,
        "owner": None,
    }
    return Finding(**whole | told)  # type: ignore[arg-type]


def test_of_an_alert_the_kpi_that_went_the_wrong_way_comes_first() -> None:
    made = propose(finding(), None, SNAPSHOT, SAY, "en")
    assert made.choices[:2] == (Choice("net_sentiment", channel="linkedin"), Choice("ctr", channel="linkedin"))
    assert (made.kind, made.owner, made.by_how_much) == ("stop", "PR + Social Lead", "")
    assert made.action == SAY("rule_action.pause_scaling")
    assert made.insight.replace("\u00a0", " ") == "LinkedIn: CTR rises: 0.9% → 1.6%; Net sentiment falls: +14 → +6."


def test_of_an_alert_on_the_brand_it_is_the_row_of_the_plan_with_its_target() -> None:
    alerts = tuple(replace(one, channel=EVERYWHERE) for one in SNAPSHOT.alerts)
    everywhere = replace(SNAPSHOT, alerts=alerts)
    made = propose(finding(channel=EVERYWHERE), None, everywhere, SAY, "en")
    assert made.choices[0] == Choice("net_sentiment", "net_sentiment")
    assert made.by_how_much == "+22"


def test_of_a_row_it_is_that_row() -> None:
    about = finding(subject="row:click_to_lead", channel=None, level="worse", rule=None, row="click_to_lead")
    made = propose(about, None, SNAPSHOT, SAY, "nl")
    assert (made.choices[0], made.kind, made.by_how_much) == (Choice("click_to_lead", "click_to_lead"), None, "1,7%")
    assert made.owner == "Growth Marketeer"
    assert made.insight.replace("\u00a0", " ") == (
        "Click-to-lead: 1.17% now, the baseline was 1.3%: 0.13 pp worse. The target is ≥ 1.7%."
    )


def test_a_rule_that_no_longer_holds_still_names_its_kpis() -> None:
    made = propose(finding(rule="gone", owner="Bob"), None, SNAPSHOT, SAY, "en")
    assert (made.choices[:2], made.owner, made.insight) == ((Choice("ctr"), Choice("net_sentiment")), "Bob", "")


def test_who_looks_back_begins_with_what_was_decided_then() -> None:
    row = SNAPSHOT.rows[0].plan
    then = decision(kind="keep", kpi=row.kpi, row=row.id, by_how_much="+0,2 pp", language="nl", action="New hooks")
    made = follow_up(then, SNAPSHOT, SAY, "nl", None)
    assert (made.choices[0], made.kind, made.by_how_much) == (Choice(row.kpi, row.id), "keep", "+0,2 pp")
    assert (made.owner, made.action, made.free) == ("Ann", "", False)
    assert made.insight
    assert follow_up(then, SNAPSHOT, SAY, "en", None).by_how_much == ""  # 1.234 would be another number
    elsewhere = follow_up(decision(channel="x"), SNAPSHOT, SAY, "en", "EUR")
    assert (elsewhere.choices[0], elsewhere.insight) == (Choice("ctr", None, "x"), "")


def test_of_nothing_everything_is_yet_to_choose() -> None:
    made = propose(None, None, SNAPSHOT, SAY, "en")
    assert (made.free, made.kind, made.insight, made.by_how_much) == (True, None, "", "")
    assert {choice.kpi for choice in made.choices} == catalog().keys()
    assert len(set(made.choices)) == len(made.choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_and_fact_can_be_said(language: str) -> None:
    say = Words(language)
    made = propose(finding(), None, SNAPSHOT, say, "en")
    assert all(choice_name(choice, SNAPSHOT, say) for choice in made.choices)
    assert choice_name(Choice("klout_score", channel="myspace"), SNAPSHOT, say) == "klout score · myspace"
    assert all(fact.of_row(row, say) for row in SNAPSHOT.rows)
    assert all(fact.of_alert(alert, say) for alert in SNAPSHOT.alerts)
