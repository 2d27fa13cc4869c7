"""The words of literals.toml, and texts cut into pieces so that the words can be found in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.declared import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MUTE = {"cadence", "currency", "choice", "article", "copula", "filler"}  # say nothing where they stand alone
LITERALS = Path(__file__).parent / "literals.toml"

SPACES = dict.fromkeys([*map(ord, "\t\n\r\u00a0\u1680\u202f\u205f\u3000"), *range(0x2000, 0x200B)], " ")
PIECE = re.compile(
    r"\((?P<note>[^()]*)\)"
    r"|[\"“”„«»](?P<quoted>[^\"“”„«»]*)[\"“”„«»]"
    r"|(?P<number>\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)\.?"
    r"|(?P<price>(?<=\d)[:,.][-\u2013\u2014]{1,2}(?! ?\d))"
    r"|(?P<sign>[-+\u2212\u2013\u2014\u2010\u2011\u2012])"
    r"|(?P<symbol><=|>=|=<|=>|(?<![\w%)])[.,]\d[\d.,]*|\S)"  # of `.5` the point is no separator
)
Kind = Literal["note", "quoted", "number", "word", "price", "sign", "symbol"]


@dataclass(frozen=True)
class Piece:
    """A piece of what somebody wrote, and how it compares with the words we know."""

    kind: Kind
    text: str
    folded: str


def cut(text: str) -> tuple[Piece, ...]:
    """Cut a text into numbers, words, signs and remarks; what the eye does not see is left out."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text).translate(SPACES) if unicodedata.category(c) != "Cf")
    return tuple(_piece(found) for found in PIECE.finditer(seen))


def _piece(found: re.Match[str]) -> Piece:
    kind: Kind = found.lastgroup  # type: ignore[assignment] # the groups of PIECE are the kinds
    if kind == "price":
        return Piece(kind, found[0], ":-" if found[0][0] == ":" else ",-")
    return Piece(kind, found[kind], fold(found[kind]))


def fold(text: str) -> str:
    """Take case, accents and odd spaces out of a text, so that `Săptămânal` equals `saptamanal`."""
    plain = unicodedata.normalize("NFD", text.translate(SPACES).casefold().replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def joined(pieces: Sequence[Piece]) -> str:
    """Write pieces as one text again."""
    return " ".join(piece.text for piece in pieces)


@dataclass(frozen=True)
class Phrases:
    """Phrases of one or more words, and what each of them means."""

    meanings: Mapping[tuple[str, ...], str]
    longest: int

    @classmethod
    def of(cls, meanings: Mapping[tuple[str, ...], str]) -> Phrases:
        """Make a table of phrases that are cut already."""
        return cls(meanings, max(map(len, meanings)))

    def at(self, pieces: Sequence[Piece], start: int) -> tuple[str, int]:
        """Find what the longest phrase that starts here means, and how many pieces it has; ("", 0) = none does."""
        for length in range(min(self.longest, len(pieces) - start), 0, -1):
            phrase = tuple(piece.folded for piece in pieces[start : start + length])
            if phrase in self.meanings:
                return self.meanings[phrase], length
        return "", 0

    def find(self, pieces: Sequence[Piece], start: int = 0) -> tuple[str, int, int]:
        """Find the first phrase: what it means, where it starts and where it ends; ("", -1, -1) = there is none."""
        for at in range(start, len(pieces)):
            meaning, length = self.at(pieces, at)
            if length:
                return meaning, at, at + length
        return "", -1, -1


@cache
def phrases(table: str) -> Phrases:
    """Give the phrases of a table."""
    known = read(LITERALS)[table].items()
    return Phrases.of({_folded(phrase): meaning for meaning, listed in known for phrase in listed})


@cache
def currencies() -> Mapping[str, tuple[str, ...]]:
    """Give the currencies that a mark may stand for; none = any."""
    return {fold(mark): tuple(codes) for mark, codes in read(LITERALS)["currency"].items()}


@cache
def marks() -> Phrases:
    """Give the marks of money; `:-` is one only behind a number."""
    return Phrases.of({tuple(p.folded for p in cut(f"1{mark}")[1:]): mark for mark in currencies()})


@cache
def known_words() -> tuple[str, ...]:
    """List every single word of an amount or a clause, as it is spelled."""
    declared = read(LITERALS)
    listed = [table.values() for name, table in declared.items() if name not in {"cadence", "currency"}]
    words = {word for table in listed for known in table for phrase in known for word in phrase.split()}
    return tuple(sorted(word for word in words if len(word) > 3 and word.isalpha()))


@cache
def known_pieces() -> frozenset[str]:
    """List every word and sign that means something by itself in an amount or a clause, as it compares."""
    declared = read(LITERALS)
    listed = [table.values() for name, table in declared.items() if name not in MUTE]
    folded = [_folded(phrase) for table in listed for known in table for phrase in known]
    return frozenset(pieces[0] for pieces in folded if len(pieces) == 1)


def without(pieces: Sequence[Piece], table: str) -> tuple[Piece, ...]:
    """Leave the words of a table out."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        _, length = phrases(table).at(pieces, at)
        kept += pieces[at : at + 1] if not length else ()
        at += length or 1
    return tuple(kept)


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(piece.folded for piece in cut(phrase))
