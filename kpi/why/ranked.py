"""The rows behind a change, those that brought most to it first.

What a row brought follows the one formula of kpi.why.change, written in SQL: a million posts are ranked where they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.why.change import SCALES
from kpi.why.contributions import sum_of
from kpi.why.listing import ALL, MOST, TITLES, Listing, columns, group, lined, moments, url

if TYPE_CHECKING:
    from kpi.kinds import Kpi
    from kpi.queries import Queries
    from kpi.why.change import Sums
    from kpi.why.compared import Pair
    from kpi.why.contributions import Grouped
    from kpi.why.listing import Narrowed
    from kpi.why.sides import Side

NOTHING = 1e-12  # a contribution that is only the rounding of floats
POST = ("channel", "post_id")  # a post is one row, whatever the download that it was read from
LINE = ("batch_id", "source_row")


def changed(store: Queries, pair: Pair, answers: Grouped, narrowed: Narrowed = ALL, *, most: int = MOST) -> Listing:
    """List the rows that brought most to a change, of both windows."""
    kpi = pair.after.kpi
    size, asked = _size(kpi, pair.share, *(sum_of(kpi, whole) for whole in answers.whole))
    when = "".join(f"coalesce(now.{name}, was.{name}), " for name in moments(kpi))
    sql = f"""
select count(*) over (), coalesce(now.day, was.day), coalesce(now.channel, was.channel), coalesce(now.part, was.part),
    coalesce(now.title, was.title), coalesce(now.url, was.url), {when}{_parts(kpi, "was")}, {_parts(kpi, "now")},
    {size} as size, upload.file, coalesce(now.source_row, was.source_row) as source_row
from {_lines(pair.before, narrowed)} as was full join {_lines(pair.after, narrowed)} as now using (one, other)
    left join upload on upload.batch_id = coalesce(now.batch_id, was.batch_id)
where abs({size}) > {NOTHING}
order by abs(size) desc, 2 desc, source_row
limit {most}"""
    sides = [*_params(pair.before, narrowed), *_params(pair.after, narrowed)]
    found = store.query(sql, [*asked, *sides, *asked])
    amounts = ("numerator", "denominator") if _divides(kpi) else ("value",)
    told = [f"{amount}_{when}" for when in ("was", "now") for amount in amounts]
    rows = tuple(lined(kpi, row[1:]) for row in found)
    return Listing(columns(kpi, *told, "contribution"), rows, found[0][0] if found else 0)


def _lines(side: Side, narrowed: Narrowed) -> str:
    """Write one line for each row of a side, in brackets."""
    kpi, (one, other) = side.kpi, POST if side.kpi.fact == "posts" else LINE
    where = " and ".join(sql for sql, _ in narrowed.where(kpi)) or "true"
    times = "".join(f"{sql} as {name}, " for name, sql in moments(kpi).items())
    return f"""({side.named({"part": group(kpi)})}
select {one} as one, {other} as other, any_value({side.day}) as day, any_value(channel) as channel,
    any_value(part) as part, any_value({TITLES[kpi.fact]}) as title, {url(kpi)} as url, max(batch_id) as batch_id,
    arg_max(source_row, batch_id) as source_row, {times}{side.columns}
from named
where {where}
group by {one}, {other})"""


def _params(side: Side, narrowed: Narrowed) -> list[object]:
    return [*side.params, *(value for _, value in narrowed.where(side.kpi))]


def _size(kpi: Kpi, share: float, before: Sums, after: Sums) -> tuple[str, list[object]]:
    """Write what a row brought (kpi.why.change), with its parameters."""
    if not _divides(kpi):
        return "(coalesce(now.numerator, 0) - coalesce(was.numerator, 0) * ?)", [share]
    excess = "(coalesce({0}.numerator, 0) - ? * coalesce({0}.denominator, 0)) / ?"
    start = before.value or 0.0
    size = f"(({excess.format('now')} - {excess.format('was')}) * ?)"
    return size, [start, after.denominator, start, before.denominator, SCALES[kpi.kind]]


def _divides(kpi: Kpi) -> bool:
    return kpi.kind != "count"


def _parts(kpi: Kpi, side: str) -> str:
    parts = ("numerator", "denominator") if _divides(kpi) else ("numerator",)
    return ", ".join(f"{side}.{part}" for part in parts)
