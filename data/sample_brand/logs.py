"""What the team writes down itself, in Ninety's own Excel templates: content, incidents, answers."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from data.sample_brand.story import dealt, words
from data.sample_brand.write import xlsx
from data.templates import HEADER_ROW, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from data.sample_brand.posts import Post
    from data.sample_brand.story import Download, Story

YES, NO, NOBODY_KNOWS = "ja", "nee", ""
SEVERITIES = ("laag", "middel", "hoog")
REASONS = ("fout", "claim")


def content_log(story: Story, found: Sequence[Post], download: Download) -> tuple[str, bytes]:
    """Write the content log: one row a post."""
    number, rows = 1000, []
    for week in range(story.weeks):
        mine = [post for post in found if post.week == week and post.kind != "reply"]
        for post, (ai, review, correction, proof) in zip(mine, _dealt_week(story, week, len(mine)), strict=True):
            number += 1
            if download.has(post.day):
                rows.append(_item(f"NE-{number}", post, (ai, review, correction, proof), story.dice("item", number)))
    return f"content_log_{download.until}.xlsx", _filled("content_log", rows, download)


def _dealt_week(story: Story, week: int, n: int) -> Iterable[tuple[str, str, str, str]]:
    """Deal to a week's posts what the story tells of them."""
    dice = story.dice("log", week)
    without_ai = round(0.10 * n)
    registered = max(0, story.quota("level.log.registered", week, n) - without_ai)
    reviewed = story.quota("level.log.reviewed", week, n)
    passed = story.quota("level.log.first_pass", week, reviewed)
    wrong, typos = (_of(story, f"level.log.{what}", week, n) for what in ("corrected", "typos"))
    proof = story.quota("level.log.proof", week, n)
    ai = dealt(dice, none=without_ai, registered=registered, unregistered=n - without_ai - registered)
    review = dealt(dice, first=passed, later=reviewed - passed, unknown=n - reviewed)
    correction = dealt(dice, wrong=wrong, typo=typos, fine=n - wrong - typos)
    return zip(ai, review, correction, dealt(dice, proof=proof, bare=n - proof), strict=True)


def _of(story: Story, what: str, week: int, n: int) -> int:
    """Count a small share; what is less than one post comes in a later week."""
    so_far = [story.level(what, earlier) * n for earlier in range(week + 1)]
    return round(sum(so_far)) - round(sum(so_far[:-1]))


def _item(item: str, post: Post, dealt_to_it: tuple[str, str, str, str], dice: Random) -> list[Any]:
    ai, review, correction, proof = dealt_to_it
    about = words()["log"]
    registered = ai == "registered"
    submitted = datetime.combine(post.day, time(9)) - timedelta(days=2)
    wrong = correction != "fine"
    return [
        item,
        post.channel,
        post.day,
        post.text.split("\n")[0],
        post.url,
        post.topic,
        NO if ai == "none" else YES,
        dice.choice(about["tools"]) if registered else "",
        dice.choice(about["prompt_classes"]) if registered else "",
        YES if proof == "proof" else NO,
        YES if proof == "proof" or dice.random() < 0.3 else NO,
        {"first": 1, "later": 2, "unknown": ""}[review],
        {"first": YES, "later": NO, "unknown": NOBODY_KNOWS}[review],
        submitted,
        submitted + timedelta(hours=dice.randint(2, 30)),
        "gecorrigeerd" if wrong else "geen",
        (dice.choice(REASONS) if correction == "wrong" else "tikfout") if wrong else "",
        post.day + timedelta(days=1) if wrong else "",
    ]


def incident_log(story: Story, download: Download) -> tuple[str, bytes]:
    """Write the incident log."""
    about, rows, number = words()["log"], [], 0
    for week in range(story.weeks):
        dice = story.dice("incidents", week)
        for _ in range(story.whole("level.log.incidents", week)):
            number += 1
            day = story.day(week, dice.randrange(5))
            row = [f"INC-{number:03}", dice.choice(("facebook", "instagram", "x")), day, dice.choice(about["incidents"])]
            row += [dice.choice(SEVERITIES), dice.choice(about["causes"]), dice.choice(about["fixes"]), YES]
            if download.has(day):
                rows.append([*row, day + timedelta(days=dice.randint(0, 3))])
    return f"incidents_{download.until}.xlsx", _filled("incidents", rows, download)


def answer_log(story: Story, download: Download) -> tuple[str, bytes]:
    """Write the log of questions about privacy and AI; before the plan there was no template to answer with."""
    about, rows, number = words(), [], 0
    for week in range(story.weeks):
        dice = story.dice("answers", week)
        n = round(story.level("level.log.questions", week))
        by_template = story.quota("level.log.by_template", week, n)
        for card in dealt(dice, template=by_template, own_words=n - by_template):
            number += 1
            day = story.day(week, dice.randrange(7))
            used = card == "template"
            row = [f"A-{number:04}", dice.choice(("facebook", "instagram", "x")), day, dice.choice(about["messages"]["trust"])]
            row += [YES if used else NO, dice.choice(about["log"]["templates"]) if used else ""]
            if download.has(day):
                rows.append(row)
    return f"answers_{download.until}.xlsx", _filled("answers", rows, download)


def _filled(log: str, rows: list[list[Any]], download: Download) -> bytes:
    """Fill in the template as a person would: the days it covers, and the rows under the header."""
    book = load_workbook(io.BytesIO(template(log, "nl")))
    page = book.worksheets[0]
    page["B1"], page["D1"] = download.since, download.until
    for down, row in enumerate(rows, HEADER_ROW + 1):
        for across, cell in enumerate(row, 1):
            if cell != "":
                page.cell(down, across, cell).number_format = _number_format(cell)
    return xlsx(book)


def _number_format(cell: object) -> str:
    return "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd" if isinstance(cell, date) else "General"
