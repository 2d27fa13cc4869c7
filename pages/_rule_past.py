"""How often a rule fired in past weeks, and how often it would by chance: a calm timeline and one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st
from babel.lists import format_list

from kpi.periods import Week
from kpi.rule.backtest import WEEKS, fired
from kpi.rule.false_alarm import chance
from kpi.rule.rule_words import place_name
from kpi.snapshot import EVERYWHERE
from kpi.words import Words
from pages._asked import ask
from pages._parts import escape, problem_text
from pages._session import store, today, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.plan import Plan
    from kpi.rule.backtest import Firing
    from kpi.rule.rules import Rule

ROLES = ["fired", "_green", "quiet"]  # roles take the theme's chart colours in this order: blue, and grey
ROW, AXIS = 30, 34  # pixels of a place, and of the weeks below


def past(rule: Rule, plan: Plan, week: Week, place: str) -> None:
    """Say in which past weeks a rule would have fired, once that is known."""
    opened, day = store(), today()
    asked = ask(
        place,
        (str(opened.path), opened.revision, rule, week, day),
        "rules.looking_back",
        lambda work: fired(opened, plan, (rule,), week, day, progress=lambda done, of: work.tell(done + 1, of, "")),
    )
    if asked is None:
        return
    if asked.problem is not None:
        st.error(problem_text(asked.problem), icon=":material/block:")
    elif asked.answer is not None:
        _drawn(asked.answer, week, place)


def _drawn(found: Sequence[Firing], week: Week, place: str) -> None:
    say = words()
    if not found:
        st.markdown(say("rules.past_none", n=WEEKS))
    else:
        told = [_weeks_in(channel, weeks, say) for channel, weeks in _by_place(found).items()]
        st.markdown(say("rules.past_some", n=len({one.week for one in found}), weeks=WEEKS))
        st.markdown("\n".join(f"- {escape(line)}" for line in told))
        hits = tuple((one.channel, one.week.id) for one in found)
        spec = timeline(hits, tuple(_by_place(found)), week.id, say.language)
        st.vega_lite_chart(spec, alt=say("rules.timeline", told="; ".join(told)), key=f"{place}_timeline")
    st.caption(say("rules.past_how"))


def _by_place(found: Sequence[Firing]) -> dict[str, list[Week]]:
    """List the weeks of each place, oldest first: of the brand first, then of channels by name."""
    channels = sorted({one.channel for one in found}, key=lambda one: (one != EVERYWHERE, one))
    return {name: sorted(one.week for one in found if one.channel == name) for name in channels}


def _weeks_in(channel: str, weeks: Sequence[Week], say: Words) -> str:
    named, spans = place_name(channel, say), _spans(weeks)
    numbers = [f"{first.number}–{last.number}" if first != last else str(first.number) for first, last in spans]
    listed = format_list(numbers, locale=say.locale)
    return say("rules.weeks_in", n=len(weeks), place=named[0].upper() + named[1:], weeks=listed)


def _spans(weeks: Sequence[Week]) -> list[tuple[Week, Week]]:
    """Join weeks that follow each other."""
    spans: list[tuple[Week, Week]] = []
    for week in weeks:
        if spans and spans[-1][1] == week.previous():
            spans[-1] = spans[-1][0], week
        else:
            spans.append((week, week))
    return spans


@st.cache_data(max_entries=50, show_spinner=False)
def timeline(hits: tuple[tuple[str, str], ...], places: tuple[str, ...], last: str, language: str) -> dict[str, Any]:
    """Specify the chart: a square where the rule fired, a dot where it was quiet; a line for each place."""
    say = Words(language)
    weeks = Week.parse(last).last(WEEKS)
    rows = [_point(week, place, (place, week.id) in hits, say) for place in places for week in weeks]
    # every layer draws some of the weeks only, so the order of all of them is said: it would be that of the layers
    x = alt.X(
        "week:N",
        scale=alt.Scale(domain=[week.id for week in weeks]),
        title=None,
        axis=alt.Axis(
            labelAngle=0, labelOverlap="greedy", labelExpr="slice(datum.label, 6)", ticks=False, domain=False
        ),
    )
    y = alt.Y(
        "place:N",
        scale=alt.Scale(domain=[place_name(place, say) for place in places]),
        title=None,
        axis=alt.Axis(labelLimit=110, ticks=False, domain=False),
    )
    colour = alt.Color("role:N", scale=alt.Scale(domain=ROLES), legend=None)
    tips = [alt.Tooltip(f"{name}:N", title=None) for name in ("days", "said")]
    base = alt.Chart({"values": rows}).encode(x=x, y=y, color=colour, tooltip=tips)
    marks = [
        base.transform_filter(alt.datum.role == role).mark_point(shape=shape, size=size, filled=True, opacity=opacity)
        for role, shape, size, opacity in (("quiet", "circle", 14, 0.5), ("fired", "square", 64, 1))
    ]
    chart = alt.layer(*marks).properties(height=ROW * len(places) + AXIS)
    spec: dict[str, Any] = chart.configure_view(stroke=None).to_dict()
    return spec


def _point(week: Week, place: str, is_hit: bool, say: Words) -> dict[str, str]:
    return {
        "week": week.id,
        "place": place_name(place, say),
        "role": "fired" if is_hit else "quiet",
        "days": f"{say.week(week)} · {say.days(week.monday, week.sunday)}",
        "said": say("rules.fired" if is_hit else "rules.not_fired"),
    }


def false_alarm(rule: Rule, plan: Plan, week: Week, place: str) -> None:
    """Say how often a rule would fire by chance, when somebody wants to know: it takes seconds."""
    say, opened = words(), store()
    if rule.of_facts:
        st.markdown(say("rules.chance_facts"))
        return
    key = (str(opened.path), opened.revision, rule, week)
    wanted = f"{place}_wanted"
    if st.session_state.get(wanted) != key:
        st.markdown(say("rules.chance_how"))
        label, icon = say("rules.chance_go"), ":material/casino:"
        st.button(label, icon=icon, key=f"{place}_go", on_click=st.session_state.update, args=({wanted: key},))
    else:
        simulated(rule, plan, week, place)


def simulated(rule: Rule, plan: Plan, week: Week, place: str) -> None:
    """Say how often a rule would fire by chance, once that is known."""
    say, opened = words(), store()
    key = (str(opened.path), opened.revision, rule, week)
    asked = ask(place, key, "rules.drawing", lambda _: chance(opened, plan, rule, week))
    if asked is None:
        return
    if asked.problem is not None:
        st.error(problem_text(asked.problem), icon=":material/block:")
    elif asked.answer is not None:
        counted = {"fired": say.whole(asked.answer.fired), "quarters": say.whole(asked.answer.quarters)}
        st.markdown(say("rules.chance_said", share=say.share(asked.answer.chance, 1), **counted))
