"""The facts of the store: their columns as `schema.sql` declares them, and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.locked import in_memory

SCHEMA = Path(__file__).parent / "schema.sql"
ORIGIN = ("snapshot_date", "batch_id", "source_row")  # every fact row says where it comes from
WITHDRAWN = "withdrawn"  # somebody took the row out: it counts no more, and history keeps it

_KEYS = {
    "posts": ("channel", "post_id"),
    "account_day": ("channel", "account", "metric", "day"),
    "ads": ("channel", "account", "campaign", "ad", "period_from", "period_to", "result_kind"),
    "messages": ("channel", "message_id"),
    "mentions": ("channel", "mention_id", "brand"),
    "web": ("channel", "account", "day", "source"),
    "funnel": ("channel", "day"),
    "content_log": ("item_id",),
    "incidents": ("incident_id",),
    "answers": ("answer_id",),
    "escalations": ("escalation_id",),
    "datasets": ("dataset_id",),
    "deletions": ("request_id",),
    "tests": ("test_id",),
    "risks": ("risk_id",),
    "vendor_terms": ("vendor_terms_id",),
    "ad_reviews": ("ad_review_id",),
}
# rows of one file that share a key are parts of one figure here; elsewhere the last one stands
_ADDED_UP = {
    "ads": ("spend", "revenue", "results", "impressions", "clicks", "link_clicks"),
    "web": ("sessions", "users", "key_events"),
    "funnel": ("link_clicks", "sessions", "leads", "mql", "assisted_conversions"),
}
_MOMENTS = {"posts": "published_at", "messages": "received_at", "mentions": "published_at"}


@dataclass(frozen=True)
class Fact:
    """One table of facts."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, str]  # column -> SQL type
    required: frozenset[str]  # columns that are never NULL
    added_up: tuple[str, ...]
    moment: str | None  # the UTC time whose local day is `day`

    @property
    def own(self) -> tuple[str, ...]:
        """The columns an export can feed: all but those that say where a row comes from."""
        return tuple(column for column in self.columns if column not in ORIGIN)

    @property
    def is_log(self) -> bool:
        """Whether the team keeps it itself: a row can be taken out, and may speak of all channels."""
        return WITHDRAWN in self.columns


def _declared() -> dict[str, Fact]:
    with in_memory() as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        described = {name: con.execute(f"describe main.{name}").fetchall() for name in _KEYS}
    return {
        name: Fact(
            name=name,
            key=key,
            columns={column: kind for column, kind, *_ in described[name]},
            required=frozenset(column for column, _, null, *_ in described[name] if null == "NO"),
            added_up=_ADDED_UP.get(name, ()),
            moment=_MOMENTS.get(name),
        )
        for name, key in _KEYS.items()
    }


FACTS = _declared()
LOGS = tuple(name for name, fact in FACTS.items() if fact.is_log)  # what the team writes down itself
