"""Texts of our own making with what people called them, for tests of scorers: four languages, words of a trade.

What decides stands in words that no general list of opinions has ("storing", "på plats samma dag"), beside some that
every list has; so a model can learn more here than a lexicon knows.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa

from data.labels import Given, Text, add_all
from data.texts.follow import catch_up
from data.texts.lessons import Lesson

if TYPE_CHECKING:
    from data.labels import Sentiment
    from data.store import Store

PARTS = {
    "en": (
        ("the engineer", "my charger", "the app", "your helpdesk", "the invoice", "the new tariff"),
        ("keeps crashing", "kept me on hold for an hour", "is three weeks overdue", "double charged us"),
        ("opens at nine", "is the blue one", "changes in March", "came by post", "needs a meter reading"),
        ("was sorted within the hour", "runs without a hitch", "saved us forty euros", "is spot on"),
        ("wow terrible", "shame", "hm", "well", "great", "thank you", "today", "again"),
    ),
    "nl": (
        ("de monteur", "mijn laadpaal", "de app", "jullie helpdesk", "de factuur", "het nieuwe tarief"),
        ("loopt steeds vast", "liet me een uur wachten", "is drie weken te laat", "heeft weer storing"),
        ("gaat om negen uur open", "is de blauwe", "verandert in maart", "kwam met de post", "vraagt een meterstand"),
        ("was binnen het uur geregeld", "draait als een zonnetje", "scheelt ons veertig euro", "klopt als een bus"),
        ("wat slecht", "jammer", "hm", "nou", "mooi", "dank je wel", "vandaag", "alweer"),
    ),
    "sv": (
        ("montören", "min laddbox", "appen", "er kundtjänst", "fakturan", "det nya priset"),
        ("hänger sig hela tiden", "lät mig vänta en timme", "är tre veckor sen", "ligger nere igen"),
        ("öppnar klockan nio", "är den blåa", "ändras i mars", "kom med posten", "vill ha en avläsning"),
        ("var på plats samma dag", "rullar på utan strul", "svarade direkt", "sitter som en smäck"),
        ("vad dåligt", "synd", "hm", "jaha", "bra", "tack så mycket", "i dag", "igen"),
    ),
    "ro": (
        ("tehnicianul", "stația mea", "aplicația", "serviciul vostru", "factura", "noul tarif"),
        ("se tot blochează", "m-a ținut o oră la telefon", "întârzie de trei săptămâni", "a picat iar"),
        ("se deschide la nouă", "este cel albastru", "se schimbă în martie", "a venit prin poștă", "cere un index"),
        ("s-a rezolvat într-o oră", "merge ceas", "ne-a economisit o sută de lei", "a răspuns imediat", "e la fix"),
        ("ce prost", "păcat", "hm", "ei bine", "frumos", "mulțumesc", "astăzi", "iar"),
    ),
}  # fmt: skip
SIDES: tuple[Sentiment, ...] = (-1, 0, 1)


def said(number: int, language: str, side: int, *, noise: float = 0.1) -> str:
    """Write a text that people call so, unless by chance; the number makes it another one."""
    chance = Random(f"{language} {number}")  # noqa: S311 - no secret
    who, *ends, aside = PARTS[language]
    meant = chance.choice(SIDES) if chance.random() < noise else side
    pair = f"{chance.choice(aside)}, {chance.choice(who)} {chance.choice(ends[meant + 1])}"
    return f"{pair} ({chance.choice(aside)} {chance.randrange(10**6)})"


def taught(each: int, *languages: str, noise: float = 0.1) -> list[Lesson]:
    """Give so many lessons of each language, as many negative as neutral as positive."""
    return [
        Lesson(
            int(Random(f"{language}{number}").random() * 2**60),  # noqa: S311 - no secret
            said(number, language, SIDES[number % 3], noise=noise),
            language,
            (float(number % 3 == 0), float(number % 3 == 1), float(number % 3 == 2)),
        )
        for language in languages or PARTS
        for number in range(each)
    ]


def received(store: Store, numbers: range, *, language: str = "en", noise: float = 0.1) -> None:
    """Let messages with such texts come in, as a load does: they are in the store and read."""
    texts = [said(number, language, SIDES[number % 3], noise=noise) for number in numbers]
    drafts = pa.table({"message_id": [f"{language}{number}" for number in numbers], "text": texts})
    with store.shared.change(None) as tx:
        tx.register("drafts", drafts)
        tx.execute(
            "INSERT INTO messages BY NAME SELECT *, 'x' AS channel, TIMESTAMP '2026-11-16 10:00' AS received_at, "
            "DATE '2026-11-16' AS day, false AS answer_known, TIMESTAMP '2026-11-20' AS known_until, ? AS language, "
            "DATE '2026-11-20' AS snapshot_date, 1 AS batch_id, 1 AS source_row FROM drafts",
            [language],
        )
        tx.unregister("drafts")
    catch_up(store)


def called(store: Store, numbers: range, *, language: str = "en", by: str = "Ana") -> None:
    """Let somebody call them what they are: every third negative, neutral, positive."""
    texts = [(Text("messages", "x", f"{language}{number}"), SIDES[number % 3]) for number in numbers]
    add_all(store, [Given(text, side) for text, side in texts], by)
