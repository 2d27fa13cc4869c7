"""The questions a file leaves open: with the names used before, and what was answered the last time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from data.intake.remembered import Remembered, answers_for
from data.reading.exports import Question, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger import Upload
    from data.store import Store

Alike = Callable[[Reading], str | None]
_BRANDS = 50  # offered at most


@dataclass(frozen=True)
class Open:
    """What is still to be asked about a file, and which of it was answered before."""

    questions: tuple[Question, ...]
    memory: dict[str, Remembered]

    @property
    def preset(self) -> dict[str, str]:
        """The answers of the last time, to the questions that are asked now."""
        return {one.name: self.memory[one.name].value for one in self.questions if one.name in self.memory}

    @property
    def is_remembered(self) -> bool:
        """Whether every question was answered before."""
        return len(self.preset) == len(self.questions)


def still_open(store: Store, readings: Sequence[Reading], answers: Mapping[str, str], alike: Alike) -> Open:
    """Gather the questions of all tables of a file; one that two tables ask is asked once.

    `alike` names the account whose earlier figures a table repeats; it is asked only when the account is.
    """
    asked = [(one, (*one.questions, *_ask_brand(store, one, answers))) for one in readings]
    uploads = store.uploads() if any(questions for _, questions in asked) else []
    questions: dict[str, Question] = {}
    memory: dict[str, Remembered] = {}
    for reading, open_ones in asked:
        known = answers_for(uploads, reading.format.name, reading.file)
        for question in open_ones:
            offered = _with_options(store, question, reading, uploads)
            last, seen = known.get(question.name), alike(reading) if question.name == "account" else None
            if seen is not None:
                offered = replace(offered, suggestion=seen)
            elif last is not None and (not question.options or last.value in question.options):
                offered = replace(offered, suggestion=last.value)
            if last is not None and offered.suggestion == last.value:
                memory.setdefault(question.name, last)
            questions.setdefault(question.name, offered)
    return Open(tuple(questions.values()), memory)


def _with_options(store: Store, question: Question, reading: Reading, uploads: Sequence[Upload]) -> Question:
    """Offer the names that were used before."""
    if question.name == "account":
        used = [one for one in uploads if one.undone_at is None and one.fact == reading.fact and one.account]
        names = tuple(dict.fromkeys(str(one.account) for one in used if reading.channel in (None, one.channel)))
        return replace(question, options=names, suggestion=names[0] if len(names) == 1 else None)
    if question.name == "own_brand":
        return replace(question, options=store.brands()[0], suggestion=store.setting("brand"))
    return question


def _ask_brand(store: Store, reading: Reading, answers: Mapping[str, str]) -> list[Question]:
    """Share of voice needs to know which of the brands in a listening export is ours."""
    if reading.fact != "mentions" or "brand" not in reading.columns.column_names:
        return []
    if answers.get("own_brand") or store.brands()[0]:
        return []
    found = pc.unique(reading.columns["brand"]).to_pylist()
    options = tuple(sorted({one.strip() for one in found if one and one.strip()}))[:_BRANDS]
    own = (store.setting("brand") or "").casefold()
    return [Question("own_brand", options, next((one for one in options if one.casefold() == own), None))]
