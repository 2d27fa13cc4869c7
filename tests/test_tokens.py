"""The tokens name every status and verdict, and their words can be read in both themes."""

from __future__ import annotations

from typing import Literal, get_args

import pytest

from kpi.paper.tokens import ToneName, tokens
from kpi.snapshot import Status, Verdict

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
TONES: tuple[ToneName, ...] = get_args(ToneName)
READABLE = 4.5  # WCAG 2.2, text of normal size


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", ["ink", "muted", "accent"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_can_be_read(theme: Theme, colour: str, ground: str) -> None:
    palette = getattr(tokens(), theme)
    assert contrast(getattr(palette, colour), getattr(palette, ground)) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_can_be_read_on_paper_and_on_its_tint(theme: Theme, tone: ToneName) -> None:
    pair = getattr(tokens().tone[tone], theme)
    assert contrast(pair.ink, getattr(tokens(), theme).paper) >= READABLE
    assert contrast(pair.ink, pair.tint) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_muted_words_can_be_read_on_a_card(theme: Theme, tone: ToneName) -> None:
    assert contrast(getattr(tokens(), theme).muted, getattr(tokens().tone[tone], theme).tint) >= READABLE


def test_every_status_and_verdict_has_a_mark() -> None:
    assert tokens().status.keys() == set(get_args(Status))
    assert tokens().verdict.keys() == set(get_args(Verdict))


def test_statuses_differ_in_shape_not_only_in_colour() -> None:
    marks = tokens().status.values()
    assert len({mark.shape for mark in marks}) == len({mark.glyph for mark in marks}) == len(marks)


def test_nothing_is_set_smaller_than_the_smallest_size() -> None:
    assert min(tokens().size.values()) == tokens().size["small"] >= 7
