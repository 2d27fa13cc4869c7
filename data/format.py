"""What a format file may say: the models that `data/formats/*.toml` fill.

A format recognises one kind of export by its headers and says which cells feed
which columns of a fact. A new export costs one such file and no code.
"""

from __future__ import annotations

import re
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from data.declared import Declared
from data.facts import FACTS
from data.reading.headers import header_key, matches
from data.reading.pattern import both_groups

Kind = Literal[
    "text",
    "id",
    "integer",
    "decimal",
    "percent_points",
    "percent_fraction",
    "percent_text",
    "money",
    "date",
    "timestamp",
    "yearless_date",
    "hand_date",
    "duration",
    "boolean",
    "word",
    "sentiment",
    "channel",
    "person",
    "private_text",
]
Asked = Literal["channel", "account"]
Constant = str | int | float | bool
LABEL = re.compile(r"[^\W_](?:[^\W_]|[ \-&'’(),+–]){0,59}")  # nothing that a text could take for markup or a link
REPLY_AFTER = ("reply_after", "reply_seconds", "reply_minutes", "reply_hours")  # time until the reply, by its unit
# rows that answer each other (data/values/threads.py)
THREAD = ("inbound", "automatic", "in_reply_to", "replies", "thread")
# fields that feed a fact without being a column of it (data/values/rows.py): how a message was answered; its feeling
# once more as a number, which may not contradict the word; watch time of one view; text that stands in for a title
AUXILIARY = {"messages": (*REPLY_AFTER, *THREAD, "sentiment_number"), "posts": ("avg_watch_s", "caption")}


def _groups(pattern: str) -> int:
    """Count the groups of a pattern; raises ValueError for what is none."""
    try:
        return re.compile(pattern).groups
    except (re.error, RecursionError, OverflowError) as cause:
        raise ValueError(str(cause)) from cause


class Cell(Declared):
    """How the text of a cell becomes a value."""

    from_: tuple[str, ...] = Field(alias="from", default=())
    kind: Kind = Field(alias="as")
    patterns: tuple[str, ...] = ()  # of dates and times, in strptime's letters; ISO is always understood
    zone: str | None = None  # of times that name none; else the format's, else the brand's
    decimal: Literal[".", ",", "auto"] = (
        "."  # auto: the column itself must settle it, or its doubtful cells are refused
    )
    unit: Literal["seconds", "minutes", "hours", "stated"] = (
        "seconds"  # of a duration written as a plain number; stated: such a number says too little and is refused
    )
    monday: bool = False  # date: the first day of an ISO week; another day is refused, its week lies in two of them
    counted: bool = False  # boolean: a share counts, "30%" and "10% on Quillbot." are a yes, "0%" is a no
    extract: str | None = None  # a regular expression with one group: the part of the cell that counts
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()  # "*": every other word
    other: str | None = None  # word, channel: the value of a word that is not declared
    entities: bool = False  # the text holds HTML entities such as &amp;
    made_from: tuple[str, ...] = ()  # id: made from these fields where the export gives none
    meaning: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # what the figure is called under each header: a platform that renamed or redefined it breaks the series
    blank: tuple[str, ...] = ()  # words of this column that say nothing, such as "Not Rated"
    zero_beside: str | None = None  # a blank is a zero where this other field of the row has a number
    only_beside: str | None = None  # not read where the file lacks this other field, which says what the figure counts
    rounded: bool = False  # 499K, 18,9K and 1.2M are read as what they say: figures that somebody rounded
    required: bool = False

    @field_validator("extract")
    @classmethod
    def _one_group(cls, extract: str | None) -> str | None:
        if extract is not None and _groups(extract) != 1:
            raise ValueError("extract needs exactly one group")
        return extract


class Recognise(Declared):
    """The headers that tell this export from all others; a word such as "UNRELIABLE_*" takes all that start so."""

    all: Annotated[tuple[tuple[str, ...], ...], Field(min_length=1)]
    none: tuple[str, ...] = ()


class Title(Declared):
    """A line above the header that says what the table is about; its constants hold for the rows below it."""

    words: tuple[str, ...]
    metric: str | None = None
    channel: str | None = None
    set_aside: str | None = None  # a known table that Ninety does not use


class Period(Declared):
    """Where the export states the days it speaks of: two groups, from and until."""

    where: Literal["name", "above"] = Field(alias="in")
    regex: str
    pattern: str
    until: Literal["on", "before"] = "on"  # before: the second day is the first one that is not in it

    @field_validator("regex")
    @classmethod
    def _two_groups(cls, regex: str) -> str:
        if _groups(regex) != 2:
            raise ValueError("a period needs exactly two groups")
        both_groups(regex, "")
        return regex


class Total(Declared):
    """Total rows: never data, but a check of what was read."""

    words: tuple[str, ...] = ()  # "Total of *" takes every cell that starts so
    blank: str | None = None  # or: the row whose cell under this header is blank
    column: str | None = None  # the header the words stand under; else they are the first words of the row
    sums: tuple[str, ...] = ()  # the fields whose rows must add up to the total


class Footer(Declared):
    """First words of a line of prose below the rows, which is no data."""

    words: tuple[str, ...]


class Format(Declared):
    """One kind of export."""

    name: str
    label: str | None = None  # what a team calls a format of its own; ours are named in kpi/text
    fact: str
    channel: str | None = None
    channels: tuple[str, ...] = ()  # when asked: the channels it can be
    ask: tuple[Asked, ...] = ()
    sample: tuple[str, ...] = ()
    zone: str | None = None
    recognise: Recognise
    columns: dict[str, Cell] = Field(default_factory=dict)
    metrics: dict[str, Cell] = Field(default_factory=dict)
    constants: dict[str, Constant] = Field(default_factory=dict)
    values: dict[str, dict[str, tuple[str, ...]]] = Field(
        default_factory=dict
    )  # field -> canonical value -> the words for it
    titles: tuple[Title, ...] = ()
    period: tuple[Period, ...] = ()
    total: Total | None = None
    footer: Footer | None = None
    zero_if_absent: tuple[str, ...] = ()  # metrics whose export leaves out days without any
    stop_at_blank_row: bool = False
    of_chosen_days: bool = False  # figures of the period alone: of a post older than it they are no lifetime figures
    provisional_days: int = Field(default=0, ge=0)  # the last days of a download, whose figures still settle
    set_aside: str | None = None

    @field_validator("label")
    @classmethod
    def _is_a_plain_name(cls, label: str | None) -> str | None:
        if label is not None and not LABEL.fullmatch(label):
            raise ValueError("a label is 1 to 60 letters, digits, spaces and -&'(),+")
        return label

    @model_validator(mode="after")
    def _fields_exist(self) -> Format:
        fact = FACTS.get(self.fact)
        if fact is None:
            raise ValueError(f"unknown fact {self.fact!r}, known are {', '.join(FACTS)}")
        known = set(fact.columns) | set(AUXILIARY.get(self.fact, ()))
        for field in [*self.columns, *self.constants, *self.values]:
            if field not in known:
                raise ValueError(f"{field!r} is no column of {self.fact}")
        for name, cell in self.columns.items():
            for other in filter(None, (cell.zero_beside, cell.only_beside)):
                if other not in self.columns:
                    raise ValueError(f"{name!r} stands beside {other!r}, which is no column here")
        if self.metrics and self.fact != "account_day":
            raise ValueError("metrics belong to account_day only")
        if self.set_aside is None and not self.columns:
            raise ValueError("a format that is not set aside needs columns")
        return self

    @cached_property
    def version(self) -> str:
        """Tell one state of the declaration from another: eight hex digits."""
        return sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()[:8]

    @property
    def is_template(self) -> bool:
        """Whether it is one of Ninety's own Excel templates, of which a sheet may well stay empty."""
        return self.name.startswith("ninety_")

    @property
    def cells(self) -> dict[str, Cell]:
        """Every field that a cell feeds; a metric of a wide file is `metric:<name>`."""
        return self.columns | {f"metric:{name}": cell for name, cell in self.metrics.items()}

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(header_key(word) for word in group) for group in self.recognise.all)

    @cached_property
    def _barred(self) -> tuple[str, ...]:
        return tuple(header_key(word) for word in self.recognise.none)

    def recognises(self, keys: frozenset[str]) -> bool:
        """Whether a row with these header keys is the header of this export."""
        return all(any(matches(word, keys) for word in group) for group in self._groups) and not any(
            matches(word, keys) for word in self._barred
        )
