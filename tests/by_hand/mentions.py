"""Mentions, and with the messages what people say: copies are out, and what several names of ours find is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.number import Brand, Fact, Number, Row, over, part, quotient

if TYPE_CHECKING:
    from tests.by_hand.clock import Clock


def _voices(brand: Brand, _clock: Clock | None) -> list[Row]:
    """List each mention once for every brand that is compared."""
    if not brand.own:
        return []
    found: dict[tuple[str, str, str], Row] = {}
    for row in brand.tables["mentions"]:
        name = row["brand"].strip().lower()
        compared = name in brand.own or name in brand.competitors or not brand.competitors
        if row["is_copy"] or not compared:
            continue
        of = "own" if name in brand.own else name
        found.setdefault((row["channel"], row["mention_id"], of), row | {"ours": name in brand.own})
    return list(found.values())


def share_of_voice(rows: list[Row]) -> Number:
    """Compare with others; where nobody else was heard there was no comparison."""
    ours = sum(row["ours"] for row in rows)
    number = quotient(ours, len(rows))
    return number if ours < len(rows) else Number(None, ours, len(rows), len(rows))


def _opinions(brand: Brand, clock: Clock | None) -> list[Row]:
    return [*brand.tables["messages"], *(row for row in _voices(brand, clock) if row["ours"])]


def net_sentiment(rows: list[Row]) -> Number:
    labels = _labels(rows)
    balance = sum(label == 1 for label in labels) - sum(label == -1 for label in labels)
    value = over(100 * balance, len(labels))
    return Number(value, balance, len(labels), len(labels), over(len(labels), len(rows)))


def positive_neutral_share(rows: list[Row]) -> Number:
    labels = _labels(rows)
    return part(sum(label in {0, 1} for label in labels), len(labels), len(rows))


def privacy_negative_share(rows: list[Row]) -> Number:
    about = [row for row in rows if row["about_privacy"]]
    labels = _labels(about)
    return part(sum(label == -1 for label in labels), len(labels), len(about))


def toxic_share(rows: list[Row]) -> Number:
    known = [row["is_toxic"] for row in rows if row["is_toxic"] is not None]
    return part(sum(known), len(known), len(rows))


def _labels(rows: list[Row]) -> list[int]:
    return [row["sentiment"] for row in rows if row["sentiment"] is not None]


FACTS = (
    Fact(_voices, {"share_of_voice": share_of_voice}),
    Fact(
        _opinions,
        {
            "net_sentiment": net_sentiment,
            "positive_neutral_share": positive_neutral_share,
            "privacy_negative_share": privacy_negative_share,
            "toxic_share": toxic_share,
        },
    ),
)
