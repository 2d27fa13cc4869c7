"""The sample brand: half a year of made-up exports, the same bytes for the same Sunday and seed.

Everything is invented: the brand, the people, the numbers. The layouts are those of the real exports.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.sample_brand import accounts, business, logs, people, platforms, registers
from data.sample_brand.posts import Channel, Post, posts
from data.sample_brand.story import Download, Story, brand

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Download", "Story", "brand", "downloads", "files"]

POSTS: tuple[Channel, ...] = ("instagram", "facebook", "x")  # whose content exports say up to which day they count
WHOLE_EVERY = 3  # downloads: what the team keeps itself, or can download whole, comes less often


def files(until: date, weeks: int = 26, seed: int = 90) -> list[tuple[str, bytes]]:
    """Make every export the team downloaded up to the last Sunday before a day, oldest first: name and bytes."""
    return [(name, content) for _, name, content in downloads(Story(last_sunday(until), weeks, seed))]


def last_sunday(day: date) -> date:
    """Find the Sunday that ends the last full week: what a team has downloaded by that day."""
    return day - timedelta(days=day.isoweekday())


def downloads(story: Story) -> Iterator[tuple[Download, str, bytes]]:
    """Make every export, with the visit it was downloaded on."""
    published, said, heard = posts(story), people.messages(story), people.mentions(story)
    visits = {visit.until: visit for visit in story.downloads}
    weekly = {visit.until: visit for visit in story.weekly}
    for until in sorted(visits.keys() | weekly.keys()):
        yield from _posts(story, published, weekly.get(until) or visits[until], is_weekly=until in weekly)
        if visit := visits.get(until):
            yield visit, *platforms.content("tiktok", published, visit)
            yield visit, *people.inbox(said, visit)
            yield visit, *people.listening(heard, visit)
            yield visit, *business.web(story, visit)
            if (len(visits) - visit.number) % WHOLE_EVERY == 0:
                for name, content in _whole(story, published, Download(visit.number, story.first, visit.until)):
                    yield visit, name, content


def _posts(
    story: Story, published: list[Post], visit: Download, *, is_weekly: bool
) -> Iterator[tuple[Download, str, bytes]]:
    """Make the content exports of a visit; YouTube's counts the chosen days only, so it is taken from the beginning."""
    for channel in POSTS:
        yield visit, *platforms.content(channel, published, visit)
    if is_weekly:
        yield visit, *platforms.content("youtube", published, Download(visit.number, story.first, visit.until))


def _whole(story: Story, published: list[Post], so_far: Download) -> Iterator[tuple[str, bytes]]:
    """Make what is handed in less often, each time from the beginning."""
    yield accounts.x_overview(story, so_far)
    yield accounts.tiktok_overview(story, so_far)
    yield business.ads(story, so_far)
    yield business.funnel(story, published, so_far)
    yield logs.content_log(story, published, so_far)
    yield logs.incident_log(story, so_far)
    yield logs.answer_log(story, so_far)
    yield logs.reach_log(story, so_far)
    if so_far.number > 1:
        yield registers.registers(story, so_far)
