"""Sentiment now: a sentence, the number and its shares with how sure they are, where they come from, and the weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from kpi.sentiment.overview import LEAST
from kpi.sentiment.overview_words import facts, headline, interval, short, stands_on
from pages._may import may
from pages._parts import escape, term
from pages._scorer_job import begin_reading, outcome
from pages._sentiment_basis import basis_box, indicative
from pages._sentiment_changed import changed
from pages._sentiment_charts import Mark, intervals, weeks
from pages._sentiment_span import choices_of, last_day, measured, topic_names
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from kpi.periods import Window
    from kpi.sentiment.counts import By
    from kpi.sentiment.figures import Figure
    from kpi.sentiment.overview import Overview, Part

WAYS: tuple[By, ...] = ("channel", "topic")


def now(window: Window) -> None:
    """Draw the window."""
    say, found = words(), measured(window)
    _unread(window)
    st.header(escape(headline(found, say)), anchor=False)
    _numbers(found)
    known = choices_of(window)
    told = [say.days(window.first, window.last), *facts(found, known.languages, say, known.labelled)]
    st.caption(escape(" · ".join([*told, *_fresh(window)])))
    indicative(found)
    basis_box(found)
    _parts(found)
    _trend(found)
    changed(found)


def _unread(window: Window) -> None:
    """Say that texts wait for a scorer, and let it read them; nothing where it has read all."""
    say, left, free = words(), choices_of(window).unread, outcome()
    if left:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/hourglass_top: {say('sentiment.reads', n=left)}", width="stretch")
            told = say("sentiment.read_now")
            st.button(
                told,
                type="primary",
                key="sentiment_read",
                on_click=begin_reading,
                disabled=not free or not may(Right.DEFINE),
            )


def _fresh(window: Window) -> list[str]:
    """Say up to which day there are texts, where the window has days after it."""
    say, day = words(), last_day()
    return [say("sentiment.until", day=say.day(day))] if day and day < window.last else []


def _numbers(found: Overview) -> None:
    """Draw the number large, and the three shares beside it, each with its interval."""
    say, move = words(), found.moved
    with st.grid(4, min_column_width=150):
        with st.container(border=True, height="stretch", gap="xxsmall"):
            st.metric(
                say("kpi.net_sentiment"),
                say.number(found.net.value, "points"),
                say.change(move.size, "points") if move else None,
                _colour(found),
                delta_arrow="off" if not move or not move.size else "up" if move.size > 0 else "down",
                delta_description=say(f"evidence.{move.evidence}") if move else None,
                help=say("sentiment.each_alone") if found.basis == "estimate" and found.net.low is not None else None,
            )
            _under(found.net)
        for name, share in found.shares.items():
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(say(f"value.{name}"), say.share(share.value))
                _under(share)


def _under(figure: Figure) -> None:
    st.caption(escape(interval(figure, words())))


def _colour(found: Overview) -> Literal["green", "red", "gray"]:
    """Colour a move only when the labels can carry it."""
    if found.moved is None or found.moved.evidence != "signal":
        return "gray"
    return "green" if found.moved.size > 0 else "red"


def _parts(found: Overview) -> None:
    """Draw where the number comes from: each channel and each topic, the worst first."""
    with st.grid(2, min_column_width=320, gap="large"):
        for by in WAYS:
            with st.container():
                st.header(words()(f"sentiment.by_{by}"), anchor=False)
                _split(found, by)
    if told := legend([part.now for by in WAYS for part in found.parts(by) if part.now.texts >= LEAST]):
        st.caption(told)


def _split(found: Overview, by: By) -> None:
    say, parts = words(), [part for part in found.parts(by) if part.now.texts >= LEAST]
    few = [named(by, part.name) for part in found.parts(by) if 0 < part.now.texts < LEAST]
    alone = len(parts) == 1 and not few and parts[0].now.texts == found.net.texts
    if parts and not alone:
        marks = tuple(_mark(found, by, part) for part in parts)
        told = "; ".join(f"{mark.name} {mark.text}" for mark in marks)
        st.vega_lite_chart(intervals(marks, say("kpi.net_sentiment")), alt=f"{say(f'sentiment.by_{by}')}: {told}")
    elif alone:
        value = short(parts[0].now, say)
        st.markdown(escape(say("sentiment.one_part", name=named(by, parts[0].name), value=value)))
    elif not few:
        st.markdown(say(f"sentiment.no_{by}"))
    if few:
        st.caption(escape(say("sentiment.not_drawn", least=LEAST, names=", ".join(few))))


def _mark(found: Overview, by: By, part: Part) -> Mark:
    say, now = words(), part.now
    note = stands_on(now, found.basis, say)
    return Mark(named(by, part.name), now.value, now.low, now.high, now.state, short(now, say), note)


def named(by: By, name: str) -> str:
    """Name a channel in the reader's words, a topic as the team or the tool writes it."""
    return term("channel", name) if by == "channel" else topic_names().get(name, name)


def legend(figures: Sequence[Figure]) -> str:
    """Explain the marks that are drawn, and no others."""
    say, drawn = words(), {figure.state for figure in figures}
    return " ".join(say(f"sentiment.mark.{state}") for state in ("sure", "few", "indicative") if state in drawn)


def _trend(found: Overview) -> None:
    """Draw the weeks."""
    say = words()
    known = [figure for _, figure in found.weeks if figure.value is not None]
    if len(known) < 2:
        return
    st.header(say("sentiment.trend", n=len(found.weeks)), anchor=False)
    marks = tuple(
        Mark(
            say("pdf.week", number=week.number),
            figure.value,
            figure.low,
            figure.high,
            figure.state,
            _spoken(figure),
            stands_on(figure, found.basis, say),
        )
        for week, figure in found.weeks
    )
    told = ", ".join(f"{mark.name} {say.number(mark.value, 'points')}" for mark in marks)
    st.vega_lite_chart(weeks(marks, say("kpi.net_sentiment")), alt=f"{say('sentiment.trend', n=len(marks))}: {told}")
    gaps = len(known) < len(marks) or any(figure.state == "indicative" for figure in known)
    told_of = [say("sentiment.band"), *([say("sentiment.gap")] if gaps else [])]
    st.caption(" ".join([*told_of, legend([figure for figure in known if figure.state != "sure"])]))


def _spoken(figure: Figure) -> str:
    say = words()
    told = [say.number(figure.value, "points")] if figure.value is not None else []
    return " · ".join([*told, interval(figure, say)])
