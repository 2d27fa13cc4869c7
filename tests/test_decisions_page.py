"""The decisions page: the form reads what people write, the log finds it, and activities are ticked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from data.journal import entries
from kpi.deciding.activities import Activity, done
from kpi.deciding.decisions import Decision, Said, change, close, decide, decisions
from kpi.periods import Week
from kpi.plan import Plan, PlanRow, plan_in_force
from kpi.words import Words
from tests.exports import x_posts
from tests.visits import read, visit

if TYPE_CHECKING:
    from data.store import Store

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
PLAN = Plan(
    brand="Noordlicht",
    start=date(2026, 10, 5),
    language="nl",
    rows=(PlanRow(id="ctr", kpi="ctr", label="Klikken", baseline="0,9%", target="1,5%", owner="Ann"),),
    activities=(
        Activity(id="a", phase=1, title="Baselines *meten*", owner="Ann", kpis=("ctr", "cpa")),
        Activity(id="b", phase=2, title="Testen"),
    ),
)
SAID = Said(
    week=Week(2026, 46),
    kind="test",
    insight="CTR [x](javascript:1) daalt",
    action="Nieuwe hooks",
    owner="Ann",
    due=date(2026, 11, 20),
    kpi="ctr",
    row="ctr",
    by_how_much="+0,2 pp",
    language="nl",
)


@pytest.fixture
def promised(noordlicht: Store) -> Store:
    noordlicht.load("week47.csv", x_posts({"Post id": "1", "Impressions": 2000, "Url clicks": 20}), now=MONDAY)
    noordlicht.save_plan(PLAN.model_dump_json(), now=MONDAY)
    return noordlicht


def page(**address: str) -> AppTest:
    return visit("decisions", **address)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def kept(store: Store, **said: object) -> Decision:
    return decide(store, replace(SAID, **said), "Mira", day=date(2026, 11, 9), now=MONDAY)  # type: ignore[arg-type]


def fill(app: AppTest, **typed: str) -> AppTest:
    for field, text in typed.items():
        app.text_input(key=f"new_decision_0_{field}").set_value(text)
    return app


def test_without_a_decision_the_page_says_how_to_make_one(promised: Store) -> None:  # noqa: ARG001
    assert "No decision yet." in read(page())


def test_a_brand_with_a_plan_and_no_data_decides_and_ticks(noordlicht: Store) -> None:
    noordlicht.save_plan(PLAN.model_dump_json(), now=MONDAY)
    app = page()
    app.checkbox(key="activity_2026-10-05_a").check().run()
    app.segmented_control(key="new_decision_0_kind").set_value("start")
    app.selectbox(key="new_decision_0_kpi").select_index(0)
    press(fill(app, action="Eerste export laden", owner="Ann"), "new_decision_0_save")
    (found,) = decisions(entries(noordlicht))
    assert (found.action, found.row, found.week) == ("Eerste export laden", "ctr", Week(2026, 47))
    assert done(entries(noordlicht), PLAN).keys() == {"a"}
    assert "Eerste export laden" in read(app)


def test_a_decision_is_written_down_as_it_was_typed(promised: Store) -> None:
    app = press(page(), "new_decision_0_save")
    assert "Choose what it is" in app.error[0].value
    app.segmented_control(key="new_decision_0_kind").set_value("stop")
    press(fill(app, action="Campagne pauzeren", amount="banaan"), "new_decision_0_save")
    assert [one.value.split("**")[1] for one in app.error] == ["Owner", "KPI it must move"]
    app.selectbox(key="new_decision_0_kpi").select_index(0)
    press(fill(app, owner="Bob"), "new_decision_0_save")
    assert "banaan" in app.error[0].value
    assert app.text_input(key="new_decision_0_action").value == "Campagne pauzeren"
    press(fill(app, amount="+0,2 pp"), "new_decision_0_save")
    (found,) = decisions(entries(promised))
    assert (found.kind, found.action, found.owner, found.row) == ("stop", "Campagne pauzeren", "Bob", "ctr")
    assert (found.by_how_much, found.language, found.due) == ("+0,2 pp", "nl", date(2026, 12, 4))
    assert found.made_on == date(2026, 11, 23)
    assert "Saved: Stop · Campagne pauzeren" in app.success[0].value
    assert app.text_input(key="new_decision_1_action").value == ""


@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_log_tells_each_decision_in_the_readers_language(promised: Store, language: str) -> None:
    kept(promised)
    text = read(page(language=language))
    say = Words(language)
    assert say("decision.overdue_since", day=say.day(SAID.due)).replace(".", "\\.") in text
    assert say("outcome.came.no_data") in text
    assert "Klikken" in text
    assert "[x](javascript:1)" not in text


def test_what_is_sought_is_shown_and_exported(promised: Store) -> None:
    kept(promised)
    kept(promised, action="Budget verdubbelen", kind="scale")
    app = page()
    app.text_input(key="seek_words").set_value("BUDGET").run()
    assert [button.key for button in app.button if (button.key or "").startswith("edit_")] == ["edit_2"]
    app.text_input(key="seek_words").set_value("nergens").run()
    assert "No decision fits." in read(app)
    app.text_input(key="seek_words").set_value("").run()
    app.selectbox(key="seek_kind").select("scale").run()
    assert "1 decision" in read(app)


def test_closing_asks_for_a_note_and_opening_again_keeps_it(promised: Store) -> None:
    one = kept(promised)
    app = page()
    app.text_input(key=f"note_card_{one.number}").set_value("Gedaan")
    press(app, f"done_card_{one.number}")
    (found,) = decisions(entries(promised))
    assert (found.closed, found.note) == ("done", "Gedaan")
    assert "No action is open." in read(app)
    press(app, f"reopen_{one.number}")
    assert decisions(entries(promised))[0].closed is None


def test_an_edit_of_what_a_colleague_changed_meanwhile_is_told_and_keeps_its_text(promised: Store) -> None:
    one = kept(promised)
    app = press(page(), f"edit_{one.number}")
    change(promised, one.number, replace(SAID, owner="Cas"), "Cas", one.version)
    app.text_input(key=f"change_{one.number}_owner").set_value("Bob")
    press(app, f"change_{one.number}_save")
    assert "Cas changed this decision meanwhile" in app.warning[0].value
    assert app.text_input(key=f"change_{one.number}_owner").value == "Bob"
    press(app, f"change_{one.number}_save")
    (found,) = decisions(entries(promised))
    assert found.owner == "Bob"


def form_of_a_case() -> None:
    """Draw the form of case 7 alone, as Monday and the meeting do."""
    from types import SimpleNamespace  # noqa: PLC0415 - the script of a page of its own

    import streamlit as st  # noqa: PLC0415

    from kpi.alerting.findings import Finding  # noqa: PLC0415
    from pages._decide import decide_form  # noqa: PLC0415
    from pages._session import brands, newest_full_week, settle, snapshot  # noqa: PLC0415

    settle("brand", list(brands()), next(iter(brands())))
    newest = newest_full_week()
    assert newest is not None
    st.session_state["week"] = newest.id
    taken = snapshot()
    assert taken is not None
    finding = Finding("row:ctr", newest, None, "behind", 1.0, ("ctr",), None, "ctr", None, "Ann")
    kept = decide_form(SimpleNamespace(number=7, subject="row:ctr", finding=finding), None, taken, "case")  # type: ignore[arg-type]
    st.markdown(f"kept {kept.action}" if kept else "nothing yet")


def test_the_second_on_a_case_is_told_and_keeps_her_text(promised: Store) -> None:
    app = AppTest.from_function(form_of_a_case, default_timeout=30).run()
    assert app.text_input(key="case_0_owner").value == "Ann"
    assert app.text_input(key="case_0_amount").value == "1,5%"
    assert app.text_area(key="case_0_insight").value.startswith("Klikken: ")
    kept(promised, case=7, action="Budget *halveren*")  # by a colleague, while the form is open
    app.segmented_control(key="case_0_kind").set_value("test")
    app.text_input(key="case_0_action").set_value("Andere hooks")
    press(app, "case_0_save")
    assert "Mira decided about this meanwhile: Budget \\*halveren\\*." in app.warning[0].value
    assert len(decisions(entries(promised))) == 1
    assert app.text_input(key="case_0_action").value == "Andere hooks"
    press(app, "case_0_save")
    assert "kept Andere hooks" in read(app)
    assert [one.case for one in decisions(entries(promised))] == [7, 7]


def test_a_dropped_decision_has_no_outcome(promised: Store) -> None:
    one = kept(promised)
    close(promised, one.number, "dropped", "", "Mira", one.version)
    text = read(page())
    assert "Dropped" in text
    assert "No data" not in text


def test_activities_stand_by_phase_with_the_kpis_they_serve(promised: Store) -> None:
    app = page()
    text = read(app)
    assert "Days 1–30" in text
    assert "Days 31–60" in text
    assert "\\*meten\\*" in next(box.label for box in app.checkbox if "Baselines" in box.label)
    app.checkbox(key="activity_2026-10-05_a").check().run()
    assert not app.exception
    assert done(entries(promised), PLAN).keys() == {"a"}
    app.checkbox(key="activity_2026-10-05_a").uncheck().run()
    assert done(entries(promised), PLAN) == {}


def test_saving_activities_makes_a_new_version_of_the_plan(promised: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    added = Activity(id="own_1", phase=3, title="Opschalen")
    monkeypatch.setattr("pages._activities_edit.to_activities", lambda *_: (*PLAN.activities, added))
    app = press(page(), "save_activities")
    assert "version 2 of the plan" in app.success[0].value
    body = promised.plan()
    assert body is not None
    saved = plan_in_force(body)
    assert saved is not None
    assert saved == PLAN.model_copy(update={"activities": (*PLAN.activities, added)})
