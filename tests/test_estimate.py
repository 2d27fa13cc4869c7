"""The estimate of sentiment: right where a hand can check it, and never worse for a scorer."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from itertools import pairwise
from statistics import stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.sentiment.estimate import WIDER, Estimate, Measure, Moments, Stratum, estimate
from kpi.sentiment.interval import of_net
from kpi.sentiment.power import Sampled, weights
from kpi.sentiment.sums import Around

FOLDS = 5
Read = tuple[float | None, float]  # what a person said (None: cannot tell), and the scorer's score


def stratum(read: list[Read], unread: list[float] | None = None) -> Stratum:
    """Sum up single texts, the slow way; the texts fall into folds in turn."""
    folds = [Moments(0, 0, 0)] * FOLDS
    for place, (said, seen) in enumerate(read):
        d, y = float(said is not None), said or 0.0
        folds[place % FOLDS] += Moments(1, seen, seen**2, 1, d, y, y * y, seen, seen**2, seen * d, seen * y)
    for place, seen in enumerate(unread or []):
        folds[place % FOLDS] += Moments(1, seen, seen**2)
    return Stratum(tuple(folds))


def made(strata: list[Stratum], measure: Measure = "net") -> Estimate:
    found = estimate(strata, measure)
    assert found is not None
    return found


def changed(strata: list[Stratum], scale: float, shift: float) -> list[Stratum]:
    """Let the scorer speak in other units: f becomes scale x f + shift."""

    def of(one: Moments) -> Moments:
        return replace(
            one,
            f=scale * one.f + shift * one.texts,
            ff=scale**2 * one.ff + 2 * scale * shift * one.f + shift**2 * one.texts,
            lf=scale * one.lf + shift * one.n,
            lff=scale**2 * one.lff + 2 * scale * shift * one.lf + shift**2 * one.n,
            lfd=scale * one.lfd + shift * one.d,
            lfdy=scale * one.lfdy + shift * one.dy,
        )

    return [Stratum(tuple(of(fold) for fold in one.folds)) for one in strata]


def mirrored(strata: list[Stratum], top: float) -> list[Stratum]:
    """Say the opposite of every text: y becomes top - y."""

    def of(one: Moments) -> Moments:
        dyy = top**2 * one.d - 2 * top * one.dy + one.dyy
        return replace(one, dy=top * one.d - one.dy, dyy=dyy, lfdy=top * one.lfd - one.lfdy)

    return [Stratum(tuple(of(fold) for fold in one.folds)) for one in strata]


def numbers(found: Estimate) -> tuple[float, ...]:
    return (found.value, found.low, found.high, found.error, found.alone)


# -- by hand ---------------------------------------------------------------------------------


def test_labels_alone_are_the_classic_mean_and_its_error() -> None:
    said = [1.0] * 160 + [0.0] * 140 + [-1.0] * 100
    found = made([stratum([(one, 0.0) for one in said], [0.0] * 1600)])
    assert found.value == pytest.approx(0.15)
    assert found.error == pytest.approx(stdev(said) / 20, rel=0.01)
    assert (found.weight, found.texts, found.labels, found.coverage) == (0, 2000, 400, 1)
    assert found.high - found.low == pytest.approx(found.alone)
    assert found.error == pytest.approx((found.high - found.low) / 2 / 1.645)


def test_a_share_without_a_single_case_still_has_an_upper_end() -> None:
    """None of 25 labels: the truth may well be 5%, and hardly 15%."""
    found = made([stratum([(0.0, 0.0)] * 25, [0.0] * 100)], "negative")
    assert (found.value, found.low) == (0, 0)
    assert 0.05 < found.high < 0.15


def test_what_nobody_can_tell_leaves_numerator_and_denominator() -> None:
    said = [1.0] * 12 + [None] * 10 + [-1.0] * 4 + [0.0] * 4
    found = made([stratum([(one, 0.0) for one in said], [0.0] * 70)])
    assert found.value == pytest.approx(8 / 20)
    assert (found.labels, found.texts) == (20, 100)
    fewer = made([stratum([(one, 0.0) for one in said if one is not None], [0.0] * 70)])
    assert numbers(found) == pytest.approx(numbers(fewer), abs=0.01)


def test_strata_count_by_their_texts_not_by_their_labels() -> None:
    """900 texts of which 10 were read, 80% positive, and 100 of which 40 were, none of them positive."""
    large = stratum([(1.0, 0.0)] * 8 + [(0.0, 0.0)] * 2, [0.0] * 890)
    small = stratum([(0.0, 0.0)] * 40, [0.0] * 60)
    assert made([large, small], "positive").value == pytest.approx(0.9 * 0.8)


def test_a_stratum_that_nobody_read_is_not_covered() -> None:
    read, unread = stratum([(1.0, 0.5), (0.0, 0.1)] * 15, [0.2] * 30), stratum([], [0.9] * 40)
    alone, both = made([read]), made([read, unread])
    assert numbers(both) == numbers(alone)
    assert (both.coverage, both.texts, both.labels) == (0.6, 100, 30)


@pytest.mark.parametrize("read", [[], [(1.0, 0.2)], [(None, 0.2)] * 9, [(None, 0.2)] * 9 + [(1.0, 0.2)]])
def test_fewer_than_two_labels_are_no_estimate(read: list[Read]) -> None:
    assert estimate([stratum(read, [0.3] * 50)]) is None


def test_no_strata_are_no_estimate() -> None:
    assert estimate([]) is None


def test_two_labels_hardly_say_anything() -> None:
    found = made([stratum([(1.0, 0.0), (1.0, 0.0)], [0.0] * 50)])
    assert found.value == 1
    assert found.low < 0.3


def test_every_text_read_needs_no_scorer_but_stays_a_sample_of_what_people_think() -> None:
    said = [1.0, 0.0, -1.0, 1.0] * 50
    found = made([stratum([(one, one) for one in said])])
    assert (found.value, found.weight) == (pytest.approx(0.25), 0)
    assert found.error == pytest.approx(stdev(said) / math.sqrt(200), rel=0.01)


def read_by_a_scorer(sign: float, unread: int = 900) -> list[Stratum]:
    """100 of 1,000 texts are read; a scorer that is always right, or always wrong, sees how fair a sample they are."""
    rng = np.random.default_rng(4)
    said = [float(one) for one in rng.choice([-1, 0, 1], 100 + unread, p=[0.3, 0.4, 0.3])]
    return [stratum([(one, sign * one) for one in said[:100]], [sign * one for one in said[100:]])]


def test_a_scorer_that_is_always_right_makes_the_labels_worth_all_texts() -> None:
    strata = read_by_a_scorer(1)
    found, mean = made(strata), strata[0].whole.f / 1000
    assert found.weight == pytest.approx(1, abs=0.01)
    assert found.value == pytest.approx(mean, abs=0.003)
    # the error that is left is that of 1,000 texts, and a little because 100 labels prove no perfect scorer
    assert math.sqrt(0.1) < (found.high - found.low) / found.alone < 0.4


def test_a_scorer_that_is_always_wrong_is_as_good() -> None:
    right, wrong = made(read_by_a_scorer(1)), made(read_by_a_scorer(-1))
    assert wrong.weight == pytest.approx(-right.weight)
    assert numbers(wrong) == pytest.approx(numbers(right))


def test_a_scorer_that_sees_the_same_everywhere_is_not_heard() -> None:
    read: list[Read] = [(float(one), 0.4) for one in (1, 0, -1, 1, 1) * 10]
    found = made([stratum(read, [0.4] * 300)])
    assert (found.weight, found.value) == (0, pytest.approx(0.4))


def test_a_label_never_decides_how_much_the_scorer_counts_in_its_own_fold() -> None:
    """All labels are in the first fold: there is nothing to learn its weight from, but that of the others."""
    read, empty = Moments(60, 0, 30, 30, 30, 0, 20, 0, 15, 0, 15), Moments(60, 0, 30)
    folds = [Around.of(one, 0, 0) for one in (read, empty, empty)]
    first, *others = weights([Sampled(1, 180, 30, folds, Around.of(read + empty + empty, 0, 0))])
    assert first == 0
    assert others == [pytest.approx(0.99, abs=0.02)] * 2


def test_the_ends_for_a_net_score_are_where_a_truth_would_just_have_been_no_surprise() -> None:
    """Tango's interval, with the likeliest shares found by trying all of them instead of by his formula."""
    above, below, labels, quantile = 22, 9, 60, 1.645
    net = (above - below) / labels
    negatives = np.linspace(1e-9, 1, 400_001)
    for end in of_net(net, labels, quantile, (above / labels, below / labels)):
        negative = negatives[(negatives + end > 0) & (2 * negatives + end < 1)]
        rest = labels - above - below
        fit = above * np.log(negative + end) + below * np.log(negative) + rest * np.log(1 - 2 * negative - end)
        likeliest = negative[fit.argmax()]
        variance = (2 * likeliest + end - end**2) / labels
        assert abs(net - end) / math.sqrt(variance) == pytest.approx(quantile, rel=1e-3)


# -- what must hold for any labels -------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn, said: tuple[float | None, ...] = (-1.0, -0.5, 0.0, 0.5, 1.0, None)) -> list[Stratum]:
    score = st.integers(-10, 10).map(lambda one: one / 10)
    layer = st.tuples(
        st.lists(st.tuples(st.sampled_from(said), score), min_size=1, max_size=40), st.lists(score, max_size=40)
    )
    return [stratum(*one) for one in draw(st.lists(layer, min_size=1, max_size=4))]


SHARE = (0.0, 1.0, 1.0, 0.5, None)
TRIES = settings(max_examples=25, deadline=None)


def test_with_few_labels_the_scorer_begins_to_count_gradually() -> None:
    """One label more never switches it on: from 7 to 20 labels its weight grows by small steps."""
    heeded = []
    for labels in range(4, 26):
        read: list[Read] = [(float(said), float(said)) for said in [1, 0, -1, 1, 0] * 6][:labels]
        heeded.append(made([stratum(read, [0.5, -0.5] * 100)]).weight)
    assert heeded[:4] == [0, 0, 0, 0]
    assert heeded[-1] == pytest.approx(1)
    assert all(0 <= after - before < 0.12 for before, after in pairwise(heeded))


@TRIES
@given(worlds())
def test_it_stays_within_bounds_and_is_never_wider_for_a_scorer(strata: list[Stratum]) -> None:
    if (found := estimate(strata)) is None:
        return
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
    assert found.high - found.low <= WIDER * found.alone * (1 + 1e-9)


@TRIES
@given(worlds(SHARE))
def test_a_share_stays_within_bounds_and_is_never_wider_for_a_scorer(strata: list[Stratum]) -> None:
    if (found := estimate(strata, "positive")) is None:
        return
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low <= WIDER * found.alone * (1 + 1e-9)


@TRIES
@given(worlds(), st.randoms(use_true_random=False))
def test_neither_the_order_of_strata_nor_of_folds_matters(strata: list[Stratum], random: np.random.Generator) -> None:
    if (found := estimate(strata)) is None:
        return
    places = list(range(FOLDS))
    random.shuffle(strata)
    random.shuffle(places)
    turned = [Stratum(tuple(one.folds[place] for place in places)) for one in strata]
    assert numbers(made(turned)) == pytest.approx(numbers(found), abs=1e-9)


@TRIES
@given(worlds(), st.sampled_from([-3.0, -1.0, 0.25, 7.0]), st.sampled_from([-2.0, 0.0, 0.5]))
def test_the_units_of_the_scorer_do_not_matter(strata: list[Stratum], scale: float, shift: float) -> None:
    if (found := estimate(strata)) is None:
        return
    other = made(changed(strata, scale, shift))
    assert numbers(other) == pytest.approx(numbers(found), abs=1e-6)
    assert other.weight * scale == pytest.approx(found.weight, abs=1e-6)


@TRIES
@given(worlds())
def test_the_opposite_of_every_text_is_the_opposite_net_score(strata: list[Stratum]) -> None:
    if (found := estimate(strata)) is None:
        return
    other = made(mirrored(strata, 0))
    assert (other.value, other.low, other.high) == pytest.approx((-found.value, -found.high, -found.low), abs=1e-6)


@TRIES
@given(worlds(SHARE))
def test_a_share_and_what_it_leaves_add_up(strata: list[Stratum]) -> None:
    if (found := estimate(strata, "negative")) is None:
        return
    other = made(mirrored(strata, 1), "not_negative")
    assert (other.value, other.low, other.high) == pytest.approx((1 - found.value, 1 - found.high, 1 - found.low))


def test_more_labels_and_more_texts_make_it_narrower() -> None:
    read: list[Read] = [(float(said), 0.3 * said) for said in (1, 1, 0, -1, 0)]
    texts = [0.3, 0.3, 0.0, -0.3, 0.0]
    widths = [made([stratum(read * times, texts * (100 - times))]).error for times in (4, 8, 16, 32)]
    assert all(after < before for before, after in pairwise(widths))
    assert made([stratum(read * 8, texts * 200)]).error < made([stratum(read * 8, texts * 4)]).error


def test_sums_of_weeks_can_be_added() -> None:
    one, other = (stratum([(said, 0.5), (None, 0.1)], [0.2]).whole for said in (1.0, -1.0))
    both = asdict(one + other)
    assert both == pytest.approx({name: value + asdict(other)[name] for name, value in asdict(one).items()})
