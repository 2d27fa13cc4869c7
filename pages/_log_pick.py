"""Which log, and which of its rows: those of some weeks, or of a register what holds now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from kpi.logbook import entries, standing
from kpi.logs import LOGS, logs
from kpi.periods import Week
from pages._session import store, today, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kpi.logbook import Row

SPANS = (1, 4, 13)  # weeks


@dataclass(frozen=True)
class View:
    """What the reader looks at."""

    log: str
    weeks: tuple[Week, ...]  # oldest first; of a register none
    ended: bool = False  # of a register: also what holds no more

    @property
    def days(self) -> tuple[date, date]:
        """The days of its weeks."""
        return self.weeks[0].monday, self.weeks[-1].sunday

    @property
    def place(self) -> str:
        """Tell one view from another."""
        return f"{self.log}:{self.weeks[0].id}:{self.weeks[-1].id}" if self.weeks else f"{self.log}:{self.ended}"

    def rows(self) -> list[Row]:
        """Read its rows from the store."""
        if self.weeks:
            return entries(store(), self.log, *self.days)
        return standing(store(), self.log, today(), ended=self.ended)


def pick(chosen: Week) -> View:
    """Draw the pickers; `chosen` is the last week of those shown."""
    say, named = words(), {log: name_of(log) for log in LOGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        log = st.selectbox(say("logbook.which"), LOGS, format_func=named.__getitem__, key="log", width=320)
        if logs()[log].is_register:
            ended = st.radio(
                say("logbook.span"),
                (False, True),
                format_func=lambda every: say("logbook.all" if every else "logbook.holds"),
                horizontal=True,
                key="log_ended",
            )
            return View(log, (), bool(ended))
        span = st.radio(
            say("logbook.span"),
            SPANS,
            SPANS.index(4),
            format_func=lambda n: say("logbook.weeks", n=n),
            horizontal=True,
            key="log_weeks",
        )
    return View(log, tuple(Week.of(chosen.monday - timedelta(weeks=back)) for back in reversed(range(span))))


def name_of(log: str) -> str:
    """Name a log with the group it stands in."""
    say = words()
    return f"{say(f'log_group.{logs()[log].group}')} · {say(f'log_name.{log}')}"


def week_names(weeks: Sequence[Week]) -> str:
    """Name some weeks, oldest first: "week 44 – week 47, week 49"."""
    say = words()
    ends = [(say.week_inline(run[0]), say.week_inline(run[-1])) for run in runs(weeks)]
    return ", ".join(first if first == last else f"{first} – {last}" for first, last in ends)


def runs(weeks: Sequence[Week]) -> list[list[Week]]:
    """Lay weeks that follow on each other together."""
    found: list[list[Week]] = []
    for week in weeks:
        if found and found[-1][-1] == week.previous():
            found[-1].append(week)
        else:
            found.append([week])
    return found
