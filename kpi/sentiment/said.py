"""What an estimated number stands on, in words: how many labels and texts, how sure it is, and how it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.sentiment.moments import AND, TOOL
from kpi.sentiment.scorer_words import scorer_name

if TYPE_CHECKING:
    from kpi.snapshot import Cell, Estimated
    from kpi.words import Words


def shown(value: str, cell: Cell, say: Words) -> str:
    """Write the value of a cell with the word that it is indicative, where it is."""
    return say("estimated.indicative", value=value) if cell.indicative and cell.value is not None else value


def counted(cell: Cell, say: Words) -> str:
    """Say in few words what an estimated number stands on: `estimated from 50 labelled texts of 1,240, between …`.

    The ends, not half the width: an interval is seldom even, and no net sentiment is below -100.
    """
    found = cell.estimated
    if found is None or cell.value is None:
        return ""
    if found.low is None or found.high is None:
        return say("estimated.unlabelled", n=found.texts, scorer=scorer(found, say))
    unit = catalog()[cell.kpi].unit
    ends = {"low": say.number(found.low, unit), "high": say.number(found.high, unit)}
    return say("estimated.counted", n=found.labels, texts=say.whole(found.texts), **ends)


def formula(cell: Cell, say: Words) -> str:
    """Say how an estimated number was computed, with its own figures; nothing of one that was counted."""
    found, kpi = cell.estimated, catalog()[cell.kpi]
    if found is None or cell.value is None or kpi.estimate is None:
        return ""
    told = {"what": say(f"estimated.what.{kpi.estimate}"), "scorer": scorer(found, say)}
    texts = say.whole(found.texts)
    if found.indicative:
        return say("estimated.formula_indicative", texts=texts, **told)
    return say(
        "estimated.formula" if _heeded(found) else "estimated.formula_alone",
        texts=texts,
        labels=say.whole(found.labels),
        weight=weight(found, say),
        coverage=say.share(cell.coverage),
        interval=interval(cell, say),
        **told,
    )


def facts(cell: Cell, say: Words) -> dict[str, str]:
    """List what an estimated number stands on, by the key of its label under `measure.`; of another one nothing."""
    found = cell.estimated
    if found is None:
        return {}
    labelled = {} if found.indicative else {"interval": interval(cell, say), "weight": weight(found, say)}
    return {
        "texts": say.whole(found.texts),
        "labels": say.whole(found.labels),
        **labelled,
        "scorer": scorer(found, say),
        "readable": say.share(found.readable),
    }


def interval(cell: Cell, say: Words) -> str:
    """Write the ends of the 90% interval: `−3 to +15`; nothing where there is none."""
    found = cell.estimated
    if found is None or found.low is None or found.high is None:
        return ""
    unit = catalog()[cell.kpi].unit
    return say("estimated.interval", low=say.number(found.low, unit), high=say.number(found.high, unit))


def weight(found: Estimated, say: Words) -> str:
    """Write the weight of the scorer's view: 0 = the labels alone."""
    return say.exact(_heeded(found), "ratio")


def _heeded(found: Estimated) -> float:
    """Round a weight to what is shown; one that would be shown as none, though it is not, to more digits."""
    return round(found.weight, 2) or round(found.weight, 4)


def scorer(found: Estimated, say: Words) -> str:
    """Name who read the texts: the word lists, the tool of the export, or all that did."""
    names = [
        say("estimated.tool") if name == TOOL else scorer_name(name, say) for name in found.scorer.split(AND) if name
    ]
    return AND.join(names) or say("estimated.nothing")
