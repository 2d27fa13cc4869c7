"""How a snapshot is set: language, paper, layout, look. The numbers are those of the snapshot, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from kpi.paper.look import PLAIN, Look

if TYPE_CHECKING:
    from datetime import date

Paper = Literal["a4", "us-letter"]
Layout = Literal["one", "two"]  # one page where it stays readable; two pages with more air and larger type
PAPERS: tuple[Paper, ...] = get_args(Paper)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


@dataclass(frozen=True)
class Edition:
    """What somebody asked for; same snapshot and same edition, same bytes."""

    language: str
    paper: Paper = "a4"
    layout: Layout = "one"
    appendix: bool = False  # formula, sample and source of every number
    look: Look = PLAIN
    known: date | None = None  # the day of an old state, which the page then names
