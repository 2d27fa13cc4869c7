"""A reading on its way between two processes: its small values as JSON, its columns as an Arrow file that is mapped."""

from __future__ import annotations

import os
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data import errors
from data.reading.exports import Question, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.errors import DataError
    from data.format import Format

_ELSEWHERE = ("columns", "format", "questions", "stated")  # written in their own way
_LISTS = ("repeated", "notes", "set_aside")  # tuples that JSON made lists of


def send(reading: Reading, path: Path) -> dict[str, Any]:
    """Write the columns to a file and give the rest as values for JSON."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, reading.columns.schema) as writer:
        writer.write_table(reading.columns)
    said = values(reading) | {"format": reading.format.name, "version": reading.format.version}
    return said | {"path": str(path)}


def values(reading: Reading) -> dict[str, Any]:
    """Give what a reading says beside its columns and its format, as values for JSON."""
    return {
        **{one.name: getattr(reading, one.name) for one in fields(Reading) if one.name not in _ELSEWHERE},
        "questions": [[one.name, one.options, one.suggestion] for one in reading.questions],
        "stated": reading.stated and [day.isoformat() for day in reading.stated],
    }


def received(sent: dict[str, Any], path: Path, formats: Mapping[str, Format]) -> Reading | None:
    """Make the reading again; None when its format has changed since."""
    form = formats.get(sent.pop("format"))
    if form is None or form.version != sent.pop("version"):
        return None
    return made(sent, form, _mapped(path))


def made(said: Mapping[str, Any], form: Format, columns: pa.Table) -> Reading:
    """Make a reading of its `values`, its format and its columns."""
    lists = {name: tuple(said[name]) for name in _LISTS}
    questions = tuple(Question(name, tuple(options), hint) for name, options, hint in said["questions"])
    stated = said["stated"] and tuple(map(date.fromisoformat, said["stated"]))
    return Reading(format=form, columns=columns, **{**said, **lists, "questions": questions, "stated": stated})


def _mapped(path: Path) -> pa.Table:
    """Map the file into memory and take its name away: it is gone with the last use of the table."""
    if os.name == "nt":  # a mapped file cannot be deleted there
        table = pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
    else:
        table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    path.unlink()
    return table


def told(problem: DataError) -> dict[str, Any]:
    """Give an error as values for JSON."""
    return {"kind": type(problem).__name__, "fields": problem.fields}


def problem_of(said: dict[str, Any]) -> DataError:
    """Make the error again."""
    kind = getattr(errors, said["kind"])
    fields_ = {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()}
    problem: DataError = kind(**fields_)
    return problem
