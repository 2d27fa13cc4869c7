"""A list of the rows of the files behind a number: what each is called, and what a reader may ask to see of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.defaults import ZONE
from kpi.why.contributions import CHANNEL, groups

if TYPE_CHECKING:
    from kpi.kinds import Kpi

MOST = 500  # rows that a page lists
LIMITS = {"csv": 100_000, "xlsx": 20_000}  # rows that a file holds: writing more cells for Excel takes too long
# what a row of a fact is called; a text is as stored: people, addresses and numbers are masked
TITLES = {
    "posts": "title",
    "messages": "text",
    "opinions": "title",
    "voice": "title",
    "spending": "concat_ws(' · ', campaign, ad)",
    "visits": "source",
    "audience": "account",
    "content_log": "title",
    "incidents": "concat_ws(' · ', kind, cause)",
    "answers": "concat_ws(' · ', topic, template_id)",
    "leads": "null",
    "published": "title",
    "people": "account",
    "approvals": "title",
    "handling": "coalesce(text, concat_ws(' · ', risk, topic))",
    "threads": "coalesce(text, topic)",
    "escalations": "concat_ws(' · ', risk, topic)",
    "register": "name",
    "erasures": "dataset",
    "tests": "hypothesis",
    "policy_updates": "concat_ws(' · ', vendor, version)",
    "ad_reviews": "ad",
}
WITH_URL = (
    "posts",
    "published",
    "messages",
    "opinions",
    "voice",
    "content_log",
    "approvals",
    "handling",
    "threads",
)  # facts whose rows can be looked at
# facts of which a reader wants to see the times: key of the column -> the moment, on the clock of the brand
MOMENTS = {"threads": {"received_at": "since", "triaged_at": "triaged_at", "answered_at": "answered_at"}}
LOCAL = """strftime(timezone(
    coalesce((select value from setting where name = 'zone'), '{zone}'), timezone('UTC', {moment})
), '%Y-%m-%d %H:%M')"""
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Listing:
    """Some rows behind a number, and how many there are."""

    columns: tuple[str, ...]  # text keys under `column.`
    rows: tuple[Row, ...]
    total: int

    @property
    def complete(self) -> bool:
        """Whether every row is listed."""
        return len(self.rows) == self.total


@dataclass(frozen=True)
class Narrowed:
    """Which of the rows a reader asked for: of a channel, and of one more thing that they can be told apart by."""

    channel: str | None = None
    by: str | None = None
    part: str | None = None

    def where(self, kpi: Kpi) -> list[tuple[str, object]]:
        """List the conditions, each with its parameter."""
        by = f"coalesce(({groups(kpi)[self.by]})::varchar, '') = ?" if self.by else ""
        asked = [(f"{CHANNEL} = ?", self.channel), (by, self.part if self.by else None)]
        return [(sql, value) for sql, value in asked if value is not None]


ALL = Narrowed()


def told_apart(kpi: Kpi) -> str | None:
    """Name what the rows of a KPI are told apart by beside their channel, in the column after it."""
    return next((name for name in groups(kpi) if name != CHANNEL), None)


def url(kpi: Kpi) -> str:
    """Write where a row can be looked at."""
    return "any_value(url)" if kpi.fact in WITH_URL else "null"


def moments(kpi: Kpi) -> dict[str, str]:
    """Write the times of a row, by the name of their column."""
    named = MOMENTS.get(kpi.fact, {})
    return {name: f"any_value({LOCAL.format(zone=ZONE, moment=moment)})" for name, moment in named.items()}


def group(kpi: Kpi) -> str:
    """Write what the rows are told apart by, as the part that each belongs to."""
    return groups(kpi)[told_apart(kpi) or CHANNEL]


def columns(kpi: Kpi, *amounts: str) -> tuple[str, ...]:
    """Name the columns of a list: what a row is, what it brings, and where it stands."""
    apart = told_apart(kpi)
    known = ("day", CHANNEL, *([apart] if apart else []), "title", "url", *MOMENTS.get(kpi.fact, ()))
    return (*known, *amounts, "file", "source_row")


def lined(kpi: Kpi, row: Row) -> Row:
    """Leave out the third cell where the rows are told apart by nothing but their channel."""
    return row if told_apart(kpi) else (*row[:2], *row[3:])
