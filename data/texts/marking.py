"""Where the words of a topic stand in a text, letter by letter, to show them to a reader.

It reads a text as the macro `worded` does (data/views.sql): words of letters and digits, without case and accents.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span = tuple[int, int]  # from the first letter to behind the last one
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # an accent may be a sign of its own


def marks(text: str, sought: Iterable[str]) -> tuple[Span, ...]:
    """Find where words stand, as they are sought: " data leak " alone, " privacy" where a word may go on."""
    found = [(one.start(), one.end(), _plain(one[0])) for one in _WORD.finditer(text)]
    said, starts, ends = " ", list[int](), list[int]()
    for *_, word in found:
        starts.append(len(said))
        said += f"{word} "
        ends.append(len(said) - 1)
    spans = sorted({span for word in sought for span in _each(said, word)})
    places = ((bisect_right(starts, first) - 1, bisect_left(ends, last)) for first, last in spans)
    return tuple(_merged((found[first][0], found[last][1]) for first, last in places))


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()


def _each(said: str, word: str) -> Iterator[Span]:
    """Give the first and last letter of each place where a word stands."""
    at = said.find(word)
    while at >= 0:
        yield at + 1, at + len(word.rstrip())
        at = said.find(word, at + 1)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Make one of those that overlap."""
    last: Span | None = None
    for first, end in sorted(spans):
        if last and first <= last[1]:
            last = (last[0], max(last[1], end))
        else:
            if last:
                yield last
            last = (first, end)
    if last:
        yield last
