"""Each of the 40 real exports is read right or set aside with a reason.

The files stay outside the project: NINETY_EXPORTS says where, and without them these tests are skipped. The table
says format, rows stored and which column adds up to which header; the sums are computed here with csv and openpyxl.
"""

from __future__ import annotations

import csv
import io
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

from data.errors import SetAsideError
from data.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
EXPORTS = Path(os.environ.get("NINETY_EXPORTS", ROOT.parent / "shared" / "exports"))
pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"no real exports in {EXPORTS}: set NINETY_EXPORTS")

NO_DATA = ("total", "totalt", "gesamt", "showing top", "die 500")  # first words of rows that are no data
ASKED = {"account": "Main"}
ON_INSTAGRAM = ASKED | {"channel": "instagram"}
ON_FACEBOOK = ASKED | {"channel": "facebook"}
IN_2023 = ASKED | {"year": "2023"}


class Real(NamedTuple):
    """What one real file must become."""

    file: str
    format: str
    stored: int
    sums: Mapping[str, str]  # column or metric -> the header whose cells it must add up to
    answers: Mapping[str, str] = {}
    needs: str = ""  # rows with nothing under this header are no posts: error rows, totals, videos without a day
    refused: int = 0


READ = (
    # posts of Facebook and Instagram
    Real(
        "meta_content/en_fb_posts_2025-01-14_04-14.csv",
        "facebook_posts",
        261,
        {"views": "Views", "impressions": "Views", "link_clicks": "Link Clicks", "watch_s": "Seconds viewed"},
    ),
    Real(
        "meta_content/en_ig_posts_2025-03-18_04-14_a.csv",
        "instagram_posts",
        78,
        {"views": "Views", "reactions": "Likes", "saves": "Saves"},
    ),
    Real(
        "meta_content/en_ig_posts_2025-03-18_04-14_b_duplicate_download.csv",
        "instagram_posts",
        78,
        {"views": "Views", "follows": "Follows"},
    ),
    Real(
        "meta_content/pt_ig_posts_2025-04-01_06-30.csv",
        "instagram_posts",
        171,
        {"views": "Visualizações", "reach": "Alcance", "comments": "Comentários"},
    ),
    Real("meta_content/de_anonymised_template_lunagi.csv", "meta_posts_platforms", 32, {}),  # see below
    # charts of Meta, a row a day
    Real("meta_daily/bg_excel_Follows.csv", "meta_daily", 62, {"follows": "Primary"}, ASKED),
    Real("meta_daily/bg_excel_IG_FOLLOWS.csv", "meta_daily", 62, {"follows": "Primary"}, ASKED),  # 40 + 22 quiet days
    Real("meta_daily/bg_excel_IG_REACH.csv", "meta_daily", 62, {"reach": "Primary"}, ON_INSTAGRAM),
    Real("meta_daily/bg_excel_Interactions.csv", "meta_daily", 62, {"interactions": "Primary"}, ON_FACEBOOK),
    Real("meta_daily/en_oigetit_Follows.csv", "meta_daily", 105, {"follows": "Primary"}, ON_FACEBOOK),
    Real("meta_daily/en_oigetit_Interactions.csv", "meta_daily", 105, {"interactions": "Primary"}, ON_FACEBOOK),
    Real("meta_daily/en_oigetit_Interactions_(1).csv", "meta_daily", 105, {"interactions": "Primary"}, ON_INSTAGRAM),
    Real("meta_daily/en_oigetit_Reach.csv", "meta_daily", 105, {"reach": "Primary"}, ASKED),
    Real("meta_daily/en_oigetit_Views.csv", "meta_daily", 105, {"views": "Primary"}, ON_FACEBOOK),
    Real("meta_daily/pt_Alcance.csv", "meta_daily", 28, {"reach": "Primary"}, ON_INSTAGRAM),
    Real("meta_daily/pt_Seguidores.csv", "meta_daily", 26, {"follows": "Primary"}, ASKED),
    # X
    Real(
        "x_legacy/tweet_activity_20161201_20170101.csv",
        "x_legacy",
        37,
        {"impressions": "impressions", "link_clicks": "url clicks"},
    ),
    Real(
        "x_legacy/tweet_activity_20180501_20180601.csv",
        "x_legacy",
        50,
        {"impressions": "impressions", "shares": "retweets"},
    ),
    Real(
        "x_premium/content_2024-11-21_2025-02-19_pt_text.csv",
        "x_content",
        141,
        {"impressions": "Impressions", "link_clicks": "Url clicks", "saves": "Bookmarks"},
    ),
    Real(
        "x_premium/overview_koe_download1.csv",
        "x_overview",
        72,  # 6 days, 12 metrics
        {"impressions": "Impressions", "follows": "New follows", "unfollows": "Unfollows"},
        ASKED,
    ),
    Real("x_premium/overview_koe_download2.csv", "x_overview", 84, {"impressions": "Impressions"}, ASKED),
    # TikTok
    Real(
        "tiktok/bc_daily_overview_vintage.csv",
        "tiktok_business_overview",
        557,  # 62 days, 9 metrics, one NAN
        {
            "views": "Video views",
            "reach": "Reached audience",
            "follows": "New followers",
            "unfollows": "Lost followers",
        },
        ASKED,
    ),
    Real("tiktok/overview_7days_en.csv", "tiktok_overview", 35, {"views": "Video Views", "shares": "Shares"}, IN_2023),
    Real(
        "tiktok/studio_Overview.csv", "tiktok_overview", 1825, {"views": "Video Views", "reactions": "Likes"}, IN_2023
    ),
    Real(
        "tiktok/studio_FollowerHistory.csv",
        "tiktok_followers",
        705,  # 365 days, 2 metrics, 25 times "undefined"
        {"followers": "Followers", "net_follows": "Difference in followers from previous day"},
        IN_2023,
    ),
    # YouTube
    Real(
        "youtube/en_table_basic.csv",
        "youtube_videos",
        24,
        {"views": "Views", "follows": "Subscribers", "impressions": "Views"},
    ),
    Real(
        "youtube/en_table_top500_footer.csv",
        "youtube_videos",
        495,
        {"views": "Views", "impressions": "Views"},
        needs="Video publish time",
        refused=5,
    ),
    Real(
        "youtube/de_table_data.csv",
        "youtube_videos",
        483,
        {"views": "Aufrufe", "follows": "Abonnenten"},
        needs="Veröffentlichungszeitpunkt des Videos",
        refused=17,
    ),
    Real("youtube/de_totals.csv", "youtube_days", 366, {"views": "Aufrufe"}, ASKED),
    Real(
        "youtube_sv/sv_Datum_Tabelldata.csv",
        "youtube_days",
        54,
        {"views": "Visningar", "watch_hours": "Visningstid (timmar)"},
        ASKED,
    ),
    Real("youtube_sv/sv_Datum_Totalt.csv", "youtube_days", 28, {"views": "Visningar"}, ASKED),
    Real("youtube_sv/sv_Innehåll_Totalt.csv", "youtube_days", 28, {"views": "Visningar"}, ASKED),
    Real(
        "youtube_sv/sv_Innehåll_Tabelldata.csv",
        "youtube_videos",
        57,
        {"views": "Visningar", "impressions": "Visningar"},
    ),
    # ads and web
    Real(
        "meta_ads/en_ads_2021-02_2024-03_UAH.xlsx",
        "meta_ads",
        35,  # 50 ads, 15 of them under a name another one has in the same ad set
        {"spend": "Amount spent (UAH)", "impressions": "Impressions", "results": "Results"},
        ASKED,
        needs="Ad name",
    ),
    Real(
        "google_ads/en_ad_report_2026-01.csv",
        "google_ads",
        5,  # 15 ads of 5 ad groups
        {"spend": "Cost", "impressions": "Impr."},
        ASKED,
    ),
    Real("ga4/en_report_date_events_2023-07_2024-03.csv", "ga4_days", 241, {"users": "Total users"}, ASKED),
)
SET_ASIDE = {
    "meta_daily/en_oigetit_Audience.csv": ("meta_audience", "demographics"),
    "youtube_sv/sv_Innehåll_Diagramdata.csv": ("youtube_video_days", "part_of_a_whole"),
    "youtube_sv/sv_Prenumerationskälla_Tabelldata.csv": ("youtube_subscription_source", "no_days"),
    "ga4/en_snapshot_azheng_0.csv": ("ga4_snapshot", "numbered_days"),
}


# -- an independent reading --------------------------------------------------------------


def records(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    content = path.read_bytes()
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig").replace("\u00ad", "")
    marks = {mark: text[:3000].count(mark) for mark in ",;"}
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(marks, key=lambda mark: marks[mark])))


def cells(real: Real, header: str) -> Iterator[float]:
    """Give the numbers under a header; what cannot be read as one counts for nothing."""
    rows = records(EXPORTS / real.file)
    start = next(n for n, row in enumerate(rows) if header in row)
    column = rows[start].index(header)
    needed = rows[start].index(real.needs) if real.needs else 0
    for row in rows[start + 1 :]:
        if len(row) > max(column, needed) and row[needed] and not row[0].lower().startswith(NO_DATA):
            with suppress(ValueError):
                yield float(row[column].replace(",", "").replace("NAN", "unknown"))


def stored_sum(store: Store, fact: str, name: str) -> float:
    if fact == "account_day":
        return float(store.query("select sum(value) from account_day where metric = ?", [name])[0][0])
    return float(store.query(f"select coalesce(sum({name}), 0) from {fact}")[0][0])


def names(real: Real) -> str:
    return real.file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def load(store: Store, file: str, answers: Mapping[str, str] = {}) -> tuple[int, int, int]:
    receipt = store.load(Path(file).name, (EXPORTS / file).read_bytes(), answers)
    return receipt.rows_new, receipt.rows_changed, receipt.rows_older


# -- all 40 ------------------------------------------------------------------------------


def test_the_table_names_every_file_there_is() -> None:
    there_are = {path.relative_to(EXPORTS).as_posix() for path in EXPORTS.rglob("*") if path.is_file()}
    assert {real.file for real in READ} | set(SET_ASIDE) == there_are


@pytest.mark.parametrize("real", READ, ids=names)
def test_a_real_export_is_read_right(store: Store, real: Real) -> None:
    receipt = store.load(Path(real.file).name, (EXPORTS / real.file).read_bytes(), real.answers)
    assert (receipt.format, receipt.rows_new, receipt.rows_refused) == (real.format, real.stored, real.refused)
    assert receipt.cells_refused == 0
    for name, header in real.sums.items():
        assert stored_sum(store, receipt.fact, name) == pytest.approx(sum(cells(real, header))), name


@pytest.mark.parametrize("real", READ, ids=names)
def test_the_same_bytes_twice_change_nothing(store: Store, real: Real) -> None:
    content = (EXPORTS / real.file).read_bytes()
    first = store.load(Path(real.file).name, content, real.answers)
    before = store.revision
    again = store.load("the same under another name.csv", content, real.answers)
    assert (again.already_known, again.batch_id, store.revision) == (True, first.batch_id, before)


@pytest.mark.parametrize("file", SET_ASIDE)
def test_a_real_export_without_use_is_set_aside_with_a_reason(store: Store, file: str) -> None:
    with pytest.raises(SetAsideError) as refused:
        load(store, file)
    assert (refused.value.fields["format"], refused.value.fields["why"]) == SET_ASIDE[file]


# -- what only some of them can show -----------------------------------------------------


DOWNLOADS = ("x_premium/overview_koe_download1.csv", "x_premium/overview_koe_download2.csv")


@pytest.mark.parametrize("order", [DOWNLOADS, DOWNLOADS[::-1]], ids=["in order", "the later one first"])
def test_a_later_download_corrects_the_day_that_was_still_running(store: Store, order: tuple[str, str]) -> None:
    for file in order:
        load(store, file, ASKED)
    day = "from {}.account_day where metric = 'impressions' and day = date '2025-08-24'"
    assert store.query("select value " + day.format("main")) == [(14795,)]
    assert store.query("select value " + day.format("history")) == [(5866,)]
    assert store.query("select count(distinct day) from account_day") == [(8,)]  # 19 to 26 August


def test_undoing_the_later_download_brings_the_earlier_number_back(store: Store) -> None:
    for file in DOWNLOADS:
        load(store, file, ASKED)
    store.undo(store.uploads()[0].batch_id)
    days = store.query("select day, value from account_day where metric = 'impressions' order by day desc limit 1")
    assert days == [(date(2025, 8, 24), 5866)]


def test_another_download_of_the_same_posts_gives_no_second_row(store: Store) -> None:
    file = "meta_content/en_ig_posts_2025-03-18_04-14_a.csv"
    load(store, file)
    receipt = store.load("again.csv", (EXPORTS / file).read_bytes() + b"\n")
    assert (receipt.already_known, receipt.rows_new, receipt.rows_unchanged) == (False, 0, 78)
    assert store.query("select count(*) from posts") == [(78,)]


def test_the_same_views_under_two_names_of_a_youtube_zip_count_once(store: Store) -> None:
    assert load(store, "youtube_sv/sv_Datum_Totalt.csv", ASKED)[0] == 28
    load(store, "youtube_sv/sv_Innehåll_Totalt.csv", ASKED)
    load(store, "youtube_sv/sv_Datum_Tabelldata.csv", ASKED)
    assert store.query("select sum(value) from account_day where metric = 'views'") == [(2052,)]


def test_of_posts_repeated_in_a_hand_kept_table_the_last_row_counts(store: Store) -> None:
    load(store, "meta_content/de_anonymised_template_lunagi.csv")
    rows = records(EXPORTS / "meta_content/de_anonymised_template_lunagi.csv")
    place = {header: rows[0].index(header) for header in ("Plattform", "Beitrags-ID", "Impressionen")}
    last = {(row[place["Plattform"]], row[place["Beitrags-ID"]]): int(row[place["Impressionen"]]) for row in rows[1:]}
    assert store.query("select count(*), sum(impressions) from posts") == [(len(last), sum(last.values()))]


CLICKS = ("Link Clicks", "Other Clicks", "Matched Audience Targeting Consumption (Photo Click)")


def test_facebook_leaves_out_the_kinds_of_clicks_a_post_had_none_of(store: Store) -> None:
    file = "meta_content/en_fb_posts_2025-01-14_04-14.csv"
    header, *rows = records(EXPORTS / file)
    posts = [dict(zip(header, row, strict=False)) for row in rows]
    assert all(int(post["Total clicks"]) == sum(int(post[kind] or 0) for kind in CLICKS) for post in posts)
    load(store, file)
    assert store.query("select count(*), count(link_clicks), sum(link_clicks) from posts") == [(261, 261, 21)]


def test_replies_are_told_from_posts(store: Store) -> None:
    load(store, "x_legacy/tweet_activity_20180501_20180601.csv")
    assert store.query("select is_reply, count(*) from posts group by all order by all") == [(False, 36), (True, 14)]


def test_instagram_times_come_from_the_link_and_agree_with_the_pacific_time_beside_it(store: Store) -> None:
    load(store, "meta_content/pt_ig_posts_2025-04-01_06-30.csv")
    found = store.query("select published_at, day from posts where post_id = '18056084636272180'")
    # written 04/23/2025 07:48 in Los Angeles; the link was made a minute earlier
    assert [(moment.strftime("%d %H:%M"), day) for moment, day in found] == [("23 14:47", date(2025, 4, 23))]


def test_ids_keep_all_their_digits(store: Store) -> None:
    file = "x_premium/content_2024-11-21_2025-02-19_pt_text.csv"
    load(store, file)
    assert {post for (post,) in store.query("select post_id from posts")} == {
        row[0] for row in records(EXPORTS / file)[1:]
    }
