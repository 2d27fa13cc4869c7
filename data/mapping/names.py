"""What columns are called: the headers of every declared format, in their languages, as one dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from data.facts import FACTS
from data.mapping.fields import METRIC, fields_of, id_of, moments_of
from data.reading.headers import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.format import Format

Likeness = Literal["same", "holds", "alike"]  # its name; its name among other words; a word of its name
_TELLING, _SHORT = 8, 4  # letters of a word that says enough beside others, and of one that says something
_IN_BRACKETS = re.compile(r"\(([^)]+)\)")
_WHEN = frozenset({"day", "published_at", "received_at"})  # one of them says when, whatever a format calls it
_IDS = frozenset({"id", "nr", "no", "number", "nummer", "numar"})
_ALSO = {"caption": "title"}
_COMMON = 2  # facts that call their day so: "Datum", but not "Answered on"


@lru_cache(maxsize=16_384)
def spoken(text: str) -> str:
    """Fold a header to its words: no case, accents, punctuation or brackets: "Likes_count (EUR)" -> "likes count"."""
    bare = re.sub(r"\([^)]*\)", " ", text.removesuffix(ANY)) if not text.startswith("(") else text
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


@dataclass(frozen=True)
class Names:
    """The words for each field of each fact."""

    words: Mapping[tuple[str, str], frozenset[str]]  # (fact, field) -> folded words
    facts: Mapping[str, frozenset[str]]  # folded word -> the facts that have a field of that name

    def likeness(self, fact: str, field: str, header: str) -> Likeness | None:
        """Say whether a header is a name of a field, holds one (also in brackets), or shares a word with one."""
        key, known = spoken(header), self.words.get((fact, field), frozenset())
        if key in known:
            return "same"
        inside = {spoken(part) for part in _IN_BRACKETS.findall(header)}
        held = [word for word in known if len(word) >= _SHORT and f" {word} " in f" {key} "]
        if inside & known or any(" " in word or len(word) >= _TELLING for word in held):
            return "holds"
        begun = len(key) > _SHORT and any(word.startswith(f"{key} ") for word in known)
        return "alike" if held or begun else None

    def weight(self, header: str) -> float:
        """Say how much a header tells of what the file holds: a name of one fact only tells most."""
        return 1 / max(1, len(self.facts.get(spoken(header), ())))

    def known(self, header: str) -> bool:
        """Whether any field is called so."""
        return spoken(header) in self.facts


def names_of(formats: Mapping[str, Format], spoken_as: Mapping[str, Iterable[str]]) -> Names:
    """Collect the words: headers of all formats, the field's own name, and what the pages call it (`spoken_as`)."""
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in formats.values():
        for field, heads in _headers(form):
            own[form.fact, field] |= heads
    anywhere = _anywhere(own)
    words = {}
    for fact in FACTS:
        for field in fields_of(fact, formats):
            others = {word for (of, name), heads in own.items() if of == fact and name != field for word in heads}
            called = own[fact, field] | _called(fact, field, own, spoken_as)
            words[fact, field] = frozenset(called | (anywhere[_shared(field)] - others))
    return Names(words, _by_word(words))


def _anywhere(own: Mapping[tuple[str, str], set[str]]) -> Mapping[str, set[str]]:
    """Collect what a field is called in any fact; a day only by words that several facts use."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (fact, field), heads in own.items():
        for word in heads:
            found[_shared(field)][word].add(fact)
    return defaultdict(set) | {
        field: {word for word, facts in heads.items() if field != "when" or len(facts) >= _COMMON}
        for field, heads in found.items()
    }


def _headers(form: Format) -> list[tuple[str, set[str]]]:
    of_cells = [(field, {spoken(alias) for alias in cell.from_}) for field, cell in form.cells.items()]
    of_titles = [(METRIC + t.metric, {spoken(word) for word in t.words}) for t in form.titles if t.metric]
    return [(field, {word for word in heads if word}) for field, heads in (*of_cells, *of_titles)]


def _shared(field: str) -> str:
    """Name a field as other facts may: a figure of a post and of an account day are called the same."""
    bare = field.removeprefix(METRIC)
    return "when" if bare in _WHEN else _ALSO.get(bare, bare)


def _called(
    fact: str, field: str, own: Mapping[tuple[str, str], set[str]], spoken_as: Mapping[str, Iterable[str]]
) -> set[str]:
    """Give the field's own name and its names on the pages; a moment also goes by the names of its day."""
    bare = field.removeprefix(METRIC)
    said = {spoken(bare), *(spoken(word) for word in spoken_as.get(bare, ())), *(_IDS if field == id_of(fact) else ())}
    return said | (own.get((fact, "day"), set()) if field in moments_of(fact) else set())


def _by_word(words: Mapping[tuple[str, str], frozenset[str]]) -> Mapping[str, frozenset[str]]:
    facts: dict[str, set[str]] = defaultdict(set)
    for (fact, _), known in words.items():
        for word in known:
            facts[word].add(fact)
    return {word: frozenset(found) for word, found in facts.items()}
