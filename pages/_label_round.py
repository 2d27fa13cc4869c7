"""A round of labelling: the texts that one person has in hand, what she called them so far, and how long it took.

Each answer is kept as it comes; a round that is left half way loses nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import LabelError
from data.labels import add, take_back
from data.ledger import moment
from kpi.sentiment.basis import settle
from kpi.sentiment.drawing import queue
from pages._label_desk import desk
from pages._reader import known_name
from pages._session import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from data.labels import Sentiment, Text
    from data.store import Store
    from kpi.sentiment.drawing import Frame, Waiting

ROUND = 50  # texts: about two minutes
_ROUND, _WHO = "label_round", "label_who"  # of this tab
SENTIMENTS = (1, 0, -1, None)


@dataclass(frozen=True)
class Answer:
    """What somebody called a text; `number` None: the text is gone since, and the answer with it."""

    sentiment: Sentiment | None
    number: int | None


@dataclass
class Round:
    """The texts in hand, and the answers to the first of them, in the same order."""

    path: str  # of the store
    frame: Frame
    by: str | None
    texts: tuple[Waiting, ...]
    began: datetime  # UTC
    id: str = field(default_factory=lambda: token_hex(4))
    answers: list[Answer] = field(default_factory=list)
    ended: datetime | None = None

    @property
    def took(self) -> timedelta:
        """How long the round has lasted, or lasted."""
        return (self.ended or moment(None)) - self.began

    @property
    def kept(self) -> tuple[Answer, ...]:
        """The answers whose text was still there."""
        return tuple(one for one in self.answers if one.number is not None)


def in_hand() -> Round | None:
    """Give the round of this tab that runs, or was just ended; None: there is none, or it is another brand's."""
    found: Round | None = st.session_state.get(_ROUND)
    return found if found and found.path == str(store().path) else None


def begin(frame: Frame) -> Round | None:
    """Hand out the texts of a round; None = nothing is left, or others have it in hand."""
    path, by = str(store().path), known_name()
    taken = with_others()
    waiting = [one for one in queue(store(), frame, by, ROUND + len(taken)) if one.text not in taken][:ROUND]
    if not waiting:
        return None
    made = Round(path, frame, by, tuple(waiting), moment(None))
    touch(made)
    st.session_state[_ROUND] = made
    return made


def with_others() -> frozenset[Text]:
    """Give the texts that others than whoever is at the keyboard have in hand."""
    return desk().with_others(str(store().path), _who(known_name()))


def answer(now: Round, given: Sequence[Sentiment | None], of: Store) -> None:
    """Bring what is kept into line with all answers of the round so far: the last may be taken back, and said anew.

    It can be said again without harm, which is how an answer survives a connection that broke.
    """
    same = 0
    while same < min(len(given), len(now.answers)) and now.answers[same].sentiment == given[same]:
        same += 1
    while len(now.answers) > same:
        undo(now, of)
    for text, sentiment in zip(now.texts[same:], given[same:], strict=False):
        now.answers.append(Answer(sentiment, _keep(now, text, sentiment, of)))


def undo(now: Round, of: Store) -> None:
    """Take the last answer of the round back."""
    last = now.answers[-1]
    if last.number is not None:
        take_back(of, last.number, now.by)
    now.answers.pop()


def _keep(now: Round, text: Waiting, sentiment: Sentiment | None, of: Store) -> int | None:
    with suppress(LabelError):  # its file was undone meanwhile: there is nothing left to call anything
        settle(of, now.by)
        return add(of, text.text, sentiment, now.by, words=text.words, drawn=text.drawn)
    return None


def touch(now: Round) -> None:
    """Say that its person is still at it."""
    desk().take(now.path, _who(now.by), [one.text for one in now.texts[len(now.answers) :]], now)


def end(now: Round) -> None:
    """End a round, at its last text or before; what is left of it is free for others."""
    now.ended = moment(None)
    desk().give_back(now.path, _who(now.by), now)


def again(now: Round) -> None:
    """Go back to the last text of a round that was ended, with its answer taken back."""
    undo(now, store())
    now.ended = None
    now.id = token_hex(4)  # the browser begins anew where the round is now
    touch(now)


def put_away() -> None:
    """Forget the round of this tab."""
    now: Round | None = st.session_state.pop(_ROUND, None)
    if now is not None:
        desk().give_back(now.path, _who(now.by), now)


def _who(by: str | None) -> str:
    """Name somebody to the desk: who opens the page anew goes on with her own texts; without a name it is the tab."""
    return by or str(st.session_state.setdefault(_WHO, token_hex(8)))
