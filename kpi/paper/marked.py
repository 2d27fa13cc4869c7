"""Text and tables as Markdown, in which nothing of people's words is taken for markup.

Every mark is escaped. What a site makes of plain text afterwards, whatever is escaped, is parted by a mark that
nobody sees: it calls a person after an @, shows an issue after a #, and links what looks like an address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)")
LEADING = re.compile(r"^(?:[-+=]|#{1,6}|\d{1,9}[.)])(?=\s|$)")
UNSEEN = "\u2060"  # word joiner
CALLS = re.compile(
    r"(?<=@)(?=\w)|(?<=\w)(?=@)|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=:)(?=[\w+-]+:)|(?i:(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d))"
)
LINKS = re.compile(r"(?<=:)(?=//)|(?<=[\w.+-])(?=@)|(?<=\bwww)(?=\.)", re.IGNORECASE)
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # those that do not hold a number and its unit together
UNWRITABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Write people's words so that they are read letter by letter, on one line."""
    line = BLANKS.sub(" ", UNWRITABLE.sub("", clean(text))).strip()
    escaped = CALLS.sub(UNSEEN, MARKUP.sub(r"\\\g<0>", line))
    return LEADING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", escaped)


def unlinked(text: str) -> str:
    """Write people's words on one line, in which nothing that looks like an address becomes a link."""
    return LINKS.sub(UNSEEN, " ".join(clean(text).split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Write a table whose columns also stand below each other for who reads it as text; `right` = those of numbers."""
    lines = [[plain(text) for text in line] for line in (head, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    ends = set(right)
    rule = [f"{'-' * (width - 1)}{':' if place in ends else '-'}" for place, width in enumerate(widths)]
    return [
        _line(lines[0], widths, ends),
        _line(rule, widths, ends),
        *(_line(line, widths, ends) for line in lines[1:]),
    ]


def _line(cells: Sequence[str], widths: Sequence[int], right: set[int]) -> str:
    set_out = (
        text.rjust(width) if place in right else text.ljust(width)
        for place, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(set_out)} |"
