"""The cells of KPIs that are estimated from the team's labels and a scorer's view of all texts.

An estimated number (kpi.sentiment.estimate) has no numerator. Its denominator is all texts, its sample the labels of
the random sample, its coverage the share of the rows in weeks and channels that were sampled at all. Without labels the
value is what the scorer makes of the texts: it is indicative, has no error and a sample of none, and nothing may be
concluded from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.cells import no_value
from kpi.sentiment.ask import answer
from kpi.sentiment.basis import basis
from kpi.sentiment.moments import moments
from kpi.snapshot import Cell, Estimated

if TYPE_CHECKING:
    from kpi.kinds import Kpi
    from kpi.queries import Queries
    from kpi.scan import Cellmap, Scan
    from kpi.sentiment.ask import Answer


def estimates(store: Queries, kpis: tuple[Kpi, ...]) -> bool:
    """Whether any of these KPIs is estimated in this store."""
    return any(kpi.estimate for kpi in kpis) and basis(store) == "estimate"


def cells(store: Queries, scan: Scan) -> Cellmap:
    """Make the cell of every KPI, window and channel that has rows; the KPIs speak of the same texts."""
    if not scan.answerable:
        return {}
    measures = tuple(dict.fromkeys(kpi.estimate for kpi in scan.kpis if kpi.estimate))
    found = moments(store, scan, measures, scan.kpis[0].estimate_of)
    return {
        (kpi.name, scan.filtered, window, channel): _cell(kpi, window, channel, answer(texts, at, kpi.estimate))
        for (window, channel), texts in found.items()
        for kpi in scan.kpis
        if kpi.estimate
        for at in [measures.index(kpi.estimate)]
    }


def _cell(kpi: Kpi, window: str, channel: str, told: Answer) -> Cell:
    if told.view is None:
        return no_value(kpi.name, window, channel, "not_available", 0.0)
    scale, found = (100.0 if kpi.unit == "points" else 1.0), told.estimate
    return Cell(
        kpi=kpi.name,
        window=window,
        channel=channel,
        value=scale * (found.value if found else told.view),
        numerator=None,
        denominator=float(told.texts),
        sample=told.labels,
        coverage=told.coverage if found else 0.0,
        error=scale * found.error if found else None,
        estimated=Estimated(
            texts=told.texts,
            labels=told.labels,
            scorer=told.scorer,
            weight=found.weight if found else 1.0,
            low=scale * found.low if found else None,
            high=scale * found.high if found else None,
            readable=told.readable,
        ),
    )
