"""The frame around every page: menu, brand, week, language, and the title."""

from functools import partial
from itertools import groupby
from pathlib import Path

import streamlit as st

from data.access.acting import may, require
from data.access.rights import Right
from data.errors import DataError
from kpi.periods import Week
from kpi.words import LANGUAGES, Words
from pages import ENTRIES, PAGES, Entry
from pages._collector import lighten
from pages._parts import problem_text
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

ICON = str(Path(__file__).with_name("icon.svg"))  # an icon by name would be fetched from a server far away
st.set_page_config(layout="wide", page_icon=ICON)

st.logo(ICON, size="large")
settle("language", LANGUAGES, reader_language())
say = words()
if brands():
    settle("brand", list(brands()), next(iter(brands())))


def chosen_brand() -> str | None:
    """Name the file of the brand on view; None = there is none."""
    return st.session_state["brand"] if brands() else None


def page_of(entry: Entry) -> st.Page:
    """Make the page; without a brand there is nothing to walk through, so the menu stays away."""
    return st.Page(
        entry.file,
        title=say(f"page.{entry.name}"),
        icon=entry.icon,
        url_path=entry.name,
        default=entry.name == "home",
        visibility="visible" if entry.section and brands() and may(entry.needs, chosen_brand()) else "hidden",
    )


def week_name(week_id: str, running: Week) -> str:
    """Name a week with its days, and say when it still runs."""
    week = Week.parse(week_id)
    key = "frame.running_week" if week == running else "frame.week"
    return say(key, week=say.week(week), days=say.days(week.monday, week.sunday))


def choose_view() -> None:
    """Draw the pickers that every page follows."""
    if brands():
        pick("brand", list(brands()), next(iter(brands())), say("frame.brand"), brand_name)
        if newest := newest_full_week():
            name = partial(week_name, running=Week.of(today()))
            pick("week", [week.id for week in weeks()], newest.id, say("frame.week_label"), name)
    pick(
        "language",
        LANGUAGES,
        reader_language(),
        say("frame.language_label"),
        lambda code: Words(code)("frame.language"),
    )
    if brands():
        st.page_link("start.py", label=say("frame.another_brand"), icon=":material/add:")


by_section = groupby(PAGES, key=lambda entry: entry.section)
page = st.navigation(
    {say(f"frame.section.{name}") if name else "": [*map(page_of, group)] for name, group in by_section},
    expanded=True,  # else Streamlit hides the last ones behind words of its own, in English
)

try:
    with st.sidebar:
        choose_view()
except DataError as problem:
    st.error(problem_text(problem), icon=":material/lock:")
    st.stop()

if not brands() and page.url_path not in ("", "start"):
    open_page("start")
st.set_page_config(page_title=say("frame.tab", page=page.title))
if page.url_path:
    st.title(page.title, anchor=False)
entry = ENTRIES[page.url_path or "home"]
if entry.needs is not Right.VIEW:
    require(entry.needs, chosen_brand())
if entry.changes and not may(entry.changes, chosen_brand()):
    st.caption(say("frame.reading_only", right=say(f"right.{entry.changes}")))
page.run()
lighten(page.url_path)
