"""How Ninety reads each baseline and target; what it cannot read stands beside the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.plan import AUTO, Plan, PlanRow, problems
from pages._parts import escape, term
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.target import TargetError


def unreadable(rows: Sequence[PlanRow], language: str, currency: str | None) -> dict[int, Mapping[Any, TargetError]]:
    """Find the rows, by their number in the table, that say something Ninety cannot read."""
    checked: dict[int, Mapping[Any, TargetError]] = {
        number: problems(row, language, currency) for number, row in enumerate(rows, 1)
    }
    return {number: wrong for number, wrong in checked.items() if wrong}


def complaint(number: int, row: PlanRow, wrong: Mapping[Any, TargetError]) -> str:
    """Say of one row which cell cannot be read, why, and what would do."""
    say = words()
    name = escape(row.label or term("kpi", row.kpi) or say("targets.no_kpi"))
    cells = [f"{say(f'targets.column_{cell}')}: {_safe(error).describe(say)}" for cell, error in wrong.items()]
    return f"**{say('targets.row', number=number)} · {name}**  \n" + "  \n".join(cells)


def undecided(rows: Sequence[PlanRow]) -> list[str]:
    """List the rows of a template that leave a choice to the team; until then they speak of all channels."""
    say = words()
    names = [(number, escape(row.label or term("kpi", row.kpi))) for number, row in enumerate(rows, 1) if row.ask]
    return [
        f"**{say('targets.row', number=number)} · {name}**  \n{say('targets.choose_channel')}" for number, name in names
    ]


def _safe(error: TargetError) -> TargetError:
    return replace(error, text=escape(error.text), word=escape(error.word), suggestion=escape(error.suggestion))


def read_back(plan: Plan) -> None:
    """Show every promise the way Ninety reads it."""
    say = words()
    table = pd.DataFrame([_line(plan, row) for row in plan.rows])
    named = table.rename(columns=lambda name: say(f"targets.column_{name}"))
    st.dataframe(named, hide_index=True, alt=say("targets.read"))


def _line(plan: Plan, row: PlanRow) -> dict[str, Any]:
    say, promise = words(), plan.promise(row)
    unit, currency = promise.kpi.unit, promise.currency
    measured = say("targets.measured")
    return {
        "kpi": row.label or term("kpi", row.kpi),
        "baseline": measured if row.baseline == AUTO else say.number(promise.baseline, unit, currency),
        "target": promise.target.describe(say),
        "window_days": say("targets.days", n=promise.window_days),
    }
