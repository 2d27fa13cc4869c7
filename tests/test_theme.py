"""The theme of the pages repeats the tokens of the PDF, and keeps people's data where they are."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kpi.paper.tokens import tokens

CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
GROUND = {
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "surface",
    "textColor": "ink",
    "linkColor": "accent",
    "borderColor": "line",
    "grayColor": "muted",
}
TONES = {"good": "green", "steady": "blue", "watch": "orange", "bad": "red", "quiet": "gray"}
# Streamlit mutes captions to 60 % of the text colour, and writes white on the primary colour
DARKER = {("light", "textColor"), ("dark", "primaryColor")}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("option", "token"), GROUND.items())
def test_ground_colours_are_the_tokens(mode: str, option: str, token: str) -> None:
    if (mode, option) not in DARKER:
        assert CONFIG["theme"][mode][option] == getattr(getattr(tokens(), mode), token)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("tone", "colour"), TONES.items())
def test_tones_are_the_tokens(mode: str, tone: str, colour: str) -> None:
    pair, theme = getattr(tokens().tone[tone], mode), CONFIG["theme"][mode]  # type: ignore[index]
    assert theme[f"{colour}TextColor"] == pair.ink
    assert theme[f"{colour}BackgroundColor"] == pair.tint


@pytest.mark.parametrize(
    ("mode", "front", "back"),
    [
        ("light", "textColor", "backgroundColor"),
        ("light", "textColor", "secondaryBackgroundColor"),
        ("dark", "textColor", "backgroundColor"),
        ("dark", "textColor", "secondaryBackgroundColor"),
    ],
)
def test_captions_can_be_read(mode: str, front: str, back: str) -> None:
    text, ground = (_rgb(CONFIG["theme"][mode][name]) for name in (front, back))
    caption = tuple(0.6 * t + 0.4 * g for t, g in zip(text, ground, strict=True))
    assert _contrast(caption, ground) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_words_can_be_read_on_a_primary_button(mode: str) -> None:
    assert _contrast((255, 255, 255), _rgb(CONFIG["theme"][mode]["primaryColor"])) >= 4.5


def test_nothing_leaves_the_computer_and_no_traceback_is_shown() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["disableDataExport"] is True


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (v / 255 / 12.92 if v / 255 <= 0.04045 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_is_chosen_of_several_has_the_colour_of_a_link() -> None:
    style = (Path(__file__).parent.parent / "pages" / "chosen.css").read_text(encoding="utf-8")
    light, dark = (CONFIG["theme"][mode]["linkColor"] for mode in ("light", "dark"))
    assert f"light-dark({light}, {dark})" in style
    assert _contrast(_rgb(dark), _rgb(CONFIG["theme"]["dark"]["secondaryBackgroundColor"])) >= 4.5
