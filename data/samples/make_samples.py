# ruff: noqa: E501 - a row of a table stays on one line
"""Write the samples that a text editor cannot: Excel files and UTF-16. Run it after changing one: see README.md.

Everything in them is made up: brands, people, ids and numbers. The ids of X and
LinkedIn were computed from the publish time, so that they decode to it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl

HERE = Path(__file__).parent
NUMBER = re.compile(r"-?\d{1,11}(\.\d+)?")

META_ADS_EN = """\
Reporting starts|Reporting ends|Ad name|Ad delivery|Ad Set Name|Campaign name|Attribution setting|Results|Result indicator|Reach|Impressions|Cost per results|Quality ranking|Link clicks|Clicks (all)|Amount spent (EUR)|Ends
2025-11-03|2025-11-09|||||7-day click or 1-day view|||50100|128045||-|1190|2024|431.25|
2025-11-03|2025-11-09|Autumn roast – video|active|NL 25+|Autumn|7-day click or 1-day view|466|actions:post_engagement|16625|31537|0.25|Average|120|301|116.5|2025-11-24
2025-11-03|2025-11-09|Autumn roast – carousel|active|NL 25+|Autumn|7-day click or 1-day view|709|actions:link_click|34199|85450|0.35|Above average|709|1210|248.15|2025-12-02
2025-11-03|2025-11-09|Subscription lead form|not_delivering|BE 25+|Subscription|7-day click or 1-day view|18|actions:offsite_conversion.fb_pixel_lead|8102|11058|3.7|-|361|513|66.6|2025-11-07
2025-11-03|2025-11-09|Old banner|archived|NL 25+|Autumn|7-day click or 1-day view||||||-||||2025-07-04
"""
META_ADS_NL = """\
Start rapportage|Einde rapportage|Campagnenaam|Naam advertentieset|Naam advertentie|Resultaten|Resultaatindicator|Bereik|Weergaven|Klikken op links|Besteed bedrag (EUR)
2025-11-03|2025-11-09||||||9800|15400|310|96.4
2025-11-03|2025-11-09|Najaar|NL 25+|Herfstmelange|210|actions:link_click|6100|9400|210|61.4
2025-11-03|2025-11-09|Najaar|BE 25+|Herfstmelange|100|actions:link_click|4700|6000|100|35
"""
META_ADS_DE = """\
Tag|Kampagnenname|Anzeigengruppenname|Anzeigenname|Ergebnisse|Ergebnis-Indikator|Reichweite|Impressionen|Link-Klicks|Klicks (alle)|Ausgegebener Betrag (EUR)
2025-11-03|Herbst|DE 25+|Probierpaket|12|actions:link_click|900|1210|12|30|9.75
2025-11-04|Herbst|DE 25+|Probierpaket|15|actions:link_click|1005|1380|15|41|10.25
"""
META_ADS_FR = """\
Jour|Nom de la campagne|Nom de l’ensemble de publicités|Nom de la publicité|Résultats|Indicateur de résultats|Portée|Impressions|Clics sur un lien|Montant dépensé (CHF)
2025-11-03|Automne|CH 25+|Coffret découverte|5|actions:link_click|410|602|5|7.5
2025-11-05|Automne|CH 25+|Coffret découverte|8|actions:link_click|520|760|8|8.25
"""
LINKEDIN_METRICS = """\
Date|Impressions (organic)|Impressions (sponsored)|Impressions (total)|Unique impressions (organic)|Clicks (organic)|Clicks (sponsored)|Clicks (total)|Reactions (organic)|Reactions (sponsored)|Reactions (total)|Comments (organic)|Comments (sponsored)|Comments (total)|Reposts (organic)|Reposts (sponsored)|Reposts (total)|Engagement rate (organic)|Engagement rate (sponsored)|Engagement rate (total)
11/04/2025|812|0|812|530|41|0|41|22|0|22|3|0|3|1|0|1|0.0825|0|0.0825
11/05/2025|640|0|640|411|-1|0|-1|-2|0|-2|0|0|0|0|0|0|-0.0047|0|-0.0047
"""
LINKEDIN_POSTS = """\
Post title|Post link|Post type|Campaign name|Posted by|Created date|Campaign start date|Campaign end date|Audience|Impressions|Views|Offsite Views|Clicks|Click through rate (CTR)|Likes|Comments|Reposts|Follows|Engagement rate|Content Type
We are hiring a roaster in Gent|https://www.linkedin.com/feed/update/urn:li:activity:7391406351974827127|Organic||Robin Example|11/04/2025|||All followers|1510|||90|0.0596|41|6|4|2|0.0934|Image
Five years of fair contracts|https://www.linkedin.com/feed/update/urn:li:share:7392346295500994392|Organic|| |11/06/2025|||All followers|823|310|0|33|0.0401|20|1|0||0.0656|Video
Open days, sponsored|https://www.linkedin.com/feed/update/urn:li:ugcPost:7392531264308208790|Sponsored|Open days|Robin Example|11/07/2025|11/07/2025|11/21/2025||4120|||61|0.0148|12|0|1|0|0.018|
"""
TALKWALKER = """\
url|indexed|published|search_indexed|title|content|lang|sentiment|source_type|post_type|matched_profile|engagement|reach
https://x.example/p/1|04/11/25 09:20:11|04/11/25 09:10:56|04/11/25 09:20:30||RT @guest: Windmeer, quel café !|fr|0|SOCIALMEDIA_TWITTER|TEXT|Windmeer|12|5400
https://x.example/p/2|04/11/25 21:00:00|04/11/25 20:58:01|04/11/25 21:00:09||Windmeer, quel café !|fr|5|SOCIALMEDIA_TWITTER|TEXT|Windmeer|31|1200
https://news.example/a/3|05/11/25 07:00:00|05/11/25 06:00:00|05/11/25 07:00:10|Le torréfacteur Kaffemas augmente ses prix|La marque annonce…|fr|-5|ONLINENEWS|TEXT|Kaffemas|0|250000
https://x.example/p/4|06/11/25 12:00:00|06/11/25 11:59:59|06/11/25 12:00:02||Windmeer ou Kaffemas ?|fr||SOCIALMEDIA_TWITTER|TEXT|Windmeer|2|310
"""
MELTWATER = '''\
Date|Headline|URL|Opening Text|Hit Sentence|Source|Influencer|Country|Subregion|Language|Reach|Desktop Reach|Mobile Reach|Engagement|AVE|Sentiment|Key Phrases|Input Name|Keywords|Tweet Id|Alternate Date Format|Time|Document Tags
04-Nov-2025 09:15PM|Coffee prices rise again|https://news.example/b/1|Roasters such as Windmeer…|Roasters such as Windmeer expect more|Example Daily||Netherlands||English|120450|90000|30450|14|1114.16|Negative|coffee prices|Windmeer|windmeer||04-Nov-25|09:15 PM|
04-Nov-2025 08:30AM|||Windmeer makes my morning|Windmeer makes my morning|Twitter|@guest|Belgium||English|412|||3|0|Positive||Windmeer|windmeer|"""1985625562938845063"""|04-Nov-25|08:30 AM|
05-Nov-2025 08:05PM|||RT @guest: Windmeer makes my morning|RT @guest: Windmeer makes my morning|Twitter|@guest2|Belgium||English|90|||0|0|Neutral||Windmeer|windmeer|"""1986162853281622943"""|05-Nov-25|08:05 PM|
05-Nov-2025 12:01AM|Kaffemas opens in Utrecht|https://news.example/b/4|The chain…|The chain Kaffemas|Example Weekly||Netherlands||Dutch|30110|||0|278.5|Not Rated||Kaffemas|kaffemas||05-Nov-25|12:01 AM|
'''
CHART = 'sep=,\n"{title}"\n"{date}","Primary"\n'
REACH = CHART.format(title="Instagram reach", date="Date") + "".join(
    f'"2025-11-0{day}T00:00:00","{value}"\n' for day, value in enumerate((1245, 1923, 2831, 0, 987), start=3)
)
# days without a new follower are left out, and the hour moves with American daylight saving time
FOLLOWS = (
    "sep=\t\r\nFacebook follows\r\nDate\tPrimary\r\n"
    "2025-10-31T00:00:00\t4\r\n2025-11-01T00:00:00\t2\r\n2025-11-03T01:00:00\t9\r\n2025-11-06T01:00:00\t1\r\n"
)
REACH_PT = CHART.format(title="Alcance", date="Data") + '"2025-11-03T00:00:00","287"\n"2025-11-04T00:00:00","3555"\n'
STACKED = (
    CHART.format(title="Facebook reach", date="Date")
    + '"2025-11-03T01:00:00","40"\n"2025-11-04T01:00:00","55"\n\n"Instagram reach"\n"Date","Primary"\n'
    + '"2025-11-03T01:00:00","310"\n"2025-11-04T01:00:00","295"\n'
)
AUDIENCE = """\
sep=,
"Age & gender"
"","Women","Men"
"18-24","10.6","6.5"
"25-34","26.2","19.1"

"Top cities"
"Gent, Belgium","Utrecht, Netherlands"
"13.7","5.7"

"""


def cells(table: str) -> list[list[str]]:
    """Split a table written with bars."""
    return list(csv.reader(io.StringIO(table), delimiter="|", quoting=csv.QUOTE_NONE))


def typed(cell: str) -> str | float | None:
    """Write numbers as numbers, as the platforms do; dates and ids stay text."""
    return float(cell) if NUMBER.fullmatch(cell) else cell or None


def xlsx(name: str, sheet: str, table: str, *, text_only: bool = False) -> None:
    """Write one sheet as .xlsx."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = sheet
    for row in cells(table):
        page.append([cell or None if text_only else typed(cell) for cell in row])
    book.save(HERE / name)


def xls(name: str, sheets: dict[str, list[list[str]]]) -> None:
    """Write an old .xls; needs xlwt, which Ninety itself does not: `pip install xlwt` before you run this."""
    import xlwt  # noqa: PLC0415

    book = xlwt.Workbook()
    for title, rows in sheets.items():
        page = book.add_sheet(title)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                page.write(y, x, typed(cell) if y else cell)
    book.save(str(HERE / name))


def utf16(name: str, text: str) -> None:
    """Write text as Meta and Meltwater do: UTF-16, little-endian, with a byte order mark."""
    (HERE / name).write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))


def main() -> None:
    """Write every sample that is no plain text."""
    xlsx("meta_ads_en.xlsx", "Worksheet", META_ADS_EN)
    xlsx("meta_ads_nl.xlsx", "Worksheet", META_ADS_NL)
    xlsx("meta_ads_de.xlsx", "Raw Data Report", META_ADS_DE)
    xlsx("meta_ads_fr.xlsx", "Worksheet", META_ADS_FR)
    xlsx("talkwalker.xlsx", "Sheet0", TALKWALKER, text_only=True)
    utf16("meltwater.csv", MELTWATER.replace("|", "\t"))
    utf16("meta_daily_reach.csv", REACH)
    utf16("meta_daily_follows.csv", FOLLOWS)
    utf16("meta_daily_pt.csv", REACH_PT)
    utf16("meta_daily_stacked.csv", STACKED)
    utf16("meta_audience.csv", AUDIENCE)
    prose = [["All dates and times are in UTC. Data is delayed by up to 2 days."]]
    xls("linkedin_posts.xls", {"Metrics": prose + cells(LINKEDIN_METRICS), "All posts": prose + cells(LINKEDIN_POSTS)})


if __name__ == "__main__":
    main()
