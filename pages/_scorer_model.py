"""The team's own model on the page: how many labels it has and needs, how good it is, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.texts import models
from data.texts.lessons import lessons
from kpi.sentiment.overview_words import language
from kpi.sentiment.training import NEEDED, OF_TWO, due, ready
from kpi.sentiment.validation import ALL, Held, from_json
from kpi.words import NO_VALUE
from pages._may import may
from pages._parts import escape
from pages._receipt import local
from pages._scorer_job import begin_training
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.texts.models import Model
    from kpi.sentiment.training import Ready

_DIFFERENT = "select count(distinct words) from reading"
_TEXTS = "select coalesce(language, ''), count(*) from reading group by all"


def own_model(*, free: bool) -> None:
    """Draw the team's own model, from the first label to its versions."""
    say, versions = words(), models.models(store())
    st.subheader(say("scorer.own"), anchor=False)
    st.markdown(say("scorer.own_what"))
    so_far = ready(lessons(store()))
    _labels(so_far)
    label = "scorer.train_again" if versions else "scorer.train"
    st.button(
        say(label),
        icon=":material/school:",
        key="scorer_train",
        on_click=begin_training,
        disabled=not (free and so_far.enough and may(Right.DEFINE)),
    )
    if versions:
        why = due(store())
        st.caption(say(f"scorer.due.{why}") if why else say("scorer.again"))
        _held(versions[0])
        _history(versions)


def _labels(so_far: Ready) -> None:
    say = words()
    negative, neutral, positive = map(say.whole, so_far.called)
    told = say("scorer.labels", n=so_far.labels, negative=negative, neutral=neutral, positive=positive)
    if so_far.missing:
        st.progress(so_far.labels / NEEDED, told)
        different = int(store().query(_DIFFERENT)[0][0])
        few = say("scorer.too_few_texts", n=different, needed=NEEDED)
        st.markdown(few if different < NEEDED else say("scorer.missing", n=so_far.missing, needed=NEEDED))
        return
    st.markdown(told)
    if so_far.one_sided:
        st.markdown(say("scorer.one_sided", least=OF_TWO))


def _held(newest: Model) -> None:
    """Say how the newest version did on labels it had not seen: in words, then language by language."""
    say, held = words(), from_json(newest.measured["held"])
    whole = held[ALL]
    st.markdown(f"**{say('scorer.held', number=newest.number)}**")
    if newest.helps and whole.alone and whole.beside:
        worth = say.whole(10 * round(10 / whole.alone**2))  # about: the tens of it are known at best
        st.markdown(
            say("scorer.helps", alone=say.share(1 - whole.alone), beside=say.share(1 - whole.beside), worth=worth)
        )
    else:
        st.markdown(say("scorer.no_help"))
    if newest.helps and models.wanted(store()) != "own":
        st.markdown(say("scorer.not_used"))
    table = _table(held, dict(store().query(_TEXTS)))
    right = {name: st.column_config.Column(alignment="right") for name in table.columns[1:-1]}
    st.dataframe(
        table, hide_index=True, width="stretch", column_config=right, alt=say("scorer.held", number=newest.number)
    )
    st.caption(say("scorer.held_what"))


def _table(held: Mapping[str, Held], texts: Mapping[str, int]) -> pd.DataFrame:
    say = words()
    spoken = sorted((name for name in held if name != ALL), key=lambda name: (-held[name].labels, name))
    return pd.DataFrame(
        [
            {
                say("scorer.column.language"): say("scorer.all") if name == ALL else language(name, say),
                say("scorer.column.texts"): say.whole(sum(texts.values()) if name == ALL else texts.get(name, 0)),
                say("scorer.column.labels"): say.whole(held[name].labels),
                say("scorer.column.accuracy"): say.share(held[name].accuracy),
                say("scorer.column.alone"): _against(held[name].alone),
                say("scorer.column.beside"): _against(held[name].beside),
                say("scorer.column.used"): _used(name, held[name]),
            }
            for name in [*spoken, ALL]
        ]
    )


def _against(ratio: float | None) -> str:
    """Write how much narrower an interval is: −34%; wider is +2%."""
    return NO_VALUE if ratio is None else ("+" if round(ratio, 2) > 1 else "") + words().share(ratio - 1)


def _used(name: str, held: Held) -> str:
    if name == ALL:
        return ""
    return words()(f"scorer.used.{'own' if held.helps else 'few' if held.alone is None else 'lexicon'}")


def _history(versions: tuple[Model, ...]) -> None:
    say = words()
    with st.expander(say("scorer.versions", n=len(versions))):
        for one in versions:
            told = [
                say("scorer.version", number=one.number),
                escape(say.moment(local(one.trained_at))),
                *([escape(one.trained_by)] if one.trained_by else []),  # else by itself, or nobody signed in
                say("scorer.learnt_from", n=one.labels),
                say("scorer.did_help" if one.helps else "scorer.did_not"),
            ]
            st.markdown(" · ".join(told))
