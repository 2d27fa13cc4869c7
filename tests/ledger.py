"""Uploads in the ledger of a store in memory: `upload(store, "web", "2026-11-09", "2026-11-22")`."""

from __future__ import annotations

from tests.rows import Rows


def upload(
    store: Rows,
    fact: str,
    first: str,
    last: str,
    *,
    channel: str | None = "x",
    kind: str | None = None,
    undone: bool = False,
) -> int:
    """Enter an upload that covers these days; its number is returned."""
    ((number,),) = store.query("select coalesce(max(batch_id), 0) + 1 from upload")
    row = {
        "batch_id": number,
        "sha256": f"{number:064x}",
        "file": f"{fact}.csv",
        "format": kind or fact,
        "fact": fact,
        "channel": channel,
        "period_from": first,
        "period_to": last,
        "snapshot_date": last,
        "answers": "{}",
        "fields": "[]",
        "loaded_at": "2026-11-23 09:00",
        **dict.fromkeys(("rows_read", "rows_new", "rows_changed", "rows_unchanged", "rows_older"), 0),
        **dict.fromkeys(("cells_refused", "rows_refused"), 0),
        "notes": "[]",
        "undone_at": "2026-11-23 10:00" if undone else None,
    }
    store.con.execute(f"insert into upload ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))
    store.con.execute("insert into covered values (?, ?, ?, ?, ?)", [number, fact, channel, first, last])
    return int(number)
