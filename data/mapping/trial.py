"""A format that is not saved yet, tried on the whole file: read by the real load in a store that is thrown away."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.access.acting import acting
from data.access.rights import HOUSE
from data.errors import NeedsAnswerError
from data.mapping.folder import save_format
from data.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

    from data.format import Format
    from data.ledger import Refusal, Upload
    from data.reading.exports import Question
    from data.store import Prepared

_SETTINGS = ("zone", "currency", "pseudonym_key", "id_key")


@dataclass(frozen=True)
class Trial:
    """What the file becomes when it is read so."""

    upload: Upload  # its counts are those of the whole table
    refusals: tuple[Refusal, ...]  # the first ones
    sample: pa.Table  # the first rows as they would be stored
    questions: tuple[str, ...]  # what will be asked whenever such a file is uploaded


def try_out(store: Store, form: Format, name: str, content: bytes, *, now: datetime | None = None) -> Trial | None:
    """Read a file with a draft, under the settings of a brand; None when another format takes it first.

    Raises DataError when the file cannot be read so at all.
    """
    with tempfile.TemporaryDirectory(prefix="ninety-") as folder, acting(HOUSE):  # a store that belongs to nobody
        scratch = Store.open(Path(folder) / "trial.duckdb")
        try:
            scratch.set_settings({key: store.setting(key) or "" for key in _SETTINGS})
            save_format(scratch.format_folder, form, {})
            return _tried(scratch, form, name, content, now)
        finally:
            scratch.close()


def _tried(scratch: Store, form: Format, name: str, content: bytes, now: datetime | None) -> Trial | None:
    asked: dict[str, str] = {}
    while True:
        try:
            found = scratch.prepare(name, content, asked, now=now)
        except NeedsAnswerError as problem:
            asked |= {question.name: _some_answer(question) for question in problem.questions}
        else:
            break
    try:
        return next((_trial(one, tuple(asked)) for one in found if one.preview.upload.format == form.name), None)
    finally:
        for one in found:
            one.close()


def _trial(prepared: Prepared, questions: tuple[str, ...]) -> Trial:
    preview = prepared.preview
    return Trial(preview.upload, preview.refusals, preview.sample, questions)


def _some_answer(question: Question) -> str:
    """Answer anything: what is asked is the same for all rows, and the sample leaves it out."""
    return question.suggestion or next(iter(question.options), "?")
