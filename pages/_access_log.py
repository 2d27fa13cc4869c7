"""The log of who changed what, and who was refused: to filter, to take along, and whether it is whole."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from data import audit
from data.access.acting import may
from data.access.rights import COMMAND, Right
from pages._receipt import local, zone
from pages._session import store, today, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.audit import Chain, Line

SHOWN = 200  # lines on the page; the download has all
ALL = ""
PLAIN = (
    *("brand", "upload", "uploads", "label", "texts", "annotation", "thread", "settings", "format", "file", "outlet"),
    *("week", "kind", "form", "day", "people", "groups"),
)


def log() -> None:
    """Draw the log, newest first."""
    say = words()
    st.header(say("access.log"), anchor=False)
    of = _which()
    every, chain = _read(*_as_it_is(of))
    shown = _chosen(every)
    _whole(chain)
    if not shown:
        st.markdown(say("access.none"))
        return
    gone = audit.unkept(every, store().revision) if of else frozenset[int]()
    newest = list(reversed(shown))
    st.caption(f"{say('access.n_found', n=len(shown))} · {say('access.clock', zone=zone().key)}")
    st.dataframe(frame(newest[:SHOWN], gone), hide_index=True, alt=say("access.log"))
    if len(shown) > SHOWN:
        st.caption(say("access.first", n=SHOWN))
    st.download_button(
        say("access.csv"),
        data=lambda: safe_csv(frame(newest, gone, exact=True), say),
        file_name=f"ninety-{of.stem if of else 'house'}-{today().isoformat()}-log.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="access_csv",
    )


def _which() -> Path | None:
    """Choose between the log of the brand and the one of Ninety itself; that one is for who administers all of it."""
    say = words()
    if not may(Right.ADMINISTER, None):
        return store().path
    logs = ("of_brand", "of_house")
    chosen = st.radio(say("access.which"), logs, format_func=lambda one: say(f"access.{one}"), horizontal=True)
    return None if chosen == "of_house" else store().path


def _chosen(every: Sequence[Line]) -> list[Line]:
    """Narrow the log down to a person, a kind of deed and days."""
    say = words()
    people = sorted({line.who or "" for line in every} - {""})
    whats = sorted({_what(line) for line in every})
    began = min((local(line.at).date() for line in every), default=today())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            say("access.who"), [ALL, *people], format_func=lambda one: _who(one) if one else say("access.all")
        )
        what = st.selectbox(say("access.what"), [ALL, *whats], format_func=lambda one: one or say("access.everything"))
        since = st.date_input(say("access.from"), began, width=160, format="YYYY-MM-DD")
        until = st.date_input(say("access.until"), None, width=160, format="YYYY-MM-DD")
    first, last = (one if isinstance(one, date) else None for one in (since, until))
    return [
        line
        for line in every
        if who in {ALL, line.who}
        and what in {ALL, _what(line)}
        and (first or date.min) <= local(line.at).date() <= (last or date.max)
    ]


def _as_it_is(of: Path | None) -> tuple[str, int, int]:
    """Name the log as it is now: whose it is (""  = the house's), its length, and when it changed."""
    path = audit.path_of(of)
    found = path.stat() if path.exists() else None
    return str(of or ""), found.st_size if found else 0, found.st_mtime_ns if found else 0


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(store: str, length: int, changed: int) -> tuple[tuple[Line, ...], Chain]:  # noqa: ARG001 - they are the key
    of = Path(store) if store else None
    return audit.lines(of), audit.verify(of)


def _whole(chain: Chain) -> None:
    """Say whether every line follows the one before it."""
    say = words()
    if chain.broken is not None:
        st.error(say("access.broken", line=say.whole(chain.broken)), icon=":material/link_off:")
    elif chain.lines:
        st.caption(say("access.whole", head=chain.head[:16]))
    if chain.cut_off:
        st.caption(say("access.cut", n=chain.cut_off))


def frame(listed: Sequence[Line], gone: frozenset[int], *, exact: bool = False) -> pd.DataFrame:
    """Make the table: one line each, in the reader's words; `exact`: times to the second, with what UTC is there."""
    say, at = words(), zone()
    made = [
        {
            "at": line.at.replace(tzinfo=UTC).astimezone(at).isoformat() if exact else say.moment(local(line.at)),
            "who": _who(line.who),
            "what": _what(line),
            "detail": _detail(line.about),
            "revision": say("access.not_there") if line.number in gone else str(line.revision or ""),
        }
        for line in listed
    ]
    return pd.DataFrame(made).rename(columns=lambda name: say(f"access.{name}"))


def _who(name: str | None) -> str:
    """Name who did it; the command line by its word, with who was signed in on that computer."""
    say, (first, _, login) = words(), (name or "").partition(":")
    if first == COMMAND:
        return say("access.command", name=login) if login else say("access.command_line")
    return name or say("access.somebody")


def _what(line: Line) -> str:
    """Say what was done; a name that this version does not know stands as it is."""
    say = words()
    if line.what == audit.REFUSED:
        return say("audit.refused", what=_deed(str(line.about.get("what", "")), line.about))
    return _deed(line.what, line.about)


def _deed(what: str, about: Any) -> str:
    say = words()
    kinds = sorted({str(kind).partition(".")[0] for kind in about.get("kinds", ())})
    name = f"{what}_{kinds[0]}" if len(kinds) == 1 and say.has(f"audit.{what}_{kinds[0]}") else what
    return say(f"audit.{name}") if say.has(f"audit.{name}") else name.replace("_", " ")


def _detail(about: Any) -> str:
    """Write on what it was done: numbers and names as they stand in the log."""
    told = [about[name] for name in PLAIN if about.get(name) not in (None, [], "")]
    return " · ".join(", ".join(map(str, one)) if isinstance(one, list) else str(one) for one in told)
