"""What a week gained of lifetime figures, on downloads whose differences are made in the head.

Week 46 is 9-15 November 2026, week 47 is 16-22 November. Every Sunday a team downloads the last four weeks.
"""

from __future__ import annotations

from datetime import date

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.score import score, score_each
from kpi.snapshot import EVERYWHERE, Cell
from kpi.steps import read_steps
from kpi.why.weighed import weighed
from tests.downloads import download
from tests.rows import Rows

W46, W47 = Week(2026, 46), Week(2026, 47)
SUNDAY_45, SUNDAY_46, SUNDAY_47 = "2026-11-08", "2026-11-15", "2026-11-22"
EARLY, OLD, NEW = "2026-11-03", "2026-11-10", "2026-11-17"


def two_sundays(store: Rows, *, channel: str = "x") -> None:
    """Let a post of week 45 gain 200 and 1, one of week 46 400 and 6; one of week 47 begins with 1,000 and 20."""
    download(store, "2026-10-19", SUNDAY_46, {"early": (EARLY, 5000, 50), "old": (OLD, 600, 4)}, channel=channel)
    download(
        store,
        "2026-10-26",
        SUNDAY_47,
        {"early": (EARLY, 5200, 51), "old": (OLD, 1000, 10), "new": (NEW, 1000, 20)},
        channel=channel,
    )


def ctr(store: Rows, week: Week = W47, channel: str = EVERYWHERE, asked: Filter = ALL_ROWS) -> Cell:
    return score(store, [(catalog()["ctr"], asked, 7)], [week]).get("ctr", asked, Window(week, 7), channel)


# -- what is gained ------------------------------------------------------------------------------


def test_a_week_is_the_difference_between_two_downloads_of_the_same_posts(empty: Rows) -> None:
    two_sundays(empty)
    cell = ctr(empty)
    assert (cell.numerator, cell.denominator) == (1 + 6 + 20, 200 + 400 + 1000)
    assert (cell.basis, cell.since, cell.until) == ("gained", date(2026, 11, 16), date(2026, 11, 22))
    assert (cell.coverage, cell.shrunk) == (1, 0)


def test_one_download_tells_posts_since_publication(empty: Rows) -> None:
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 1000, 10), "new": (NEW, 1000, 20)})
    cell = ctr(empty)
    assert (cell.value, cell.basis, cell.until, cell.age) == (0.02, "published", date(2026, 11, 22), 0)
    assert ctr(empty, W46).age == 7


@pytest.mark.parametrize(
    ("second", "basis"),
    [
        ("2026-11-08", "gained"),  # begins with the week before
        ("2026-11-09", "gained"),
        ("2026-11-10", "published"),  # only a part of last week's posts is there twice
        ("2026-11-16", "published"),  # none is
    ],
)
def test_a_download_must_reach_back_to_the_posts_of_the_step_before(empty: Rows, second: str, basis: str) -> None:
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 600, 4)})
    download(empty, second, SUNDAY_47, {"new": (NEW, 1000, 20)})
    assert ctr(empty).basis == basis


@pytest.mark.parametrize(
    ("first", "last", "basis"),
    [
        ("2026-11-15", "2026-11-22", "gained"),
        ("2026-11-13", "2026-11-20", "gained"),  # seven days, two of them of the week before: they are named
        ("2026-11-17", "2026-11-22", "gained"),  # five days
        ("2026-11-15", "2026-11-24", "gained"),  # nine days
        ("2026-11-18", "2026-11-22", "published"),  # begins on Thursday
        ("2026-11-15", "2026-11-19", "published"),  # ends on Thursday
        ("2026-11-13", "2026-11-24", "published"),  # eleven days
        ("2026-11-08", "2026-11-22", "published"),  # two weeks
    ],
)
def test_a_step_is_a_week_when_it_is_about_as_long_and_ends_about_then(
    empty: Rows, first: str, last: str, basis: str
) -> None:
    download(empty, "2026-10-01", first, {"old": (EARLY, 600, 4)})
    download(empty, "2026-10-01", last, {"old": (EARLY, 1000, 10), "new": ("2026-11-19", 100, 2)})
    assert ctr(empty).basis == basis


def test_daily_downloads_add_up_to_the_week(empty: Rows) -> None:
    for day in range(15, 23):
        download(empty, "2026-10-01", f"2026-11-{day}", {"old": (OLD, 100 * day, day)})
    cell = ctr(empty)
    assert (cell.numerator, cell.denominator) == (22 - 15, 2200 - 1500)


def test_a_month_is_four_weekly_steps_and_a_bit_less(empty: Rows) -> None:
    for number, until in enumerate(["2026-10-25", "2026-11-01", SUNDAY_45, SUNDAY_46, SUNDAY_47]):
        download(empty, "2026-09-01", until, {"old": ("2026-09-03", 1000 + 100 * number, 10 + number)})
    cells = score(empty, [(catalog()["ctr"], ALL_ROWS, 30)], [W47])
    cell = cells.get("ctr", ALL_ROWS, Window(W47, 30))
    assert (cell.numerator, cell.denominator, cell.since) == (4, 400, date(2026, 10, 26))


def test_windows_in_a_row_share_their_marks(empty: Rows) -> None:
    for until in ("2026-11-07", "2026-11-14", "2026-11-23"):
        download(empty, "2026-10-01", until, {"old": (EARLY, 1, 1)})
    steps = read_steps(empty)
    chains = [chain for week in (W46, W47) for chain in steps.chains(Window(week, 7))]
    assert [(str(one.since), str(one.until)) for one in chains] == [
        ("2026-11-08", "2026-11-14"),
        ("2026-11-15", "2026-11-23"),
    ]


# -- what is not known ---------------------------------------------------------------------------


def test_a_post_whose_past_is_unknown_is_out_and_lowers_the_coverage(empty: Rows) -> None:
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 600, 4)})
    download(empty, "2026-10-26", SUNDAY_47, {"early": (EARLY, 9000, 90), "old": (OLD, 1000, 10)})
    cell = ctr(empty)
    assert (cell.numerator, cell.denominator, cell.coverage) == (6, 400, 0.5)


def test_a_post_that_the_download_between_does_not_have_is_not_a_gain_of_this_week(empty: Rows) -> None:
    download(empty, "2026-10-12", SUNDAY_45, {"early": (EARLY, 100, 1), "steady": (EARLY, 100, 1)})
    download(empty, "2026-10-19", SUNDAY_46, {"steady": (EARLY, 100, 1)})
    download(empty, "2026-10-26", SUNDAY_47, {"early": (EARLY, 9000, 90), "steady": (EARLY, 200, 2)})
    cell = ctr(empty)
    assert (cell.numerator, cell.denominator, cell.coverage) == (1, 100, 0.5)


def test_a_figure_that_one_download_lacks_has_no_difference(empty: Rows) -> None:
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 600)}, columns=("impressions",))
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 1000, 10), "new": (NEW, 1000, 20)})
    cell = ctr(empty)
    assert (cell.numerator, cell.denominator, cell.coverage) == (20, 1000, 0.5)


def test_a_file_that_does_not_say_up_to_which_day_it_counts_makes_no_step(empty: Rows) -> None:
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 600, 4)}, stated=False)
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 1000, 10), "new": (NEW, 1000, 20)}, stated=False)
    assert ctr(empty).basis == "published"


def test_an_upload_that_was_taken_back_is_no_mark(empty: Rows) -> None:
    two_sundays(empty)
    empty.con.execute("update upload set undone_at = '2026-11-23' where batch_id = 1")
    empty.con.execute("delete from history.posts")
    assert ctr(empty).basis == "published"


def test_a_post_completed_from_two_files_is_compared_by_what_each_of_them_said(empty: Rows) -> None:
    """The second file lacks the clicks: main keeps the 4 of the first, and a difference of 0 would be made up."""
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 600, 4)})
    number = download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 1000, None), "new": (NEW, 1000, 20)})
    empty.con.execute("insert into history.posts from posts where post_id = 'old'")
    empty.con.execute("update posts set link_clicks = 4 where post_id = 'old' and batch_id = ?", [number])
    assert (ctr(empty).numerator, ctr(empty).denominator) == (20, 1000)


# -- brand and channels --------------------------------------------------------------------------


def test_a_brand_does_not_mix_what_was_gained_with_what_was_published(empty: Rows) -> None:
    two_sundays(empty)
    download(empty, "2026-11-16", SUNDAY_47, {"theirs": (NEW, 500, 5)}, channel="linkedin")
    assert ctr(empty, channel="x").basis == "gained"
    assert ctr(empty, channel="linkedin").basis == "published"
    brand = ctr(empty)
    assert (brand.basis, brand.numerator, brand.denominator) == ("published", 20 + 5, 1000 + 500)


def test_a_channel_without_the_figure_does_not_hold_the_brand_back(empty: Rows) -> None:
    two_sundays(empty)
    download(empty, "2026-11-16", SUNDAY_47, {"video": (NEW, 500)}, channel="tiktok", columns=("views",))
    assert ctr(empty).basis == "gained"


def test_two_channels_that_both_tell_it_add_up(empty: Rows) -> None:
    two_sundays(empty)
    two_sundays(empty, channel="facebook")
    brand = ctr(empty)
    assert (brand.basis, brand.numerator, brand.denominator) == ("gained", 2 * 27, 2 * 1600)


def test_a_filter_takes_its_posts(empty: Rows) -> None:
    two_sundays(empty)
    empty.con.execute("update posts set is_paid = true where post_id = 'early'")
    assert ctr(empty, asked=Filter(paid=False)).denominator == 400 + 1000
    assert ctr(empty, asked=Filter(channel="x")).basis == "gained"


def test_a_mean_watch_share_has_no_difference_so_retention_stays_since_publication(empty: Rows) -> None:
    columns = ("views", "avg_pct_viewed")
    download(empty, "2026-10-19", SUNDAY_46, {"old": (OLD, 100, 0.4)}, columns=columns)
    download(empty, "2026-10-26", SUNDAY_47, {"old": (OLD, 200, 0.5), "new": (NEW, 100, 0.2)}, columns=columns)
    cells = score(empty, [(catalog()["video_retention"], ALL_ROWS, 7)], [W47])
    cell = cells.get("video_retention", ALL_ROWS, Window(W47, 7))
    assert (cell.basis, cell.value) == ("published", 0.2)


# -- the rows behind it --------------------------------------------------------------------------


def test_the_rows_behind_a_gain_show_both_downloads(empty: Rows) -> None:
    two_sundays(empty)
    cell = ctr(empty)
    found = weighed(empty, catalog()["ctr"], ALL_ROWS, cell)
    parts = ("title", "numerator", "denominator", "numerator_earlier", "denominator_earlier", "numerator_later")
    at = [found.columns.index(part) for part in parts]
    assert [tuple(line[place] for place in at) for line in found.rows] == [
        ("new", 20, 1000, 0, 0, 20),
        ("old", 6, 400, 4, 600, 10),
        ("early", 1, 200, 50, 5000, 51),
    ]
    assert found.total == 3
    assert sum(line[at[1]] for line in found.rows) / sum(line[at[2]] for line in found.rows) == cell.value


def test_one_scan_gives_each_week_what_a_scan_of_its_own_gives_it(empty: Rows) -> None:
    """Of posts since publication: each week is compared with those before it as they were when as old as it is."""
    for first, last, post in (
        ("2026-11-02", SUNDAY_45, EARLY),
        ("2026-11-09", SUNDAY_46, OLD),
        ("2026-11-16", SUNDAY_47, NEW),
    ):
        download(empty, first, last, {post: (post, 1000, 10)})
    download(empty, "2026-11-02", "2026-11-27", {EARLY: (EARLY, 1900, 60), OLD: (OLD, 1500, 40), NEW: (NEW, 1400, 30)})
    asked, lasts = [(catalog()["ctr"], ALL_ROWS, 7)], [W46, W47]
    ages = set()
    for last, cells in zip(lasts, score_each(empty, asked, lasts, 2), strict=True):
        alone = score(empty, asked, last.last(2))
        assert cells.weeks == alone.weeks
        assert cells.series("ctr", ALL_ROWS, 7) == alone.series("ctr", ALL_ROWS, 7)
        ages |= {cell.age for cell in cells.series("ctr", ALL_ROWS, 7)}
    assert len(ages) > 1
    assert list(score_each(empty, asked, [], 2)) == []
