"""The words of one language that carry an opinion, or turn, strengthen or weaken one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST = 200_000  # tokens remembered per language; beyond that a token is looked up anew each time
SHORTEST = 3  # letters of a stem, and of a word behind a prefix
LONGEST = 40  # letters of a word that is looked into
STRONGER, LOUDER = 1.35, 1.15
APOSTROPHE = str.maketrans("’", "'")
_STRETCH = re.compile(r"(.)\1{2,}")

Phrases = list[tuple[tuple[str, ...], "Entry"]]  # the words behind the second, longest phrase first, and what it does
Role = Literal["opinion", "negator", "factor", "soured", "but", "pause", "stop", "asked", "phrase"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one word does: its weight from -3 to 3, or its role; and the phrases that begin with it."""

    role: Role
    weight: float = 0.0
    verb: bool = False  # what turns it may also stand behind it: "werkt niet"
    fixed: bool = False  # nothing before it turns it: "marche plus", an emoji
    sours: bool = False  # a phrase that turns praise right behind it: "funkar inte bra"
    both: bool = False  # alone an opinion, right before one it only strengthens that: "super", "vreselijk lekker"
    phrases: Mapping[str, Phrases] | None = None  # that begin with this word, by their second


SOURED = Entry("soured")


class Words(dict[str, Entry | None]):
    """Entry of each token as it was written; a token met for the first time is looked into, then remembered."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        stems: Mapping[str, Entry],
        prefixes: Iterable[str],
        *,
        apart: bool = False,
    ) -> None:
        super().__init__(entries)
        self.apart = apart  # an apostrophe ties two words in this language
        self.entries, self.stems = entries, stems
        self.prefixes = sorted(prefixes, key=lambda prefix: (-len(prefix), prefix))  # longest first, always the same
        self.longest = max((len(stem) for stem in stems), default=0)

    def __missing__(self, token: str) -> Entry | None:
        entry = self._seen(token)
        if len(self) < MOST and len(token) <= LONGEST:
            self[token] = entry
        return entry

    def _seen(self, token: str) -> Entry | None:
        word = token[:LONGEST].lower().translate(APOSTROPHE)
        entry = self._known(word) or self._stretched(word) or self._behind_prefix(word)
        if entry and entry.role == "opinion" and len(token) > SHORTEST and token.isupper():
            return replace(entry, weight=entry.weight * LOUDER)
        return entry

    def _known(self, word: str) -> Entry | None:
        if word in self.entries:
            return self.entries[word]
        for end in range(min(len(word), self.longest), SHORTEST - 1, -1):
            if word[:end] in self.stems:
                return self.stems[word[:end]]
        return None

    def _stretched(self, word: str) -> Entry | None:
        """Understand "sooooo goooood": a letter three times or more is meant once or twice, and louder."""
        if not (long := _STRETCH.search(word)) or not long.group(1).isalpha():
            return None
        for letters in (r"\1\1", r"\1"):
            if entry := self._known(_STRETCH.sub(letters, word)):
                return replace(entry, weight=entry.weight * LOUDER)
        return None

    def _behind_prefix(self, word: str) -> Entry | None:
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) >= len(prefix) + SHORTEST:
                entry = self._known(word[len(prefix) :])
                if entry and entry.role == "opinion":
                    return replace(entry, weight=entry.weight * STRONGER)
        return None
