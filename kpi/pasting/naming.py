"""Which KPI a label means: the most specific of the names in names.toml, or a question.

A name is found by whole words, whatever its hyphens, spaces and accents: "Netto-sentiment" holds
"nettosentiment". When two KPIs fit equally well, or none does, the label is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.declared import read
from kpi.catalog import catalog
from kpi.literals import fold
from kpi.words import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAMES = Path(__file__).parent / "names.toml"
WORD = re.compile(r"[^\W_]+|[%#]")
MOST = 5  # candidates that are worth showing


@dataclass(frozen=True)
class Word:
    """A word of a label."""

    text: str
    aside: bool  # it stands in parentheses


@dataclass(frozen=True)
class Match:
    """A KPI's name, found in a label."""

    kpi: str
    letters: int  # of the name: how specific it is
    words: frozenset[int]  # of the label, that it is made of
    language: str = ""


@dataclass(frozen=True)
class Unnamed:
    """A label that means no KPI for sure; those it may mean, best first."""

    candidates: tuple[str, ...] = ()


def kpi_named(text: str, language: str | None = None) -> str | None:
    """Name the KPI that a text means, by its id or in any language; None when that is not sure."""
    found = find(text, language)
    return found.kpi if isinstance(found, Match) else None


def find(text: str, language: str | None = None) -> Match | Unnamed:
    """Find the name in a label; where two KPIs share it, a name in the given language decides."""
    words = words_of(text)
    whole = "".join(word.text for word in words)
    if (by_id := "_".join(word.text for word in words)) in catalog():
        return Match(by_id, len(whole), frozenset(range(len(words))))
    found = list(_matches(words))
    if exact := [match for match in found if match.letters == len(whole)]:
        found = exact
    best = _best(found, language)
    contenders = _contenders(best, found, words)
    if len(contenders) == 1:
        return best[0]
    return Unnamed(tuple(contenders) or _resembling(words))


def words_of(text: str) -> list[Word]:
    """Split a label into folded words, and tell those in parentheses."""
    found, depth = [], 0
    for piece in re.split(r"([()])", text):
        if piece in {"(", ")"}:
            depth = max(0, depth + (1 if piece == "(" else -1))
        else:
            found += [Word(word, depth > 0) for word in WORD.findall(fold(piece))]
    return found


def places(phrase: str, words: Sequence[str]) -> frozenset[int] | None:
    """Find whole words that spell a phrase without its spaces; None when it is not there."""
    for start in range(len(words)):
        spelled = ""
        for end in range(start, len(words)):
            spelled += words[end]
            if spelled == phrase:
                return frozenset(range(start, end + 1))
            if not phrase.startswith(spelled):
                break
    return None


def squeezed(text: str) -> str:
    """Write a phrase as `places` looks for it: folded, letters and digits only."""
    return "".join(WORD.findall(fold(text)))


# -- the names ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Name:
    kpi: str
    language: str
    parts: tuple[str, ...]  # each squeezed; all must be there


@cache
def declared() -> dict[str, dict[str, list[str]]]:
    """Every KPI with its names by language, as names.toml lists them."""
    return read(NAMES)


@cache
def _names() -> tuple[_Name, ...]:
    """List the names of the KPIs that exist, and their own names on the screen."""
    said = [
        (kpi, language, name)
        for kpi, names in declared().items()
        for language, several in names.items()
        if language != "never"
        for name in several
    ]
    said += [
        (kpi, language, texts(language)[f"kpi.{kpi}"])
        for language in LANGUAGES
        for kpi in catalog()
        if f"kpi.{kpi}" in texts(language)
    ]
    return tuple(
        _Name(kpi, language, tuple(squeezed(part) for part in name.split("+") if squeezed(part)))
        for kpi, language, name in said
        if kpi in catalog()
    )


def _matches(words: Sequence[Word]) -> Iterator[Match]:
    plain = [word.text for word in words]
    refused = {kpi for kpi, names in declared().items() if any(_all(one, plain) for one in names.get("never", []))}
    for name in _names():
        if name.kpi not in refused and (found := _found(name.parts, plain)) is not None:
            yield Match(name.kpi, sum(map(len, name.parts)), found, name.language)


def _all(phrase: str, plain: Sequence[str]) -> bool:
    return places(squeezed(phrase), plain) is not None


def _found(parts: Iterable[str], plain: Sequence[str]) -> frozenset[int] | None:
    found: frozenset[int] = frozenset()
    for part in parts:
        if (here := places(part, plain)) is None:
            return None
        found |= here
    return found


def _best(found: Sequence[Match], language: str | None) -> list[Match]:
    """Take the most specific; in a tie the one in the language of the label."""
    most = max((match.letters for match in found), default=0)
    best = [match for match in found if match.letters == most]
    spoken = [match for match in best if match.language == language]
    return spoken or best


def _contenders(best: Sequence[Match], found: Sequence[Match], words: Sequence[Word]) -> list[str]:
    """Name the KPIs that a label may mean: the best, and any other that stands beside it on its own."""
    taken: frozenset[int] = frozenset().union(*(match.words for match in best))
    beside = [match for match in found if taken and _is_beside(match, taken, words)]
    return list(dict.fromkeys(match.kpi for match in (*best, *beside)))


def _is_beside(match: Match, taken: frozenset[int], words: Sequence[Word]) -> bool:
    """Whether a name shares no word with the best; what stands in parentheses only explains."""
    return match.words.isdisjoint(taken) and not any(words[at].aside for at in match.words | taken)


def _resembling(words: Sequence[Word]) -> tuple[str, ...]:
    """Order the KPIs by how much of a name the label has in common."""
    plain = {word.text for word in words if len(word.text) > 2}
    scores: dict[str, float] = {}
    for kpi, names in _loose().items():
        shared = max((sum(len(word) for word in plain & name) / sum(map(len, name)) for name in names), default=0)
        if shared:
            scores[kpi] = shared
    return tuple(sorted(scores, key=lambda kpi: (-scores[kpi], kpi))[:MOST])


@cache
def _loose() -> dict[str, list[frozenset[str]]]:
    """Every KPI with the words of its names."""
    loose: dict[str, list[frozenset[str]]] = {}
    for kpi, names in declared().items():
        several = [name for language, names_ in names.items() if language != "never" for name in names_]
        if kpi in catalog():
            loose[kpi] = [frozenset(word.text for word in words_of(name)) for name in several]
    return loose
