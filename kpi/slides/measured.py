"""How wide and how high a text is, so that none runs out of its box.

Measured with the face of the PDF, which lies here and is 2 to 5% wider than the Calibri of the slides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PIL import ImageFont

from kpi.paper.printable import FONTS, glyphs

if TYPE_CHECKING:
    from collections.abc import Iterable

LEADING = 1.22  # height of a line, of its size
_PIECE = re.compile("[^ ]+ *| +")
_UNIT = 100
_HEIGHT_OF_WIDE = 1.1  # a sign of East Asia or an emoji is as wide as high, and a little more


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSans3_700Bold.ttf" if bold else "SourceSans3_400Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), _UNIT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in one line, in points."""
    known, others = _parted(text)
    return (_face(bold).getlength(known) / _UNIT + others) * size


def _parted(text: str) -> tuple[str, float]:
    """Part what the face can draw from the rest, which is guessed in units of its size."""
    if text.isascii():
        return text, 0.0
    known, others = "", 0.0
    for char in text:
        if char in glyphs() and char.isprintable() and ord(char) < 0x2500:
            known += char
        elif not unicodedata.combining(char) and char not in "\u200d\ufe0e\ufe0f":
            others += _HEIGHT_OF_WIDE
    return known, others


def lines(runs: Iterable[tuple[str, float, bool]], room: float) -> int:
    """Count the lines that texts after each other take, each with its size in points and weight."""
    count, filled = 1, 0.0
    for text, size, bold in runs:
        for piece in _PIECE.findall(text):
            wide = width(piece.rstrip(" "), size, bold)
            if filled and filled + wide > room:
                count, filled = count + 1, 0.0
            if wide > room:  # a word longer than a line is cut
                count += int((filled + wide) // room)
                wide = (filled + wide) % room - filled
            filled += wide + width(" " * (len(piece) - len(piece.rstrip(" "))), size, bold)
    return count
