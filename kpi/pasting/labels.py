"""What a label says besides its KPI: "CTR till webb (organiskt socialt)" is organic only, "(30 dagar)" a window."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.declared import read
from data.reading.exports import CHANNELS
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.literals import LITERALS, fold
from kpi.pasting.naming import Match, Unnamed, find, places, squeezed, words_of
from kpi.target import PERIOD_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WORDS = Path(__file__).parent / "pasted.toml"
DAYS = ("day", "days", "dag", "dagen", "dagar", "dagars", "daagse", "zi", "zile", "de zile")


@dataclass(frozen=True)
class Named:
    """A label that means one KPI, and what it adds to it."""

    kpi: str
    filter: Filter
    window_days: int | None = None
    ask: tuple[Literal["channel"], ...] = ()


def name_row(label: str, language: str | None = None) -> Named | Unnamed:
    """Read the label of a row of a scorecard."""
    found = find(label, language)
    return narrowed(found.kpi, label, found) if isinstance(found, Match) else found


def narrowed(kpi: str, label: str, match: Match | None = None) -> Named:
    """Read what a label adds to a KPI that is known; the words of its name say nothing more."""
    taken = match.words if match else frozenset()
    rest = [word.text for at, word in enumerate(words_of(label)) if at not in taken]
    channels, unnamed = _channels(rest), _any("a_channel", rest)
    filters = catalog()[kpi].filters
    paid = _paid(rest)
    return Named(
        kpi,
        Filter(
            channel=channels[0] if len(channels) == 1 else None,
            topics=_topics(label),
            # where nothing but campaigns is counted, `paid` goes without saying; `organic` does not
            paid=None if paid and "paid" not in filters else paid,
            proof=True if _any("proof", rest) and "proof" in filters else None,
        ),
        window_of(label),
        ("channel",) if len(channels) != 1 and (channels or unnamed) else (),
    )


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(read(WORDS)["label"][name])


def _any(name: str, rest: Sequence[str]) -> bool:
    return any(places(squeezed(phrase), rest) is not None for phrase in _words(name))


def _paid(rest: Sequence[str]) -> bool | None:
    """Tell organic from paid; a label that names both wants both."""
    organic, paid = _any("organic", rest), _any("paid", rest)
    return None if organic == paid else paid


def _channels(rest: Sequence[str]) -> list[str]:
    # an x alone is more often a sign or a placeholder than the network
    return [name for name in CHANNELS if len(name) > 1 and places(squeezed(name), rest) is not None]


def _topics(label: str) -> tuple[str, ...]:
    """Find the topics that a label names: "(AI/privacy topics)", "on AI topics", "topics: AI, privacy"."""
    text = fold(label)
    for pattern in _topic_patterns():
        if found := pattern.search(text):
            names = re.split(_between(), found["names"])
            return tuple(name.strip(" -“”\"'’") for name in names if name.strip(" -“”\"'’"))
    return ()


@cache
def _topic_patterns() -> tuple[re.Pattern[str], ...]:
    marker = _either("topics")
    return (
        re.compile(rf"\b{marker}\s*:\s*(?P<names>[^():;]+)"),
        re.compile(rf"\((?:[^()]*\b{_either('about')} )?(?P<names>[^()]+?)[\s-]{marker}\s*\)"),
        re.compile(rf"\b{_either('about')} (?P<names>[^(),;:]+?)[\s-]{marker}\b"),
        re.compile(rf"\({marker}\s+(?P<names>[^()]+)\)"),
    )


@cache
def _between() -> str:
    return rf"\s*[/,+&]\s*|\s+{_either('and')}\s+"


def _either(name: str) -> str:
    return _spelled(_words(name))


# -- the window --------------------------------------------------------------------------------------


def window_of(label: str) -> int | None:
    """Find the days that one value stands for: "(30 dagar)", "medie/30 zile", "per quarter"; None = not said once."""
    text = fold(label)
    found = {int(days) for pattern in _window_patterns() for days in pattern.findall(text)}
    found |= {PERIOD_DAYS[name] for name, pattern in _period_patterns().items() if pattern.search(text)}  # type: ignore[index]
    only = found.pop() if len(found) == 1 else 0
    return only if 1 <= only <= 366 else None


@cache
def _window_patterns() -> tuple[re.Pattern[str], ...]:
    days = rf"(\d{{1,3}})[\s-]*(?:{'|'.join(DAYS)})\b"
    return (
        re.compile(rf"\({days}\s*\)"),
        re.compile(rf"\b{_either('lasting')}[\s/-]*(?:de )?{days}"),
    )


@cache
def _period_patterns() -> dict[str, re.Pattern[str]]:
    """Only what is counted by the period: "per quarter", "/ maand"."""
    before = _spelled(("/", "per", "pe", "each"))
    periods = {name: [word for word in words if not word[0].isdigit()] for name, words in _periods().items()}
    return {name: re.compile(rf"(?:(?<=\s)|(?<=\()){before}\s*{_spelled(words)}\b") for name, words in periods.items()}


def _periods() -> dict[str, list[str]]:
    return {name: words for name, words in read(LITERALS)["period"].items() if name != "day"}


def _spelled(words: Iterable[str]) -> str:
    """Write a pattern of words, the longest first."""
    return "(?:" + "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True)) + ")"
