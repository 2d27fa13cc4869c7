"""What each part brought to a change: exact, whatever the order, and never across what is not comparable."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.snapshot import EVERYWHERE, Cell
from kpi.why.change import Split, Sums, adds_up, mix, split, total

if TYPE_CHECKING:
    from collections.abc import Mapping

Sides = dict[str, tuple[int, int]]
# clicks of impressions of up to six channels; a channel may be empty, or be missing on a side
SIDE = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 10_000), st.integers(0, 1_000_000)), min_size=1
)


def sums(side: Mapping[str, tuple[int, int]]) -> dict[str, Sums]:
    return {name: Sums(float(n), float(d)) for name, (n, d) in side.items()}


def exact(before: Sides, after: Sides) -> dict[str, Fraction] | None:
    """Reckon with fractions: what the whole would lack without each part, one after the other."""
    d0, d1 = (sum(d for _, d in side.values()) for side in (before, after))
    if d0 <= 0 or d1 <= 0:
        return None
    start = Fraction(sum(n for n, _ in before.values()), d0)
    names = sorted({*before, *after})
    lifted = [
        {
            name: Fraction(side.get(name, (0, 0))[0], below) - start * Fraction(side.get(name, (0, 0))[1], below)
            for name in names
        }
        for side, below in ((before, d0), (after, d1))
    ]
    return {name: lifted[1][name] - lifted[0][name] for name in names}


# -- exact -------------------------------------------------------------------------------------------


@given(SIDE, SIDE)
def test_contributions_are_the_exact_ones(before: Sides, after: Sides) -> None:
    found, brute = split(sums(before), sums(after)), exact(before, after)
    if brute is None:
        assert found in {"empty_before", "empty_after"}
        return
    assert isinstance(found, Split)
    assert {part.name for part in found.parts} == brute.keys()
    for part in found.parts:
        assert part.size == pytest.approx(float(brute[part.name]), rel=1e-9, abs=1e-9)


@given(SIDE, SIDE, st.sampled_from([1.0, 100.0]))
def test_contributions_add_up_to_the_change(before: Sides, after: Sides, scale: float) -> None:
    found = split(sums(before), sums(after), scale)
    if isinstance(found, Split):
        assert math.fsum(part.size for part in found.parts) == pytest.approx(found.size, rel=1e-9, abs=1e-9)
        assert found.within + found.mix == pytest.approx(found.size, rel=1e-9, abs=1e-9)


@given(SIDE, SIDE)
def test_each_part_splits_into_its_own_move_and_its_weight(before: Sides, after: Sides) -> None:
    found = split(sums(before), sums(after))
    if not isinstance(found, Split):
        return
    (d0, d1) = (sum(d for _, d in side.values()) for side in (before, after))
    for part in found.parts:
        assert part.within + part.mix == pytest.approx(part.size, rel=1e-9, abs=1e-9)
        if part.own is not None:
            (n_0, d_0), (n_1, d_1) = before[part.name], after[part.name]
            weight = (Fraction(d_0, d0) + Fraction(d_1, d1)) / 2
            own = Fraction(n_1, d_1) - Fraction(n_0, d_0)
            assert part.within == pytest.approx(float(weight * own), rel=1e-9, abs=1e-9)


@given(SIDE, SIDE, st.randoms())
def test_order_does_not_matter(before: Sides, after: Sides, chance: object) -> None:
    names = list(before)
    chance.shuffle(names)  # type: ignore[attr-defined]
    one = split(sums(before), sums(after))
    assert one == split(sums({name: before[name] for name in names}), sums(after))


@given(SIDE, SIDE)
def test_a_part_that_is_cut_in_two_brings_what_both_halves_bring(before: Sides, after: Sides) -> None:
    def halved(side: Sides) -> Sides:
        return {
            f"{name}{half}": (n if half else 0, d if half else 0) for name, (n, d) in side.items() for half in (0, 1)
        }

    whole, cut = split(sums(before), sums(after)), split(sums(halved(before)), sums(halved(after)))
    if isinstance(whole, Split):
        assert isinstance(cut, Split)
        sizes = {part.name: part.size for part in cut.parts}
        for part in whole.parts:
            assert sizes[f"{part.name}0"] + sizes[f"{part.name}1"] == pytest.approx(part.size, abs=1e-12)


@given(SIDE, SIDE)
def test_counts_bring_what_they_grew_by(before: Sides, after: Sides) -> None:
    counted = [{name: Sums(float(n)) for name, (n, _) in side.items()} for side in (before, after)]
    found = split(*counted)
    assert isinstance(found, Split)
    grown = {name: after.get(name, (0, 0))[0] - before.get(name, (0, 0))[0] for name in {*before, *after}}
    assert {part.name: part.size for part in found.parts} == grown
    assert found.mix == 0


# -- by hand -----------------------------------------------------------------------------------------


def test_a_part_that_appears_brings_only_what_it_is_better_than_the_whole_was() -> None:
    found = split({"x": Sums(10, 1000)}, {"x": Sums(10, 1000), "new": Sums(30, 1000)})
    assert isinstance(found, Split)
    sizes = {part.name: (part.size, part.within, part.mix, part.own) for part in found.parts}
    assert sizes["new"] == (pytest.approx(0.01), 0, pytest.approx(0.01), None)
    assert sizes["x"] == (0, 0, 0, 0)


def test_a_part_that_vanishes_takes_what_it_was_better_than_the_whole() -> None:
    found = split({"x": Sums(10, 1000), "old": Sums(30, 1000)}, {"x": Sums(10, 1000)})
    assert isinstance(found, Split)
    assert {part.name: part.size for part in found.parts} == {"old": pytest.approx(-0.005), "x": pytest.approx(-0.005)}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"x": Sums(1, 0)}, {"x": Sums(1, 10)}, "empty_before"),
        ({"x": Sums(1, 10)}, {"x": Sums(1, 0)}, "empty_after"),
        ({"x": Sums(0, 0)}, {"x": Sums(0, 0)}, "empty_before"),
        ({}, {"x": Sums(1, 10)}, "empty_before"),
        ({"x": Sums(1, 10)}, {}, "empty_after"),
    ],
)
def test_where_there_is_nothing_to_divide_by_nothing_is_split(
    before: dict[str, Sums], after: dict[str, Sums], why: str
) -> None:
    assert split(before, after) == why


def test_nothing_on_both_sides_is_a_count_of_nothing() -> None:
    found = split({}, {})
    assert isinstance(found, Split)
    assert (found.size, found.parts) == (0, ())


def test_largest_part_comes_first_whatever_its_sign() -> None:
    found = split({"a": Sums(5), "b": Sums(9)}, {"a": Sums(7), "b": Sums(1)})
    assert isinstance(found, Split)
    assert [(part.name, part.size) for part in found.parts] == [("b", -8), ("a", 2)]


def test_points_are_scaled() -> None:
    found = split({"x": Sums(-1, 10)}, {"x": Sums(1, 10)}, 100)
    assert isinstance(found, Split)
    assert (found.before, found.after, found.parts[0].size, found.parts[0].own) == (-10, 10, 20, 20)


def test_sums_add_up() -> None:
    assert total([Sums(1, 2), Sums(3, 4)]) == Sums(4, 6)
    assert total([Sums(1), Sums(3)]) == Sums(4)


# -- total against parts -----------------------------------------------------------------------------

Kind = Literal["gained", "published"]


def cell(channel: str, numerator: float, denominator: float, kpi: str = "ctr", basis: Kind | None = None) -> Cell:
    value = numerator / denominator if denominator else None
    return Cell(kpi, "2026-W47/7", channel, value, numerator, denominator, round(denominator), 1.0, 0.1, basis=basis)


def whole(cells: list[Cell]) -> Cell:
    found = cell(EVERYWHERE, sum(one.numerator or 0 for one in cells), sum(one.denominator or 0 for one in cells))
    return replace(found, kpi=cells[0].kpi, basis=cells[0].basis)


# both channels rise by a point, and the total falls: most impressions now come from the weaker one
BEFORE = [cell("x", 100, 1000), cell("instagram", 10, 1000)]
AFTER = [cell("x", 11, 100), cell("instagram", 38, 1900)]


def test_a_total_that_falls_while_each_channel_rises_is_called_out() -> None:
    found = mix(BEFORE, AFTER, whole(BEFORE), whole(AFTER))
    assert found is not None
    assert set(found.channels) == {"x", "instagram"}
    assert found.within == pytest.approx(0.01)
    assert found.within + found.mix == pytest.approx(49 / 2000 - 110 / 2000)


@pytest.mark.parametrize("kpi", ["cpa", "response_time_mean", "net_sentiment"])
def test_every_kind_with_parts_can_be_called_out(kpi: str) -> None:
    before, after = ([replace(one, kpi=kpi) for one in side] for side in (BEFORE, AFTER))
    found = mix(before, after, whole(before), whole(after))
    scale = 100 if kpi == "net_sentiment" else 1
    assert found is not None
    assert found.within == pytest.approx(0.01 * scale)


def test_one_channel_that_moves_with_the_total_is_no_paradox() -> None:
    after = [cell("x", 9, 100), cell("instagram", 38, 1900)]
    assert mix(BEFORE, after, whole(BEFORE), whole(after)) is None


def test_a_channel_that_did_not_move_does_not_move_against_the_total() -> None:
    after = [cell("x", 10, 100), cell("instagram", 38, 1900)]
    assert mix(BEFORE, after, whole(BEFORE), whole(after)) is None


def test_a_single_channel_cannot_move_against_itself() -> None:
    after = [cell("x", 20, 100), cell("new", 1, 1900)]
    before = [cell("x", 100, 1000)]
    assert mix(before, after, whole(before), whole(after)) is None


def test_a_total_that_did_not_move_is_no_paradox() -> None:
    before = [cell("x", 1, 10), cell("instagram", 3, 10)]
    after = [cell("x", 2, 10), cell("instagram", 2, 10)]
    assert mix(before, after, whole(before), whole(after)) is None


def test_channels_that_are_not_the_whole_say_nothing() -> None:
    assert mix(BEFORE, AFTER, whole(BEFORE), replace(whole(AFTER), denominator=2001.0)) is None
    assert mix(BEFORE, AFTER, replace(whole(BEFORE), numerator=111.0), whole(AFTER)) is None


def test_what_was_counted_otherwise_is_not_compared() -> None:
    gained = [replace(one, basis="gained") for one in AFTER]
    assert mix(BEFORE, gained, whole(BEFORE), whole(gained)) is not None  # one of them is a true daily figure
    published = [replace(one, basis="published") for one in BEFORE]
    assert mix(published, gained, whole(published), whole(gained)) is None
    mixed = [gained[0], replace(gained[1], basis="published")]
    assert mix(BEFORE, mixed, whole(BEFORE), replace(whole(mixed), basis="gained")) is None


def test_a_channel_whose_posts_are_older_than_before_is_not_compared() -> None:
    young = [replace(one, basis="published", age=1, oldest=1) for one in BEFORE]
    old = [replace(one, basis="published", age=9, oldest=9) for one in AFTER]
    totals = (replace(whole(side), age=1, oldest=1) for side in (young, old))
    assert mix(young, old, *totals) is None


@pytest.mark.parametrize("kpi", ["mql", "response_time_median", "engaged_reach"])
def test_kinds_without_such_parts_have_no_mix(kpi: str) -> None:
    before, after = ([replace(one, kpi=kpi) for one in side] for side in (BEFORE, AFTER))
    assert mix(before, after, whole(before), whole(after)) is None


def test_a_number_that_does_not_exist_has_no_mix() -> None:
    assert mix(BEFORE, AFTER, replace(whole(BEFORE), value=None), whole(AFTER)) is None


@pytest.mark.parametrize(("denominator", "same"), [(2000.0, True), (2000.000001, True), (2001.0, False), (None, False)])
def test_parts_add_up_to_the_whole(denominator: float | None, same: bool) -> None:
    sides = [Sums(one.numerator or 0, one.denominator) for one in AFTER]
    assert adds_up(sides, Sums(49, denominator)) is same
    assert not adds_up(sides, Sums(50, denominator))


def test_a_part_that_lost_more_than_it_had_has_no_value_of_its_own() -> None:
    found = split({"x": Sums(10, 1000), "y": Sums(1, -10)}, {"x": Sums(20, 1000), "y": Sums(1, 10)})
    assert isinstance(found, Split)
    assert {part.name: part.own for part in found.parts} == {"x": pytest.approx(0.01), "y": None}
    assert math.fsum(part.size for part in found.parts) == pytest.approx(found.size)
