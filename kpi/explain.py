"""What a number stands on: its formula, its parts, its channels, and the rows of the files behind it.

A row's own contribution is the KPI's fragments over that one row, so the list adds up to the number. Of what was
gained between two downloads the same fragments also say what the earlier and the later one told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.catalog import catalog
from kpi.lifetime import GAINED, SPANS, spans
from kpi.periods import Week, Window
from kpi.scan import CONDITIONS
from kpi.score import score
from kpi.snapshot import EVERYWHERE
from kpi.steps import read_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpi.catalog import Kpi
    from kpi.kinds import Parts
    from kpi.plan import PlanRow
    from kpi.queries import Queries
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
SIDES = ("gained", "earlier", "later")  # of a step between two downloads (macro `steps`)
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
    cell = cells.get(kpi.name, row.filter, window)
    sides = SIDES if cell.basis == "gained" else SIDES[:1]
    found = store.query(*(_between if cell.basis == "gained" else _statement)(store, kpi, row, window))
    return Explanation(
        formula=kpi.formula,
        cell=cell,
        per_channel=tuple(cells.part(cell, row.filter, window, channel) for channel in channels),
        columns=("day", "channel", "title", "url", *_amounts(kpi, sides), "file", "source_row"),
        rows=tuple(_row(kpi, record) for record in found),
        total=found[0][0] if found else 0,
    )


def _statement(_: Queries, kpi: Kpi, row: PlanRow, window: Window) -> tuple[str, list[object]]:
    """Ask for the KPI's own fragments of each row of a file."""
    where = " and ".join(["day between ? and ?", *_conditions(kpi, row)])
    sql = f"{_listed(kpi.columns())}\nfrom ({_rows(kpi, kpi.fact, where)}) as part left join upload using (batch_id)"
    return f"{sql}\n{_ordered(kpi)}", [window.first, window.last, *_asked(row)]


def _between(store: Queries, kpi: Kpi, row: PlanRow, window: Window) -> tuple[str, list[object]]:
    """Ask for them of each step between two downloads, and of both its ends."""
    chains = [(0, chain) for chain in read_steps(store).chains(window)]
    told = {side: [f"{side}.{part} as {side}_{part}" for part in kpi.columns()] for side in SIDES[1:]}
    where = " and ".join(_conditions(kpi, row)) or "true"
    sides = [f"({_rows(kpi, _side(side), where, day='published')})" for side in SIDES]
    sql = f"""{SPANS}
{_listed([f"part.{part}" for part in kpi.columns()] + told["earlier"] + told["later"])}
from {sides[0]} as part left join {sides[1]} as earlier using (batch_id, source_row)
    left join {sides[2]} as later using (batch_id, source_row) left join upload using (batch_id)
{_ordered(kpi)}"""
    return sql, [*spans(chains), *_asked(row) * len(SIDES)]


def _listed(answers: Iterable[str]) -> str:
    columns = ["part.day", "part.channel", "part.title", "part.url", *answers, "upload.file", "source_row"]
    return f"select count(*) over (), {', '.join(columns)}"


def _side(side: str) -> str:
    return GAINED.replace("gained", f"steps('{side}')", 1)


def _rows(kpi: Kpi, fact: str, where: str, day: str = "day") -> str:
    return f"""
    select batch_id, source_row, any_value({day}) as day, any_value(channel) as channel,
        any_value({TITLES[kpi.fact]}) as title, {"any_value(url)" if kpi.fact in WITH_URL else "null"} as url,
        {", ".join(f"{sql} as {part}" for part, sql in kpi.columns().items())}
    from {fact}
    where {where}
    group by batch_id, source_row
"""


def _ordered(kpi: Kpi) -> str:
    counted = " or ".join(f"coalesce(part.{part}, 0) <> 0" for part in kpi.columns() if part in COUNTED)
    most = ", ".join(f"part.{part} desc nulls last" for part in kpi.columns())
    return f"where {counted}\norder by {most}, part.day desc, source_row\nlimit {MOST}"


def _conditions(kpi: Kpi, row: PlanRow) -> list[str]:
    asked = [CONDITIONS[name].format(column=kpi.filters[name]) for name in row.filter.used]
    return [*(["channel = ?"] if row.filter.channel else []), *asked]


def _asked(row: PlanRow) -> list[object]:
    return [*([row.filter.channel] if row.filter.channel else []), *row.filter.used.values()]


def _amounts(kpi: Kpi, sides: Sequence[str]) -> tuple[str, ...]:
    """Name what a row brings: its parts, or its value; of a step also what both downloads told."""
    brought = ("numerator", "denominator") if kpi.kind in {"share", "ratio"} else ("value",)
    return tuple(part if side == "gained" else f"{part}_{side}" for side in sides for part in brought)


def _row(kpi: Kpi, record: tuple[Any, ...]) -> tuple[Any, ...]:
    _, day, channel, title, url, *rest = record
    *answers, file, line = rest
    sides = _split(answers, len(kpi.columns()))
    amounts = [one for side in sides for one in _contribution(kpi, dict(zip(kpi.columns(), side, strict=True)))]
    return day, channel, title, url, *amounts, file, line


def _split(answers: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (answers[at : at + size] for at in range(0, len(answers), size))


def _contribution(kpi: Kpi, parts: Parts) -> tuple[float | None, ...]:
    """Say what one row brings: its parts, its label as +1, 0 or -1, its hours, or that it happened."""
    match kpi.kind:
        case "share" | "ratio":
            return parts["numerator"], parts["denominator"]
        case "balance":
            return (parts["positive"] - parts["negative"],)
        case _:
            return (kpi.value(parts),)
