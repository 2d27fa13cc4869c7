"""The keys of the meeting: each says what it does and by which letter, and a phone has them as a remote control."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from data.access.rights import Right
from data.errors import DecisionError
from kpi.deciding.decisions import close
from kpi.meeting.meeting import end, pause, step
from pages._fullscreen import full_screen
from pages._may import may
from pages._reader import known_name
from pages._session import address, store, words
from pages._stage_forms import open_form, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.alerting.case import Case
    from kpi.deciding.decisions import Decision
    from kpi.meeting.meeting import Meeting, Step
    from pages._stage_forms import Form


class _Key(NamedTuple):
    name: str
    shortcut: str  # C and R are Streamlit's own
    act: Callable[..., None]
    args: tuple[object, ...]
    works: bool = True


def keys(now: Meeting, past: Decision | None, case: Case | None) -> None:
    """Draw the keys; while a form is open none of them works, so that a letter typed there moves nothing."""
    through = now.item is None
    row = (
        _Key("back", "Left", _step, (now, "back"), now.at > 0),
        _Key("next", "Right", _step, (now, "next"), not through),
        _Key("decide", "D", _open, ("decide", now), past is not None or case is not None),
        _done_or_snooze(now, past, case),
        _Key("skip", "K", _step, (now, "skip"), not through),
        _Key("resume" if now.paused else "pause", "P", _pause, (now,)),
        _Key("end", "E", *((_end, (now,)) if through else (_open, ("end", now)))),
    )
    primary = "end" if through else "next"
    for key in row if may(Right.DECIDE) else ():
        _draw(key, "primary" if key.name == primary else "secondary")
    full_screen(words()("meeting.full_screen"))
    st.page_link("monday.py", label=words()("meeting.leave"), query_params=address())


def _done_or_snooze(now: Meeting, past: Decision | None, case: Case | None) -> _Key:
    """Give the key of the place: what was decided earlier can be told done, a deviation can be put off."""
    if past is not None:
        return _Key("done", "O", _close, (past,), past.closed is None)
    return _Key("snooze", "S", _open, ("snooze", now), case is not None and case.may("snooze"))


def _draw(key: _Key, look: str) -> None:
    st.button(
        words()(f"meeting.{key.name}"),
        key=f"meeting_{key.name}",
        shortcut=key.shortcut,
        type="primary" if look == "primary" else "secondary",
        disabled=not key.works or opened() is not None,
        on_click=key.act,
        args=key.args,
    )


def _step(seen: Meeting, to: Step) -> None:
    step(store(), seen, to, known_name())


def _pause(seen: Meeting) -> None:
    pause(store(), seen, known_name())


def _end(seen: Meeting) -> None:
    end(store(), seen, known_name())


def _open(form: Form, seen: Meeting) -> None:
    open_form(form, seen)


def _close(past: Decision) -> None:
    with suppress(DecisionError):  # somebody else was first, and the stage shows what she said
        close(store(), past.number, "done", "", known_name(), past.version)
