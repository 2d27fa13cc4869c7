"""What changed since the window before: each channel or topic with its difference, how sure that is, and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.sentiment.overview import LEAST, sort_moved
from kpi.sentiment.overview_words import between, then
from pages._parts import term
from pages._sentiment_span import topic_names
from pages._session import words
from pages._tables import width_of

if TYPE_CHECKING:
    from kpi.sentiment.counts import By
    from kpi.sentiment.figures import Figure
    from kpi.sentiment.overview import Overview, Part

WAYS: tuple[By, ...] = ("topic", "channel")
MARKS = {"signal": "●", "possible": "◐", "noise": "○", "too_little": "–"}
RIGHT = ("before", "now", "size", "texts", "more")


def changed(found: Overview) -> None:
    """Draw the table."""
    say = words()
    ways = [by for by in WAYS if any(part.now.texts >= LEAST for part in found.parts(by))]
    if not ways:
        return
    st.header(say("sentiment.changed", then=then(found, say)), anchor=False)
    by = ways[0]
    if len(ways) > 1:
        by = st.radio(
            say("change.by"),
            ways,
            format_func=lambda name: say(f"field.{name}"),
            horizontal=True,
            key="sentiment_by_what",
            label_visibility="collapsed",
        )
    table(found.parts(by), by)


def table(parts: tuple[Part, ...], by: By) -> None:
    """Draw each part with its difference, the largest first; those with too little data come last."""
    say = words()
    told = [part for part in parts if max(part.now.texts, part.before.texts) >= LEAST]
    if not told:
        st.markdown(say("sentiment.no_parts", least=LEAST))
        return
    lines = pd.DataFrame([_line(part, by) for part in sort_moved(told)])
    labels = {name: say(f"field.{by}") if name == by else say(f"sentiment.column.{name}") for name in lines}
    config = {
        name: st.column_config.TextColumn(
            label, width=width_of(label, lines[name]), alignment="right" if name in RIGHT else "left"
        )
        for name, label in labels.items()
    }
    st.dataframe(lines, hide_index=True, height="content", column_config=config, alt=say("sentiment.changed_alt"))
    if any(figure.state == "indicative" for part in told for figure in (part.before, part.now)):
        st.caption(f"◇ {say('sentiment.mark.indicative')}")
    st.caption(say("sentiment.changed_about"))


def _line(part: Part, by: By) -> dict[str, str]:
    say, change, unit = words(), part.moved, part.now.unit
    more = part.now.texts - part.before.texts
    return {
        by: term("channel", part.name) if by == "channel" else topic_names().get(part.name, part.name),
        "before": _number(part.before),
        "now": _number(part.now),
        "size": say.change(change.size if change else None, unit),
        "between": between(change, unit, say) if change else "",
        "evidence": f"{MARKS[change.evidence]} {say(f'evidence.{change.evidence}')}" if change else "",
        "texts": say.whole(part.now.texts),
        "more": f"+{say.whole(more)}" if more > 0 else say.whole(more),
    }


def _number(figure: Figure) -> str:
    """Write a number; one that no label carries has the sign of what is only indicative."""
    told = words().number(figure.value, figure.unit)
    return f"◇ {told}" if figure.state == "indicative" else told
