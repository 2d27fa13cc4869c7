"""Labels as a file: take them along, take a sample to a spreadsheet, and bring back what was labelled there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from data.reading.places import slug
from kpi.sentiment.drawing import Frame
from kpi.sentiment.label_file import labels_csv, sample_csv
from kpi.sentiment.label_upload import Taken, take_up
from pages._label_round import ROUND
from pages._may import take_rows
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._session import brand, store, words

if TYPE_CHECKING:
    from data.labels import Sentiment
    from kpi.periods import Week

RECEIPT, DROPS = "labels_receipt", "labels_drops"  # of this session
SHOWN = 12  # contradictions on the page
CALLED = {-1: "negative", 0: "neutral", 1: "positive", None: "cannot"}


@dataclass(frozen=True)
class Receipt:
    """What became of a file that was brought back."""

    path: str  # of the store
    name: str
    content: bytes
    taken: Taken | None
    problem: DataError | None
    won: bool  # whether the file replaced what it contradicted


def files(week: Week) -> None:
    """Draw the ways out and the way in."""
    say = words()
    with st.expander(say("labels.files"), icon=":material/table_view:", key="label_files"):
        st.markdown(say("labels.files_about"))
        _out(week)
        key = f"labels_in_{st.session_state.setdefault(DROPS, 0)}"
        st.file_uploader(say("labels.upload"), type="csv", key=key, on_change=_arrived, args=(key,))
    _receipt()


def _out(week: Week) -> None:
    """Offer both files; they are made when asked for, on a thread that knows no session."""
    say, of, by = words(), store(), known_name()
    made = {
        "download": (lambda: labels_csv(of, say), say("labels.file_labels")),
        "download_sample": (
            lambda: sample_csv(of, Frame(week), by, say, ROUND),
            f"{week.id}-{say('labels.file_sample')}",
        ),
    }
    with st.container(horizontal=True):
        for name, (make, file) in made.items():
            take_rows(say(f"labels.{name}"), make, f"{slug(brand())}-{file}.csv", "text/csv", f"labels_{name}")


def _arrived(key: str) -> None:
    """Take the file out of the uploader and up into the labels; the next run draws an empty one."""
    if (file := st.session_state.get(key)) is not None:
        st.session_state[DROPS] += 1
        _take(file.name, file.getvalue(), wins=False)


def _take(name: str, content: bytes, *, wins: bool) -> None:
    taken = problem = None
    try:
        taken = take_up(store(), name, content, known_name(), replace=wins)
    except DataError as found:
        problem = found
    st.session_state[RECEIPT] = Receipt(str(store().path), name, content, taken, problem, wins)


def _receipt() -> None:
    """Say what became of the file that was brought last."""
    say = words()
    done: Receipt | None = st.session_state.get(RECEIPT)
    if done is None or done.path != str(store().path):
        return
    if done.problem is not None:
        st.error(problem_text(done.problem), icon=":material/error:")
    elif done.taken is not None:
        counts = {"new": done.taken.new, "same": done.taken.same, "gone": done.taken.gone, "blank": done.taken.blank}
        told = [say(f"labels.got_{name}", n=n) for name, n in counts.items() if n or name == "new"]
        named = f"**{say('labels.received', file=escape(done.name))}**"
        st.success(f"{named}: {', '.join(told)}.", icon=":material/check_circle:")
        _against(done, done.taken)


def _against(done: Receipt, taken: Taken) -> None:
    """List what the file contradicts, and let it win where somebody wants that."""
    say = words()
    if not taken.contradicted:
        return
    st.markdown(say(f"labels.got_{'replaced' if done.won else 'against'}", n=len(taken.contradicted)))
    for one in taken.contradicted[:SHOWN]:
        stands, says = _called(one.stands), _called(one.says)
        st.markdown(f"- {say('labels.contradiction', row=say.whole(one.line), stands=stands, says=says)}")
    if not done.won:
        st.button(say("labels.file_wins"), key="labels_win", on_click=_win, args=(done,))


def _win(done: Receipt) -> None:
    _take(done.name, done.content, wins=True)


def _called(sentiment: Sentiment | None) -> str:
    return words()(f"labels.{CALLED[sentiment]}")
