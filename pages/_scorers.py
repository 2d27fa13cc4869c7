"""Which scorer reads the texts, and what another one would change: choose, train, read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.errors import ScorerError
from data.texts import models
from kpi.sentiment.scorer_words import scorer_name
from kpi.sentiment.training import waiting
from pages._may import may
from pages._parts import escape, problem_text
from pages._reader import ask_name, remember
from pages._receipt import local
from pages._scorer_job import begin_reading, outcome
from pages._scorer_model import own_model
from pages._session import store, words

if TYPE_CHECKING:
    from data.texts.models import InForce, Kind

_KEPT = "scorer_kept"
_SINCE = """
select changed_at, changed_by from setting_change where name in (?, ?) order by number desc limit 1
"""


def scorers() -> None:
    """Draw the scorer in force, the team's own model, and the choice between them."""
    free = outcome()
    now = models.in_force(store())
    _in_force(now, free=free)
    own_model(free=free)
    if may(Right.DEFINE):
        _choice(now, free=free)


def _in_force(now: InForce, *, free: bool) -> None:
    say = words()
    st.header(say("scorer.title"), anchor=False)
    with st.container(border=True, gap="small"):
        st.markdown(say("scorer.reads", name=f"**{escape(scorer_name(now.scorer.name, say))}**"))
        st.caption(_since(now))
        if now.problem:
            st.warning(f"{problem_text(now.problem)} {say('scorer.lexicon_instead')}", icon=":material/error:")
        if left := waiting(store()):
            st.info(say("scorer.waiting", n=left), icon=":material/hourglass_top:")
            st.button(
                say("scorer.read_anew"),
                icon=":material/sync:",
                key="scorer_read",
                on_click=begin_reading,
                disabled=not (free and may(Right.DEFINE)),
            )
    st.caption(say("scorer.means"))


def _since(now: InForce) -> str:
    """Say since when this scorer reads, and who wanted it."""
    say = words()
    rows = store().query(_SINCE, [models.SETTING, models.PATH])
    told = []
    if rows:
        at, by = rows[0]
        told.append(say("scorer.since", moment=say.moment(local(at)), by=escape(by or say("scorer.somebody"))))
    else:
        told.append(say("scorer.since_start"))
    newest = next(iter(models.models(store())), None)
    if newest and now.scorer.name == newest.name:
        told.append(say("scorer.since_version", number=newest.number, moment=say.moment(local(newest.trained_at))))
    return " ".join(told)


# -- choosing --------------------------------------------------------------------------------------------


def _choice(now: InForce, *, free: bool) -> None:
    say = words()
    st.subheader(say("scorer.choose"), anchor=False)
    kind: Kind = st.radio(
        say("scorer.choose"),
        models.KINDS,
        models.KINDS.index(now.wanted),
        format_func=lambda one: say(f"scorer.kind.{one}"),
        captions=[_caption(one, now) for one in models.KINDS],
        label_visibility="collapsed",
        key="scorer_kind",
    )
    path = models.local_path(store())
    if kind == "local":
        path = st.text_input(
            say("scorer.path"), path, max_chars=500, help=say("scorer.path_help"), key="scorer_path"
        ).strip()
    by = ask_name("scorer_by")
    same = kind == now.wanted and (kind != "local" or path == models.local_path(store()))
    lacking = _lacks_own() is not None if kind == "own" else kind == "local" and not path
    if st.button(say("scorer.use"), type="primary", key="scorer_use", disabled=same or lacking or not free):
        _choose(kind, path, by)
    if kind == "local" and not path:
        st.caption(say("scorer.no_path"))


def _caption(kind: Kind, now: InForce) -> str:
    """Say what a scorer is; why it cannot be chosen, where it cannot."""
    say = words()
    lacks = _lacks_own() if kind == "own" and now.wanted != "own" else None
    told = say(f"scorer.kind_what.{kind}")
    return f":material/block: {problem_text(lacks)} {told}" if lacks else told


def _lacks_own() -> ScorerError | None:
    """Tell why the team's own model cannot read; None = it can."""
    newest = next(iter(models.models(store())), None)
    if newest is None:
        return ScorerError(why="no_own")
    return None if newest.helps else ScorerError(why="own_no_help", version=newest.number)


def _choose(kind: Kind, path: str, by: str | None) -> None:
    if by:
        remember(by)
    try:
        with st.spinner(words()("scorer.opening")):
            models.to_be(store(), asked := models.Asked(kind, path, by))
    except ScorerError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return
    begin_reading(asked)
    st.rerun()
