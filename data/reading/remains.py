"""What remains of a file that was scrubbed: one table as it was read, `NNNN.reading`, instead of the bytes.

An Arrow file: the cells as text, and in its metadata everything else a reading says, its declaration included. So
what Ninety learns later changes nothing of it, and what the file held besides (columns nobody reads, other sheets,
comments) is gone. Only Ninety writes such a file; it is never taken from somebody's hands.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data.errors import UnreadableFileError
from data.format import Format
from data.reading.questions import CHANNELS
from data.reading.wire import made, values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.reading.exports import Reading

_SAID = b"reading"


def written(reading: Reading, answers: Mapping[str, str]) -> bytes:
    """Give a reading as bytes; `answers` are those it was read with."""
    form = reading.format
    said = values(reading) | {"answers": dict(answers), "version": form.version}
    said |= {"format": form.model_dump(mode="json", by_alias=True)}
    table = reading.columns.replace_schema_metadata({_SAID: json.dumps(said, ensure_ascii=False).encode()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def read(content: bytes, answers: Mapping[str, str], file: str) -> Reading:
    """Read what was written, as it would have been read with these answers; raises UnreadableFileError (damaged)."""
    try:
        table = pa.ipc.open_file(pa.BufferReader(content)).read_all()
        said: dict[str, Any] = json.loads(table.schema.metadata[_SAID])
        form, before = Format.model_validate(said.pop("format")), said.pop("answers")
        vars(form)["version"] = said.pop("version")  # it is that declaration still, though its ids are read as they are
        reading = made(said, form, table.replace_schema_metadata(None))
    except (pa.ArrowException, ValueError, KeyError, TypeError) as cause:
        raise UnreadableFileError(file=file, why="damaged") from cause
    return _answered(reading, before, answers)


def _answered(reading: Reading, before: Mapping[str, str], answers: Mapping[str, str]) -> Reading:
    """Let other answers hold; none of them changes how cells are found."""
    questions = tuple(one for one in reading.questions if one.name not in answers)
    if "account" not in reading.columns.column_names and answers.get("account") != before.get("account"):
        reading = replace(reading, account=" ".join(answers.get("account", "").split()) or None)
    options = reading.format.channels or CHANNELS
    if answers.get("channel") in options and reading.channel in (None, before.get("channel")):
        reading = replace(reading, channel=reading.format.channel or answers["channel"])
    return replace(reading, own_brand=answers.get("own_brand"), questions=questions)
