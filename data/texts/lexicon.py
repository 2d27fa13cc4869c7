"""A scorer from word lists: opinions, what turns, strengthens or weakens them, emoji, shouting.

After VADER (Hutto & Gilbert 2014, ICWSM), with the lists of more languages. It reads what it finds and guesses nothing:
a text without any of its words is neutral, one in a language it does not know is read by its emoji or not at all.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from data.texts.lists import LANGUAGES, everywhere, words
from data.texts.tokens import LONGEST, tokens
from data.texts.words import SOURED, STRONGER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.texts.scorer import Score
    from data.texts.words import Entry, Phrases, Role, Words

BEFORE, AFTER = 4, 5  # tokens in which a negator is looked for, before an opinion and behind a verb
ASKED = 0.4  # "does it work?" praises nothing; "why does it never work?" blames all the same
WITHIN = 40  # tokens behind an opinion in which a question mark is looked for
NEAR = 2  # tokens before an opinion in which something may strengthen it
TURNED = -0.6  # "not good" is less bad than "bad"
DARKER = 1.5  # of what blames: lists read too rosy (Taboada et al. 2011, SO-CAL, Computational Linguistics 37:2)
EARLIER, LATER = 0.5, 1.3  # what stands before and behind "but"
CLAUSE: frozenset[Role] = frozenset({"pause", "stop", "asked", "but"})  # ends of one: nothing is turned from beyond
SENTENCE: frozenset[Role] = frozenset({"stop"})
LOUD, LOUDEST = 0.08, 3  # each exclamation mark, up to so many
HALFWAY = 3.0  # squared weight at which a text is 0.7 of the way to one end


class Lexicon:
    """Read texts by word lists."""

    name = "lexicon-1"

    def score(self, texts: Sequence[str], languages: Sequence[str | None], folds: Sequence[int]) -> list[Score | None]:
        """Give (positive, negative) of each text; None for one in an unknown language without emoji."""
        del folds  # it learnt nothing, so there is nothing to keep apart
        return [_score(text, language) for text, language in zip(texts, languages, strict=True)]


def _score(text: str, language: str | None) -> Score | None:
    known = language in LANGUAGES
    entries = _entries(text, words(language) if language and known else everywhere())
    opinions = [place for place, entry in enumerate(entries) if entry and entry.role == "opinion"]
    if not opinions:
        return (0.0, 0.0) if known else None
    total = _total(entries, opinions) * (1 + LOUD * min(text.count("!", 0, LONGEST), LOUDEST))
    balance = total / sqrt(total * total + HALFWAY)
    return max(0.0, balance), max(0.0, -balance)


def _entries(text: str, known: Words) -> list[Entry | None]:
    """Look every token up, and see phrases as one word."""
    written = tokens(text, apart=known.apart)
    entries = list(map(known.__getitem__, written))
    last = len(entries) - 1
    for place, entry in enumerate(entries):
        if entry and entry.phrases and place < last and (phrases := entry.phrases.get(written[place + 1].lower())):
            _join(place, phrases, entries, written)
    return entries


def _join(place: int, phrases: Phrases, entries: list[Entry | None], written: list[str]) -> None:
    """Put the longest phrase that stands there in the place of its words."""
    for rest, entry in phrases:
        end = place + 2 + len(rest)
        if tuple(token.lower() for token in written[place + 2 : end]) == rest:
            entries[place:end] = [entry, SOURED if entry.sours else None, *([None] * len(rest))]
            return


def _total(entries: list[Entry | None], opinions: list[int]) -> float:
    """Add up the opinions, each as it stands among the words around it."""
    turn = next((place for place, entry in enumerate(entries) if entry and entry.role == "but"), None)
    total = 0.0
    for place in opinions:
        weight = _weight(entries, place)
        if turn is not None:
            weight *= EARLIER if place < turn else LATER
        total += weight
    return total


def _weight(entries: list[Entry | None], place: int) -> float:
    """Give the weight of one opinion after what turns, strengthens or weakens it in its own clause."""
    entry = entries[place]
    if not entry or (entry.both and _is_opinion(entries, place + 1)):
        return 0.0
    factor, turned = _before(entries, place, praise=entry.weight > 0)
    if not entry.fixed and (turned or (entry.verb and _behind(entries, place, AFTER, "negator", CLAUSE))):
        factor *= TURNED
    weight = entry.weight * factor
    if weight < 0:
        return weight * DARKER
    return weight * ASKED if weight and _behind(entries, place, WITHIN, "asked", SENTENCE) else weight


def _before(entries: list[Entry | None], place: int, *, praise: bool) -> tuple[float, bool]:
    """Give how much stronger what stands before an opinion makes it, and whether it turns it."""
    factor, turned = 1.0, False
    for back in range(place - 1, max(-1, place - 1 - BEFORE), -1):
        if not (other := entries[back]):
            continue
        if other.role in CLAUSE:
            break
        turned = turned or other.role == "negator" or (praise and other.role == "soured")
        if other.role == "factor" and place - back <= NEAR:
            factor *= other.weight
        elif other.both and place - back == 1:
            factor *= STRONGER
    return factor, turned


def _is_opinion(entries: list[Entry | None], place: int) -> bool:
    other = entries[place] if place < len(entries) else None
    return other is not None and other.role == "opinion" and not other.both and other.weight != 0


def _behind(entries: list[Entry | None], place: int, most: int, role: Role, ends: frozenset[Role]) -> bool:
    """Tell whether a role stands behind a word, before the first of these ends."""
    for other in entries[place + 1 : place + 1 + most]:
        if other and other.role == role:
            return True
        if other and other.role in ends:
            return False
    return False
