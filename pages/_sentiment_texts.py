"""The texts of the window, narrowed and ordered as a reader asks, with what people, scorer and tool make of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.sentiment.overview_words import language
from kpi.sentiment.texts import CHECKED, MOST, ORDERS, TONES, Asked, texts, tone
from pages._may import take_rows
from pages._parts import escape, term
from pages._said import as_filed, as_said
from pages._sentiment_span import choices_of, found, topic_names
from pages._session import brand, store, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.periods import Window
    from kpi.sentiment.texts import Found, Said, Tone
    from kpi.words import Words

FIRST = 8  # texts at once
MANY = 4  # topics that are named
BADGES: dict[Tone, str] = {"positive": ":green[▲ {word}]", "neutral": ":gray[● {word}]", "negative": ":red[▼ {word}]"}


def said(window: Window) -> None:
    """Draw the choices and the texts."""
    say, known = words(), choices_of(window)
    if not known.texts:
        st.markdown(say("sentiment.no_texts_here"))
        return
    asked = _asked(window)
    listed = found(asked)
    bare = [say("sentiment.bare", n=known.bare)] if known.bare else []
    st.caption(" · ".join([count(listed), *bare, say("sentiment.private")]))
    cards(listed.texts, "sentiment_more")
    _file(asked, window)


def _asked(window: Window) -> Asked:
    """Draw what a reader can choose; what has one possibility only is no choice."""
    say, known = words(), choices_of(window)
    with st.grid(6, min_column_width=150):
        order = st.selectbox(
            say("sentiment.order"),
            list(ORDERS),
            format_func=lambda name: say(f"sentiment.order_{name}"),
            key="sentiment_order",
        )
        topic = _narrow("topic", known.topics)
        channel = _narrow("channel", known.channels)
        spoken = _narrow("language", known.languages)
        called = _narrow("tone", dict.fromkeys(TONES))
        labels = _narrow("labels", dict.fromkeys(CHECKED))
    return Asked(
        window.first,
        window.last,
        topics=(topic,) if topic is not None else (),
        channel=channel,
        language=spoken,
        tone=next((one for one in TONES if one == called), None),
        labels=next((one for one in CHECKED if one == labels), None),
        order=order,
    )


def _narrow(what: str, names: Mapping[str, int | None]) -> str | None:
    """Draw the choice of one part, where there are several; None = all."""
    if len(names) < 2:
        return None
    say = words()
    told: dict[str | None, str] = {None: say("change.rows.all")}
    told |= {name: _option(what, name, n) for name, n in names.items()}
    label = say(f"sentiment.narrow.{what}")
    return st.selectbox(label, list(told), format_func=lambda name: told[name], key=f"sentiment_{what}")


def _option(what: str, name: str, n: int | None) -> str:
    say = words()
    named = {
        "channel": lambda: term("channel", name),
        "topic": lambda: topic_names().get(name, name),
        "language": lambda: language(name, say),
        "tone": lambda: say(f"value.{name}"),
        "labels": lambda: say(f"sentiment.labels_are.{name}"),
    }
    word = named.get(what, lambda: name)()
    return f"{word} ({say.whole(n)})" if n is not None else word


def count(listed: Found) -> str:
    """Say how many texts there are, how many different ones, and how many of these can be read here."""
    say = words()
    told = [say("sentiment.texts", n=listed.total)]
    told += [say("sentiment.different", n=listed.lines)] if listed.lines < listed.total else []
    told += [say("sentiment.shown", n=len(listed.texts))] if len(listed.texts) < listed.lines else []
    return " · ".join(told)


def cards(listed: Sequence[Said], key: str, first: int = FIRST) -> None:
    """Draw texts one under the other, a few at first."""
    say = words()
    shown = first * (1 + int(st.session_state.get(key, 0)))
    for one in listed[:shown]:
        card(one)
    if len(listed) > shown and st.button(say("sentiment.more", n=min(first, len(listed) - shown)), key=f"{key}_next"):
        st.session_state[key] = int(st.session_state.get(key, 0)) + 1
        st.rerun()


def card(one: Said) -> None:
    """Draw one text as it was written, and under it what each made of it and where it stands."""
    say = words()
    with st.container(border=True, gap="xsmall"):
        st.text(as_said(one.text, one.day))
        told = [f"{escape(whose)}: **{word}**" for whose, word in views(one)]
        often = f" :gray-badge[{escape(say('sentiment.times', n=one.times))}]" if one.times > 1 else ""
        st.markdown(f":small[{' · '.join(told)}{often}]")
        st.caption(escape(_where(one)))


def views(one: Said) -> list[tuple[str, str]]:
    """List what people, the scorer and the tool make of a text, each as a word with its shape."""
    say = words()
    people = say("sentiment.unsure") if one.unsure else _toned(tone(one.people))
    told = [("people", people), ("scorer", _toned(tone(one.view))), ("tool", _toned(tone(one.tool)))]
    return [(say(f"sentiment.view.{name}"), word) for name, word in told]


def _toned(called: Tone | None) -> str:
    return BADGES[called].format(word=words()(f"value.{called}")) if called else "–"


def _where(one: Said) -> str:
    """Say where a text was written and where it stands: day, channels, topics, language, file and row."""
    say, known = words(), topic_names()
    channels = ", ".join(term("channel", name) for name in one.channels)
    topics = ", ".join(known.get(name, name) for name in one.topics[:MANY]) + (" …" if len(one.topics) > MANY else "")
    told = [say.short_day(one.day), channels, topics, language(one.language, say) if one.language else ""]
    told += [say("sentiment.row", file=one.file, row=say.whole(one.row))] if one.file else []
    return " · ".join(filter(None, told))


def _file(asked: Asked, window: Window) -> None:
    """Offer all texts of this choice; the file is written when somebody asks for it, on a thread without a session."""
    say, of = words(), store()

    def made() -> bytes:
        return safe_csv(frame(texts(of, asked, MOST, alike=False).texts, say), say)

    take_rows(say("sentiment.csv"), made, f"ninety-{brand()}-{window.week.id}-texts.csv", "text/csv", "sentiment_csv")


def frame(listed: Sequence[Said], say: Words) -> pd.DataFrame:
    """Make the table of a file: one line a text."""
    columns = ("day", "channel", "topics", "language", "text", "people", "readers", "scorer", "tool", "file", "row")
    labels = [say(f"sentiment.file.{name}") for name in columns]
    return pd.DataFrame([_line(one, say) for one in listed], columns=labels)


def _line(one: Said, say: Words) -> tuple[object, ...]:
    def called(view: float | None) -> str:
        name = tone(view)
        return say(f"value.{name}") if name else ""

    people = say("sentiment.unsure") if one.unsure else called(one.people)
    channels = ", ".join(term("channel", name, say) for name in one.channels)
    where = (one.day.isoformat(), channels, ", ".join(one.topics), one.language or "")
    return (
        *where,
        as_filed(one.text),
        people,
        one.readers,
        called(one.view),
        called(one.tool),
        one.file or "",
        one.row,
    )
