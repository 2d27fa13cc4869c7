"""The tile of one KPI: value, move, trend, status and target."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import streamlit as st

from kpi.counting import caveats
from kpi.paper.document import now
from kpi.remarks import remark
from pages._annotations import noted_line
from pages._parts import badge, basis, escape, open_kpi, title
from pages._session import words

if TYPE_CHECKING:
    from kpi.snapshot import ScoreRow

NAN = float("nan")
Colour = Literal["green", "red", "gray"]


def tile(row: ScoreRow) -> None:
    """Draw a KPI small enough to stand beside eleven others."""
    say = words()
    with st.container(border=True, height="stretch", gap="xxsmall"):
        open_kpi(row, "tile")
        st.caption(say("pdf.target_is", target=row.target.describe(say)))
        value(row)
        if row.now.why:
            st.caption(say(f"why.{row.now.why}"))
        if said := caveats(row, say):
            st.caption(escape(". ".join(said)))
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"
        ):
            st.markdown(badge("status", row.status), width="content")
            basis(row)
        if told := remark(row, say):
            st.caption(escape(told))
        noted_line(row)


def value(row: ScoreRow) -> None:
    """Draw the value with its move and trend; a move within the noise has no colour."""
    say, move = words(), None if row.partial else row.week_move
    so_far = row.partial and row.now.value is not None
    beside = "pdf.unfinished" if so_far else "monday.since_week"
    st.metric(
        escape(title(row)),
        now(row, say),
        say.change(move.size, row.unit, row.currency) if move else None,
        colour(row),
        delta_arrow=arrow(row),
        delta_description=say(beside) if move or so_far else None,
        label_visibility="collapsed",
        chart_data=spark(row),
    )


def spark(row: ScoreRow) -> list[float] | None:
    """List the weeks of the trend that were counted alike; a gap stays a gap, and a single week is no trend."""
    values = [NAN if point.value is None or point.other else point.value for point in row.series]
    return values if sum(not math.isnan(value) for value in values) > 1 else None


def colour(row: ScoreRow) -> Colour:
    """Colour a move only when the sample can carry it."""
    move = row.week_move
    if move is None or row.partial or move.evidence != "signal":
        return "gray"
    return "green" if (move.size > 0) == (row.good == "up") else "red"


def arrow(row: ScoreRow) -> Literal["up", "down", "off"]:
    """Point where the value went."""
    size = row.week_move.size if row.week_move else 0
    return "up" if size > 0 else "down" if size < 0 else "off"
