"""An old snapshot beside one that is taken now: what each row says otherwise, and why, as far as that can be told.

Of the same week a row can only differ because something was changed since, and what was changed was recorded. Another
week differs because time went by: then only what stands in the way of comparing the two is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.rules import ZONE
from data.since import Since
from data.views import rests_on
from kpi.basis import unlike
from kpi.catalog import catalog
from kpi.periods import Window
from kpi.plan import AUTO
from kpi.plan_diff import differences
from kpi.scan import by_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.ledger import Upload
    from kpi.periods import Week
    from kpi.plan import Plan
    from kpi.plan_diff import Difference
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow, Snapshot, Unlike

Part = Literal["value", "sample", "baseline", "target", "status"]
# text key `compare.why.<it>`
Cause = Literal[
    "came", "gone", "plan", "defined", "unfinished", "zone", "brands", "formats", "notes",
    "loaded", "undone", "answered", "settled", "labels", "scorer", "topics", "unlike", "unknown",
]  # fmt: skip
OF_ALL = {"start", "days", "currency", "hours"}  # of a plan: each row hangs on it
ASIDE = {"label", "owner", "cadence"}  # of a row: no number hangs on it
TOPICS = "topics"  # the setting with the words of the team's topics
NAMES = "brand_name"  # the table with the names of brands: whose mention is ours hangs on them


@dataclass(frozen=True)
class Ground:
    """What two snapshots rest on."""

    then: Plan
    now: Plan
    redefined: frozenset[str] = frozenset()  # KPIs
    since: Since = Since()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True)
class Why:
    """One thing that makes a row say otherwise."""

    cause: Cause
    files: tuple[str, ...] = ()
    changes: tuple[Difference, ...] = ()  # of the plan
    unlike: Unlike | None = None


@dataclass(frozen=True)
class Pair:
    """A row then and now; one side is None where a plan does not have it."""

    then: ScoreRow | None
    now: ScoreRow | None
    parts: tuple[Part, ...] = ()  # that differ
    why: tuple[Why, ...] = ()
    unlike: bool = False  # the two numbers are not of one kind, so nothing lies between them

    @property
    def row(self) -> ScoreRow:
        """The row as it is now, else as it was."""
        found = self.now or self.then
        assert found is not None  # noqa: S101 - a pair has a side
        return found

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.parts) or self.then is None or self.now is None


@dataclass(frozen=True)
class ThenNow:
    """Two snapshots beside each other."""

    then: Snapshot
    now: Snapshot
    pairs: tuple[Pair, ...]  # in the order of the plan of now, then those that are gone

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The rows that say otherwise."""
        return tuple(one for one in self.pairs if one.differs)

    @property
    def ended(self) -> tuple[Alert, ...]:
        """What was said to stop, scale, fix or review then, and is not now."""
        return _only(self.then, self.now)

    @property
    def began(self) -> tuple[Alert, ...]:
        """What is said now, and was not then."""
        return _only(self.now, self.then)


def _only(one: Snapshot, other: Snapshot) -> tuple[Alert, ...]:
    there = {(alert.rule, alert.channel, alert.verdict) for alert in other.alerts}
    return tuple(alert for alert in one.alerts if (alert.rule, alert.channel, alert.verdict) not in there)


def then_now(then: Snapshot, now: Snapshot, ground: Ground) -> ThenNow:
    """Put two snapshots of a brand beside each other, row by row."""
    was, here = ({row.plan.id: row for row in one.rows} for one in (then, now))
    told = differences(ground.then, ground.now)
    of = then, now
    pairs = [_pair(was.get(id_), here.get(id_), ground, told, of) for id_ in {**here, **was}]
    return ThenNow(then, now, tuple(pairs))


def _pair(
    then: ScoreRow | None,
    now: ScoreRow | None,
    ground: Ground,
    told: tuple[Difference, ...],
    of: tuple[Snapshot, Snapshot],
) -> Pair:
    if then is None or now is None:
        return Pair(then, now, why=(Why("came" if then is None else "gone"),))
    parts, apart = _parts(then, now), _apart(then, now, (of[0].week, of[1].week))
    why = (*_planned(now, told), *_defined(now, ground), *apart)
    if of[0].week == of[1].week:
        ended = (of[1].over and not of[0].over) or (then.partial and not now.partial)
        why = (*why, *([Why("unfinished")] if ended else []))
        why = (*why, *_changed(then, now, parts, ground, planned=any(one.cause == "plan" for one in why)))
        why = why or (Why("unknown"),)
    is_other = (then.plan.kpi, then.plan.filter, then.window_days) != (now.plan.kpi, now.plan.filter, now.window_days)
    return Pair(then, now, parts, why if parts else (), bool(apart) or is_other)


def _parts(then: ScoreRow, now: ScoreRow) -> tuple[Part, ...]:
    same: dict[Part, bool] = {
        "value": _alike(then.now.value, now.now.value) and then.now.bound == now.now.bound,
        "sample": then.now.sample == now.now.sample,
        "baseline": _alike(then.baseline, now.baseline) and then.baseline_text == now.baseline_text,
        "target": then.target == now.target and then.deadline == now.deadline,
        "status": then.status == now.status,
    }
    return tuple(part for part, is_same in same.items() if not is_same)


def _alike(one: float | None, other: float | None) -> bool:
    """Compare nine digits, as the fingerprint does: sums added up in another order differ in the sixteenth."""
    return one is other if one is None or other is None else f"{one:.9g}" == f"{other:.9g}"


# -- why ---------------------------------------------------------------------------------------------


def _planned(row: ScoreRow, told: tuple[Difference, ...]) -> tuple[Why, ...]:
    """Find what the plan says otherwise of a row."""
    own = tuple(one for one in told if _hangs(row, one))
    return (Why("plan", changes=own),) if own else ()


def _hangs(row: ScoreRow, one: Difference) -> bool:
    """Whether a row hangs on what the plan says otherwise."""
    if one.row is not None:
        return one.row.id == row.plan.id and one.field not in ASIDE
    of_some = {"hours": row.hours is not None, "currency": row.unit == "money"}
    return one.field in OF_ALL and of_some.get(one.field, True)


def _defined(row: ScoreRow, ground: Ground) -> tuple[Why, ...]:
    return (Why("defined"),) if row.plan.kpi in ground.redefined else ()


def _apart(then: ScoreRow, now: ScoreRow, weeks: tuple[Week, Week]) -> tuple[Why, ...]:
    """Find what stands in the way of comparing two numbers that were not counted alike."""
    if weeks[0] == weeks[1]:
        found = unlike(then.now, now.now)
    else:
        found = next((point.other for point in now.series if point.week == weeks[0].id), None)
    return (Why("unlike", unlike=found),) if found else ()


def _changed(then: ScoreRow, now: ScoreRow, parts: tuple[Part, ...], ground: Ground, planned: bool) -> Iterator[Why]:
    """Find what was changed since that the number of a week may hang on."""
    measured = then.plan.baseline == now.plan.baseline == AUTO and "baseline" in parts
    if not ({"value", "sample"} & {*parts} or measured or not planned):
        return
    since, of_files = ground.since, _files(now, ground.since)
    yield from _settings(now, since)
    if since.formats:
        yield Why("formats", files=since.formats)
    if since.notes and any(point.is_break for point in (*then.series, *now.series)):
        yield Why("notes")
    yield from of_files
    if (was := then.now.estimated) and (here := now.now.estimated):
        if since.labels or was.labels != here.labels:
            yield Why("labels")
        if was.scorer != here.scorer:
            yield Why("scorer")
    if then.now.until and now.now.until and then.now.until != now.now.until:
        yield Why("settled")


def _settings(now: ScoreRow, since: Since) -> Iterator[Why]:
    """Find what the team settled otherwise that a number may hang on."""
    kpi = catalog().get(now.plan.kpi)
    if any(name == "zone" or name.startswith(ZONE) for name in since.settings):
        yield Why("zone")
    if since.brands and kpi is not None and NAMES in rests_on(kpi.fact):
        yield Why("brands")
    if TOPICS in since.settings and kpi is not None and by_words(kpi, now.plan.filter):
        yield Why("topics")


def _files(row: ScoreRow, since: Since) -> Iterator[Why]:
    told: dict[Cause, tuple[Upload, ...]] = {
        "loaded": since.loaded,
        "undone": since.undone,
        "answered": since.answered,
    }
    for cause, uploads in told.items():
        if names := tuple(dict.fromkeys(one.file for one in uploads if _concerns(one, row))):
            yield Why(cause, files=names)


def _concerns(one: Upload, row: ScoreRow) -> bool:
    """Whether a file can have rows behind a number: of its kind, of its channel, and not only of later days."""
    kpi, channel = catalog().get(row.plan.kpi), row.plan.filter.channel
    if kpi is None or one.fact not in kpi.sources:
        return False
    alike = channel is None or one.channel is None or one.channel == channel
    return alike and (one.period_from is None or one.period_from <= Window.parse(row.now.window).last)
