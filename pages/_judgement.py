"""What the judgement of a KPI rests on: its forecast, whether it can be seen at all, luck, and what is out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.remarks import chance, guard_text, mix_text, remark, visible
from pages._parts import amount, escape
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.snapshot import ScoreRow


def judgement(row: ScoreRow) -> None:
    """Draw the sections that have something to say, side by side."""
    say = words()
    st.header(say("judgement.title"), anchor=False)
    if row.reason:
        st.markdown(f":material/info: {escape(remark(row, say))}")
    if row.overdue:
        st.markdown(f":material/event_busy: {say('judgement.overdue')}")
    with st.grid(3, min_column_width=280):
        _card("forecast", _forecast(row), say("judgement.forecast_line", n=row.forecast.weeks) if row.forecast else "")
        _card("visible", _visible(row), say("judgement.visible_how"))
        _card("sigma", _usual(row))
        _card("luck", _luck(row))
        _card("runs", [say(f"run.{name}") for name in row.runs])
        _card("guards", [guard_text(guard, say) for guard in row.guards])
        _card("mix", _mix(row))


def _card(name: str, lines: Sequence[str], help_text: str = "") -> None:
    """Draw a section; without anything to say there is none."""
    if not lines:
        return
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.markdown(f"**{words()(f'judgement.{name}')}**", help=help_text or None)
        for line in lines:
            st.markdown(escape(line))


def _forecast(row: ScoreRow) -> list[str]:
    say, seen = words(), row.forecast
    if seen is None:
        return [] if row.overdue or row.now.value is None else [say("judgement.no_forecast")]
    value, low, high = (amount(row, each) for each in (seen.value, seen.low, seen.high))
    told = [say("judgement.forecast_value", value=value, low=low, high=high)]
    told += [say("judgement.chance", chance=chance(row, say))] if chance(row, say) else []
    return [*told, *([say("judgement.deadline", day=row.deadline)] if row.deadline else [])]


def _visible(row: ScoreRow) -> list[str]:
    say = words()
    if row.seen is None:
        return []
    told = [visible(row.seen, say)] if row.seen.weeks else []
    if row.seen.smallest:
        size = say.change(row.seen.smallest, row.unit, row.currency).lstrip("+")
        told.append(say("judgement.smallest", size=size))
    return told


def _usual(row: ScoreRow) -> list[str]:
    say = words()
    if not row.sigma:
        return []
    told = [say("judgement.sigma_about", size=say.change(row.sigma, row.unit, row.currency).lstrip("+"))]
    if row.limits:
        lower, upper = (amount(row, each) for each in (row.limits.lower, row.limits.upper))
        told.append(f"{say('judgement.limits_title')}: {say('judgement.limits_value', lower=lower, upper=upper)}")
    return told


def _luck(row: ScoreRow) -> list[str]:
    if row.luck is None:
        return []
    return [words()("judgement.luck_value", n=round(100 * row.luck))]


def _mix(row: ScoreRow) -> list[str]:
    say = words()
    if row.mix is None:
        return []
    within, mix = (say.part(each, row.unit, row.currency) for each in (row.mix.within, row.mix.mix))
    return [mix_text(row, say), say("judgement.mix_parts", within=within, mix=mix)]
