"""A deviation on the wall: what it is, from where to where, on what evidence, what brought it, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.alerting.case_words import doubt
from kpi.deciding.fact import of_row
from kpi.paper.document import now
from kpi.rule.rule_words import grounds, moved
from kpi.rule.rules import LEVELS
from kpi.snapshot import EVERYWHERE
from pages._parts import amount, badge, escape, evidence, term, title
from pages._session import words
from pages._stage_past import last_on
from pages._stage_trend import brought_by, leg_row, trend_of_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.alerting.case import Case
    from kpi.alerting.findings import Finding
    from kpi.periods import Week
    from kpi.rule.ruling import Alert, LegEvidence, Part
    from kpi.snapshot import ScoreRow, Snapshot

LARGE = 2  # numbers that stand large; what a rule has more is smaller


@dataclass(frozen=True)
class Shown:
    """What is known of a finding today; without a row or an alert it no longer deviates."""

    subject: str
    finding: Finding | None
    case: Case | None
    row: ScoreRow | None
    alert: Alert | None

    @property
    def holds(self) -> bool:
        """Whether the numbers still say so: an upload may have come since the meeting began."""
        return self.row is not None or self.alert is not None


def shown(subject: str, found: Sequence[Finding], case: Case | None, taken: Snapshot) -> Shown:
    """Look a finding up in the snapshot of the week."""
    one = next((one for one in found if one.subject == subject), None)
    alert = row = None
    if one and one.rule:
        alert = next((each for each in taken.alerts if (each.rule, each.channel) == (one.rule, one.channel)), None)
    elif one:
        row = next((each for each in taken.rows if each.plan.id == one.row), None)
    return Shown(subject, one or (case.finding if case else None), case, row, alert)


def heading(of: Shown) -> str:
    """Name a deviation: the rule, or the KPI as the team calls it."""
    if of.row is not None:
        return title(of.row)
    if of.finding is None:
        return of.subject
    known = term("rule_name", of.finding.rule) if of.finding.rule else term("kpi", of.finding.kpis[0])
    return of.finding.name or known


def where(of: Shown) -> str:
    """Say which part of the brand it concerns."""
    channel = of.finding.channel if of.finding else EVERYWHERE
    return words()("headline.brand") if channel == EVERYWHERE else term("channel", channel)


def level_badge(of: Shown) -> str:
    """Write how bad it is: the verdict of a rule, or the status of a row."""
    return badge("verdict" if of.alert else "status", of.finding.level) if of.finding else ""


def show_item(of: Shown, taken: Snapshot) -> None:
    """Draw a deviation: words and numbers on the left, the trend and what brought it on the right."""
    say = words()
    if of.finding is None or not of.holds:
        st.header(escape(heading(of)), anchor=False)
        blind = doubt(of.case, say) if of.case and of.case.unjudged else ""
        st.markdown(f":material/info: {escape(blind or say('meeting.gone'))}")
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        st.markdown(f"{level_badge(of)} {escape(where(of))}")
        st.header(escape(heading(of)), anchor=False)
        if of.alert:
            _alert(of.alert, taken.week)
        elif of.row:
            _row(of.row)
        _facts(of)
        last_on(of.finding, taken)
    with right, st.container(key="stage_trend"):
        row = of.row or leg_row(of.alert, taken)
        if row is not None:
            trend_of_item(row)
            brought_by(row, taken, "baseline" if of.row else "week")


def _row(row: ScoreRow) -> None:
    say, move = words(), row.baseline_move
    if row.baseline is None:
        _number("now", now(row, say))
    else:
        st.markdown(f"{say('pdf.baseline')} → {say('pdf.now')}")
        _number("now", f"{amount(row, row.baseline)} → {now(row, say)}")
    if move:
        st.markdown(evidence(move))
    st.markdown(escape(of_row(row, say).removeprefix(f"{title(row)}: ")))


def _alert(alert: Alert, week: Week) -> None:
    say = words()
    for at, leg in enumerate(alert.legs):
        with st.container(gap=None):
            st.markdown(f"{escape(moved(leg, say))} · {_between(leg, alert, week)}")
            _number(f"{at}", _span(leg), small=at >= LARGE)
            st.markdown(_grounds(leg))
    for at, part in enumerate(alert.parts):
        _number(f"part_{at}", _part(part), small=True)
    declared = f"rule_action.{alert.rule}"
    if action := alert.action or (say(declared) if say.has(declared) else ""):
        st.markdown(escape(action))


def _between(leg: LegEvidence, alert: Alert, week: Week) -> str:
    """Say what stands left and right of the arrow: weeks, or the limit of the rule and the week."""
    say = words()
    before = say("meeting.limit") if leg.movement in LEVELS else say.week(week.previous(alert.weeks))
    return f"{before} → {say.week(week)}"


def _span(leg: LegEvidence) -> str:
    say = words()
    return " → ".join(say.number(value, leg.unit, leg.currency) for value in (leg.move.before, leg.move.after))


def _grounds(leg: LegEvidence) -> str:
    say = words()
    return f"{grounds(leg, say)} · n = {say.whole(leg.sample_before)} → {say.whole(leg.sample_after)}"


def _part(part: Part) -> str:
    say = words()
    return escape(say("meeting.part", name=term("value", part.name), share=say.share(part.share)))


def _number(name: str, text: str, *, small: bool = False) -> None:
    """Draw a number so that it is read from the other end of the room."""
    with st.container(key=f"stage_{'small' if small else 'number'}_{name}"):
        st.markdown(text)


def _facts(of: Shown) -> None:
    """Say whose it is, and how long it has been there."""
    say = words()
    told = [f"**{escape(of.finding.owner)}**"] if of.finding and of.finding.owner else []
    if of.case is not None:
        told.append(say(f"case.state.{of.case.state}"))
        told.append(say("case.since_weeks", n=of.case.weeks, week=escape(say.week_inline(of.case.since))))
    if told:
        st.markdown(" · ".join(told))
