"""All KPIs of a million posts and a million messages, 26 weeks, every channel: ours against statements by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from bench.measure import Figure, in_turns
from data.store import Store
from kpi.catalog import catalog
from kpi.periods import Week
from kpi.quantiles import QUANTILES
from kpi.score import ALL_ROWS, score

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 1_000_000
LAST = Week(2026, 47)
WEEKS = LAST.last(26)
FACTS = ("posts", "messages")
CHANNEL = "['facebook', 'instagram', 'linkedin', 'x', 'tiktok', 'youtube'][(i % 6 + 1)::integer]"
DAY = f"date '{WEEKS[0].monday}' + (i % 182)::integer"
FILL = (
    f"""
    insert into posts by name
    select {CHANNEL} as channel, 'brand' as account, i::varchar as post_id, {DAY} as day, i % 5 = 0 as is_reply,
        500 + (i * 7919) % 90000 as impressions, 300 + (i * 7907) % 60000 as views, (i * 31) % 4000 as reactions,
        i % 211 as comments, i % 97 as shares, if(i % 4 = 0, null, i % 61) as saves,
        if(i % 3 = 0, null, (i * 17) % 500) as link_clicks, 20.0 + i % 90 as duration_s,
        ((i * 13) % 70 + 10.0) * (300 + (i * 7907) % 60000) * 0.4 as watch_s, day as snapshot_date, 1 as batch_id,
        i as source_row
    from range({ROWS}) as made(i)
    """,
    f"""
    insert into messages by name
    select {CHANNEL} as channel, i::varchar as message_id, {DAY} + to_seconds(i % 86400) as received_at, {DAY} as day,
        if(i % 9 = 0, null, received_at + to_seconds((i * 7919) % 200000)) as replied_at, true as answer_known,
        timestamp '{LAST.sunday} 23:59:59' as known_until,
        epoch(coalesce(replied_at, known_until) - received_at) / 3600 as wait_hours, day as snapshot_date,
        1 as batch_id, i as source_row
    from range({ROWS}) as made(i)
    """,
)
# the same answers: value, numerator, denominator, sample, coverage, what waits, how old posts are, what the error needs
BY_HAND = (
    """
    select week, channel, clicks, shown, clicks / shown as ctr, ctr_known / posts as ctr_coverage,
        engaged, base, engaged / base as engagement_rate, engagement_known / every as engagement_coverage,
        coalesce(watched_s / watchable_s, viewed_share / viewed) as video_retention,
        coalesce(timed, viewed) as timed_views, coalesce(timed, viewed, 0) / timeable as retention_coverage,
        youngest - week, oldest - week
    from (
        select date_trunc('week', day) as week, coalesce(channel, '*') as channel, count(*) as every,
            min(snapshot_date) as youngest, max(snapshot_date) as oldest,
            sum(link_clicks) filter (where is_reply is not true and impressions is not null) as clicks,
            sum(impressions) filter (where is_reply is not true and link_clicks is not null) as shown,
            count(*) filter (where is_reply is not true and impressions + link_clicks is not null) as ctr_known,
            count(*) filter (where is_reply is not true) as posts,
            sum(reactions + comments + shares + coalesce(saves, 0)) filter (where impressions is not null) as engaged,
            sum(impressions) filter (where reactions + comments + shares is not null) as base,
            count(*) filter (where impressions + reactions + comments + shares is not null) as engagement_known,
            sum(coalesce(watch_s, avg_pct_viewed * views * duration_s))
                filter (where views * duration_s > 0) as watched_s,
            sum(views * duration_s) filter (where coalesce(watch_s, avg_pct_viewed) is not null) as watchable_s,
            sum(avg_pct_viewed * views) as viewed_share,
            sum(views) filter (where avg_pct_viewed is not null) as viewed,
            sum(views) filter (where views * duration_s > 0 and coalesce(watch_s, avg_pct_viewed) is not null) as timed,
            sum(views) filter (where coalesce(duration_s, watch_s, avg_pct_viewed) is not null) as timeable
        from posts where day between ? and ?
        group by grouping sets ((date_trunc('week', day)), (date_trunc('week', day), channel))
    )
    """,
    """
    select *, waiting_known / every as coverage, in_time / due as response_rate_24h from (
        select date_trunc('week', day) as week, coalesce(channel, '*') as channel, count(*) as every,
            quantile_cont(wait_hours, {quantiles}) filter (where answer_known) as waits,
            count(wait_hours) filter (where answer_known) as waiting_known,
            sum(wait_hours) filter (where answer_known) as hours,
            stddev_samp(wait_hours) filter (where answer_known) as spread,
            count(*) filter (where answer_known) as known,
            count(*) filter (where answer_known and replied_at is null) as waiting,
            count(*) filter (where answer_known and received_at <= known_until - interval 24 hours) as due,
            count(*) filter (
                where answer_known and replied_at is not null and wait_hours <= 24
                    and received_at <= known_until - interval 24 hours
            ) as in_time
        from messages where day between ? and ?
        group by grouping sets ((date_trunc('week', day)), (date_trunc('week', day), channel))
    )
    """,
)


def scoring(folder: Path) -> Figure:
    """Answer the same questions both ways, on the same file."""
    path = folder / "million.duckdb"
    _fill(path)
    kpis = [kpi for kpi in catalog().values() if kpi.fact in FACTS]
    store = Store.open(path)
    wanted = [(kpi, ALL_ROWS, 7) for kpi in kpis]
    ours, theirs = in_turns(lambda: score(store, wanted, WEEKS), lambda: _by_hand(store))
    store.close()
    return Figure(
        f"{len(kpis)} KPIs × 26 weeks × 6 channels on {ROWS:,} posts and messages",
        f"{ours:.2f} s",
        f"one statement per fact, by hand {theirs:.2f} s",
        ours / theirs,
        1.2,
        "×",
    )


def _fill(path: Path) -> None:
    Store.open(path).close()
    with duckdb.connect(path) as con:
        for statement in FILL:
            con.execute(statement)


def _by_hand(store: Store) -> None:
    days = [WEEKS[0].monday, LAST.sunday]
    for statement in BY_HAND:
        store.query(statement.replace("{quantiles}", str(list(QUANTILES))), days)
