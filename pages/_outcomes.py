"""What became of the decisions, worked out once for a week, and how it is drawn."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from data.still import still
from kpi.deciding.decisions import decisions
from kpi.deciding.outcome import outcome
from kpi.deciding.outcome_words import besides, footing, told
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.remembered import Remembered
from pages._parts import COLOURS, escape
from pages._session import answers, journal, opened, plan, store, today, week, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision


PATIENCE = 0.7  # seconds until it is said how far it is


def outcomes_now() -> Mapping[int, Outcome]:
    """Give what became of every decision that was not dropped, by its number, as known in the chosen week."""
    chosen = week()
    if chosen is None or plan() is None:
        return {}
    place, began, among = st.empty(), monotonic(), decisions(journal())
    asked = [one for one in among if one.closed != "dropped"]
    found: dict[int, Outcome] = {}
    for number, one in enumerate(asked):
        if monotonic() - began > PATIENCE:
            place.progress(number / len(asked), words()("outcome.working"))
        beside = tuple(each.version for each in among if each.kpi == one.kpi)
        key = str(store().path), store().revision, chosen.id, today().isoformat()
        found[one.number] = _worked_out(*key, one.number, beside)
    place.empty()
    return found


@st.cache_resource(max_entries=1000, show_spinner=False)
def _worked_out(  # noqa: PLR0917 - the key
    path: str,
    revision: int,  # noqa: ARG001 - Streamlit leaves out of the key what begins with an underscore
    week_id: str,
    day: str,
    number: int,
    beside: tuple[int, ...],  # noqa: ARG001 - versions of the decisions on the same KPI
) -> Outcome:
    in_force, among = plan(), decisions(journal())
    assert in_force is not None  # noqa: S101 - outcomes_now() asked before
    one = next(each for each in among if each.number == number)
    with still(opened(path)) as seen:
        remembered = Remembered(seen, answers())
        return outcome(remembered, in_force, one, Week.parse(week_id), date.fromisoformat(day), among=among)


def mark(family: str, name: str, word: str) -> str:
    """Write a mark as a badge: word, shape and colour."""
    look = getattr(tokens(), family)[name]
    return f":{COLOURS[look.tone]}-badge[{look.glyph} {word}]"


def outcome_line(decision: Decision, found: Outcome | None) -> None:
    """Draw what became of a decision; nothing of one that was dropped."""
    if found is None:
        return
    say = words()
    badge = mark("came", found.told, say(f"outcome.came.{found.told}"))
    st.markdown(f"{badge} {escape(told(found, decision, say))}")
    if remarks := [*besides(found, say), footing(found, decision, say)]:
        st.caption(" · ".join(map(escape, filter(None, remarks))))
