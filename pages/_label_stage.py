"""The stage of a round: one text, large, and the keys. The browser goes on at once and tells the server each answer.

A button of Streamlit's would draw the next text when the server has answered: what is pressed meanwhile would go to a
text that nobody has seen. So the browser has all texts of the round, and sends all its answers each time.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi.sentiment.frames import topics_of
from pages._label_round import SENTIMENTS, Round, answer, end, touch
from pages._label_text import as_shown
from pages._parts import escape, term
from pages._sentiment_span import topic_names
from pages._session import reader_name, store, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.labels import Sentiment
    from kpi.sentiment.drawing import Frame, Waiting

KEYS = {"-1": ("\u2212", "negative", "1"), "0": ("\u25cb", "neutral", "2"), "1": ("+", "positive", "3")}
CANNOT = ("?", "cannot", "0")
STATE = "label_answers"  # of the component in this session

_HERE = Path(__file__).parent
STYLE = _HERE / "labelling.css"
_STAGE = st.components.v2.component(
    "ninety_label_stage",
    html=(_HERE / "label_stage.html").read_text(encoding="utf-8"),
    css=(_HERE / "label_stage.css").read_text(encoding="utf-8"),
    js=(_HERE / "label_stage.js").read_text(encoding="utf-8"),
)


def stage(now: Round) -> None:
    """Draw the round where it stands."""
    say = words()
    with st.container(key="label_stage", gap="small"):
        with st.container(
            key="label_bar", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(f"**{escape(frame_name(now.frame))}**", width="content")
            st.button(
                say("labels.stop"), type="tertiary", shortcut="Esc", key="label_stop", on_click=_stop, args=(now,)
            )
        _texts(now, _seen(now))


@st.fragment
def _texts(now: Round, seen: dict[str, Any]) -> None:
    """Draw the texts, and keep what the browser has said so far; at the last one the page shows what was done."""
    _hear(now)
    if len(now.answers) == len(now.texts):
        end(now)
        st.rerun()
    _STAGE(data=seen, key=STATE, on_answers_change=partial(_hear, now))


def _hear(now: Round) -> None:
    """Keep what the browser has said so far; it is heard before all else, and whatever else was pressed with it."""
    of = store()
    given = understood(now, (st.session_state.get(STATE) or {}).get("answers"))
    if given is not None:
        answer(now, given, of)
        touch(now)


def _stop(now: Round) -> None:
    _hear(now)
    end(now)


def understood(now: Round, said: object) -> list[Sentiment | None] | None:
    """Read all answers of this round from what a browser said, which may be anything; None = that is none of them."""
    if not isinstance(said, dict) or said.get("round") != now.id or not isinstance(given := said.get("answers"), list):
        return None
    fits = len(given) <= len(now.texts) and all(type(one) in {int, type(None)} and one in SENTIMENTS for one in given)
    return given if fits else None


def _seen(now: Round) -> dict[str, Any]:
    """Give what the browser needs for a whole round; it is the same for as long as nobody runs the whole page."""
    say, total = words(), len(now.texts)
    named = topics_of(store(), [one.text for one in now.texts])
    return {
        "id": now.id,
        "by": None if reader_name() else now.by,
        "seconds": int(now.took.total_seconds()),
        "answers": [one.sentiment for one in now.answers],
        "texts": [_text(one, named.get(one.text, ())) for one in now.texts],
        "words": {
            **{name: say(f"labels.{name}") for name in ("progress", "clock", "keys", "undo", "saving")},
            "places": [say("labels.at", at=say.whole(at), total=say.whole(total)) for at in range(1, total + 1)],
            "answers": {
                name: (mark, say(f"labels.{word}"), key) for name, (mark, word, key) in {**KEYS, "null": CANNOT}.items()
            },
        },
    }


def _text(one: Waiting, topics: Sequence[str]) -> dict[str, str]:
    say = words()
    day = f"{say.weekday(one.day.weekday())} {say.short_day(one.day)}"
    known = topic_names()
    facts = " · ".join([term("channel", one.channel), day, *(known.get(name, name) for name in topics)])
    return {"text": as_shown(one.said), "facts": facts, "language": one.language or ""}


def frame_name(frame: Frame) -> str:
    """Name what is drawn from: the week, and the topic or channel in it."""
    say = words()
    topic = frame.topic and topic_names().get(frame.topic, frame.topic)
    part = topic or (term("channel", frame.channel) if frame.channel is not None else say("labels.whole"))
    return f"{say.week(frame.week)} · {part}"
