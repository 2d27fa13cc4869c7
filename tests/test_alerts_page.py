"""Alerts on the pages: what a person sees of a case, and does with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.journal import entries
from data.store import Store, store_path
from kpi.alerting.cases import acknowledge, case_of, snooze
from kpi.deciding.decisions import Said, decide
from kpi.periods import Week
from tests.snapshots import example
from tests.test_pages import show, week_47  # noqa: F401 - week_47 is a fixture
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    import pytest
    from streamlit.testing.v1 import AppTest

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
    assert "since Week 47 · Ann is looking into it" in read(app)
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
    assert case(week_47).snoozed_until == DAY + timedelta(weeks=4)
    assert folded(app) == ["1 snoozed: Pause scaling · LinkedIn until 21 Dec 2026, or until it worsens"]
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


def test_what_lost_its_data_is_named_with_the_reason(
    week_47: Store,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit("monday")
    week_47.set_setting("currency", "SEK")  # the revision moves on
    show(monkeypatch, replace(example(), alerts=()))
    said = read(visit("monday")).replace("\\", "")
    assert "3 no longer hold because the numbers changed" in said
    assert "Pause scaling · LinkedIn (" in said


def test_history_tells_who_did_what(week_47: Store) -> None:  # noqa: F811
    visit("monday")
    snooze(week_47, case(week_47).number, DAY, by="Ann", until=DAY + timedelta(days=9))
    key = f"case_{case(week_47).number}_history"
    said = read(open_popover(visit("alerts", language="nl"), key)).replace("\\", "")
    assert "Afgegaan in Week 47" in said
    assert "Ann heeft hem uitgesteld tot 2 dec 2026" in said
