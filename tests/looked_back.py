"""Frozen effects and stretches for the tests of what is printed: every verdict, every doubt, every kind of number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from data.annotations import Annotation
from kpi.deciding.came import Outcome
from kpi.deciding.decisions import Decision
from kpi.periods import Week
from kpi.reporting.report import Effect, Stretch
from kpi.snapshot import EVERYWHERE, Cell, Move, Unlike

if TYPE_CHECKING:
    from kpi.deciding.came import Came
    from kpi.deciding.decisions import State
    from kpi.snapshot import ScoreRow, Unit

CAMPAIGN = Annotation(1, date(2026, 11, 4), None, None, "campaign", "Campaign: autumn tariff", datetime(2026, 11, 4, 9))  # noqa: DTZ001 - as the store keeps it
UNLIKE = {"ai_registration": Unlike("tool", "instagram_posts", "meta_business"), "policy_incidents": Unlike("gap")}
EVIDENCE: dict[str, Any] = {"cpa": "noise", "mql": "possible", "share_of_voice": "too_little"}


def effects() -> tuple[Effect, ...]:
    """Tell what became of ten decisions, newest first."""
    ctr: tuple[Unit, float, float] = ("percent", 0.0131, 0.0164)
    return (
        effect(31, 18, "too_early", "cpa", ("money", 46, 44.2), kind="test", by_how_much="-10%"),
        effect(28, 9, "unclear", "cpa", ("money", 46, 44.2), kind="scale", smallest=5.2, doubt="noise"),
        effect(27, 9, "no_data", "share_of_voice", ("percent", 0.08, 0.094), unlike=Unlike("gap"), state="overdue"),
        effect(24, 2, "worked", "ctr", ctr, kind="scale", by_how_much="+0.2 pp", reached=1.65, state="done"),
        effect(
            *(22, 2, "against", "click_to_lead", ("percent", 0.0131, 0.0117)),
            kind="less",
            by_how_much="+0.2 pp",
            reached=-0.7,
            state="done",
            others=(24, 19),
            notes=(CAMPAIGN,),
        ),
        effect(
            19, -5, "partly", "net_sentiment", ("points", 14, 19), by_how_much="+8 points", reached=0.62, already=True
        ),
        effect(
            *(15, -12, "worked", "response_time_median", ("hours", 5.2, 2.4)),
            kind="start",
            action="Two inbox shifts, at 9:00 and at 15:00, with a handover in writing and one person named for each",
            owner="Community Manager",
            by_how_much="-25%",
            reached=2.15,
            state="open",
        ),
        effect(12, -19, "unclear", "mql", ("count", 61, 78), doubt="sample", state="done"),
        effect(9, -26, "worked", "engagement_rate", ("percent", 0.0241, 0.027), kind="keep", by_how_much="≥ 2.3%"),
        effect(
            4, -33, "unclear", "engaged_reach", ("people", 52_000, 61_400), doubt="scatter", state="done", compared=4
        ),
    )


def effect(  # noqa: PLR0917 - a line of the table above
    number: int,
    day: int,
    verdict: Came,
    kpi: str,
    moved: tuple[Unit, float, float],
    state: State = "open",
    compared: int | None = None,
    **said: Any,
) -> Effect:
    """Make what became of one decision, of a Monday so many days after the last of October 2026."""
    unit, before, after = moved
    made_on = date(2026, 10, 31) + timedelta(days=day)
    passed = (Week(2026, 47).sunday - made_on).days // 7 + 1 if verdict != "too_early" else 0
    weeks = 0 if verdict in {"too_early", "no_data"} else compared or passed
    decision = Decision(
        number=number,
        week=Week.of(made_on).previous(),
        kind=said.pop("kind", "start"),
        action=said.pop("action", f"Take step {number} of what the team agreed on"),
        owner=said.pop("owner", "Growth Marketeer"),
        due=made_on + timedelta(days=11),
        kpi=kpi,
        row=kpi,
        by_how_much=said.pop("by_how_much", ""),
        made_on=made_on,
        made_at=datetime.combine(made_on, time(9, 30)),
        made_by="Mira",
        version=number,
        closed="done" if state == "done" else None,
    )
    cells = (
        [_cell(kpi, value, sample) for value, sample in ((before, 40_210), (after, 48_812))] if weeks else [None, None]
    )
    outcome = Outcome(
        verdict,
        unit,
        "EUR" if unit == "money" else None,
        passed,
        weeks,
        *cells,
        Move(before, after, abs(after - before) / 3, "signal") if weeks else None,
        unfinished=state != "done" and decision.kind != "keep",
        **said,
    )
    return Effect(decision, state, outcome)


def stretches(rows: tuple[ScoreRow, ...], weeks: int) -> tuple[Stretch, ...]:
    """Make every row over some weeks, and over as many before: some alike, some not, one without a number."""
    return tuple(_stretch(row, weeks) for row in rows)


def _stretch(row: ScoreRow, weeks: int) -> Stretch:
    kpi = row.plan.kpi
    assert row.baseline is not None
    if row.now.value is None:
        return Stretch(row.plan.id, "pooled", weeks, row.window_days, None, None, weeks, weeks, None, Unlike("gap"))
    way = row.now.value - row.baseline
    whole = row.unit in {"count", "people"}
    before, during = (
        float(round(row.baseline + way * share)) if whole else row.baseline + way * share for share in (0.41, 0.83)
    )
    unlike = UNLIKE.get(kpi)
    move = None if unlike else Move(before, during, abs(during - before) / 3, EVIDENCE.get(kpi, "signal"))
    return Stretch(
        row=row.plan.id,
        made="mean" if row.unit == "people" or kpi == "share_of_voice" else "pooled",
        weeks=weeks,
        window_days=row.window_days,
        missing=1 if kpi == "share_of_voice" else 0,
        missing_before=0,
        before=None if unlike and unlike.why == "gap" else _cell(kpi, before, 2_310),
        during=_cell(kpi, during, 2_815),
        move=move,
        unlike=unlike,
    )


def _cell(kpi: str, value: float, sample: int) -> Cell:
    return Cell(kpi, "2026-W47/7", EVERYWHERE, value, None, None, sample, None, None)
