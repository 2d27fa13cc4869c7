"""Alerts survive every change of the numbers, say what changed, and are told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.annotations import annotate
from data.journal import Draft, entries, newest, write
from data.rebuild import rebuild
from data.store import Store
from kpi.alerting.case import CLEARED, DECIDED, FIRED, HELD, REFIRED, RETURNED, UNJUDGED, WOKE, WORSENED
from kpi.alerting.case_words import doubt
from kpi.alerting.cases import acknowledge, case_of, resolve, snooze
from kpi.alerting.findings import Finding
from kpi.alerting.reasons import Reason, read_reasons, since
from kpi.alerting.watch import AGAIN, CLEARLY, sync
from kpi.periods import Week
from kpi.plan import Plan, PlanRow, plan_in_force
from kpi.review import take
from kpi.rule.rulebook import Rulebook, save
from kpi.snapshot import EVERYWHERE
from kpi.words import Words
from tests.cases import CTR_ROW, FIRST, STOP, alert, taken
from tests.exports import inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from data.journal import Entry
    from kpi.alerting.cases import Case
    from kpi.snapshot import Snapshot

WEEK, DAY = Week(2026, 47), date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAN = Plan(brand="Acme", start=date(2026, 10, 5), rows=(PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%"),))


def posts(clicks: int) -> bytes:
    days = ("Mon, Nov 16, 2026", "Sun, Nov 22, 2026")
    return x_posts(
        *({"Post id": str(n), "Date": day, "Impressions": 100_000, "Url clicks": clicks} for n, day in enumerate(days))
    )


BAD, GOOD = posts(100), posts(5000)
TALK = inbox(
    {"Message ID": "m", "Received at": "2026-11-22 12:00:00", "First response at": "2026-11-22 12:45:00"},
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Make a brand whose CTR is worse than its baseline, and known to be."""
    opened = Store.open(tmp_path / "acme.duckdb", brand="Acme")
    opened.save_plan(PLAN.model_dump_json(), now=NOON)
    opened.load("inbox.csv", TALK, now=NOON)
    opened.load("bad.csv", BAD, now=NOON)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("watch") / "acme.duckdb", brand="Acme")
    yield opened
    opened.close()


@pytest.fixture
def bare(one_store: Store) -> Store:
    """Give a store without an entry; its weeks are made by hand."""
    with one_store.shared.con.cursor() as cursor:
        cursor.execute("DELETE FROM journal")
    return one_store


def review(store: Store) -> Snapshot:
    body = store.plan()
    assert body is not None
    plan = plan_in_force(body)
    assert plan is not None
    return take(store, plan, WEEK, DAY)


def look(store: Store) -> list[str]:
    """Review the newest week, and give the kinds of what was written."""
    return [entry.kind for entry in sync(store, review(store), DAY)]


def case(store: Store, subject: str = CTR_ROW, day: date = DAY) -> Case:
    found = case_of(entries(store), subject, day)
    assert found is not None
    return found


def why(entry: Entry) -> list[Reason]:
    return list(read_reasons(entry.body))


def found(kpi: str = "ctr", channel: str = EVERYWHERE) -> Finding:
    """Make a finding of a rule about one KPI."""
    return Finding(f"rule:any@{channel}", WEEK, channel, "stop", 3.0, (kpi,), rule="any")


def week(store: Store, number: int, stop: float | None, **fields: Mapping[str, str] | bool) -> list[str]:
    """Let the week so many after the first say so, and give the kinds of what was written."""
    at = FIRST.previous(-number)
    written = sync(store, taken(at, stop, **fields), at.previous(-1).monday)  # type: ignore[arg-type]
    return [entry.kind for entry in written]


# -- with uploads ------------------------------------------------------------------------------------


def test_upload_taken_back_keeps_the_case_and_says_which_and_it_comes_back_with_the_data(store: Store) -> None:
    assert look(store) == [FIRED]
    number = case(store).number
    acknowledge(store, number, DAY, by="ann")
    store.undo(2)
    assert look(store) == [UNJUDGED]
    lost = case(store)
    assert (lost.number, lost.state, lost.holds, lost.unjudged) == (number, "acknowledged", True, True)
    assert why(lost.history[-1]) == [Reason("went", ("bad.csv",), (2,))]
    assert doubt(lost, Words("en")) == "Cannot be judged since upload 2 (bad.csv) was undone: CTR has no data."
    assert look(store) == []
    store.load("bad again.csv", BAD, now=NOON)
    assert look(store) == [RETURNED]
    back = case(store)
    assert (back.number, back.state, back.holds, back.unjudged, back.fired) == (number, "acknowledged", True, False, 1)
    assert why(back.history[-1]) == [Reason("came", ("bad again.csv",), (3,))]


def test_later_export_that_tells_otherwise_is_named(store: Store) -> None:
    look(store)
    store.load("good.csv", GOOD, now=NOON + timedelta(hours=1))
    assert look(store) == [CLEARED]
    assert why(case(store).history[-1]) == [Reason("came", ("good.csv",), (3,))]
    store.undo(3)
    assert look(store) == [RETURNED]
    assert why(case(store).history[-1]) == [Reason("went", ("good.csv",), (3,))]


def test_what_was_decided_stays_decided_through_an_undo(store: Store) -> None:
    look(store)
    write(store, lambda _: [Draft(DECIDED, "decision", {"case": case(store).number}, "ann")])
    store.undo(2)
    look(store)
    assert (case(store).state, case(store).holds, case(store).unjudged) == ("decided", True, True)
    store.load("bad.csv", BAD, now=NOON)
    look(store)
    assert (case(store).state, case(store).holds, case(store).unjudged) == ("decided", True, False)


def test_plan_that_asks_for_less_is_the_reason(store: Store) -> None:
    look(store)
    easier = PlanRow(id="ctr", kpi="ctr", baseline="0.05%", target="0.06%")
    store.save_plan(PLAN.model_copy(update={"rows": (easier,)}).model_dump_json(), now=NOON)
    assert look(store) == [CLEARED]
    assert why(case(store).history[-1]) == [Reason("plan", numbers=(2,))]


def test_upload_that_came_and_went_between_is_no_reason(store: Store) -> None:
    start = store.revision
    store.load("good.csv", GOOD, now=NOON + timedelta(hours=1))
    store.undo(3)
    assert since(store, start, found()) == ()


def test_everything_that_changed_is_named_and_nothing_else(store: Store) -> None:
    start = store.revision
    store.set_settings({"outlets": "x"}, now=NOON)
    assert since(store, start, found("cpa")) == ()
    store.set_settings({"currency": "SEK"}, now=NOON)
    save(store, Rulebook(off=("pause_scaling",), rules=()), "ann")
    annotate(store, DAY, "A campaign began", "campaign")
    assert [one.kind for one in since(store, start, found("cpa"))] == ["rules", "settings"]
    annotate(store, DAY, "The tool was changed", "break")
    assert [one.kind for one in since(store, start, found("cpa"))] == ["rules", "settings", "notes"]
    assert since(store, store.revision, found("cpa")) == ()


def test_what_does_not_feed_a_finding_is_no_reason(store: Store) -> None:
    start = store.revision
    store.load("more talk.csv", TALK + b"\n", now=NOON)
    store.set_settings({"currency": "SEK", "risk": "{}"}, now=NOON)
    annotate(store, DAY, "The tool was changed", "break", kpi="cpa")
    annotate(store, DAY, "The tool was changed", "break", channel="instagram")
    assert since(store, start, found("ctr", "linkedin")) == ()
    store.load("good.csv", GOOD, now=NOON + timedelta(hours=1))
    assert [one.kind for one in since(store, start, found("ctr", "x"))] == ["came"]


def test_rebuilt_store_tells_nothing_twice(store: Store, tmp_path: Path) -> None:
    look(store)
    before = case(store)
    store.close()
    rebuild(tmp_path / "acme.duckdb")
    again = Store.open(tmp_path / "acme.duckdb")
    assert case(again) == before
    assert look(again) == []
    again.close()


def test_nothing_of_it_changes_the_revision(store: Store) -> None:
    before = store.revision
    look(store)
    acknowledge(store, case(store).number, DAY)
    assert store.revision == before


# -- told once ---------------------------------------------------------------------------------------


def test_two_at_once_write_each_entry_once(bare: Store) -> None:
    snapshot = taken(stop=3.0, rows={"ctr": "behind"})
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: sync(bare, snapshot, DAY), range(16)))
    assert [entry.kind for entry in entries(bare)] == [FIRED, FIRED]


def test_review_of_numbers_that_changed_meanwhile_is_not_told(bare: Store) -> None:
    assert sync(bare, taken(stop=3.0), DAY, revision=bare.revision - 1) == ()
    assert len(sync(bare, taken(stop=3.0), DAY, revision=bare.revision)) == 1


def test_week_that_still_runs_tells_nothing(bare: Store) -> None:
    assert sync(bare, replace(taken(stop=3.0), over=False), DAY) == ()
    assert newest(bare) == 0


def test_alert_that_holds_three_weeks_is_one_case(bare: Store) -> None:
    assert [week(bare, number, 3.0) for number in range(3)] == [[FIRED], [HELD], [HELD]]
    one = case(bare, STOP)
    assert (one.since, one.last, one.weeks, one.fired) == (FIRST, FIRST.previous(-2), 3, 1)


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([3.0, 3.0 + CLEARLY - 0.01], [FIRED, HELD]),
        ([3.0, 3.0 + CLEARLY + 0.01], [FIRED, WORSENED]),
        ([3.0, 6.0, 3.0, 6.0], [FIRED, WORSENED, HELD, HELD]),  # once per level
        ([3.0, 4.0, 5.0, 6.0], [FIRED, HELD, HELD, WORSENED]),  # against what was told, not against last week
        ([9.0, 3.0, 6.0], [FIRED, HELD, HELD]),
    ],
)
def test_it_is_told_again_only_when_it_is_clearly_worse(bare: Store, sizes: Sequence[float], told: list[str]) -> None:
    assert [kind for number, size in enumerate(sizes) for kind in week(bare, number, size)] == told


def test_worse_status_is_worse_once(bare: Store) -> None:
    statuses = ("behind", "worse", "behind", "worse")
    told = [week(bare, number, None, rows={"ctr": status}) for number, status in enumerate(statuses)]
    assert told == [[FIRED], [WORSENED], [HELD], [HELD]]


# -- its end, and again ------------------------------------------------------------------------------


def test_new_week_that_no_longer_shows_it_ends_it(bare: Store) -> None:
    week(bare, 0, 3.0)
    assert week(bare, 1, None) == [CLEARED]
    one = case(bare, STOP)
    assert (one.state, one.holds) == ("resolved", False)
    assert why(one.history[-1]) == [Reason("week", ("2026-W48",))]


def test_rule_that_was_switched_off_is_named_with_the_week(bare: Store) -> None:
    week(bare, 0, 3.0)
    save(bare, Rulebook(off=("pause_scaling",), rules=()), "ann")
    week(bare, 1, None)
    assert [one.kind for one in why(case(bare, STOP).history[-1])] == ["week", "rules"]
    save(bare, Rulebook(off=(), rules=()), "ann")


def test_week_whose_sources_are_late_ends_nothing(bare: Store) -> None:
    week(bare, 0, 3.0)
    assert week(bare, 1, None, complete=False) == [UNJUDGED]
    assert (case(bare, STOP).holds, case(bare, STOP).unjudged) == (True, True)
    said = doubt(case(bare, STOP), Words("en"))
    assert said == "Cannot be judged in week 48: the exports do not cover the week for CTR."
    assert week(bare, 2, 3.0) == [HELD]
    assert not case(bare, STOP).unjudged


def test_row_that_cannot_be_judged_ends_nothing(bare: Store) -> None:
    week(bare, 0, None, rows={"ctr": "worse"})
    for number, status in enumerate(("no_data", "too_little", "too_early"), 1):
        assert week(bare, number, None, rows={"ctr": status}) == ([UNJUDGED] if number == 1 else [])
    assert week(bare, 4, None, rows={"ctr": "on_pace"}) == [CLEARED]


def test_row_that_left_the_plan_ends(bare: Store) -> None:
    week(bare, 0, None, rows={"ctr": "worse"})
    assert week(bare, 1, None) == [CLEARED]


def test_what_no_week_can_judge_ends_never_and_is_told_once(bare: Store) -> None:
    week(bare, 0, 3.0)
    assert [week(bare, number, None, complete=False) for number in (1, 5, 9)] == [[UNJUDGED], [], []]
    one = case(bare, STOP)
    assert (one.state, one.holds, one.unjudged) == ("open", True, True)
    assert one.finding.legs == alert().legs  # its last evidence stays known
    assert week(bare, 10, None) == [CLEARED]
    assert case(bare, STOP).state == "resolved"


def test_what_was_closed_while_nobody_could_judge_it_opens_with_its_data(bare: Store) -> None:
    week(bare, 0, 3.0)
    week(bare, 1, None, complete=False)
    resolve(bare, case(bare, STOP).number, DAY)
    assert week(bare, 1, 3.0) == [RETURNED]
    assert case(bare, STOP).state == "open"


def test_what_comes_back_within_a_month_is_the_same_case(bare: Store) -> None:
    week(bare, 0, 3.0)
    week(bare, 1, None)
    assert week(bare, AGAIN, 3.0) == [REFIRED]
    one = case(bare, STOP)
    assert (one.state, one.holds, one.fired, one.since) == ("open", True, 2, FIRST.previous(-AGAIN))


def test_what_comes_back_later_is_another_case(bare: Store) -> None:
    week(bare, 0, 3.0)
    week(bare, 1, None)
    first = case(bare, STOP).number
    assert week(bare, AGAIN + 1, 3.0) == [FIRED]
    assert case(bare, STOP).number != first


# -- put off -----------------------------------------------------------------------------------------


def test_put_off_until_a_day_sleeps_however_bad_it_gets(bare: Store) -> None:
    week(bare, 0, 3.0)
    until = DAY + timedelta(weeks=3)
    snooze(bare, case(bare, STOP).number, DAY, until=until)
    assert week(bare, 1, 9.0) == [WORSENED]
    assert case(bare, STOP, until - timedelta(days=1)).state == "snoozed"
    assert week(bare, 3, 9.0) == [WOKE, HELD]
    assert case(bare, STOP, until).state == "open"


def test_put_off_until_it_worsens_wakes_when_it_does(bare: Store) -> None:
    week(bare, 0, 3.0)
    snooze(bare, case(bare, STOP).number, DAY, until=DAY + timedelta(weeks=4), until_worse=True)
    week(bare, 1, 4.0)
    assert case(bare, STOP).state == "snoozed"
    week(bare, 2, 9.0)
    assert case(bare, STOP).state == "open"


def test_put_off_and_gone_and_back_is_still_put_off(bare: Store) -> None:
    week(bare, 0, 3.0)
    snooze(bare, case(bare, STOP).number, DAY, until=DAY + timedelta(weeks=9))
    week(bare, 1, None)
    week(bare, 2, 3.0)
    assert case(bare, STOP, FIRST.previous(-3).monday).state == "snoozed"
    week(bare, 3, None)
    assert week(bare, 8, 3.0) == [REFIRED]  # after more than a month, and nobody is disturbed all the same
    assert case(bare, STOP, FIRST.previous(-8).monday).state == "snoozed"


def test_put_off_and_gone_and_back_after_its_day_is_awake(bare: Store) -> None:
    week(bare, 0, 3.0)
    snooze(bare, case(bare, STOP).number, DAY, until=DAY + timedelta(weeks=2))
    week(bare, 1, None)
    assert week(bare, 3, 3.0) == [REFIRED, WOKE]
    assert case(bare, STOP).state == "open"
    assert week(bare, 3, 3.0) == []  # and nobody is told twice


def test_put_off_until_it_worsens_and_gone_and_back_far_worse_wakes(bare: Store) -> None:
    week(bare, 0, 3.0)
    snooze(bare, case(bare, STOP).number, DAY, until=DAY + timedelta(weeks=9), until_worse=True)
    week(bare, 1, None)
    assert week(bare, 2, 9.0) == [REFIRED, WORSENED]
    assert case(bare, STOP, FIRST.previous(-2).monday).state == "open"


def test_other_competitors_are_a_reason_where_mentions_count(store: Store) -> None:
    before = store.revision
    store.set_brands(["Acme"], ["Rival"], now=NOON)
    assert [one.kind for one in since(store, before, found("share_of_voice"))] == ["settings"]
    assert since(store, before, found("ctr")) == ()
