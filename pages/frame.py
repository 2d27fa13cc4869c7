"""The frame around every page: menu, brand, week, language, and the title."""

from functools import partial
from itertools import groupby
from pathlib import Path

import streamlit as st

from data.access.acting import may, require, who
from data.access.rights import Right
from data.errors import DataError, NotAllowedError, StoreDamagedError
from kpi.periods import Week
from kpi.words import LANGUAGES, Words
from pages import ENTRIES, PAGES, Entry
from pages._collector import lighten
from pages._parts import escape
from pages._session import (
    brand_name,
    brands,
    newest_full_week,
    open_page,
    pick,
    reader_language,
    settle,
    today,
    weeks,
    words,
)
from pages._signed import account, need
from pages._way_out import rebuilding, way_out

CHOSEN = Path(__file__).with_name("chosen.css")
ICON = str(Path(__file__).with_name("icon.svg"))  # an icon by name would be fetched from a server far away
st.set_page_config(layout="wide", page_icon=ICON)

st.logo(ICON, size="large")
st.html(CHOSEN)
settle("language", LANGUAGES, reader_language())
say = words()
need(say)
if st.session_state.setdefault("person", who().id) != who().id:  # somebody else signed in where this session goes on
    st.session_state.clear()
    st.rerun()
if brands():
    settle("brand", list(brands()), next(iter(brands())))
    if st.session_state.get("brand_unmet"):  # the next settling forgets it, for the address names this one then
        st.session_state["shown_instead"] = st.session_state["brand"]


def chosen_brand() -> str | None:
    """Name the file of the brand on view; None = there is none."""
    return st.session_state["brand"] if brands() else None


def page_of(entry: Entry) -> st.Page:
    """Make the page; without a brand there is nothing to walk through, so the menu stays away."""
    in_menu = entry.section and len(brands()) >= entry.brands and may(entry.needs, chosen_brand())
    return st.Page(
        entry.file,
        title=say(f"page.{entry.name}"),
        icon=entry.icon,
        url_path=entry.name,
        default=entry.name == "home",
        visibility="visible" if in_menu else "hidden",
    )


def week_name(week_id: str, running: Week) -> str:
    """Name a week with its days, and say when it still runs."""
    week = Week.parse(week_id)
    key = "frame.running_week" if week == running else "frame.week"
    return say(key, week=say.week(week), days=say.days(week.monday, week.sunday))


def choose_week() -> DataError | None:
    """Draw the picker of weeks; tell why the brand does not open, where it does not."""
    try:
        if newest := newest_full_week():
            name = partial(week_name, running=Week.of(today()))
            pick("week", [week.id for week in weeks()], newest.id, say("frame.week_label"), name)
    except DataError as problem:
        return problem
    return None


def choose_view() -> DataError | None:
    """Draw the pickers that every page follows, also beside a brand that does not open: others do."""
    problem = None
    if brands():
        pick("brand", list(brands()), next(iter(brands())), say("frame.brand"), brand_name)
        problem = choose_week()
    pick(
        "language",
        LANGUAGES,
        reader_language(),
        say("frame.language_label"),
        lambda code: Words(code)("frame.language"),
    )
    if brands() and may(Right.ADMINISTER, None):
        st.page_link("start.py", label=say("frame.another_brand"), icon=":material/add:")
    account(say)
    return problem


by_section = groupby(PAGES, key=lambda entry: entry.section)
page = st.navigation(
    {say(f"frame.section.{name}") if name else "": [*map(page_of, group)] for name, group in by_section},
    expanded=True,  # else Streamlit hides the last ones behind words of its own, in English
)

with st.sidebar:
    closed = choose_view()
if brands() and rebuilding():
    st.stop()
if closed is not None and page.url_path not in ("start", "brands"):
    way_out(closed)
    st.stop()

if not brands() and page.url_path not in ("", "start", "brands"):
    open_page("start")
st.set_page_config(page_title=say("frame.tab", page=page.title))
entry = ENTRIES[page.url_path or "home"]
try:
    if entry.needs is not Right.VIEW:  # that one is asked for with the brand
        require(entry.needs, chosen_brand())
except NotAllowedError:
    st.error(say("frame.no_page", page=page.title, right=say(f"right.{entry.needs}")), icon=":material/lock:")
    st.stop()
if page.url_path:
    st.title(page.title, anchor=False)
if brands() and st.session_state.get("shown_instead") == chosen_brand():
    here = escape(brand_name(st.session_state["brand"]))
    st.warning(say("frame.shown_instead", brand=here), icon=":material/link_off:")
if entry.changes and not may(entry.changes, chosen_brand()):
    st.caption(say("frame.reading_only", right=say(f"right.{entry.changes}")))
try:
    page.run()
except StoreDamagedError as problem:  # a block of the file that nothing had read before
    way_out(problem)
lighten(page.url_path)
