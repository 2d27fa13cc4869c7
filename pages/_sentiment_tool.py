"""Is the tool right? Its labels against the team's: how often they agree, and by how much its net sentiment is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.sentiment.audit import FEWEST
from kpi.sentiment.audit_words import between, gap, headline, mistakes
from pages._may import offers
from pages._parts import escape, term
from pages._sentiment_span import audited, choices_of, tools_of
from pages._session import open_page, words

if TYPE_CHECKING:
    from kpi.periods import Window
    from kpi.sentiment.audit import Audit, Tone

TONES: dict[Tone, str] = {1: "positive", 0: "neutral", -1: "negative"}


def tool(window: Window) -> None:
    """Draw what the random sample says of the tool."""
    say, names = words(), tools_of(window)
    if not names:
        st.markdown(say("sentiment.audit.no_tool"))
        return
    chosen = None
    if len(names) > 1:
        chosen = st.selectbox(
            say("sentiment.audit.which"),
            [None, *names],
            format_func=lambda name: say("change.rows.all") if name is None else term("format", name),
            key="sentiment_tool",
            width=320,
        )
    with st.spinner(say("sentiment.reading")):
        found = audited(window, chosen)
    if found is None:
        _too_few(window)
    else:
        _draw(found)


def _too_few(window: Window) -> None:
    """Say what the comparison needs, and where to get it."""
    say = words()
    with st.container(border=True):
        st.markdown(f"**{say('sentiment.audit.too_few')}**")
        labelled = choices_of(window).labelled
        st.markdown(say("sentiment.audit.needs", n=labelled, fewest=say.whole(FEWEST)))
        if offers("labels") and st.button(
            say("sentiment.go_label"), type="primary", icon=":material/style:", key="audit_label"
        ):
            open_page("labels")


def _draw(found: Audit) -> None:
    say = words()
    st.header(escape(headline(found, say)), anchor=False)
    with st.grid(4, min_column_width=150):
        _metric("tool", say.number(found.tool, "points"), say("sentiment.texts", n=found.labelled))
        _metric("team", say.number(found.team.value, "points"), between(found.team, say))
        _metric("bias", say.change(gap(found), "points"), between(found.bias, say))
        _metric("agreement", say.share(found.agreement), say("sentiment.audit.of", n=found.n))
    st.header(say("sentiment.audit.confusion"), anchor=False)
    st.dataframe(_table(found), hide_index=True, height="content", alt=say("sentiment.audit.confusion"))
    for line in mistakes(found, say):
        st.markdown(f"- {escape(line)}")
    st.caption(say("sentiment.audit.about"))


def _metric(name: str, value: str, under: str) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(words()(f"sentiment.audit.{name}"), value)
        st.caption(escape(under))


def _table(found: Audit) -> pd.DataFrame:
    """Make the table: a line for each word of the tool, a column for each word of people."""
    say = words()
    return pd.DataFrame(
        [
            {
                say("sentiment.audit.tool_calls"): say(f"value.{name}"),
                **{
                    say(f"sentiment.audit.people_call_{other}"): say.whole(found.confusion.get((said, team), 0))
                    for team, other in TONES.items()
                },
                say("sentiment.audit.alike"): say.share(_alike(found, said)),
            }
            for said, name in TONES.items()
        ]
    )


def _alike(found: Audit, said: Tone) -> float | None:
    """Give the share of the texts that the tool calls so on which people agree."""
    whole = sum(texts for (one, _), texts in found.confusion.items() if one == said)
    return found.confusion.get((said, said), 0) / whole if whole else None
