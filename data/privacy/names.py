"""A name that must not be known any more, and still be recognised: kept as keyed hashes of its words.

A name is its words, whatever stands between them and however large they are written: "@Anna_K" is one word, "Anna
Kowalska" two, an e-mail address as many as it has parts. What is asked and what is looked through are folded in one way
and split into words after that. Whoever has the hashes and not the key has nothing; whoever has both can ask whether a
name is meant, and cannot read it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "[@]"  # as an import masks the names of accounts: no word, so nothing is read in it
SHORTEST = 3  # letters and digits of a name: one of two would be found in every text


def _is_mark(one: str) -> bool:
    """Whether a sign belongs to the letter before it: an accent, or a vowel of the scripts of India."""
    return unicodedata.category(one).startswith("M")


_MARKS = "".join(filter(_is_mark, map(chr, range(0x300, 0x20000))))
_WORD = re.compile(rf"\w[\w{_MARKS}]*")
_BETWEEN = re.compile(r"(?:\s+|\W{1,3})(?=\w)")
_UNSEEN = re.compile(r"[\u00ad\u061c\u180e\u200c-\u200f\u2060-\u2064\ufeff]")  # joiners, marks of direction


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
        kept = [words_of(one) for one in said if is_long(one)]
        hashed = (Spelling(len(words), digest(key, words[0]), digest(key, " ".join(words))) for words in kept)
        return cls(key, frozenset(hashed))

    def is_one(self, text: str) -> bool:
        """Whether a text is such a name and nothing else, as the cell of an author is."""
        words = words_of(text)
        return bool(words) and any(one.words == len(words) for one in self.spellings) and self._are_one(words)

    def _are_one(self, words: tuple[str, ...]) -> bool:
        whole = digest(self.key, " ".join(words))
        return any(one.words == len(words) and one.whole == whole for one in self.spellings)

    def within(self, text: str) -> bool:
        """Whether such a name stands in a text."""
        firsts = self._firsts(text)
        return bool(firsts) and any(self._found(folded(text), firsts))

    def standing(self, text: str) -> list[str]:
        """Give the names that stand in a text, as it writes them."""
        return [text[start:end] for start, end in self._spans(text)]

    def masked(self, text: str) -> str:
        """Give a text without the names in it; all else in it stays as it is written."""
        parts, rest = [], 0
        for start, end in self._spans(text):
            parts += [text[rest:start], MASK]
            rest = end
        return "".join([*parts, text[rest:]])

    def _firsts(self, text: str) -> list[str]:
        """Give the words of a text with which a name of theirs begins."""
        wanted = {one.first for one in self.spellings}
        words = {*_WORD.findall(folded("\n".join({*text.split()})))} if wanted else ()
        return sorted(word for word in words if digest(self.key, word) in wanted)

    def _found(self, plain: str, firsts: list[str]) -> Iterator[tuple[int, int]]:
        """Find the names in a folded text, of those that begin together the longest: where each begins and ends."""
        end = 0
        for match in re.finditer(rf"(?<!\w)@?(?:{'|'.join(map(re.escape, firsts))})", plain):
            start = match.start()
            is_first = start >= end and not (start and _is_mark(plain[start - 1]))
            last = self._end(plain, start + (plain[start] == "@")) if is_first else None
            if last is not None:
                yield start, last
                end = last

    def _end(self, plain: str, at: int) -> int | None:
        """Give the end of the longest name that begins at a place of a folded text."""
        last, words = None, tuple[str, ...]()
        for _ in range(max(one.words for one in self.spellings)):
            word = _WORD.match(plain, at)
            if word is None:
                break
            words = (*words, word[0])
            last = word.end() if self._are_one(words) else last
            between = _BETWEEN.match(plain, word.end())
            if between is None:
                break
            at = between.end()
        return last

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the names in a text as it is written."""
        firsts = self._firsts(text)
        if not firsts:
            return
        # a letter with its accents is folded as one: it may be another number of signs then
        letters = [at for at, one in enumerate(text) if not at or not unicodedata.combining(one)]
        bounds = [*pairwise([*letters, len(text)])]
        parts = [folded(text[start:end]) for start, end in bounds]
        places = [*chain.from_iterable(repeat(bound, len(part)) for bound, part in zip(bounds, parts, strict=True))]
        for start, end in self._found("".join(parts), firsts):
            yield places[start][0], places[end - 1][1]

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


def folded(text: str) -> str:
    """Write a text in the one way in which names are compared: İ as i, Ş with a cedilla as Ș with a comma, ß as ss."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("´", "'")).casefold()
    plain = unicodedata.normalize("NFKD", plain).replace("\u0327", "\u0326")
    return _UNSEEN.sub("", plain.replace("i\u0307", "i").replace("ı", "i"))


def words_of(text: str) -> tuple[str, ...]:
    """Split a name or a text into its words, folded."""
    return tuple(_WORD.findall(folded(text)))


def is_long(said: str) -> bool:
    """Whether a name is long enough to look for."""
    return len(unicodedata.normalize("NFC", "".join(words_of(said)))) >= SHORTEST


def digest(key: str, text: str) -> str:
    """Hash a text so that only the key can tell which it was: 32 hex digits."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
