"""What people say in one window: the number and the shares, where they come from, what changed, and the weeks before.

The numbers stand on what the scorecard stands on (kpi.sentiment.basis): the labels of the exports, counted, or an
estimate from the team's own labels. The other one is given beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kpi.basis import UNEVEN
from kpi.noise import apart, scatter
from kpi.periods import Week, Window, stride
from kpi.sentiment.basis import basis
from kpi.sentiment.counts import counts
from kpi.sentiment.figures import NOTHING, difference, sort_worst
from kpi.sentiment.routes import Counted, Estimated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.queries import Queries
    from kpi.sentiment.basis import Basis
    from kpi.sentiment.counts import By, Counts, Key
    from kpi.sentiment.estimate import Measure
    from kpi.sentiment.figures import Difference, Figure
    from kpi.sentiment.routes import Route
    from kpi.sentiment.texts import Tone

SPANS = (7, 28, 91)  # days: a week, a month of four, a quarter
WEEKS = 26
MOST = 12  # topics, those with the most texts
LEAST = 10  # texts of a part: what fewer say is no picture of anything


@dataclass(frozen=True)
class Part:
    """A channel or a topic: its net sentiment now and in the window before."""

    name: str
    now: Figure
    before: Figure

    @property
    def moved(self) -> Difference | None:
        """What its difference is worth, by the error of sampling: a part has too few weeks to know how it moves."""
        return difference(self.before, self.now)


@dataclass(frozen=True)
class Overview:
    """All that the page of sentiment says of one window."""

    window: Window
    basis: Basis
    net: Figure  # in points
    shares: Mapping[Tone, Figure]
    before: Figure  # net sentiment of the last window that shares no day with this one
    moved: Difference | None  # since then
    running: bool  # it is not over, so it is not compared
    apart_by: str | None  # a channel of which people labelled one of the two windows only, so they are not compared
    other: Figure  # net sentiment on the basis that the scorecard does not use
    channels: tuple[Part, ...]  # the worst first
    topics: tuple[Part, ...]
    weeks: tuple[tuple[Week, Figure], ...]  # net sentiment of windows of this length, oldest first
    readable: float  # share of the texts that the scorer can read, or the tool labelled

    def parts(self, by: By) -> tuple[Part, ...]:
        """Give the channels or the topics."""
        return self.channels if by == "channel" else self.topics


def earlier(window: Window) -> Window:
    """Find the last window before one that shares no day with it."""
    return window.previous(stride(window.days))


def overview(store: Queries, window: Window, today: date = date.max) -> Overview:
    """Measure one window, the one before it, and those that lead to it; what is not over today is not compared."""
    series = tuple(Window(week, window.days) for week in window.week.last(WEEKS))
    both = window, earlier(window)
    counted = counts(store, series)
    chosen, people = basis(store), Estimated(store, series, both)
    routes: dict[Basis, Route] = {"tool": Counted(counted), "estimate": people}
    route, other = routes[chosen], routes["tool" if chosen == "estimate" else "estimate"]
    since = since_of(store)
    weeks = tuple((one.week, route.figure("net", one) if one.first >= since else NOTHING) for one in series)
    told, net, running = people.answer("net", window), route.figure("net", window), window.last >= today
    before = route.figure("net", both[1]) if both[1].first >= since else NOTHING
    channels = parts(route, "channel", names(counted, both, "channel"), both, since)
    apart_by = _sampled(channels) if chosen == "estimate" and before.labels else None
    return Overview(
        window=window,
        basis=chosen,
        net=net,
        shares=route.shares(window),
        before=before,
        moved=None if apart_by or running else difference(before, net, _scatter(weeks, window.days)),
        running=running,
        apart_by=apart_by,
        other=other.figure("net", window),
        channels=channels,
        topics=parts(route, "topic", names(counted, both, "topic")[:MOST], both, since),
        weeks=weeks,
        readable=told.readable if told else 0.0,
    )


def since_of(store: Queries) -> date:
    """Find the Monday from which on there are texts: a window that began before it tells of a part of its days."""
    first: date | None = store.query("select min(day) from opinions")[0][0]
    return Week.of(first).monday if first else date.max


def _sampled(channels: Sequence[Part]) -> str | None:
    """Find a channel with texts in both windows that labels speak of in one of them alone, to no small part."""
    for here, there in ((0, 1), (1, 0)):
        sides = [(part.name, (part.before, part.now)[here], (part.before, part.now)[there]) for part in channels]
        whole = sum(_spoken(figure) for _, figure, _ in sides)
        for name, figure, across in sides:
            if across.texts and not _spoken(across) and _spoken(figure) > UNEVEN * whole:
                return name
    return None


def _spoken(figure: Figure) -> float:
    """Count the texts that the labels of a figure speak for."""
    return figure.texts * (figure.coverage or 0.0) if figure.labels else 0.0


def _scatter(weeks: Sequence[tuple[Week, Figure]], days: int) -> float | None:
    """Estimate how much the number moves by itself from one window to the next."""
    values = [figure.value if figure.state == "sure" else None for _, figure in weeks]
    return scatter(apart(values, stride(days))[:-1])


def parts(  # noqa: PLR0917 - where to ask, what, of which parts and days
    route: Route,
    by: By,
    named: Sequence[str],
    both: tuple[Window, Window],
    since: date,
    measure: Measure = "net",
) -> tuple[Part, ...]:
    """Measure each part in two windows, the worst first; where the texts begin in the earlier one it is not known."""
    now, before = both
    found = {name: route.figure(measure, now, by, name) for name in named}
    known = before.first >= since
    return tuple(
        Part(name, found[name], route.figure(measure, before, by, name) if known else NOTHING)
        for name in sort_worst(found)
    )


def sort_moved(some: Iterable[Part]) -> list[Part]:
    """Order parts by how far they moved, the most first; those with too little data after them, then the uncompared."""
    return sorted(some, key=_rank)


def _rank(part: Part) -> tuple[bool, bool, float, str]:
    moved = part.moved
    return moved is None, bool(moved and moved.evidence == "too_little"), -abs(moved.size if moved else 0.0), part.name


def names(counted: Mapping[Key, Counts], windows: Sequence[Window], by: By) -> list[str]:
    """Name the parts that have a text in one of the windows, those with the most first."""
    wanted = {window.id for window in windows}
    sums: dict[str, int] = {}
    for (window, way, name), one in counted.items():
        if way == by and window in wanted:
            sums[name] = sums.get(name, 0) + one.texts
    return sorted(sums, key=lambda name: (-sums[name], name))
