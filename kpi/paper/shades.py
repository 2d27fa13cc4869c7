"""The colours that follow from a look: its accent, a light band of the same hue, and whether words can be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from kpi.paper.colour import READABLE, WHITE, apart, contrast, darkened, polar, shade
from kpi.paper.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.paper.look import Look

Ground = Literal["paper", "surface", "band"]
Alike = Literal["good", "watch", "bad"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
ALIKE: tuple[Alike, ...] = get_args(Alike)

BAND, FAINT = 0.965, 0.02  # lightness and chroma of a band
NEAR = 22  # degrees of hue: crimson is still read as red, pink and teal are names of their own
GREY = 0.05  # chroma below which nobody speaks of red or green


@dataclass(frozen=True)
class Judged:
    """A colour held against every ground that words in it stand on, or that white words on it replace."""

    colour: str
    ratios: Mapping[Ground, float]  # contrast, 1 to 21
    shade: str  # the lightest of the same hue that can be read: the colour itself where it can
    alike: Alike | None  # the status that it could be taken for

    @property
    def readable(self) -> bool:
        """Whether words in it can be read everywhere."""
        return self.shade == self.colour


def accent_of(look: Look) -> str:
    """Give the colour of headings and rules, "#rrggbb": the brand's, else Ninety's."""
    return look.accent or tokens().light.accent


def tint_of(look: Look) -> str:
    """Give the light band behind words in the accent, "#rrggbb"."""
    return band(accent_of(look))


def band(colour: str) -> str:
    """Give a light tint of the hue of a colour."""
    _, chroma, hue = polar(colour)
    return shade(BAND, min(chroma, FAINT), hue)


@cache
def judged(colour: str) -> Judged:
    """Say how well words in a colour can be read, what would do instead, and what it could be taken for."""
    return Judged(colour, _ratios(colour), darkened(colour, _passes), _alike(colour))


def _passes(colour: str) -> bool:
    return min(_ratios(colour).values()) >= READABLE


def _ratios(colour: str) -> dict[Ground, float]:
    grounds: dict[Ground, str] = {"paper": WHITE, "surface": tokens().light.surface, "band": band(colour)}
    return {name: contrast(colour, ground) for name, ground in grounds.items()}


def _alike(colour: str) -> Alike | None:
    """Find the status whose colour has about the same hue: people name colours by that, not by their lightness."""
    _, chroma, hue = polar(colour)
    if chroma < GREY:
        return None
    far = {name: apart(hue, polar(tokens().tone[name].light.ink)[2]) for name in ALIKE}
    nearest = min(ALIKE, key=lambda name: far[name])
    return nearest if far[nearest] <= NEAR else None
