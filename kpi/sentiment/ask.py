"""Ask for sentiment as it is estimated, of any texts, windows and channels at once, whatever basis the KPIs have.

    found = ask(store, "net", [Window(week, 7) for week in weeks], Filter(topics=("privacy",)))
    found[Window(week, 7).id, EVERYWHERE].estimate  # of all channels together; None without labels
    found[Window(week, 7).id, "facebook"].view      # what the scorer alone makes of them

Windows of one length go together. A window or channel without a row is not in the answer. Values are fractions: of
`net` -1 to 1, of the shares 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.scan import Scan
from kpi.sentiment.estimate import estimate
from kpi.sentiment.moments import moments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.cells import Filter
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.sentiment.estimate import Estimate, Measure
    from kpi.sentiment.moments import Texts

OPINIONS = "net_sentiment"  # whose rows are asked for


@dataclass(frozen=True)
class Answer:
    """What is known of the sentiment of some texts."""

    estimate: Estimate | None  # None: fewer than two texts of the sample carry a label
    view: float | None  # the mean of what the scorer, or the tool where it labelled, makes of all texts: indicative
    found: int  # rows, with a text or without one
    texts: int
    sampled: int  # texts of the random sample, those of which nobody could tell included
    coverage: float | None  # share of the rows that are texts of a stratum with a sample; None of no rows
    readable: float  # share of the texts that the scorer can read or the tool labelled
    scorer: str  # all that read them, as `lexicon-1 + tool`; nothing where there is no text

    @property
    def labels(self) -> int:
        """How many texts of the sample carry a label; 0 where these are too few for an estimate."""
        return self.estimate.labels if self.estimate else 0


def ask(
    store: Queries, measure: Measure, windows: Iterable[Window], filtered: Filter = ALL_ROWS, of: str | None = None
) -> dict[tuple[str, str], Answer]:
    """Estimate a measure for windows of one length: by id of the window and channel, EVERYWHERE (`"*"`) among them.

    `filtered` may name a channel and topics; `of` is a condition in SQL over the columns of `opinions`.
    """
    windows = tuple(windows)
    if not windows:
        return {}
    found = moments(store, Scan((catalog()[OPINIONS],), filtered, windows), [measure], of)
    return {key: answer(texts, 0, measure) for key, texts in found.items()}


def answer(texts: Texts, number: int, measure: Measure) -> Answer:
    """Make the answer of the sums of the measure with this number."""
    strata = texts.of(number)
    whole = [fold for stratum in strata for fold in stratum.folds]
    covered = sum(sum(fold.texts for fold in one.folds) for one in strata if any(fold.n for fold in one.folds))
    return Answer(
        estimate=estimate(strata, measure) if texts.texts else None,
        view=sum(fold.f for fold in whole) / texts.texts if texts.texts else None,
        found=texts.found,
        texts=texts.texts,
        sampled=sum(fold.n for fold in whole),
        coverage=covered / texts.found if texts.found else None,
        readable=texts.readable / texts.texts if texts.texts else 0.0,
        scorer=texts.scorer,
    )
