"""Downloads of posts into a store in memory, as a team makes them week by week."""

from __future__ import annotations

import json
from typing import Any

from tests.ledger import upload
from tests.rows import Rows

Figures = tuple[Any, ...]


def download(
    store: Rows,
    first: str,
    until: str,
    posts: dict[str, Figures],
    *,
    channel: str = "x",
    stated: bool = True,
    meanings: dict[str, str] | None = None,
    kind: str | None = None,
    columns: tuple[str, ...] = ("impressions", "link_clicks"),
) -> int:
    """Load a download that counts up to a day: post -> its day and its figures so far; the later one counts."""
    number = upload(store, "posts", first, until, channel=channel, kind=kind)
    said = [stated, json.dumps(meanings or {}), number]
    store.con.execute("update upload set period_stated = ?, meanings = ? where batch_id = ?", said)
    for name, (day, *figures) in posts.items():
        store.con.execute("insert into history.posts from posts where channel = ? and post_id = ?", [channel, name])
        store.con.execute("delete from posts where channel = ? and post_id = ?", [channel, name])
        row = {"post_id": name, "day": day, "channel": channel, "snapshot_date": until, "batch_id": number}
        store.add("posts", **row, title=name, **dict(zip(columns, figures, strict=True)))
    return number
