"""A store of so many posts and as many messages: 26 weeks, six channels, every column that a KPI reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data.store import Store
from kpi.periods import Week

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 1_000_000
LAST = Week(2026, 47)
WEEKS = LAST.last(26)
FACTS = ("posts", "messages")
CHANNEL = "['facebook', 'instagram', 'linkedin', 'x', 'tiktok', 'youtube'][(i % 6 + 1)::integer]"
TOPIC = """['delivery', 'Returns', 'privacy', 'product question', 'Compliment', 'price', 'GDPR request',
    'opening hours', 'complaint', 'integritet', 'jobs', null][(i * 7 % 37 % 12 + 1)::integer]"""
DAY = f"date '{WEEKS[0].monday}' + (i % 182)::integer"
UPLOAD = f"""
    insert into upload by name
    select unnest([1, 2]) as batch_id, 'made' as sha256, 'made.csv' as file,
        unnest(['instagram_posts', 'inbox']) as format, unnest({list(FACTS)}) as fact,
        date '{WEEKS[0].monday}' as period_from, date '{LAST.sunday}' as period_to, period_to as snapshot_date,
        '[]' as fields, '{{}}' as answers, timestamp '{LAST.sunday} 23:59:59' as loaded_at, 0 as rows_read,
        0 as rows_new, 0 as rows_changed, 0 as rows_unchanged, 0 as rows_older, 0 as cells_refused,
        0 as rows_refused, '[]' as notes
"""
COVERED = "insert into covered select batch_id, fact, null, period_from, period_to from upload"
FILL = (
    f"""
    insert into posts by name
    select {CHANNEL} as channel, 'brand' as account, i::varchar as post_id, {DAY} as day, i % 5 = 0 as is_reply,
        500 + (i * 7919) % 90000 as impressions, 300 + (i * 7907) % 60000 as views,
        if(i % 8 = 0, null, 400 + (i * 7919) % 70000) as reach, (i * 31) % 4000 as reactions,
        i % 211 as comments, i % 97 as shares, if(i % 4 = 0, null, i % 61) as saves,
        if(i % 3 = 0, null, (i * 17) % 500) as link_clicks, 20.0 + i % 90 as duration_s,
        ((i * 13) % 70 + 10.0) * (300 + (i * 7907) % 60000) * 0.4 as watch_s, date '{LAST.sunday}' as snapshot_date,
        1 as batch_id, i as source_row
    from range(?) as made(i)
    """,
    f"""
    insert into messages by name
    select {CHANNEL} as channel, i::varchar as message_id, {DAY} + to_seconds(i * 7919 % 86400) as received_at,
        {DAY} as day, if(i % 9 = 0, null, received_at + to_seconds((i * 7919) % 200000)) as replied_at,
        i % 50 > 0 as answer_known, timestamp '{LAST.sunday} 23:59:59' as known_until,
        if(answer_known, epoch(coalesce(replied_at, known_until) - received_at) / 3600, null) as wait_hours,
        if(i % 10 = 0, null, i % 10 < 6) as is_private, {TOPIC} as topic,
        date '{LAST.sunday}' as snapshot_date, 2 as batch_id, i as source_row
    from range(?) as made(i)
    """,
)


def fill(path: Path, rows: int = ROWS) -> None:
    """Make a store of so many posts and as many messages."""
    Store.open(path).close()
    with duckdb.connect(path) as con:
        con.execute(UPLOAD)
        con.execute(COVERED)
        for statement in FILL:
            con.execute(statement, [rows])
