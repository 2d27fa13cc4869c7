"""Any text becomes one that the fonts can draw and the lines can break."""

from __future__ import annotations

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.paper.printable import BREAK, FONTS, LONG, UNDRAWABLE, glyphs, printable

DRAWN_AS = [
    ("Škoda, ș ț ă â î, één, på, 22 °C, ≥ 80 %", "Škoda, ș ț ă â î, één, på, 22 °C, ≥ 80 %"),
    ("cafe\u0301", "café"),  # composed
    ("IJ\u0301", "IJ\u0301"),  # a letter that has no composed form keeps its mark
    ("Z\u0307\u0308o", "Ż\u0308o"),  # stacked marks: one stays
    ("\u0301a", "a"),  # a mark without a letter
    ("𝗕𝗼𝗹𝗱 𝒜𝒾 ｆｕｌｌ", "Bold Ai full"),
    ("👍🏽 🇳🇱 1️⃣ 👩\u200d🚀", "👍🏽 🇳🇱 1️⃣ 👩\u200d🚀"),
    ("שלום עולם", f"{UNDRAWABLE} {UNDRAWABLE}"),
    ("日本語", UNDRAWABLE),
    ("\ufffd", UNDRAWABLE),
    ("a\x00b\x07c\x1b", "abc"),
    ("safe\u202egnp.exe\u2066", "safegnp.exe"),
    ("\ue000private", "private"),
    ("a\tb\nc\u2028d", "a b c d"),
    ("35\u00a0000 12\u202f%", "35\u00a0000 12\u202f%"),  # blanks that must not break stay
    ("", ""),
]


@pytest.mark.parametrize(("text", "drawn"), DRAWN_AS)
def test_text_is_drawn_as(text: str, drawn: str) -> None:
    assert printable(text) == drawn


def test_a_long_run_may_break_after_its_signs_and_every_16_characters() -> None:
    assert printable("https://example.com/a_b?c=d&e=f") == "https:/|/|example.|com/|a_|b?|c=|d&|e=|f".replace(
        "|", BREAK
    )
    assert printable("x" * 40) == BREAK.join(["x" * 16, "x" * 16, "x" * 8])
    assert printable("x" * LONG) == "x" * LONG


def test_a_code_like_text_stays_text() -> None:
    code = '#read("/etc/passwd") $x^2$ *b* @ref <lbl> [x](y)'
    assert printable(code) == code


@given(st.text())
def test_whatever_comes_in_only_drawable_characters_come_out(text: str) -> None:
    assert set(printable(text)) <= glyphs()


@given(st.text())
def test_printing_twice_changes_nothing_more(text: str) -> None:
    once = printable(text)
    assert printable(once).replace(BREAK, "") == once.replace(BREAK, "")


def test_the_list_of_glyphs_is_that_of_the_fonts() -> None:
    listed = [set(pymupdf.Font(fontfile=str(path)).valid_codepoints()) for path in FONTS.glob("SourceSans3*.ttf")]
    emoji = set(pymupdf.Font(fontfile=str(FONTS / "NotoEmoji_400Regular.ttf")).valid_codepoints())
    assert {ord(char) for char in glyphs()} == set.intersection(*listed) | emoji


def test_the_fonts_stand_beside_their_licences() -> None:
    names = {path.name for path in FONTS.iterdir()}
    assert {"SourceSans3_LICENSE.txt", "NotoEmoji_LICENSE.txt"} <= names
    assert len([name for name in names if name.endswith(".ttf")]) == 4
