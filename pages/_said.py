"""A text of somebody as a page shows it: where its retention took it away, words about that instead of its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.privacy.blank import PERSONAL
from data.privacy.retained import taken
from data.texts.faded import is_faded
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def as_said(text: str, day: date, facts: Iterable[str] = PERSONAL) -> str:
    """Give a text of a day, or say when it was removed and how long it may be kept; `facts` are those it may be of."""
    if not is_faded(text):
        return text
    say, told = words(), taken(store().path, day, facts)
    return say("privacy.faded_on", day=say.day(told[0]), n=told[1]) if told else say("privacy.faded")


def as_filed(text: str) -> str:
    """Give a text as a file has it: an empty cell where its retention took it away."""
    return "" if is_faded(text) else text
