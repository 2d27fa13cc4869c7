"""The weeks of a report in the reader's language, and what to know of a row over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton

from kpi.catalog import Count, catalog
from kpi.counting import uncompared
from kpi.periods import DAYS_A_WEEK

if TYPE_CHECKING:
    from kpi.reporting.report import Stretch
    from kpi.reporting.span import Span
    from kpi.snapshot import ScoreRow
    from kpi.words import Words


def title(over: Span, say: Words) -> str:
    """Name the kind of report: `Monthly report`, `End report`."""
    kind = "interim" if over.kind == "plan" and not over.whole else over.kind
    return say(f"stretch.title.{kind}")


def weeks_of(over: Span, say: Words) -> str:
    """Say which weeks: `November 2026 · weeks 45–48`, of a plan with its days."""
    if over.kind == "week":
        return f"{say.week(over.last)} · {say.days(over.last.monday, over.last.sunday)}"
    when = _month(over, say, "yMMMM") if over.kind == "month" else say.days(over.first.monday, over.last.sunday)
    return f"{when} · {say('stretch.weeks', n=over.weeks, first=over.first.number, last=over.last.number)}"


def so_far(over: Span, say: Words) -> str:
    """Say how many of its weeks are over: `so far: 3 of 4 weeks`; nothing when all are."""
    return "" if over.whole else say("stretch.so_far", done=say.whole(over.weeks), n=over.asked)


def during(over: Span, say: Words) -> str:
    """Head the column of these weeks: `Nov 2026 (4 weeks)`."""
    name = _month(over, say, "yMMM") if over.kind == "month" else _capital(say("stretch.since_start"))
    return say("stretch.during", name=name, n=over.weeks)


def before(over: Span, say: Words) -> str:
    """Head the column of those before: `4 weeks before`."""
    return _capital(say("stretch.before", n=over.weeks))


def gaps(stretch: Stretch, say: Words) -> str:
    """Say how many weeks lack full data: `1 of 4 weeks without full data`; nothing when none does."""
    now, then = (
        say("stretch.missing", gone=say.whole(gone), n=_asked(stretch)) if gone else ""
        for gone in (stretch.missing, stretch.missing_before)
    )
    return "; ".join(text for text in (now, then and say("stretch.missing_before", missing=then)) if text)


def made_of(stretch: Stretch, say: Words) -> str:
    """Say how the weeks became one number, where that is not all their rows: `mean of its weeks`."""
    return "" if stretch.made == "pooled" else say(f"stretch.made.{stretch.made}")


def per(stretch: Stretch, row: ScoreRow, say: Words) -> str:
    """Say what a count is brought to: `per week`, `per 30 days`; nothing of what is no count."""
    if not isinstance(catalog()[row.plan.kpi], Count):
        return ""
    if stretch.window_days == DAYS_A_WEEK:
        return say("stretch.per_week")
    return say("outcome.window", n=stretch.window_days)


def why_not(stretch: Stretch, say: Words) -> str:
    """Say why its two sides are not compared; nothing when they are."""
    if stretch.unlike is None:
        return ""
    key = f"stretch.why.{stretch.unlike.why}"
    return say(key) if say.has(key) else uncompared(stretch.unlike, say)


def _asked(stretch: Stretch) -> int:
    """Count the weeks that a side asks for: of a register only the last one."""
    return 1 if stretch.made == "end" else stretch.weeks


def _month(over: Span, say: Words, skeleton: str) -> str:
    return _capital(format_skeleton(skeleton, over.month, locale=say.locale))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
