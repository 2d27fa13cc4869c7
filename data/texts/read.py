"""Texts, some thousands at a time, through language detection and a scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data.texts.language import detect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.texts.scorer import Scorer

    Progress = Callable[[int, int], None]  # texts done, texts in all

CHUNK = 20_000  # texts at a time: a second of work
FOLDS = 5  # parts of a cross-fitted model; texts with the same words are of the same part
_READ = pa.schema(
    [("place", pa.int64()), ("found", pa.string()), ("positive", pa.float32()), ("negative", pa.float32())]
)


def silent(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def read(rows: Sequence[tuple[int, str, str | None, int]], scorer: Scorer) -> pa.Table:
    """Read texts (place, text, language code or None, number of its words) into (place, found, positive, negative).

    `found` is the language: as said, else as detected, else NULL; the scores are NULL where the scorer cannot read.
    """
    languages = with_detected([row[1] for row in rows], [row[2] for row in rows])
    scores = scorer.score([row[1] for row in rows], languages, [row[3] % FOLDS for row in rows])
    columns: list[Any] = [
        [row[0] for row in rows],
        languages,
        *([None if one is None else one[end] for one in scores] for end in (0, 1)),
    ]
    return pa.table(columns, schema=_READ)


def with_detected(texts: Sequence[str], codes: Sequence[str | None]) -> list[str | None]:
    """Detect the languages that no export told."""
    untold = [place for place, code in enumerate(codes) if code is None]
    found = list(codes)
    for place, code in zip(untold, detect([texts[place] for place in untold]) if untold else (), strict=True):
        found[place] = code
    return found
