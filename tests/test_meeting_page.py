"""The meeting page in its states: before it begins, on the stage, at its end, and where there is nothing to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.journal import Draft, entries, write
from data.ledger import moment
from kpi.alerting.findings import Finding, findings, to_body
from kpi.deciding.decisions import Said, decide
from kpi.meeting.meeting import Item, end, meeting, pause, start, step
from kpi.periods import Week
from pages._stage_clock import minutes_and_seconds
from tests.snapshots import example
from tests.test_pages import show, week_47
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store
    from kpi.meeting.meeting import Meeting

brand = week_47  # the fixture: a brand whose week 47 is the example snapshot
W47 = Week(2026, 47)
NOW = moment(None)


def begun(store: Store, *items: Item, ago: timedelta = timedelta(), found: tuple[Finding, ...] = ()) -> None:
    """Begin a meeting about week 47, with a case for each finding."""
    for number, one in enumerate(found, 1):
        body = {"case": number, "finding": to_body(one)}
        write(store, lambda _, one=one, body=body: [Draft("alert.fired", one.subject, body)])
    start(store, W47.id, 20, items or [Item(subject=one.subject) for one in found], "Ann", now=NOW - ago)


def badges(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown if "-badge[" in text.value]


def test_the_lobby_lists_what_will_be_discussed_worst_first(brand: Store) -> None:
    said = read(visit("meeting"))
    assert "7 things to discuss" in said
    assert said.index("Pause scaling") < said.index("CPA") < said.index("Share of voice")
    assert meeting(entries(brand)) is None


def test_starting_opens_the_stage_at_the_worst(brand: Store) -> None:
    app = visit("meeting")
    app.button(key="meeting_start_30").click().run()
    assert not app.exception
    found = meeting(entries(brand))
    assert found
    assert (found.minutes, found.week, len(found.items)) == (30, W47.id, 7)
    assert badges(app)[0] == ":red-badge[■ STOP] LinkedIn"
    assert [header.value for header in app.header] == ["Pause scaling"]
    assert {"0.9% → 1.6%", "+14 → +6", "**1 of 7** · Noordlicht Energie · Week 47"} <= {
        one.value for one in app.markdown
    }
    assert not app.button(key="meeting_decide").disabled


def test_the_keys_move_the_meeting_for_everybody(brand: Store) -> None:
    begun(brand, found=findings(example()))
    app = visit("meeting")
    assert app.button(key="meeting_back").disabled
    app.button(key="meeting_next").click().run()
    app.button(key="meeting_pause").click().run()
    found = meeting(entries(brand))
    assert found
    assert (found.at, found.paused is not None) == (1, True)
    assert any("paused at" in one.value for one in app.markdown)
    assert "2 of 7" in read(visit("meeting"))


def test_earlier_decisions_are_looked_back_at_and_can_be_told_done(brand: Store) -> None:
    said = Said(week=W47.previous(), kind="test", action="Two headlines", owner="Ann", due=date(2026, 12, 4), kpi="ctr")
    one = decide(brand, said, "Ann", day=date(2026, 11, 16))
    begun(brand, Item(decision=one.number))
    app = visit("meeting")
    assert badges(app)[0] == ":blue-badge[◐ Test] decided in week 46"
    assert [header.value for header in app.header] == ["Two headlines"]
    app.button(key="meeting_done").click().run()
    assert "done" in read(app)
    assert app.button(key="meeting_done").disabled


def test_what_no_longer_deviates_says_so(brand: Store) -> None:
    calm = replace(findings(example())[-1], subject="row:ctr", row="ctr")
    begun(brand, found=(calm,))
    assert "The data changed since the meeting began" in read(visit("meeting"))


def test_when_all_is_through_the_meeting_ends_with_its_summary(brand: Store) -> None:
    found = findings(example())[:1]
    begun(brand, found=found)
    app = visit("meeting")
    app.button(key="meeting_next").click().run()
    assert [header.value for header in app.header] == ["That was all"]
    app.button(key="meeting_end").click().run()
    assert [header.value for header in app.header] == ["What the meeting came to"]
    assert "Nothing was decided" in read(app)
    app.button(key="to_snapshot").click().run()
    assert app.title[0].value == "Snapshot"


def test_nothing_to_discuss_is_said_before_anybody_sits_down(brand: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, replace(example(), rows=tuple(row for row in example().rows if row.status == "met"), alerts=()))
    assert "Nothing deviates in week 47" in read(visit("meeting"))
    assert meeting(entries(brand)) is None


@pytest.mark.usefixtures("brand")
def test_an_older_week_without_a_meeting_leads_to_the_newest() -> None:
    app = visit("meeting", week="2026-W46")
    assert "No meeting was held about week 46." in read(app)
    app.button(key="go").click().run()
    assert "7 things to discuss" in read(app)


def test_the_meeting_of_an_older_week_can_be_read(brand: Store) -> None:
    start(brand, "2026-W46", 20, (), now=NOW - timedelta(days=7))
    seen = meeting(entries(brand))
    assert seen
    end(brand, seen, now=NOW - timedelta(days=7))
    app = visit("meeting", week="2026-W46")
    assert [header.value for header in app.header] == ["What the meeting came to"]
    assert not [button for button in app.button if button.key.startswith("meeting_")]


def test_a_meeting_left_running_is_offered_to_be_ended_as_of_its_last_minute(brand: Store) -> None:
    begun(brand, Item(subject="row:ctr"), ago=timedelta(days=3))
    app = visit("meeting")
    assert "A meeting was left running" in read(app)
    app.button(key="meeting_end_forgotten").click().run()
    found = meeting(entries(brand))
    assert found
    assert found.ended == NOW - timedelta(days=3)


def test_whoever_opens_the_page_joins_whichever_week_she_looked_at(brand: Store) -> None:
    begun(brand, found=findings(example()))
    assert "1 of 7" in read(visit("meeting", week="2026-W46"))


def test_who_has_a_form_open_stays_with_it_while_others_move_on(brand: Store) -> None:
    begun(brand, found=findings(example()))
    app = visit("meeting")
    app.button(key="meeting_snooze").click().run()
    seen = meeting(entries(brand))
    assert seen
    step(brand, seen, "next", "Ben")
    app.run()
    assert "**1 of 7**" in read(app)
    assert "Ben has moved on to 2 of 7" in read(app)
    assert app.button(key="meeting_next").disabled


def test_a_pause_stops_the_clock_behind_a_form_that_is_open(brand: Store) -> None:
    begun(brand, found=findings(example()))
    app = visit("meeting")
    app.button(key="meeting_snooze").click().run()
    pause(brand, now_held(brand), "Ben")
    app.run()
    assert "paused at" in read(app)
    assert "Ben has paused the meeting." in read(app)
    pause(brand, now_held(brand), "Cas")
    app.run()
    assert "paused" not in read(app)


def test_what_a_pause_was_followed_by_is_told_to_who_saw_it_begin(brand: Store) -> None:
    begun(brand, found=findings(example()))
    pause(brand, now_held(brand), "Ben")
    app = visit("meeting")
    app.button(key="meeting_snooze").click().run()
    pause(brand, now_held(brand), "Cas")
    assert "Cas has let the meeting go on." in read(app.run())


def now_held(store: Store) -> Meeting:
    found = meeting(entries(store))
    assert found
    return found


@pytest.mark.parametrize(("seconds", "written"), [(1025, "17:05"), (0.4, "0:00"), (-61, "1:01"), (59.9, "0:59")])
def test_a_clock_writes_minutes_and_seconds(seconds: float, written: str) -> None:
    assert minutes_and_seconds(timedelta(seconds=seconds)) == written
