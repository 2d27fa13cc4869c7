"""What a report is taken along as: the very values that are on the screen, made once and recorded when they leave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from kpi.issued import Taken, hand_out, original
from kpi.paper.document import row_name
from kpi.paper.forms import FORMS, MAKERS, file_name
from kpi.paper.tile import tile
from pages._printed import made
from pages._reader import ask_name, remember
from pages._refused import refused, tell_refused
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


def downloads(of: Taken | Retaken, edition: Edition) -> None:
    """Offer every form; what is taken along is recorded, but for an old state."""
    say, opened = words(), store()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ask_name("issued_by") if isinstance(of, Taken) else None
        if by:
            remember(by)
        for form in FORMS:
            data = (
                partial(_handed, opened, of, form, edition, by, refused())
                if isinstance(of, Taken)
                else partial(original, of, edition, form)
            )
            st.download_button(
                say("snapshot.download") if form == "pdf" else say(f"report.form.{form}"),
                data=data,
                file_name=file_name(form, of.snapshot, edition),
                mime=MAKERS[form].mime,
                type="primary" if form == "pdf" else "secondary",
                icon=ICONS[form],
                on_click="ignore",
                key=f"take_{form}",
            )
        _tile(of, edition)
    tell_refused()


def _handed(  # noqa: PLR0917 - a report and who takes it
    opened: Store, of: Taken, form: Form, edition: Edition, by: str | None, told: list[DataError]
) -> bytes:
    """Keep what leaves; what cannot be kept does not leave, and the page says why."""
    content = made(form, of.snapshot, edition)
    try:
        hand_out(opened, of, edition, form, content, by=by)
    except DataError as problem:
        told[:] = [problem]
        raise
    told.clear()
    return content


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
            data=partial(tile, of.snapshot, edition, chosen),
            file_name=f"{of.snapshot.week.id}-{chosen}.png",
            mime="image/png",
            icon=":material/download:",
            on_click="ignore",
            key="take_tile",
        )
