"""What a snapshot can be taken along as: each form reads the same frozen value, and none computes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.paper.edition import Edition
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
    of = snapshot.week.id
    if snapshot.report and kind == "month":
        of = f"{snapshot.report.span.month:%Y-%m}"
    return "-".join([of, *(["plan"] if kind == "plan" else []), edition.language]) + f".{form}"
