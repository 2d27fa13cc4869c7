"""Which columns of a fact may tell who somebody is, and what is stored instead.

Whatever a format or a team calls a column: the texts, titles, topics, links and ids of messages and mentions are masked
before they are stored, and the titles of posts: a reply names whom it answers. Authors are pseudonyms by their kind of
cell (`person`), and stand in no other column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from data.sql import name
from data.values.masks import private_id, private_text, private_word

Mask = Callable[[str, str], str]  # SQL of a text, key of the store -> SQL of the text without what tells who it is


def _text(text: str, _key: str) -> str:
    return private_text(text)


def _word(text: str, _key: str) -> str:
    return private_word(text)


MASKS: dict[str, dict[str, Mask]] = {
    "messages": {"message_id": private_id, "text": _text, "url": _word, "topic": _word},
    "mentions": {"mention_id": private_id, "title": _text, "text": _text, "url": _word, "topic": _word},
    "posts": {"title": _word},
}


def masked(rows: str, fact: str, key: str, columns: Collection[str], *, done: Collection[str] = ()) -> str:
    """Write the select of rows without what tells who somebody is; `done` are columns that a cell masked already."""
    wanted = {column: mask for column, mask in MASKS.get(fact, {}).items() if column in columns and column not in done}
    if not wanted:
        return rows
    parts = ", ".join(f"{mask(name(column), key)} AS {name(column)}" for column, mask in wanted.items())
    return f"SELECT * REPLACE ({parts}) FROM ({rows})"
