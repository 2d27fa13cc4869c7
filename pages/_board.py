"""The alerts and deviations of a week on the Monday page: what wants something is a card, all else one calm line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.alerting.case_words import listed, until, whole_name
from kpi.alerting.findings import subject_of_alert, subject_of_row
from kpi.paper.document import URGENT_FIRST
from pages import _session
from pages._alerts import alert_card, blind_card, deviation_card
from pages._cases import all_cases, lost_line, told_problem
from pages._parts import escape
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.alerting.cases import Case
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow, Snapshot

_FOLDED = ("snoozed", "resolved")


@dataclass(frozen=True)
class Board:
    """What a week shows, each beside its case."""

    taken: Snapshot
    is_newest: bool  # alerts are handled here; an older week is only read
    cases: dict[str, Case]  # by subject

    @property
    def acting(self) -> Snapshot | None:
        """What the buttons need; None = there are none."""
        return self.taken if self.is_newest else None

    @property
    def alerts(self) -> list[Alert]:
        """The rules that hold, the most urgent first."""
        return sorted(self.taken.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict))

    def of_alert(self, alert: Alert) -> Case | None:
        """Find the case of a rule that holds."""
        return self.cases.get(subject_of_alert(alert))

    def of_row(self, row: ScoreRow) -> Case | None:
        """Find the case of a row."""
        return self.cases.get(subject_of_row(row))

    def is_folded(self, case: Case | None) -> bool:
        """Whether nobody has to look at it now."""
        return self.is_newest and case is not None and case.state in _FOLDED

    def folded(self, state: str) -> list[Case]:
        """List the cases that the week shows and nobody has to look at."""
        return [case for case in self._shown if case.state == state]

    @property
    def _shown(self) -> list[Case]:
        found = [*map(self.of_alert, self.alerts), *map(self.of_row, self.taken.deviations)]
        return [case for case in found if case is not None]

    @property
    def unseen(self) -> list[Case]:
        """List the cases that want something and that the week does not show."""
        shown = {case.number for case in self._shown}
        return [case for case in self.cases.values() if case.state != "resolved" and case.number not in shown]

    @property
    def blind(self) -> list[Case]:
        """List those that nobody can judge now, the worst first: what is not known is not over."""
        found = [case for case in self.unseen if case.unjudged and case.state != "snoozed"]
        return sorted(found, key=lambda case: case.finding.rank) if self.is_newest else []


def board(taken: Snapshot) -> Board:
    """Look up the cases of a week: in the newest one as they are now, in an older one those that it showed."""
    is_newest = _session.week() == _session.newest_full_week()
    found: dict[str, Case] = {}
    for case in sorted(all_cases(), key=lambda case: case.number):
        if is_newest or case.since <= taken.week <= case.last:
            found[case.subject] = case
    return Board(taken, is_newest, found)


def discuss(of: Board) -> None:
    """Draw what wants something, then what does not, each in a line."""
    say = words()
    told_problem()
    for alert in of.alerts:
        if not of.is_folded(case := of.of_alert(alert)):
            alert_card(alert, case, of.acting)
    for case in of.blind:
        row = next((row for row in of.taken.rows if row.plan.id == case.finding.row), None)
        blind_card(case, of.acting, row)
    rows = [row for row in of.taken.deviations if not of.is_folded(of.of_row(row))]
    if rows:
        st.header(say("monday.to_discuss"), anchor=False)
        with st.grid(2, min_column_width=360):
            for row in rows:
                deviation_card(row, of.of_row(row), of.acting)
    if of.is_newest:
        _calm(of)
    elif of.cases:
        st.caption(say("case.read_only"))


def _calm(of: Board) -> None:
    say = words()
    _fold(of, "snoozed", [_named(case) for case in of.folded("snoozed")])
    _fold(of, "resolved", [_named(case) for case in of.folded("resolved")])
    lost = [lost_line(case) for case in of.unseen if not case.holds]
    if lost:
        st.caption(say("case.lost", n=len(lost), names=escape(listed(lost, say))))


def _named(case: Case) -> str:
    return " ".join(filter(None, [whole_name(case.finding, words()), until(case, words())]))


def _fold(of: Board, state: str, lines: list[str]) -> None:
    """Draw one line that opens to the cards."""
    if not lines:
        return
    key = {"snoozed": "snoozed", "resolved": "closed"}[state]
    label = words()(f"case.{key}", n=len(lines), names=escape("; ".join(lines)))
    with st.expander(label, type="compact", key=f"fold_{state}", on_change="rerun") as opened:
        if opened.open:
            _cards(of, state, of.alerts)


def _cards(of: Board, state: str, alerts: Iterable[Alert]) -> None:
    for alert in alerts:
        if (case := of.of_alert(alert)) and case.state == state:
            alert_card(alert, case, of.acting)
    for row in of.taken.deviations:
        if (case := of.of_row(row)) and case.state == state:
            deviation_card(row, case, of.acting)
