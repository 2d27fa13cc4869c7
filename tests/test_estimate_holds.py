"""The 90% interval of the estimate holds the truth in 88 to 92 of 100 samples, whatever the scorer is worth."""

from __future__ import annotations

import tomllib
from functools import cache
from statistics import fmean

import numpy as np
import pytest

from bench.sentiment_coverage import HIGH, LOW, MIXES, exact, lattice, tried
from bench.sentiment_spoken import LANGUAGES, SPOKEN, scored, weeks
from bench.sentiment_worlds import APART, MEASURES, MODELS, UNSURE, Layer, Model, World
from kpi.sentiment.estimate import WIDER, Measure, estimate

# -- how often it holds the truth --------------------------------------------------------------


@pytest.mark.parametrize("labels", [50, 100])
def test_the_interval_of_labels_alone_holds_every_share_of_the_grid(labels: int) -> None:
    """Exactly, over all counts that can occur: no run of chance."""
    shares = {share for mix in MIXES for share in (mix[0], mix[2])}
    assert {share: held for share in shares if not LOW <= (held := exact(labels, share)) <= HIGH} == {}


def test_of_25_labels_no_interval_holds_5_percent_in_88_to_92_of_100_cases() -> None:
    """The counts that can occur are too few: to hold 0 to 2 cases is 87.3%, 0 to 3 is 96.6%; nothing is between."""
    reached = lattice(25, 0.05)
    assert [one for one in reached if LOW <= one <= HIGH] == []
    assert exact(25, 0.05) == pytest.approx(0.966, abs=0.001)
    assert all(exact(25, share) > 0.87 for share in (0.05, 0.1, 0.15, 0.2, 0.4, 0.5, 0.6))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("measure", ["net", "negative"])
@pytest.mark.parametrize(("texts", "labels"), [(100, 50), (1000, 100)])
def test_it_holds_the_truth_in_88_to_92_of_100_samples(model: Model, measure: Measure, texts: int, labels: int) -> None:
    found = tried((), World((Layer(texts, labels, (0.2, 0.45, 0.35)),), model), measure, 1000, 11)
    assert LOW <= found.held <= HIGH
    assert abs(found.off) < 3.5 * found.error
    assert found.worst <= WIDER + 1e-9
    assert found.width < {"good": 0.98, "useless": 1.01, "perverse": 1.0}[model] * found.alone


@pytest.mark.parametrize("readers", [{"tells": UNSURE}, {"people": APART}], ids=["unsure", "two"])
def test_it_holds_over_small_weeks_and_channels(readers: dict[str, np.ndarray]) -> None:
    layers = (Layer(300, 12, (0.2, 0.5, 0.3)), Layer(80, 6, (0.1, 0.6, 0.3)), Layer(20, 3, (0.4, 0.4, 0.2))) * 3
    found = tried((), World(layers, "good", **readers), "net", 300, 3)
    assert 0.86 <= found.held <= 0.94
    assert found.width < 0.95 * found.alone


def test_the_truth_of_a_world_is_what_all_its_people_would_say() -> None:
    world = World((Layer(300, 30, (0.5, 0.5, 0.0)), Layer(100, 10, (0.0, 0.0, 1.0))), "good")
    assert [world.truth(measure) for measure in MEASURES] == pytest.approx([-0.125, 0.625, 0.25, 0.375])


# -- texts of our own making ---------------------------------------------------------------------


@cache
def said(language: str) -> dict[str, list[str]]:
    return tomllib.loads((SPOKEN / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_our_own_making_are_many_and_all_different(language: str) -> None:
    texts = said(language)
    assert {*texts} == {"positive", "neutral", "negative"}
    assert min(map(len, texts.values())) >= 40
    assert len({text for group in texts.values() for text in group}) >= 120


def test_a_scorer_that_misses_the_mood_does_not_carry_the_estimate_off() -> None:
    """On texts that no scorer was made from, its own mean is twice as far off as the estimate of 100 labels."""
    held, off, raw = [], [], []
    for language in LANGUAGES:
        for truth, mean, one in weeks(scored(language), 100, 60, 5):
            found = estimate([one])
            assert found is not None
            held.append(found.low <= truth <= found.high)
            off.append(abs(found.value - truth))
            raw.append(abs(mean - truth))
    assert 0.86 <= fmean(held) <= 0.94
    assert fmean(raw) > 2 * fmean(off)
