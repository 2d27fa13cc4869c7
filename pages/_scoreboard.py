"""The table of baseline against target, short for Monday and whole for the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.counting import clock_short, counted, uncompared
from kpi.noted import note_text, of_window
from kpi.paper.document import baseline, now
from kpi.paper.tokens import tokens
from kpi.remarks import beside_chance, chance
from kpi.words import NO_VALUE, half_up
from pages._parts import COLOURS, evidence, term, title
from pages._session import open_page, words
from pages._tables import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.snapshot import ScoreRow, Snapshot

BRIEF = ("kpi", "baseline", "now", "target", "progress", "chance", "status", "owner", "cadence")
WHOLE = (
    *BRIEF[:7],
    "remark",
    "week_move",
    "evidence",
    "owner",
    "cadence",
    "window",
    "sample",
    "coverage",
    "counted",
    "notes",
)
PINNED = 240  # pixels: a wider column that stays would leave no room for a number on a phone
NUMBERS = ("baseline", "now", "target", "chance", "week_move", "sample", "coverage")


def table(snapshot: Snapshot, columns: Sequence[str]) -> pd.DataFrame:
    """Write the rows in the reader's words."""
    return pd.DataFrame([cells(row) for row in snapshot.rows], columns=list(columns))


def cells(row: ScoreRow) -> dict[str, Any]:
    """Write one row; the texts of the team stay as they wrote them."""
    say = words()
    return {
        "kpi": title(row),
        "baseline": baseline(row, say),
        "now": now(row, say) + ("*" if unfinished(row) else ""),
        "target": row.target.describe(say),
        "progress": None if row.progress is None else float(half_up(row.progress, 2)),  # as on paper
        "status": f"{tokens().status[row.status].glyph} {say(f'status.{row.status}')}",
        "chance": chance(row, say) or NO_VALUE,
        "remark": beside_chance(row, say),
        "week_move": say.change(row.week_move.size, row.unit, row.currency) if row.week_move else "",
        "evidence": evidence(row.week_move) if row.week_move else uncompared(row.no_move, say) if row.no_move else "",
        "owner": row.plan.owner or "",
        "cadence": term("cadence", row.plan.cadence),
        "window": say("scorecard.days", n=row.window_days),
        "sample": say.whole(row.now.sample),
        "coverage": say.share(row.now.coverage) if row.now.coverage is not None else "",
        "notes": "; ".join(note_text(note, say) for note in of_window(row)),
        "counted": " · ".join(filter(None, [counted(row.now, say), clock_short(row, say), provisional(row)])),
    }


def provisional(row: ScoreRow) -> str:
    """Say that the last days of a value still settle."""
    return words()("counted.provisional") if row.provisional and row.now.value is not None else ""


def unfinished(row: ScoreRow) -> bool:
    """Tell whether the table marks a value as not yet complete; where there is none, there is nothing to mark."""
    return row.partial and row.now.value is not None


def scoreboard(snapshot: Snapshot, columns: Sequence[str], key: str) -> None:
    """Draw the table and what its mark means; a click on a name opens the page of that KPI."""
    say, shown = words(), table(snapshot, columns)
    shown["status"] = [[text] for text in shown["status"]]  # a list of one: drawn as a coloured label
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        column_config=_config(shown, key),
        alt=say("scorecard.alt", week=say.week_inline(snapshot.week)),
    )
    if any(map(unfinished, snapshot.rows)):
        st.caption(say("scorecard.partial"))
    if click := st.session_state.get(key):
        open_page("kpi", row=snapshot.rows[click.row].plan.id)


def _config(shown: pd.DataFrame, key: str) -> dict[str, Any]:
    say, config = words(), st.column_config
    labels = {f"{mark.glyph} {say(f'status.{name}')}": COLOURS[mark.tone] for name, mark in tokens().status.items()}
    special = {
        "kpi": config.ButtonColumn(
            name := say("scorecard.kpi"),
            type="tertiary",
            alignment="left",
            pinned=width_of(name, shown["kpi"]) <= PINNED,
            key=key,
        ),
        "progress": config.ProgressColumn(say("scorecard.progress"), format="percent", min_value=0, max_value=1),
        "status": config.MultiselectColumn(say("scorecard.status"), options=list(labels), color=list(labels.values())),
    }
    plain = {
        name: config.TextColumn(
            label := say(f"scorecard.{name}"),
            width=width_of(label, shown[name]),
            alignment="right" if name in NUMBERS else "left",
        )
        for name in shown
        if name not in special
    }
    return {name: special.get(name) or plain[name] for name in shown}
