"""The KPIs named outside the tables once more, from the bytes of the sample brand's files, with pandas alone.

As tests/test_independent.py does for those of the ready-made plans: nothing here reads the store or a declaration.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.store import Store
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS
from kpi.periods import Window
from kpi.score import score
from kpi.snapshot import EVERYWHERE
from tests import test_independent as files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.cells import Cells

PRIVACY = re.compile(r"privacy|gdpr|\bavg\b|persoonsgegevens", re.IGNORECASE)  # the words the sample brand uses
total, within = files.total, files.within


# -- posts ---------------------------------------------------------------------------------------


@cache
def days_of_posts(channel: str) -> pd.Series:
    """Find the local day of every post that was ever exported, without replies."""
    if channel == "x":
        posts = files.csv("account_analytics_content", key="Post id")
        posts = posts[~posts["Post text"].str.startswith("@")]
        return pd.to_datetime(posts["Date"], format="%a, %b %d, %Y").dt.date
    if channel == "youtube":
        tables = [table[table["Content"] != "Total"] for table in files.youtube_tables()]
        return pd.to_datetime(files.latest(tables, "Content")["Video publish time"], format="%b %d, %Y").dt.date
    if channel == "tiktok":
        written = pd.to_datetime(
            files.csv("Videos_", key="Video link")["Post time"], format="%Y/%m/%d %H:%M:%S", utc=True
        )
        return written.dt.tz_convert(files.ZONE).dt.date
    report = {"facebook": "_14900000000", "instagram": "_15800000000"}[channel]
    written = pd.to_datetime(files.csv(report, key="Post ID")["Publish time"], format="%m/%d/%Y %H:%M")
    twice = [True] * len(written)  # an hour of 1 November is there twice: whichever it was, the day is the same here
    moments = written.dt.tz_localize("America/Los_Angeles", ambiguous=twice)
    return moments.dt.tz_convert(files.ZONE).dt.date


def how_many(length: int) -> dict[str, int]:
    channels = ("facebook", "instagram", "x", "tiktok", "youtube")
    return {channel: int(within(days_of_posts(channel), length).sum()) for channel in channels}


def posts_published(channel: str | None) -> float:
    return how_many(30)[channel] if channel else sum(how_many(30).values())


def publishing_rate(channel: str | None) -> float:
    return how_many(7)[channel] if channel else sum(how_many(7).values())


def active_channels(channel: str | None) -> float:
    return 1 if channel else sum(count > 0 for count in how_many(7).values())


def channel_diversification(channel: str | None) -> float:
    shares = [count / sum(how_many(30).values()) for count in how_many(30).values()]
    return 1 if channel else 1 / sum(share**2 for share in shares)


def saved() -> dict[str, float]:
    columns = {"instagram": "Saves", "x": "Bookmarks", "tiktok": "Add to Favorites"}
    return {channel: total(getattr(files, channel)()[column]) for channel, column in columns.items()}


def shown() -> dict[str, float]:
    columns = {"facebook": "Views", "instagram": "Views", "x": "Impressions", "tiktok": "Video views"}
    return {channel: total(getattr(files, channel)()[column]) for channel, column in columns.items()}


def saves(channel: str | None) -> float:
    return saved()[channel] if channel else sum(saved().values())


def save_rate(channel: str | None) -> float:
    seen = {name: views for name, views in shown().items() if name != "facebook"}  # which tells no saves
    return files.share_of_sums(saved(), seen, channel)


def share_rate(channel: str | None) -> float:
    columns = {"facebook": "Shares", "instagram": "Shares", "x": "Reposts", "tiktok": "Shares"}
    shared = {name: total(getattr(files, name)()[column]) for name, column in columns.items()}
    return files.share_of_sums(shared, shown(), channel)


def impressions(channel: str | None) -> float:
    """Let views stand in for YouTube, which counts thumbnails; TikTok tells no gain, so nor does the brand."""
    if channel == "youtube":
        return total(videos("Views"))
    published = files.latest([table[table["Content"] != "Total"] for table in files.youtube_tables()], "Content")
    return sum(shown().values()) + total(published["Views"][within(days_of_posts("youtube"))])


def post_reach(channel: str | None) -> float:
    reached = {name: total(getattr(files, name)()["Reach"]) for name in ("facebook", "instagram")}
    return reached[channel] if channel else sum(reached.values())


def engagement_rate_reach(_channel: str | None) -> float:
    engaged = sum(total(files.facebook()[column]) for column in ("Reactions", "Comments", "Shares"))
    engaged += sum(total(files.instagram()[column]) for column in ("Likes", "Comments", "Shares", "Saves"))
    return engaged / (total(files.facebook()["Reach"]) + total(files.instagram()["Reach"]))


def watch_time(channel: str | None) -> float:
    reels = files.gained("_14900000000", "Post ID", "Seconds viewed").dropna(subset="Seconds viewed")
    hours = {"facebook": total(reels["Seconds viewed"]) / 3600, "youtube": total(videos("Watch time (hours)"))}
    return hours[channel] if channel else sum(hours.values())


def videos(column: str) -> pd.Series:
    """Take what each video gained of a figure."""
    before, now = (table.set_index("Content") for table in files.youtube_tables()[-2:])
    return files.difference(before, now, (column,)).drop(index="Total")[column]


# -- accounts and ads ----------------------------------------------------------------------------


def follower_growth(channel: str | None) -> float:
    ours = files.csv("account_overview", key="Date")
    ours = ours[within(pd.to_datetime(ours["Date"], format="%a, %b %d, %Y").dt.date)]
    theirs = files.csv("Overview_", key="Date")
    theirs = theirs[within(pd.to_datetime(theirs["Date"], format="%Y/%m/%d").dt.date)]
    grown = {
        "x": total(ours["New follows"]) - total(ours["Unfollows"]),
        "tiktok": total(theirs["New followers"]) - total(theirs["Lost followers"]),
    }
    return grown[channel] if channel else sum(grown.values())


def unfollows(channel: str | None) -> float:
    ours = files.csv("account_overview", key="Date")
    left = {"x": total(ours[within(pd.to_datetime(ours["Date"], format="%a, %b %d, %Y").dt.date)]["Unfollows"])}
    theirs = files.csv("Overview_", key="Date")
    left["tiktok"] = total(theirs[within(pd.to_datetime(theirs["Date"], format="%Y/%m/%d").dt.date)]["Lost followers"])
    return left[channel] if channel else sum(left.values())


def ads() -> pd.DataFrame:
    report = pd.read_excel(io.BytesIO(files.exports("-Ads-")[-1]), dtype={"Reporting ends": str}, engine="openpyxl")
    named = report.dropna(subset="Ad name")  # the first row is the total
    return named[named["Reporting ends"] == "2026-11-22"]


def cpc(_channel: str | None) -> float:
    return total(ads()["Amount spent (EUR)"]) / total(ads()["Link clicks"])


def cpm(_channel: str | None) -> float:
    return 1000 * total(ads()["Amount spent (EUR)"]) / total(ads()["Impressions"])


# -- people --------------------------------------------------------------------------------------


def open_hours(first: pd.Timestamp, last: pd.Timestamp) -> float:
    """Add up Monday to Friday from 9 to 17 on the clock of the zone, day by day."""
    first, last = first.tz_convert(files.ZONE), last.tz_convert(files.ZONE)
    hours = 0.0
    for day in pd.date_range(first.normalize(), last.normalize(), freq="D"):
        if day.day_of_week < 5:
            opens, closes = day + pd.Timedelta(hours=9), day + pd.Timedelta(hours=17)
            hours += max((min(last, closes) - max(first, opens)).total_seconds(), 0) / 3600
    return hours


def sla_4h(channel: str | None) -> float:
    messages = files.received(channel)
    until = messages["replied"].fillna(messages["known_until"])
    waits = [open_hours(*pair) for pair in zip(messages["received"], until, strict=True)]
    ages = [open_hours(*pair) for pair in zip(messages["received"], messages["known_until"], strict=True)]
    due = pd.Series(ages, index=messages.index) >= 4
    in_time = (pd.Series(waits, index=messages.index) <= 4) & messages["replied"].notna()
    return float(in_time[due].mean())


def comments_answered(channel: str | None) -> float:
    messages = files.received(channel)
    comments = messages[messages["Type"] == "Comment"]
    due = comments[comments["received"] <= comments["known_until"] - pd.Timedelta(hours=72)]
    return float(((due["hours"] <= 72) & due["replied"].notna()).mean())


def privacy_response_time(channel: str | None) -> float:
    messages = files.received(channel)
    return float(messages[messages["Tags"].str.contains(PRIVACY, na=False)]["hours"].median())


def privacy_negative_share(channel: str | None) -> float:
    """Take thirty days, which two downloads hold between them."""
    inbox = files.latest([pd.read_csv(io.BytesIO(each), dtype=str) for each in files.exports("inbox_")], "Message ID")
    inbox = inbox[within(pd.to_datetime(inbox["Received at"], utc=True).dt.tz_convert(files.ZONE).dt.date, 30)]
    tables = [
        pd.read_csv(io.BytesIO(each), dtype=str, sep="\t", encoding="utf-16") for each in files.exports("Meltwater_")
    ]
    tables = [table.assign(Key=table["URL"].fillna(table["Tweet Id"])) for table in tables]
    heard = files.latest(tables, ("Key", "Input Name"))
    heard = heard[~heard["Hit Sentence"].str.startswith("RT @") & (heard["Input Name"] == files.BRAND)]
    heard = heard[within(pd.to_datetime(heard["Date"], format="%d-%b-%Y %I:%M%p").dt.date, 30)]
    heard = heard.assign(Channel=heard["Source"].str.lower().replace({"twitter": "x"}), Tags=heard["Document Tags"])
    said = pd.concat([inbox, heard])
    said = said[said["Channel"].str.lower() == channel] if channel else said
    labels = said[said["Tags"].str.contains(PRIVACY, na=False)]["Sentiment"].str.lower().dropna()
    return float((labels[labels != "not rated"] == "negative").mean())


def toxic_share(channel: str | None) -> float:
    return float((files.received(channel)["Toxic"].dropna() == "yes").mean())


# -- the team's own logs -------------------------------------------------------------------------


def corrections(channel: str | None) -> float:
    return float(files.wrong(files.posted(channel, 30)).sum())


def sourced_claims(channel: str | None) -> float:
    return float(files.posted(channel)["Bronnen genoemd"].dropna().eq("ja").mean())


def review_rounds(channel: str | None) -> float:
    return float(pd.to_numeric(files.posted(channel)["Reviewrondes"]).mean())


def approval_cycle_time(channel: str | None) -> float:
    posts = files.posted(channel)
    took = pd.to_datetime(posts["Goedgekeurd op"]) - pd.to_datetime(posts["Ingediend op"])
    return float((took.dt.total_seconds() / 3600).median())


def time_to_publish(channel: str | None) -> float:
    posts = files.posted(channel)
    sent = pd.to_datetime(posts["Ingediend op"]).dt.normalize()
    return float(((pd.to_datetime(posts["Gepubliceerd op"]) - sent) / timedelta(days=1)).median())


def incidents(kind: str, channel: str | None) -> float:
    logged = files.logged("incidents", "Gebeurd op", channel, 30)
    return float((logged["Soort"].eq(kind) & logged["Bevestigd"].eq("ja")).sum())


def policy_warnings(channel: str | None) -> float:
    return incidents("waarschuwing", channel)


def takedowns(channel: str | None) -> float:
    return incidents("verwijdering", channel)


def access_exceptions(channel: str | None) -> float:
    return incidents("toegang", channel)


# -- the logs in one workbook --------------------------------------------------------------------


@cache
def workbook() -> dict[str, pd.DataFrame]:
    book = io.BytesIO(files.exports("logs_")[-1])
    return dict(pd.read_excel(book, sheet_name=None, header=2, dtype=object, engine="openpyxl"))


def noted(sheet: str, day: str, channel: str | None, days: int = 30) -> pd.DataFrame:
    rows = workbook()[sheet]
    rows = rows[within(pd.to_datetime(rows[day]).dt.date, days)]
    return rows[rows["Kanaal"] == channel] if channel else rows


def dataset_governance(_channel: str | None) -> float:
    held = workbook()["Datasets"]
    held = held[held["Uit gebruik op"].isna() | (pd.to_datetime(held["Uit gebruik op"]) > pd.Timestamp(files.SUNDAY))]
    return float((held["Eigenaar"].notna() & held["Bewaartermijn (dagen)"].notna()).mean())


def time_to_delete(_channel: str | None) -> float:
    asked = noted("Verwijderverzoeken", "Aangevraagd op", None)
    done = pd.to_datetime(asked["Gewist op"]).fillna(pd.Timestamp(files.SUNDAY))
    return float(((done - pd.to_datetime(asked["Aangevraagd op"])) / timedelta(days=1)).median())


def escalated(channel: str | None) -> pd.DataFrame:
    threads = noted("Escalaties", "Geëscaleerd op", channel)
    moments = {"from": "Geëscaleerd om", "looked": "Beoordeeld om", "answered": "Beantwoord om"}
    read = {name: pd.to_datetime(threads[f"{head} (datum en tijd)"]) for name, head in moments.items()}
    return threads.assign(**{name: moment.dt.tz_localize(files.ZONE) for name, moment in read.items()})


def escalations(channel: str | None) -> float:
    return len(escalated(channel))


def escalation_time(channel: str | None) -> float:
    threads = escalated(channel)
    assert threads["answered"].notna().all()
    return float(
        pd.Series([open_hours(*pair) for pair in zip(threads["from"], threads["answered"], strict=True)]).median()
    )


def risky(channel: str | None) -> pd.DataFrame:
    """Take what the log calls a high risk, and what angry people say about security, children and the law."""
    threads = escalated(channel)
    inbox = files.inbox(30)
    raised = inbox["Tags"].isin(["beveiliging", "kinderen", "juridisch"]) & (inbox["Sentiment"] == "negative")
    raised &= inbox["Channel"].str.lower().eq(channel) if channel else True
    names = {"received": "from", "replied": "answered"}
    messages = inbox[raised].rename(columns=names)[["from", "answered", "known_until"]]
    found = pd.concat([threads[threads["Risico"] == "hoog"], messages])
    moments = ("from", "looked", "answered", "known_until")
    return found.assign(**{name: pd.to_datetime(found[name], utc=True) for name in moments})


def triage_time(channel: str | None) -> float:
    threads = risky(channel)
    known = threads[threads["looked"].notna() | threads["answered"].isna()]
    waited = known["looked"].fillna(known["known_until"]) - known["from"]
    return float((waited / timedelta(hours=1)).median())


def punctual(threads: pd.DataFrame) -> pd.Series:
    """Say of each thread whether both were in time; who answered within 30 minutes has looked. Nobody is in doubt."""
    looked, answered = (threads[name] - threads["from"] for name in ("looked", "answered"))
    quick = (looked <= timedelta(minutes=30)) | (answered <= timedelta(minutes=30))
    assert (looked.notna() | quick | answered.isna()).all()
    return quick & (answered <= timedelta(hours=2))


def high_risk_in_time(channel: str | None) -> float:
    return float(punctual(risky(channel)).mean())


def late_threads(channel: str | None) -> float:
    threads = risky(channel)
    return float((~punctual(threads[within(threads["from"].dt.tz_convert(files.ZONE).dt.date)])).sum())


def _tests_run(channel: str | None) -> float:  # without the dash pytest would run it
    return len(noted("Tests", "Gestart op", channel, 7))


def policy_update_time(_channel: str | None) -> float:
    changed = noted("Leveranciersvoorwaarden", "Gewijzigd op", None, 91)
    pairs = zip(changed["Gewijzigd op"], changed["Eigen beleid aangepast op"], strict=True)
    return float(pd.Series([len(pd.bdate_range(*pair, inclusive="right")) for pair in pairs]).median())


def ad_rejection_rate(channel: str | None) -> float:
    decided = noted("Advertentiekeuringen", "Ingediend op", channel)["Besluit"].dropna()
    return float((decided == "afgekeurd").mean())


# -- the comparison ------------------------------------------------------------------------------

KPIS: dict[files.Number, str] = {  # and the one channel it is also checked for
    posts_published: "x",
    publishing_rate: "youtube",
    active_channels: "tiktok",
    channel_diversification: "facebook",
    saves: "tiktok",
    save_rate: "tiktok",
    share_rate: "tiktok",
    engagement_rate_reach: EVERYWHERE,
    impressions: "youtube",
    post_reach: "instagram",
    unfollows: "x",
    toxic_share: "facebook",
    watch_time: "youtube",
    follower_growth: "tiktok",
    cpc: "meta",
    cpm: "meta",
    sla_4h: "instagram",
    comments_answered: "x",
    privacy_response_time: "facebook",
    privacy_negative_share: "x",
    corrections: "x",
    sourced_claims: "tiktok",
    review_rounds: "x",
    approval_cycle_time: "youtube",
    time_to_publish: "instagram",
    policy_warnings: "x",
    takedowns: "instagram",
    access_exceptions: "x",
    dataset_governance: "all",
    time_to_delete: "all",
    escalations: "x",
    escalation_time: "instagram",
    triage_time: "facebook",
    late_threads: "instagram",
    high_risk_in_time: "instagram",
    _tests_run: "x",
    policy_update_time: "all",
    ad_rejection_rate: "instagram",
}
UNTOLD = (
    "roas",
    "unfollow_rate",
    "returning_viewers",
)  # no file of the sample brand tells them: there must be no value


@pytest.fixture(scope="module")
def cells(sample_home: Path) -> Iterator[Cells]:
    store = Store.open(sample_home / "noordlicht-energie.duckdb")
    yield score(store, [(kpi, ALL_ROWS, kpi.window_days) for kpi in catalog().values()], [files.WEEK])
    store.close()


def test_no_kpi_of_the_catalogue_is_left_out() -> None:
    named = [kpi.__name__.removeprefix("_") for kpi in [*KPIS, *files.KPIS]]
    assert sorted([*named, *UNTOLD]) == sorted(catalog())


@pytest.mark.parametrize(("kpi", "channel"), [(kpi, None) for kpi in KPIS] + list(KPIS.items()))
def test_ninety_says_what_the_files_say(cells: Cells, kpi: files.Number, channel: str | None) -> None:
    name, of = kpi.__name__.removeprefix("_"), None if channel == EVERYWHERE else channel
    cell = cells.get(name, ALL_ROWS, Window(files.WEEK, catalog()[name].window_days), of or EVERYWHERE)
    assert cell.value == pytest.approx(kpi(of), rel=1e-9)


@pytest.mark.parametrize("name", UNTOLD)
def test_what_no_file_tells_has_no_value(cells: Cells, name: str) -> None:
    assert cells.get(name, ALL_ROWS, Window(files.WEEK, catalog()[name].window_days)).value is None
