"""Characters that nobody sees and that have no place in a cell."""

from __future__ import annotations

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they turn the direction of what follows
CONTROLS = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127]))  # all but tab and line ends
_DROP = dict.fromkeys(map(ord, CONTROLS + BIDI))


def clean(text: str) -> str:
    """Take out control characters and marks that turn the direction of writing."""
    return text.translate(_DROP)
