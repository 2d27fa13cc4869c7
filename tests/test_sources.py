"""How fresh the exports are, and which weeks may be compared.

Week 46 is 9-15 November 2026, week 47 is 16-22 November.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpi.catalog import catalog
from kpi.periods import Week
from kpi.snapshot import EVERYWHERE
from kpi.sources import Sources, read_sources
from tests.ledger import upload
from tests.rows import Rows

WEEK = Week(2026, 47)
WEB, CTR, SENTIMENT = catalog()["landing_conversion"], catalog()["ctr"], catalog()["net_sentiment"]


def reported(store: Rows) -> Sources:
    return read_sources(store, WEEK)


@pytest.mark.parametrize(
    ("spans", "last_day", "complete", "missing"),
    [
        ([("2026-11-09", "2026-11-22")], date(2026, 11, 22), True, ()),
        ([("2026-11-09", "2026-11-15"), ("2026-11-16", "2026-11-22")], date(2026, 11, 22), True, ()),
        ([("2026-11-09", "2026-11-20")], date(2026, 11, 20), False, ()),
        ([("2026-11-09", "2026-11-15")], date(2026, 11, 15), False, ()),
        (
            [("2026-10-26", "2026-11-01"), ("2026-11-16", "2026-11-22")],
            date(2026, 11, 22),
            True,
            ("2026-W45", "2026-W46"),
        ),
        ([("2026-11-02", "2026-11-29")], date(2026, 11, 29), True, ()),
        (  # a hole is not complete because something came after it
            [("2026-11-09", "2026-11-15"), ("2026-11-23", "2026-11-29")],
            date(2026, 11, 29),
            False,
            ("2026-W47",),
        ),
    ],
)
def test_source_says_how_far_it_reaches(
    empty: Rows, spans: list[tuple[str, str]], last_day: date, complete: bool, missing: tuple[str, ...]
) -> None:
    for first, last in spans:
        upload(empty, "web", first, last, channel="web")
    (state,) = reported(empty).states(WEEK)
    assert (state.last_day, state.complete, state.missing_weeks) == (last_day, complete, missing)


def test_upload_that_was_taken_back_is_no_source(empty: Rows) -> None:
    upload(empty, "web", "2026-11-09", "2026-11-22", undone=True)
    assert reported(empty).all == ()


def test_source_that_begins_later_is_not_listed_yet(empty: Rows) -> None:
    upload(empty, "web", "2026-11-23", "2026-11-29")
    assert reported(empty).states(WEEK) == ()
    assert len(reported(empty).states(WEEK.previous(-1))) == 1


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [
        ("2026-11-09", "2026-11-22", ["2026-W46", "2026-W47"]),
        ("2026-11-10", "2026-11-22", ["2026-W47"]),  # begins on a Tuesday
        ("2026-11-09", "2026-11-21", ["2026-W46"]),  # ends on a Saturday
        ("2026-11-17", "2026-11-20", []),
    ],
)
def test_week_is_full_from_monday_to_sunday(empty: Rows, first: str, last: str, full: list[str]) -> None:
    upload(empty, "web", first, last)
    assert [week.id for week in reported(empty).full_weeks(WEB, EVERYWHERE)] == full


def posts(store: Rows, days: list[int], until: date, channel: str = "x") -> None:
    """Put posts on these days of the week (1 = Monday) in nine weeks, up to a day."""
    heard = [week.monday + timedelta(days=day - 1) for week in WEEK.last(9) for day in days]
    for day in (day for day in heard if day <= until):
        store.add("posts", day=day.isoformat(), channel=channel)
    upload(store, "posts", heard[0].isoformat(), max(day for day in heard if day <= until).isoformat(), channel=channel)


@pytest.mark.parametrize(
    ("days", "until", "full"),
    [
        ([1, 2, 3, 4, 5], date(2026, 11, 22), True),  # never at the weekend: Friday is as far as it goes
        ([1, 3, 5], date(2026, 11, 22), True),
        ([1, 2, 3, 4, 5, 6, 7], date(2026, 11, 20), False),  # every day, so a file taken on Friday is not the week
        ([1, 2, 3, 4, 5], date(2026, 11, 18), False),  # two days of silence are usual, four are not
        ([1, 2, 3, 4, 5], date(2026, 11, 15), False),
    ],
)
def test_usual_silence_at_the_end_of_a_week_is_no_missing_export(
    empty: Rows, days: list[int], until: date, full: bool
) -> None:
    posts(empty, days, until)
    assert reported(empty).full(CTR, "x", WEEK) == full
    (state,) = reported(empty).states(WEEK)
    assert state.complete == full


def test_too_few_days_make_no_rhythm(empty: Rows) -> None:
    for day in ("2026-11-16", "2026-11-18", "2026-11-20"):
        empty.add("posts", day=day)
    upload(empty, "posts", "2026-11-16", "2026-11-20", channel="x")
    assert not reported(empty).full(CTR, "x", WEEK)


def test_brand_waits_for_every_channel_that_usually_reports(empty: Rows) -> None:
    upload(empty, "posts", "2026-10-19", "2026-11-22", channel="x")
    upload(empty, "posts", "2026-10-19", "2026-11-15", channel="linkedin")
    assert reported(empty).full(CTR, "x", WEEK)
    assert not reported(empty).full(CTR, "linkedin", WEEK)
    assert not reported(empty).full(CTR, EVERYWHERE, WEEK)
    assert reported(empty).full(CTR, EVERYWHERE, WEEK.previous())


def test_channel_that_was_given_up_is_not_waited_for(empty: Rows) -> None:
    upload(empty, "posts", "2026-08-31", "2026-11-22", channel="x")
    upload(empty, "posts", "2026-08-31", "2026-10-18", channel="facebook")  # five weeks ago
    assert reported(empty).full(CTR, EVERYWHERE, WEEK)


def test_five_channels_are_not_compared_with_four(empty: Rows) -> None:
    upload(empty, "posts", "2026-10-19", "2026-11-22", channel="x")
    upload(empty, "posts", "2026-11-16", "2026-11-22", channel="tiktok")
    sources = reported(empty)
    assert sources.full(CTR, EVERYWHERE, WEEK)
    assert not sources.comparable(CTR, EVERYWHERE, WEEK.previous(), WEEK)
    assert sources.comparable(CTR, EVERYWHERE, WEEK.previous(2), WEEK.previous())
    assert sources.comparable(CTR, "x", WEEK.previous(), WEEK)


def test_another_format_of_the_same_export_continues_it(empty: Rows) -> None:
    upload(empty, "posts", "2026-10-19", "2026-11-15", channel="x", kind="x_legacy")
    upload(empty, "posts", "2026-11-16", "2026-11-22", channel="x", kind="x_premium")
    assert reported(empty).comparable(CTR, EVERYWHERE, WEEK.previous(), WEEK)


def test_sentiment_waits_for_the_inbox_and_for_the_mentions(empty: Rows) -> None:
    upload(empty, "messages", "2026-11-02", "2026-11-22")
    upload(empty, "mentions", "2026-11-02", "2026-11-15")
    assert not reported(empty).full(SENTIMENT, EVERYWHERE, WEEK)


@pytest.mark.parametrize("channel", [None, "web"])
@pytest.mark.parametrize(("last", "comparable"), [("2026-11-22", True), ("2026-11-20", False)])
def test_file_of_all_channels_speaks_for_each(empty: Rows, channel: str | None, last: str, comparable: bool) -> None:
    upload(empty, "web", "2026-11-09", last, channel=channel)
    assert reported(empty).comparable(WEB, "linkedin", WEEK.previous(), WEEK) == comparable


def test_reach_does_not_wait_for_followers(empty: Rows) -> None:
    for metric, channel, last in (("follows", "x", "2026-11-20"), ("engaged_reach_7d", "instagram", "2026-11-22")):
        number = upload(empty, "account_day", "2026-11-09", last, channel=channel)
        empty.add("account_day", day="2026-11-09", channel=channel, metric=metric, value=1, batch_id=number)
    sources = reported(empty)
    assert sources.full(catalog()["engaged_reach"], EVERYWHERE, WEEK)
    assert not sources.full(catalog()["follow_unfollow_ratio"], EVERYWHERE, WEEK)


@pytest.mark.parametrize(
    ("fact", "kind", "last", "found"),
    [  # is the week full, and is it provisional
        ("account_day", "x_overview", "2026-11-22", (False, True)),  # its last day is not finished
        ("account_day", "x_overview", "2026-11-23", (True, False)),
        ("account_day", "tiktok_business_overview", "2026-11-22", (True, False)),
        ("ads", "meta_ads", "2026-11-22", (True, True)),  # results still come in, what is there counts
        ("ads", "meta_ads", "2026-11-25", (True, False)),
    ],
)
def test_last_days_that_still_settle_are_provisional(
    empty: Rows, fact: str, kind: str, last: str, found: tuple[bool, bool]
) -> None:
    upload(empty, fact, "2026-11-09", last, kind=kind)
    (state,) = reported(empty).states(WEEK)
    assert (state.complete, state.provisional) == found


def test_a_later_download_makes_provisional_days_final(empty: Rows) -> None:
    upload(empty, "account_day", "2026-11-09", "2026-11-22", kind="x_overview")
    upload(empty, "account_day", "2026-11-16", "2026-11-24", kind="x_overview")
    (state,) = reported(empty).states(WEEK)
    assert (state.complete, state.provisional) == (True, False)
