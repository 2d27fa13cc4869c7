"""What was answered for the same kind of file before: the account, above all.

Files of one kind are told apart by the shape of their name: dates, ids and
counters differ from download to download, words do not. "(1)" is kept: a
browser writes it when a second file of the same name arrives, which may well be
the second account. Where one shape was answered in two ways it tells nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.values.yearless import MONTH_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger import Upload

KEPT = ("channel", "account", "own_brand")  # answers that hold for the next file too; a year does not
_MONTH = rf"(?:{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))})\.?"
_LETTER = r"[^\W\d_]"
_VARYING = (
    r"\d{8}t\d{4,6}z?",  # 20261116T080000Z
    r"(?<![0-9a-z])(?=[a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*(?![0-9a-z])",  # an id in hexadecimal
    rf"(?<!{_LETTER}){_MONTH}(?=[\s._-]*\d)",  # Jan-01-2026
    rf"(?<=\d)[\s._-]*{_MONTH}(?!{_LETTER})",  # 1 januari 2026, 01jan2026
    rf"(?<!{_LETTER})\d+|\d+(?!{_LETTER}|\d)",  # dates, times, ids, counters; not the 4 of mh4u
)
_COPY = re.compile(r"\((\d{1,2})\)(?=\.|$)")  # "(1)" at the end of a name


@dataclass(frozen=True)
class Remembered:
    """An answer, and the newest upload it was given for."""

    value: str
    batch_id: int


def shape(file: str) -> str:
    """Give what stays the same in the names of one kind of file; of a zip's member, the zip's name too."""
    return "/".join(map(_part_shape, file.casefold().replace("\\", "/").split("/")))


def _part_shape(part: str) -> str:
    copies = _COPY.findall(part)
    plain = _COPY.sub("", part)
    for pattern in _VARYING:
        plain = re.sub(pattern, "#", plain)
    plain = re.sub(r"#(?:[\s._:-]*#)*", "#", plain)
    plain = re.sub(r"\s+", " ", plain).replace(" .", ".").strip()
    return plain + "".join(f"({number})" for number in copies)


def answers_for(uploads: Sequence[Upload], form: str, file: str) -> dict[str, Remembered]:
    """Give what the live uploads of a format answered for names of this shape; nothing where they differ."""
    wanted = shape(file)
    alike = [one for one in uploads if one.undone_at is None and one.format == form and shape(one.file) == wanted]
    found = {}
    for name in KEPT:
        said = {one.answers[name]: one.batch_id for one in sorted(alike, key=_number) if one.answers.get(name)}
        if len(said) == 1:
            found[name] = Remembered(*said.popitem())
    return found


def _number(upload: Upload) -> int:
    return upload.batch_id
