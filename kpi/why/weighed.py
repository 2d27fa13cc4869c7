"""The rows behind a number, those that weigh most first.

A row's own part is the KPI's fragments over that one row, so the list adds up to the number. Of what was gained between
two downloads the same fragments also say what the earlier and the later one told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kpi.periods import Window
from kpi.why.labelled import labelled
from kpi.why.listing import ALL, MOST, TITLES, Listing, columns, group, lined, moments, url
from kpi.why.sides import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.cells import Filter
    from kpi.kinds import Kpi, Parts
    from kpi.queries import Queries
    from kpi.snapshot import Cell
    from kpi.why.listing import Narrowed, Row
    from kpi.why.sides import Side

SIDES = ("gained", "earlier", "later")  # of a step between two downloads (macro `steps`)
COUNTED = ("numerator", "denominator", "positive", "negative")  # a row without any of them brings nothing


def weighed(
    store: Queries, kpi: Kpi, filtered: Filter, cell: Cell, narrowed: Narrowed = ALL, *, most: int = MOST
) -> Listing:
    """List the rows that a number counts; of one that was estimated, the texts it speaks of."""
    if cell.estimated:
        return labelled(store, kpi, filtered, cell, narrowed, most)
    own = shown(store, kpi, filtered, Window.parse(cell.window), cell.basis)
    ends = [_end(own, name) for name in SIDES[1:]] if cell.basis == "gained" else []
    told = [f"{name}.{part}" for name in SIDES[1 : 1 + len(ends)] for part in kpi.columns()]
    joins = [
        f"left join {_lines(end, narrowed)} as {name} using (batch_id, source_row)"
        for name, end in zip(SIDES[1:], ends, strict=False)
    ]
    counted = " or ".join(f"coalesce(own.{part}, 0) <> 0" for part in kpi.columns() if part in COUNTED)
    sql = f"""
select count(*) over (), own.day, own.channel, own.part, own.title, own.url,
    {", ".join([*(f"own.{name}" for name in (*moments(kpi), *kpi.columns())), *told])}, upload.file, source_row
from {_lines(own, narrowed)} as own {" ".join(joins)} left join upload using (batch_id)
where {counted}
order by {", ".join(f"own.{part} desc nulls last" for part in kpi.columns())}, own.day desc, source_row
limit {most}"""
    narrowing = [value for _, value in narrowed.where(kpi)]
    found = store.query(sql, [value for side in (own, *ends) for value in (*side.params, *narrowing)])
    amounts = _amounts(kpi, SIDES[: 1 + len(ends)])
    return Listing(columns(kpi, *amounts), tuple(_row(kpi, row) for row in found), found[0][0] if found else 0)


def _end(own: Side, name: str) -> Side:
    """Take what one of the two downloads told instead of the difference."""
    return replace(own, rows=own.rows.replace("gained", f"steps('{name}')", 1))


def _lines(side: Side, narrowed: Narrowed) -> str:
    """Write one line for each row of the files, in brackets."""
    kpi = side.kpi
    where = " and ".join(sql for sql, _ in narrowed.where(kpi)) or "true"
    times = "".join(f"{sql} as {name}, " for name, sql in moments(kpi).items())
    return f"""({side.named({"part": group(kpi)})}
select batch_id, source_row, any_value({side.day}) as day, any_value(channel) as channel, any_value(part) as part,
    any_value({TITLES[kpi.fact]}) as title, {url(kpi)} as url, {times}{side.columns}
from named
where {where}
group by batch_id, source_row)"""


def _amounts(kpi: Kpi, sides: Sequence[str]) -> tuple[str, ...]:
    """Name what a row brings: its parts, or its value; of a step also what both downloads told."""
    brought = ("numerator", "denominator") if kpi.kind in {"share", "ratio"} else ("value",)
    return tuple(part if side == "gained" else f"{part}_{side}" for side in sides for part in brought)


def _row(kpi: Kpi, record: Row) -> Row:
    _, day, channel, part, title, link, *rest = record
    *answers, file, line = rest
    when = [answers.pop(0) for _ in moments(kpi)]
    sides = _split(answers, len(kpi.columns()))
    amounts = [one for side in sides for one in _contribution(kpi, dict(zip(kpi.columns(), side, strict=True)))]
    return lined(kpi, (day, channel, part, title, link, *when, *amounts, file, line))


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
