"""What a number stands on: its formula, its parts, its channels, and the rows of the files behind it.

A row's own contribution is the KPI's fragments over that one row, so the list adds up to the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.catalog import catalog
from kpi.periods import Week, Window
from kpi.score import CONDITIONS, score
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from kpi.catalog import Kpi
    from kpi.kinds import Parts
    from kpi.plan import PlanRow
    from kpi.score import Queries
    from kpi.snapshot import Cell

MOST = 500  # rows that are listed
# what a row of a fact is called, and where it can be looked at
TITLES = {
    "posts": "title",
    "messages": "text",  # as stored: people, addresses and numbers are masked
    "opinions": "title",
    "voice": "title",
    "spending": "concat_ws(' · ', campaign, ad)",
    "visits": "source",
    "audience": "account",
    "content_log": "title",
    "incidents": "concat_ws(' · ', kind, cause)",
    "answers": "concat_ws(' · ', topic, template_id)",
    "leads": "null",
}
COUNTED = ("numerator", "denominator", "positive", "negative")  # a row without any of them brings nothing
WITH_URL = ("posts", "messages", "opinions", "voice", "content_log")


@dataclass(frozen=True)
class Explanation:
    """How one number of one window came to be."""

    formula: str  # the SQL as declared
    cell: Cell
    per_channel: tuple[Cell, ...]
    columns: tuple[str, ...]  # text keys under `column.`
    rows: tuple[tuple[Any, ...], ...]  # largest contribution first, MOST at most
    total: int  # how many rows there are

    @property
    def complete(self) -> bool:
        """Whether every row is listed."""
        return len(self.rows) == self.total


def explain(store: Queries, row: PlanRow, week: Week, window_days: int | None = None) -> Explanation:
    """Explain the number of a row in a week; `window_days` is what the plan makes of the row's target."""
    kpi = catalog()[row.kpi]
    window = Window(week, window_days or row.window_days or kpi.window_days)
    cells = score(store, [(kpi, row.filter, window.days)], [week])
    channels = sorted({channel for *_, channel in cells} - {EVERYWHERE})
    found = store.query(*_statement(kpi, row, window))
    return Explanation(
        formula=kpi.formula,
        cell=cells.get(kpi.name, row.filter, window),
        per_channel=tuple(cells.get(kpi.name, row.filter, window, channel) for channel in channels),
        columns=("day", "channel", "title", "url", *_amounts(kpi), "file", "source_row"),
        rows=tuple(_row(kpi, record) for record in found),
        total=found[0][0] if found else 0,
    )


def _statement(kpi: Kpi, row: PlanRow, window: Window) -> tuple[str, list[object]]:
    """Ask for the KPI's own fragments of each row of a file."""
    parts = kpi.columns()
    conditions = ["day between ? and ?", *(["channel = ?"] if row.filter.channel else [])]
    conditions += [CONDITIONS[name].format(column=kpi.filters[name]) for name in row.filter.used]
    counted = " or ".join(f"coalesce({part}, 0) <> 0" for part in parts if part in COUNTED)
    sql = f"""
select count(*) over (), day, part.channel, title, url, {", ".join(parts)}, upload.file, source_row
from (
    select batch_id, source_row, any_value(day) as day, any_value(channel) as channel,
        any_value({TITLES[kpi.fact]}) as title, {"any_value(url)" if kpi.fact in WITH_URL else "null"} as url,
        {", ".join(f"{sql} as {part}" for part, sql in parts.items())}
    from {kpi.fact}
    where {" and ".join(conditions)}
    group by batch_id, source_row
) as part left join upload using (batch_id)
where {counted}
order by {", ".join(f"{part} desc nulls last" for part in parts)}, day desc, source_row
limit {MOST}"""
    channel = [row.filter.channel] if row.filter.channel else []
    return sql, [window.first, window.last, *channel, *row.filter.used.values()]


def _amounts(kpi: Kpi) -> tuple[str, ...]:
    return ("numerator", "denominator") if kpi.kind in {"share", "ratio"} else ("value",)


def _row(kpi: Kpi, record: tuple[Any, ...]) -> tuple[Any, ...]:
    _, day, channel, title, url, *rest = record
    *answers, file, line = rest
    return day, channel, title, url, *_contribution(kpi, dict(zip(kpi.columns(), answers, strict=True))), file, line


def _contribution(kpi: Kpi, parts: Parts) -> tuple[float | None, ...]:
    """Say what one row brings: its parts, its label as +1, 0 or -1, its hours, or that it happened."""
    match kpi.kind:
        case "share" | "ratio":
            return parts["numerator"], parts["denominator"]
        case "balance":
            return (parts["positive"] - parts["negative"],)
        case _:
            return (kpi.value(parts),)
