"""Load the sample brand: its exports through the same upload path as anybody's, its settings and its plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.declared import build, read
from data.sample_brand import Story, brand, downloads, last_sunday
from kpi.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from data.store import Store

PLAN = Path(__file__).with_name("sample.toml")
BRAND: str = brand()["name"]
WEEKS, SEED = 26, 90
ANSWERS = {"account": BRAND}  # what the exports of a single account do not say


def load_sample(store: Store, until: date, progress: Callable[[float, str], None] = lambda _done, _file: None) -> None:
    """Fill a store with the sample brand up to the last Sunday before a day; `progress` hears how far it is."""
    story = Story(last_sunday(until), WEEKS, SEED)
    store.set_settings({name: brand()[name] for name in ("zone", "currency")} | {"brand": BRAND})
    store.set_brands([BRAND], brand()["competitors"])
    files = list(downloads(story))
    for number, (visit, name, content) in enumerate(files):
        progress(number / len(files), name)
        store.load(name, content, ANSWERS, now=visit.taken)
    store.save_plan(sample_plan(story.plan_start).model_dump_json())
    progress(1.0, "")


def sample_plan(start: date) -> Plan:
    """Make the plan of the sample brand."""
    who: dict[str, Any] = {name: brand()[name] for name in ("zone", "currency", "competitors")}
    whole = {"brand": BRAND, "start": start, "own": (BRAND,), **who, **read(PLAN)}
    return build(Plan, whole, PLAN.name)
