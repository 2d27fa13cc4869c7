"""Reading all texts of a store anew with another scorer: `python -m bench.rescoring [1000000] [folder]`.

A store with so many messages, in four languages that their export names, half of the time; 300 of them labelled. Each
route reads all of them through `rescore`, with progress, while the memory of the process is watched. Beside it stands
what scikit-learn's own vectoriser and a dot product make of the same texts in the same run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from sklearn.feature_extraction.text import HashingVectorizer

from bench.measure import cpu
from bench.memory import peak
from data.labels import Given, Text, add_all
from data.store import Store
from data.texts import models
from data.texts.follow import catch_up, rescore
from data.texts.lessons import lessons
from data.texts.ngrams import BITS, LONGEST, SHORTEST
from data.texts.own import OwnScorer, learn, predicted, used_in
from data.texts.scorer import lexicon
from kpi.sentiment.training import train
from tests.labelled import PARTS, SIDES, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.texts.models import Kind

ROWS = 1_000_000
DIFFERENT = 20_000  # texts that were made up; each comes back with another number, so no two are the same
LABELLED = 300
PLAIN = 50_000  # texts for the plain calls
_FILL = """
insert into messages by name
select
    'x' as channel, 'm' || i as message_id, timestamp '2026-01-05' + to_seconds(i % 27000000) as received_at,
    received_at::date as day, false as answer_known, timestamp '2026-11-20' as known_until, text || ' ' || i as text,
    if(i % 2 = 0, language, null) as language, date '2026-11-20' as snapshot_date, 1 as batch_id, i as source_row
from range({rows}) as made(i) join drafts on number = i % {different}
"""


def main(rows: int, folder: Path) -> None:
    """Make the store, and print a line a route."""
    store = Store.open(folder / "rescoring.duckdb")
    show("what", "seconds (CPU)", "texts a second and core", "peak memory beyond the start")
    store.shared.is_followed = True  # what is there is read below, and measured
    fill(store, rows)
    route("first reading, lexicon, half of the languages unknown", rows, lambda: catch_up(store, Told()))
    route("all anew, lexicon", rows, lambda: rescore(store, Told()))
    add_all(store, [Given(Text("messages", "x", f"m{i}"), SIDES[i % 3]) for i in range(LABELLED)], "bench")
    spent = cpu(lambda: train(store, "bench"))
    show(f"training on {LABELLED} labels", f"{spent:.1f}", "", "")
    route("all anew, the team's own model", rows, lambda: choose(store, "own"))
    plain(store)
    store.close()


def fill(store: Store, rows: int) -> None:
    """Put messages into the store, past the formats: only their texts matter here."""
    languages = list(PARTS)
    texts = [
        (number, said(number, languages[number % 4], SIDES[number % 3]), languages[number % 4])
        for number in range(DIFFERENT)
    ]
    drafts = pa.table(dict(zip(("number", "text", "language"), map(list, zip(*texts, strict=True)), strict=True)))
    with store.shared.change(None) as tx:
        tx.register("drafts", drafts)
        tx.execute(_FILL.format(rows=rows, different=DIFFERENT))
        tx.unregister("drafts")
    store.shared.checkpoint()


def choose(store: Store, kind: Kind) -> None:
    """Choose a scorer; one that does not help would not be used, and the figures would be those of the lexicon."""
    assert models.choose(store, kind, progress=Told()).scorer.name.startswith(kind)


class Told:
    """Progress, as a page hears it: how often, and the longest silence."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, done: int, whole: int) -> None:
        """Write how far it is, at most once a second."""
        if (now := time.monotonic()) - self.last > 1 or done == whole:
            self.last = now
            sys.stderr.write(f"\r{done:>12,} of {whole:,}")


def route(what: str, rows: int, work: Callable[[], object]) -> None:
    """Measure one reading of all texts."""
    spent: list[float] = []
    memory = peak(lambda: spent.append(cpu(work)))
    sys.stderr.write("\r" + " " * 40 + "\r")
    show(what, f"{spent[0]:.1f}", f"{rows / spent[0]:,.0f}", f"{memory / 1e6:,.0f} MB")


def plain(store: Store) -> None:
    """Hold the scorers themselves against scikit-learn's vectoriser and a dot product: the same texts, one core."""
    rows = store.query(f"SELECT text, coalesce(language, 'en') FROM messages LIMIT {PLAIN}")
    texts, languages = [row[0] for row in rows], [row[1] for row in rows]
    folds = [place % 5 for place in range(len(texts))]
    weights = used_in(learn(lessons(store), lexicon()).weights, list(PARTS))
    vectoriser = HashingVectorizer(analyzer="char_wb", ngram_range=(SHORTEST, LONGEST), n_features=1 << BITS)
    dense = np.ascontiguousarray(weights.pieces[0])
    nothing = [(0.0, 0.0)] * len(texts)
    own = OwnScorer("own-0", weights, lexicon())
    works: dict[str, Callable[[], object]] = {
        "the lexicon alone": lambda: lexicon().score(texts, languages, folds),
        "the own model, with the lexicon's views": lambda: own.score(texts, languages, folds),
        "the own model without them: pieces and weights": lambda: predicted(weights, texts, nothing, folds),
        "plain: HashingVectorizer and a dot product": lambda: vectoriser.transform(texts) @ dense,
    }
    for what, work in works.items():
        spent = min(cpu(work) for _ in range(2))
        show(f"{what} ({PLAIN:,} texts)", f"{spent:.1f}", f"{len(texts) / spent:,.0f}", "")


def show(*columns: str) -> None:
    """Print a line of the table."""
    print("{:<70}{:>16}{:>26}{:>30}".format(*columns), flush=True)


if __name__ == "__main__":
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=asked[1] if len(asked) > 1 else None) as made:
        main(int(asked[0]) if asked else ROWS, Path(made))
