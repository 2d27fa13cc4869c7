"""Cut a text into words, signs and emoji; addresses and accounts are nobody's opinion."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4_000  # characters read of one text: what decides stands at its beginning, and 100 KB must cost no more
# zero-width and soft marks, marks that turn the direction of writing, and the one that only asks for a colourful emoji
NOBODY_SEES = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe0f]")
ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}|(?<!\w)@\w{1,100}|\S{1,100}@\S{1,100}")
TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]|\n")
APART = re.compile(r"\w+|[^\w\s]|\n")  # where an apostrophe ties two words: n'aime, c'est
_SMILEY = re.compile(r"(?<!\w)(?:[:;=][-^']?[)\]D(\[/|PpOo*3]|[xX][dD]+|<3+|</3|\^\^|:'-?[()])(?!\w)")
_AS_EMOJI = {")": "🙂", "]": "🙂", "D": "😀", "d": "😀", "P": "😛", "p": "😛", "*": "😘", "^": "😊"}
_AS_EMOJI |= {"(": "🙁", "[": "🙁", "/": "😕", "|": "😐", "O": "😮", "o": "😮"}


def without_addresses(text: str) -> str:
    """Leave out links, accounts and e-mail addresses."""
    return ADDRESS.sub(" ", text) if "@" in text or "://" in text or "www." in text else text


def tokens(text: str, *, apart: bool = False) -> list[str]:
    """Give the words, signs and emoji of a text in their order, in the case in which they were written."""
    text = text[:LONGEST]
    if not text.isascii():
        text = NOBODY_SEES.sub("", unicodedata.normalize("NFC", text))
    text = without_addresses(text)
    if ":" in text or ";" in text or "=" in text or "<" in text or "^^" in text or "xD" in text:
        text = _SMILEY.sub(_emoji, text)
    return (APART if apart else TOKEN).findall(text)


def _emoji(smiley: re.Match[str]) -> str:
    """Write a smiley of signs as the emoji it stands for."""
    signs = smiley.group()
    if signs.startswith("<"):
        return " 💔 " if "/" in signs else " ❤ "
    return f" {_AS_EMOJI.get(signs[-1], ' ')} "
