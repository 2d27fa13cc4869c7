"""Text that the fonts of the PDF can draw, in lines that can break.

Under PDF/UA an undrawable glyph stops the print, and people's words hold anything:
emoji, Hebrew, control characters, the fancy letters of social posts.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parents[1] / "fonts"
UNDRAWABLE = "□"
BREAK = "\u200b"  # zero-width space: a line may end here
LONG, PIECE = 30, 16  # a longer run without a blank gets a place to break every so many characters

_EMOJI_JOINERS = "\u200d\ufe0e\ufe0f"
_BIDI = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Make any text drawable; what no font has becomes one square for the whole run."""
    drawable = "".join(map(_drawable, unicodedata.normalize("NFC", text)))
    drawable = re.sub(f"{UNDRAWABLE}{{2,}}", UNDRAWABLE, _unstacked(drawable))
    return re.sub(rf"\S{{{LONG + 1},}}", lambda run: _breakable(run[0]), drawable)


def _drawable(char: str) -> str:
    # The category comes first: a font's table may list U+0000.
    if char.isspace():
        return char if char in "\u00a0\u202f" else " "
    if char in _BIDI or (unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn", "Cf"} and char not in _EMOJI_JOINERS):
        return ""
    if char in glyphs():
        return char
    if unicodedata.combining(char):
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and all(c in glyphs() for c in plain) else UNDRAWABLE


def _unstacked(text: str) -> str:
    """Keep one combining mark on a letter; the font cannot stack them."""
    kept = ""
    for char in text:
        if not unicodedata.combining(char) or (kept and kept[-1].isalpha() and not unicodedata.combining(kept[-1])):
            kept += char
    return kept


def _breakable(run: str) -> str:
    pieces = re.split(r"(?<=[/_.?&=@-])", run)
    return BREAK.join(piece[i : i + PIECE] for piece in pieces for i in range(0, len(piece), PIECE))


@cache
def glyphs() -> frozenset[str]:
    """Every character that each weight of the text face, or the emoji face, can draw."""
    weights = [_cmap(path.read_bytes()) for path in sorted(FONTS.glob("SourceSans3*.ttf"))]
    emoji = _cmap((FONTS / "NotoEmoji_400Regular.ttf").read_bytes())
    return frozenset(map(chr, frozenset.intersection(*weights) | emoji))


def _cmap(font: bytes) -> frozenset[int]:
    """Read which code points a TrueType font maps (its format 12 table)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(o for tag, _, o, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables]) if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    encodings = struct.iter_unpack(">HHI", font[start + 4 : start + 4 + 8 * count])
    table = next(start + o for _, _, o in encodings if struct.unpack_from(">H", font, start + o)[0] == 12)
    groups = struct.unpack_from(">I", font, table + 12)[0]
    spans = struct.iter_unpack(">III", font[table + 16 : table + 16 + 12 * groups])
    return frozenset(code for first, last, _ in spans for code in range(first, last + 1))
