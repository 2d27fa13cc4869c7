"""How a brand stands, in one row: a line of a table where there is room for one, a card on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from babel.lists import format_list

from kpi.paper.tokens import tokens
from kpi.portfolio import BY, GROUPS, VERDICTS
from pages._parts import COLOURS, escape, problem_text
from pages._session import FILES, address, words

if TYPE_CHECKING:
    from kpi.portfolio import Group, Standing

STYLE = Path(__file__).with_name("brands.css")
_WIDTHS = (4.6, 2.0, 2.0, 2.2)
_LOOK: dict[Group, tuple[str, str]] = {  # the status whose shape stands for the group, and its colour
    "bad": (tokens().status["worse"].glyph, COLOURS["bad"]),
    "watch": (tokens().status["behind"].glyph, COLOURS["watch"]),
    "good": (tokens().status["on_pace"].glyph, COLOURS["steady"]),
    "quiet": (tokens().status["too_little"].glyph, COLOURS["quiet"]),
}


def explained() -> str:
    """Say by what the brands are ordered, in the words of the declaration itself."""
    say = words()
    return say("portfolio.order", order=format_list([say(f"portfolio.by.{name}") for name in BY], locale=say.locale))


def head() -> None:
    """Draw what stands over the columns; where the rows are cards each part says itself what it is."""
    say = words()
    with st.container(key="portfolio_head"):
        columns = st.columns(_WIDTHS, gap="medium")
        for column, name in zip(columns, ("brand", "targets", "alerts", "data"), strict=True):
            column.caption(say(f"portfolio.{name}"))


def row(place: int, one: Standing) -> None:
    """Draw one brand."""
    with st.container(border=True, key=f"portfolio_{place}", gap="xxsmall"):
        _link(place, one)
        if one.week is None:
            st.markdown(_sentence(one))
            return
        said, targets, alerts, data = st.columns(_WIDTHS, gap="medium")
        said.markdown(_sentence(one))
        targets.markdown(_targets(one))
        alerts.markdown(_alerts(one))
        data.markdown(_data(one))


def _link(place: int, one: Standing) -> None:
    query = {name: value for name, value in address(brand=one.key).items() if name != "week"}
    st.page_link(FILES["monday"], label=f"{place}. **{escape(one.name)}**", query_params=query, width="stretch")


def _sentence(one: Standing) -> str:
    say = words()
    if one.problem is not None:
        return problem_text(one.problem)
    if one.lacks == "crash":
        return say("portfolio.crash", number=one.number)
    if one.lacks is not None:
        return say(f"frame.{one.lacks}", brand=escape(one.name))
    return escape(one.headlines[say.language])


def _targets(one: Standing) -> str:
    return " ".join(
        f":{colour}-badge[{glyph} {words()(f'portfolio.{group}', n=n)}]"
        for group in GROUPS
        for glyph, colour in [_LOOK[group]]
        if (n := one.rows.get(group, 0))
    )


def _alerts(one: Standing) -> str:
    found = [
        f":{COLOURS[mark.tone]}-badge[{mark.glyph} {n} {words()(f'verdict.{verdict}')}]"
        for verdict in VERDICTS
        for mark in [tokens().verdict[verdict]]
        if (n := one.alerts.get(verdict, 0))
    ]
    return " ".join(found) or words()("portfolio.no_alerts")


def _data(one: Standing) -> str:
    say = words()
    assert one.week is not None  # noqa: S101 - a row without a week has no data
    said = {name: say(f"portfolio.{name}", n=n) for name in ("age", "late", "overdue") if (n := one.by(name))}
    week = " · ".join(filter(None, [say.week(one.week), said.pop("age", "")]))
    whole = [] if one.age or one.late else [say("portfolio.fresh")]
    return "  \n".join([f"**{week}**", *whole, *(f":orange[{text}]" for text in said.values())])
