"""A small brand on a Monday: more clicks and worse moods and slower answers in week 47 than in the nine weeks before.

Three things deviate: a STOP rule, and two rows that are worse than their baseline. `python -m tests.monday HOME`
makes it for a look at the pages.
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from data.store import Store, store_path
from kpi.deciding.decisions import Said, decide
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK = Week(2026, 47)
WEEKS = WEEK.last(10)
BRAND = "Studio Vale"
MESSAGES = 84  # a week
POSITIVE = (50, 52, 49, 51, 50, 48, 52, 50, 51)  # of them, week by week; the rest is neutral
CLICKS = (100, 102, 98, 101, 99, 100, 103, 97, 100)  # of 10,000 impressions a day
ROWS = (
    PlanRow(id="ctr", kpi="ctr", baseline="1.0%", target="1.5%", owner="Growth"),
    PlanRow(id="net_sentiment", kpi="net_sentiment", baseline="+60", target="+70", owner="PR"),
    PlanRow(id="response", kpi="response_time_median", baseline="2 h", target="1 h", owner="Community"),
)
LAST_WEEK = Said(
    week=Week(2026, 46),
    kind="test",
    action="Two headlines against each other",
    owner="Growth",
    due=date(2026, 11, 20),
    kpi="ctr",
    row="ctr",
    insight="Clicks stand still.",
    by_how_much="+0.2 pp",
)


def make(*, looked_back: bool = True) -> Store:
    """Make the brand as it stands on Monday 23 November 2026: each Monday the exports of the week before came in."""
    store = Store.open(store_path(BRAND), brand=BRAND)
    for number, week in enumerate(WEEKS):
        monday = datetime.combine(week.monday + timedelta(days=7), time(6))
        store.load(f"posts-{week}.csv", x_posts(*_posts(week, (*CLICKS, 160)[number])), now=monday)
    told = [line for number, week in enumerate(WEEKS) for line in _messages(week, (*POSITIVE, 10)[number])]
    store.load("inbox.csv", inbox(*told), now=monday)
    store.save_plan(Plan(brand=BRAND, start=date(2026, 9, 26), rows=ROWS).model_dump_json())
    if looked_back:
        decide(store, LAST_WEEK, "Ann", day=date(2026, 11, 16), now=datetime(2026, 11, 16, 9))  # noqa: DTZ001 - UTC
    return store


def _posts(week: Week, clicks: int) -> Iterator[dict[str, object]]:
    for day in (week.monday + timedelta(days=number) for number in range(7)):
        written = f"{day:%a, %b} {day.day}, {day.year}"
        yield {"Post id": f"{day:%y%m%d}", "Date": written, "Impressions": 10_000, "Url clicks": clicks}


def _messages(week: Week, positive: int) -> Iterator[dict[str, object]]:
    """Write the messages of a week: answered after two hours and so many minutes, in week 47 after six."""
    for number in range(MESSAGES):
        received = datetime.combine(week.monday + timedelta(days=number % 7), time(9, number % 60))
        wait = timedelta(hours=6 if week == WEEK else 2, minutes=positive % 7 + number % 13)
        yield {
            "Message ID": f"{week}-{number}",
            "Received at": f"{received:%Y-%m-%d %H:%M}",
            "First response at": f"{received + wait:%Y-%m-%d %H:%M}",
            "Message": "Hello",
            "Sentiment": "positive" if number < positive else "negative" if week == WEEK else "neutral",
        }


if __name__ == "__main__":
    os.environ["NINETY_HOME"] = sys.argv[1]
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    make(looked_back="--new" not in sys.argv).close()
