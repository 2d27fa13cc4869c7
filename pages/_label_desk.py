"""Who has which texts in hand: two people who label at the same time are handed different ones."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.labels import Text

AWAY = 15 * 60  # seconds without an answer after which somebody's texts are handed to others


class Desk:
    """The texts that the people of this server have in hand, by store; a lock, for each of them is a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hands: dict[tuple[str, str], tuple[float, frozenset[Text]]] = {}

    def take(self, store: str, who: str, texts: Collection[Text]) -> None:
        """Note what somebody has in hand now, instead of what she had."""
        with self._lock:
            self._hands[store, who] = (monotonic(), frozenset(texts))

    def give_back(self, store: str, who: str) -> None:
        """Let others have what somebody had in hand."""
        with self._lock:
            self._hands.pop((store, who), None)

    def with_others(self, store: str, who: str) -> frozenset[Text]:
        """Give the texts that others have in hand; who went away without a word holds nothing back for long."""
        with self._lock:
            self._hands = {hand: held for hand, held in self._hands.items() if monotonic() - held[0] < AWAY}
            others = [held for (of, by), (_, held) in self._hands.items() if of == store and by != who]
        return frozenset().union(*others)


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """Give the desk of this server."""
    return Desk()
