"""What a page is about: its title, its weeks, the day of the plan, and the headings that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.reporting import span_words

if TYPE_CHECKING:
    from kpi.reporting.span import Span
    from kpi.snapshot import Snapshot
    from kpi.words import Words


def several(snapshot: Snapshot) -> Span | None:
    """Give the weeks of a month or of a plan; None = it is about one week."""
    span = snapshot.report.span if snapshot.report else None
    return span if span and span.kind != "week" else None


def title(snapshot: Snapshot, say: Words) -> str:
    """Name the report."""
    over = several(snapshot)
    if over is None:
        return say("pdf.title")
    kind = "interim" if over.kind == "plan" and not over.whole else over.kind
    return say(f"pdf.titles.{kind}", day=max(snapshot.plan_day, 0), days=snapshot.plan_days)


def when(snapshot: Snapshot, say: Words) -> str:
    """Say which weeks it is about, and how far the plan is."""
    day, days, week = snapshot.plan_day, snapshot.plan_days, snapshot.week
    key = "before" if day < 1 else "day" if day <= days else "after"
    plan = say(f"pdf.{key}", day=day, days=days)
    over = several(snapshot)
    if over is None:
        return " · ".join([say.week(week), say.days(week.monday, week.sunday), plan])
    told = [span_words.weeks_of(over, say), span_words.so_far(over, say), plan if over.kind == "month" else ""]
    return " · ".join(filter(None, told))


def calm(snapshot: Snapshot, say: Words) -> str:
    """Say that no rule is active, or why none can be."""
    if not snapshot.over:
        return say("pdf.running")
    return say("pdf.calm_of", week=say.week_inline(snapshot.week)) if several(snapshot) else say("pdf.calm")


def headings(snapshot: Snapshot, say: Words) -> dict[str, str]:
    """Name the sections and columns that speak of these weeks."""
    over, week = several(snapshot), say.week_inline(snapshot.week)
    if over is None:
        return {key: say(f"pdf.{key}") for key in ("alerts", "tiles")} | {"before": "", "during": ""}
    return {
        "alerts": say("pdf.alerts_of", week=week),
        "tiles": say("pdf.tiles_of", week=week),
        "before": span_words.before(over, say),
        "during": span_words.during(over, say),
    }
