"""In which language and money a pasted scorecard was written: proposals, which its reader sees and can change."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from data.declared import read
from kpi.amount import Amount, read_amount
from kpi.pasting.labels import WORDS
from kpi.pasting.naming import places, squeezed, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.pasting.columns import Scorecard

FOREIGN = "en"  # words of English stand in scorecards of every language


def language_of(card: Scorecard) -> str | None:
    """Propose the language of a scorecard by words that only one language has; None = they do not tell."""
    rows = [[word.text for word in words_of(text)] for text in _texts(card)]
    found = Counter(
        {
            language: sum(any(places(word, row) is not None for row in rows) for word in words)
            for language, words in _telling().items()
        }
    )
    foreign = found.pop(FOREIGN, 0)
    (first, most), (_, second) = found.most_common(2)
    if most == second:
        return FOREIGN if foreign and not most else None
    return first if most > 1 or not foreign else None


def money_of(card: Scorecard, language: str | None, planned: str | None) -> str | None:
    """Propose the money of a scorecard: the plan's own where it fits, else what its marks mean in its language."""
    marks = [set(amount.currencies) for amount in _amounts(card) if amount.currencies]
    if not marks:
        return planned
    possible = set.intersection(*marks)
    if planned in possible:
        return planned
    usual = read(WORDS)["money"].get(language, []) if language else []
    return next((one for one in (*usual, *possible) if one in possible and (one in usual or len(possible) == 1)), None)


def _texts(card: Scorecard) -> Iterator[str]:
    """Everything a scorecard says, but not its owners: a Social Lead is English everywhere."""
    said = [at for name, at in card.columns.items() if name != "owner"]
    for row in (card.grid.header, *card.grid.rows):
        yield from (row.cells[at] for at in said if at < len(row.cells))


def _amounts(card: Scorecard) -> Iterator[Amount]:
    for row in card.grid.rows:
        for name in ("baseline", "target", "unit"):
            text = card.cell(row.cells, name)
            amount = read_amount(f"1 {text}" if name == "unit" else text) if text else None
            if isinstance(amount, Amount):
                yield amount


@cache
def _telling() -> dict[str, tuple[str, ...]]:
    return {language: tuple(map(squeezed, words)) for language, words in read(WORDS)["language"].items()}
