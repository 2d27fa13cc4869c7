"""What was decided before, and whether it worked: an item of its own, and a line under a deviation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from kpi.deciding.decisions import decisions
from kpi.deciding.outcome import outcome
from kpi.deciding.outcome_words import told
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.side_by_side import side_by_side
from kpi.snapshot import EVERYWHERE
from pages import _session
from pages._parts import COLOURS, escape, term
from pages._session import journal, words
from pages._stage_trend import row_at, trend_of_item

if TYPE_CHECKING:
    from kpi.alerting.findings import Finding
    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision
    from kpi.snapshot import Move, ScoreRow, Snapshot


def show_past(one: Decision, taken: Snapshot) -> None:
    """Draw a decision of an earlier week: what, who, until when, and what became of it."""
    say, found, row = words(), outcome_of(one, taken), row_for(one, taken)
    left, right = st.columns([6, 5], gap="large")
    with left:
        st.markdown(f"{kind_badge(one)} {say('meeting.decided_in', week=escape(say.week_inline(one.week)))}")
        st.header(escape(one.action), anchor=False)
        if one.insight:
            st.markdown(escape(one.insight))
        st.markdown(escape(_about(one)))
        if found and found.move:
            with st.container(key="stage_number_past"):
                st.markdown(_span(found.move, found))
        if found:
            st.markdown(f"{_came_badge(found)} {escape(told(found, one, say))}")
        due = say("meeting.due", day=say.day(one.due))
        st.markdown(" · ".join([f"**{escape(one.owner)}**", due, say(f"meeting.is.{one.state(_session.today())}")]))
    with right, st.container(key="stage_trend"):
        if row is not None:
            trend_of_item(row)


def row_for(one: Decision, taken: Snapshot) -> ScoreRow | None:
    """Find the row of the KPI that a decision must move, measured for it where the plan has none."""
    row = next((row for row in taken.rows if row.plan.id == one.row), None)
    if row is not None or one.topics or one.paid is not None:
        return row  # what is narrower than a channel and stands in no plan has no trend here
    return row_at(one.kpi, one.channel or EVERYWHERE, taken)


def last_on(finding: Finding, taken: Snapshot) -> None:
    """Say what was decided last about the same KPI, and whether it worked."""
    say = words()
    earlier = [one for one in decisions(journal()) if one.kpi in finding.kpis and one.week < taken.week]
    if not earlier:
        return
    one = earlier[-1]
    found = outcome_of(one, taken)
    said = say("meeting.last", week=say.week_inline(one.week), kind=say(f"decision.kind.{one.kind}"), action=one.action)
    st.markdown(f"{escape(said)} {_came_badge(found)}" if found else escape(said))


def kind_badge(one: Decision) -> str:
    """Write the kind of a decision as a badge."""
    mark = tokens().taken[one.kind]
    return f":{COLOURS[mark.tone]}-badge[{mark.glyph} {words()(f'decision.kind.{one.kind}')}]"


def _came_badge(found: Outcome) -> str:
    mark = tokens().came[found.told]
    return f":{COLOURS[mark.tone]}-badge[{mark.glyph} {words()(f'outcome.came.{found.told}')}]"


def outcome_of(one: Decision, taken: Snapshot) -> Outcome | None:
    """Find what became of a decision by the week of the meeting."""
    of, all_known = _session.store(), decisions(journal())
    key = str(of.path), of.revision, taken.week.id, _session.today().isoformat()
    return _outcome(*key, one.number, tuple(each.version for each in all_known))


@st.cache_resource(max_entries=64, show_spinner=False)
def _outcome(  # noqa: PLR0917 - the key
    path: str,  # noqa: ARG001
    revision: int,  # noqa: ARG001
    week: str,
    day: str,
    number: int,
    versions: tuple[int, ...],  # noqa: ARG001 - of all decisions: another one may have moved the KPI too
) -> Outcome | None:
    plan, known = _session.plan(), decisions(journal())
    one = next((each for each in known if each.number == number), None)
    if plan is None or one is None:
        return None
    return outcome(_session.store(), plan, one, Week.parse(week), date.fromisoformat(day), among=known)


def _about(one: Decision) -> str:
    name = term("kpi", one.kpi)
    return f"{name} · {term('channel', one.channel)}" if one.channel else name


def _span(moved: Move, found: Outcome) -> str:
    """Write both values as the sentence below them does."""
    printed = side_by_side(moved.before, moved.after, found.unit, found.currency, words())
    return f"{printed.before} → {printed.after}"
