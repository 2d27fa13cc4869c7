"""A name that must not be known any more, and still be recognised: kept as keyed hashes of its words.

A name is its words, whatever stands between them and however large they are written: "@Anna_K" is one word, "Anna
Kowalska" two, an e-mail address as many as it has parts. Whoever has the hashes and not the key has nothing; whoever
has both can ask whether a name is meant, and cannot read it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "[@]"  # as an import masks the names of accounts: no word, so nothing is read in it
SHORTEST = 3  # letters and digits of a name: one of two would be found in every text
_WORD = re.compile(r"\w+")
_BETWEEN = r"\W{1,3}"


class Spelling(NamedTuple):
    """One way to write a name."""

    words: int
    first: str  # keyed hash of its first word
    whole: str  # and of all of them


@dataclass(frozen=True)
class Names:
    """The names of one person or of several."""

    key: str
    spellings: frozenset[Spelling] = frozenset()

    @classmethod
    def of(cls, key: str, said: Iterable[str]) -> Names:
        """Hash names as people write them; what is shorter than three letters is left out."""
        split = [words_of(one) for one in said]
        kept = [words for words in split if len("".join(words)) >= SHORTEST]
        hashed = (Spelling(len(words), digest(key, words[0]), digest(key, " ".join(words))) for words in kept)
        return cls(key, frozenset(hashed))

    def is_one(self, text: str) -> bool:
        """Whether a text is such a name and nothing else, as the cell of an author is."""
        words = words_of(text)
        if not words or len(words) not in {one.words for one in self.spellings}:
            return False
        whole = digest(self.key, " ".join(words))
        return any(one.whole == whole for one in self.spellings)

    def within(self, text: str) -> re.Pattern[str] | None:
        """Give the pattern of the names that stand in a text; None: there is none."""
        text = unicodedata.normalize("NFC", text)
        firsts = self._first_words(text)
        if not firsts:
            return None
        start = rf"(?<!\w)(?={'|'.join(map(re.escape, firsts))})"
        found: set[tuple[str, ...]] = set()
        wholes = {(one.words, one.whole) for one in self.spellings}
        for length in {one.words for one in self.spellings}:
            shape = re.compile(rf"{start}\w+(?:{_BETWEEN}\w+){{{length - 1}}}(?!\w)", re.IGNORECASE)
            for match in shape.finditer(text):
                words = words_of(match[0])
                if (length, digest(self.key, " ".join(words))) in wholes:
                    found.add(words)
        if not found:
            return None
        longest_first = sorted(found, key=lambda words: (-len(words), words))
        names = "|".join(_BETWEEN.join(map(re.escape, words)) for words in longest_first)
        return re.compile(rf"(?<!\w)@?(?:{names})(?!\w)", re.IGNORECASE)

    def _first_words(self, text: str) -> list[str]:
        wanted = {one.first for one in self.spellings}
        words = {word.lower() for word in _WORD.findall(text)}
        return sorted(word for word in words if digest(self.key, word) in wanted)

    def masked(self, text: str) -> str:
        """Give a text without the names in it."""
        pattern = self.within(text)
        return pattern.sub(MASK, unicodedata.normalize("NFC", text)) if pattern else text

    def mask_all(self, value: Any) -> Any:
        """Give what JSON can hold without the names in its texts; keys of objects too."""
        match value:
            case str():
                return self._of_json(value) or self.masked(value)
            case dict():
                return {self.masked(str(name)): self.mask_all(one) for name, one in value.items()}
            case list() | tuple():
                return [self.mask_all(one) for one in value]
            case _:
                return value

    def _of_json(self, text: str) -> str | None:
        """Mask a text that is JSON itself, where letters may be written as numbers; None: it is none."""
        if not text.startswith(("{", "[")):
            return None
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return None
        masked = self.mask_all(said)
        return text if masked == said else json.dumps(masked)


def words_of(text: str) -> tuple[str, ...]:
    """Split a name or a text into its words, in small letters."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def digest(key: str, text: str) -> str:
    """Hash a text so that only the key can tell which it was: 32 hex digits."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def times(pattern: re.Pattern[str] | None, texts: Iterable[str]) -> Iterator[int]:
    """Count a name in each text."""
    for text in texts:
        yield len(pattern.findall(unicodedata.normalize("NFC", text))) if pattern else 0
