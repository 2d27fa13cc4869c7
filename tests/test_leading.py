"""The formats that bring most of the results: named when they are better, and not when they were only shown more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpi.annotations import Notebook
from kpi.breaks import Meanings
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week
from kpi.rule.leading import (
    ENOUGH,
    NOTHING,
    Brought,
    better,
    fewest,
    gap_of,
    lacking,
    leaders,
    led,
    untold,
    weeks_of,
)
from kpi.rule.rules import Leading
from kpi.rule.ruling import Lack
from kpi.score import score
from kpi.snapshot import EVERYWHERE
from kpi.sources import read_sources
from kpi.track import Tracks
from kpi.words import LANGUAGES, Words
from tests.ledger import upload
from tests.rows import Rows

if TYPE_CHECKING:
    from kpi.rule.leading import Weekly

CLICKS = Leading(of="ctr", share=0.8)
WEEK = Week(2026, 47)
STEADY = (0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2)  # results that come and go


def weeks(reel: tuple[float, float], photo: tuple[float, float], count: int = 12, channel: str = "x") -> list[Weekly]:
    """Give every week about the same results of two formats: (results, impressions)."""
    return [
        {
            (channel, "reel"): Brought(reel[0] + STEADY[number], reel[1]),
            (channel, "photo"): Brought(photo[0] + STEADY[number - 1], photo[1]),
        }
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("results", "share", "names"),
    [
        ({"reel": 80, "photo": 15, "text": 5}, 0.8, ("reel",)),
        ({"reel": 79, "photo": 16, "text": 5}, 0.8, ("reel", "photo")),
        ({"reel": 40, "photo": 40, "text": 20}, 0.8, ("photo", "reel")),  # of equals the first by name
        ({"reel": 40, "photo": 35, "text": 25}, 0.8, ("reel", "photo", "text")),
        ({"reel": 50, "photo": 50}, 0.5, ("photo",)),
        ({"reel": 0, "photo": 0}, 0.8, ()),
        ({}, 0.8, ()),
    ],
)
def test_the_fewest_that_make_so_much(results: dict[str, float], share: float, names: tuple[str, ...]) -> None:
    assert fewest({name: Brought(made, 1000) for name, made in results.items()}, share) == names


def test_format_that_brings_more_than_it_takes_leads() -> None:
    (part,) = led(weeks((90, 5_000), (10, 5_000)), CLICKS)
    assert part.name == "reel"
    # of the last four weeks: 90 + 2, 0, 1, 2 and 10 + 1, 2, 0, 1
    assert part.share == pytest.approx(365 / 409)
    assert (part.of_all, part.sample) == (0.5, 365)


@pytest.mark.parametrize(
    ("reel", "photo", "why"),
    [
        ((90, 9_000), (10, 1_000), "as good as the rest, and shown more"),
        ((90, 9_500), (10, 500), "worse than the rest, and shown more"),
        ((50, 5_000), (50, 5_000), "it takes both"),
        ((20, 5_000), (2, 5_000), "88 results of 4 weeks are too few"),
        ((90, 200), (10, 5_000), "800 impressions of 4 weeks are too few"),
    ],
)
def test_nothing_leads_that_does_not_stand_out(reel: tuple[float, float], photo: tuple[float, float], why: str) -> None:
    assert led(weeks(reel, photo), CLICKS) == (), why


def test_results_and_samples_at_the_edge_are_enough() -> None:
    flat: list[Weekly] = [
        {("x", "reel"): Brought(23 + n % 2, 250), ("x", "photo"): Brought(1.5, 5_000)} for n in range(8)
    ]
    assert led(flat, CLICKS)  # 94 + 6 results, 1,000 impressions of reels
    assert not led([{**week, ("x", "photo"): Brought(1.4, 5_000)} for week in flat], CLICKS)
    assert not led([{**week, ("x", "reel"): Brought(week["x", "reel"].results, 249.9)} for week in flat], CLICKS)


def test_format_without_a_name_is_none() -> None:
    unnamed: list[Weekly] = [
        {(channel, "" if part == "reel" else part): one for (channel, part), one in week.items()}
        for week in weeks((90, 5_000), (10, 5_000))
    ]
    assert led(unnamed, CLICKS) == ()


def test_rate_must_be_higher_in_seven_weeks_that_show_how_much_it_varies() -> None:
    assert led(weeks((90, 5_000), (10, 5_000), count=ENOUGH), CLICKS)
    assert not led(weeks((90, 5_000), (10, 5_000), count=ENOUGH - 1), CLICKS)
    one_hit = weeks((10, 5_000), (9, 5_000))
    one_hit[-1]["x", "reel"] = Brought(900, 5_000)
    assert led(one_hit, CLICKS) == ()  # a single post that went everywhere makes no format


def test_gap_must_be_beyond_chance_and_more_so_where_many_are_looked_at() -> None:
    # gaps of 1, 2, ... 8 in a thousand: 4.5 on average, standard deviation 2.449, of their mean 0.866: 5.196 of them
    made: list[Weekly] = [{("x", "reel"): Brought(n, 1000), ("x", "photo"): Brought(0, 1000)} for n in range(1, 9)]
    # Student's t with 7 degrees of freedom: 4.785 leaves 0.1%, 5.408 leaves 0.05%; 3.09 and 3.29 sigma do
    assert better(made, ["reel"], 3.09)
    assert not better(made, ["reel"], 3.29)
    assert not better(made, ["reel"], 3.09, places=2)
    assert not better(made, ["photo"], 1.645)
    assert not better([made[0]] * 8, ["reel"], 1.645)  # the very same each week: nothing tells how it varies


@pytest.mark.parametrize(("asked", "found"), [(1.0, False), (0.999, True)])
def test_gap_at_the_very_edge_of_chance_is_chance(
    monkeypatch: pytest.MonkeyPatch, asked: float, *, found: bool
) -> None:
    """Eight gaps of 0 and one of 9: 1 on average, standard deviation 3, of their mean 1."""
    monkeypatch.setattr("kpi.rule.leading.student", lambda _tail, _freedom: asked)
    made: list[Weekly] = [
        {("x", "reel"): Brought(9 if number == 8 else 0, 1), ("x", "photo"): Brought(0, 1)} for number in range(9)
    ]
    assert better(made, ["reel"], 1.645) == found


def test_good_channel_makes_no_good_format() -> None:
    """Reels bring more everywhere they are shown with photos: nowhere; they are on the better channel."""
    simpson: list[Weekly] = [
        {
            ("tiktok", "reel"): Brought(400 + STEADY[number], 10_000),
            ("tiktok", "photo"): Brought(9 + STEADY[number - 1], 200),
            ("facebook", "photo"): Brought(50 + STEADY[number - 2], 10_000),
        }
        for number in range(12)
    ]
    assert led(simpson, CLICKS) == ()
    assert (
        led([{key: one for key, one in week.items() if key != ("tiktok", "photo")} for week in simpson], CLICKS) == ()
    )


@pytest.mark.parametrize(("more", "leads"), [(0, False), (4, True)])
def test_what_took_as_much_as_it_brought_leads_for_nothing(more: int, *, leads: bool) -> None:
    """Reels are better on both channels, yet they bring 80% of the results for 80% of the impressions."""
    made: list[Weekly] = [
        {
            ("x", "reel"): Brought(600 + STEADY[number] + more, 4_000),
            ("x", "photo"): Brought(195, 1_500),
            ("y", "reel"): Brought(200 - STEADY[number], 4_000),
            ("y", "photo"): Brought(5, 500),
        }
        for number in range(12)
    ]
    assert better(made, ["reel"], 1.645)
    assert bool(led(made, CLICKS)) == leads


ONLY_REELS = [{("x", "reel"): Brought(90, 5_000)} for _ in range(12)]
APART = [{("x", "reel"): Brought(90, 5_000), ("y", "photo"): Brought(10, 5_000)} for _ in range(12)]


@pytest.mark.parametrize(
    ("told", "lack"),
    [
        (weeks((90, 5_000), (10, 5_000)), None),
        (weeks((90, 9_000), (10, 1_000)), None),  # shown more, and no better
        (weeks((50, 5_000), (50, 5_000)), None),
        (weeks((20, 5_000), (2, 5_000)), Lack("few_results", 97)),  # (20 + 2) * 4, and 9 of what comes and goes
        (weeks((90, 200), (10, 5_000)), Lack("too_little_data", 800)),
        (weeks((90, 5_000), (10, 5_000), count=6), Lack("few_gaps", 6)),
        (ONLY_REELS, Lack("one_part")),
        (APART, Lack("few_gaps", 0)),
        ([{("x", ""): Brought(90, 5_000), ("x", "photo"): Brought(10, 5_000)}] * 12, Lack("unnamed")),
    ],
)
def test_what_the_weeks_cannot_tell_is_named(told: list[Weekly], lack: Lack | None) -> None:
    assert untold(told, CLICKS) == lack
    assert lack is None or led(told, CLICKS) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lack_is_said(language: str) -> None:
    lacks = "no_results few_weeks parts_differ few_results unnamed one_part few_gaps too_little_data"
    say = Words(language)
    assert all(say(f"leg_missing.{one}", kpi="CTR", about="Clicks.", n=3) for one in lacks.split())


@pytest.mark.parametrize(
    ("week", "gap"),
    [
        ({("x", "reel"): Brought(30, 1000), ("x", "photo"): Brought(10, 1000)}, 0.02),
        ({("x", "reel"): Brought(30, 1000), ("x", "photo"): Brought(10, 500), ("x", "text"): Brought(0, 500)}, 0.02),
        # weights 1000 * 1000 / 2000 = 500 and 100 * 400 / 500 = 80: (500 * 0.02 + 80 * 0.1) / 580
        (
            {
                ("x", "reel"): Brought(30, 1000),
                ("x", "photo"): Brought(10, 1000),
                ("y", "reel"): Brought(20, 100),
                ("y", "photo"): Brought(40, 400),
            },
            18 / 580,
        ),
        ({("x", "reel"): Brought(30, 1000), ("y", "photo"): Brought(10, 1000)}, None),
        ({("x", "reel"): Brought(30, 1000), ("x", "photo"): NOTHING}, None),
        ({("x", "reel"): NOTHING, ("x", "photo"): Brought(30, 1000)}, None),
        ({}, None),
    ],
)
def test_gap_is_between_formats_of_one_channel(week: Weekly, gap: float | None) -> None:
    assert gap_of(week, ["reel"]) == (None if gap is None else pytest.approx(gap))


# -- from a store ------------------------------------------------------------------------------------


@pytest.fixture
def filled(empty: Rows) -> Rows:
    for back in range(9):
        week = WEEK.previous(back)
        for name, clicks in (("reel", 90 + back % 3), ("photo", 10 + back % 2)):
            empty.add("posts", day=str(week.monday), impressions=5_000, link_clicks=clicks, format=name)
        upload(empty, "posts", str(week.monday), str(week.sunday))
    return empty


def tracks(store: Rows, week: Week = WEEK) -> Tracks:
    cells = score(store, [(catalog()["ctr"], ALL_ROWS, 7)], week.last(26))
    return Tracks(week, True, cells, read_sources(store, week), Meanings(()), Notebook())


def test_results_of_a_store_are_those_of_its_weeks(filled: Rows) -> None:
    found = weeks_of(filled, tracks(filled), CLICKS, EVERYWHERE)
    assert len(found) == 9
    assert found[-1] == {("x", "reel"): Brought(90, 5_000), ("x", "photo"): Brought(10, 5_000)}
    assert found[-2] == {("x", "reel"): Brought(91, 5_000), ("x", "photo"): Brought(11, 5_000)}
    assert weeks_of(filled, tracks(filled), CLICKS, "x") == found
    assert [part.name for part in leaders(filled, tracks(filled), CLICKS, "x", 1)] == ["reel"]


def test_weeks_after_a_gap_are_too_few(filled: Rows) -> None:
    filled.con.execute("delete from posts where day = ?", [WEEK.previous(3).monday])
    filled.con.execute("delete from covered where day_from = ?", [WEEK.previous(3).monday])
    assert weeks_of(filled, tracks(filled), CLICKS, EVERYWHERE) == []
    assert leaders(filled, tracks(filled), CLICKS, EVERYWHERE, 1) == ()


def test_a_store_without_clicks_says_what_is_missing(filled: Rows) -> None:
    assert lacking(filled, tracks(filled), CLICKS, EVERYWHERE) is None
    filled.con.execute("delete from posts where day < ?", [WEEK.previous(2).monday])
    assert lacking(filled, tracks(filled), CLICKS, "x") == Lack("few_weeks", 3)
    filled.con.execute("update posts set link_clicks = null")
    assert lacking(filled, tracks(filled), CLICKS, EVERYWHERE) == Lack("no_results")


@pytest.mark.parametrize(("known", "found"), [(7, 7), (6, 0)])
def test_seven_weeks_are_enough(filled: Rows, known: int, found: int) -> None:
    filled.con.execute("delete from posts where day < ?", [WEEK.previous(known - 1).monday])
    assert len(weeks_of(filled, tracks(filled), CLICKS, EVERYWHERE)) == found


def test_nothing_is_shared_out_that_does_not_make_the_number(filled: Rows) -> None:
    measured = tracks(filled)
    filled.add("posts", day=str(WEEK.monday), impressions=5_000, link_clicks=500, format="live")
    assert weeks_of(filled, measured, CLICKS, EVERYWHERE) == []
    assert lacking(filled, measured, CLICKS, EVERYWHERE) == Lack("parts_differ")
