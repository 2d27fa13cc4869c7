"""What a snapshot can be taken along as: each form reads the same frozen value, and none computes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast, get_args

from kpi.reporting.span import month_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.paper.edition import Edition
    from kpi.periods import Week
    from kpi.snapshot import Snapshot

Form = Literal["pdf", "pptx", "xlsx", "md"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True)
class Maker:
    """How one form is made."""

    mime: str
    module: str  # imported when somebody asks for the form: what it needs takes a second to load
    function: str


MAKERS: dict[Form, Maker] = {
    "pdf": Maker("application/pdf", "kpi.paper.pdf", "render"),
    "pptx": Maker(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "kpi.slides.slides", "slides"
    ),
    "xlsx": Maker(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "kpi.workbook.workbook", "workbook"
    ),
    "md": Maker("text/markdown", "kpi.paper.markdown", "markdown"),
}


def make(form: Form, snapshot: Snapshot, edition: Edition) -> bytes:
    """Put a snapshot into a form."""
    maker = MAKERS[form]
    function = cast("Callable[[Snapshot, Edition], bytes]", getattr(import_module(maker.module), maker.function))
    return function(snapshot, edition)


def file_name(form: Form, snapshot: Snapshot, edition: Edition) -> str:
    """Name the file: 2026-W47-nl.pdf, 2026-11-nl.pdf of a month, 2026-W48-plan-nl.pdf of a whole plan."""
    kind = snapshot.report.span.kind if snapshot.report else "week"
    return named(form, kind, snapshot.week, edition.language)


def named(form: Form, kind: str | None, week: Week, language: str) -> str:
    """Name the file of a report that ends with a week."""
    about = f"{month_of(week):%Y-%m}" if kind == "month" else week.id
    return "-".join([about, *(["plan"] if kind == "plan" else []), language]) + f".{form}"
