"""Texts a second of each way to read them, against `str.split` over the same texts: `python -m bench.texts`.

A further scorer is one line in ROUTES. Texts are made of sentences in six languages, none of them twice, of about 100
characters; loading word lists and tables is not counted. Seconds are CPU seconds of one core.
"""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

from bench.measure import in_turns
from data.texts.language import detect
from data.texts.scorer import lexicon
from kpi.cli_common import aligned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Route = Callable[[Sequence[str]], object]

TEXTS = 30_000
SPLITS = 20  # times over, for one is too short to be measured
LANGUAGES = ("en", "nl", "sv", "ro", "de", "fr")
PARTS = {
    "en": (
        "the app keeps crashing",
        "thanks for the quick reply",
        "why does it cost more now?",
        "my order arrived on Tuesday",
        "not bad 👍",
    ),
    "nl": (
        "de app loopt steeds vast",
        "bedankt voor de snelle reactie",
        "waarom is het duurder?",
        "dinsdag is het bezorgd",
        "niet slecht 👍",
    ),
    "sv": (
        "appen kraschar hela tiden",
        "tack för snabbt svar",
        "varför kostar det mer nu?",
        "paketet kom i tisdags",
        "inte illa alls 👍",
    ),
    "ro": (
        "aplicația se blochează mereu",
        "mulțumesc pentru răspuns",
        "de ce costă mai mult?",
        "coletul a ajuns marți",
        "nu e rău deloc 👍",
    ),
    "de": (
        "die App stürzt ständig ab",
        "danke für die schnelle Antwort",
        "warum kostet es mehr?",
        "das Paket kam am Dienstag",
        "nicht schlecht 👍",
    ),
    "fr": (
        "l'appli plante tout le temps",
        "merci pour la réponse rapide",
        "pourquoi plus cher ?",
        "le colis est arrivé mardi",
        "pas mal du tout 👍",
    ),
}
ROUTES: Mapping[str, Route] = {
    "language": detect,
    "lexicon, language known": lambda texts: _scored(texts, _languages(len(texts))),
    "language and lexicon": lambda texts: _scored(texts, detect(texts)),
}


def made(number: int) -> list[str]:
    """Make texts of four sentences with a number of their own, a language each in turn."""
    orders = list(permutations(range(5), 4))
    return [
        ", ".join(PARTS[LANGUAGES[place % 6]][part] for part in orders[place // 6 % len(orders)]) + f" {place}"
        for place in range(number)
    ]


def main() -> None:
    """Print a line for each route."""
    texts = made(TEXTS)
    for route in ROUTES.values():
        route(texts[:1_000])
    plain, *spent = in_turns(partial(_split, texts), *(partial(route, texts) for route in ROUTES.values()))
    length = sum(map(len, texts)) / len(texts)
    lines = [("route", "texts a second", "a text", "times str.split")]
    for name, seconds in zip(ROUTES, spent, strict=True):
        a_text = f"{seconds / TEXTS * 1e6:.1f} µs"
        lines.append((name, f"{TEXTS / seconds:,.0f}", a_text, f"{seconds / (plain / SPLITS):.0f} ×"))
    print(f"{TEXTS:,} texts of {length:.0f} characters")
    print(aligned(lines))


def _split(texts: Sequence[str]) -> None:
    for _ in range(SPLITS):
        list(map(str.split, texts))


def _languages(number: int) -> list[str]:
    return [LANGUAGES[place % 6] for place in range(number)]


def _scored(texts: Sequence[str], languages: Sequence[str | None]) -> object:
    return lexicon().score(texts, languages, [0] * len(texts))


if __name__ == "__main__":
    main()
