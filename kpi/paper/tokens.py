"""The design tokens: one table of colours, shapes and sizes for pages and PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from data.annotations import Kind  # noqa: TC001 - pydantic reads them at run time
from data.declared import Declared, build, read
from kpi.deciding.came import Told  # noqa: TC001
from kpi.deciding.decisions import State  # noqa: TC001
from kpi.meeting.minutes import Taken  # noqa: TC001
from kpi.paper.edition import Layout  # noqa: TC001
from kpi.snapshot import Status, Verdict  # noqa: TC001

FILE = Path(__file__).parent / "tokens.toml"

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
ToneName = Literal["good", "steady", "watch", "bad", "quiet"]
Solid = Literal["circle", "triangle", "diamond", "square", "right", "down", "cross"]
Shape = Solid | Literal["ring", "hollow", "dash", "half", "frame", "bar"]
Size = Literal["title", "value", "headline", "heading", "body", "small"]


class Palette(Declared):
    """The ground colours of one theme."""

    paper: Colour
    surface: Colour
    ink: Colour
    muted: Colour
    line: Colour
    accent: Colour


class Pair(Declared):
    """A text colour, and the tint it may stand on."""

    ink: Colour
    tint: Colour


class Tone(Declared):
    """What a colour means, in both themes."""

    light: Pair
    dark: Pair


class Mark(Declared):
    """How a status or verdict looks beside its word."""

    tone: ToneName
    shape: Shape
    glyph: Annotated[str, Field(min_length=1, max_length=1)]


class Tokens(Declared):
    """All design tokens."""

    light: Palette
    dark: Palette
    tone: dict[ToneName, Tone]
    status: dict[Status, Mark]
    verdict: dict[Verdict, Mark]
    taken: dict[Taken, Mark]
    came: dict[Told, Mark]
    state: dict[State, Mark]
    annotation: dict[Kind, Mark]
    size: dict[Size, Annotated[float, Field(ge=7)]]
    scale: dict[Layout, Annotated[float, Field(ge=1)]]


@cache
def tokens() -> Tokens:
    """Read the tokens, once."""
    return build(Tokens, read(FILE), FILE.name)
