"""Widgets and wordings that more than one page uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from data.access.acting import may
from kpi.paper.document import row_name
from kpi.paper.tokens import tokens
from kpi.problems import tell
from kpi.sentiment import said
from pages import ENTRIES
from pages._notify import notify
from pages._session import brand, open_page, snapshot, store, week, words

if TYPE_CHECKING:
    from data.errors import DataError
    from kpi.snapshot import Move, ScoreRow, Snapshot, Status, Verdict
    from kpi.words import Words

# where an address begins: links are found after markdown's escapes are gone, so the escapes alone do not stop them
ADDRESS = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@)")
JOINER = "\u2060"  # of no width, and no break
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
COLOURS = {"good": "green", "steady": "blue", "watch": "orange", "bad": "red", "quiet": "gray"}  # tone -> theme


def escape(text: object) -> str:
    """Write people's text so that markdown shows it letter by letter: no image, link, colour or formula."""
    return PUNCTUATION.sub(r"\\\1", ADDRESS.sub(JOINER, " ".join(str(text).split())))


def need_snapshot() -> Snapshot:
    """Give the week's snapshot, or say what is missing and where to get it, and stop there."""
    if (taken := snapshot()) is None:
        missing = "unread_plan" if store().plan() else "no_plan"
        _point_to(*(("nothing_yet", "upload") if week() is None else (missing, "targets")))
        st.stop()
    notify()  # what the review found is known by now
    return taken


def _point_to(missing: str, page: str) -> None:
    say = words()
    st.markdown(say(f"frame.{missing}", brand=escape(brand())))
    entry, on_view = ENTRIES[page], st.session_state.get("brand")
    if may(entry.changes or entry.needs, on_view) and st.button(say(f"frame.go_{page}"), type="primary", key="go"):
        open_page(page)


# -- wordings ----------------------------------------------------------------------------------------


def term(family: str, name: str | None, say: Words | None = None) -> str:
    """Say the word for a declared name; a name without a word stands as it was declared."""
    say = say or words()
    return say(f"{family}.{name}") if say.has(f"{family}.{name}") else (name or "").replace("_", " ")


def title(row: ScoreRow) -> str:
    """Name a row of the plan: as the team wrote it, else the KPI's name."""
    return row_name(row, words())


def amount(row: ScoreRow, value: float | None) -> str:
    """Write a value of a row with its unit."""
    return words().number(value, row.unit, row.currency)


def moved(row: ScoreRow, move: Move | None) -> str:
    """Write a move with the word for its evidence."""
    return f"{words().change(move.size, row.unit, row.currency)} · {evidence(move)}" if move else ""


def evidence(move: Move) -> str:
    """Say whether the sample can carry a move."""
    return words()(f"evidence.{move.evidence}")


def facts(row: ScoreRow) -> dict[str, str]:
    """List what a number stands on, by the key of its label; what does not apply is left out."""
    say, cell = words(), row.now
    found = {
        "numerator": say.whole(cell.numerator) if cell.numerator is not None else "",
        "denominator": say.whole(cell.denominator) if cell.denominator is not None else "",
        "sample": say.whole(cell.sample),
        **said.facts(cell, say),
        "coverage": say.share(cell.coverage) if cell.coverage is not None else "",
        "waiting": say.whole(cell.censored) if cell.censored else "",
        "sigma": "± " + say.change(row.sigma, row.unit, row.currency).lstrip("+") if row.sigma else "",
        "week_move": moved(row, row.week_move),
        "baseline_move": moved(row, row.baseline_move),
    }
    aside = {"denominator", "sample"} if cell.estimated else set[str]()  # these are its texts and labels
    return {name: text for name, text in found.items() if text and name not in aside}


def problem_text(problem: DataError) -> str:
    """Say what is wrong with a file or store, and what to do."""
    return tell(words(), problem, escape)


# -- widgets -----------------------------------------------------------------------------------------


def badge(family: str, name: Status | Verdict) -> str:
    """Write a status or verdict as a badge: word, shape and colour."""
    mark = getattr(tokens(), family)[name]
    return f":{COLOURS[mark.tone]}-badge[{mark.glyph} {words()(f'{family}.{name}')}]"


def open_kpi(row: ScoreRow, place: str) -> None:
    """Draw the name of a KPI as the way to its page."""
    if st.button(f"**{escape(title(row))}**", type="tertiary", key=f"{place}_{row.plan.id}", wrap=False):
        open_page("kpi", row=row.plan.id)


def basis(row: ScoreRow) -> None:
    """Draw the button that says on how much a number stands, and opens the rest of it."""
    say = words()
    with st.popover(say("measure.n", number=say.whole(row.now.sample)), type="tertiary"), st.container(gap="xxsmall"):
        st.markdown(f"**{escape(title(row))}**")
        for name, text in facts(row).items():
            st.markdown(f"{say(f'measure.{name}')}: **{text}**")
