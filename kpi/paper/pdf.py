"""A snapshot on paper: tagged PDF/UA-1 and PDF/A-3a, its numbers attached, same data same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typst

from kpi.paper.attachment import attachment
from kpi.paper.document import Document, document
from kpi.paper.printable import FONTS, printable
from kpi.paper.tokens import tokens
from kpi.words import Words

if TYPE_CHECKING:
    from datetime import date

    from kpi.snapshot import Snapshot

TEMPLATES = Path(__file__).parent
FACES = {"Source Sans 3", "Noto Emoji"}
Paper = Literal["a4", "us-letter"]


class PrintError(Exception):
    """The template or its fonts are broken: a bug of ours, never the user's data."""


def render(snapshot: Snapshot, language: str, *, paper: Paper = "a4", known: date | None = None) -> bytes:
    """Print a snapshot as PDF; one of an old state says on which day it was `known` so."""
    (pdf,) = _compile(snapshot, language, paper, known, format="pdf", pdf_standards=["ua-1", "a-3a"])
    return pdf


def preview(
    snapshot: Snapshot, language: str, *, paper: Paper = "a4", ppi: float = 110, known: date | None = None
) -> list[bytes]:
    """Draw the pages of the same document as PNG pictures."""
    return _compile(snapshot, language, paper, known, format="png", ppi=ppi)


def _compile(snapshot: Snapshot, language: str, paper: Paper, known: date | None, **how: Any) -> list[bytes]:
    say = Words(language)
    old = say("issued.known_on", day=say.day(known)) if known else ""
    files = {**_templates(), "document.json": _data(document(snapshot, say), paper, old)}
    fit = typst.query({**files, "main.typ": files["fit.typ"]}, "<fit>", field="value", one=True, **_faces())
    files |= {"fit.json": fit.encode(), "snapshot.json": attachment(snapshot, known)}
    pages, warnings = typst.compile_with_warnings(files, **_faces(), **how)
    if warnings:
        # typst only warns where it then leaves text out, such as for a font it does not find
        raise PrintError("; ".join(warning.message for warning in warnings))
    return pages if isinstance(pages, list) else [pages]


def _data(content: Document, paper: Paper, old: str) -> bytes:
    design = tokens().model_dump(include={"light", "tone", "size"})
    marks = tokens().model_dump(include={"annotation"})["annotation"]
    said = _clean(asdict(content)) | {"design": design, "marks": marks, "paper": paper, "old": printable(old)}
    return json.dumps(said, sort_keys=True).encode()


def _clean(value: Any) -> Any:
    """Make every text drawable."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value


@cache
def _templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}


@cache
def _faces() -> dict[str, Any]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    if missing := FACES - set(fonts.families()):
        raise PrintError(f"{FONTS}: no {', '.join(sorted(missing))}")
    return {"font_paths": fonts, "ignore_system_fonts": True}
