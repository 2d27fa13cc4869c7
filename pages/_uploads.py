"""What became of each dropped file: loaded once, and remembered for this session by the file's id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError, NeedsAnswerError
from pages._parts import escape
from pages._session import store, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.typing import UploadedFile


@dataclass(frozen=True)
class Loaded:
    """The file is in the ledger under this number."""

    batch_id: int
    known: bool  # it was there before

    @property
    def fate(self) -> str:
        """Say in one word what became of the file."""
        return "known" if self.known else "loaded"


@dataclass(frozen=True)
class Refused:
    """The file is not in the ledger, and why."""

    problem: DataError

    @property
    def fate(self) -> str:
        """Say in one word what became of the file; `asking` waits for what only a person can know."""
        return "asking" if isinstance(self.problem, NeedsAnswerError) else "refused"


Outcome = Loaded | Refused


def settle_all(files: Sequence[UploadedFile]) -> list[tuple[UploadedFile, Outcome]]:
    """Load what is new among the dropped files, with progress, and tell what became of each."""
    say, bar = words(), st.empty()
    new = [file for file in files if _key(file) not in _outcomes()]
    for number, file in enumerate(new):
        told = say("upload.reading", file=escape(file.name), number=number + 1, all=len(new))
        bar.progress(number / len(new), told)
        settle(file, {})
    bar.empty()
    return [(file, _outcomes()[_key(file)]) for file in files]


def settle(file: UploadedFile, answers: Mapping[str, str]) -> None:
    """Load a file and remember what became of it, so that a rerun of the page loads nothing twice."""
    try:
        receipt = store().load(file.name, file.getvalue(), answers)
    except DataError as problem:
        _outcomes()[_key(file)] = Refused(problem)
    else:
        _outcomes()[_key(file)] = Loaded(receipt.batch_id, receipt.already_known)


def _outcomes() -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = st.session_state.setdefault("outcomes", {})
    return outcomes


def _key(file: UploadedFile) -> str:
    return f"{store().path}:{file.file_id}"
