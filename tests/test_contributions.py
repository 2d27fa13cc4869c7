"""What each channel or kind of post brought to a change, on numbers that are checked in the head."""

from __future__ import annotations

import math

import pytest

from kpi.catalog import catalog
from kpi.periods import Week
from kpi.why.compared import Alone, Pair
from kpi.why.contributions import Contributions, contributions, grouped, groups, part_names
from kpi.words import LANGUAGES, Words
from tests.downloads import download
from tests.ledger import upload
from tests.rows import Rows
from tests.test_compared import compared, plan, weeks

W46 = Week(2026, 46)
MONDAY_46, MONDAY_47 = "2026-11-09", "2026-11-16"


def split_by(store: Rows, kpi: str, by: str = "channel", **fields: object) -> Contributions:
    found = compared(store, plan(kpi, **fields), "week")  # type: ignore[arg-type]
    assert isinstance(found, Pair), found
    answers = grouped(store, found)
    assert not isinstance(answers, Alone)
    made = contributions(store, found, answers, by)
    assert isinstance(made, Contributions)
    return made


def two_channels(store: Rows, *figures: tuple[str, str, int, int, str]) -> None:
    """Add posts: day, channel, impressions, clicks, format; the files of both channels cover both weeks."""
    for day, channel, impressions, clicks, kind in figures:
        post = {"impressions": impressions, "link_clicks": clicks, "format": kind, "snapshot_date": "2026-12-31"}
        store.add("posts", day=day, channel=channel, **post)
    for channel in ("x", "instagram"):
        upload(store, "posts", MONDAY_46, "2026-11-22", channel=channel)


def simpson(store: Rows) -> None:
    """Both channels rise by a point, and the total falls: most impressions now come from the weaker one."""
    two_channels(
        store,
        (MONDAY_46, "x", 1000, 100, "reel"),
        (MONDAY_46, "instagram", 1000, 10, "image"),
        (MONDAY_47, "x", 100, 11, "reel"),
        (MONDAY_47, "instagram", 1900, 38, "image"),
    )


def test_contributions_of_the_channels_add_up_to_the_change(empty: Rows) -> None:
    simpson(empty)
    found = split_by(empty, "ctr")
    assert (found.before, found.after) == (0.055, 0.0245)
    assert found.split is not None
    start = 0.055
    assert {part.name: part.size for part in found.split.parts} == {
        "x": pytest.approx((11 - start * 100) / 2000 - (100 - start * 1000) / 2000),
        "instagram": pytest.approx((38 - start * 1900) / 2000 - (10 - start * 1000) / 2000),
    }
    assert math.fsum(part.size for part in found.split.parts) == pytest.approx(0.0245 - 0.055)


def test_a_total_that_moved_against_its_channels_names_them(empty: Rows) -> None:
    simpson(empty)
    found = split_by(empty, "ctr")
    assert found.split is not None
    assert set(found.split.against) == {"x", "instagram"}
    assert found.split.within > 0 > found.split.mix + found.split.within


def test_posts_can_be_told_apart_by_their_kind(empty: Rows) -> None:
    simpson(empty)
    found = split_by(empty, "ctr", "format")
    assert set(found.names) == {"reel", "image"}


def test_what_is_not_stated_is_a_part_of_its_own(empty: Rows) -> None:
    weeks(empty, 10, 20)
    assert split_by(empty, "ctr", "format").names == ("",)


def test_a_channel_that_does_not_tell_the_figure_is_no_part(empty: Rows) -> None:
    simpson(empty)
    empty.add("posts", day=MONDAY_47, channel="tiktok", views=100)
    assert set(split_by(empty, "ctr").names) == {"x", "instagram"}


def test_of_what_was_gained_the_parts_are_what_each_gained(empty: Rows) -> None:
    early = {"old": ("2026-11-03", 600, 4)}
    for channel in ("x", "instagram"):
        download(empty, "2026-10-05", "2026-11-08", early, channel=channel)
        download(empty, "2026-10-12", "2026-11-15", {"old": ("2026-11-03", 1000, 10)}, channel=channel)
    download(empty, "2026-10-19", "2026-11-22", {"old": ("2026-11-03", 1400, 16)}, channel="x")
    download(empty, "2026-10-19", "2026-11-22", {"old": ("2026-11-03", 1400, 30)}, channel="instagram")
    found = split_by(empty, "ctr")
    assert (found.before, found.after) == (12 / 800, 26 / 800)
    assert found.split is not None
    assert {part.name: part.size for part in found.split.parts} == {
        "instagram": pytest.approx(14 / 800),
        "x": pytest.approx(0.0),
    }


def test_a_count_splits_into_what_each_channel_had_more_or_less(empty: Rows) -> None:
    for day, channel in ((MONDAY_46, "x"), (MONDAY_46, "x"), (MONDAY_47, "x"), (MONDAY_47, "instagram")):
        empty.add("incidents", day=day, channel=channel, confirmed=True, kind="privacy")
    upload(empty, "incidents", MONDAY_46, "2026-11-22", channel=None)
    found = split_by(empty, "policy_incidents", window_days=7)
    assert found.split is not None
    assert {part.name: (part.size, part.mix) for part in found.split.parts} == {"x": (-1, 0), "instagram": (1, 0)}


def test_a_median_says_what_it_would_be_without_each_channel(empty: Rows) -> None:
    for day, waits in ((MONDAY_46, (1, 2, 3)), (MONDAY_47, (1, 2, 3))):
        for wait in waits:
            empty.message(day, wait, channel="facebook")
    for wait in (9, 9, 9):
        empty.message(MONDAY_47, wait, channel="x")
    for channel in ("x", "facebook"):
        upload(empty, "messages", MONDAY_46, "2026-11-22", channel=channel)
    empty.message(MONDAY_46, 2, channel="x")
    found = split_by(empty, "response_time_median")
    assert found.split is None
    told = {one.name: (one.before, one.after, one.rest_before, one.rest_after, one.size) for one in found.without}
    assert told == {"x": (2, 9, 2, 2, 4), "facebook": (2, 2, 2, 9, -3)}


def test_rows_that_no_longer_make_the_number_are_not_split(empty: Rows) -> None:
    simpson(empty)
    found = compared(empty, plan("ctr"), "week")
    assert isinstance(found, Pair)
    empty.con.execute("update posts set link_clicks = 0 where channel = 'x'")
    assert grouped(empty, found) == Alone("no_rows")


def test_the_parts_of_a_week_are_named(empty: Rows) -> None:
    simpson(empty)
    found = compared(empty, plan("ctr"), "week")
    assert isinstance(found, Pair)
    assert part_names(empty, found.after, "format") == ("image", "reel")


@pytest.mark.parametrize("kpi", catalog().values(), ids=lambda kpi: kpi.name)
def test_every_grouping_reads_a_column_and_has_a_name(empty: Rows, kpi: object) -> None:
    for name, column in groups(kpi).items():  # type: ignore[arg-type]
        empty.query(f"select {column} from {kpi.fact} limit 0")  # type: ignore[attr-defined]
        assert all(Words(language).has(f"field.{name}") for language in LANGUAGES)
