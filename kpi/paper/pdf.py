"""A snapshot on paper: tagged PDF/UA-1 and PDF/A-3a, its numbers attached, same data same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from kpi.paper.attachment import attachment
from kpi.paper.document import Document, document
from kpi.paper.impersonal import impersonal
from kpi.paper.printable import FONTS, printable
from kpi.paper.tokens import tokens
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.paper.edition import Edition
    from kpi.paper.look import Look
    from kpi.snapshot import Snapshot

TEMPLATES = Path(__file__).parent
FACES = {"Source Sans 3", "Noto Emoji"}
_REMEMBERED = 11  # documents, the one in hand included


class PrintError(Exception):
    """The template or its fonts are broken: a bug of ours, never the user's data."""


def render(snapshot: Snapshot, edition: Edition) -> bytes:
    """Print a snapshot as PDF; one of an old state says on which day it was known so."""
    (pdf,) = _compile(snapshot, edition, format="pdf", pdf_standards=["ua-1", "a-3a"])
    return pdf


def preview(snapshot: Snapshot, edition: Edition, *, ppi: float = 110) -> list[bytes]:
    """Draw the pages of the same document as PNG pictures."""
    return _compile(snapshot, edition, format="png", ppi=ppi)


def picture(content: Document, edition: Edition, template: str, *, ppi: float) -> bytes:
    """Draw a document with a template that is one small page, as PNG."""
    data = _data(content, edition, Words(edition.language))
    files = {**_templates(), **_logo(edition.look), "document.json": json.dumps(data, sort_keys=True).encode()}
    (png,) = _set({**files, "main.typ": files[template]}, format="png", ppi=ppi)
    return png


def _compile(snapshot: Snapshot, edition: Edition, **how: Any) -> list[bytes]:
    say, snapshot = Words(edition.language), impersonal(snapshot)
    content = document(snapshot, say)
    if edition.appendix:
        from kpi.paper.appendix import appendix  # noqa: PLC0415 - few ask for it, and all would wait

        content = replace(content, appendix=appendix(snapshot, say))
    data = _data(content, edition, say)
    files = {**_templates(), **_logo(edition.look), **_fitted(data, edition)}
    files["snapshot.json"] = attachment(snapshot, edition.known)
    return _set(files, **how)


def _set(files: dict[str, bytes], **how: Any) -> list[bytes]:
    pages, warnings = typst.compile_with_warnings(files, **_faces(), **how)
    _forget()
    if warnings:
        # typst only warns where it then leaves text out, such as for a font it does not find
        raise PrintError("; ".join(warning.message for warning in warnings))
    return pages if isinstance(pages, list) else [pages]


def _forget() -> None:
    """Let typst drop what it remembers of a document, some 28 MiB: it keeps what one of the last ten needed.

    Ten documents held 285 MiB of a server. A blank one is set in 1 ms.
    """
    for _ in range(_REMEMBERED):
        typst.compile({"main.typ": b""}, **_faces())


def _fitted(data: dict[str, Any], edition: Edition) -> dict[str, bytes]:
    """Find how it fills its pages: one page where it fits, else two of a larger type, else as many as it takes."""
    scales = tokens().scale
    found = _fit(data, scales["two" if edition.layout == "two" else "one"], edition)
    if edition.layout == "one" and found.pages != 1:
        larger = _fit(data, scales["two"], edition)
        found = larger if larger.pages else found
    return found.files


@dataclass(frozen=True)
class Fit:
    """What is known of a document of one size of type."""

    pages: int  # 1, 2, or 0 for as many as it takes
    files: dict[str, bytes]


def _fit(data: dict[str, Any], scale: float, edition: Edition) -> Fit:
    files = {"document.json": json.dumps(data | {"scale": scale}, sort_keys=True).encode()}
    asked = {**_templates(), **_logo(edition.look), **files}
    asked["main.typ"] = asked["fit.typ"]
    found = typst.query(asked, "<fit>", field="value", one=True, sys_inputs={"dry": "yes"}, **_faces())
    return Fit(json.loads(found)["fits"], files | {"fit.json": found.encode()})


def _data(content: Document, edition: Edition, say: Words) -> dict[str, Any]:
    design = tokens().model_dump(include={"light", "tone", "size"})
    marks = tokens().model_dump(include={"annotation"})["annotation"]
    old = say("issued.known_on", day=say.day(edition.known)) if edition.known else ""
    look = {
        "accent": edition.look.accent,
        "logo": edition.look.picture,
        "alt": say("look.logo_of", brand=content.brand) if edition.look.logo else "",
    }
    said = {"design": design, "marks": marks, "paper": edition.paper, "look": _clean(look), "old": printable(old)}
    return {**_clean(asdict(content)), **said}


@lru_cache(maxsize=4)
def _logo(look: Look) -> dict[str, bytes]:
    """Give the logo as numbers, where there is one: the files that typst is handed must be text."""
    return {"logo.json": json.dumps(list(look.logo)).encode()} if look.logo else {}


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
