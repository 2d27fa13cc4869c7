"""What the appendix is made of: strings in the reader's language, ready to set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.paper.blocks import Sign


@dataclass(frozen=True)
class Fact:
    """One thing that is told of a number."""

    name: str
    text: str


@dataclass(frozen=True)
class Source:
    """A file that rows behind a number came from."""

    name: str
    about: str  # what kind of export, how many rows of it, when it was uploaded


@dataclass(frozen=True)
class Entry:
    """A number, a rule or a decision with all that it stands on."""

    name: str
    sign: Sign
    about: str
    facts: tuple[Fact, ...]
    figures: tuple[Fact, ...] = ()  # short: they stand side by side
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Part:
    """The entries of one kind."""

    title: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Appendix:
    """Formula, sample and source of everything in a report."""

    parts: tuple[Part, ...]
    files: str  # the word over the files of an entry


def facts(told: dict[str, str]) -> tuple[Fact, ...]:
    """List what there is to tell, by its name."""
    return tuple(Fact(name, text) for name, text in told.items() if text)
