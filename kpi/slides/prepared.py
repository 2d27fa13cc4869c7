"""Text that PowerPoint can hold: XML forbids some characters, and a stack of marks would cover its neighbours.

Emoji, Arabic, Hebrew, Chinese and Japanese stay: PowerPoint has fonts for them.
"""

from __future__ import annotations

import re
from html import escape

from data.text import clean

_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STACK = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_BLANKS = re.compile("[ \t\r\n\u0085\u2028\u2029]+")


def prepared(text: str) -> str:
    """Make any text fit for a slide, in one line."""
    return _BLANKS.sub(" ", _STACK.sub(r"\1", _FORBIDDEN.sub("", clean(text)))).strip(" ")


def quoted(text: str) -> str:
    """Write a text in XML."""
    return escape(prepared(text))
