"""What it cost and what came of it: ads, visits of the site, and the funnel totals of the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sample_brand.story import Download, brand, shared
from data.sample_brand.write import sheet, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from data.sample_brand.posts import Post
    from data.sample_brand.story import Story

ADS = """Reporting starts|Reporting ends|Ad name|Ad delivery|Ad Set Name|Campaign name|Attribution setting|Results|\
Result indicator|Reach|Impressions|Cost per results|Quality ranking|Link clicks|Clicks (all)|Amount spent (EUR)|Ends"""
CAMPAIGNS = {"Warmtepomp najaar": 0.40, "Overstappen in één dag": 0.35, "Thuisbatterij": 0.25}
AD_KINDS = {"video": 0.6, "carrousel": 0.4}
RESULT = "actions:offsite_conversion.fb_pixel_complete_registration"
CLICK_WINDOW = "7-day click or 1-day view"

GA4 = "Date|Session primary channel group (Default channel group)|Sessions|Engaged sessions|Key events"
GROUPS = {  # visits and conversion, against all of social
    "Organic Social": (0.72, 1.0),
    "Paid Social": (0.28, 1.0),
    "Direct": (0.9, 0.8),
    "Organic Search": (1.6, 1.3),
    "Referral": (0.25, 0.7),
    "Email": (0.2, 1.6),
}
FUNNEL = "Dag|Kanaal|Klikken op links|Sessies|Leads|MQL|Ondersteunde conversies"
FUNNEL_CHANNELS = {"facebook": 0.55, "x": 0.30, "instagram": 0.15}
CLICKS_IN_BIO = 0.16  # of all clicks come from the link in the bio on Instagram
WEEKDAYS = (1.15, 1.1, 1.05, 1.1, 1.0, 0.8, 0.8)


def ads(story: Story, download: Download) -> tuple[str, bytes]:
    """Write Meta's ads report by week; its first row is the total, without a name."""
    rows = [row for week in range(story.weeks) if download.has(story.day(week, 0)) for row in _ads(story, week)]
    total: dict[str, object] = {column: _sum(rows, column) for column in ("Impressions", "Link clicks", "Clicks (all)")}
    total |= {
        "Reporting starts": str(download.since),
        "Reporting ends": str(download.until),
        "Attribution setting": CLICK_WINDOW,
        "Quality ranking": "-",
        "Amount spent (EUR)": _sum(rows, "Amount spent (EUR)"),
    }
    name = f"{brand()['name'].replace(' ', '-')}-Ads-{download.since:%b-%d-%Y}-{download.until:%b-%d-%Y}.xlsx"
    return name, sheet("Raw Data Report", table(ADS, [total, *rows]))


def _sum(rows: Iterable[dict[str, object]], column: str) -> float:
    return round(sum(float(str(row[column])) for row in rows), 2)


def _ads(story: Story, week: int) -> list[dict[str, object]]:
    """Split a week's money and sign-ups over the ads."""
    spend = story.level("level.ads.spend", week)
    ad = {(campaign, kind): part * share for campaign, part in CAMPAIGNS.items() for kind, share in AD_KINDS.items()}
    cents = shared(round(spend * 100), list(ad.values()))
    results = shared(round(spend / story.level("level.ads.cpa", week)), list(ad.values()))
    return [
        {
            "Reporting starts": str(story.day(week, 0)),
            "Reporting ends": str(story.day(week, 6)),
            "Ad name": f"{campaign} {kind}",
            "Ad delivery": "active",
            "Ad Set Name": "NL 25+",
            "Campaign name": campaign,
            "Attribution setting": CLICK_WINDOW,
            "Results": signed_up,
            "Result indicator": RESULT,
            "Reach": money // 4,
            "Impressions": money // 2,
            "Cost per results": round(money / 100 / signed_up, 2) if signed_up else "",
            "Quality ranking": "Average",
            "Link clicks": money // 180,
            "Clicks (all)": money // 120,
            "Amount spent (EUR)": money / 100,
            "Ends": "Ongoing",
        }
        for (campaign, kind), money, signed_up in zip(ad, cents, results, strict=True)
    ]


def web(story: Story, download: Download) -> tuple[str, bytes]:
    """Write GA4's visits by channel group and day, most visits first."""
    period = _asked_for(story, download)
    rows = [row for week in range(story.weeks) for row in _visits(story, week) if period.has(row[0])]
    rows.sort(key=lambda row: -row[2])
    rule = "# " + "-" * 40
    head = [
        rule,
        "# Traffic acquisition",
        f"# Account: {brand()['name']}",
        f"# Property: {brand()['site']} - GA4",
        rule,
    ]
    head += ["# ", "# All Users", f"# Start date: {period.since:%Y%m%d}", f"# End date: {period.until:%Y%m%d}"]
    written = text([GA4.split("|"), *([f"{day:%Y%m%d}", *rest] for day, *rest in rows)], end="\r\n")
    return f"Traffic_acquisition_{period.since}_{period.until}.csv", ("\r\n".join(head) + "\r\n" + written).encode()


def _asked_for(story: Story, download: Download) -> Download:
    """Leave a week out: someone forgot to move the end date, and began the next download after it."""
    week = story.weeks - brand()["weeks"]["web_gap"]
    before, after = story.day(week - 1, 6), story.day(week + 1, 0)
    if download.has(after):
        return Download(download.number, after, download.until)
    if download.until >= story.day(week, 0) > download.since:
        return Download(download.number, download.since, before)
    return download


def _visits(story: Story, week: int) -> list[tuple[date, str, int, int, int]]:
    social, conversion = story.level("level.web.sessions", week), story.level("level.web.conversion", week)
    rows = []
    for group, (visits, converts) in GROUPS.items():
        sessions = shared(round(social * visits), WEEKDAYS)
        events = shared(round(social * visits * converts * conversion), WEEKDAYS)
        for weekday, (visited, done) in enumerate(zip(sessions, events, strict=True)):
            rows.append((story.day(week, weekday), group, visited, round(visited * 0.62), done))
    return rows


def funnel(story: Story, found: Sequence[Post], download: Download) -> tuple[str, bytes]:
    """Write the funnel totals in Ninety's own template, saved as CSV."""
    rows = [row for week in range(story.weeks) for row in _funnel(story, week, found) if download.has(row[0])]
    above: list[list[object]] = [["Dekt van", download.since, "tot en met", download.until], [], [*FUNNEL.split("|")]]
    return f"funnel_{download.until}.csv", text([*above, *rows]).encode()


def _funnel(story: Story, week: int, found: Sequence[Post]) -> list[tuple[date, str, *tuple[int, ...]]]:
    """Split a week's totals over channels, and those over days."""
    on_links = sum(post.link_clicks for post in found if post.week == week and post.kind != "reply")
    clicks = round(on_links / (1 - CLICKS_IN_BIO))
    leads = round(clicks * story.level("level.funnel.lead_rate", week))
    won = (leads, story.whole("level.funnel.mql", week), story.whole("level.funnel.assisted", week))
    by_channel = zip(
        *(shared(total, [*FUNNEL_CHANNELS.values()]) for total in (clicks, round(clicks * 0.93), *won)), strict=True
    )
    rows = []
    for channel, totals in zip(FUNNEL_CHANNELS, by_channel, strict=True):
        for weekday, figures in enumerate(zip(*(shared(total, WEEKDAYS) for total in totals), strict=True)):
            rows.append((story.day(week, weekday), channel, *figures))
    return rows
