"""A text as the person who labels it reads it: words and line ends; no name, and no sign that hides or turns them.

It is drawn as plain text (`textContent`), so markdown, links, images and HTML in it are letters like others.
"""

from __future__ import annotations

import re
import unicodedata

from kpi.paper.private import private

JOINERS = "\u200c\u200d"  # within emoji and within words of some scripts: without them other signs would be read
HIDDEN = {"Cc", "Cf", "Cs", "Co"}  # control signs, what turns the direction of writing, and letters that show nothing
_MANY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def as_shown(text: str) -> str:
    """Give a text without accounts, addresses, telephone numbers and unseen signs; empty lines stay, one at a time."""
    lines = re.sub(r"\r\n?|[\u2028\u2029\u0085\v\f]", "\n", text)
    visible = "".join(one for one in lines if one in "\n\t" + JOINERS or unicodedata.category(one) not in HIDDEN)
    masked = "\n".join(private(line) for line in visible.split("\n"))
    return _MANY_LINES.sub("\n\n", masked).strip()
