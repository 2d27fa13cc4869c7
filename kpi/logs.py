"""What the team writes down itself: the logs as `logs.toml` and their Excel templates declare them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from data.declared import Declared, build, read
from data.facts import FACTS
from data.reading.exports import load_formats
from data.templates import LANGUAGES, YES_NO

if TYPE_CHECKING:
    from data.format import Format

DECLARED = Path(__file__).with_name("logs.toml")
YES, NO = YES_NO["en"]  # what a file says, whatever language the reader chose


class Need(Declared):
    """A column that must be filled in where another says one of these words."""

    column: str
    where: str
    is_: tuple[str, ...] = Field(alias="is")
    why: str  # key of its text: log_wrong.<why>


class Log(Declared):
    """One log."""

    group: str
    name: tuple[str, ...]  # the columns that name an entry
    order: tuple[tuple[str, str], ...] = ()
    needs: tuple[Need, ...] = ()
    until: str | None = None
    latest_of: str | None = None
    open: str | None = None

    @property
    def is_register(self) -> bool:
        """Whether its entries hold until they end, instead of being of a day."""
        return bool(self.until or self.latest_of)


@cache
def logs() -> dict[str, Log]:
    """Read every log, in the order of the page."""
    return {name: build(Log, body, f"{DECLARED.name}: {name}") for name, body in read(DECLARED).items()}


LOGS = tuple(logs())


def log_format(log: str) -> Format:
    """Find the declaration of Ninety's own template for a log."""
    return load_formats()[f"ninety_{log}"]


def key_of(log: str) -> str:
    """Name the column that tells the rows of a log apart."""
    return FACTS[log].key[0]


def header(log: str, column: str, language: str) -> str:
    """Name a column as the Excel template of this language does."""
    return log_format(log).columns[column].from_[LANGUAGES.index(language)]


def choices(log: str, column: str, language: str) -> dict[str, str]:
    """Give the values a closed column can have, with the words of the Excel template for them."""
    form, place = log_format(log), LANGUAGES.index(language)
    if form.columns[column].kind == "boolean":
        return dict(zip((YES, NO), YES_NO[language], strict=True))
    return {value: words[place] for value, words in form.values.get(column, {}).items()}


def required(log: str) -> tuple[str, ...]:
    """Name the columns without which a row is none."""
    return tuple(name for name, cell in log_format(log).columns.items() if cell.required)
