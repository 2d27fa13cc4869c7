"""The rows behind one number, as SQL: those of its days, what was gained between downloads, or posts at an age.

A number is only split where these rows make exactly the number that is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kpi.lifetime import AT_AGE, GAINED, SPANS, spans
from kpi.opening import opening
from kpi.scan import CALENDAR, conditions, of_windows
from kpi.steps import read_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi.cells import Filter
    from kpi.kinds import Kpi, Parts
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.snapshot import Basis

NEAR = 1e-9
BEFORE, AFTER = 0, 1  # the column "window" of the rows of two sides


@dataclass(frozen=True)
class Side:
    """The rows of one number of a KPI."""

    kpi: Kpi
    filtered: Filter
    window: Window
    value: float | None  # as it is shown
    head: str  # common table expressions
    rows: str  # from what
    asked: tuple[Any, ...]  # their parameters
    day: str = "day"  # the column with the day of a row

    @property
    def params(self) -> list[object]:
        """Every parameter of what `named` writes."""
        channel = [self.filtered.channel] if self.filtered.channel else []
        return [*self.asked, *channel, *self.filtered.used.values()]

    def named(self, parts: Mapping[str, str]) -> str:
        """Write the rows with the names of the parts they belong to, as a common table expression `named`."""
        where = "\n".join(conditions(self.kpi, self.filtered))
        columns = "".join(f", coalesce(({sql})::varchar, '') as {name}" for name, sql in parts.items())
        return f"""{self.head}, named as (
    select *{columns} from {self.rows}
    {where}
)"""

    @property
    def columns(self) -> str:
        """Write the KPI's own fragments."""
        return ", ".join(f'{sql} as "{name}"' for name, sql in self.kpi.columns().items())

    def is_made_by(self, parts: Parts) -> bool:
        """Whether what the fragments answered is the number that is shown."""
        made = self.kpi.value(parts)
        if self.kpi.kind == "count":  # no row at all is a count of zero where uploads cover the days
            made = made or 0.0
        if made is None or self.value is None:
            return False
        return math.isclose(made, self.value, rel_tol=NEAR, abs_tol=NEAR)


def side(  # noqa: PLR0917 - what a number is of, and how it was counted
    store: Queries, kpi: Kpi, filtered: Filter, window: Window, value: float, basis: Basis | None, ages: tuple[int, int]
) -> Side | None:
    """Find the rows that make a number; None where none make it.

    Of posts since publication, `ages` is how old they are and the days of the windows that a longer one is made of.
    """
    found = [Side(kpi, filtered, window, value, *one) for one in _origins(store, kpi, filtered, window, basis, ages)]
    if basis != "published":
        return found[0] if found else None
    return next((one for one in found if _makes(store, one)), None)


def shown(store: Queries, kpi: Kpi, filtered: Filter, window: Window, basis: Basis | None) -> Side:
    """Find the rows of the number of a week, even where they make none."""
    return Side(kpi, filtered, window, None, *next(_origins(store, kpi, filtered, window, basis, (0, 1))))


def together(before: Side, after: Side) -> Side | None:
    """Read both sides at once, where one scan can: what was gained is dear to find."""
    if before.rows != GAINED or after.rows != GAINED:
        return None
    numbers = [BEFORE] * len(before.asked[0]) + [AFTER] * len(after.asked[0])
    lists = ([*one, *other] for one, other in zip(before.asked[1:], after.asked[1:], strict=True))
    return replace(after, asked=(numbers, *lists))


def _origins(  # noqa: PLR0917 - as `side`
    store: Queries, kpi: Kpi, filtered: Filter, window: Window, basis: Basis | None, ages: tuple[int, int]
) -> Iterator[tuple[str, str, tuple[Any, ...], str]]:
    """List where the rows of a number can come from: head, rows, parameters, day."""
    if basis == "gained":
        if chains := [(BEFORE, chain) for chain in read_steps(store).chains(window)]:
            yield SPANS, GAINED, tuple(spans(chains)), "published"
        return
    told, hours = opening(store, kpi, filtered.hours, (window,))
    yield CALENDAR + told, of_windows(kpi), ([BEFORE], [window.last], window.days, *hours), "day"
    if basis == "published":
        oldest, days = ages
        ends = [window.last - timedelta(days=days * part) for part in range(window.days // days)]
        for age in (oldest, oldest + 1, oldest - 1):  # posts are of the same age within a day (kpi.basis)
            yield AT_AGE, "aged", ([BEFORE] * len(ends), ends, [age] * len(ends), days), "day"


def _makes(store: Queries, one: Side) -> bool:
    (answers,) = store.query(f"{one.named({})}\nselect {one.columns} from named", one.params)
    return one.is_made_by(dict(zip(one.kpi.columns(), answers, strict=True)))
