"""Whose file is it? The days and posts it shares with earlier uploads tell, when they agree with exactly one account.

A platform gives every download of an account the same figures for days that are
over, and a post belongs to one account for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import DataError
from data.intake.load import arrive
from data.intake.staging import Staging

if TYPE_CHECKING:
    from data.connect import Connection
    from data.ledger import Upload
    from data.reading.exports import Reading
    from data.values.rows import Brand

SHARED = 3  # figures other than zero, or posts, that must be shared before they say anything
AGREEING = 0.9

_SHARED = {
    "account_day": (
        "SELECT old.account, count(*), count(*) FILTER (old.value = new.value) FROM main.account_day AS old "
        "JOIN arrived AS new USING (metric, day) WHERE old.channel = coalesce(new.channel, old.channel) "
        "AND (old.value <> 0 OR new.value <> 0) GROUP BY ALL"
    ),
    "posts": (
        "SELECT old.account, count(*), count(*) FROM main.posts AS old JOIN arrived AS new USING (channel, post_id) "
        "WHERE old.account IS NOT NULL GROUP BY ALL"
    ),
}


def account_alike(shared: Connection, reading: Reading, draft: Upload, brand: Brand) -> str | None:
    """Find the one account whose figures agree with the file's; None when none does, or several do."""
    query = _SHARED.get(reading.fact)
    if query is None or any(one.name != "account" for one in reading.questions):
        return None
    with shared.hold() as cursor:
        try:
            arrive(Staging(cursor, reading, draft, brand))
        except DataError:
            return None
        found = cursor.execute(query).fetchall()
    alike = [account for account, both, same in found if both >= SHARED and same >= AGREEING * both]
    return str(alike[0]) if len(alike) == 1 else None
