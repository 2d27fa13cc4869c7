"""A text of somebody as a page shows it: where its retention took it away, a word about that instead of its mark."""

from __future__ import annotations

from data.texts.faded import is_faded
from pages._session import words


def as_said(text: str) -> str:
    """Give the text, or say that it is kept no longer."""
    return words()("privacy.faded") if is_faded(text) else text
