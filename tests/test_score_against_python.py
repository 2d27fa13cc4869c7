"""The SQL of every kind of KPI against plain Python loops, on any small data that hypothesis finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.catalog import catalog
from kpi.periods import Week, Window
from kpi.score import ALL_ROWS, score
from tests.rows import Rows

Row = dict[str, Any]
Answer = float | None

WEEKS = [Week(2026, 52), Week(2026, 53), Week(2027, 1)]
CHANNELS = ("x", "instagram")
WRONG = ("error", "claim", "privacy", "platform_rule")


@pytest.fixture(scope="module")
def store() -> Iterator[Rows]:
    rows = Rows()
    yield rows
    rows.close()


def known(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def rows_of(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    days = st.integers(0, 34).map(lambda back: date(2027, 1, 12) - timedelta(days=back))
    return st.lists(st.fixed_dictionaries({"day": days, "channel": st.sampled_from(CHANNELS), **columns}), max_size=12)


number, flag = st.integers(0, 50), st.booleans()
posts = rows_of(
    impressions=known(number),
    link_clicks=known(number),
    is_reply=known(flag),
    reactions=known(number),
    comments=known(number),
    shares=known(number),
    saves=known(number),
)
messages = rows_of(
    wait=st.integers(0, 400).map(lambda quarters: quarters / 4),
    answered=flag,
    young=flag,
    answer_known=flag,
    sentiment=known(st.sampled_from([-1, 0, 1])),
)
content_log = rows_of(
    correction=known(st.sampled_from(["none", "corrected", "removed"])),
    correction_reason=known(st.sampled_from([*WRONG, "typo"])),
    ai_used=known(flag),
    ai_tool=known(st.just("Claude")),
    prompt_class=known(st.just("draft")),
)


def divided(above: float, below: float) -> Answer:
    return above / below if below else None


def ctr(rows: list[Row]) -> Answer:
    both = [r for r in rows if None not in (r["impressions"], r["link_clicks"]) and not r["is_reply"]]
    return divided(sum(r["link_clicks"] for r in both), sum(r["impressions"] for r in both))


def engagement_rate(rows: list[Row]) -> Answer:
    told = [r for r in rows if None not in (r["impressions"], r["reactions"], r["comments"], r["shares"])]
    engaged = sum(r["reactions"] + r["comments"] + r["shares"] + (r["saves"] or 0) for r in told)
    return divided(engaged, sum(r["impressions"] for r in told))


def response_time_median(rows: list[Row]) -> Answer:
    waits = [r["wait"] for r in rows if r["answer_known"]]
    return median(waits) if waits else None


def response_time_mean(rows: list[Row]) -> Answer:
    waits = [r["wait"] for r in rows if r["answer_known"]]
    return mean(waits) if waits else None


def response_rate_24h(rows: list[Row]) -> Answer:
    due = [r for r in rows if r["answer_known"] and not r["young"]]
    return divided(sum(r["answered"] and r["wait"] <= 24 for r in due), len(due))


def net_sentiment(rows: list[Row]) -> Answer:
    labels = [r["sentiment"] for r in rows if r["sentiment"] is not None]
    return divided(100 * sum(labels), len(labels))


def positive_neutral_share(rows: list[Row]) -> Answer:
    labels = [r["sentiment"] for r in rows if r["sentiment"] is not None]
    return divided(sum(label >= 0 for label in labels), len(labels))


def correction_ratio(rows: list[Row]) -> Answer:
    looked = [r for r in rows if r["correction"] == "none" or (r["correction"] and r["correction_reason"])]
    return divided(sum(r["correction"] != "none" and r["correction_reason"] in WRONG for r in looked), len(looked))


def ai_registration(rows: list[Row]) -> Answer:
    told = [r for r in rows if r["ai_used"] is not None]
    return divided(sum(not r["ai_used"] or bool(r["ai_tool"] and r["prompt_class"]) for r in told), len(told))


def policy_incidents(rows: list[Row]) -> Answer:
    told = [r["confirmed"] for r in rows if r["confirmed"] is not None]
    return None if rows and not told else float(sum(told))


def agree(store: Rows, rows: list[Row], days: int, kpis: list[Callable[[list[Row]], Answer]]) -> None:
    cells = score(store, [(catalog()[kpi.__name__], ALL_ROWS, days) for kpi in kpis], WEEKS)
    for window in (Window(week, days) for week in WEEKS):
        inside = [row for row in rows if window.first <= row["day"] <= window.last]
        for kpi in kpis:
            everywhere = cells.get(kpi.__name__, ALL_ROWS, window)
            assert everywhere.value == pytest.approx(kpi(inside)), (kpi.__name__, window.id)
            assert (everywhere.why is None) == (everywhere.value is not None)
            for channel in CHANNELS:
                mine = [row for row in inside if row["channel"] == channel]
                assert cells.get(kpi.__name__, ALL_ROWS, window, channel).value == pytest.approx(kpi(mine))


small = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
length = st.sampled_from([7, 14, 30])


def refill(store: Rows, fact: str, rows: list[Row]) -> None:
    store.con.execute(f"truncate {fact}")
    for row in rows:
        store.add(fact, **row)


@small
@given(rows=posts, days=length)
def test_posts(store: Rows, rows: list[Row], days: int) -> None:
    refill(store, "posts", rows)
    agree(store, rows, days, [ctr, engagement_rate])


@small
@given(rows=messages, days=length)
def test_messages(store: Rows, rows: list[Row], days: int) -> None:
    store.con.execute("truncate messages")
    for row in rows:
        store.message(**{**row, "day": row["day"].isoformat()})
    kpis = [response_time_median, response_time_mean, response_rate_24h, net_sentiment, positive_neutral_share]
    agree(store, rows, days, kpis)


@small
@given(rows=content_log, days=length)
def test_content_log(store: Rows, rows: list[Row], days: int) -> None:
    refill(store, "content_log", rows)
    agree(store, rows, days, [correction_ratio, ai_registration])


@small
@given(rows=rows_of(confirmed=known(flag)), days=length)
def test_incidents(store: Rows, rows: list[Row], days: int) -> None:
    refill(store, "incidents", rows)
    store.con.execute("truncate covered")
    store.cover("incidents", "2026-11-01", "2027-01-31")
    agree(store, rows, days, [policy_incidents])
