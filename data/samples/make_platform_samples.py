# ruff: noqa: E501 - a row of a table stays on one line
"""Write the samples of platforms that a text editor cannot: workbooks, UTF-16, and CSV files that Excel has wrapped.

Run it as `python -m data.samples.make_platform_samples` after changing one: see README.md. All of it is made up.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

from data.samples.make_samples import HERE, LINKEDIN_METRICS, cells, typed, utf16, xls

PROSE = [["All dates and times are in UTC. Data is delayed by up to 2 days."]]
LINKEDIN_FOLLOWERS = """\
Date|Sponsored followers|Organic followers|Auto-invited followers|Total followers
11/03/2025|0|4|1|5
11/04/2025|2|3|0|5
11/05/2025|0|0|0|0
"""
LINKEDIN_LOCATION = """\
Location|Total followers
Gent Metropolitan Area, Belgium|412
Utrecht Metropolitan Area, Netherlands|238
"""
LINKEDIN_INDUSTRY = """\
Industry|Total views
Food & Beverage|96
Retail|41
"""
_TABS = ("Overview", "Life", "Jobs", "Total")
_PARTS = ("page views", "unique visitors")
_DEVICES = ("desktop", "mobile", "total")
LINKEDIN_VISITORS = [
    ["Date", *(f"{tab} {part} ({device})" for tab in _TABS for part in _PARTS for device in _DEVICES)],
    ["11/03/2025", *map(str, (20, 11, 31, 12, 7, 19, 0, 2, 2, 0, 1, 1, 4, 0, 4, 3, 0, 3, 24, 13, 37, 13, 8, 21))],
    ["11/04/2025", *map(str, (9, 6, 15, 8, 5, 13, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 9, 7, 16, 8, 6, 14))],
]
LINKEDIN_COMPETITORS = """\
10/05/2025 - 11/03/2025|||||
Page|New Followers|Posts|Comments|Comments per day|Reactions
Windmeer Coffee|21|9|14|0.5|210
Kaffemas|58|17|33|1.1|640
"""
CREATOR = {
    "DISCOVERY": "Overall Performance|11/3/2025 - 11/5/2025\nImpressions|1043\nMembers reached|611\n",
    "ENGAGEMENT": "Date|Impressions|Engagements\n11/3/2025|412|19\n11/4/2025|530|31\n11/5/2025|101|0\n",
    "TOP POSTS": """\
Maximum of 50 posts available to include in this list||||||

Post URL|Post Publish Date|Engagements||Post URL|Post Publish Date|Impressions
https://www.linkedin.com/feed/update/urn:li:activity:7391406351974827127|11/4/2025|31||https://www.linkedin.com/feed/update/urn:li:share:7392346295500994392|11/6/2025|530
https://www.linkedin.com/feed/update/urn:li:share:7392346295500994392|11/6/2025|19||https://www.linkedin.com/feed/update/urn:li:activity:7391406351974827127|11/4/2025|412
""",
    "FOLLOWERS": "Total followers on 11/5/2025:|2713\n\nDate|New followers\n11/3/2025|3\n11/4/2025|0\n11/5/2025|2\n",
    "DEMOGRAPHICS": "Top Demographics|Value|Percentage\nJob titles|Founder|0.06\nJob titles|Barista|< 1%\n",
}
LINKEDIN_ADS = """\
Campaign Performance Report (in UTC)
"Report Start: 11/3/2025, Report End: 11/4/2025"

Start Date (in UTC),Account Name,Campaign Group Name,Campaign Name,Campaign ID,Total Spent,Impressions,Clicks,Clicks to Landing Page,Conversions,Total Conversion Value,Currency
11/3/2025,Windmeer,Autumn,Roast leads,311,"1,204.50",9000,171,120,3,300.00,EUR
11/3/2025,Windmeer,Autumn,Brand,312,40.25,1500,9,4,0,0.00,EUR
11/4/2025,Windmeer,Autumn,Roast leads,311,100.00,2000,40,30,1,100.00,EUR
Total,,,,,"1,344.75",12500,220,154,4,400.00,EUR
"""
TIKTOK_ADS = """\
Campaign name|Cost|CPC (destination)|Impressions|Clicks (destination)|CTR (destination)|Conversions|CPA|Currency
Autumn roast|120.4|0.43|48200|280|0.58%|14|8.6|EUR
Subscription|61.1|0.61|19100|100|0.52%|5|12.22|EUR
Old banner|0|-|0|0|-|0|-|EUR
Total of 3 results|181.5|0.48|67300|380|0.56%|19|9.55|EUR
"""
TIKTOK_ADS_DAYS = """\
Campaign name|Ad name|By Day|Cost|Impressions|Clicks (destination)|CTR (destination)|Conversions|CPA|Currency
Autumn roast|Pouring, 9 s|2025-11-03|20.15|8100|51|0.63%|2|10.08|EUR
Autumn roast|Pouring, 9 s|2025-11-04|22.85|9040|60|0.66%|3|7.62|EUR
Total of 2 results|-|-|43|17140|111|0.65%|5|8.6|EUR
"""
_STATUS = "Enabled\t{campaign}\t1{campaign}\t{day}\tEUR\t{cost}\t{shown}\t{clicks}\t{clicks}\t{conversions}\t{share}"
_TOTAL = "Total: {of}\t --\t --\t --\tEUR\t{cost}\t{shown}\t{clicks}\t{clicks}\t{conversions}\t --"
GOOGLE_EDITOR = "\r\n".join(
    [
        "Campaign report",
        "November 3, 2025 - November 4, 2025",
        "Campaign status\tCampaign\tCampaign ID\tDay\tCurrency code\tCost\tImpr.\tClicks\tInteractions\tConversions\tSearch impr. share",
        _STATUS.format(
            campaign="Search NL",
            day="2025-11-03",
            cost="1,033.33",
            shown="12,345",
            clicks="321",
            conversions="8.20",
            share="> 90%",
        ),
        _STATUS.format(
            campaign="Search NL",
            day="2025-11-04",
            cost="0.01",
            shown="1",
            clicks=" --",
            conversions="0.00",
            share="< 10%",
        ),
        _STATUS.format(
            campaign="Display", day="2025-11-04", cost="5.00", shown="900", clicks="4", conversions=" --", share=" --"
        ),
        *(
            _TOTAL.format(of=of, cost=cost, shown=shown, clicks=clicks, conversions=conversions)
            for of, cost, shown, clicks, conversions in (
                ("Campaigns", "1,038.34", "13,246", "325", "8.20"),
                ("Account", "1,240.10", "15,011", "390", "9.20"),
                ("Performance Max", "201.76", "1,765", "65", "1.00"),
                ("Search", "1,033.34", "12,346", "321", "8.20"),
                ("Display", "5.00", "900", "4", "0.00"),
            )
        ),
        "",
    ]
)
VISITS = (
    'sep=,\n"Facebook visits"\n"Date","Primary"\n"2025-11-03T00:00:00","14"\n"2025-11-04T00:00:00","9"\n\n'
    '"Instagram profile visits"\n"Date","Primary"\n"2025-11-03T00:00:00","31"\n"2025-11-04T00:00:00","0"\n'
)
VIEWERS = 'sep=,\n"Viewers"\n"Date","Primary"\n"2025-11-03T00:00:00","611"\n"2025-11-04T00:00:00","702"\n'
LINK_CLICKS = "sep=\t\r\nInstagram link clicks\r\nDate\tPrimary\r\n2025-11-03T00:00:00\t5\r\n2025-11-04T00:00:00\t2\r\n"
AUDIENCE_EXCEL = """\
Age & gender;;
;Women;Men
18-24;10.6;3.апр
25-34;26.фев;19.1

Top cities;;
София, България;Пловдив, България;
13.7;5.7;
"""
_VIDEO_START = [
    "Video asset ID", "Universal video ID", "Page ID", "Page name", "Title", "Duration (sec)", "Publish time",
    "Custom labels", "Data comment", "Date", "Reach", "3-second video views", "1-minute video views", "Seconds viewed",
    "Average Seconds viewed",
]  # fmt: skip
_INTERVALS = [f"Percentage of total views at interval {n}" for n in (1, 2, 3, 0, *range(4, 41))]
_COUNTRIES = ("Morocco (MA)", "Belgium (BE)", "Netherlands (NL)")
_VIDEO_WIDTH = 212
_CODES = (a + b for a in "QXZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # countries that nobody lives in


def videos() -> list[list[str]]:
    """Write the video export: 212 columns, the curve out of order, a title of several lines."""
    by_country = [f"3-second video views by country ({name})" for name in _COUNTRIES]
    curve = [f"Viewers still watching at {second} seconds" for second in range(0, 15 * 80, 15)]
    header = [*_VIDEO_START, *_INTERVALS, *curve, *by_country]
    rest = (f"3-second video views by country (Nowhere ({code}))" for code in _CODES)
    header += [next(rest) for _ in range(_VIDEO_WIDTH - len(header))]
    rows = [
        ["900000000000102", "910000000000102", "100000000000901", "Windmeer Coffee",
         'How we brew:\n"slow" is a feature', "42", "11/03/2025 01:10", "", "", "Lifetime", "980", "640", "0",
         "1822.089", "14.813", "0.71", "0.66", "0.6", "1"],
        ["900000000000107", "910000000000107", "100000000000901", "Windmeer Coffee", "Open day", "61",
         "11/05/2025 09:00", "", "", "Lifetime", "412", "260", "31", "5044.2", "19.4", "0.8", "0.77", "0.7", "1"],
    ]  # fmt: skip
    return [header, *([*row, *[""] * (_VIDEO_WIDTH - len(row))] for row in rows)]


def comma_separated(rows: list[list[str]]) -> str:
    """Write rows as Meta does: cells with a space, too, stand in quotes."""
    return "".join(",".join(quoted(cell) for cell in row) + "\n" for row in rows)


def quoted(cell: str) -> str:
    """Put a cell in quotes when something in it asks for them."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(' ,"\n') else cell


def tab_separated(text: str) -> str:
    """Turn commas into tabs, but not those inside quotes."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def wrapped(text: str) -> str:
    """Wrap each line in one more pair of quotes, as Excel does with a file it took for one column."""
    return "".join('"' + line.replace('"', '""') + '"\n' for line in text.splitlines())


def workbook(name: str, sheets: dict[str, str], *, text_only: bool = False) -> None:
    """Write several sheets as .xlsx; `text_only` writes numbers as text, as some platforms do."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets.items():
        page: Any = book.create_sheet(title)
        for row in cells(table):
            page.append([cell or None if text_only else typed(cell) for cell in row])
    book.save(HERE / name)


def main() -> None:
    """Write every such sample."""
    days = [*cells(LINKEDIN_METRICS), ["11/06/2025", *["0"] * 19]]
    xls("linkedin_days.xls", {"Metrics": PROSE + days})
    xls(
        "linkedin_followers.xls",
        {"New followers": cells(LINKEDIN_FOLLOWERS), "Location": cells(LINKEDIN_LOCATION)},
    )
    xls("linkedin_visitors.xls", {"Visitor metrics": LINKEDIN_VISITORS, "Industry": cells(LINKEDIN_INDUSTRY)})
    xls("linkedin_breakdown.xls", {"Location": cells(LINKEDIN_LOCATION)})
    workbook("linkedin_competitors.xlsx", {"COMPETITORS": LINKEDIN_COMPETITORS})
    workbook("linkedin_creator.xlsx", CREATOR, text_only=True)
    for sheet, name in (
        ("FOLLOWERS", "followers"),
        ("TOP POSTS", "top_posts"),
        ("DEMOGRAPHICS", "audience"),
        ("DISCOVERY", "totals"),
    ):
        workbook(f"linkedin_creator_{name}.xlsx", {sheet: CREATOR[sheet]})
    utf16("linkedin_ads_utf16.csv", tab_separated(LINKEDIN_ADS))
    workbook("tiktok_ads 2025-11-03 to 2025-11-09.xlsx", {"Sheet1": TIKTOK_ADS})
    workbook("tiktok_ads_days.xlsx", {"Sheet1": TIKTOK_ADS_DAYS})
    utf16("google_ads_editor.csv", GOOGLE_EDITOR)
    utf16("meta_daily_visits.csv", VISITS)
    utf16("meta_daily_viewers.csv", VIEWERS)
    utf16("meta_daily_link_clicks.csv", LINK_CLICKS)
    (HERE / "meta_audience_excel.csv").write_bytes(AUDIENCE_EXCEL.encode("cp1251"))
    table = comma_separated(videos())
    (HERE / "facebook_videos.csv").write_text("\ufeff" + table, encoding="utf-8")
    (HERE / "facebook_videos_excel.csv").write_text("\ufeff" + wrapped(table), encoding="utf-8")


if __name__ == "__main__":
    main()
