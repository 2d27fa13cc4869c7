"""What it cost and what came of it: ads, visits of the site, and the funnel totals of the CRM."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.sample_brand.story import Download, brand, shared
from data.sample_brand.write import sheet, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.sample_brand.posts import Post
    from data.sample_brand.story import Story

ADS = """Reporting starts|Reporting ends|Ad name|Ad delivery|Ad Set Name|Campaign name|Attribution setting|Results|\
Result indicator|Reach|Impressions|Cost per results|Quality ranking|Link clicks|Clicks (all)|Amount spent (EUR)|Ends"""
CAMPAIGNS = {"Warmtepomp najaar": 0.40, "Overstappen in één dag": 0.35, "Thuisbatterij": 0.25}
AD_KINDS = {"video": 0.6, "carrousel": 0.4}
RESULT = "actions:offsite_conversion.fb_pixel_complete_registration"
CLICK_WINDOW = "7-day click or 1-day view"

GROUPS = {"Organic Social": (0.72, 1.0), "Paid Social": (0.28, 1.0), "Direct": (0.9, 0.8), "Organic Search": (1.6, 1.3)}
GROUPS |= {"Referral": (0.25, 0.7), "Email": (0.2, 1.6)}  # visits and conversion, against all of social
FUNNEL = "Dag|Kanaal|Klikken op links|Sessies|Leads|MQL|Ondersteunde conversies"
FUNNEL_CHANNELS = {"facebook": 0.55, "x": 0.30, "instagram": 0.15}
CLICKS_ELSEWHERE = 0.16  # of the clicks come from the link in the bio of Instagram
WEEKDAYS = (1.15, 1.1, 1.05, 1.1, 1.0, 0.8, 0.8)


def ads(story: Story, download: Download) -> tuple[str, bytes]:
    """Write Meta's ads report by week; its first row is the total, without a name."""
    rows: list[list[object]] = []
    for week in range(story.weeks):
        if download.has(story.day(week, 0)):
            rows += _week_of_ads(story, week)
    total = [round(sum(float(str(row[place])) for row in rows), 2) for place in (10, 13, 14, 15)]
    whole: list[object] = [f"{download.since}", f"{download.until}", "", "", "", "", CLICK_WINDOW, "", "", ""]
    whole += [int(total[0]), "", "-", int(total[1]), int(total[2]), total[3], ""]
    name = f"{brand()['name'].replace(' ', '-')}-Ads-{download.since:%b-%d-%Y}-{download.until:%b-%d-%Y}.xlsx"
    return name, sheet("Raw Data Report", [ADS.split("|"), whole, *rows])


def _week_of_ads(story: Story, week: int) -> list[list[object]]:
    """Split a week's money and sign-ups over the ads."""
    first, last = str(story.day(week, 0)), str(story.day(week, 6))
    spend = story.level("level.ads.spend", week)
    names = {(campaign, kind): part * share for campaign, part in CAMPAIGNS.items() for kind, share in AD_KINDS.items()}
    cents = shared(round(spend * 100), list(names.values()))
    results = shared(round(spend / story.level("level.ads.cpa", week)), list(names.values()))
    rows: list[list[object]] = []
    for (campaign, kind), money, signed_up in zip(names, cents, results, strict=True):
        seen = money // 2
        row = [first, last, f"{campaign} {kind}", "active", "NL 25+", campaign, CLICK_WINDOW, signed_up, RESULT, seen // 2]
        cost = round(money / 100 / signed_up, 2) if signed_up else ""
        rows.append([*row, seen, cost, "Average", seen // 90, seen // 60, money / 100, "ongoing"])
    return rows


def web(story: Story, download: Download) -> tuple[str, bytes] | None:
    """Write GA4's visits by channel group and day, most visits first; nothing when nobody asked for these days."""
    period = _asked(story, download)
    if period is None:
        return None
    rows = []
    for week in range(story.weeks):
        for weekday in range(7):
            if period.has(story.day(week, weekday)):
                rows += _day_of_visits(story, week, weekday)
    rows.sort(key=lambda row: -row[2])
    rule = "# " + "-" * 40
    head = [rule, "# Traffic acquisition", f"# Account: {brand()['name']}", f"# Property: {brand()['site']} - GA4", rule, "# "]
    head += ["# All Users", f"# Start date: {period.since:%Y%m%d}", f"# End date: {period.until:%Y%m%d}"]
    header = "Date|Session primary channel group (Default channel group)|Sessions|Engaged sessions|Key events".split("|")
    table = text([header, *rows], end="\r\n")
    return f"Traffic_acquisition_{period.since}_{period.until}.csv", ("\r\n".join(head) + "\r\n" + table).encode()


def _asked(story: Story, download: Download) -> Download | None:
    """Leave a week out: someone forgot to move the end date."""
    week = story.weeks - brand()["weeks"]["web_gap"]
    gap = Download(0, story.day(week, 0), story.day(week, 6))
    if download.has(gap.since):
        after = download.since > gap.since - timedelta(days=7 * 4)
        days = (download.since, gap.since - timedelta(days=1)) if not after else (gap.until + timedelta(days=1), download.until)
        return Download(download.number, *days) if days[0] <= days[1] else None
    return download


def _day_of_visits(story: Story, week: int, weekday: int) -> list[list[object]]:
    social = story.level("level.web.sessions", week)
    rows: list[list[object]] = []
    for group, (visits, converts) in GROUPS.items():
        sessions = shared(round(social * visits), WEEKDAYS)
        events = shared(round(social * visits * converts * story.level("level.web.conversion", week)), WEEKDAYS)
        day = f"{story.day(week, weekday):%Y%m%d}"
        rows.append([day, group, sessions[weekday], round(sessions[weekday] * 0.62), events[weekday]])
    return rows


def funnel(story: Story, found: Sequence[Post], download: Download) -> tuple[str, bytes]:
    """Write the funnel totals in Ninety's own template, saved as CSV."""
    rows: list[list[object]] = [["Dekt van", download.since, "tot en met", download.until], [], FUNNEL.split("|")]
    for week in range(story.weeks):
        clicks = sum(post.link_clicks for post in found if post.week == week and post.kind != "reply")
        clicks = round(clicks / (1 - CLICKS_ELSEWHERE))
        leads = round(clicks * story.level("level.funnel.lead_rate", week))
        won = (leads, story.whole("level.funnel.mql", week), story.whole("level.funnel.assisted", week))
        rows += _week_of_leads(story, week, clicks, won, download)
    return f"funnel_{download.until}.csv", text(rows).encode()


def _week_of_leads(
    story: Story, week: int, clicks: int, won: tuple[int, int, int], download: Download
) -> list[list[object]]:
    """Split a week over days and channels."""
    places = [(weekday, channel) for weekday in range(7) for channel in FUNNEL_CHANNELS]
    weights = [WEEKDAYS[weekday] * FUNNEL_CHANNELS[channel] for weekday, channel in places]
    columns = [shared(total, weights) for total in (clicks, round(clicks * 0.93), *won)]
    return [
        [day, channel, *figures]
        for (weekday, channel), *figures in zip(places, *columns, strict=True)
        if download.has(day := story.day(week, weekday))
    ]
