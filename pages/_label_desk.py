"""Who has which texts in hand: two people who label at the same time are handed different ones."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.labels import Text

AWAY = 3 * 60  # seconds without an answer after which somebody's texts are handed to others


class _Hand(NamedTuple):
    """What somebody has in hand since when, and the round it is of: who closes the tab has nothing in hand."""

    since: float
    texts: frozenset[Text]
    of: ref[object]

    @property
    def holds(self) -> bool:
        return monotonic() - self.since < AWAY and self.of() is not None


class Desk:
    """The texts that the people of this server have in hand, by store; a lock, for each of them is a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hands: dict[tuple[str, str], _Hand] = {}

    def take(self, store: str, who: str, texts: Collection[Text], of: object) -> None:
        """Note what somebody has in hand now, instead of what she had, for as long as what it is of exists."""
        with self._lock:
            self._hands[store, who] = _Hand(monotonic(), frozenset(texts), ref(of))

    def give_back(self, store: str, who: str, of: object) -> None:
        """Let others have what somebody had in hand for this; what she has in another tab stays hers."""
        with self._lock:
            if (hand := self._hands.get((store, who))) and hand.of() is of:
                del self._hands[store, who]

    def with_others(self, store: str, who: str) -> frozenset[Text]:
        """Give the texts that others have in hand; who went away without a word holds nothing back for long."""
        with self._lock:
            self._hands = {whose: hand for whose, hand in self._hands.items() if hand.holds}
            others = [hand.texts for (of, by), hand in self._hands.items() if of == store and by != who]
        return frozenset().union(*others)


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """Give the desk of this server."""
    return Desk()
