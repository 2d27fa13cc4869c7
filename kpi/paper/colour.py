"""Colours as numbers: how far two stand apart for the eye, and a darker shade of the same hue.

Contrast is that of WCAG 2.2, from 1 (the same) to 21 (black on white). Shades are searched for in OKLCH, where
lightness, chroma and hue are what people see as such: darkened in HSL a yellow turns green and a blue violet.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

READABLE = 4.5  # WCAG 2.2, text of normal size
WHITE = "#ffffff"
_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_STEPS = 24  # halvings: finer than the 256 steps of a channel
_EDGE = 1e-4  # of a channel outside 0..1 that rounding brings back
_GREY = 0.002  # chroma that no screen shows

Polar = tuple[float, float, float]  # lightness 0..1, chroma, hue in degrees


def parsed(text: str) -> str | None:
    """Read #rgb or #rrggbb, with or without #, as "#rrggbb"; None = it is no colour."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def luminance(colour: str) -> float:
    """Give the relative luminance, 0 for black to 1 for white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def polar(colour: str) -> Polar:
    """Give lightness, chroma and hue (OKLCH)."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def shade(lightness: float, chroma: float, hue: float) -> str:
    """Give the colour of this lightness and hue, as strong as a screen can show it up to a chroma."""
    if chroma < _GREY:
        return "#" + 3 * f"{_channel(lightness**3):02x}"
    shown = _most(lambda share: _on_screen(_mixed(lightness, share * chroma, hue)))
    return "#" + "".join(f"{_channel(value):02x}" for value in _mixed(lightness, shown * chroma, hue))


def darkened(colour: str, passes: Callable[[str], bool]) -> str:
    """Find the lightest shade of the same hue that passes; the colour itself where it does. Black must pass."""
    if passes(colour):
        return colour
    light, chroma, hue = polar(colour)
    share = _most(lambda share: passes(shade(share * light, chroma, hue)))
    return shade(share * light, chroma, hue)


def apart(one: float, other: float) -> float:
    """Give the angle between two hues, 0 to 180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def _most(passes: Callable[[float], bool]) -> float:
    """Find the largest share of 1 that passes; 0 is held to."""
    if passes(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    return low


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _bent(red), _bent(green), _bent(blue)


def _bent(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mixed(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Turn OKLCH into linear red, green and blue, which may lie outside 0..1."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _on_screen(channels: tuple[float, float, float]) -> bool:
    return all(-_EDGE <= channel <= 1 + _EDGE for channel in channels)


def _channel(linear: float) -> int:
    value = min(max(linear, 0.0), 1.0)
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
