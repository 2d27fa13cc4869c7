"""Which days the page of sentiment speaks of, and what it asked about them: kept until the store changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from data.still import still
from kpi.periods import Window
from kpi.sentiment.ahead import ahead
from kpi.sentiment.audit import audit, tools
from kpi.sentiment.overview import SPANS, overview
from kpi.sentiment.texts import choices, texts
from kpi.sentiment.topics import known_topics, read_topics
from pages._session import opened, store, today, week, words
from pages._topics_form import topic_name

if TYPE_CHECKING:
    from kpi.sentiment.ahead import Ahead
    from kpi.sentiment.audit import Audit
    from kpi.sentiment.overview import Overview
    from kpi.sentiment.texts import Asked, Choices, Found

SHOWN = 200  # texts that a page asks for at once


def pick_window() -> Window | None:
    """Ask for how many days the page speaks, which end with the chosen week; None = there are no data."""
    say, chosen = words(), week()
    if chosen is None:
        return None
    days = st.radio(
        say("sentiment.span"),
        SPANS,
        format_func=lambda days: say(f"sentiment.days.{days}"),
        horizontal=True,
        key="sentiment_days",
        label_visibility="collapsed",
    )
    return Window(chosen, days)


def measured(window: Window) -> Overview:
    """Measure the window."""
    with st.spinner(words()("sentiment.reading")):
        return _measured(str(store().path), store().revision, window.id, today().isoformat())


def found(asked: Asked) -> Found:
    """List the texts that a reader asked for, as many as a page shows."""
    with st.spinner(words()("sentiment.reading")):
        return _found(str(store().path), store().revision, asked)


def choices_of(window: Window) -> Choices:
    """Count what the texts of the window can be narrowed to."""
    return _choices(str(store().path), store().revision, window.id)


def ahead_of(window: Window) -> Ahead:
    """Count what is left to label in the window."""
    return _ahead(str(store().path), store().revision, window.id)


def topic_names() -> dict[str, str]:
    """Give topics in the reader's words, else as the team or the tool writes them, by their name in lower case."""
    return {key: topic_name(name) for key, name in _topic_names(str(store().path), store().revision).items()}


def audited(window: Window, tool: str | None) -> Audit | None:
    """Hold the labels of a tool against those of the team; None = too few texts have both."""
    return _audited(str(store().path), store().revision, window.id, tool)


def tools_of(window: Window) -> tuple[str, ...]:
    """Name the formats of the exports that brought labels in the window."""
    return _tools(str(store().path), store().revision, window.id)


def last_day() -> date | None:
    """Find the last day on which anybody said anything; None = nobody ever did."""
    return _last_day(str(store().path), store().revision)


@st.cache_resource(max_entries=16, show_spinner=False)
def _measured(path: str, revision: int, window: str, day: str) -> Overview:  # noqa: ARG001 - the revision is the key
    with still(opened(path)) as seen:
        return overview(seen, Window.parse(window), date.fromisoformat(day))


@st.cache_resource(max_entries=16, show_spinner=False)
def _found(path: str, revision: int, asked: Asked) -> Found:  # noqa: ARG001
    return texts(opened(path), asked, SHOWN)


@st.cache_resource(max_entries=16, show_spinner=False)
def _choices(path: str, revision: int, window: str) -> Choices:  # noqa: ARG001
    days = Window.parse(window)
    return choices(opened(path), days.first, days.last)


@st.cache_resource(max_entries=16, show_spinner=False)
def _ahead(path: str, revision: int, window: str) -> Ahead:  # noqa: ARG001
    with still(opened(path)) as seen:
        return ahead(seen, Window.parse(window))


@st.cache_resource(max_entries=16, show_spinner=False)
def _last_day(path: str, revision: int) -> date | None:  # noqa: ARG001
    found: date | None = opened(path).query("select max(day) from opinions")[0][0]
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _topic_names(path: str, revision: int) -> dict[str, str]:  # noqa: ARG001
    of = opened(path)
    named = (*known_topics(of), *(topic.name for topic in read_topics(of)))  # the team's own name comes before a tag's
    return {name.lower(): name for name in named}


@st.cache_resource(max_entries=16, show_spinner=False)
def _audited(path: str, revision: int, window: str, tool: str | None) -> Audit | None:  # noqa: ARG001
    return audit(opened(path), Window.parse(window), tool=tool)


@st.cache_resource(max_entries=16, show_spinner=False)
def _tools(path: str, revision: int, window: str) -> tuple[str, ...]:  # noqa: ARG001
    return tools(opened(path), Window.parse(window))
