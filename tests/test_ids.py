"""Ids that carry a time give it back; those of Instagram and X are of public posts, whose time is known."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from data.values.ids import time_in_id


def moment(channel: str, post_id: str, url: str = "") -> datetime | None:
    query = f"select {time_in_id(channel, 'id', 'url')} from (select ?::varchar as id, ?::varchar as url)"
    row = duckdb.execute(query, [post_id, url]).fetchone()
    assert row is not None
    found: datetime | None = row[0]
    return found and found.replace(microsecond=0)


@pytest.mark.parametrize(
    ("channel", "post_id", "url", "utc"),
    [
        ("instagram", "18056084636272180", "https://www.instagram.com/reel/DIywAgBp-9_/", "2025-04-23 14:47:22"),
        ("x", "1891564128784855141", "", "2025-02-17 19:03:26"),
        ("x", "https://x.com/a/status/1891564128784855141", "", "2025-02-17 19:03:26"),
        ("tiktok", "", f"https://www.tiktok.com/@a/video/{1_761_934_750 << 32}", "2025-10-31 18:19:10"),
        ("linkedin", f"urn:li:share:{1_702_554_330_000 << 22}", "", "2023-12-14 11:45:30"),
    ],
)
def test_the_time_stands_in_the_id(channel: str, post_id: str, url: str, utc: str) -> None:
    assert str(moment(channel, post_id, url)) == utc


@pytest.mark.parametrize(
    ("channel", "post_id", "url"),
    [
        ("facebook", "939005954986064", "https://facebook.com/939005954986064"),
        ("youtube", "50KfgObDrEI", ""),
        ("instagram", "18056084636272180", "https://www.instagram.com/brand/"),
        ("x", "101", ""),
        ("tiktok", "draft", ""),
    ],
)
def test_ids_without_a_time_give_none(channel: str, post_id: str, url: str) -> None:
    assert moment(channel, post_id, url) is None
