"""What speaks against an upload although it can be read: its own total, another account, another table of the file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.facts import FACTS
from data.intake.remembered import shape
from data.notes import Note, note
from data.sql import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from data.intake.prepare import Prepared
    from data.ledger import Upload

SHARED = 5  # figures that two downloads must share before their differing says anything
NEARLY_ALL = 0.8
APART = 0.01  # of the larger sum: two tables of a file that differ by less agree
_DAILY = ("impressions", "views", "reactions", "comments", "shares", "clicks", "link_clicks", "follows")


def contradictions(tx: duckdb.DuckDBPyConnection, planned: Upload, settling: int) -> tuple[Note, ...]:
    """Compare the rows that arrive with their own total row and with what earlier uploads say."""
    found = [one for one in planned.notes if one["code"] == "control_sum_differs"]
    if planned.fact == "account_day" and planned.rows_known:
        found += _other_figures(tx, planned, settling)
    return (*found, *_other_account(tx, planned))


# -- true daily figures ------------------------------------------------------------------------


def _other_figures(tx: duckdb.DuckDBPyConnection, planned: Upload, settling: int) -> Iterator[Note]:
    """Compare days that are over: downloads of one account agree on them, those of two accounts hardly ever."""
    same = literal(planned.format)
    for batch_id, file, last in tx.execute(
        f"SELECT batch_id, file, snapshot_date FROM upload WHERE batch_id IN (SELECT DISTINCT batch_id FROM versions "
        f"WHERE batch_id <> {planned.batch_id}) AND format = {same} ORDER BY batch_id DESC"
    ).fetchall():
        until = (last - timedelta(days=settling)).isoformat()
        shared, differing = tx.execute(
            "SELECT count(*), count(*) FILTER (old.value <> new.value) FROM versions AS old JOIN incoming AS new "
            f"USING (channel, account, metric, day) WHERE old.batch_id = {batch_id} AND day < DATE '{until}' "
            "AND (old.value <> 0 OR new.value <> 0)"
        ).fetchall()[0]
        if shared >= SHARED and differing >= NEARLY_ALL * shared:
            yield note("overlap_differs", file=file, batch=batch_id, differing=differing, shared=shared)
            return


def _other_account(tx: duckdb.DuckDBPyConnection, planned: Upload) -> Iterator[Note]:
    """Say when files of this name have always been of another account; a new account is no mistake by itself."""
    if planned.account is None:
        return
    wanted = shape(planned.file)
    query = "SELECT file, account FROM upload WHERE undone_at IS NULL AND format = ? AND account IS NOT NULL"
    before = [account for file, account in tx.execute(query, [planned.format]).fetchall() if shape(file) == wanted]
    if len(set(before)) == 1 and planned.account not in before:
        yield note("account_unusual", account=planned.account, usual=before[0], n=len(before))


# -- tables of one file ------------------------------------------------------------------------


def between_tables(prepared: Sequence[Prepared]) -> Iterator[tuple[Prepared, list[Note]]]:
    """Compare a table of posts with one of days of the same channel: they count other things, and are never added."""
    posts = [one for one in prepared if one.held and one.held.planned.fact == "posts"]
    days = [one for one in prepared if one.held and one.held.planned.fact == "account_day"]
    for left in posts:
        for right in days:
            if _of_one_channel(left.preview.upload, right.preview.upload) and (told := _apart(left, right)):
                yield left, [told]
                yield right, [told]


def _of_one_channel(left: Upload, right: Upload) -> bool:
    accounts = {one.account for one in (left, right) if one.account}
    return left.channel is not None and left.channel == right.channel and len(accounts) <= 1


def _apart(posts: Prepared, days: Prepared) -> Note | None:
    """Compare the sums of the figure they both have that differs most, over the days they both speak of."""
    left, right = posts.preview.upload, days.preview.upload
    if None in (left.period_from, left.period_to, right.period_from, right.period_to):
        return None
    first, last = max(left.period_from, right.period_from), min(left.period_to, right.period_to)  # type: ignore[type-var]
    sums = (
        (
            figure,
            _sum(posts, name(figure), "true", first, last),
            _sum(days, "value", f"metric = {literal(figure)}", first, last),
        )
        for figure in _DAILY
        if figure in FACTS["posts"].own
    )
    apart = [
        (abs(a - b) / max(abs(a), abs(b), 1), figure, a, b) for figure, a, b in sums if a is not None and b is not None
    ]
    far, figure, a, b = max(apart, default=(0, "", 0, 0))
    if far <= APART:
        return None
    return note("sheets_disagree", field=figure, table=left.table, sum=a, other=right.table, other_sum=b)


def _sum(prepared: Prepared, figure: str, where: str, first: object, last: object) -> float | None:
    assert prepared.held is not None  # noqa: S101 - only held tables are compared
    query = f"SELECT CAST(sum({figure}) AS DOUBLE) FROM incoming WHERE {where} AND day BETWEEN ? AND ?"
    found: float | None = prepared.held.cursor.execute(query, [first, last]).fetchall()[0][0]
    return found
