"""The formats a team declared itself: to share, rename or remove; and the one of a colleague, to check and keep."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.errors import DataError
from data.format import LABEL
from data.mapping.folder import remove_format, rename_format, save_format, uses
from data.mapping.mapping import name_of
from data.mapping.toml import from_toml, to_toml
from data.reading.exports import load_formats
from pages._mapping_columns import field_name
from pages._parts import problem_text, term
from pages._session import store, words

if TYPE_CHECKING:
    from data.format import Format


def team_formats() -> None:
    """List the team's own formats, and offer to open one that was shared."""
    say, own = words(), load_formats(store().format_folder)
    st.header(say("mapping.team"))
    st.markdown(say("mapping.team_what") if own else say("mapping.team_none"))
    for form in own.values():
        with st.container(border=True):
            _card(form)
    with st.expander(say("mapping.open_shared"), icon=":material/file_open:"):
        _shared()


def _card(form: Format) -> None:
    say, used = words(), len(uses(form.name, store().uploads()))
    st.markdown(f"**{form.label}** · {term('pdf.fact', form.fact)} · {say('mapping.used', n=used)}")
    with st.container(horizontal=True):
        download(form)
        with st.popover(say("mapping.rename"), icon=":material/edit:", key=f"rename_{form.name}"):
            label = st.text_input(say("mapping.label"), form.label or "", max_chars=60, key=f"label_{form.name}")
            if st.button(say("mapping.rename_yes"), key=f"rename_yes_{form.name}", disabled=not is_label(label)):
                rename_format(store().format_folder, form, label.strip())
                st.rerun()
        with st.popover(say("mapping.remove"), icon=":material/delete:", key=f"remove_{form.name}"):
            st.markdown(say("mapping.remove_what"))
            if st.button(say("mapping.remove_yes"), type="primary", key=f"remove_yes_{form.name}"):
                _remove(form)


def _remove(form: Format) -> None:
    try:
        remove_format(store().format_folder, form, store().uploads())
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
    else:
        st.rerun()


def download(form: Format) -> None:
    """Offer a format as the file that a colleague can open."""
    st.download_button(
        words()("mapping.download"),
        data=to_toml(form).encode(),
        file_name=f"{form.name}.toml",
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{form.name}",
    )


def is_label(text: str) -> bool:
    """Whether a text can name a format."""
    return LABEL.fullmatch(text.strip()) is not None


# -- a shared file -------------------------------------------------------------------------------


def _shared() -> None:
    """Check a format file and show what it says before it is kept."""
    say = words()
    file = st.file_uploader(say("mapping.choose_toml"), type=["toml"], key="shared_format")
    if file is None:
        return
    try:
        form = from_toml(PurePath(file.name).stem, file.getvalue(), file.name)
        form = form.model_copy(update={"name": name_of(form.label or form.name)})
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return
    st.markdown(f"**{form.label}** · {term('pdf.fact', form.fact)}")
    st.dataframe(_said(form), hide_index=True, alt=say("mapping.shared_alt"))
    if st.button(say("mapping.keep"), type="primary", icon=":material/save:", key="keep_shared"):
        _keep(form)


def _said(form: Format) -> pd.DataFrame:
    """List which headers feed which field."""
    say = words()
    lines = [(field_name(field), " / ".join(cell.from_[:4])) for field, cell in form.cells.items() if cell.from_]
    return pd.DataFrame(lines, columns=[say("mapping.column_field"), say("mapping.column_header")])


def _keep(form: Format) -> None:
    try:
        save_format(store().format_folder, form, store().formats())
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
    else:
        st.session_state["kept_format"] = form.label
        st.rerun()
