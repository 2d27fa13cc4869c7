"""What the words of a topic find in the texts of the last 13 weeks, while somebody types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from babel.lists import format_list

from data.texts.marking import marks
from data.texts.topic_preview import preview
from kpi.paper.private import private
from pages._parts import escape
from pages._session import opened, store, words
from pages._topics_form import language_name, topic_name

if TYPE_CHECKING:
    from data.texts.topic_preview import Example, Preview

MANY = 10  # words that find nothing; more are folded away
MOST = 30  # words that are counted in a line
CUT = 320  # letters of a text that are shown
BEFORE = 80  # of these, at most so many before the first word that was found


def found(said: str, topic: str) -> None:
    """Draw what a topic of a draft (JSON) finds."""
    say = words()
    with st.spinner(say("topics.looking"), show_time=False):
        seen = _preview(str(store().path), store().revision, said, topic)
    st.subheader(say("topics.found"), anchor=False)
    if seen.first is None or seen.last is None:
        st.info(say("topics.no_text"), icon=":material/inbox:")
        return
    days = say.days(seen.first, seen.last)
    st.markdown(say("topics.finds", found=say.whole(seen.found), texts=say.whole(seen.texts), days=days))
    _languages(seen)
    _words(seen)
    if seen.shared:
        others = [f"{escape(topic_name(name))} ({say.whole(texts)})" for name, texts in seen.shared.items()]
        st.markdown(say("topics.shared", topics=format_list(others, locale=say.locale)))
    _examples(seen)


@st.cache_data(max_entries=64, show_spinner=False)
def _preview(path: str, revision: int, said: str, topic: str) -> Preview:  # noqa: ARG001 - the revision is the key
    return preview(opened(path), said, topic)


def _languages(seen: Preview) -> None:
    say = words()
    st.table(
        {
            say("topics.language"): [language_name(one.language) for one in seen.languages],
            say("topics.with_words"): [say.whole(one.found) for one in seen.languages],
            say("topics.texts"): [say.whole(one.texts) for one in seen.languages],
        },
        border="horizontal",
    )


def _words(seen: Preview) -> None:
    """Say how often each word stands in a text, and which never do."""
    say = words()
    often = sorted(
        ((texts, word) for (_, word), texts in seen.words.items() if texts), key=lambda one: (-one[0], one[1])
    )
    if often:
        told = " · ".join(f"{escape(word)} {say.whole(texts)}" for texts, word in often[:MOST])
        st.markdown(say("topics.each_word", words=told))
    if n := len(seen.never):
        dead = ", ".join(map(escape, seen.never))
        if n > MANY:
            st.expander(say("topics.never_many", n=n)).markdown(dead)
        else:
            st.caption(say("topics.never", n=n, words=dead))


def _examples(seen: Preview) -> None:
    say = words()
    if not seen.examples:
        return
    st.markdown(say("topics.examples"))
    for example in seen.examples:
        with st.container(border=True, gap="xsmall"):
            st.markdown(marked(example))
            st.caption(language_name(example.language))


def marked(example: Example) -> str:
    """Write a text with its words marked, cut around the first of them; who is named in it is masked."""
    text = private(example.text)
    spans = marks(text, example.sought)
    first = max(spans[0][0] - BEFORE, 0) if spans else 0
    last, parts, at = min(first + CUT, len(text)), ["…" if first else ""], first
    for begin, end in spans:
        if end > last:
            break
        parts += [_plain(text[at:begin]), f"**:orange-background[{escape(text[begin:end])}]**"]
        at = end
    return "".join([*parts, _plain(text[at:last]), "…" if last < len(text) else ""])


def _plain(text: str) -> str:
    """Write people's words safely, with the spaces around them."""
    inner = escape(text)
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"
