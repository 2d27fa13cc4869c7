"""Every KPI of the ready-made plans once, from the bytes of the sample brand's files, with pandas alone.

Nothing here reads the store or a declaration: each number is computed again from what the platforms
wrote, and then compared with what Ninety says, for the brand and for one channel.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.sample_brand import files
from data.store import Store
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Week, Window
from kpi.score import score
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.cells import Cells

WEEK = Week(2026, 47)
SUNDAY = date(2026, 11, 22)
ZONE = "Europe/Amsterdam"
BRAND = "Noordlicht Energie"
Number = Callable[[str | None], float]  # of a channel; None = of the brand


# -- the files as tables -------------------------------------------------------------------------


@cache
def downloaded() -> list[tuple[str, bytes]]:
    return files(date(2026, 11, 23))


def exports(name: str) -> list[bytes]:
    """Find the files whose name holds a word, oldest first."""
    return [content for file, content in downloaded() if name in file]


@cache
def csv(name: str, *, key: str | tuple[str, ...], skip: int = 0) -> pd.DataFrame:
    """Read exports of one kind as text; of a row that comes twice the latest download counts."""
    tables = [pd.read_csv(io.BytesIO(each), dtype=str, skiprows=skip) for each in exports(name)]
    return latest(tables, key)


def latest(tables: list[pd.DataFrame], key: str | tuple[str, ...]) -> pd.DataFrame:
    keys = [key] if isinstance(key, str) else list(key)
    return pd.concat(tables).dropna(subset=keys).drop_duplicates(keys, keep="last")


@cache
def log(name: str) -> pd.DataFrame:
    """Read the last state of one of the team's own logs."""
    return pd.read_excel(io.BytesIO(exports(name)[-1]), header=2, dtype=object, engine="openpyxl")


def within(days: pd.Series, length: int = 7) -> pd.Series:
    """Pick the days of the window that ends on the Sunday."""
    return days.between(SUNDAY - timedelta(days=length - 1), SUNDAY)


def total(column: pd.Series) -> float:
    return float(pd.to_numeric(column).sum())


# -- posts ---------------------------------------------------------------------------------------


def meta(report: str) -> pd.DataFrame:
    """Read a content export of Meta, which writes Los Angeles time for everyone."""
    posts = csv(report, key="Post ID")
    written = pd.to_datetime(posts["Publish time"], format="%m/%d/%Y %H:%M")
    moments = written.dt.tz_localize("America/Los_Angeles", ambiguous="NaT")  # an hour of 1 November is there twice
    return posts[within(moments.dt.tz_convert(ZONE).dt.date)]


def facebook() -> pd.DataFrame:
    return meta("_14900000000")


def instagram() -> pd.DataFrame:
    return meta("_15800000000")


def x() -> pd.DataFrame:
    posts = csv("account_analytics_content", key="Post id")
    return posts[within(pd.to_datetime(posts["Date"], format="%a, %b %d, %Y").dt.date)]


def tiktok() -> pd.DataFrame:
    posts = csv("Videos_", key="Video link")
    moments = pd.to_datetime(posts["Post time"], format="%Y/%m/%d %H:%M:%S", utc=True)
    return posts[within(moments.dt.tz_convert(ZONE).dt.date)]


def youtube_tables() -> list[pd.DataFrame]:
    tables = [zipfile.ZipFile(io.BytesIO(each)).read("Table data.csv") for each in exports("Content 20")]
    return [pd.read_csv(io.BytesIO(table), dtype=str) for table in tables]


def gained(report: str, key: str, *figures: str) -> pd.DataFrame:
    """Subtract the download of a week before from the last one, post by post; a new post began at zero."""
    before, now = [pd.read_csv(io.BytesIO(each), dtype=str).dropna(subset=key) for each in exports(report)[-2:]]
    return difference(before.set_index(key), now.set_index(key), figures)


def difference(before: pd.DataFrame, now: pd.DataFrame, figures: tuple[str, ...]) -> pd.DataFrame:
    told, earlier = (table[list(figures)].astype(float) for table in (now, before))
    return now.assign(**(told - earlier.reindex(now.index).fillna(0)))


def ctr(channel: str | None) -> float:
    posts = gained("account_analytics_content", "Post id", "URL Clicks", "Impressions")
    posts = posts[~posts["Post text"].str.startswith("@")]
    links = gained("_14900000000", "Post ID", "Link Clicks", "Views")
    clicks = {"facebook": total(links["Link Clicks"]), "x": total(posts["URL Clicks"])}
    seen = {"facebook": total(links["Views"]), "x": total(posts["Impressions"])}
    return share_of_sums(clicks, seen, channel)


def engagement_rate(channel: str | None) -> float:
    """TikTok's file does not say up to which day it counts, so the brand is what was published, one channel gained."""
    if channel == "instagram":
        kinds = ("Likes", "Comments", "Shares", "Saves")
        grown = gained("_15800000000", "Post ID", *kinds, "Views")
        return sum(total(grown[kind]) for kind in kinds) / total(grown["Views"])
    engaged = {
        "facebook": sum(total(facebook()[column]) for column in ("Reactions", "Comments", "Shares")),
        "instagram": sum(total(instagram()[column]) for column in ("Likes", "Comments", "Shares", "Saves")),
        "x": sum(total(x()[column]) for column in ("Likes", "Replies", "Reposts", "Bookmarks")),
        "tiktok": sum(total(tiktok()[column]) for column in ("Likes", "Comments", "Shares", "Add to Favorites")),
    }
    seen = {
        "facebook": total(facebook()["Views"]),
        "instagram": total(instagram()["Views"]),
        "x": total(x()["Impressions"]),
        "tiktok": total(tiktok()["Video views"]),
    }
    return share_of_sums(engaged, seen, channel)


def video_retention(channel: str | None) -> float:
    reels = gained("_14900000000", "Post ID", "Seconds viewed", "Views").dropna(subset="Seconds viewed")
    before, now = (table.set_index("Content") for table in youtube_tables()[-2:])
    videos = difference(before, now, ("Views", "Watch time (hours)")).drop(index="Total")
    watched = {"facebook": total(reels["Seconds viewed"]), "youtube": total(videos["Watch time (hours)"]) * 3600}
    watchable = {
        "facebook": total(reels["Views"].astype(int) * reels["Duration (sec)"].astype(int)),
        "youtube": total(videos["Views"].astype(int) * videos["Duration"].astype(int)),
    }
    return share_of_sums(watched, watchable, channel)


def share_of_sums(above: dict[str, float], below: dict[str, float], channel: str | None) -> float:
    """Divide sums, of one channel or of all: never average what the channels have."""
    if channel:
        return above[channel] / below[channel]
    return sum(above.values()) / sum(below.values())


# -- accounts ------------------------------------------------------------------------------------


def follow_unfollow_ratio(channel: str | None) -> float:
    ours = csv("account_overview", key="Date")
    ours = ours[within(pd.to_datetime(ours["Date"], format="%a, %b %d, %Y").dt.date)]
    theirs = csv("Overview_", key="Date")
    theirs = theirs[within(pd.to_datetime(theirs["Date"], format="%Y/%m/%d").dt.date)]
    come = {"x": total(ours["New follows"]), "tiktok": total(theirs["New followers"])}
    gone = {"x": total(ours["Unfollows"]), "tiktok": total(theirs["Lost followers"])}
    return share_of_sums(come, gone, channel)


def engaged_reach(_channel: str | None) -> float:
    reach = log("reach_")
    return float(reach[pd.to_datetime(reach["Laatste dag"]).dt.date == SUNDAY]["Betrokken bereik, 7 dagen"].iloc[0])


# -- people --------------------------------------------------------------------------------------


@cache
def inbox(days: int = 7) -> pd.DataFrame:
    """Read the last download of the inbox; what has no answer waits until the last moment it knows of."""
    messages = pd.read_csv(io.BytesIO(exports("inbox_")[-1]), dtype=str)
    messages["received"] = pd.to_datetime(messages["Received at"], utc=True)
    messages["replied"] = pd.to_datetime(messages["First response at"], utc=True)
    messages["known_until"] = max(messages["received"].max(), messages["replied"].max())
    waited = messages["replied"].fillna(messages["known_until"]) - messages["received"]
    messages["hours"] = waited.dt.total_seconds() / 3600
    return messages[within(messages["received"].dt.tz_convert(ZONE).dt.date, days)]


def received(channel: str | None) -> pd.DataFrame:
    return inbox()[inbox()["Channel"].str.lower() == channel] if channel else inbox()


def response_time_median(channel: str | None) -> float:
    return float(received(channel)["hours"].median())


def response_time_mean(channel: str | None) -> float:
    return float(received(channel)["hours"].mean())


def response_rate_24h(channel: str | None) -> float:
    messages = received(channel)
    due = messages[messages["received"] <= messages["known_until"] - pd.Timedelta(hours=24)]
    return float(((due["hours"] <= 24) & due["replied"].notna()).mean())


@cache
def mentions() -> pd.DataFrame:
    """Read the last download of the listening tool, without retweets."""
    found = pd.read_csv(io.BytesIO(exports("Meltwater_")[-1]), dtype=str, sep="\t", encoding="utf-16")
    found = found[~found["Hit Sentence"].str.startswith("RT @")]
    found["channel"] = found["Source"].str.lower().replace({"twitter": "x"})
    return found[within(pd.to_datetime(found["Date"], format="%d-%b-%Y %I:%M%p").dt.date)]


def labels(channel: str | None) -> pd.Series:
    """Collect what is labelled: messages to the brand, and mentions of it."""
    own = mentions()[mentions()["Input Name"] == BRAND]
    own = own[own["channel"] == channel] if channel else own
    words = pd.concat([received(channel)["Sentiment"], own["Sentiment"].str.lower()])
    return words.map({"positive": 1, "neutral": 0, "negative": -1}).dropna()


def net_sentiment(channel: str | None) -> float:
    return float(100 * labels(channel).mean())


def positive_neutral_share(channel: str | None) -> float:
    return float((labels(channel) >= 0).mean())


def share_of_voice(channel: str | None) -> float:
    heard = mentions()[mentions()["channel"] == channel] if channel else mentions()
    return float((heard["Input Name"] == BRAND).mean())


# -- money, web, funnel --------------------------------------------------------------------------


def cpa(_channel: str | None) -> float:
    report = pd.read_excel(io.BytesIO(exports("-Ads-")[-1]), dtype={"Reporting ends": str}, engine="openpyxl")
    ads = report.dropna(subset="Ad name")  # the first row is the total
    ads = ads[ads["Reporting ends"] == "2026-11-22"]
    return total(ads["Amount spent (EUR)"]) / total(ads["Results"])


def landing_conversion(_channel: str | None) -> float:
    visits = csv("Traffic_acquisition", key=("Date", "Session primary channel group (Default channel group)"), skip=9)
    visits = visits[within(pd.to_datetime(visits["Date"], format="%Y%m%d").dt.date)]
    social = visits[visits.iloc[:, 1].isin(["Organic Social", "Paid Social"])]
    return total(social["Key events"]) / total(social["Sessions"])


def funnel(channel: str | None, days: int) -> pd.DataFrame:
    rows = pd.read_csv(io.BytesIO(exports("funnel_")[-1]), skiprows=2)
    rows = rows[within(pd.to_datetime(rows["Dag"]).dt.date, days)]
    return rows[rows["Kanaal"] == channel] if channel else rows


def click_to_lead(channel: str | None) -> float:
    return total(funnel(channel, 7)["Leads"]) / total(funnel(channel, 7)["Klikken op links"])


def mql(channel: str | None) -> float:
    return total(funnel(channel, 30)["MQL"])


def assisted_conversions(channel: str | None) -> float:
    return total(funnel(channel, 30)["Ondersteunde conversies"])


# -- the team's own logs -------------------------------------------------------------------------


def logged(name: str, day: str, channel: str | None, days: int = 7) -> pd.DataFrame:
    rows = log(name)
    rows = rows[within(pd.to_datetime(rows[day]).dt.date, days)]
    return rows[rows["Kanaal"] == channel] if channel else rows


def posted(channel: str | None, days: int = 7) -> pd.DataFrame:
    return logged("content_log", "Gepubliceerd op", channel, days)


def wrong(posts: pd.DataFrame) -> pd.Series:
    return posts["Correctie"].eq("gecorrigeerd") & posts["Reden van correctie"].isin(["fout", "claim"])


def correction_ratio(channel: str | None) -> float:
    return float(wrong(posted(channel)).mean())


def compliance_incidents(channel: str | None) -> float:
    return float(wrong(posted(channel, 91)).sum())


def ai_registration(channel: str | None) -> float:
    posts = posted(channel)
    named = posts["AI-tool"].notna() & posts["Promptklasse"].notna()
    return float((posts["AI gebruikt"].eq("nee") | named).mean())


def proof_asset_share(channel: str | None) -> float:
    return float(posted(channel)["Bewijsmateriaal"].eq("ja").mean())


def first_pass_review(channel: str | None) -> float:
    return float(posted(channel)["In één keer goedgekeurd"].dropna().eq("ja").mean())


def policy_incidents(channel: str | None) -> float:
    return float(logged("incidents", "Gebeurd op", channel, 30)["Bevestigd"].eq("ja").sum())


def template_answers(channel: str | None) -> float:
    return float(logged("answers", "Beantwoord op", channel)["Sjabloon gebruikt"].eq("ja").mean())


# -- the comparison ------------------------------------------------------------------------------

KPIS: dict[Number, str] = {  # and the one channel it is also checked for
    ctr: "facebook",
    engagement_rate: "instagram",
    video_retention: "youtube",
    follow_unfollow_ratio: "tiktok",
    engaged_reach: "instagram",
    response_time_median: "x",
    response_time_mean: "instagram",
    response_rate_24h: "facebook",
    net_sentiment: "facebook",
    positive_neutral_share: "reddit",
    share_of_voice: "x",
    cpa: "meta",
    landing_conversion: "web",
    click_to_lead: "facebook",
    mql: "x",
    assisted_conversions: "instagram",
    correction_ratio: "x",
    compliance_incidents: "instagram",
    ai_registration: "tiktok",
    proof_asset_share: "youtube",
    first_pass_review: "x",
    policy_incidents: "facebook",
    template_answers: "instagram",
}


@pytest.fixture(scope="module")
def cells(sample_home: Path) -> Iterator[Cells]:
    store = Store.open(sample_home / "noordlicht-energie.duckdb")
    yield score(store, [(kpi, ALL_ROWS, kpi.window_days) for kpi in catalog().values()], [WEEK])
    store.close()


@pytest.mark.parametrize(("kpi", "channel"), [(kpi, None) for kpi in KPIS] + list(KPIS.items()))
def test_ninety_says_what_the_files_say(cells: Cells, kpi: Number, channel: str | None) -> None:
    name = kpi.__name__
    cell = cells.get(name, ALL_ROWS, Window(WEEK, catalog()[name].window_days), channel or EVERYWHERE)
    assert cell.value == pytest.approx(kpi(channel), rel=1e-9)
