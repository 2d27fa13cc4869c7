"""Load the sample brand: its exports through the same upload path as anybody's, its settings and its plan."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.declared import build, read
from data.privacy.datasets import AGREED
from data.privacy.datasets import SETTING as DATASET
from data.sample_brand import Story, brand, downloads, last_sunday
from data.sample_brand.registers import datasets_of
from kpi.deciding.sample_decisions import remember_decisions
from kpi.plan import Plan
from kpi.sentiment.sample_labels import label_sample
from kpi.thread.risk import SETTING, Risk

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store

PLAN = Path(__file__).with_name("sample.toml")
BRAND: str = brand()["name"]
WEEKS, SEED = 26, 90
SUNDAY, LANGUAGE = "sample_sunday", "sample_language"  # settings: up to when and in which language it was made
ANSWERS = {"account": BRAND}  # what the exports of a single account do not say


def load_sample(
    store: Store,
    until: date,
    progress: Callable[[float, str], None] = lambda _done, _file: None,
    language: str = "nl",
) -> None:
    """Fill a store with the sample brand up to the last Sunday before a day; `progress` hears how far it is.

    `language` is that of the register of data sets. A store that was begun on an earlier day keeps its Sunday and its
    language: asked twice, nothing is there twice.
    """
    sunday = store.setting(SUNDAY) or last_sunday(until).isoformat()
    language = store.setting(LANGUAGE) or language
    story = Story(date.fromisoformat(sunday), WEEKS, SEED, language)
    files = list(downloads(story))
    first = files[0][0].taken  # the team said what follows before its first upload: old states are looked at too
    named = {name: brand()[name] for name in ("zone", "currency")} | {"brand": BRAND, SUNDAY: sunday}
    named[LANGUAGE] = language
    named[SETTING] = Risk.model_validate(brand()["risk"]).model_dump_json()
    for fact, (row, days) in datasets_of().items():
        named |= {DATASET + fact: row, AGREED + fact: str(days)}
    store.set_settings(named, now=first)
    store.set_brands([BRAND], brand()["competitors"], now=first)
    for number, (visit, name, content) in enumerate(files):
        progress(number / len(files), name)
        store.load(name, content, ANSWERS, now=visit.taken)
    plan = sample_plan(story.plan_start)
    if store.plan() is None:
        store.save_plan(plan.model_dump_json(), now=datetime.combine(story.plan_start, time(8)))
    remember_decisions(store, plan, story.sunday)
    label_sample(store, story.sunday)
    progress(1.0, "")


def sample_plan(start: date) -> Plan:
    """Make the plan of the sample brand."""
    who: dict[str, Any] = {name: brand()[name] for name in ("zone", "currency", "competitors")}
    whole = {"brand": BRAND, "start": start, "own": (BRAND,), **who, **read(PLAN)}
    return build(Plan, whole, PLAN.name)
