"""An old snapshot beside the present: what each row says otherwise, and what brought it as far as that is recorded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.annotations import annotate
from data.known import Known
from data.ledger import Upload, moment
from data.since import Since, since
from data.store import Store
from data.views import rests_on
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.then_now import Ground, then_now
from kpi.review import take
from kpi.snapshot import Unlike
from tests.exports import daily, inbox, x_posts
from tests.snapshots import alerts, example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.reporting.then_now import Pair
    from kpi.snapshot import ScoreRow, Snapshot
    from tests.rows import Rows

WEEK, DAY = Week(2026, 47), date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROWS = (
    PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%"),
    PlanRow(id="response_time_median", kpi="response_time_median", baseline="6 h", target="2 h"),
)
PLAN = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=ROWS)
POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}
MESSAGE = {"Message ID": "m", "Received at": "2026-11-16 23:30:00", "First response at": "2026-11-17 00:45:00"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once for all tests of this file; each has a copy."""
    home = tmp_path_factory.mktemp("filled")
    opened = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    opened.load("a.csv", x_posts(POST), now=NOON)
    opened.load("m.csv", inbox(MESSAGE), now=NOON)
    opened.load("r.csv", daily("Instagram reach", ("2026-11-16", 5)), {"account": "noord"}, now=NOON)
    opened.close()
    return home


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


# -- what was changed --------------------------------------------------------------------------------


def here(store: Store) -> Known:
    return Known(moment(NOON), store.revision)


def test_where_nothing_was_changed_nothing_is_told(store: Store) -> None:
    assert since(store, here(store)) == Since()


def test_files_that_came_and_files_that_were_taken_back_are_told(store: Store) -> None:
    then = here(store)
    store.load("b.csv", x_posts(POST | {"Url clicks": 90}), now=NOON)
    store.undo(2, now=NOON)
    found = since(store, then)
    assert ([one.file for one in found.loaded], [one.file for one in found.undone]) == (["b.csv"], ["m.csv"])


def test_a_file_that_came_and_went_since_explains_nothing(store: Store) -> None:
    then = here(store)
    store.load("b.csv", x_posts(POST | {"Url clicks": 90}), now=NOON)
    store.undo(4, now=NOON)
    assert since(store, then) == Since()


def test_answers_settings_names_and_notes_that_changed_are_told(store: Store) -> None:
    then = here(store)
    store.reanswer([3], {"account": "zuid"})
    store.set_settings({"zone": "Asia/Tokyo"})
    store.set_brands(["Noordlicht"], ["Zuid"])
    annotate(store, date(2026, 11, 17), "Campaign", now=NOON)
    found = since(store, then)
    assert ([one.file for one in found.answered], found.settings, found.brands) == (["r.csv"], ("zone",), True)
    assert (found.loaded, found.undone, found.notes, found.formats) == ((), (), True, ())


def test_on_a_day_the_moment_tells_what_came_later(store: Store) -> None:
    store.load("late.csv", x_posts(POST | {"Post id": "7"}), now=NOON + timedelta(days=2))
    assert [one.file for one in since(store, Known(moment(NOON + timedelta(days=1)))).loaded] == ["late.csv"]


def test_a_corrected_file_is_named_for_the_row_it_changed(store: Store) -> None:
    """From files to the sentence, once: all else is told of snapshots that are made by hand."""
    then, old = here(store), take(store, PLAN, WEEK, DAY)
    store.load("b.csv", x_posts(POST | {"Url clicks": 90}), now=NOON)
    (pair,) = then_now(old, take(store, PLAN, WEEK, DAY), Ground(PLAN, PLAN, since=since(store, then))).changed
    assert pair.then is not None
    assert pair.now is not None
    assert (pair.then.now.value, pair.now.now.value, pair.parts) == (0.01, 0.045, ("value",))
    assert told(pair) == {"loaded": ("b.csv",)}


# -- what it explains --------------------------------------------------------------------------------

FULL = example(rows=4)
MADE = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=tuple(row.plan for row in FULL.rows))
CTR = FULL.rows[3]


def upload(file: str, fact: str = "posts", channel: str | None = "x", first: date | None = WEEK.monday) -> Upload:
    return Upload(9, "", file, "x_posts", fact, channel, None, first, None, None, (), {}, NOON, None)


def now_is(**values: Any) -> Snapshot:
    return replace(FULL, rows=(*FULL.rows[:3], replace(CTR, **values)))


MOVED = now_is(now=replace(CTR.now, value=0.02))


def beside(now: Snapshot = MOVED, then: Snapshot = FULL, plan: Plan = MADE, **ground: Any) -> tuple[Pair, ...]:
    return then_now(then, now, Ground(MADE, plan, **ground)).changed


def told(pair: Pair) -> dict[str, tuple[str, ...]]:
    return {one.cause: one.files for one in pair.why}


def test_only_files_of_its_kind_channel_and_days_are_named() -> None:
    later = date(2026, 11, 23)
    files = Since(loaded=(upload("a"), upload("b", "messages"), upload("c", first=later), upload("d", first=None)))
    (pair,) = beside(since=files)
    assert told(pair) == {"loaded": ("a", "d")}
    filtered = replace(CTR.plan.filter, channel="facebook")
    of_facebook = replace(CTR, plan=CTR.plan.model_copy(update={"filter": filtered}))
    values = (CTR.now.value, 0.02)
    old, new = (replace(FULL, rows=(replace(of_facebook, now=replace(CTR.now, value=one)),)) for one in values)
    everywhere = Since(undone=(upload("x"), upload("f", channel="facebook"), upload("all", channel=None)))
    (pair,) = beside(new, old, since=everywhere)
    assert told(pair) == {"undone": ("f", "all")}


def test_another_zone_is_named_for_a_number_that_moved() -> None:
    for name in ("zone", "zone:x_posts"):
        (pair,) = beside(since=Since(settings=("rules", name)))
        assert told(pair) == {"zone": ()}


@pytest.mark.parametrize(("number", "why"), [(0, "brands"), (3, "unknown"), (7, "brands")])
def test_names_of_brands_are_named_for_what_reads_whose_mention_it_is(number: int, why: str) -> None:
    """The share of voice, and what people think of us, for mentions of us are a part of it; no click rate."""
    row = example(rows=8).rows[number]
    old, new = (replace(FULL, rows=(replace(row, now=replace(row.now, value=value)),)) for value in (0.1, 0.2))
    (pair,) = beside(new, old, since=Since(brands=True))
    assert (row.plan.kpi, list(told(pair))) == (("net_sentiment", "ctr", "share_of_voice")[number // 3], [why])


def test_what_a_view_rests_on_is_read_from_every_view_and_macro_that_there_is(empty: Rows) -> None:
    """Held against the names that the database itself has."""
    views = [name for (name,) in empty.query("select view_name from duckdb_views() where not internal")]
    tables = {name for (name,) in empty.query("select table_name from duckdb_tables()")}
    assert len(views) > 10
    assert all(rests_on(name) & tables for name in views)
    assert "brand_name" in rests_on("opinions") & rests_on("voice")
    assert "brand_name" not in rests_on("published") | rests_on("gained") | rests_on("handling")
    assert rests_on("gained") >= {"version", "posts"}
    assert rests_on("posts") == frozenset()


def test_a_target_that_was_agreed_anew_is_told_and_no_file_is_blamed() -> None:
    stricter = CTR.plan.model_copy(update={"target": "5%", "owner": "Ana"})
    plan = MADE.model_copy(update={"rows": (*MADE.rows[:3], stricter)})
    aim = MADE.promise(stricter).target
    (pair,) = beside(now_is(target=aim, status="behind"), plan=plan, since=Since(loaded=(upload("a"),)))
    (why,) = pair.why
    assert (pair.parts, why.cause) == (("target", "status"), "plan")
    assert [(one.field, one.before, one.after) for one in why.changes] == [("target", "1,5%", "5%")]


def test_another_owner_changes_no_row() -> None:
    other = MADE.model_copy(update={"rows": (*MADE.rows[:3], CTR.plan.model_copy(update={"owner": "Ana"}))})
    assert beside(FULL, plan=other) == ()


def test_another_first_day_of_the_plan_is_told_for_the_row_it_moved() -> None:
    (pair,) = beside(now_is(status="behind"), plan=MADE.model_copy(update={"start": date(2026, 10, 12)}))
    assert [one.field for one in pair.why[0].changes] == ["start"]


def test_rows_that_came_and_went_are_told() -> None:
    came, gone = beside(replace(FULL, rows=FULL.rows[:3]), replace(FULL, rows=FULL.rows[1:]))
    assert [(pair.row.plan.id, *told(pair)) for pair in (came, gone)] == [
        ("net_sentiment", "came"),
        ("ctr", "gone"),
    ]
    assert (came.then, gone.now) == (None, None)


def test_another_definition_is_named() -> None:
    (pair,) = beside(redefined=frozenset({"ctr", "mql"}), since=Since(loaded=(upload("a"),)))
    assert list(told(pair)) == ["defined", "loaded"]


def test_what_nothing_explains_is_said_to_be_unexplained() -> None:
    (pair,) = beside()
    assert (list(told(pair)), pair.parts) == (["unknown"], ("value",))


def test_a_week_that_was_not_over_then_is_told() -> None:
    (pair,) = beside(then=replace(FULL, over=False), since=Since(loaded=(upload("a"),)))
    assert list(told(pair)) == ["unfinished", "loaded"]
    old = replace(FULL, rows=(*FULL.rows[:3], replace(CTR, partial=True)))
    (pair,) = beside(then=old)
    assert list(told(pair)) == ["unfinished"]


def changed(snapshot: Snapshot, **values: Any) -> Snapshot:
    return replace(snapshot, rows=(replace(snapshot.rows[0], **values), *snapshot.rows[1:]))


# -- numbers that are not of one kind ----------------------------------------------------------------


def lifetime(until: int, basis: str, age: int) -> ScoreRow:
    row = example(rows=4).rows[3]
    cell = replace(row.now, basis=basis, until=date(2026, 11, until), age=age, oldest=age, value=row.now.value + until)
    return replace(row, now=cell)


@pytest.mark.parametrize(
    ("then", "now", "causes", "apart"),
    [
        ((22, "published", 3), (23, "published", 4), {"settled"}, False),
        ((22, "published", 3), (30, "published", 11), {"unlike", "settled"}, True),
        ((22, "published", 3), (30, "gained", 0), {"unlike", "settled"}, True),
    ],
)
def test_a_later_download_is_told_and_nothing_lies_between_what_is_not_alike(
    then: Any, now: Any, causes: set[str], apart: bool
) -> None:
    old, new = (replace(example(), rows=(lifetime(*one),)) for one in (then, now))
    (pair,) = then_now(old, new, Ground(PLAN, PLAN)).pairs
    assert ({one.cause for one in pair.why}, pair.unlike) == (causes, apart)


def test_another_week_is_compared_only_where_the_trend_compares_it() -> None:
    old = example(rows=2)
    newest = WEEK.previous(-1)
    points = [replace(point, week=week.id) for point, week in zip(old.rows[0].series, newest.last(26), strict=True)]
    apart = Unlike("tool", "a", "b")
    series = tuple(replace(one, other=apart) if one.week == WEEK.id else one for one in points)
    rows = tuple(
        replace(
            row,
            now=replace(row.now, window=f"{newest.id}/7", value=row.now.value + 1),
            series=series if first else tuple(points),
        )
        for row, first in zip(old.rows, (True, False), strict=True)
    )
    found = then_now(old, replace(old, week=newest, rows=rows), Ground(PLAN, PLAN, since=Since(brands=True)))
    assert [(pair.unlike, [one.unlike for one in pair.why]) for pair in found.changed] == [(True, [apart]), (False, [])]


def test_a_difference_in_the_sixteenth_digit_is_none() -> None:
    snapshot = example(rows=1)
    cell = replace(snapshot.rows[0].now, value=snapshot.rows[0].now.value * (1 + 1e-15))
    assert then_now(snapshot, changed(snapshot, now=cell), Ground(PLAN, PLAN)).changed == ()


def test_alerts_that_began_and_ended_are_told() -> None:
    first, second, third = alerts()
    old, new = (replace(example(), alerts=those) for those in ((first, second), (second, third)))
    found = then_now(old, new, Ground(PLAN, PLAN))
    assert (found.began, found.ended) == ((third,), (first,))
