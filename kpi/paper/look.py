"""How a brand looks on paper: its colour and its logo. Colours of status are ours, for they mean something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

Picture = Literal["png", "jpg", "svg"]


@dataclass(frozen=True, repr=False)
class Look:
    """The colour of headings and rules, and a logo; without either the page looks as Ninety does."""

    accent: str | None = None  # "#0b4f8a", readable on white
    logo: bytes | None = None
    picture: Picture | None = None  # what the logo is
    drawn: bytes | None = None  # an SVG as PNG, for what draws none

    @property
    def bitmap(self) -> bytes | None:
        """The logo as PNG or JPEG, for forms that draw no SVG."""
        return self.drawn or self.logo

    def without_logo(self) -> Look:
        """Take the logo away, and keep the colour."""
        return replace(self, logo=None, picture=None, drawn=None)

    def __repr__(self) -> str:
        """Tell two looks apart in a line: a cache asks often, and a log wants no picture."""
        print_of = sha256((self.logo or b"") + (self.drawn or b"")).hexdigest()[:16] if self.logo else None
        return f"Look({self.accent}, {self.picture}, {print_of})"


PLAIN = Look()
