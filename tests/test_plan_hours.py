"""The opening hours of a plan: drawn, read, complained about, saved with the plan, and told on the KPI's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from kpi.catalog import catalog
from kpi.counting import clock_short, clock_text, week_text
from kpi.hours import WEEKDAYS, Hours, SpecialDay, default
from kpi.paper.attachment import attachment
from kpi.paper.notes import notes
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.review import take
from kpi.words import LANGUAGES, Words
from tests.test_pages import read, visit
from tests.test_targets_page import in_force, save
from tests.test_time import inbox

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store
    from kpi.snapshot import ScoreRow

ROW = PlanRow(id="response", kpi="response_time_median", baseline="18 h", target="< 6 h", clock="open")
PLAN = Plan(brand="Noordlicht", start=date(2026, 9, 7), rows=(ROW,))
DUTCH = Hours(**dict.fromkeys(WEEKDAYS[:5], "09:00-17:00"), country="NL")


@pytest.fixture
def planned(noordlicht: Store) -> Store:
    noordlicht.save_plan(PLAN.model_dump_json())
    return noordlicht


def touch(page: AppTest, table: str, **edits: Any) -> AppTest:
    """Edit a table of the opening hours the way the browser reports it."""
    nothing: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    key = next(editor.key for editor in page.data_editor if str(editor.key).startswith(table))
    page.session_state[key] = nothing | edits
    page.run()
    assert not page.exception
    return page


def opened() -> AppTest:
    page = visit("targets")
    next(one for one in page.toggle if one.label == "This plan has opening hours").set_value(True).run()
    assert not page.exception
    return page


def country(page: AppTest, code: str) -> AppTest:
    next(one for one in page.selectbox if one.label == "Closed on public holidays of").set_value(code).run()
    assert not page.exception
    return page


def test_a_plan_begins_without_hours_and_says_what_that_means(planned: Store) -> None:
    page = visit("targets")
    assert "Monday to Friday, 09:00–17:00" in read(page)
    assert in_force(planned).hours is None


def test_turning_them_on_starts_with_the_declared_ones(planned: Store) -> None:
    save(opened())
    assert in_force(planned).hours == default()


def test_what_is_written_is_kept_in_one_form(planned: Store) -> None:
    page = touch(opened(), "hours_week", edited_rows={0: {"open": "9.30 – 12, 13-18"}, 4: {"open": None}})
    save(country(page, "NL"), "Fridays off")
    hours = in_force(planned).hours
    assert hours is not None
    assert (hours.monday, hours.friday, hours.country) == ("09:30-12:00, 13:00-18:00", "", "NL")
    assert planned.plan_versions()[0].reason == "Fridays off"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({0: {"open": "nine to five"}}, "Monday: “nine to five” cannot be read"),
        ({1: {"open": "17-9"}}, "Tuesday: “17\\-9” cannot be read"),
        ({day: {"open": None} for day in range(5)}, "at least one weekday"),
    ],
)
def test_hours_that_cannot_be_read_are_named_and_not_saved(planned: Store, edits: dict[int, Any], said: str) -> None:
    page = touch(opened(), "hours_week", edited_rows=edits)
    assert said in page.warning[0].value
    assert page.form_submit_button[0].disabled
    assert "The opening hours cannot be read yet" in read(page)
    assert in_force(planned) == PLAN


def test_exceptions_are_kept_by_day(planned: Store) -> None:
    lines = [{"date": "2026-12-24", "open": "9-12"}, {"date": "2026-12-31"}]
    save(touch(opened(), "hours_special", added_rows=lines))
    hours = in_force(planned).hours
    assert hours is not None
    assert hours.special == (
        SpecialDay(day=date(2026, 12, 24), hours="09:00-12:00"),
        SpecialDay(day=date(2026, 12, 31)),
    )


def test_an_exception_without_a_date_or_twice_is_named(planned: Store) -> None:  # noqa: ARG001
    twice = [{"date": "2026-12-24"}, {"date": "2026-12-24", "open": "9-12"}, {"open": "9-12"}]
    page = touch(opened(), "hours_special", added_rows=twice)
    assert [one.value for one in page.warning] == [
        "An exception has times but no date.",
        "24 Dec 2026 stands among the exceptions twice.",
    ]


def test_the_coming_holidays_are_shown_as_they_are_read(planned: Store) -> None:  # noqa: ARG001
    text = read(country(opened(), "NL"))
    assert "Christmas Day (25 Dec)" in text
    assert "King\\'s Day (27 Apr)" in text


def test_regions_are_asked_for_where_a_country_has_them(planned: Store) -> None:
    page = country(opened(), "DE")
    region = next(one for one in page.selectbox if one.label == "Region")
    assert "Bayern" in region.options
    save(region.set_value("BY").run())
    hours = in_force(planned).hours
    assert hours is not None
    assert (hours.country, hours.region) == ("DE", "BY")


def test_hours_of_a_draft_are_not_lost_to_a_template(planned: Store) -> None:
    save(country(opened(), "NL"))
    page = visit("targets")
    page.button(key="take_ai_governance").click().run()
    save(page)
    assert in_force(planned).hours == DUTCH


def test_a_row_that_tells_no_times_cannot_be_counted_so(planned: Store) -> None:
    row = PlanRow(id="ctr", kpi="ctr", baseline="1%", target="2%", clock="open")
    with pytest.raises(ValueError, match="no_clock"):
        PLAN.model_validate({**PLAN.model_dump(), "rows": [row]})
    assert in_force(planned).rows == (ROW,)


def test_a_plan_of_before_there_were_hours_still_opens() -> None:
    old = (
        '{"brand": "b", "start": "2026-09-07", "rows": [{"id": "r", "kpi": "response_time_median", "target": "< 6 h"}]}'
    )
    plan = Plan.model_validate_json(old)
    assert (plan.hours, plan.rows[0].clock, plan.promises[0].filter.hours) == (None, None, None)


# -- what a promise asks for, and what the page says of it ---------------------------------------------


@pytest.mark.parametrize(
    ("hours", "row", "expected"),
    [
        (None, ROW, default()),
        (DUTCH, ROW, DUTCH),
        (DUTCH, ROW.model_copy(update={"clock": None}), None),
        (None, PlanRow(id="x", kpi="escalation_time", target="2 h"), default()),  # never counted otherwise
        (DUTCH, PlanRow(id="x", kpi="escalation_time", target="2 h"), DUTCH),
        (DUTCH, PlanRow(id="x", kpi="ctr", target="2%"), None),
    ],
)
def test_a_promise_asks_in_the_hours_of_its_plan(hours: Hours | None, row: PlanRow, expected: Hours | None) -> None:
    (promise,) = PLAN.model_copy(update={"hours": hours, "rows": (row,)}).promises
    assert promise.filter.hours == expected


def taken(store: Store, plan: Plan) -> ScoreRow:
    store.set_settings({"zone": "Europe/Amsterdam"})
    received = [f"2026-11-16T{hour:02}:00:00Z" for hour in range(8, 20)]
    store.load("inbox.csv", inbox(*received, replied="2026-11-17T09:00:00Z"), now=datetime(2026, 11, 23, tzinfo=UTC))
    return take(store, plan, Week(2026, 47), date(2026, 11, 23)).rows[0]


def test_saving_other_hours_changes_the_weeks_that_are_over(noordlicht: Store) -> None:
    wall, office, late = (
        taken(noordlicht, PLAN.model_copy(update={"rows": (ROW.model_copy(update={"clock": clock}),), "hours": hours}))
        for clock, hours in ((None, None), ("open", None), ("open", Hours(monday="9-22", tuesday="9-22")))
    )
    # received at 9 to 20 o'clock, answered at 10 the next day; the middle of the twelve came at 14 and 15 o'clock
    assert (wall.now.value, office.now.value, late.now.value) == (19.5, 3.5, 8.5)
    assert (wall.hours, office.assumed, late.assumed) == (None, True, False)


def test_the_page_says_on_which_clock_a_number_is_counted(noordlicht: Store) -> None:
    say, row = Words("en"), taken(noordlicht, PLAN)
    assert clock_text(row, say) == (
        "Counted in opening hours only: Mon–Fri 09:00–17:00. Public holidays are not taken out. "
        "The plan names no opening hours; these are assumed."
    )
    dutch = DUTCH.model_copy(update={"special": (SpecialDay(day=date(2026, 12, 24)),)})
    assert clock_text(replace(row, hours=dutch, assumed=False), say) == (
        "Counted in opening hours only: Mon–Fri 09:00–17:00. Closed on public holidays: Netherlands. "
        "1 day is an exception."
    )
    assert clock_text(replace(row, hours=None), say) == "Counted around the clock, nights and weekends included."
    assert clock_text(replace(row, plan=row.plan.model_copy(update={"kpi": "ctr"})), say) == ""
    days = replace(row, plan=row.plan.model_copy(update={"kpi": "policy_update_time"}))
    assert clock_text(days, say).startswith("Counted in working days: Mon–Fri")


def test_paper_and_its_data_say_it_too(noordlicht: Store) -> None:
    plan = PLAN.model_copy(update={"hours": DUTCH})
    row = taken(noordlicht, plan)
    snapshot = take(noordlicht, plan, Week(2026, 47), date(2026, 11, 23))
    said = "in opening hours: Mon–Fri 09:00–17:00"
    assert clock_short(row, Words("en")) == said
    assert f"Response time (median): {said}" in [note.text for note in notes(snapshot, Words("en"))]
    assert b'"country": "NL"' in attachment(snapshot)
    assert clock_short(replace(row, hours=None), Words("en")) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mon 09:00–12:30, 13:00–17:00; Wed–Thu 10:00–18:00; Sun 00:00–24:00"),
        ("nl", "ma 09:00–12:30, 13:00–17:00; wo–do 10:00–18:00; zo 00:00–24:00"),
        ("sv", "mån 09:00–12:30, 13:00–17:00; ons–tors 10:00–18:00; sön 00:00–24:00"),
        ("ro", "lun. 09:00–12:30, 13:00–17:00; mie.–joi 10:00–18:00; dum. 00:00–24:00"),
    ],
)
def test_a_week_is_told_in_runs_of_days(language: str, text: str) -> None:
    hours = Hours(monday="9-12:30, 13-17", wednesday="10-18", thursday="10-18", sunday="0-24")
    assert week_text(hours, Words(language)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_have_names_in_every_language(language: str) -> None:
    say = Words(language)
    assert say.country("SE") != "SE"
    assert say.country("??") == "??"


def test_every_kpi_in_opening_hours_names_its_times() -> None:
    clocked = {kpi.name for kpi in catalog().values() if kpi.moments or kpi.dates}
    assert {"response_time_median", "response_time_mean", "response_rate_24h"} <= clocked
    assert {kpi.name for kpi in catalog().values() if kpi.clock} <= clocked
