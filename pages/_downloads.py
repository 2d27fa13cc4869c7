"""What a report is taken along as: the very values of the screen, made beforehand and recorded at the click."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from data.reading.places import slug
from kpi.issued import Taken, hand_out, original
from kpi.paper.forms import FORMS, MAKERS, file_name
from kpi.paper.row_words import row_name
from kpi.paper.tile import tile
from pages._parts import problem_text
from pages._printed import made
from pages._reader import ask_name, remember
from pages._session import store, words

if TYPE_CHECKING:
    from data.store import Store
    from kpi.issued import Retaken
    from kpi.paper.edition import Edition
    from kpi.paper.forms import Form

ICONS: dict[Form, str] = {
    "pdf": ":material/download:",
    "pptx": ":material/slideshow:",
    "xlsx": ":material/table_view:",
    "md": ":material/notes:",
}
_UNKEPT = "report_not_kept"


def downloads(of: Taken | Retaken, edition: Edition) -> None:
    """Offer every form; what is taken along is kept and recorded, but for an old state."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ask_name("issued_by") if isinstance(of, Taken) else None
        if by:
            remember(by)
        for form in FORMS:
            _form(of, edition, form, by)
        _tile(of, edition)
    problem: DataError | None = st.session_state.get(_UNKEPT)
    if problem is not None:
        st.error(problem_text(problem), icon=":material/block:")


def _form(of: Taken | Retaken, edition: Edition, form: Form, by: str | None) -> None:
    """Offer one form; its file is there before the click, so that nobody waits and no rerun comes in between."""
    say, opened = words(), store()
    if isinstance(of, Taken):
        content = made(form, of.snapshot, edition)
        kept = partial(_keep, opened, of, edition, form, content, by)
    else:
        content, kept = original(of, edition, form), None
    st.download_button(
        say("snapshot.download") if form == "pdf" else say(f"report.form.{form}"),
        data=content,
        file_name=f"{slug(of.snapshot.brand)}-{file_name(form, of.snapshot, edition)}",
        mime=MAKERS[form].mime,
        type="primary" if form == "pdf" else "secondary",
        icon=ICONS[form],
        on_click=kept or "ignore",
        key=f"take_{form}",
    )


def _keep(  # noqa: PLR0917 - what left, and who took it
    opened: Store, of: Taken, edition: Edition, form: Form, content: bytes, by: str | None
) -> None:
    """Keep and record what leaves; the page says so when that cannot be done."""
    st.session_state.pop(_UNKEPT, None)
    try:
        hand_out(opened, of, edition, form, content, by=by)
    except DataError as problem:
        st.session_state[_UNKEPT] = problem


def _tile(of: Taken | Retaken, edition: Edition) -> None:
    """Offer one tile as a picture."""
    say, rows = words(), {row.plan.id: row for row in of.snapshot.rows}
    if not rows:
        return
    with st.popover(say("report.tile"), icon=":material/image:"):
        chosen = st.selectbox(
            say("report.tile_of"), list(rows), format_func=lambda row: row_name(rows[row], say), key="tile_of"
        )
        st.download_button(
            say("report.take_tile"),
            data=tile(of.snapshot, edition, chosen),
            file_name=f"{slug(of.snapshot.brand)}-{of.snapshot.week.id}-{chosen}.png",
            mime="image/png",
            icon=":material/download:",
            on_click="ignore",
            key="take_tile",
        )
