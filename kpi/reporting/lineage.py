"""Which uploads the rows of a number came from: one statement for all KPIs of one fact, filter, window and clock.

A row of a file counts where it brings anything to the number, as in the list on the page of a KPI (kpi.why.weighed).
Of what was gained between two downloads both are behind it; of a thread its log and its inbox; of a post with proof by
its item in the content log, that log too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kpi.hours import hours_of
from kpi.periods import Window
from kpi.why.sides import shown
from kpi.why.weighed import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.kinds import Kpi
    from kpi.plan import Promise
    from kpi.queries import Queries
    from kpi.snapshot import Cell

WITH_SECOND = ("handling", "gained")  # rows that rest on two files: the other one is `also_batch` (data/views.sql)
# each figure of an account is a row of its own there, and the view has one upload a day
FIGURES = "select batch_id, source_row, channel from account_day join calendar using (day) where metric in ({metrics})"
LOGGED = """
select batch_id, count(distinct source_row) from content_log
where proof_asset and url in (select url from named) group by 1"""
EVIDENCE = """
select distinct batch_id, channel from covered
where fact in ({facts}) and day_from <= ? and day_to >= ?"""

Rows = Counter[int]  # rows of each upload, by its number


def rows_behind(store: Queries, promises: Sequence[Promise], cell: Cell) -> list[Rows]:
    """Count, for each of some KPIs of the same rows, what each upload brought to the number of a cell."""
    kpis = [promise.kpi for promise in promises]
    own = shown(store, kpis[0], promises[0].filter, Window.parse(cell.window), cell.basis)
    second = ", any_value(also_batch)" if own.rows.startswith(WITH_SECOND) else ""
    told = {f"{n}.{part}": sql for n, kpi in enumerate(kpis) for part, sql in _amounts(kpi, cell).items()}
    amounts = "".join(f', {sql} as "{name}"' for name, sql in told.items())
    counts = ", ".join(f"count(*) filter (where {_brings(n, told)})" for n in range(len(kpis)))
    sql = f"""{own.named({})}, line as (
    select unnest(list_distinct([batch_id{second}])) as batch{amounts}
    from named group by batch_id, source_row
)
select batch, {counts} from line where batch is not null group by batch"""
    answers = store.query(sql, own.params)
    found = [Counter({batch: rows[n] for batch, *rows in answers if rows[n]}) for n in range(len(kpis))]
    if not _asks_log(promises[0]):
        return found
    logged = Counter(dict(store.query(f"{own.named({})}{LOGGED}", own.params)))
    return [one + logged if one else one for one in found]


def figures_behind(store: Queries, promise: Promise, cell: Cell) -> Rows:
    """Count the rows of the daily figures of accounts that a KPI reads."""
    own = shown(store, promise.kpi, promise.filter, Window.parse(cell.window), cell.basis)
    metrics = sorted(promise.kpi.reads)
    head = f"{own.head}, figure as ({FIGURES.format(metrics=', '.join('?' * len(metrics)))})"
    channel = promise.filter.channel
    sql = f"{head} select batch_id, count(*) from figure {'where channel = ?' if channel else ''} group by 1"
    return Counter(dict(store.query(sql, [*own.asked, *metrics, *([channel] if channel else [])])))


def evidence(store: Queries, kpi: Kpi, channel: str | None, window: Window) -> Rows:
    """Find the uploads that cover the days of a count of nothing: without them it would not be known."""
    facts = ", ".join(f"'{fact}'" for fact in kpi.sources)
    spans = store.query(EVIDENCE.format(facts=facts), [window.last, window.first])
    return Counter(dict.fromkeys((batch for batch, of in spans if channel is None or of in {None, channel}), 0))


def together(promises: Iterable[tuple[Promise, Cell]]) -> dict[object, list[tuple[Promise, Cell]]]:
    """Put those together that one statement can answer."""
    groups: dict[object, list[tuple[Promise, Cell]]] = {}
    for promise, cell in promises:
        clock = hours_of(promise.kpi, promise.filter.hours)
        key = promise.kpi.fact, promise.filter, cell.window, cell.basis, clock, cell.estimated is not None
        groups.setdefault(key, []).append((promise, cell))
    return groups


def _amounts(kpi: Kpi, cell: Cell) -> dict[str, str]:
    """Write what a row brings to a number, by part; to one that is estimated its text."""
    if cell.estimated:
        return {"denominator": f"count(text) filter (where {kpi.estimate_of or 'true'})"}
    return {part: sql for part, sql in kpi.columns().items() if part in COUNTED}


def _brings(number: int, told: Iterable[str]) -> str:
    mine = [name for name in told if name.startswith(f"{number}.")]
    return " or ".join(f'coalesce("{name}", 0) <> 0' for name in mine)


def _asks_log(promise: Promise) -> bool:
    """Whether the filter looks a row up in the content log."""
    return any("content_log" in promise.kpi.filters[name] for name in promise.filter.used)
