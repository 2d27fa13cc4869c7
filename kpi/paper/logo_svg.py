"""An SVG reduced to its shapes: built anew from what is known to be harmless, so nothing else can come along.

A drawing may ask for more than it shows: a script, a file elsewhere, a font, a picture within, or a copy of a copy
of a copy that unfolds to millions of shapes. Each is refused by name; what a drawing program notes for itself goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from data.errors import LogoError

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
DEEPEST = 60  # elements within each other, copies unfolded
FARTHEST, FINEST = 1e6, 1e-7  # numbers beyond are no measure of a drawing
UNFOLDED = 20_000  # shapes, copies counted as often as they are drawn

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
GROUPS = {"svg", "g", "defs", "symbol", "use", "clipPath", "mask", "style", "a", "switch"}
COLOURS = {"linearGradient", "radialGradient", "stop"}
KEPT = SHAPES | GROUPS | COLOURS
REFUSED = {
    **dict.fromkeys(("script", "foreignObject", "iframe", "handler", "audio", "video"), "logo_active"),
    **dict.fromkeys(("text", "tspan", "textPath", "tref"), "logo_text"),
    **dict.fromkeys(("image", "feImage"), "logo_picture"),
    **dict.fromkeys(("animate", "animateTransform", "animateMotion", "animateColor", "set"), "logo_animated"),
    **dict.fromkeys(("filter", "pattern", "marker"), "logo_effects"),
}
DRAWN_AGAIN = {"clipPath", "mask"}  # what url(#…) draws; a gradient is no drawing

_ROOT = re.compile(rb"<(\w+:)?svg\b")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg[^<>\[\]]*>", re.IGNORECASE)  # without entities or attributes of its own
_OUTSIDE = re.compile(r"url\s*\((?!\s*['\"]?\s*#)|@import|\\", re.IGNORECASE)  # a backslash may hide the others
_INSIDE = re.compile(r"url\s*\(\s*['\"]?\s*#([^)'\"]+?)\s*['\"]?\s*\)")
_NUMBER = re.compile(
    r"url\([^)]*\)|[#.][A-Za-z_][\w-]*|#[0-9a-fA-F]+"  # names and colours, which are none
    r"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
)
_WORDS = {"id", "class", "href"}  # attributes that name, and hold no numbers
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_ATTRIBUTE = re.compile(r"(?!on|data-|href$)[A-Za-z][A-Za-z0-9-]*")


def cleaned(content: bytes) -> bytes:
    """Build an SVG anew from its shapes. Raises LogoError for one that wants more than to be drawn."""
    if not _ROOT.search(content.replace(b"\0", b"")):  # a page or a feed; in UTF-16 every other byte is 0
        raise LogoError(why="logo_kind")
    root = _read(_DOCTYPE.sub(b"", content, count=1))
    _Unfolding.of(root).count(root)
    return tostring(root)


def _read(content: bytes) -> Element:
    """Read element by element, so that a deep or endless one is refused before it is whole in memory."""
    path: list[Element | None] = []  # from the root to where reading is; None = left out, with all within
    root, number = None, 0
    try:
        for event, found in iterparse(BytesIO(content), ("start", "end"), forbid_dtd=True):
            if event == "end":
                kept = path.pop()
                if kept is not None and kept.tag == _named("style"):
                    kept.text = _NUMBER.sub(_sane, _inside(found.text or ""))
                found.clear()
                continue
            number += 1
            if len(path) >= DEEPEST or number > UNFOLDED:
                raise LogoError(why="logo_detailed")
            kept = _kept(found) if not path or path[-1] is not None else None
            if kept is not None and path and path[-1] is not None:
                path[-1].append(kept)
            root = kept if root is None else root
            path.append(kept)
    except (ParseError, ValueError, LookupError, DefusedXmlException) as cause:
        raise LogoError(why="logo_entities" if isinstance(cause, DefusedXmlException) else "logo_broken") from cause
    if root is None or root.tag != _named("svg"):
        raise LogoError(why="logo_kind")
    return root


def _named(tag: str) -> str:
    return f"{{{SVG}}}{tag}"


def _kept(found: Element) -> Element | None:
    """Make an element anew with the attributes that say how it looks; None = it is nothing to draw."""
    space, _, tag = found.tag.rpartition("}")
    if space not in {"", "{" + SVG} or tag not in KEPT | REFUSED.keys():
        return None
    if tag in REFUSED:
        raise LogoError(why=REFUSED[tag])
    shown = {name: _inside(value) for name, value in found.attrib.items() if _ATTRIBUTE.fullmatch(name)}
    said = {name: value if name in _WORDS else _NUMBER.sub(_sane, value) for name, value in shown.items()}
    link = found.get(LINK, found.get("href", "")).strip()
    if tag in COLOURS | {"use"} and link:
        if not link.startswith("#"):
            raise LogoError(why="logo_outside")
        said["href"] = link
    return Element(_named("g" if tag == "a" else tag), said)


def _inside(value: str) -> str:
    if _OUTSIDE.search(value):
        raise LogoError(why="logo_outside")
    return value


def _sane(found: re.Match[str]) -> str:
    """Leave a number as it stands; one like 1e-17, which rotations leave behind, is 0."""
    size = abs(float(found["number"] or 1))
    if size > FARTHEST:
        raise LogoError(why="logo_broken")
    return found[0] if size >= FINEST or not size else "0"


@dataclass
class _Unfolding:
    """How many shapes a drawing becomes once every copy in it is drawn."""

    by_id: dict[str, Element]
    styled: dict[str, list[str]]  # .class, #id or tag -> ids that its rules name
    counted: dict[int, tuple[int, int]] = field(default_factory=dict)
    under_way: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, root: Element) -> _Unfolding:
        """Note what can be named in a drawing."""
        styled: dict[str, list[str]] = {}
        for sheet in root.iter(_named("style")):
            for chosen, body in _RULE.findall(sheet.text or ""):
                for name in re.findall(r"[.#]?[\w-]+|\*", chosen):
                    styled.setdefault(name, []).extend(_INSIDE.findall(body))
        return cls({name: one for one in root.iter() if (name := one.get("id"))}, styled)

    def count(self, one: Element) -> tuple[int, int]:
        """Count the shapes of an element and how deep they lie; raises LogoError for too many and for circles."""
        if (known := self.counted.get(id(one))) is not None:
            return known
        if id(one) in self.under_way or len(self.under_way) > DEEPEST:
            raise LogoError(why="logo_detailed")
        self.under_way.append(id(one))
        parts = [self.count(part) for part in (*one, *self._asked(one))]
        self.under_way.pop()
        shapes, deep = 1 + sum(part[0] for part in parts), 1 + max((part[1] for part in parts), default=0)
        if shapes > UNFOLDED or deep > DEEPEST:
            raise LogoError(why="logo_detailed")
        self.counted[id(one)] = shapes, deep
        return shapes, deep

    def _asked(self, one: Element) -> Iterator[Element]:
        """Find what is drawn where this element is drawn, though it stands elsewhere."""
        if one.tag == _named("use") and (copied := self.by_id.get(one.get("href", "")[1:])) is not None:
            yield copied
        tag, classes = one.tag.rpartition("}")[2], one.get("class", "").split()
        names = ("*", tag, "#" + one.get("id", ""), *(f".{name}" for name in classes))
        by_sheet = [of for name in names for of in self.styled.get(name, ())]
        said = [of for value in one.attrib.values() for of in _INSIDE.findall(value)]
        for name in (*said, *by_sheet):
            target = self.by_id.get(name)
            if target is not None and target.tag in map(_named, DRAWN_AGAIN):
                yield target
