"""The KPIs that the articles name outside their tables: every number is small enough to check in the head."""

from __future__ import annotations

from typing import Any

import pytest

from data import defaults
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.hours import Hours
from kpi.periods import Week
from kpi.plan import load_templates
from kpi.score import score
from kpi.snapshot import Cell
from kpi.why.weighed import weighed
from tests.rows import Rows

WEEK = Week(2026, 47)
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-11-{day}" for day in range(16, 23))


def cell(store: Rows, kpi: str, rows: Filter = ALL_ROWS, channel: str = "*", week: Week = WEEK) -> Cell:
    declared = catalog()[kpi]
    return score(store, [(declared, rows, declared.window_days)], [week]).get(
        kpi, rows, f"{week}/{declared.window_days}", channel
    )


def value(store: Rows, kpi: str, rows: Filter = ALL_ROWS, channel: str = "*", week: Week = WEEK) -> float | None:
    return cell(store, kpi, rows, channel, week).value


# -- posts ----------------------------------------------------------------------------------------


@pytest.fixture
def posts(empty: Rows) -> Rows:
    """Add a post that tells all, one that tells no saves, one that tells no impressions, and a reply."""
    counts: dict[str, Any] = {"reactions": 20, "comments": 5, "shares": 10}
    empty.add("posts", day=MON, channel="x", impressions=1000, reach=400, saves=15, watch_s=7200, **counts)
    empty.add("posts", day=TUE, channel="x", impressions=3000, reach=600, watch_s=1800, **counts)
    empty.add("posts", day=WED, channel="instagram", saves=9, duration_s=30)
    empty.add("posts", day=WED, channel="linkedin", impressions=500, is_reply=True)
    return empty


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("save_rate", 15 / 1000),
        ("share_rate", 20 / 4000),
        ("saves", 24),
        ("impressions", 1000 + 3000 + 500),
        ("post_reach", 400 + 600),
        ("watch_time", 2.5),
        ("engagement_rate_reach", (20 + 5 + 10 + 15 + 20 + 5 + 10) / 1000),
        ("engagement_rate", (20 + 5 + 10 + 15 + 20 + 5 + 10) / 4000),
    ],
)
def test_figures_of_posts(posts: Rows, kpi: str, expected: float) -> None:
    assert value(posts, kpi) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kpi", "coverage"),
    [
        ("save_rate", 1 / 4),
        ("saves", 2 / 4),
        ("impressions", 3 / 4),
        ("post_reach", 2 / 4),
        ("watch_time", 2 / 3),
        ("engagement_rate_reach", 2 / 4),
    ],
)
def test_what_posts_do_not_tell_shows_in_the_coverage(posts: Rows, kpi: str, coverage: float) -> None:
    assert cell(posts, kpi).coverage == pytest.approx(coverage)


def test_posts_are_counted_without_replies(posts: Rows) -> None:
    posts.cover("posts", "2026-10-24", SUN)
    assert [value(posts, kpi) for kpi in ("posts_published", "publishing_rate", "active_channels")] == [3, 3, 2]
    assert value(posts, "publishing_rate", channel="x") == 2


def test_no_posts_are_zero_where_uploads_cover_the_days_and_unknown_elsewhere(empty: Rows) -> None:
    assert cell(empty, "publishing_rate").why == "not_covered"
    empty.cover("posts", MON, SUN)
    assert value(empty, "publishing_rate") == 0
    assert value(empty, "active_channels") is None


def test_a_series_is_counted_by_its_format_or_campaign(posts: Rows) -> None:
    posts.cover("posts", "2026-10-24", SUN)
    posts.add("posts", day=THU, channel="x", format="Carousel", campaign="Proof")
    assert value(posts, "posts_published", Filter(formats=("carousel",))) == 1
    assert value(posts, "posts_published", Filter(campaigns=("proof",))) == 1


def test_channels_of_one_size_are_as_many_as_there_are(empty: Rows) -> None:
    for channel in ("x", "tiktok", "youtube"):
        empty.add("posts", day=MON, channel=channel)
        empty.add("posts", day=TUE, channel=channel)
    assert value(empty, "channel_diversification") == 3
    assert value(empty, "channel_diversification", channel="x") == 1


def test_a_small_channel_is_hardly_one_more(empty: Rows) -> None:
    for _ in range(9):
        empty.add("posts", day=MON, channel="x")
    empty.add("posts", day=MON, channel="tiktok")
    found = cell(empty, "channel_diversification")
    assert found.value == pytest.approx(100 / (81 + 1))  # 10 x 10 / (9 x 9 + 1 x 1)
    assert found.sample == 10


def test_our_own_deeds_are_counted_without_chance(posts: Rows) -> None:
    posts.cover("posts", MON, SUN)
    errors = [cell(posts, kpi).error for kpi in ("publishing_rate", "active_channels")]
    assert errors == [pytest.approx(0.2887, abs=1e-4)] * 2  # of a whole number, rounding: 1 / sqrt(12)


# -- accounts -------------------------------------------------------------------------------------


@pytest.fixture
def accounts(empty: Rows) -> Rows:
    """X tells who came and left, TikTok their difference, Instagram only who came, a page its followers."""
    told = {
        "x": {"follows": 30, "unfollows": 10},
        "tiktok": {"net_follows": -4},
        "instagram": {"follows": 99},
        "facebook": {"follows": 5, "unfollows": 2, "followers": 1000},
    }
    for channel, figures in told.items():
        for day in (MON, TUE):
            for metric, number in figures.items():
                empty.add("account_day", day=day, channel=channel, metric=metric, value=number)
    return empty


def test_growth_is_who_came_less_who_left(accounts: Rows) -> None:
    assert value(accounts, "follower_growth") == 2 * (20 - 4 + 3)
    assert value(accounts, "follower_growth", channel="tiktok") == -8
    assert value(accounts, "follower_growth", channel="instagram") is None
    assert cell(accounts, "follower_growth").coverage == 6 / 8


def test_unfollows_are_counted_where_a_platform_tells_them(accounts: Rows) -> None:
    assert value(accounts, "unfollows") == 2 * (10 + 2)
    assert cell(accounts, "unfollows").coverage == 4 / 6
    assert value(accounts, "unfollows", channel="instagram") is None


def test_unfollows_are_a_share_of_the_followers_of_those_days(accounts: Rows) -> None:
    assert value(accounts, "unfollow_rate") == (2 + 2) / (1000 + 1000)
    assert value(accounts, "unfollow_rate", channel="x") is None


@pytest.mark.parametrize(
    ("kpi", "metric"), [("returning_viewers", "returning_viewers_28d"), ("engaged_reach", "engaged_reach_7d")]
)
def test_a_figure_of_people_stands_for_a_week_and_never_adds_up(empty: Rows, kpi: str, metric: str) -> None:
    empty.add("account_day", day="2026-11-10", channel="youtube", metric=metric, value=700)
    empty.add("account_day", day=MON, channel="youtube", metric=metric, value=800)
    assert [value(empty, kpi, week=Week(2026, week)) for week in (46, 47, 48)] == [700, 800, None]
    empty.add("account_day", day=MON, channel="tiktok", metric=metric, value=50)
    assert cell(empty, kpi).why == "not_additive"
    assert value(empty, kpi, channel="tiktok") == 50


# -- ads ------------------------------------------------------------------------------------------


@pytest.fixture
def ads(empty: Rows) -> Rows:
    empty.ad(MON, spend=100, revenue=250, link_clicks=40, impressions=8000)
    empty.ad(TUE, spend=300, revenue=350, link_clicks=None, impressions=12000)
    empty.ad(WED, spend=50, link_clicks=20)
    return empty


@pytest.mark.parametrize(("kpi", "expected"), [("roas", 600 / 400), ("cpc", 150 / 60), ("cpm", 400 / 20)])
def test_money_stands_against_what_it_brought(ads: Rows, kpi: str, expected: float) -> None:
    assert value(ads, kpi) == expected


@pytest.mark.parametrize("kpi", ["roas", "cpc", "cpm"])
def test_two_currencies_do_not_add_up(ads: Rows, kpi: str) -> None:
    ads.ad(THU, spend=1, revenue=1, link_clicks=1, impressions=1, currency="SEK")
    assert cell(ads, kpi).why == "mixed"


def test_several_kinds_of_result_cost_what_they_cost(ads: Rows) -> None:
    ads.ad(THU, spend=50, link_clicks=20, result_kind="sales")
    assert value(ads, "cpc") == 200 / 80


def test_money_that_brought_no_click_has_no_price_per_click(empty: Rows) -> None:
    empty.ad(MON, spend=100, link_clicks=0)
    assert cell(empty, "cpc").why == "no_sample"


def test_a_platform_decides_on_an_ad_or_has_not_yet(empty: Rows) -> None:
    for decision in ("approved", "approved", "approved", "rejected", None):
        empty.add("ad_reviews", day=MON, decision=decision)
    found = cell(empty, "ad_rejection_rate")
    assert (found.value, found.denominator, found.coverage) == (0.25, 4, 0.8)


# -- what people say ------------------------------------------------------------------------------


def test_toxic_is_what_somebody_labelled_so_of_what_was_labelled(empty: Rows) -> None:
    empty.brands("Noord", "Zuid")
    for label in (True, False, False, None):
        empty.message(MON, 1, is_toxic=label)
    for name, label in (("Noord", True), ("Noord", None), ("Zuid", True)):
        empty.add("mentions", day=TUE, brand=name, is_toxic=label, channel="web")
    found = cell(empty, "toxic_share")
    assert (found.value, found.denominator, found.coverage) == (2 / 4, 4, pytest.approx(4 / 6))
    assert cell(empty, "toxic_share", channel="web").value == 1


# -- people ---------------------------------------------------------------------------------------


def test_comments_are_answered_within_three_days_or_too_young(empty: Rows) -> None:
    def comment(day: str, wait: float, known: str, *, answered: bool = True, private: bool | None = False) -> None:
        empty.message(day, wait, answered=answered, is_private=private, known_until=f"{known}T09:00")

    comment(MON, 10, SUN)  # in time
    comment(MON, 71.9, SUN)
    comment(MON, 72.1, SUN)  # too late
    comment(MON, 144, SUN, answered=False)
    comment(FRI, 1, SUN)  # two days old
    comment(MON, 1, SUN, private=True)
    comment(MON, 1, SUN, private=None)
    found = cell(empty, "comments_answered")
    assert (found.value, found.denominator, found.censored, found.coverage) == (2 / 4, 4, 1, 6 / 7)


def test_an_answer_in_four_opening_hours(empty: Rows) -> None:
    def message(received: str, replied: str | None, known: str = f"{SUN}T12:00") -> None:
        times = {"received_at": received, "replied_at": replied, "known_until": known}
        empty.add("messages", day=received[:10], answer_known=True, wait_hours=99, **times)

    empty.con.execute("insert into setting values ('zone', 'UTC')")
    message(f"{MON}T16:00", f"{TUE}T11:00")  # 1 h on Monday and 2 h on Tuesday
    message(f"{MON}T16:00", f"{TUE}T13:00")  # 1 + 4
    message(f"{FRI}T16:00", f"{SAT}T10:00")  # 1 h, but four hours open only on Monday: too young
    message(f"{WED}T10:00", None)
    found = cell(empty, "sla_4h")
    assert (found.value, found.denominator) == (1 / 3, 3)
    hours = Filter(hours=Hours(monday="00:00-24:00", tuesday="00:00-24:00", wednesday="00:00-24:00"))
    assert value(empty, "sla_4h", hours) == 0  # of four: Friday's waits too, and nobody is there on Saturday


@pytest.mark.parametrize(
    "topic",
    [
        "privacy", "AI & Privacy", "GDPR", "avg", "cookies", "persoonsgegevens", "integritet", "Integritet & data",
        "dataskydd", "Personuppgifter", "confidențialitate", "Date personale", "protecția datelor", "data protection",
    ],
)  # fmt: skip
def test_a_topic_of_privacy_is_known_in_four_languages(empty: Rows, topic: str) -> None:
    assert empty.query("select is_privacy(?)", [topic]) == [(True,)]


@pytest.mark.parametrize("topic", ["price", "avgift", "AI", "integriteit van de cijfers", "private label", "delivery"])
def test_another_topic_is_not(empty: Rows, topic: str) -> None:
    assert empty.query("select is_privacy(?)", [topic]) == [(False,)]


def test_what_people_say_of_privacy(empty: Rows) -> None:
    said = [("privacy", -1), ("GDPR", -1), ("integritet", 0), ("avg", 1), ("privacy", None), ("price", -1), (None, -1)]
    for hours, (topic, sentiment) in enumerate(said, 1):
        empty.message(MON, hours, topic=topic, sentiment=sentiment)
    share = cell(empty, "privacy_negative_share")
    assert (share.value, share.denominator, share.coverage) == (2 / 4, 4, 4 / 5)
    assert value(empty, "privacy_response_time") == 3  # of 1, 2, 3, 4 and 5 hours


# -- the content log ------------------------------------------------------------------------------


def test_posts_take_from_being_sent_in_to_approval(empty: Rows) -> None:
    for sent, approved in (
        ("09:00", "11:00"),
        ("09:00", "15:00"),
        ("09:00", "10:00"),
        ("09:00", None),
        ("09:00", "08:00"),
    ):
        times = {"submitted_at": f"{MON}T{sent}", "approved_at": approved and f"{MON}T{approved}"}
        empty.add("content_log", day=TUE, **times)
    found = cell(empty, "approval_cycle_time")
    assert (found.value, found.sample, found.coverage) == (2, 3, 3 / 5)


def test_approval_can_be_counted_in_opening_hours(empty: Rows) -> None:
    empty.con.execute("insert into setting values ('zone', 'UTC')")
    empty.add("content_log", day=WED, submitted_at=f"{MON}T16:00", approved_at=f"{TUE}T10:00")
    assert value(empty, "approval_cycle_time") == 18
    assert value(empty, "approval_cycle_time", Filter(hours=Hours(monday="09:00-17:00", tuesday="09:00-17:00"))) == 2


def test_a_post_waits_for_its_day_by_the_calendar_of_the_brand(empty: Rows) -> None:
    empty.con.execute("insert into setting values ('zone', 'America/New_York')")
    empty.add("content_log", day=TUE, submitted_at=f"{TUE}T01:00")  # Monday evening there: one day
    empty.add("content_log", day=THU, submitted_at=f"{MON}T15:00")  # three days
    empty.add("content_log", day=MON, submitted_at=f"{TUE}T15:00")  # after it was out: not known
    empty.add("content_log", day=MON)
    found = cell(empty, "time_to_publish")
    assert (found.value, found.sample, found.coverage) == (2, 2, 2 / 4)


def test_a_brand_without_a_zone_has_the_one_that_holds_everywhere(empty: Rows) -> None:
    assert defaults.ZONE == "Europe/Amsterdam"
    empty.add("content_log", day=TUE, submitted_at=f"{MON}T23:30")  # Tuesday in Amsterdam
    assert value(empty, "time_to_publish") == 0


def test_rounds_and_sources_are_of_the_posts_that_tell_them(empty: Rows) -> None:
    for rounds, sourced in ((1, True), (3, True), (2, False), (None, None)):
        empty.add("content_log", day=MON, review_passes=rounds, sourced=sourced)
    assert value(empty, "review_rounds") == 2
    found = cell(empty, "sourced_claims")
    assert (found.value, found.denominator, found.coverage) == (2 / 3, 3, 3 / 4)


def test_corrections_of_a_month_are_the_compliance_incidents_of_a_quarter(empty: Rows) -> None:
    empty.cover("content_log", "2026-08-24", SUN)
    for day, correction, reason in (
        (MON, "corrected", "error"),
        (MON, "removed", "privacy"),
        (MON, "corrected", "typo"),
        (MON, "none", None),
        ("2026-10-12", "corrected", "claim"),
    ):
        empty.add("content_log", day=day, correction=correction, correction_reason=reason)
    assert [value(empty, kpi) for kpi in ("corrections", "compliance_incidents")] == [2, 3]


# -- incidents, tests -----------------------------------------------------------------------------


def test_incidents_are_counted_by_their_kind_when_confirmed(empty: Rows) -> None:
    empty.cover("incidents", "2026-10-24", SUN)
    for kind in ("warning", "takedown", "access", "security", "privacy", "claim", "other", None):
        empty.add("incidents", day=MON, kind=kind, confirmed=True)
    empty.add("incidents", day=MON, kind="warning", confirmed=False)
    empty.add("incidents", day=MON, kind="takedown")
    found = {
        kpi: value(empty, kpi) for kpi in ("policy_warnings", "takedowns", "access_exceptions", "policy_incidents")
    }
    assert found == {"policy_warnings": 1, "takedowns": 1, "access_exceptions": 1, "policy_incidents": 6}


@pytest.mark.parametrize("kpi", ["policy_warnings", "takedowns", "access_exceptions", "tests_run", "escalations"])
def test_no_row_is_zero_where_the_log_covers_the_days(empty: Rows, kpi: str) -> None:
    assert cell(empty, kpi).why == "not_covered"
    empty.cover(catalog()[kpi].sources[0], "2026-10-24", SUN)
    assert value(empty, kpi) == 0


def test_tests_count_when_they_start_whatever_comes_of_them(empty: Rows) -> None:
    empty.cover("tests", MON, SUN)
    empty.add("tests", day=MON, result="won", format="reel")
    empty.add("tests", day=SUN)
    empty.add("tests", day="2026-11-15")
    assert value(empty, "tests_run") == 2
    assert value(empty, "tests_run", Filter(formats=("Reel",))) == 1


# -- what waits -----------------------------------------------------------------------------------


def test_a_request_to_delete_waits_until_the_log_ends(empty: Rows) -> None:
    empty.cover("deletions", "2026-10-24", SUN)
    for asked, deleted in ((MON, TUE), (MON, THU), (TUE, None), (SAT, None), (FRI, THU)):
        empty.add("deletions", day=asked, requested_on=asked, deleted_on=deleted)
    found = cell(empty, "time_to_delete")
    # 1, 3, 5 so far, 1 so far; the one deleted before it was asked for is a slip
    assert (found.value, found.sample, found.censored, found.coverage) == (2, 4, 2, 4 / 5)


def test_a_log_that_covers_days_to_come_knows_nothing_of_them(empty: Rows) -> None:
    empty.con.execute(
        "insert into upload (batch_id, sha256, file, format, fact, fields, answers, loaded_at, rows_read, rows_new,"
        " rows_changed, rows_unchanged, rows_older, cells_refused, rows_refused, notes)"
        " values (1, '', '', '', 'deletions', '[]', '{}', '2026-11-20 09:00', 0, 0, 0, 0, 0, 0, 0, '[]')"
    )
    empty.cover("deletions", "2026-11-01", "2026-11-30")
    empty.add("deletions", day=MON, requested_on=MON)
    assert value(empty, "time_to_delete") == 4


@pytest.fixture
def threads(empty: Rows) -> Rows:
    """Four risky threads, a low one, and one of which nobody wrote down when it was looked at."""
    empty.cover("escalations", "2026-10-24", SUN)
    empty.con.execute("insert into setting values ('zone', 'UTC')")

    def thread(passed: str, looked: str | None, answered: str | None, risk: str = "high") -> None:
        times = {"escalated_at": passed, "triaged_at": looked, "answered_at": answered}
        empty.add("escalations", day=passed[:10], risk=risk, topic="AI", **times)

    thread(f"{MON}T10:00", f"{MON}T10:20", f"{MON}T11:30")  # 20 min, 1.5 h
    thread(f"{MON}T10:00", f"{MON}T10:40", f"{MON}T11:30")  # looked at too late
    thread(f"{MON}T16:00", f"{MON}T16:10", f"{TUE}T10:00")  # answered too late: 18 h, of which 2 h open
    thread(f"{SAT}T20:00", None, None)  # 28 hours old where the log ends: with the end of Sunday
    thread(f"{MON}T10:00", None, f"{MON}T14:00", risk="low")  # 4 h
    thread(f"{MON}T10:00", None, f"{MON}T11:00")  # 1 h; when somebody looked is not known
    return empty


def test_escalations_are_answered_in_opening_hours(threads: Rows) -> None:
    found = cell(threads, "escalation_time")
    assert (found.value, found.sample, found.censored) == (1.5, 6, 1)  # 0 so far, 1, 1.5, 1.5, 2, 4
    assert value(threads, "escalations") == 6


def test_high_risk_is_looked_at_around_the_clock(threads: Rows) -> None:
    found = cell(threads, "triage_time")
    assert found.value == pytest.approx(0.5)  # 10, 20 and 40 minutes, and 4 hours so far
    assert (found.sample, found.censored, found.coverage) == (4, 1, 4 / 5)


def test_high_risk_in_time_is_both(threads: Rows) -> None:
    found = cell(threads, "high_risk_in_time")
    assert (found.value, found.denominator, found.censored, found.coverage) == (1 / 4, 4, 1, 4 / 5)
    threads.add("escalations", day=SUN, risk="high", escalated_at=f"{SUN}T22:30")  # an hour and a half old
    assert cell(threads, "high_risk_in_time").denominator == 4


def test_our_policy_follows_a_vendors_terms_in_working_days(empty: Rows) -> None:
    empty.cover("vendor_terms", "2026-08-24", SUN)
    for changed, followed in (("2026-11-06", "2026-11-09"), (MON, FRI), (FRI, None)):
        empty.add("vendor_terms", day=changed, policy_updated_on=followed)
    found = cell(empty, "policy_update_time")
    assert (found.value, found.sample, found.censored) == (1, 3, 1)  # a weekend between, 4, and 0 so far


def test_a_holiday_is_no_working_day(empty: Rows) -> None:
    empty.add("vendor_terms", day="2026-11-09", policy_updated_on="2026-11-13")  # the 11th is a holiday in Belgium
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:00")
    assert value(empty, "policy_update_time") == 4
    assert value(empty, "policy_update_time", Filter(hours=Hours(**days, country="BE"))) == 3


def test_the_days_of_the_view_are_those_of_a_calendar_without_holidays(empty: Rows) -> None:
    for changed, followed in (("2026-11-06", "2026-11-09"), (MON, FRI), (SAT, "2026-11-23"), (SAT, SUN)):
        empty.add("vendor_terms", day=changed, policy_updated_on=followed)
    assert [days for (days,) in empty.query("select waited_days from policy_updates order by source_row")] == [
        1,
        4,
        1,
        0,
    ]


# -- the register ---------------------------------------------------------------------------------


def test_a_register_is_read_as_it_stood_at_the_end_of_the_window(empty: Rows) -> None:
    def data_set(name: str, day: str, owner: str | None, retention: int | None, **more: Any) -> None:
        empty.add("datasets", dataset_id=name, day=day, owner=owner, retention_days=retention, **more)

    data_set("inbox", "2026-01-01", "Mira", 90)
    data_set("exports", "2026-01-01", "Mira", None)
    data_set("old", "2026-01-01", "Mira", 30, retired_on="2026-11-10")
    data_set("new", TUE, None, 30)
    shares = [cell(empty, "dataset_governance", week=Week(2026, week)) for week in (45, 46, 47)]
    assert [(one.value, one.denominator) for one in shares] == [(2 / 3, 3), (1 / 2, 2), (1 / 3, 3)]


def test_an_edit_of_today_does_not_rewrite_last_month(empty: Rows) -> None:
    empty.con.execute(
        "insert into history.datasets (dataset_id, channel, day, owner, snapshot_date, batch_id, source_row)"
        " values ('inbox', 'all', '2026-01-01', 'Mira', '2026-10-01', 1, 1)"
    )
    now = {"day": "2026-01-01", "owner": "Mira", "retention_days": 90, "snapshot_date": TUE, "batch_id": 2}
    empty.add("datasets", dataset_id="inbox", channel="all", **now)
    assert [value(empty, "dataset_governance", week=Week(2026, week)) for week in (1, 46, 47)] == [0, 0, 1]
    assert value(empty, "dataset_governance", week=Week(2025, 52)) is None


def test_what_was_taken_out_of_the_register_ends_there(empty: Rows) -> None:
    versions = ((1, "2026-10-01", False), (2, TUE, True))
    for batch, until, withdrawn in versions:
        empty.con.execute(
            "insert into history.datasets (dataset_id, channel, day, withdrawn, snapshot_date, batch_id, source_row)"
            " values ('inbox', 'all', '2026-01-01', ?, ?, ?, 1)",
            [withdrawn, until, batch],
        )
    assert [value(empty, "dataset_governance", week=Week(2026, week)) for week in (46, 47)] == [0, None]


def test_a_register_is_no_sample(empty: Rows) -> None:
    for owner in ("Mira", None):
        empty.add("datasets", day="2026-01-01", owner=owner, retention_days=30)
    assert cell(empty, "dataset_governance").error == pytest.approx(0.2887 / 2, abs=1e-4)


# -- the rows behind ------------------------------------------------------------------------------


@pytest.fixture
def everything(empty: Rows) -> Rows:
    """Write two rows of each thing that a number outside the tables is made of."""
    logs = ("content_log", "incidents", "escalations", "deletions", "tests", "vendor_terms", "posts", "messages")
    for log in logs:
        empty.cover(log, "2026-10-24", SUN)
    for count in (1, 2):
        told = {"reactions": 5, "comments": 2, "shares": 3, "saves": 4, "impressions": 2000, "reach": 900}
        empty.add("posts", day=MON, watch_s=3600, duration_s=60, title=f"post {count}", **told)
        for metric, number in (("follows", 9), ("unfollows", 3), ("followers", 1000)):
            empty.add("account_day", day=f"2026-11-{15 + count}", metric=metric, value=number)
        empty.ad(MON, ad=f"ad {count}", spend=60, revenue=120, link_clicks=40, impressions=5000, results=2)
        empty.add("ad_reviews", day=MON, decision="rejected" if count == 1 else "approved")
        empty.message(MON, count, topic="privacy", sentiment=-1, is_private=False, is_toxic=count == 1)
        written = {"submitted_at": f"{MON}T09:00", "approved_at": f"{MON}T1{count}:00", "review_passes": count}
        empty.add("content_log", day=TUE, correction="corrected", correction_reason="error", sourced=True, **written)
        for kind in ("warning", "takedown", "access"):
            empty.add("incidents", day=MON, kind=kind, confirmed=True)
        times = {"escalated_at": f"{MON}T10:00", "triaged_at": f"{MON}T10:4{count}", "answered_at": f"{MON}T11:00"}
        empty.add("escalations", day=MON, risk="high", **times)
        empty.add("deletions", day=MON, requested_on=MON, deleted_on=THU)
        empty.add("tests", day=MON, hypothesis="shorter is better")
        empty.add("vendor_terms", day=MON, policy_updated_on=FRI, vendor="Meta")
        empty.add("datasets", day="2026-01-01", owner="Mira", retention_days=30)
    empty.add("account_day", day=SUN, channel="youtube", metric="returning_viewers_28d", value=800)
    return empty


OUTSIDE = sorted(set(catalog()) - {row.kpi for template in load_templates().values() for row in template.rows})


@pytest.mark.parametrize("kpi", OUTSIDE)
def test_a_number_shows_the_rows_it_is_made_of(everything: Rows, kpi: str) -> None:
    found = cell(everything, kpi)
    assert found.value is not None
    listed = weighed(everything, catalog()[kpi], ALL_ROWS, found)
    assert listed.complete
    assert len(listed.rows) == (1 if kpi == "returning_viewers" else 2)
    if catalog()[kpi].kind in {"share", "ratio"}:
        at = listed.columns.index("numerator")
        assert sum(row[at] or 0 for row in listed.rows) == pytest.approx(found.numerator)
        assert sum(row[at + 1] or 0 for row in listed.rows) == pytest.approx(found.denominator)
    if catalog()[kpi].kind == "count":
        assert sum(row[listed.columns.index("value")] for row in listed.rows) == found.value
