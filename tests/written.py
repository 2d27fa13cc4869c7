"""Exports as tests write them: real headers of several formats, rows of one truth, and lines that are no data.

An item is one thing an export tells of: a post, a day, a message, a campaign, a channel of a site. Its figures depend
on the day until which the file speaks, as lifetime figures do, so files of one day agree and later ones know better.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Line = list[str]
Odd = Literal["blank", "empty", "total", "header", "twin", "silent", "short", "cell", "row"]
LAST = 20  # the highest number of an item; numbers beyond are of odd rows
FIRST_DAY = datetime(2026, 11, 1)  # noqa: DTZ001 - a day, wherever it is


@dataclass(frozen=True)
class Kind:
    """One format: how its files are called, what stands in them, and what may be wrong with a cell."""

    format: str
    fact: str
    file: str  # {until}: the last day it speaks of
    header: tuple[str, ...]
    cells: Callable[[int, int], Line]  # number of the item, day until which the file speaks
    figure: int  # the column of a figure that may be refused
    needed: int  # the column without which a row is refused
    unread: int | None = None  # a column that Ninety does not read
    above: tuple[str, ...] = ()  # lines above the header
    total: Line = field(default_factory=list)
    values: int = 1  # rows in the store for one row of the file
    delimiter: str = ","

    @property
    def odd(self) -> tuple[Odd, ...]:
        """The odd lines that its files can hold."""
        always: tuple[Odd, ...] = ("blank", "empty", "header", "short", "cell", "row")
        adds_up = self.fact in ("ads", "web")  # there a row that stands twice is a part of a figure, not the same one
        return (
            *always,
            *(("total",) if self.total else ()),
            *(("silent",) if self.unread is not None else ()),
            *(() if adds_up else ("twin",)),
        )

    def name(self, until: int, part: str = "") -> str:
        """Name a file that speaks until a day of November 2026."""
        return self.file.format(until=f"{until:02}", part=part)

    def lines(self, numbers: Sequence[int], until: int) -> list[Line]:
        """Write the rows of these items."""
        return [self.cells(number, until) for number in numbers]

    def with_odd(self, lines: list[Line], odd: Sequence[tuple[Odd, int]], until: int) -> list[Line]:
        """Put odd lines between the rows; each comes with a number that says where."""
        mixed = [list(line) for line in lines]
        for count, (what, place) in enumerate(odd):
            mixed.insert(place % (len(mixed) + 1), self._odd(what, LAST + 1 + count, until, lines[place % len(lines)]))
        return mixed

    def _odd(self, what: Odd, number: int, until: int, twin: Line) -> Line:
        row = self.cells(number, until)
        match what:
            case "blank" | "silent":
                row = [""] * len(row)
                if what == "silent" and self.unread is not None:
                    row[self.unread] = "Could not be computed"
            case "cell":
                row[self.figure] = "1.2.3"
            case "row":
                row[self.needed] = "the day after"
            case "short":
                row.pop()
            case _:
                row = list({"empty": [], "header": self.header, "total": self.total, "twin": twin}[what])
        return row

    def content(self, lines: Sequence[Line], until: int, *, ended: str = "") -> bytes:
        """Write the file; what `ended` says comes after its last line."""
        out = io.StringIO(newline="")
        written = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        written.writerow(self.header)
        written.writerows(lines)
        above = "".join(f"{line}\n" for line in self.above).format(until=f"{until:02}")
        return (above + out.getvalue() + ended).encode()


def _day(number: int) -> datetime:
    """Give the day of an item: number 1 is of the 1st of November, 20 of the 20th."""
    return FIRST_DAY + timedelta(days=number - 1)


def _figure(number: int, until: int, factor: int) -> str:
    return str(number * factor + until * (number % 3))


def _x_post(number: int, until: int) -> Line:
    day, post = f"{_day(number):%a, %b} {_day(number).day}, 2026", f"19{number:03}"
    clicks, shown = _figure(number, until, 3), _figure(number, until, 500)
    url = f"https://x.com/us/status/{post}"
    return [post, day, f'Post "{number}",\nsecond line', url, shown, _figure(number, until, 7), clicks, "1", "2", "0"]


def _facebook_post(number: int, until: int) -> Line:
    post, url = f"1221{number:05}", f"https://facebook.example/{number}"
    figures = [_figure(number, until, factor) for factor in (400, 300, 9, 2, 1, 12, 4)]
    return [
        post,
        "77",
        "Vindmöllan",
        "Öppet, hela dagen",
        f"{_day(number):%m/%d/%Y} 09:15",
        "Foton",
        url,
        *figures,
        "x",
    ]


def _youtube_day(number: int, until: int) -> Line:
    return [f"{_day(number):%Y-%m-%d}", _figure(number, until, 90), f"{number}.25", _figure(number, until, 1)]


def _x_day(number: int, until: int) -> Line:
    figures = [_figure(number, until, factor) for factor in (1000, 30, 4, 3, 2)]
    return [f"{_day(number):%a, %b} {_day(number).day}, 2026", *figures]


def _message(number: int, until: int) -> Line:
    received = _day(number) + timedelta(hours=9, minutes=15 * number)
    replied = received + timedelta(hours=number % 5 * 7 + 1)
    answered = number % 4 != 0 and replied.day <= min(until, number + number % 3)
    times = [f"{received:%d-%m-%Y %H:%M}", f"{replied:%d-%m-%Y %H:%M}" if answered else ""]
    channel, mood = ("Instagram", "Facebook")[number % 2], ("positief", "neutraal", "negatief")[number % 3]
    return [f"b-{number}", channel, *times, "gast", f"Vraag; {number}", mood]


def _campaign(number: int, until: int) -> Line:
    day = f"{_day(number):%Y-%m-%d}"
    shown = f"{1000 + int(_figure(number, until, 50)):,}"
    return [f"Campaign {number}", "Ads", day, "EUR", shown, f"{number}.25", f"{number % 4}.50", "12%"]


def _web_day(number: int, until: int) -> Line:
    source = ("Organic Social", "Paid Social", "Direct")[number % 3]
    figures = [_figure(number, until, factor) for factor in (60, 40, 2)]
    return [f"{_day(number):%Y%m%d}", source, *figures]


KINDS = (
    Kind(
        "x_content",
        "posts",
        "account_analytics_content_2026-11-01_2026-11-{until}{part}.csv",
        (
            "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Url clicks", "Replies", "Reposts",
            "Detail expands",
        ),
        _x_post,
        figure=4,
        needed=1,
        unread=9,
    ),
    Kind(
        "facebook_posts",
        "posts",
        "Nov-01-2026_Nov-{until}-2026_77{part}.csv",
        (
            "Publicerings-id", "Sid-id", "Sidnamn", "Beskrivning", "Publiceringstid", "Inläggstyp", "Permalänk",
            "Visningar", "Räckvidd", "Reaktioner", "Kommentarer", "Delningar", "Totalt antal klick", "Länkklick",
            "Kommentar om data",
        ),
        _facebook_post,
        figure=9,
        needed=4,
        unread=14,
    ),
    Kind(
        "youtube_days",
        "account_day",
        "Diagrammdaten 2026-11-01_2026-11-{until}{part}.csv",
        ("Da\xadtum", "Auf\xadru\xadfe", "Wiedergabezeit (Stunden)", "Abonnenten"),
        _youtube_day,
        figure=2,
        needed=0,
        total=["Gesamt", "99999", "1.5", "7"],
        values=3,
    ),
    Kind(
        "x_overview",
        "account_day",
        "account_overview_{until}{part}.csv",
        ("Date", "Impressions", "Likes", "New follows", "Unfollows", "Replies"),
        _x_day,
        figure=1,
        needed=0,
        values=5,
    ),
    Kind(
        "inbox",
        "messages",
        "inbox_{until}{part}.csv",
        ("Bericht-ID", "Kanaal", "Ontvangen op", "Eerste reactie op", "Afzender", "Bericht", "Sentiment"),
        _message,
        figure=6,
        needed=2,
        delimiter=";",
    ),
    Kind(
        "google_ads",
        "ads",
        "Campaign report {until}{part}.csv",
        ("Campaign", "Ad group", "Day", "Currency code", "Impr.", "Cost", "Conversions", "Interaction rate"),
        _campaign,
        figure=5,
        needed=2,
        above=("Campaign report", '"November 1, 2026 - November {until}, 2026"'),
        total=["Total: Campaigns", " --", " --", "EUR", "99", "9.00", "1.00", " --"],
    ),
    Kind(
        "ga4_channels",
        "web",
        "Traffic_acquisition_{until}{part}.csv",
        ("Date", "Session default channel group", "Sessions", "Total users", "Key events"),
        _web_day,
        figure=3,
        needed=0,
        above=("# Traffic acquisition", "# Start date: 20261101", "# End date: 202611{until}"),
    ),
)  # fmt: skip
