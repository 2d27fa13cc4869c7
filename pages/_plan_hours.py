"""The opening hours of a plan: its week, whose holidays it keeps, and the days that are otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.hours import WEEKDAYS, Hours, SpecialDay, countries, default, openings, region_name, regions
from pages._parts import escape
from pages._session import today, words

if TYPE_CHECKING:
    from datetime import date

    from pages._plan_draft import Draft

SHOWN = 12  # coming holidays
AHEAD = 365  # days
EDITS = ("edited_rows", "added_rows", "deleted_rows")


def opening_hours(draft: Draft) -> tuple[Hours | None, bool]:
    """Draw the opening hours of a plan; give them as they stand now, and whether they can be read."""
    say, kept = words(), draft.plan.hours
    with st.expander(say("hours.title"), icon=":material/schedule:"):
        st.markdown(say("hours.about"))
        if not st.toggle(say("hours.use"), kept is not None, key=draft.key("hours_used")):
            st.caption(say("hours.unused"))
            return None, True
        start = kept or default()
        left, right = st.columns(2, gap="medium")
        with left:
            week = _week(draft, start)
        with right:
            holidays = _holidays(draft, start)
            special = _special(draft, start)
        wrong = complaints(week, special)
        for text in wrong:
            st.warning(text, icon=":material/edit:")
        if wrong:
            return kept, False
        hours = read(week, holidays, special)
        st.caption(coming(hours, today()))
        return hours, True


def hours_touched(draft: Draft) -> bool:
    """Whether the hours of a draft say anything that is not saved."""
    state, kept = st.session_state, draft.plan.hours
    tables = [state.get(draft.key(name)) or {} for name in ("hours_week", "hours_special")]
    place = state.get(draft.key("country"), (kept and kept.country) or "") or ""
    region = state.get(draft.key(f"region_{place}"), (kept and kept.region) or "") or ""
    return (
        state.get(draft.key("hours_used"), kept is not None) != (kept is not None)
        or (place, region) != (((kept and kept.country) or ""), ((kept and kept.region) or ""))
        or any(table.get(edit) for table in tables for edit in EDITS)
    )


# -- what is drawn -----------------------------------------------------------------------------------


def _week(draft: Draft, start: Hours) -> dict[str, str]:
    say, text = words(), st.column_config.TextColumn
    days = [say.weekday(number, "wide").capitalize() for number in range(len(WEEKDAYS))]
    table = pd.DataFrame({"day": days, "open": [text or None for text in start.week]}, dtype="object")
    edited = st.data_editor(
        table,
        key=draft.key("hours_week"),
        hide_index=True,
        height="content",
        disabled=["day"],
        column_config={
            "day": text(say("hours.day"), width="small"),
            "open": text(say("hours.open"), help=say("hours.open_help"), width="medium"),
        },
        placeholder=say("hours.closed"),
        alt=say("hours.week_table"),
    )
    return dict(zip(WEEKDAYS, map(_text, edited["open"]), strict=True))


def _holidays(draft: Draft, start: Hours) -> dict[str, str | None]:
    say = words()
    codes = ["", *sorted(countries(), key=say.country)]
    country = st.selectbox(
        say("hours.country"),
        codes,
        index=codes.index(start.country or ""),
        format_func=lambda code: say.country(code) if code else say("hours.no_country"),
        key=draft.key("country"),
    )
    if not regions(country):
        return {"country": country or None}
    parts = ["", *sorted(regions(country), key=lambda region: region_name(country, region))]
    region = st.selectbox(
        say("hours.region"),
        parts,
        index=parts.index(start.region) if country == start.country and start.region in parts else 0,
        format_func=lambda region: region_name(country, region) if region else say("hours.all_regions"),
        key=draft.key(f"region_{country}"),
    )
    return {"country": country, "region": region or None}


def _special(draft: Draft, start: Hours) -> list[tuple[date | None, str]]:
    say, config = words(), st.column_config
    kept = [(special.day, special.hours or None) for special in start.special]
    st.markdown(say("hours.special_days"), help=say("hours.special_help"))
    edited = st.data_editor(
        pd.DataFrame(kept, columns=["date", "open"], dtype="object"),
        key=draft.key("hours_special"),
        num_rows="dynamic",
        hide_index=True,
        height="content",
        column_config={
            "date": config.DateColumn(say("hours.date"), format="YYYY-MM-DD"),
            "open": config.TextColumn(say("hours.open"), help=say("hours.special_help")),
        },
        placeholder=say("hours.closed"),
        alt=say("hours.special_table"),
    )
    lines = [(_day(day), _text(text)) for day, text in zip(edited["date"], edited["open"], strict=True)]
    return [(day, text) for day, text in lines if day or text]


def coming(hours: Hours, day: date) -> str:
    """Name the public holidays of the next twelve months as they are read."""
    say = words()
    if hours.country is None:
        return say("hours.no_holidays")
    until = day + timedelta(days=AHEAD)
    named = {**hours.holidays(day.year, say.language), **hours.holidays(until.year, say.language)}
    found = [(one, name) for one, name in sorted(named.items()) if day <= one <= until][:SHOWN]
    days = [say("hours.coming_day", name=escape(name), day=say.short_day(one)) for one, name in found]
    return say("hours.coming", days=", ".join(days)) if days else say("hours.none_coming")


# -- what was written --------------------------------------------------------------------------------


def complaints(week: dict[str, str], special: list[tuple[date | None, str]]) -> list[str]:
    """Say in words what cannot be read; empty = these are opening hours."""
    say = words()
    named = [(say.weekday(WEEKDAYS.index(name), "wide").capitalize(), text) for name, text in week.items()]
    named += [(say.day(day), text) for day, text in special if day]
    found = [say("hours.bad_opening", day=day, text=escape(text)) for day, text in named if not _readable(text)]
    found += [] if any(week.values()) else [say("hours.never")]
    found += [say("hours.bad_date")] if any(day is None for day, _ in special) else []
    days = [day for day, _ in special if day]
    return found + [say("hours.twice", day=say.day(day)) for day in sorted(set(days)) if days.count(day) > 1]


def read(week: dict[str, str], holidays: dict[str, str | None], special: list[tuple[date | None, str]]) -> Hours:
    """Make opening hours of what can be read."""
    days = tuple(SpecialDay(day=day, hours=text) for day, text in special if day)
    return Hours(**week, **holidays, special=days)  # type: ignore[arg-type]


def _readable(text: str) -> bool:
    try:
        openings(text)
    except ValueError:
        return False
    return True


def _text(cell: Any) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell).strip()


def _day(cell: Any) -> date | None:
    return None if cell is None or pd.isna(cell) else pd.Timestamp(cell).date()
