"""Weekly numbers of figures that are totals since publication.

What a week gained is the difference between two downloads of the same posts. Where the downloads do not tell
that, the posts published in the week stand in, as they were at a stated age; a week before is then looked up as
it stood at that same age, if a download of that time was kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kpi.basis import SETTLED
from kpi.scan import AGES, Scan, published, statement
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kpi.cells import Key
    from kpi.queries import Queries
    from kpi.scan import Cellmap
    from kpi.snapshot import Cell
    from kpi.steps import Chain, Steps

SPANS = """with span as (
    select unnest(?::integer[]) as "window", unnest(?::varchar[]) as its_channel, unnest(?::varchar[]) as its_account,
        unnest(?::date[]) as first_day, unnest(?::date[]) as last_day
)"""
GAINED = """gained join span on of_channel is not distinct from its_channel
    and of_account is not distinct from its_account and day between first_day and last_day"""
GAINED_STAMPS = {
    "since": "min(first_day)",
    "until": "max(last_day)",
    "shrunk": "count(*) filter (where shrunk)",
    "untold": "avg(CAST(untold AS DOUBLE))",
}
HAS_VERSIONS = "select count(*) > 0 from history.posts"
# of each post the last version up to the day on which it has the age, else the first one after it
AT_AGE = """with calendar as (
    select "window", last, last + age as cutoff, last - back::integer as day
    from (
        select unnest(?::integer[]) as "window", unnest(?::date[]) as last, unnest(?::integer[]) as age
    ), range(?) as days(back)
), aged as (
    select version.*, "window", last
    from version join calendar using (day)
    qualify row_number() over (
        partition by "window", channel, post_id
        order by snapshot_date <= cutoff desc, abs(snapshot_date - cutoff), batch_id desc
    ) = 1
)"""


def gained(store: Queries, scan: Scan, shown: Cellmap, steps: Steps) -> Cellmap:
    """Find the cells of what was gained, where the downloads of all that a number consists of tell it."""
    chains = [(number, chain) for number, window in enumerate(scan.windows) for chain in steps.chains(window)]
    if not scan.answerable or not chains:
        return {}
    sql = statement(scan.kpis, scan.filtered, SPANS, GAINED, ", ".join(GAINED_STAMPS.values()))
    rows = store.query(sql, [*spans(chains), *scan.asked])
    found = {key: replace(cell, basis="gained") for key, cell in scan.cells(rows, tuple(GAINED_STAMPS)).items()}
    windows = {window.id: window for window in scan.windows}
    own = {
        key: cell
        for key, cell in found.items()
        if key[3] != EVERYWHERE and cell.value is not None and steps.covered(key[3], windows[key[2]])
    }
    brand = {key: cell for key, cell in found.items() if key[3] == EVERYWHERE and _whole(key, own, shown, found)}
    return own | brand


def spans(chains: Iterable[tuple[int, Chain]]) -> list[list[object]]:
    """Give the parameters of SPANS: what each source tells of the windows of these numbers."""
    rows = [(number, *chain.source, chain.since, chain.until) for number, chain in chains]
    return [list(column) for column in zip(*rows, strict=True)]


def _whole(key: Key, own: Cellmap, shown: Cellmap, found: Cellmap) -> bool:
    """Whether every channel that has a number of this window tells what it gained: bases do not mix."""
    *of, _ = key
    valued = {
        one[3]
        for cells in (shown, found)
        for one, cell in cells.items()
        if one[:3] == tuple(of) and cell.value is not None
    }
    return found[key].value is not None and all((*of, channel) in own for channel in valued - {EVERYWHERE})


def at_age(store: Queries, scan: Scan, shown: Cellmap, steps: Steps, last: str | None = None) -> Cellmap:
    """Find the cells of the windows before the last one as they stood when they were as old as that one is.

    `shown` are the numbers that are shown as posts since publication: nothing that was gained needs it. `last` names
    another window than the last one, whose age is asked for.
    """
    last = last or scan.windows[-1].id
    ages = [cell.oldest or 0 for key, cell in shown.items() if key[2] == last and cell.value is not None]
    if not steps.corrected or not ages or max(ages) >= SETTLED:
        return {}
    asked = [(number, window.last, max(ages)) for number, window in enumerate(scan.windows)]
    return _as_of(store, scan, asked, scan.windows[0].days)


def _as_of(store: Queries, scan: Scan, lasts: list[tuple[int, date, int]], days: int) -> Cellmap:
    """Find cells of posts at an age: (number of the window, last of so many days, age), one or more for a window."""
    numbers, ends, wanted = (list(column) for column in zip(*lasts, strict=True))
    ages = "min(snapshot_date - last), max(snapshot_date - last)"
    if store.query(HAS_VERSIONS)[0][0]:
        sql, head = statement(scan.kpis, scan.filtered, AT_AGE, "aged", ages), [numbers, ends, wanted]
    else:  # posts stand as they are whatever the age, so reviews of other weeks ask the same
        sql, head = statement(scan.kpis, scan.filtered, stamps=ages), [numbers, ends]
    return published(scan.cells(store.query(sql, [*head, days, *scan.asked]), AGES))


def pooled(store: Queries, scan: Scan, days: int, like: Cell) -> Cellmap:
    """Find the one number of a long window whose parts of `days` days were each as old as another number is."""
    (window,) = scan.windows
    ends = [window.last - timedelta(days=days * part) for part in range(window.days // days)]
    return _as_of(store, scan, [(0, end, like.oldest or 0) for end in ends], days)
