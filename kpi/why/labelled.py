"""The texts behind an estimated number, the random sample first, with what people and the scorer made of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.periods import Week, Window
from kpi.scan import CALENDAR, Scan
from kpi.sentiment.moments import view, where
from kpi.sentiment.sample import reached
from kpi.why.listing import TITLES, Listing, columns, group

if TYPE_CHECKING:
    from kpi.cells import Filter
    from kpi.kinds import Kpi
    from kpi.queries import Queries
    from kpi.snapshot import Cell
    from kpi.why.listing import Narrowed

AMOUNTS = ("label", "sampled", "view")


def labelled(  # noqa: PLR0917 - a number and what of its rows is asked for
    store: Queries, kpi: Kpi, filtered: Filter, cell: Cell, narrowed: Narrowed, most: int
) -> Listing:
    """List the texts of a window: label = what people called it for the measure, view = what the scorer or tool did."""
    assert kpi.estimate is not None  # noqa: S101 - its number is estimated
    window, measure = Window.parse(cell.window), kpi.estimate
    scan, narrowing = Scan((kpi,), filtered, (window,)), narrowed.where(kpi)
    asked = "".join(f" and {sql}" for sql, _ in narrowing)
    sql = f"""{CALENDAR}, {reached([measure])}, listed as (
    select day, channel, coalesce(({group(kpi)})::varchar, '') as part, {TITLES[kpi.fact]} as title, url,
        y_{measure} as label, sampled, {view(measure)} as view, batch_id, source_row, labelled, source, id
    from reached join calendar using (day)
    {where(scan, kpi.estimate_of) or "where true"}{asked} and draw is not null
)
select count(*) over (), listed.day, listed.channel, part, title, url, label, sampled, view, upload.file, source_row
from listed left join upload using (batch_id)
order by sampled desc, labelled desc, listed.day desc, source, listed.channel, id
limit {most}"""
    days = [[0], [window.last], window.days, Week.of(window.first).monday, window.last]
    found = store.query(sql, [*days, *scan.asked, *(value for _, value in narrowing)])
    return Listing(columns(kpi, *AMOUNTS), tuple(row[1:] for row in found), found[0][0] if found else 0)
