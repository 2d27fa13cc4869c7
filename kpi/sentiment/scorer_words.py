"""Scorers in words: the name behind the one that is stored with each score."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.words import Words


def scorer_name(stored: str, say: Words) -> str:
    """Say which scorer a stored name stands for: lexicon-1, own-3, local-1a2b3c4d; one of another kind as it is."""
    kind, _, version = stored.partition("-")
    return say(f"scorer.name.{kind}", version=version) if say.has(f"scorer.name.{kind}") else stored
