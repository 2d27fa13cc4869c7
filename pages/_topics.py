"""The team's own topics: which there are, how many texts are about each, and the words to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from babel.lists import format_list

from data.access.rights import Right
from data.errors import TopicsError
from data.texts.topic_preview import DAYS, lately
from kpi.sentiment.topics import (
    as_json,
    check,
    counted,
    default_topics,
    earlier_topics,
    read_topics,
    replaced,
    save_topics,
)
from pages._may import may
from pages._parts import escape, problem_text, term
from pages._reader import ask_name, known_name, remember
from pages._session import plan, store, words
from pages._topics_form import edit, topic_name
from pages._topics_found import found

if TYPE_CHECKING:
    from kpi.sentiment.topics import Topic, Topics

_KEPT, _CHOSEN = "topics_kept", "topics_chosen"
NEW = ""  # what is chosen to write a new topic


def topics() -> None:
    """Draw the topics, and the form of the one that is chosen."""
    say, held = words(), read_topics(store())
    st.markdown(say("topics.intro"))
    if told := st.session_state.pop(_KEPT, None):
        st.success(say(f"topics.kept_{told}"), icon=":material/check_circle:")
    _list(held)
    if not may(Right.DEFINE):
        return
    _undoing(held)
    st.subheader(say("topics.edit"), anchor=False)
    _form(held)


def _list(held: Topics) -> None:
    say = words()
    if not held:
        st.info(say("topics.none"), icon=":material/topic:")
        return
    recent = lately(store())
    texts = recent[2] if recent else {}
    lines = [
        {
            "name": topic_name(topic.name),
            "sensitive": say("topics.is_sensitive") if topic.sensitive else "",
            "texts": say.whole(texts.get(topic.name.lower(), 0)),
            "words": say.whole(sum(len(some) for some in topic.words.values())),
        }
        for topic in held
    ]
    st.dataframe(
        pd.DataFrame(lines),
        hide_index=True,
        height="content",
        alt=say("topics.list"),
        column_config={
            "name": st.column_config.TextColumn(say("topics.topic"), pinned=True),
            "sensitive": st.column_config.TextColumn(say("topics.sensitive")),
            "texts": st.column_config.TextColumn(say("topics.texts_lately", n=DAYS), alignment="right"),
            "words": st.column_config.TextColumn(say("topics.words"), alignment="right"),
        },
    )
    if recent:
        st.caption(say("topics.counted", days=say.days(recent[0], recent[1])))
    if not any(counted(store()).values()):  # of all weeks
        st.caption(say("topics.no_texts"))


def _undoing(held: Topics) -> None:
    """Offer what held before the last change, and the ready-made list."""
    say, before, ready = words(), earlier_topics(store()), default_topics(store())
    with st.container(horizontal=True):
        if before is not None and before != held:
            undo = st.button(
                say("topics.undo"), icon=":material/undo:", help=say("topics.undo_help"), key="topics_undo"
            )
            if undo:
                _keep(before, "undone", known_name())
        if held != ready:
            _to_ready(held, ready)


def _to_ready(held: Topics, ready: Topics) -> None:
    """Offer the ready-made list; whoever has topics of her own says yes to what goes."""
    say, stay = words(), {name.lower() for topic in ready for name in topic.names}
    gone = [topic for topic in held if topic.name.lower() not in stay]
    lost = {name.lower() for topic in held for name in topic.names} - stay
    told = [say("topics.goes", n=len(gone), topics=_named([topic_name(one.name) for one in gone]))] if gone else []
    if _sure("ready", ":material/restart_alt:", [*told, *_asking(lost)]):
        _keep(ready, "ready", known_name())


def _sure(what: str, icon: str, told: list[str]) -> bool:
    """Draw a button; where there is something to be told first, another one under it does it."""
    say, label = words(), words()(f"topics.{what}")
    if not told:
        return st.button(label, icon=icon, key=f"topics_{what}")
    with st.popover(label, icon=icon, key=f"topics_{what}_sure_{store().revision}"):
        st.markdown(" ".join(told))
        return st.button(say(f"topics.{what}_yes"), type="primary", key=f"topics_{what}_yes")


def _asking(names: set[str]) -> list[str]:
    """Say which rows of the plan ask for topics that go."""
    rows = _asked_by(names)
    return [words()("topics.asked_lost", n=len(rows), rows=_named(rows))] if rows else []


def _named(names: list[str]) -> str:
    return format_list([escape(name) for name in names], locale=words().locale)


def _form(held: Topics) -> None:
    say = words()
    names = [topic.name for topic in held]
    chosen = st.selectbox(
        say("topics.which"),
        [*names, NEW],
        format_func=lambda name: topic_name(name) if name else say("topics.new"),
        key=f"{_CHOSEN}_{store().revision}",
        index=_place(names),
    )
    st.session_state[_CHOSEN] = chosen
    old = next((topic for topic in held if topic.name == chosen), None)
    new = edit(old, names)
    drafted = replaced(held, chosen or None, new)
    wrong = _wrong(drafted) if old or new.name or new.words else None
    if wrong:
        st.warning(_told(wrong), icon=":material/edit:")
    if old and (rows := _asked_by(_names(old))):
        st.caption(say("topics.asked", rows=", ".join(map(escape, rows))))
    by = ask_name("topics_by")
    _buttons(held, drafted, old, new, by, free=wrong is None)
    if wrong is None and new.words:
        found(as_json(drafted), new.name)


def _buttons(held: Topics, drafted: Topics, old: Topic | None, new: Topic, by: str | None, *, free: bool) -> None:
    say = words()
    changed = free and new != old and bool(new.name)
    with st.container(horizontal=True):
        if st.button(say("topics.save"), type="primary", disabled=not changed, key="topics_save"):
            st.session_state[_CHOSEN] = new.name
            _keep(drafted, "saved", by)
        if old and _sure("delete", ":material/delete:", _asking(_names(old))):
            _keep(tuple(topic for topic in held if topic != old), "deleted", by)


def _names(topic: Topic) -> set[str]:
    return {name.lower() for name in topic.names}


def _asked_by(names: set[str]) -> list[str]:
    """Name the rows of the plan that ask for one of these topics, in lower case."""
    asked = plan()
    rows = asked.rows if asked else ()
    return [row.label or term("kpi", row.kpi) for row in rows if names & {name.lower() for name in row.filter.topics}]


def _wrong(drafted: Topics) -> TopicsError | None:
    try:
        check(drafted)
    except TopicsError as problem:
        return problem
    return None


def _told(problem: TopicsError) -> str:
    """Say what is wrong, with the topics as the reader sees them."""
    named = {field: topic_name(str(problem.fields[field])) for field in ("topic", "other") if field in problem.fields}
    if "other" in named and named["topic"].lower() == named["other"].lower():
        return words()("topics.taken", name=escape(named["other"]))
    return problem_text(TopicsError(**problem.fields | named))


def _place(names: list[str]) -> int:
    """Find the topic that was looked at last."""
    last = st.session_state.get(_CHOSEN)
    return names.index(last) if last in names else 0 if names else len(names)


def _keep(wanted: Topics, told: str, by: str | None) -> None:
    say = words()
    remember(by)
    bar = st.progress(0.0, say("topics.matching"))

    def tell(done: int, whole: int) -> None:
        bar.progress(done / whole, say("topics.matching"))

    try:
        save_topics(store(), wanted, by, tell)
    except TopicsError as problem:
        bar.empty()
        st.error(_told(problem), icon=":material/block:")
        return
    st.session_state[_KEPT] = told
    st.rerun()
