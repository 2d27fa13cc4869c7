"""What is known of a week and a frame of it, until somebody labels or loads something: counts, estimate, interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.cells import Filter
from kpi.periods import Week, Window
from kpi.sentiment import drawing, frames
from kpi.sentiment.ask import ask
from kpi.sentiment.worth import about
from kpi.snapshot import EVERYWHERE
from pages._label_round import ROUND, with_others
from pages._reader import known_name
from pages._session import opened, store

if TYPE_CHECKING:
    from data.labels import Text
    from kpi.sentiment.ask import Answer
    from kpi.sentiment.drawing import Frame, Standing
    from kpi.sentiment.frames import Parts


def parts(week: Week) -> Parts:
    """Count what there is to draw from in a week."""
    return _parts(*_now(), week.id)


def standing(frame: Frame) -> Standing:
    """Count how far a frame is labelled."""
    return _standing(*_now(), frame)


def waiting(frame: Frame) -> int:
    """Count the texts of the next round for whoever is at the keyboard: those that nobody else has in hand."""
    taken = with_others()
    return min(sum(text not in taken for text in _next(*_now(), frame, known_name(), ROUND + len(taken))), ROUND)


def elsewhere(frame: Frame) -> bool:
    """Whether there are texts for whoever is at the keyboard, and others have all of them in hand."""
    return not waiting(frame) and bool(_next(*_now(), frame, known_name(), 1))


def told(frame: Frame) -> Answer | None:
    """Give what is known of the net sentiment of a frame; None = it has no texts."""
    return _told(*_now(), frame)


def half_width(frame: Frame) -> float | None:
    """Give half the width of the interval in points, or about what it will be; None = nothing is labelled."""
    found = told(frame)
    if found is None or found.estimate is None:
        return about(standing(frame).in_sample)
    return 100 * (found.estimate.high - found.estimate.low) / 2


def _now() -> tuple[str, int]:
    return str(store().path), store().revision


# the revision is in each key: a label, a load and an undo change it


@st.cache_resource(max_entries=16, show_spinner=False)
def _parts(path: str, revision: int, week: str) -> Parts:  # noqa: ARG001
    return frames.parts(opened(path), Week.parse(week))


@st.cache_resource(max_entries=32, show_spinner=False)
def _standing(path: str, revision: int, frame: Frame) -> Standing:  # noqa: ARG001
    return drawing.standing(opened(path), frame)


@st.cache_resource(max_entries=32, show_spinner=False)
def _next(path: str, revision: int, frame: Frame, by: str | None, limit: int) -> tuple[Text, ...]:  # noqa: ARG001
    return tuple(one.text for one in drawing.queue(opened(path), frame, by, limit))


@st.cache_resource(max_entries=32, show_spinner=False)
def _told(path: str, revision: int, frame: Frame) -> Answer | None:  # noqa: ARG001
    topics = (frame.topic,) if frame.topic else ()
    window = Window(frame.week, 7)
    found = ask(opened(path), "net", [window], Filter(channel=frame.channel, topics=topics))
    return found.get((window.id, frame.channel or EVERYWHERE))
