"""What the scorecard stands on, the other number beside it, the switch, and what to do while labels are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from kpi.sentiment.basis import choose
from kpi.sentiment.figures import needed, reached
from kpi.sentiment.overview_words import ends, interval
from pages._may import may, offers
from pages._parts import escape
from pages._reader import ask_name, remember
from pages._sentiment_span import ahead_of
from pages._session import open_page, store, words

if TYPE_CHECKING:
    from kpi.sentiment.ahead import Ahead
    from kpi.sentiment.basis import Basis
    from kpi.sentiment.figures import Figure
    from kpi.sentiment.overview import Overview

MARGIN = 10.0  # points: the targets of a plan move eight to ten
PACE = 25  # texts that a person labels in a minute


def indicative(found: Overview) -> None:
    """Say of an estimate that nobody's labels carry what would make it one."""
    say = words()
    if found.basis == "tool" or found.net.value is None:
        return
    left = ahead_of(found.window)
    if found.net.state == "sure":
        if told := late(left):
            st.markdown(f":material/low_priority: {told}")
        return
    badge = "indicative" if found.net.state == "indicative" else "too_few"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        told = escape(late(left) or _more(found.net, left))
        st.markdown(f":gray-badge[◇ {say(f'sentiment.{badge}')}] {told}", width="stretch")
        if not left.open:
            return
        if offers("labels") and st.button(
            say("sentiment.go_label"), type="primary", icon=":material/style:", key="sentiment_label"
        ):
            open_page("labels")


def late(left: Ahead) -> str:
    """Say that texts which came late keep labels out of the sample; nothing where none does."""
    return words()("sentiment.late", n=left.late, labels=words().whole(left.waiting)) if left.shortened else ""


def _more(figure: Figure, left: Ahead) -> str:
    """Say what more labels would make of it: within the margin, or as near as the texts that are left take it."""
    say, labels = words(), needed(figure, MARGIN, left.open)
    if not left.open:
        return say("sentiment.all_labelled")
    if not labels:
        return say("sentiment.label_others", share=say.share(figure.coverage))
    then = reached(figure, labels)
    if then is not None and round(then) > MARGIN:
        return say("sentiment.label_all", n=labels, points=say.whole(then))
    return say("sentiment.label_more", n=labels, minutes=say.whole(max(1, round(labels / PACE))))


def basis_box(found: Overview) -> None:
    """Say which of the two numbers the scorecard uses, show both, and offer the other."""
    say, other = words(), other_of(found.basis)
    if found.other.value is None and found.basis == "estimate":
        return  # no label of a tool: there is nothing to choose
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{say(f'sentiment.basis.{found.basis}')}**")
        st.markdown(escape(_beside(found.other, other)))
        with st.container(horizontal=True, vertical_alignment="center"):
            if other == "estimate" and found.other.state in {"none", "indicative", "few"}:
                _go(found)
            # one key each: after a switch the other one is a new popover, which is closed
            label, key = say(f"sentiment.basis.to_{other}"), f"sentiment_basis_{other}_{store().revision}"
            with st.popover(label, icon=":material/swap_horiz:", type="tertiary", key=key):
                _switch(other)


def other_of(basis: Basis) -> Basis:
    """Name the other basis."""
    return "tool" if basis == "estimate" else "estimate"


def _beside(figure: Figure, basis: Basis) -> str:
    """Say what the number would be on the other basis."""
    say = words()
    told = ends(figure, say) | {"interval": interval(figure, say)}
    if basis == "tool":
        return say("sentiment.basis.tool_says", **told)
    key = "nobody" if figure.state in {"none", "indicative"} else "people_say"
    return say(f"sentiment.basis.{key}", n=figure.labels, **told)


def _go(found: Overview) -> None:
    say, labels = words(), needed(found.other, MARGIN, ahead_of(found.window).open)
    told = say("sentiment.check_tool", n=labels) if labels else say("sentiment.go_label")
    if offers("labels") and st.button(told, icon=":material/style:", key="sentiment_check"):
        open_page("labels")


def _switch(to: Basis) -> None:
    """Tell what a switch does, and do it."""
    say = words()
    st.markdown(say(f"sentiment.basis.about_{to}"))
    st.markdown(say("sentiment.basis.consequence"))
    if not may(Right.DEFINE):
        return
    by = ask_name(f"sentiment_by_{to}")
    if st.button(say(f"sentiment.basis.do_{to}"), type="primary", key=f"sentiment_switch_{to}"):
        if not by:
            st.warning(say("sentiment.basis.nameless"), icon=":material/person:")
            return
        remember(by)
        choose(store(), to, by)
        st.rerun()
