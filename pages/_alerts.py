"""The cards on top of the Monday review: rules that fired, and targets that are off their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.alerting.case_words import family_of, whole_name
from kpi.paper.document import now
from kpi.remarks import remark
from kpi.rule.rule_words import grounds, moved
from kpi.snapshot import EVERYWHERE
from pages._annotations import noted_line
from pages._cases import case_foot, decision_of, doubt_line
from pages._parts import amount, badge, escape, open_kpi, term
from pages._session import words

if TYPE_CHECKING:
    from kpi.alerting.cases import Case
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import ScoreRow, Snapshot


def alert_card(alert: Alert, case: Case | None = None, taken: Snapshot | None = None) -> None:
    """Draw a rule that fired: verdict, where, what moved from where to where, what to do, and on what it stands.

    Once it is decided, the decision stands instead of what the rule asks for, beside what it stands on. With a snapshot
    there are buttons, else it is only read.
    """
    say = words()
    name = escape(alert.name or term("rule_name", alert.rule))
    where = say("headline.brand") if alert.channel == EVERYWHERE else term("channel", alert.channel)
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"{badge('verdict', alert.verdict)} **{name} · {escape(where)}**")
        st.markdown(" · ".join(map(_leg, alert.legs)) or _parts(alert))
        if case is None or case.state != "decided":
            st.markdown(escape(alert.action) if alert.action else term("rule_action", alert.rule))
        st.caption(" · ".join(_footing(alert)))
        _case(case, taken, None, f"alert_{alert.rule}_{alert.channel}")


def blind_card(case: Case, taken: Snapshot | None, row: ScoreRow | None = None) -> None:
    """Draw what nobody can judge now: what was known of it last, and why no more is known."""
    say, finding = words(), case.finding
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"{badge(family_of(finding), finding.level)} **{escape(whole_name(finding, say))}**")
        doubt_line(case)
        last = say("case.last_known", week=say.week_inline(finding.week))
        told = " · ".join(f"{_leg(leg)} ({grounds(leg, say)})" for leg in finding.legs)
        if told:
            st.caption(f"{last} {told}")
        _case(case, taken, row, f"blind_{case.number}")


def _case(case: Case | None, taken: Snapshot | None, row: ScoreRow | None, key: str) -> None:
    """Say how the case stands and what was decided; the buttons are there in the newest full week only."""
    if case is None:
        return
    if case.state == "decided" and (decision := decision_of(case)):
        st.markdown(decision)
    case_foot(case, key, taken, row)


def _parts(alert: Alert) -> str:
    """Name what brings the results."""
    say = words()
    return " · ".join(f"{escape(part.name)} {say.share(part.share)}" for part in alert.parts)


def _leg(leg: LegEvidence) -> str:
    say = words()
    before, after = (say.number(value, leg.unit, leg.currency) for value in (leg.move.before, leg.move.after))
    return say(f"movement.{leg.movement}", kpi=escape(moved(leg, say)), before=before, after=after)


def _footing(alert: Alert) -> list[str]:
    say = words()
    samples = [
        say(
            "monday.leg_n",
            kpi=term("kpi", leg.kpi),
            before=say.whole(leg.sample_before),
            after=say.whole(leg.sample_after),
        )
        for leg in alert.legs
    ]
    settling = [say("counted.provisional")] if any(leg.provisional for leg in alert.legs) else []
    stands_on = list(dict.fromkeys(grounds(leg, say) for leg in alert.legs))
    weeks = [say("monday.weeks_running", n=alert.weeks)] if alert.weeks > 1 else []
    return [" / ".join(stands_on), *weeks, *settling, *samples, *([escape(alert.owner)] if alert.owner else [])]


def deviation_card(row: ScoreRow, case: Case | None = None, taken: Snapshot | None = None) -> None:
    """Draw a target that is off its way: what, how much, whose; once it is decided, the decision."""
    with st.container(border=True, height="stretch", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(badge("status", row.status), width="content")
            open_kpi(row, "off")
        if case is None or case.state != "decided":
            st.markdown(_distance(row))
            told = remark(row, words()) if row.status != "at_cost" else ""
            st.caption(" · ".join(map(escape, filter(None, [row.plan.owner, told]))))
            noted_line(row)
        _case(case, taken, row, f"row_{row.plan.id}")


def _distance(row: ScoreRow) -> str:
    say = words()
    if row.status == "at_cost":
        return say("monday.at_cost", now=now(row, say), goal=row.target.describe(say), guards=remark(row, say))
    behind = row.status == "behind" and row.pace is not None and row.now.value is not None
    reference = row.pace if behind else row.baseline
    gap = abs((row.now.value or 0) - (reference or 0))
    return say(
        f"monday.{row.status}",
        now=now(row, say),
        reference=amount(row, reference),
        gap=say.change(gap, row.unit, row.currency).lstrip("+"),
        goal=row.target.describe(say),
    )
