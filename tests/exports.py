"""Small exports in the shape of real ones, written as tables: what tests feed to `Store.load`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

X_POSTS = ("Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Reposts", "Replies", "Url clicks")
INBOX = ("Message ID", "Channel", "Received at", "First response at", "Sender", "Message", "Sentiment")


def as_csv(header: Iterable[str], rows: Iterable[Mapping[str, object]], above: Iterable[Iterable[str]] = ()) -> bytes:
    """Write rows under a header; a column a row does not name is blank."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerows(above)
    names = list(header)
    lines.writerow(names)
    lines.writerows([[row.get(name, "") for name in names] for row in rows])
    return out.getvalue().encode()


def x_posts(*rows: Mapping[str, object], header: Iterable[str] = X_POSTS) -> bytes:
    """Write an X content export; each row gets a day unless it says one."""
    return as_csv(header, [{"Date": "Mon, Nov 16, 2026", "Post text": "Hello", **row} for row in rows])


def inbox(*rows: Mapping[str, object]) -> bytes:
    """Write an inbox export with the times of messages and answers."""
    return as_csv(INBOX, [{"Channel": "Instagram", **row} for row in rows])


def daily(title: str, *days: tuple[str, object]) -> bytes:
    """Write a Meta chart: a title, and a figure for each day."""
    rows = [{"Date": f"{day}T00:00:00", "Primary": value} for day, value in days]
    return as_csv(("Date", "Primary"), rows, above=[[title]])
