"""Of every number the uploads behind it are named, with as many of their rows as the list of the KPI's page counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.lineage import WITH_SECOND
from kpi.reporting.report import Sourced
from kpi.reporting.sourced import sourced
from kpi.review import take
from kpi.snapshot import Snapshot
from kpi.why.weighed import weighed
from tests.downloads import download
from tests.ledger import upload
from tests.rows import Rows

WEEK, MONDAY = Week(2026, 47), date(2026, 11, 23)


TARGETS = {"points": "10", "hours": "2 h", "percent": "50%", "ratio": "5", "count": "3 / month"}


def plan(*kpis: str, **said: Any) -> Plan:
    rows = tuple(PlanRow(id=kpi, kpi=kpi, target=TARGETS[catalog()[kpi].unit], **said) for kpi in kpis)
    return Plan(brand="Noord", start=date(2026, 9, 28), currency="EUR", rows=rows)


def found(store: Rows, of: Plan) -> dict[str, Sourced]:
    taken = take(store, of, WEEK, MONDAY)
    return {one.row: one for one in sourced(store, of, taken)}


def told(one: Sourced) -> list[tuple[str, int]]:
    return [(file.format, file.rows) for file in one.files]


@pytest.fixture(scope="module")
def sample(sample_home: Path) -> Iterator[tuple[Store, Plan, Snapshot]]:
    store = Store.open(sample_home / "noordlicht-energie.duckdb")
    body = store.plan()
    assert body is not None
    of = Plan.model_validate_json(body)
    yield store, of, take(store, of, WEEK, MONDAY)
    store.close()


def test_every_row_of_the_sample_has_the_rows_that_its_page_lists(sample: tuple[Store, Plan, Snapshot]) -> None:
    store, of, taken = sample
    for row, one in zip(taken.rows, sourced(store, of, taken), strict=True):
        kpi, promise = catalog()[row.plan.kpi], of.promise(row.plan)
        listed = weighed(store, kpi, promise.filter, row.now, most=1).total
        counted = sum(file.rows for file in one.files)
        two_files = kpi.fact in WITH_SECOND or kpi.fact == "audience" or row.now.basis == "gained"
        assert one.row == row.plan.id
        assert one.files, row.plan.id
        assert listed <= counted <= 2 * listed if two_files else counted == listed, row.plan.id


def test_files_are_of_the_facts_that_the_kpi_reads(sample: tuple[Store, Plan, Snapshot]) -> None:
    store, of, taken = sample
    facts = dict(store.query("select distinct file, fact from upload where undone_at is null"))
    for row, one in zip(taken.rows, sourced(store, of, taken), strict=True):
        assert {facts[file.name] for file in one.files} <= {*catalog()[row.plan.kpi].sources}
    opinions = next(one for one in sourced(store, of, taken) if one.row == "trust")
    assert {facts[file.name] for file in opinions.files} == {"messages", "mentions"}  # several facts: all are named


def test_several_kpis_of_one_fact_are_told_apart(empty: Rows) -> None:
    first, second = (upload(empty, "messages", "2026-11-09", "2026-11-22", kind=kind) for kind in ("inbox", "helpdesk"))
    for _ in range(3):
        empty.message("2026-11-17", 2, batch_id=first)
    empty.message("2026-11-18", 5, batch_id=second)
    empty.message("2026-11-18", 1, sentiment=1, answer_known=False, batch_id=second)  # says nothing about an answer
    one = found(empty, plan("response_time_median", "net_sentiment"))
    assert told(one["response_time_median"]) == [("inbox", 3), ("helpdesk", 1)]
    assert told(one["net_sentiment"]) == [("helpdesk", 1)]


def test_rows_of_other_days_channels_and_topics_are_not_behind_it(empty: Rows) -> None:
    numbers = [upload(empty, "messages", "2026-10-26", "2026-11-22", kind=f"inbox{n}") for n in range(4)]
    empty.message("2026-11-18", 1, sentiment=1, channel="x", topic="AI", batch_id=numbers[0])
    empty.message("2026-11-11", 1, sentiment=1, channel="x", topic="AI", batch_id=numbers[1])
    empty.message("2026-11-18", 1, sentiment=1, channel="tiktok", topic="AI", batch_id=numbers[2])
    empty.message("2026-11-18", 1, sentiment=1, channel="x", topic="price", batch_id=numbers[3])
    of = plan("net_sentiment", filter=Filter(channel="x", topics=("ai",)))
    assert told(found(empty, of)["net_sentiment"]) == [("inbox0", 1)]


def test_a_row_without_a_value_has_no_files_and_says_which_days_it_is_of(empty: Rows) -> None:
    upload(empty, "messages", "2026-11-16", "2026-11-22")
    (one,) = found(empty, plan("net_sentiment")).values()
    assert one == Sourced("net_sentiment", date(2026, 11, 16), date(2026, 11, 22), ())


def test_a_count_of_nothing_rests_on_the_files_that_cover_its_days(empty: Rows) -> None:
    upload(empty, "incidents", "2026-09-01", "2026-11-22", channel=None, kind="log")
    upload(empty, "incidents", "2026-06-01", "2026-08-31", channel=None, kind="too old")
    upload(empty, "posts", "2026-09-01", "2026-11-22", kind="another fact")
    assert told(found(empty, plan("policy_incidents"))["policy_incidents"]) == [("log", 0)]


def test_what_was_gained_rests_on_both_downloads(empty: Rows) -> None:
    download(empty, "2026-10-19", "2026-11-15", {"old": ("2026-11-10", 1000, 10)}, kind="earlier")
    later = {"old": ("2026-11-10", 1500, 18), "new": ("2026-11-18", 300, 3), "newer": ("2026-11-19", 100, 1)}
    download(empty, "2026-10-26", "2026-11-22", later, kind="later")
    taken = take(empty, plan("ctr"), WEEK, MONDAY)
    assert taken.rows[0].now.basis == "gained"
    assert told(sourced(empty, plan("ctr"), taken)[0]) == [("later", 3), ("earlier", 1)]


def test_posts_since_publication_rest_on_the_last_download(empty: Rows) -> None:
    download(empty, "2026-11-09", "2026-11-22", {"a": ("2026-11-18", 300, 3), "b": ("2026-11-11", 9, 1)}, kind="one")
    taken = take(empty, plan("ctr"), WEEK, MONDAY)
    assert taken.rows[0].now.basis == "published"
    assert told(sourced(empty, plan("ctr"), taken)[0]) == [("one", 1)]


def test_figures_of_an_account_may_come_from_two_files(empty: Rows) -> None:
    """The view of an account has one line a day; its follows and its unfollows were two uploads."""
    numbers = {
        name: upload(empty, "account_day", "2026-11-16", "2026-11-22", kind=name)
        for name in ("follows", "unfollows", "reach")
    }
    for day in range(16, 23):
        for metric, value in (("follows", 8), ("unfollows", 2), ("reach", 900)):
            empty.add("account_day", day=f"2026-11-{day}", metric=metric, value=value, batch_id=numbers[metric])
    assert sorted(told(found(empty, plan("follow_unfollow_ratio"))["follow_unfollow_ratio"])) == [
        ("follows", 7),
        ("unfollows", 7),
    ]


def test_proof_that_the_content_log_knows_of_names_the_log(empty: Rows) -> None:
    posts = upload(empty, "posts", "2026-11-16", "2026-11-22", kind="posts of x")
    log = upload(empty, "content_log", "2026-11-16", "2026-11-22", channel=None, kind="log")
    told_by_log = {"url": "https://x.com/1", "day": "2026-11-18"}
    empty.add("posts", **told_by_log, impressions=900, link_clicks=9, batch_id=posts, is_reply=False)
    empty.add("content_log", **told_by_log, proof_asset=True, batch_id=log)
    empty.add("content_log", url="https://x.com/2", day="2026-11-18", proof_asset=True, batch_id=log)
    of = plan("ctr", filter=Filter(proof=True))
    assert sorted(told(found(empty, of)["ctr"])) == [("log", 1), ("posts of x", 1)]


def test_a_register_names_the_file_of_every_entry_that_held(empty: Rows) -> None:
    old, new = (
        upload(empty, "datasets", first, first, channel=None, kind=kind)
        for first, kind in (("2026-03-01", "march"), ("2026-11-02", "november"))
    )
    kept = {"owner": "Data Lead", "retention_days": 90}
    empty.add("datasets", day="2026-03-01", snapshot_date="2026-03-01", dataset_id="a", batch_id=old, **kept)
    empty.add("datasets", day="2026-11-02", snapshot_date="2026-11-02", dataset_id="b", batch_id=new)
    empty.add(
        "datasets", day="2026-03-01", snapshot_date="2026-03-01", dataset_id="c", retired_on="2026-05-01", batch_id=old
    )
    assert sorted(told(found(empty, plan("dataset_governance"))["dataset_governance"])) == [
        ("march", 1),
        ("november", 1),
    ]


def test_a_thread_that_stands_in_log_and_inbox_names_both(empty: Rows) -> None:
    log = upload(empty, "escalations", "2026-10-24", "2026-11-22", channel=None, kind="log")
    inbox = upload(empty, "messages", "2026-10-24", "2026-11-22", kind="inbox")
    empty.message("2026-11-18", 1, message_id="7", channel="x", batch_id=inbox)
    at = "2026-11-18 09:00"
    empty.add(
        "escalations", escalation_id="x-7", day="2026-11-18", escalated_at=at, risk="high", triaged_at=at, batch_id=log
    )
    assert sorted(told(found(empty, plan("triage_time"))["triage_time"])) == [("inbox", 1), ("log", 1)]


@pytest.mark.parametrize(("zone", "day"), [("Europe/Amsterdam", 24), ("America/New_York", 23)])
def test_the_day_of_an_upload_is_that_of_the_brand(empty: Rows, zone: str, day: int) -> None:
    number = upload(empty, "messages", "2026-11-16", "2026-11-22")
    empty.con.execute("update upload set loaded_at = '2026-11-23 23:30'")
    empty.con.execute("insert into setting values ('zone', ?)", [zone])
    empty.message("2026-11-18", 1, sentiment=1, batch_id=number)
    (one,) = found(empty, plan("net_sentiment")).values()
    assert [file.uploaded for file in one.files] == [date(2026, 11, day)]
