"""The texts behind a number of opinions on the page of a KPI: those of its days, and of the days before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.catalog import catalog
from kpi.periods import Window
from kpi.sentiment.behind import asked, moved
from kpi.sentiment.overview import earlier
from pages import _session
from pages._sentiment_basis import late
from pages._sentiment_changed import table
from pages._sentiment_span import ahead_of, found
from pages._sentiment_texts import cards, count
from pages._session import open_page, opened, words

if TYPE_CHECKING:
    from kpi.cells import Filter
    from kpi.sentiment.counts import By
    from kpi.sentiment.overview import Part
    from kpi.sentiment.texts import Order
    from kpi.snapshot import ScoreRow

ORDERS: tuple[Order, ...] = ("negative", "positive", "often", "newest")


def said_behind(row: ScoreRow) -> None:
    """Draw what people wrote, where a KPI speaks of what they write; of another one nothing."""
    if catalog()[row.plan.kpi].estimate is None or row.now.value is None:
        return
    say, window = words(), Window.parse(row.now.window)
    if row.now.estimated:
        _late(window)
        _moved(row, window)
    st.header(say("sentiment.behind.title"), anchor=False)
    now, before = (say.days(one.first, one.last) for one in (window, earlier(window)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = st.radio(
            say("sentiment.span"),
            ("now", "before"),
            format_func=lambda name: now if name == "now" else before,
            horizontal=True,
            key="behind_side",
            label_visibility="collapsed",
        )
        order = st.selectbox(
            say("sentiment.order"),
            ORDERS,
            format_func=lambda name: say(f"sentiment.order_{name}"),
            key="behind_order",
            width=220,
        )
    days = window if side == "now" else earlier(window)
    listed = found(asked(catalog()[row.plan.kpi], _filter(row), days, order))
    st.caption(count(listed))
    cards(listed.texts, f"behind_{side}", first=4)
    if st.button(say("sentiment.behind.go"), icon=":material/mood:", key="behind_go"):
        open_page("sentiment", part="texts")


def _late(window: Window) -> None:
    """Say that texts which came late keep labels out of the number, where they do."""
    if told := late(ahead_of(window)):
        st.markdown(f":material/low_priority: {told}")


def _filter(row: ScoreRow) -> Filter:
    plan = _session.plan()
    assert plan is not None  # noqa: S101 - the row is one of it
    return plan.promise(row.plan).filter


def _moved(row: ScoreRow, window: Window) -> None:
    """Draw where an estimated number moved."""
    say, store = words(), _session.store()
    parts = _parts(str(store.path), store.revision, row.plan.kpi, _filter(row), window.id)
    ways = [by for by, some in parts.items() if some]
    if not ways:
        return
    by = ways[0]
    if len(ways) > 1:
        by = st.radio(
            say("change.by"), ways, format_func=lambda name: say(f"field.{name}"), horizontal=True, key="behind_by"
        )
    table(parts[by], by)


@st.cache_resource(max_entries=16, show_spinner=False)
def _parts(
    path: str,
    revision: int,  # noqa: ARG001
    kpi: str,
    filtered: Filter,
    window: str,
) -> dict[By, tuple[Part, ...]]:
    return moved(opened(path), catalog()[kpi], filtered, Window.parse(window))
