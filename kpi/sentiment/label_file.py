"""Labels as a file for a spreadsheet: all that count, or the next texts of the draw to be labelled offline.

A text is known by its key, which also holds its words: letters and digits that no spreadsheet takes for a number. What
is read back (label_upload.py) are the key, the label, who gave it and from what chance drew the text, under the headers
of any of the languages; the rest is for the eye.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.text import clean
from kpi.paper.private import private
from kpi.safe_cells import safe_cell
from kpi.sentiment.drawing import queue
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from data.labels import Sentiment
    from data.store import Store
    from kpi.queries import Queries
    from kpi.sentiment.drawing import Frame

Column = Literal["key", "day", "channel", "language", "text", "label", "by", "drawn"]
COLUMNS: tuple[Column, ...] = ("key", "day", "channel", "language", "text", "label", "by", "drawn")
CALLED: dict[Sentiment | None, str] = {1: "positive", 0: "neutral", -1: "negative", None: "cannot"}
WEEK = "week"  # what stands for "drawn from the whole week": a blank is a text that somebody picked
KEY = "format('t{:016x}-{:016x}', md5_number_lower(concat_ws(chr(31), source, channel, text_id)), words)"
_LABELS = f"""
select {KEY}, day, reading.channel, reading.language, opinions.text, held_label.sentiment, labelled_by, drawn
from held_label join reading using (source, channel, text_id, words)
    join opinions on opinions.source = reading.source and opinions.channel = reading.channel
        and opinions.id = reading.text_id
order by number
"""
_KEYS = f"""
with asked as (select unnest(?) as source, unnest(?) as channel, unnest(?) as text_id)
select source, channel, text_id, {KEY} from reading semi join asked using (source, channel, text_id)
"""


@dataclass(frozen=True)
class Line:
    """A line of the file."""

    key: str
    day: date
    channel: str
    language: str | None
    text: str
    label: Sentiment | Literal[""] | None  # "" = not labelled; None = nobody can tell
    by: str | None  # "" = not said; None = somebody without a name
    drawn: str | None  # from what chance drew it, as in `label`; None: somebody picked it


def labels_csv(store: Queries, say: Words) -> bytes:
    """Write all labels that count, each with the text it is of."""
    return _written([Line(*row) for row in store.query(_LABELS)], say)


def sample_csv(store: Store, frame: Frame, by: str | None, say: Words, limit: int = 50) -> bytes:
    """Write the next texts of the draw, with an empty column for their labels."""
    waiting = queue(store, frame, by, limit)
    columns = [list(column) for column in zip(*(one.text for one in waiting), strict=True)] or [[], [], []]
    keys = {tuple(text): key for *text, key in store.query(_KEYS, columns)}
    lines = [Line(keys[one.text], one.day, one.channel, one.language, one.said, "", "", one.drawn) for one in waiting]
    return _written(lines, say)


def _written(lines: Iterable[Line], say: Words) -> bytes:
    """Write a table for the reader's spreadsheet: UTF-8 with BOM, and `;` beside a decimal comma."""
    out = io.StringIO()
    comma = say.locale.number_symbols["latn"]["decimal"] == ","
    rows = csv.writer(out, delimiter=";" if comma else ",")
    rows.writerow([say(f"label_file.{name}") for name in COLUMNS])
    rows.writerows([[safe_cell(clean(cell)) for cell in _cells(line, say)] for line in lines])
    return out.getvalue().encode("utf-8-sig")


def _cells(line: Line, say: Words) -> Sequence[str]:
    label = "" if line.label == "" else say(f"label_file.{CALLED[line.label]}")
    whose = say("label_file.nobody") if line.by is None else line.by.strip()
    drawn = "" if line.drawn is None else line.drawn or WEEK
    language = str(say.locale.languages.get(line.language, line.language)) if line.language else ""
    return (line.key, line.day.isoformat(), line.channel, language, private(line.text), label, whose, drawn)


def headers() -> dict[str, Column]:
    """Give the headers of all languages, in lower case, and the column each stands over."""
    return {word.casefold(): name for name in COLUMNS for word in (name, *in_all_languages(f"label_file.{name}"))}


def in_all_languages(key: str) -> list[str]:
    """Say something in every language."""
    return [Words(language)(key) for language in LANGUAGES]
