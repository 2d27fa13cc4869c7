"""A small brand whose inbox of week 47 is full of texts: what tests label. `python -m tests.talking HOME` makes it."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from data.store import Store, store_path
from kpi.periods import Week
from tests.exports import inbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WEEK = Week(2026, 47)
BRAND = "Studio Vale"
CHANNELS = ("Instagram", "Facebook", "X")
HOSTILE = "**Look** [here](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](http://example.com/p.png) \u202etxet"
SAID = (
    "Third day without a connection. Well done, really 👏",
    "Ordered on Monday, arrived on Tuesday, and the colour is even nicer than in the pictures. Thank you!",
    "Do you deliver to Belgium as well?",
    "Prachtige schoenen, maar ik heb er drie weken op gewacht 😕",
    "Hur lång är leveranstiden till Göteborg?",
    "Mulțumesc pentru răspunsul rapid, sunteți minunați ❤️",
    HOSTILE,
    "Thanks @anna.devries for the quick answer, but I still want my money back.\n\nOrder 4471, since three weeks.",
    "Ask for Piet at piet@example.com or +31 6 12345678",
    "😂😂",
)
LONG = "I have been a customer for eleven years and never wrote a word. " * 28


def make(texts: int = 60, *, said: Sequence[str] = SAID) -> Store:
    """Make the brand with so many messages in week 47, each with its number, as on 23 November 2026."""
    store = Store.open(store_path(BRAND), brand=BRAND)
    store.load("inbox.csv", inbox(*messages(texts, said)), now=datetime(2026, 11, 23, 6))  # noqa: DTZ001 - UTC
    return store


def messages(texts: int, said: Sequence[str] = SAID, *, first: int = 0) -> Iterator[dict[str, object]]:
    """Write so many messages, spread over the days and channels of the week."""
    for number, words in enumerate(islice(cycle(said), texts), first):
        received = datetime.combine(WEEK.monday + timedelta(days=number % 7), time(9, number % 60))
        yield {
            "Message ID": f"m{number}",
            "Channel": CHANNELS[number % len(CHANNELS)],
            "Received at": f"{received:%Y-%m-%d %H:%M}",
            "First response at": f"{received + timedelta(hours=1):%Y-%m-%d %H:%M}",
            "Message": f"({number}) {words}",
        }


if __name__ == "__main__":
    os.environ["NINETY_HOME"] = str(Path(sys.argv[1]).resolve())
    make(120, said=(*SAID, LONG)).close()
