"""What the team writes down itself, in Ninety's own Excel templates: content, incidents, answers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from data.sample_brand.story import brand, dealt, words
from data.sample_brand.write import xlsx
from data.templates import HEADER_ROW, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from data.sample_brand.posts import Post
    from data.sample_brand.story import Download, Story

YES_NO = {True: "ja", False: "nee"}
CHANNELS = ("facebook", "instagram", "x")
SEVERITIES = ("laag", "middel", "hoog")
REASONS = ("fout", "claim")
WITHOUT_AI = 0.10  # of the posts


@dataclass(frozen=True)
class Fate:
    """What the log tells of a post."""

    ai: str  # none, registered, unregistered
    review: str  # first, later, unknown
    correction: str  # wrong, typo, fine
    proof: str  # proof, bare


def content_log(story: Story, found: Sequence[Post], download: Download) -> tuple[str, bytes]:
    """Write the content log: one row a post."""
    rows = [
        _item(story, f"NE-{number}", post, fate)
        for number, (post, fate) in enumerate(_posts_and_fates(story, found), 1001)
        if download.has(post.day)
    ]
    return f"content_log_{download.until}.xlsx", _filled("content_log", rows, download)


def _posts_and_fates(story: Story, found: Sequence[Post]) -> Iterator[tuple[Post, Fate]]:
    for week in range(story.weeks):
        mine = [post for post in found if post.week == week and post.kind != "reply"]
        yield from zip(mine, _fates(story, week, len(mine)), strict=True)


def _fates(story: Story, week: int, n: int) -> list[Fate]:
    """Deal to a week's posts what the story tells of them."""
    dice = story.dice("log", week)
    without_ai = round(WITHOUT_AI * n)
    registered = max(0, story.quota("level.log.registered", week, n) - without_ai)
    reviewed = story.quota("level.log.reviewed", week, n)
    first = story.quota("level.log.first_pass", week, reviewed)
    wrong, typo = (story.chance(f"level.log.{what}", week, n) for what in ("corrected", "typos"))
    proof = story.quota("level.log.proof", week, n)
    ai = dealt(dice, none=without_ai, registered=registered, unregistered=n - without_ai - registered)
    review = dealt(dice, first=first, later=reviewed - first, unknown=n - reviewed)
    correction = dealt(dice, wrong=wrong, typo=typo, fine=n - wrong - typo)
    proofs = dealt(dice, proof=proof, bare=n - proof)
    return [Fate(*fate) for fate in zip(ai, review, correction, proofs, strict=True)]


def _item(story: Story, item: str, post: Post, fate: Fate) -> list[Any]:
    dice, about = story.dice("item", item), words()["log"]
    registered = fate.ai == "registered"
    submitted = datetime.combine(post.day, time(9)) - timedelta(days=2)
    reason = {"wrong": dice.choice(REASONS), "typo": "tikfout", "fine": ""}[fate.correction]
    return [
        *(item, post.channel, post.day, post.text.partition("\n")[0], post.url, post.topic),
        YES_NO[fate.ai != "none"],
        dice.choice(about["tools"]) if registered else "",
        dice.choice(about["prompt_classes"]) if registered else "",
        YES_NO[fate.proof == "proof"],
        YES_NO[fate.proof == "proof" or dice.random() < 0.3],
        {"first": 1, "later": 2, "unknown": ""}[fate.review],
        {"first": "ja", "later": "nee", "unknown": ""}[fate.review],
        *(submitted, submitted + timedelta(hours=dice.randint(2, 30))),
        "gecorrigeerd" if reason else "geen",
        reason,
        post.day + timedelta(days=1) if reason else "",
    ]


def incident_log(story: Story, download: Download) -> tuple[str, bytes]:
    """Write the incident log."""
    about, rows = words()["log"], []
    for number, (week, place) in enumerate(places(story, "level.log.incidents"), 1):
        dice = story.dice("incident", week, place)
        day = story.day(week, dice.randrange(5))
        what = [dice.choice(about["incidents"]), dice.choice(SEVERITIES), dice.choice(about["causes"])]
        closed = day + timedelta(days=dice.randint(0, 3))
        if download.has(day):
            rows.append(
                [f"INC-{number:03}", dice.choice(CHANNELS), day, *what, dice.choice(about["fixes"]), "ja", closed]
            )
    return f"incidents_{download.until}.xlsx", _filled("incidents", rows, download)


def places(story: Story, what: str) -> Iterator[tuple[int, int]]:
    """Name every place there is in a week for something to happen."""
    for week in range(story.weeks):
        for place in range(story.whole(what, week)):
            yield week, place


def answer_log(story: Story, download: Download) -> tuple[str, bytes]:
    """Write the log of questions about privacy and AI; before the plan there was no template to answer with."""
    about, rows = words(), []
    for week in range(story.weeks):
        dice = story.dice("answers", week)
        n = round(story.level("level.log.questions", week))
        used = story.quota("level.log.by_template", week, n)
        for place, card in enumerate(dealt(dice, template=used, own_words=n - used), 1):
            day, by_template = story.day(week, dice.randrange(7)), card == "template"
            row = [f"A-{week + 1:02}-{place:02}", dice.choice(CHANNELS), day, dice.choice(about["messages"]["trust"])]
            row += [YES_NO[by_template], dice.choice(about["log"]["templates"]) if by_template else ""]
            if download.has(day):
                rows.append(row)
    return f"answers_{download.until}.xlsx", _filled("answers", rows, download)


def reach_log(story: Story, download: Download) -> tuple[str, bytes]:
    """Write down what Instagram shows each Sunday: people who engaged in seven days, each counted once."""
    sundays = [(week, story.day(week, 6)) for week in range(story.weeks)]
    rows = [
        ["Instagram", brand()["handle"], sunday, round(story.level("level.audience.engaged_a_week", week))]
        for week, sunday in sundays
        if download.has(sunday)
    ]
    return f"reach_{download.until}.xlsx", _filled("reach", rows, download)


def _filled(log: str, rows: list[list[Any]], download: Download) -> bytes:
    """Fill in the template as a person would: the days it covers, and the rows under the header."""
    book = load_workbook(io.BytesIO(template(log, "nl")))
    fill(book.worksheets[0], rows, download)
    return xlsx(book)


def fill(page: Worksheet, rows: list[list[Any]], download: Download) -> None:
    """Fill in a sheet."""
    page["B1"], page["D1"] = download.since, download.until
    for down, row in enumerate(rows, HEADER_ROW + 1):
        for across, cell in enumerate(row, 1):
            if cell != "":
                page.cell(down, across, cell).number_format = _number_format(cell)


def _number_format(cell: object) -> str:
    return "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd" if isinstance(cell, date) else "General"
