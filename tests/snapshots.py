"""Frozen snapshots for the tests of what is printed: a full week, a month, a plan, an empty week, a hostile one."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

from kpi.cells import ALL_ROWS
from kpi.noise import limits
from kpi.periods import Week
from kpi.plan import PlanRow
from kpi.reporting.report import Report
from kpi.reporting.span import Span
from kpi.rule.ruling import Alert, LegEvidence
from kpi.snapshot import (
    EVERYWHERE,
    Cell,
    Good,
    Limits,
    Move,
    Point,
    ScoreRow,
    Snapshot,
    SourceState,
    Status,
    Unit,
)
from kpi.target import TargetError, read_target
from tests.looked_back import effects, stretches

WEEK = Week(2026, 47)
START = date(2026, 9, 26)

# kpi, unit, good, baseline, now, target, status, owner, cadence, window
ROWS: list[tuple[str, Unit, Good, float, float, str, Status, str, str, int]] = [
    ("net_sentiment", "points", "up", 12, 19, "+22", "on_pace", "PR + Social Lead", "weekly", 7),
    ("response_time_median", "hours", "down", 6, 2.4, "2 h", "on_pace", "Community Manager", "weekly", 7),
    ("correction_ratio", "percent", "down", 0.040, 0.031, "3,0%", "on_pace", "Content Lead", "weekly", 7),
    ("ctr", "percent", "up", 0.009, 0.0164, "1,5%", "met", "Growth Marketeer", "twice_a_week", 7),
    ("ai_registration", "percent", "up", 0.15, 0.64, "80%", "on_pace", "Social Ops", "weekly", 7),
    ("policy_incidents", "count", "down", 6, 5, "3 / month", "behind", "Compliance Owner", "monthly", 30),
    ("engagement_rate", "percent", "up", 0.021, 0.027, "2,6%", "met", "Channel Owner", "weekly", 7),
    ("share_of_voice", "percent", "up", 0.08, 0.094, "11%", "behind", "Brand Marketing", "monthly", 7),
    ("click_to_lead", "percent", "up", 0.013, 0.0117, "1,7%", "worse", "Growth Marketeer", "every_two_weeks", 7),
    ("engaged_reach", "people", "up", 35_000, 61_400, "70 000", "on_pace", "Social Lead", "weekly", 7),
    ("video_retention", "percent", "up", 0.28, 0.35, "38%", "on_pace", "Content Producer", "weekly", 7),
    ("mql", "count", "up", 45, 78, "90", "on_pace", "Demand Gen", "monthly", 30),
    ("proof_asset_share", "percent", "up", 0.15, 0.41, "40%", "met", "Editor", "weekly", 7),
    ("cpa", "money", "down", 46, 44.2, "39", "behind", "Performance Marketer", "weekly", 7),
    ("first_pass_review", "percent", "up", 0.70, 0.84, "90%", "too_little", "Editor/QA", "weekly", 7),
    ("response_rate_24h", "percent", "up", 0.55, 0.87, "85%", "met", "Community Manager", "daily", 7),
]
GAPS = {"share_of_voice": {8, 9, 10}, "click_to_lead": {4, 6}}  # weeks without an export; week 5 stands alone


def example(brand: str = "Noordlicht Energie", rows: int = len(ROWS), label: str | None = None) -> Snapshot:
    """Make a full week: every status, every unit, alerts, gaps, a source that is late."""
    return Snapshot(
        brand=brand,
        week=WEEK,
        over=True,
        plan_start=START,
        plan_days=90,
        plan_day=58,
        rows=tuple(row(*fields, label=label) for fields in ROWS[:rows]),
        alerts=alerts(),
        sources=sources(),
        uploads=7,
        posts=4812,
        messages=1203,
        fingerprint="9f3a71c2",
    )


def empty() -> Snapshot:
    """Make a week of a plan without rows, in a store without uploads."""
    return replace(example(rows=0), alerts=(), sources=(), uploads=0, posts=0, messages=0)


def with_effects() -> Snapshot:
    """Make a week that looks back on four decisions."""
    return replace(example(), report=Report(Span("week", WEEK, WEEK, 1), effects=effects()[1:5]))


def month() -> Snapshot:
    """Make the report of a month that still has a week to come, with what became of six decisions."""
    full = example()
    over = Span("month", WEEK.previous(2), WEEK, 4)
    return replace(full, report=Report(over, stretches(full.rows, over.weeks), effects()[:6]))


def interim() -> Snapshot:
    """Make the report of a plan that has 32 days to go, with what became of ten decisions."""
    full = example()
    over = Span("plan", WEEK.previous(7), WEEK, 13)
    return replace(full, report=Report(over, stretches(full.rows, over.weeks), effects()))


def plan_end() -> Snapshot:
    """Make the report at the end of a plan: what was on pace has not got there."""
    full = example()
    rows = tuple(replace(r, pace=r.goal, status="behind" if r.status == "on_pace" else r.status) for r in full.rows)
    over = Span("plan", WEEK.previous(11), WEEK, 12)
    report = Report(over, stretches(rows, over.weeks), effects())
    return replace(full, plan_start=date(2026, 8, 25), plan_day=90, rows=rows, report=report)


def silent() -> Snapshot:
    """Make a week of which no row has a value."""
    full = example()
    return replace(full, rows=tuple(map(_without_value, full.rows)), alerts=(), sources=())


def row(  # noqa: PLR0917 - a line of the table above
    kpi: str,
    unit: Unit,
    good: Good,
    baseline: float,
    now: float,
    target: str,
    status: Status,
    owner: str,
    cadence: Any,
    window_days: int,
    label: str | None = None,
) -> ScoreRow:
    """Make one row of the scorecard, with a trend from its baseline to now."""
    currency = "EUR" if unit == "money" else None
    aim = read_target(target, good, unit, currency=currency)
    assert not isinstance(aim, TargetError)
    goal = aim.goal(baseline)
    assert goal is not None
    series = trend(baseline, now, GAPS.get(kpi, set()))
    return ScoreRow(
        plan=PlanRow(
            id=kpi,
            kpi=kpi,
            label=label,
            filter=ALL_ROWS,
            baseline="auto",
            target=target,
            owner=owner,
            cadence=cadence,
            window_days=None,
        ),
        unit=unit,
        good=good,
        currency=currency,
        window_days=window_days,
        baseline=baseline,
        baseline_text=str(baseline),
        target=aim,
        goal=goal,
        now=Cell(kpi, f"{WEEK.id}/{window_days}", EVERYWHERE, now, None, None, 812, _coverage(kpi), None),
        partial=kpi == "mql",
        week_move=None,
        baseline_move=Move(baseline, now, abs(now - baseline) / 3, "noise" if kpi == "cpa" else "signal"),
        pace=baseline + (goal - baseline) * 58 / 90,
        progress=(now - baseline) / (goal - baseline),
        status=status,
        sigma=abs(now) / 20,
        series=series,
        limits=xmr(series),
    )


def trend(start: float, end: float, gaps: set[int], weeks: int = 26) -> tuple[Point, ...]:
    """Walk from start to end with a wobble that is the same in every run."""
    span = end - start or 1
    values = [
        start + span * (i / (weeks - 1)) + 0.08 * span * (math.sin(i * 1.3) + math.sin(i * i * 0.7))
        for i in range(weeks - 1)
    ] + [end]
    ids = [week.id for week in WEEK.last(weeks)]
    return tuple(Point(ids[i], None if i in gaps else value, 400, False) for i, value in enumerate(values))


def xmr(series: tuple[Point, ...]) -> Limits | None:
    """Draw the limits of a trend."""
    return limits([point.value for point in series])


def alerts() -> tuple[Alert, ...]:
    """Let a stop rule, a scale rule and a fix rule fire."""
    ctr = LegEvidence("ctr", "rises", "percent", None, Move(0.009, 0.016, 0.001, "signal"), 41_800, 48_210)
    mood = LegEvidence("net_sentiment", "falls", "points", None, Move(14, 6, 3.1, "signal"), 206, 212)
    cpa = LegEvidence("cpa", "falls", "money", "EUR", Move(46, 31, 4.0, "signal"), 120, 141)
    calm = LegEvidence("net_sentiment", "flat", "points", None, Move(19, 20, 3.3, "noise"), 198, 201)
    lead = LegEvidence(
        "landing_conversion", "not_rises", "percent", None, Move(0.022, 0.021, 0.002, "noise"), 3100, 3320
    )
    return (
        Alert("scale_budget", "scale", "youtube", 1, (cpa, calm), "Growth Marketeer"),
        Alert("pause_scaling", "stop", "linkedin", 1, (ctr, mood), "PR + Social Lead"),
        Alert("fix_offer", "fix", EVERYWHERE, 1, (ctr, lead), "Growth Marketeer"),
    )


def sources() -> tuple[SourceState, ...]:
    """Name five sources, of which one is late and one has missed two weeks."""
    end, late = WEEK.sunday, date(2026, 11, 15)
    return (
        SourceState("instagram_posts", "posts", "instagram", "noordlicht", end, True, ()),
        SourceState("linkedin_page", "posts", "linkedin", "noordlicht", end, True, ()),
        SourceState("tiktok_studio", "posts", "tiktok", "noordlicht", late, False, ("2026-W31", "2026-W32")),
        SourceState("inbox", "messages", "instagram", None, end, True, ()),
        SourceState("meta_ads", "ads", "facebook", None, end, True, ()),
    )


def _coverage(kpi: str) -> float | None:
    return {"net_sentiment": 0.84, "response_time_median": 0.97}.get(kpi)


def _without_value(full: ScoreRow) -> ScoreRow:
    return replace(
        full,
        now=replace(full.now, value=None, sample=0, why="no_data"),
        baseline_move=None,
        progress=None,
        status="no_data",
        series=tuple(replace(point, value=None) for point in full.series),
        limits=None,
    )


HOSTILE = (
    '#read("/etc/passwd") $x^2$ *b* _i_ `c` @ref <lbl> // [x](javascript:1) <script>alert(1)</script> \\ '
    "שלום مرحبا 日本語 𝗕𝗼𝗹𝗱 𝒜𝒾 👩‍👩‍👧 🇳🇱 1️⃣ 👍🏽 Z̷̧̢͎a͝l̷g̵o \x00\x07\u202egnp.exe\ufffd " + "x" * 200
)


def hostile() -> Snapshot:
    """Make a week whose every free text is an attack on the page."""
    full = example(brand=HOSTILE, label=HOSTILE)
    rows = tuple(replace(r, plan=r.plan.model_copy(update={"owner": HOSTILE})) for r in full.rows)
    return replace(full, rows=rows, alerts=tuple(replace(alert, owner=HOSTILE) for alert in full.alerts))
