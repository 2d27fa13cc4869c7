"""A scorer reads texts and says how positive and how negative each of them is, each from 0 to 1.

Positive minus negative is an indication of how a text sounds; nothing is decided on it without a team's own labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

Score = tuple[float, float]  # positive, negative


class Scorer(Protocol):
    """Whoever reads texts: a lexicon, the team's own model, a transformer."""

    name: str  # with its version, as stored with each score: "lexicon-1"

    def score(self, texts: Sequence[str], languages: Sequence[str | None], folds: Sequence[int]) -> list[Score | None]:
        """Give (positive, negative), both 0..1, for each text; None where this scorer cannot read it.

        A language is an ISO 639-1 code, or None where nobody could tell. A fold tells which part of a cross-fitted
        model may score the text; a scorer that learnt nothing from the team's labels does not look at it.
        """
        ...


def lexicon() -> Scorer:
    """Give the scorer that needs no labels and no network."""
    from data.texts.lexicon import Lexicon  # noqa: PLC0415 its word lists are read when somebody scores

    return Lexicon()
