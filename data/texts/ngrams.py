"""The pieces of two to five characters that words are made of, as numbers from 0 to 65,535: many texts at once.

As `HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5))` of scikit-learn cuts them, but with one pass of numpy
over the characters of all texts instead of one of Python over each piece: a piece is a hash of its characters, and none
reaches beyond a word and the blanks around it. Case and accents do not matter, signs and emoji do.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BITS = 16
SIZE = 1 << BITS  # different pieces; two that share a number share a weight
SHORTEST, LONGEST = 2, 5  # characters of a piece
MOST = 2_000  # characters of a text that are read: what decides stands at its beginning
AT_ONCE = 16_000  # characters in one pass: they stay in the cache of a core, and memory is bounded
BLANK = 32
_FOLDED = 0x600  # of the characters below, case and accents are taken off: Latin, Greek, Cyrillic
_STEP, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)  # FNV prime; 2^64 / golden ratio (Knuth)


@dataclass(frozen=True)
class Pieces:
    """The pieces of some texts, in no order: which piece, and of which text, both counted from zero."""

    numbers: NDArray[np.intp]
    of: NDArray[np.intp]
    texts: int

    @property
    def counts(self) -> NDArray[np.intp]:
        """Count the pieces of each text; one without a word has none."""
        return np.bincount(self.of, minlength=self.texts)


def passes(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Part texts into runs that one pass can hold: (first, last), the last not included."""
    edges, held = [0], 0
    for place, text in enumerate(texts):
        if held > AT_ONCE:
            edges.append(place)
            held = 0
        held += min(len(text), MOST)
    yield from pairwise([*edges, len(texts)])


def pieces(texts: Sequence[str]) -> Pieces:
    """Cut texts into pieces: as many texts as `passes` says, for memory's sake."""
    codes, of = _characters(texts)
    blank = codes == BLANK
    hashed, crosses = codes, blank
    found: list[NDArray[np.intp]] = []
    owners: list[NDArray[np.intp]] = []
    for length in range(SHORTEST, LONGEST + 1):
        # the piece that begins here, one longer than before: what was its last character is now inside it
        hashed = hashed[:-1] * _STEP + codes[length - 1 :]
        crosses = blank[:-1] & blank[1:] if length == SHORTEST else crosses[:-1] | blank[length - 2 : -1]
        whole = ~crosses & (of[: len(hashed)] == of[length - 1 :])
        found.append(((hashed[whole] * _MIX) >> np.uint64(64 - BITS)).astype(np.intp))
        owners.append(of[: len(hashed)][whole])
    return Pieces(np.concatenate(found), np.concatenate(owners), len(texts))


def _characters(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Give the characters of all texts, folded, each text between blanks; and which text each is of."""
    cut = [f" {text[:MOST]} " for text in texts]
    codes = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    of = np.repeat(np.arange(len(cut)), [len(text) for text in cut])
    codes = np.where(codes < _FOLDED, _folds()[np.minimum(codes, _FOLDED - 1)], codes)
    same = np.concatenate([[False], of[1:] == of[:-1]])
    doubled = np.concatenate([[False], (codes[1:] == BLANK) & (codes[:-1] == BLANK)]) & same
    kept = ~doubled & (codes != 0)
    return codes[kept].astype(np.uint64), of[kept]


@cache
def _folds() -> NDArray[np.uint32]:
    """Give what each character is folded to; 0 = nothing, as for an accent that stands on its own."""
    return np.array([_folded(chr(code)) for code in range(_FOLDED)], np.uint32)


def _folded(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    if character.isspace() or unicodedata.category(character) == "Cc":
        return BLANK
    return ord(unicodedata.normalize("NFD", character.lower())[0])
