"""Read the word lists of a language: ours, and under them the one of somebody else where there is one."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from data.texts.tokens import tokens
from data.texts.words import STRONGER, Entry, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.texts.words import Role

FOLDER: Final = Path(__file__).parent / "lexicons"
LANGUAGES: Final = ("en", "nl", "sv", "ro", "de", "fr")
FOREIGN: Final = MappingProxyType({"en": "vader.en.txt", "nl": "pattern.nl.txt", "fr": "pattern.fr.txt"})
ENDS: Mapping[Role, str] = MappingProxyType({"stop": ".;:!…\n", "pause": ",()", "asked": "?"})
TABLES = ("opinions", "verbs", "both")
APART = frozenset({"fr", "ro"})  # an apostrophe ties two words there: n'aime, c'est
WEAKER = 0.6
# how people write a letter when the keyboard has none: every spelling of a word is a word
SPELLINGS: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "ro": {"ă": "ăăa", "â": "ââa", "î": "îîi", "ș": "șşs", "ț": "țţt"},
        "fr": {"é": "ée", "è": "èe", "ê": "êe", "ç": "çc", "à": "àa", "â": "âa", "î": "îi", "ô": "ôo", "û": "ûu"},
        "de": {"ä": ("ä", "ae"), "ö": ("ö", "oe"), "ü": ("ü", "ue"), "ß": ("ß", "ss")},
    }
)

ROLES: Final = MappingProxyType(
    {
        "negators": Entry("negator"),
        "stronger": Entry("factor", STRONGER),
        "weaker": Entry("factor", WEAKER),
        "but": Entry("but"),
    }
)


@cache
def words(language: str) -> Words:
    """Give the words of one of our languages; read once."""
    ours = declared(language)
    entries = {**emoji(), **_foreign(language)}
    stems: dict[str, Entry] = {}
    for word, entry in _declared_words(ours):
        for spelt in spellings(word, language):
            _keep(_parts(spelt, language), entry, entries, stems)
    return Words(entries, stems, ours["prefixes"].split(), apart=language in APART)


@cache
def emoji() -> dict[str, Entry]:
    """Give the emoji and signs, which every language shares."""
    return _weighed("emoji") | {sign: Entry(role) for role, signs in ENDS.items() for sign in signs}


@cache
def everywhere() -> Words:
    """Give what can be read in whatever language: emoji, and words that mean the same in all of ours."""
    return Words(emoji() | _weighed("everywhere"), {}, ())


@cache
def declared(language: str) -> dict[str, Any]:
    """Read our own list of a language as it stands in its file."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def spellings(word: str, language: str) -> Iterator[str]:
    """Give a word in full, and as it is written by who leaves the marks out, all of one kind at a time."""
    letters = SPELLINGS.get(language, {})
    most = max((len(letters[letter]) for letter in word if letter in letters), default=1)
    for spelling in range(most):
        yield "".join(letters[c][min(spelling, len(letters[c]) - 1)] if c in letters else c for c in word)


def _declared_words(ours: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    turning = {*ours["negators"].split()}
    for table in TABLES:
        for weight, written in ours.get(table, {}).items():
            for word in written.split():
                yield word, _opinion(float(weight), table, word.split("_"), turning)
    for role, entry in ROLES.items():
        for word in ours[role].split():
            yield word, entry


def _opinion(weight: float, table: str, parts: list[str], turning: set[str]) -> Entry:
    """Say what a word or phrase does; a phrase that blames or turns in itself is not turned by what stands before."""
    blames, turns = len(parts) > 1 and weight < 0, not turning.isdisjoint(parts)
    return Entry("opinion", weight, table == "verbs", blames or turns, blames and turns, table == "both")


def _parts(word: str, language: str) -> list[str]:
    """Cut a word or phrase of a list as a text is cut."""
    return tokens(word.replace("_", " ").removesuffix("*"), apart=language in APART) + ["*"] * word.endswith("*")


def _weighed(table: str) -> dict[str, Entry]:
    shared = declared("emoji")[table]
    return {
        word: Entry("opinion", float(weight), fixed=table == "emoji")
        for weight, written in shared.items()
        for word in written.split()
    }


def _foreign(language: str) -> dict[str, Entry]:
    """Read a list of somebody else: a word and its weight a line."""
    if language not in FOREIGN:
        return {}
    lines = (FOLDER / FOREIGN[language]).read_text(encoding="utf-8").splitlines()
    rows = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
    return {spelt: Entry("opinion", float(weight)) for word, weight in rows for spelt in spellings(word, language)}


def _keep(parts: list[str], entry: Entry, entries: dict[str, Entry], stems: dict[str, Entry]) -> None:
    """Put a word where it is found: whole, as a stem that may go on (a star), or as a phrase under its first word."""
    first, *rest = parts
    if rest == ["*"]:
        stems[first] = entry
    elif not rest:
        entries[first] = replace(entry, phrases=entries[first].phrases if first in entries else None)
    else:
        head = entries.get(first, Entry("phrase"))
        phrases = dict(head.phrases or {})
        longest_first = sorted([*phrases.get(rest[0], []), (tuple(rest[1:]), entry)], key=lambda one: -len(one[0]))
        entries[first] = replace(head, phrases=phrases | {rest[0]: longest_first})
