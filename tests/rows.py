"""A bare store that tests fill row by row: `store.add("posts", day="2026-11-16", impressions=100)`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any
from weakref import finalize

import duckdb

from data.facts import SCHEMA
from data.migrate import migrate

FILLED = {"channel": "x", "account": "us", "is_copy": False, "snapshot_date": "2026-12-31", "batch_id": 1}
IDS = (
    "post_id", "message_id", "mention_id", "item_id", "incident_id", "answer_id", "escalation_id", "dataset_id",
    "request_id", "test_id", "risk_id", "vendor_terms_id", "ad_review_id", "ad", "source",
)  # fmt: skip


@cache
def _blank() -> bytes:
    """Give a store without rows: made once, and copied for every test."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.duckdb"
        with duckdb.connect(path) as con:
            migrate(con)
        return path.read_bytes()


@cache
def _columns(fact: str) -> frozenset[str]:
    with duckdb.connect() as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        return frozenset(name for name, *_ in con.execute(f"describe {fact}").fetchall())


class Rows:
    """Facts alone: the tables and views of a real store, without files or a ledger."""

    def __init__(self) -> None:
        folder = mkdtemp()
        finalize(self, rmtree, folder, ignore_errors=True)
        path = Path(folder) / "rows.duckdb"
        path.write_bytes(_blank())
        self.con = duckdb.connect(path, config={"threads": 1})
        self.count = 0

    def query(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        return self.con.execute(sql, params).fetchall()

    def add(self, fact: str, **values: Any) -> None:
        """Insert one row; what a test does not care about is filled in."""
        self.count += 1
        row = {**FILLED, **dict.fromkeys(IDS, f"row {self.count}"), "source_row": self.count, **values}
        known = _columns(fact)
        row = {name: value for name, value in row.items() if name in known}
        assert values.keys() <= row.keys(), f"{fact} has no column {values.keys() - row.keys()}"
        self.con.execute(
            f"insert into {fact} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
        )

    def message(self, day: str, wait: float, *, answered: bool = True, young: bool = False, **values: Any) -> None:
        """Insert a message that waited so many hours; a young one had no 24 hours yet."""
        received = datetime.fromisoformat(f"{day}T09:00")
        times = {
            "received_at": received,
            "replied_at": received + timedelta(hours=wait) if answered else None,
            "known_until": received + timedelta(hours=2 if young else 72),
        }
        self.add("messages", **{"day": day, "wait_hours": wait, "answer_known": True, **times, **values})

    def ad(self, day: str, **values: Any) -> None:
        """Insert one ad of one day."""
        fixed = {"campaign": "c", "period_from": day, "period_to": day, "result_kind": "leads", "currency": "EUR"}
        self.add("ads", **{"day": day, **fixed, **values})

    def cover(self, fact: str, first: str, last: str, channel: str | None = None) -> None:
        """Say that an upload is evidence for these days."""
        self.con.execute("insert into covered values (1, ?, ?, ?, ?)", [fact, channel, first, last])

    def brands(self, own: str, *competitors: str) -> None:
        """Name ourselves and the competitors."""
        named = [(own, "own"), *((name, "competitor") for name in competitors)]
        self.con.executemany("insert into brand_name values (?, ?)", named)

    def close(self) -> None:
        self.con.close()
