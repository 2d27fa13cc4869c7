"""What this reader looks at: language, brand, week; and the values that follow from them."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from data import defaults
from data.access.acting import may, require, who
from data.access.rights import Right
from data.brand_files.belongings import shown_name
from data.errors import DataError, StoreGoneError
from data.journal import entries, newest
from data.reading.exports import load_formats
from data.still import still
from data.store import Store, stores
from kpi.alerting.watch import sync
from kpi.meeting.minuted import minuted
from kpi.periods import Week
from kpi.plan import plan_in_force
from kpi.remembered import Remembered
from kpi.review import latest_full_week, take, weeks_with_data
from kpi.words import LANGUAGES, Words
from pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Never

    from data.format import Format
    from data.journal import Entry
    from kpi.plan import Plan
    from kpi.remembered import Answers
    from kpi.snapshot import Snapshot

FILES = {entry.name: entry.file for entry in PAGES}
PICKED = ("brand", "language", "week")  # what an address carries from page to page


# -- what the reader chose: it stands in the address, so that a link opens the same view ------------


def settle(name: str, options: Sequence[str], default: str) -> str:
    """Find what the reader chose: in the address, else earlier in this session, else the default."""
    asked = st.query_params.get(name, st.session_state.get(name))
    if name in st.query_params:
        st.session_state[f"{name}_unmet"] = asked if asked not in options else None
    st.session_state[name] = asked if asked in options else default
    _write(name, _left_out(name, options, default))
    return str(st.session_state[name])


def pick(name: str, options: Sequence[str], default: str, label: str, show: Callable[[str], str]) -> str:
    """Draw a picker whose choice stands in the address by its plain id, whatever words `show` gives it."""
    # bind="query-params" would write the translated words into the address, and only one language could open it
    chosen, unsaid = settle(name, options, default), _left_out(name, options, default)
    st.selectbox(label, options, format_func=show, key=name, on_change=_write, args=(name, unsaid))
    return chosen


def _left_out(name: str, options: Sequence[str], default: str) -> str | None:
    # which brand comes first changes with the next brand, and a link sent before must not open that one
    return None if name == "brand" and len(options) > 1 else default


def _write(name: str, unsaid: str | None) -> None:
    chosen = st.session_state[name]
    if chosen != unsaid:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]


def address(**chosen: str) -> dict[str, str]:
    """Give the query parameters of a link that keeps brand, language and week."""
    kept = {name: st.query_params[name] for name in PICKED if name in st.query_params}
    return kept | chosen


def open_page(name: str, **chosen: str) -> Never:
    """Go to a page; `row="ctr"` opens the KPI page on that row."""
    st.switch_page(FILES[name], query_params=address(**chosen))


# -- what follows from it ----------------------------------------------------------------------------


def words() -> Words:
    """Speak the reader's language."""
    return Words(st.session_state.get("language", "en"))


def reader_language() -> str:
    """Guess the reader's language from the browser, where Ninety speaks it."""
    code = (st.context.locale or "en")[:2]
    return code if code in LANGUAGES else "en"


def reader_name() -> str | None:
    """Name who is signed in, for the ledger; None where nobody signs in."""
    email = who().id or st.user.get("email")
    return str(email) if email else None


def brands() -> Mapping[str, Path]:
    """Every brand that has a store and that the reader may see, by its id in the address."""
    return {path.stem: path for path in sorted(stores()) if may(Right.VIEW, path.stem)}


def store() -> Store:
    """Open the store of the chosen brand; raises a DataError when it is busy or damaged."""
    require(Right.VIEW, st.session_state["brand"])  # a part of the page drawn anew has no frame that asked before
    if (path := brands().get(key := st.session_state["brand"])) is None:
        raise StoreGoneError(brand=key)  # since the page began
    return opened(str(path))


def brand() -> str:
    """Name the chosen brand as the team wrote it."""
    return brand_name(st.session_state["brand"])


def brand_name(key: str) -> str:
    """Name a brand as the team wrote it, also while its store does not open; by its id where that is not known."""
    if (path := brands().get(key)) is None:
        return key
    try:
        return opened(str(path)).setting("brand") or key
    except DataError:
        return shown_name(path)


def plan() -> Plan | None:
    """Read the plan in force; None = nobody made one yet."""
    return _plan(str(store().path), store().revision)


def today() -> date:
    """Tell the day in the brand's zone; NINETY_TODAY sets it for tests and pictures."""
    return day_of(store() if brands() else None)


def day_of(found: Store | None) -> date:
    """Tell the day in the zone of a brand, or of no brand."""
    if fixed := os.environ.get("NINETY_TODAY"):
        return date.fromisoformat(fixed)
    zone = found.setting("zone") if found else None
    return datetime.now(ZoneInfo(zone or defaults.ZONE)).date()


def weeks() -> tuple[Week, ...]:
    """Weeks to choose from, newest first: those with data that are over, and the running one."""
    return _weeks(str(store().path), store().revision, today().isoformat())


def newest_full_week() -> Week | None:
    """Find the week that a review opens with."""
    return _newest(str(store().path), store().revision, today().isoformat()) if weeks() else None


def week() -> Week | None:
    """Find the week the reader chose; None = there are no data yet."""
    return next((week for week in weeks() if week.id == st.session_state.get("week")), None)


def unmet_week() -> Week | None:
    """Find the week that the address asked for and no data are of; None once it names, or somebody picks, another."""
    try:
        return Week.parse(str(st.session_state.get("week_unmet")))
    except ValueError:
        return None


def snapshot() -> Snapshot | None:
    """Everything about the chosen week; None = no data or no plan yet."""
    chosen = week()
    if chosen is None or plan() is None:
        return None
    of = (str(store().path), store().revision, chosen.id, today().isoformat())
    if chosen == newest_full_week():
        watch()  # before the journal is read below: what it writes counts already
    return _minuted(*of, newest(store()))


def unmeasured() -> Snapshot | None:
    """Give the plan of a brand that has no data yet: every row, and no number. None = there are data, or no plan."""
    if weeks() or plan() is None:
        return None
    return measured(str(store().path), store().revision, Week.of(today()).previous().id, today().isoformat())


def watch() -> None:
    """Hold every alert against the newest full week, unless that was done since the numbers changed."""
    if newest_full_week() and plan():
        _watched(str(store().path), store().revision, today().isoformat())


def journal() -> tuple[Entry, ...]:
    """Read what was decided and told, oldest first; it is read again when somebody added to it."""
    return _journal(str(store().path), newest(store()))


def answers() -> Answers:
    """Give the answers of the store as it stands: who asks the same again needs no other scan."""
    return _answers(str(store().path), store().revision)


def compute_review(of: Store) -> None:
    """Compute the review that will be opened next, and hold every alert against it."""
    newest_review(of)


def newest_review(of: Store) -> Snapshot | None:
    """Give the review of the newest full week; on a thread too, which knows no session. None = there is none yet."""
    path, revision, day = str(of.path), of.revision, day_of(of).isoformat()
    if not (_plan(path, revision) and _weeks(path, revision, day)):
        return None
    return _watched(path, revision, day)


# Frozen values are shared, not copied, so they are resources to Streamlit. The keys are plain text and a
# revision that only grows; an argument with a leading underscore would fall out of the key.


@st.cache_resource(show_spinner=False, on_release=Store.close, validate=lambda of: not of.shared.gone)
def opened(path: str) -> Store:
    """Open a store once per server; each query takes its own cursor."""
    return Store.open(Path(path))


@st.cache_resource(show_spinner=False)
def formats() -> dict[str, Format]:
    """Read every declared export format."""
    return load_formats()


@st.cache_resource(max_entries=16, show_spinner=False)
def _plan(path: str, revision: int) -> Plan | None:  # noqa: ARG001 - the revision is the key
    body = opened(path).plan()
    return plan_in_force(body) if body else None


@st.cache_resource(max_entries=16, show_spinner=False)
def _weeks(path: str, revision: int, day: str) -> tuple[Week, ...]:  # noqa: ARG001 - the revision is the key
    running = Week.of(date.fromisoformat(day))
    return tuple(sorted((w for w in weeks_with_data(opened(path)) if w.monday <= running.monday), reverse=True))


@st.cache_resource(max_entries=16, show_spinner=False)
def _newest(path: str, revision: int, day: str) -> Week:
    found = latest_full_week(opened(path), _plan(path, revision), date.fromisoformat(day))
    return found if found in _weeks(path, revision, day) else _weeks(path, revision, day)[0]


@st.cache_resource(max_entries=16, show_spinner=False)
def measured(path: str, revision: int, week_id: str, day: str) -> Snapshot:
    """Measure a week once: the numbers, without what a meeting came to."""
    made = _plan(path, revision)
    assert made is not None  # noqa: S101 - snapshot() asked before
    with still(opened(path)) as seen:  # a load in between would show half of it
        remembered = Remembered(seen, _answers(path, seen.revision))
        return take(remembered, made, Week.parse(week_id), date.fromisoformat(day))


@st.cache_resource(max_entries=16, show_spinner=False)
def _watched(path: str, revision: int, day: str) -> Snapshot:
    """Hold every alert against the newest full week, once per change of the numbers and per day."""
    taken = measured(path, revision, _newest(path, revision, day).id, day)
    sync(opened(path), taken, date.fromisoformat(day), revision=revision)
    return taken


@st.cache_resource(max_entries=16, show_spinner=False)
def _minuted(path: str, revision: int, week_id: str, day: str, number: int) -> Snapshot:
    """Add what the meeting came to: the numbers are not computed again for it."""
    return minuted(measured(path, revision, week_id, day), _journal(path, number), opened(path))


@st.cache_resource(max_entries=4, show_spinner=False)
def _answers(path: str, revision: int) -> Answers:  # noqa: ARG001 - both are the key
    """Keep what the store answered at a revision: another week of it needs no other scan."""
    return {}


@st.cache_resource(max_entries=8, show_spinner=False)
def _journal(path: str, number: int) -> tuple[Entry, ...]:
    return entries(opened(path), until=number)
