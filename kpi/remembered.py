"""Answers of a store that stay true until something is loaded, taken back or planned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.queries import Queries

Answers = dict[tuple[str, str], list[tuple[Any, ...]]]  # by question and parameters


class Remembered:
    """A store at one revision that asks each question once.

    Rows that come back are few (a window and channel each), whatever was scanned for them; so a page that was shown
    once costs no scan. Who holds the answers drops them with the revision.
    """

    def __init__(self, store: Queries, answers: Answers | None = None) -> None:
        self._store = store
        self._answers: Answers = {} if answers is None else answers

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Answer as the store does; the list is the caller's own, its rows are shared."""
        asked = sql, repr(params)
        if asked not in self._answers:
            self._answers[asked] = self._store.query(sql, params)
        return list(self._answers[asked])
