"""Alerts on the pages: what a person sees of a case, and does with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from data.journal import entries
from data.store import Store, store_path
from kpi.alerting.cases import acknowledge, case_of, snooze
from kpi.deciding.decisions import Said, decide
from kpi.periods import Week
from kpi.rule.rulebook import Rulebook, save
from kpi.rule.ruling import Alert, LegEvidence
from kpi.snapshot import EVERYWHERE, Move
from kpi.words import Words
from tests.snapshots import example
from tests.test_pages import show, week_47  # noqa: F401 - week_47 is a fixture
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    import pytest

    from kpi.alerting.cases import Case

DAY = date(2026, 11, 23)
STOP, LEAD = "rule:pause_scaling@linkedin", "row:click_to_lead"
CARD = "alert_pause_scaling_linkedin"


def case(store: Store, subject: str = STOP) -> Case:
    found = case_of(entries(store), subject, DAY)
    assert found is not None
    return found


def told(app: AppTest) -> list[str]:
    """List the badges of the page with what stands beside the states."""
    return [text.value for text in app.markdown if "-badge[" in text.value]


def folded(app: AppTest) -> list[str]:
    return [one.label.replace("\\", "") for one in app.expander]


def open_popover(app: AppTest, key: str) -> AppTest:
    app.session_state[key] = True
    return app.run()


def test_before_anything_fired_the_page_says_what_will_stand_there() -> None:
    Store.open(store_path("Nordic"), brand="Nordic").close()
    app = visit("alerts")
    assert "Nothing has fired yet." in read(app)
    app.button(key="to_rules").click().run()
    assert app.title[0].value == "Rules"


def test_page_of_alerts_lists_the_worst_first_and_can_be_narrowed(week_47: Store) -> None:  # noqa: F811 - the fixture
    app = visit("alerts")
    levels = [text for text in told(app) if "**" in text]
    assert [text.partition("] ")[0].rpartition(" ")[2] for text in levels[:3]] == ["STOP", "FIX", "baseline"]
    assert levels[-1].startswith(":green-badge[▲ SCALE]")
    assert "7 open · 0 acknowledged" in read(app)
    app.selectbox(key="alerts_channel").set_value("linkedin").run()
    assert len([text for text in told(app) if "**" in text]) == 1
    acknowledge(week_47, case(week_47).number, DAY)
    app.selectbox(key="alerts_state").set_value("open").run()
    assert "No alert fits this choice." in read(app)


def test_whoever_acknowledges_is_named_and_the_second_is_told_so(week_47: Store) -> None:  # noqa: F811
    app = open_popover(visit("monday"), f"{CARD}_ack")
    acknowledge(week_47, case(week_47).number, DAY, "I ask the agency", by="Ann")
    app.button(key=f"{CARD}_ack_acknowledge").click().run()
    assert [one.value for one in app.warning] == ["Ann has already acknowledged this alert."]
    assert "since week 47 · Ann is looking into it" in read(app)
    open_popover(app, f"{CARD}_history")
    assert "Ann acknowledged it: I ask the agency" in read(app).replace("\\", "")
    open_popover(app, "row_click_to_lead_ack")
    app.text_input(key="row_click_to_lead_ack_note").set_value("Is the form broken?").run()
    app.button(key="row_click_to_lead_ack_acknowledge").click().run()
    assert not app.warning
    last = case(week_47, LEAD).history[-1]
    assert (last.written_by, last.body["note"]) == ("test@example.com", "Is the form broken?")


def test_what_is_put_off_becomes_one_calm_line_that_opens(week_47: Store) -> None:  # noqa: F811
    app = open_popover(visit("monday"), f"{CARD}_sleep")
    app.radio(key=f"{CARD}_sleep_how").set_value("worse").run()
    app.button(key=f"{CARD}_sleep_sleep").click().run()
    assert case(week_47).snoozed_until == DAY + timedelta(weeks=1)
    assert folded(app) == ["1 snoozed: Pause scaling · LinkedIn until 30 Nov 2026, or until it worsens"]
    assert "STOP" not in "".join(told(app))
    app.session_state["fold_snoozed"] = True
    assert any("STOP" in text for text in told(app.run()))


def test_what_is_decided_says_so_in_one_line(week_47: Store) -> None:  # noqa: F811
    app = visit("monday")
    app.button(key="row_click_to_lead_decide").click().run()
    assert any(str(button.key).startswith("row_click_to_lead_form") for button in app.button)
    number = case(week_47, LEAD).number
    said = Said(
        week=Week(2026, 47),
        kind="test",
        action="Try a shorter form",
        owner="Mia",
        due=date(2026, 12, 4),
        kpi="click_to_lead",
        case=number,
        finding=LEAD,
    )
    decide(week_47, said, "ann", set(), DAY)
    page = read(visit("monday")).replace("\\", "")
    assert "Try a shorter form · Mia, by 4 Dec" in page
    assert "1.17% now, the baseline was" not in page


def test_an_older_week_is_only_read(week_47: Store) -> None:  # noqa: F811
    visit("monday")
    before = len(entries(week_47))
    app = visit("monday", week="2026-W46")
    assert not [button for button in app.button if str(button.key).endswith("_decide")]
    assert len(entries(week_47)) == before


def test_what_lost_its_data_stays_with_its_last_evidence_and_says_why(
    week_47: Store,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit("monday")
    week_47.set_setting("currency", "SEK")  # the revision moves on
    show(monkeypatch, replace(example(), alerts=()))  # and the store itself has no exports
    app = visit("monday")
    said = read(app).replace("\\", "")
    assert "Cannot be judged since" in said
    assert "CTR has no data" in said
    assert "Last known, week 47: CTR" in said
    assert "no longer hold" not in said
    assert any("STOP" in text for text in told(app))
    assert [text for text in told(visit("alerts")) if ":gray-badge[? Cannot be judged]" in text]


def test_what_no_longer_holds_is_not_called_open(
    week_47: Store,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit("monday")
    save(week_47, Rulebook(off=tuple(one.rule for one in example().alerts), rules=()), "ann")
    show(monkeypatch, replace(example(), alerts=()))
    said = read(visit("monday")).replace("\\", "")
    assert "3 no longer hold because the numbers changed" in said
    assert "Pause scaling · LinkedIn (a rule was changed)" in said
    app = visit("alerts")
    assert [text for text in told(app) if text == ":gray-badge[– No longer holds]"]
    assert "No longer holds: a rule was changed." in read(app).replace("\\", "")


def test_decided_alert_keeps_what_it_stands_on(week_47: Store) -> None:  # noqa: F811
    visit("monday")
    one = case(week_47)
    said = Said(
        week=Week(2026, 47),
        kind="stop",
        action="Pause it",
        owner="Mia",
        due=date(2026, 12, 4),
        kpi="ctr",
        case=one.number,
        finding=STOP,
    )
    decide(week_47, said, "ann", set(), DAY)
    page = read(visit("monday")).replace("\\", "")
    assert "Pause it · Mia, by 4 Dec" in page
    leg = one.finding.legs[0]
    assert Words("en").number(leg.move.after, leg.unit, leg.currency) in page


def test_late_threads_are_a_click_away(week_47: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    leg = LegEvidence("late_threads", "appears", "count", None, Move(0, 1, None, "signal"), 0, 1)
    late = Alert("escalate_threads", "stop", EVERYWHERE, 1, (leg,), "Anna")
    show(monkeypatch, replace(example(), alerts=(late,)))
    app = visit("monday")
    assert "Fact" in read(app)
    app.button(key=f"alert_escalate_threads_{EVERYWHERE}_threads").click().run()
    assert app.title[0].value == Words("en")("page.threads")
    assert case(week_47, "rule:escalate_threads@*").state == "open"


def test_snooze_means_the_same_on_every_page() -> None:
    drawn = AppTest.from_string("from pages._snooze import snooze_fields\nsnooze_fields('here')").run()
    assert drawn.radio[0].options == ["on this day", "when it worsens, at the latest on this day"]
    assert drawn.date_input[0].value == DAY + timedelta(weeks=1)


def test_history_tells_who_did_what(week_47: Store) -> None:  # noqa: F811
    visit("monday")
    snooze(week_47, case(week_47).number, DAY, by="Ann", until=DAY + timedelta(days=9))
    key = f"case_{case(week_47).number}_history"
    said = read(open_popover(visit("alerts", language="nl"), key)).replace("\\", "")
    assert "Afgegaan in week 47" in said
    assert "Ann heeft hem uitgesteld tot 2 dec 2026" in said
