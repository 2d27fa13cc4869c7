"""Messages and the replies to them in one file -> when each message was first answered by a person of the team.

A row of ours is no message: it answers the one it names (`in_reply_to`), or in a
conversation (`thread`) everything said before it. Of several replies the first
counts; an automatic one is none, nor is a customer answering another customer.
A person who adds to an own message waits for one answer: the answer to the
addition also answers what came before, counted from when that came.

Where the file names replies that it does not hold, where a reply of ours cannot
be read, or is dated before its message, nobody knows how long the person
waited: neither answered nor waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.format import THREAD
from data.sql import name, names

if TYPE_CHECKING:
    from collections.abc import Collection


def paired(rows: str, fields: Collection[str]) -> str:
    """Write the select that fills `replied_at`; it adds `no_message`, `unknown_answer` and `by_addition` to each row.

    `rows` selects the columns of messages and those of `fields` that belong to a thread, beside source_row, refused
    and missing.
    """
    given = [field for field in THREAD if field in fields]
    more = "".join(
        f", {'false' if field == 'automatic' else 'CAST(NULL AS VARCHAR)'} AS {name(field)}"
        for field in THREAD
        if field not in given
    )
    answers = _answers_of_threads() if "thread" in given else _answers_of_rows()
    return (
        f"WITH RECURSIVE said AS MATERIALIZED (SELECT *{more} FROM ({rows})), {_SIDES}, {answers}, {_UNKNOWN} "
        f"SELECT said.* EXCLUDE (lost, {names(THREAD)}) "
        f"REPLACE (CASE WHEN NOT lost THEN answers.replied_at END AS replied_at, {_EARLY_CELL} AS refused), "
        "coalesce(NOT inbound OR automatic, false) AS no_message, "
        "lost OR (answers.replied_at IS NULL AND message_id IN (FROM unknown)) AS unknown_answer, "
        "coalesce(answers.by_addition AND NOT lost, false) AS by_addition "
        "FROM (SELECT *, coalesce(message_id IN (FROM spoiled), false) AS lost FROM said) AS said "
        "LEFT JOIN answers ON said.message_id = answers.answered AND said.inbound"
    )


_SIDES = (
    "asked AS (SELECT message_id, in_reply_to, replies, thread, author_hash, received_at FROM said "
    "WHERE inbound AND missing = '' AND automatic IS DISTINCT FROM true), "
    "ours AS (SELECT source_row, in_reply_to, thread, received_at AS sent_at FROM said "
    "WHERE NOT inbound AND missing = '' AND automatic IS DISTINCT FROM true), "
    "early AS (SELECT source_row, message_id FROM ours JOIN asked ON ours.in_reply_to = asked.message_id "
    "WHERE sent_at < received_at)"
)
# a listed reply that is neither a customer's nor automatic, nor linked to this message: its time is not in the file
_UNKNOWN = (
    "listed AS (SELECT message_id, unnest(string_split(replies, ',')) AS reply FROM asked WHERE replies <> ''), "
    "unknown AS (SELECT message_id FROM early UNION SELECT message_id FROM listed "
    "WHERE regexp_replace(trim(reply), '[.]0$', '') NOT IN "
    "(SELECT message_id FROM said WHERE (inbound OR automatic) AND message_id IS NOT NULL)), "
    # a row of ours that is refused may have been the first answer
    "unread AS (SELECT in_reply_to, thread FROM said WHERE missing <> '' AND inbound IS DISTINCT FROM true), "
    "spoiled AS (SELECT in_reply_to AS message_id FROM unread WHERE in_reply_to IS NOT NULL "
    "UNION SELECT message_id FROM asked SEMI JOIN unread USING (thread))"
)
_EARLY_CELL = (
    "CASE WHEN source_row IN (SELECT source_row FROM early) "
    "THEN concat_ws(',', nullif(refused, ''), 'in_reply_to') ELSE refused END"
)


def _answers_of_rows() -> str:
    """Link each reply to the message it names, and on to what the same person had said before."""
    return (
        "linked(answered, sent_at, direct) AS ("
        "SELECT message_id, sent_at, true FROM ours JOIN asked ON ours.in_reply_to = asked.message_id "
        "WHERE sent_at >= received_at UNION "
        "SELECT before.message_id, linked.sent_at, false FROM linked "
        "JOIN asked AS addition ON linked.answered = addition.message_id "
        "JOIN asked AS before ON addition.in_reply_to = before.message_id "
        "AND addition.author_hash = before.author_hash AND before.received_at <= addition.received_at), "
        "answers AS (SELECT answered, min(sent_at) AS replied_at, NOT bool_or(direct) AS by_addition "
        "FROM linked GROUP BY answered)"
    )


def _answers_of_threads() -> str:
    """Take the first thing we said in the conversation after the message."""
    return (
        "answers AS (SELECT message_id AS answered, min(sent_at) AS replied_at, false AS by_addition "
        "FROM asked ASOF JOIN ours ON asked.thread = ours.thread AND ours.sent_at >= asked.received_at "
        "GROUP BY message_id)"
    )
