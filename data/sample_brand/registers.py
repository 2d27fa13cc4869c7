"""What the team keeps beside its content: escalations, registers, requests, tests and ad reviews, in one workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from data.sample_brand.logs import CHANNELS, YES_NO, fill, places
from data.sample_brand.story import words
from data.sample_brand.write import xlsx
from data.templates import LOGS, all_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.sample_brand.story import Download, Story

RISKS, RISK_WEIGHTS = ("laag", "middel", "hoog"), (5, 3, 2)
AD_CHANNELS = ("facebook", "instagram")
WEEKS_OF_WORK = 20  # over so many weeks the team gave its data sets an owner and a period
Row = list[Any]


@dataclass(frozen=True)
class _Known:
    """What the team knew on the last day of a download; what comes later is not written down yet."""

    download: Download

    def day(self, day: date) -> date | str:
        return day if day <= self.download.until else ""

    def moment(self, moment: datetime) -> datetime | str:
        return moment if moment.date() <= self.download.until else ""


def registers(story: Story, download: Download) -> tuple[str, bytes]:
    """Fill in the workbook that holds every log, and leave out the sheets that nobody used.

    Halfway only the register of data sets was handed in, so that it has a history.
    """
    makers = {
        "escalations": _escalations,
        "datasets": _datasets,
        "deletions": _deletions,
        "tests": _tests,
        "risks": _risks,
        "vendor_terms": _vendor_terms,
        "ad_reviews": _ad_reviews,
    }
    book = load_workbook(io.BytesIO(all_templates("nl")))
    for log, sheet in zip(LOGS, book.worksheets[: len(LOGS)], strict=True):
        if log in makers and (log == "datasets" or download.until == story.sunday):
            fill(sheet, list(makers[log](story, _Known(download))), download)
        else:
            book.remove(sheet)
    return f"logs_{download.until}.xlsx", xlsx(book)


def _escalations(story: Story, known: _Known) -> Iterator[Row]:
    """High risks are looked at within minutes, more of them as the plan goes on."""
    for number, (week, place) in enumerate(places(story, "level.log.escalations"), 1):
        dice = story.dice("escalation", week, place)
        risk = dice.choices(RISKS, RISK_WEIGHTS)[0]
        began = datetime.combine(story.day(week, dice.randrange(5)), time(9)) + timedelta(minutes=dice.randrange(420))
        slow = story.level("level.log.minutes_to_triage", week) * (1 if risk == "hoog" else 3)
        triaged = began + timedelta(minutes=round(slow * dice.uniform(0.4, 1.6)))
        answered = triaged + timedelta(minutes=round(slow * dice.uniform(1.0, 4.0)))
        topic, outcome = dice.choice(words()["messages"]["trust"]), dice.choice(words()["log"]["outcomes"])
        if known.download.has(began.date()):
            row: Row = [f"E-{number:03}", dice.choice(CHANNELS), began.date(), began, risk, topic]
            yield [*row, known.moment(triaged), known.moment(answered), outcome]


def datasets_of() -> dict[str, tuple[str, int]]:
    """Tell in which row of the register the texts of a fact belong, and how many days they are kept: fact -> id, days.

    The sample is looked at for longer than a month, so these are kept longest.
    """
    rows = enumerate(words()["log"]["datasets"], 1)
    return {row["fact"]: (f"D-{number}", row["days"]) for number, row in rows if "fact" in row}


def _datasets(story: Story, known: _Known) -> Iterator[Row]:
    """Half a year ago few data sets had an owner and a period; one after the other they get them."""
    rows = words()["log"]["datasets"]
    for number, row in enumerate(rows, 1):
        name, purpose = row["name"][story.language], row["purpose"][story.language]
        done = story.day(round(number * WEEKS_OF_WORK / len(rows)), 2) <= known.download.until or number == 1
        since = story.first - timedelta(days=90 + 20 * number)
        said = (row["owner"], purpose, row["days"]) if done else ("", purpose, "")
        yield [f"D-{number}", since, name, *said, YES_NO[True]]


def _deletions(story: Story, known: _Known) -> Iterator[Row]:
    for number, (week, place) in enumerate(places(story, "level.log.deletions"), 1):
        dice = story.dice("deletion", week, place)
        day = story.day(week, dice.randrange(5))
        took = max(1, round(story.level("level.log.days_to_delete", week) * dice.uniform(0.5, 1.5)))
        name = dice.choice(words()["log"]["datasets"])["name"][story.language]
        if known.download.has(day):
            yield [f"V-{number:03}", "", day, name, known.day(day + timedelta(days=took))]


def _tests(story: Story, known: _Known) -> Iterator[Row]:
    """Each test runs a week; three in ten are won."""
    about = words()["log"]
    for number, (week, place) in enumerate(places(story, "level.log.tests"), 1):
        dice = story.dice("test", week, place)
        day = story.day(week, dice.randrange(3))
        ended = known.day(day + timedelta(days=7))
        result, lesson = dice.choice(("gewonnen", "verloren", "onduidelijk")), dice.choice(about["lessons"])
        row: Row = [f"T-{number:03}", dice.choice(CHANNELS), day, dice.choice(about["hypotheses"])]
        row += [dice.choice(about["formats"]), dice.choice(("CTR", "retention")), ended]
        if known.download.has(day):
            yield [*row, *((result, lesson) if ended else ("", ""))]


def _risks(story: Story, known: _Known) -> Iterator[Row]:
    for number, title in enumerate(words()["log"]["risks"], 1):
        dice = story.dice("risk", number)
        day = story.day(number, 1)
        row: Row = [f"R-{number}", "", day, title, dice.choice(RISKS), dice.choice(RISKS)]
        row += [dice.choice(words()["log"]["owners"]), dice.choice(words()["log"]["measures"]), "policy_incidents"]
        closed = known.day(day + timedelta(weeks=10)) if number % 3 == 0 else ""
        if day <= known.download.until:
            yield [*row, known.day(day + timedelta(weeks=6)), closed]


def _vendor_terms(story: Story, known: _Known) -> Iterator[Row]:
    for number, vendor in enumerate(words()["log"]["vendors"], 1):
        dice = story.dice("vendor", number)
        day = story.day(number * 3, dice.randrange(5))
        followed = known.day(day + timedelta(days=dice.randint(2, 12)))
        if day <= known.download.until:
            summary = dice.choice(words()["log"]["terms"])
            yield [f"L-{number}", "", day, vendor, f"{day:%Y-%m}", summary, followed]


def _ad_reviews(story: Story, known: _Known) -> Iterator[Row]:
    about = words()["log"]
    for number, (week, place) in enumerate(places(story, "level.log.ads"), 1):
        dice = story.dice("ad review", week, place)
        day = story.day(week, dice.randrange(5))
        rejected = dice.random() < story.level("level.log.rejected", week)
        reason = dice.choice(about["rejections"]) if rejected else ""
        row: Row = [f"K-{number:03}", dice.choice(AD_CHANNELS), day, f"Advertentie {number}"]
        row += ["afgekeurd" if rejected else "goedgekeurd", reason, YES_NO[dice.random() < 0.5] if rejected else ""]
        if known.download.has(day):
            yield row
