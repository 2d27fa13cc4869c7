"""How Ninety reads each baseline and target; what it cannot read stands beside the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.amount import Amount
from kpi.plan import Plan, PlanRow, Promise, problems
from kpi.target import Trend, kind, read_baseline
from kpi.words import NO_VALUE
from pages._parts import escape, term
from pages._session import words
from pages._tables import width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.target import TargetError


WIDEST = 230  # pixels of a column: all of them fit on a screen


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
    """List the rows of a template that leave a choice to the team; until then they speak of all."""
    say = words()
    return [
        f"**{say('targets.row', number=number)} · {escape(row.label or term('kpi', row.kpi))}**  \n"
        + "  \n".join(say(f"targets.choose_{choice}") for choice in row.ask)
        for number, row in enumerate(rows, 1)
        if row.ask
    ]


def _safe(error: TargetError) -> TargetError:
    return replace(error, text=escape(error.text), word=escape(error.word), suggestion=escape(error.suggestion))


def read_back(plan: Plan) -> None:
    """Show every promise the way Ninety reads it; what no row says has no column."""
    say = words()
    table = pd.DataFrame([_line(plan, row) for row in plan.rows])
    table = table.drop(columns=[name for name in ("guards", "clock") if not table[name].any()])
    named = {name: say(f"targets.column_{name}") for name in table}
    widths = {
        name: st.column_config.Column(width=min(width_of(name, table[key]), WIDEST)) for key, name in named.items()
    }
    st.dataframe(
        table.rename(columns=named), hide_index=True, alt=say("targets.read"), column_config=widths, height="content"
    )


def _line(plan: Plan, row: PlanRow) -> dict[str, Any]:
    say, promise = words(), plan.promise(row)
    return {
        "kpi": row.label or term("kpi", row.kpi),
        "baseline": _baseline(plan, promise),
        "target": promise.target.describe(say),
        "kind": say(f"target_kind.{kind(promise.target)}"),
        "window_days": say("targets.days", n=promise.window_days),
        "deadline_days": say("targets.days", n=promise.deadline),
        "guards": ", ".join(term("kpi", guard) for guard in promise.guards),
        "clock": say("targets.open_hours") if promise.filter.hours else "",
    }


def _baseline(plan: Plan, promise: Promise) -> str:
    """Write a baseline as it is measured: counted over the window, and not introduced where it is not."""
    say, unit, row = words(), promise.kpi.unit, promise.row
    if isinstance(promise.target, Trend):
        return NO_VALUE  # it is compared with the window before
    if promise.baseline is None:
        return say("targets.measured")
    number = say.exact(promise.baseline, unit, promise.currency)
    written = read_baseline(row.baseline, unit, plan.language, plan.currency)
    if isinstance(written, Amount) and written.low != promise.baseline:
        scaled = say.exact(round(promise.baseline, 2), unit, promise.currency)
        number = say("target.over_days", amount=row.baseline, scaled=scaled, n=promise.window_days)
    return number if promise.introduced else say("targets.not_introduced", amount=number)
