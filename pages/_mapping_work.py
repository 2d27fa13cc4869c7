"""The file that is being mapped: what it holds, and what the reader has said of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from data.mapping.dictionary import Dictionary
from data.mapping.propose import propose
from data.mapping.table import likeliest, table_of
from data.reading import reader
from data.reading.archive import documents
from kpi.words import LANGUAGES, texts
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.mapping.propose import Proposal
    from data.reading.workbook import Row

Heads = tuple[tuple[str, tuple["Row", ...]], ...]
FIELD = "field."
Made = TypeVar("Made")


@dataclass(frozen=True)
class Work:
    """One file in hand: its name and bytes; what was said stays with them while other pages are visited."""

    name: str
    content: bytes

    @property
    def id(self) -> str:
        """Tell files apart, of each brand."""
        return sha256(f"{store().path}:{self.name}:".encode() + self.content).hexdigest()[:12]

    def heads(self) -> Heads:
        """Give the first rows of each sheet; raises a DataError when the file cannot be opened."""
        return self.remembered("heads", lambda: reader.look(self.name, self.content))

    def sheet(self) -> str | None:
        """Name the sheet that most likely holds the table."""
        return self.remembered("sheet", lambda: likeliest(self.heads(), dictionary().names))

    def proposal(self, sheet: str, position: int | None) -> Proposal | None:
        """Propose what the table of a sheet is; None when it holds none."""

        def found() -> Proposal | None:
            table = table_of(sheet, dict(self.heads())[sheet], dictionary().names, position)
            return propose(table, dictionary()) if table else None

        return self.remembered(f"proposal {sheet} {position}", found)

    def remembered(self, what: str, make: Callable[[], Made]) -> Made:
        """Make something of the file once in this session."""
        made: dict[str, Any] = st.session_state.setdefault("mapping_made", {}).setdefault(self.id, {})
        if what not in made:
            made[what] = make()
        found: Made = made[what]
        return found

    # -- widgets that keep what was said ------------------------------------------------------

    def key(self, name: str, options: Sequence[Any] | None = None, usual: Any = None) -> str:
        """Name a widget of this file, and put in it what was said before, else what is usual."""
        key, said = f"mapping_{self.id}_{name}", self._said()
        if key not in st.session_state:
            st.session_state[key] = said.get(name, usual)
        if options is not None and st.session_state[key] not in options:
            st.session_state[key] = usual if usual in options else None
        return key

    def keep(self, name: str, value: Made) -> Made:
        """Remember what a widget says: Streamlit forgets it with the page."""
        self._said()[name] = value
        return value

    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = st.session_state.setdefault("mapping_said", {}).setdefault(self.id, {})
        return said


def work() -> Work | None:
    """Give the file in hand: handed over by the upload page, or dropped here before; of a zip the chosen one."""
    if handed := st.session_state.pop("to_map", None):
        take(*handed)
    files: list[Work] = st.session_state.get("mapping_files", [])
    if len(files) < 2:
        return files[0] if files else None
    names = [file.name for file in files]
    key = files[0].key("file", names, names[0])
    chosen = files[0].keep("file", st.selectbox(words()("mapping.in_zip"), names, key=key))
    return files[names.index(chosen)]


def take(name: str, content: bytes) -> None:
    """Map this file from now on, or one of the tables in a zip; raises a DataError when it cannot be unpacked."""
    st.session_state["mapping_files"] = [Work(one.name, one.content) for one in documents(name, content)]


def drop() -> None:
    """Put the file away, with all that was made of it and said of it."""
    for gone in st.session_state.pop("mapping_files", ()):
        for memory in ("mapping_made", "mapping_said"):
            st.session_state.get(memory, {}).pop(gone.id, None)


def dictionary() -> Dictionary:
    """Give what all formats, ours and the team's, and the pages in every language call their columns."""
    known = store().formats()
    return _dictionary(tuple(sorted((form.name, form.version) for form in known.values())), str(store().path))


@st.cache_resource(max_entries=4, show_spinner=False)
def _dictionary(versions: tuple[tuple[str, str], ...], path: str) -> Dictionary:  # noqa: ARG001 - the versions are the key
    spoken = [texts(language) for language in LANGUAGES]
    names = [key.removeprefix(FIELD) for key in spoken[0] if key.startswith(FIELD)]
    return Dictionary(store().formats(), {name: [said[FIELD + name] for said in spoken] for name in names})
