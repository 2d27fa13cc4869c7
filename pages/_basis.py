"""What a number stands on: promise, definition, formula, parts and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.catalog import catalog
from kpi.counting import caveats, clock_text, counted, uncompared, valued, waiting
from kpi.definition_version import definition
from kpi.paper.document import baseline, now
from kpi.sentiment import said
from pages._parts import amount, escape, evidence, facts, term
from pages._session import words
from pages._tile import arrow, colour

if TYPE_CHECKING:
    from datetime import date

    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.why.explain import Explanation


def promise(row: ScoreRow) -> None:
    """Draw the value beside where it started and where it should go."""
    say, move = words(), None if row.partial else row.week_move
    with st.grid(4, min_column_width=150):
        st.metric(
            say("scorecard.now"),
            now(row, say),
            say.change(move.size, row.unit, row.currency) if move else None,
            colour(row),
            delta_arrow=arrow(row),
            delta_description=evidence(move) if move else None,
            help=say("measure.since_week"),
            border=True,
            height="stretch",
        )
        st.metric(say("scorecard.baseline"), escape(baseline(row, say)), border=True, height="stretch")
        pace = say("measure.pace", pace=amount(row, row.pace)) if row.pace is not None else None
        st.metric(
            say("scorecard.target"), row.target.describe(say), delta_description=pace, border=True, height="stretch"
        )
        whose = escape(row.plan.owner or "") or None
        st.metric(
            say("scorecard.progress"), say.share(row.progress), delta_description=whose, border=True, height="stretch"
        )


def remarks(row: ScoreRow) -> list[str]:
    """List in words what the number is, and why it is not compared where it is not."""
    say = words()
    found = [say(f"why.{row.now.why}")] if row.now.why else []
    found += map(escape, filter(None, [*caveats(row, say), waiting(row.now, say), clock_text(row, say)]))
    if row.now.shrunk:
        found.append(say("measure.shrunk", n=row.now.shrunk))
    if row.no_baseline:
        found.append(escape(say("measure.no_baseline", why=uncompared(row.no_baseline, say))))
    return found


def computed(row: ScoreRow, explained: Explanation, snapshot: Snapshot) -> None:
    """Draw the definition as declared, and what each part of it came to."""
    say, about = words(), f"kpi_about.{row.plan.kpi}"
    if say.has(about):
        st.markdown(say(about))
    st.code(said.formula(row.now, say) or explained.formula, language=None, wrap_lines=True)
    window = say("scorecard.days", n=row.window_days)
    told = {"freshness": freshness(snapshot, row) or "–", "definition": definition(row.plan.kpi)}
    parts = {"window": window} | facts(row) | told
    table = pd.DataFrame(
        {say("measure.part"): [say(f"measure.{name}") for name in parts], say("measure.value"): list(parts.values())}
    )
    st.dataframe(table, hide_index=True, height="content", alt=say("measure.computed"))


def freshness(snapshot: Snapshot, row: ScoreRow) -> str:
    """Say up to which day each source of this KPI reaches."""
    say, facts_read = words(), catalog()[row.plan.kpi].sources
    reached: dict[str, date] = {}
    for source in snapshot.sources:
        if source.fact in facts_read and source.last_day:
            where = term("channel", source.channel) or term("pdf.fact", source.fact)
            reached[where] = max(source.last_day, reached.get(where, source.last_day))
    return " · ".join(f"{where} {say.short_day(day)}" for where, day in sorted(reached.items()))


def channels(row: ScoreRow, explained: Explanation) -> None:
    """Draw the same number for each channel, with its own sample."""
    say = words()
    if not explained.per_channel:
        st.markdown(say(f"why.{row.now.why or 'no_data'}"))
        return
    table = pd.DataFrame(
        {
            "channel": [term("channel", cell.channel) for cell in explained.per_channel],
            "now": [valued(cell, row.unit, row.currency, say) for cell in explained.per_channel],
            "sample": [say.whole(cell.sample) for cell in explained.per_channel],
            "note": [say(f"why.{cell.why}") if cell.why else counted(cell, say) for cell in explained.per_channel],
        }
    )
    text = st.column_config.TextColumn
    config = {
        "channel": text(say("column.channel")),
        "now": text(say("scorecard.now"), alignment="right"),
        "sample": text(say("scorecard.sample"), alignment="right"),
        "note": text(say("measure.note")),
    }
    st.dataframe(table, hide_index=True, height="content", column_config=config, alt=say("measure.channels"))
