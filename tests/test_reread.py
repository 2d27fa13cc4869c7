"""A zone or an account that is corrected later gives the numbers it would have given from the start."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from data.errors import NothingToUndoError, UnreadableFileError
from data.rebuild import rebuild
from data.store import Store
from tests.exports import daily, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - the store keeps UTC
LATE = {"Channel": "Instagram", "Received at": "2026-11-16 23:30"}
WEEK = [(f"2026-11-{day:02}", day) for day in range(2, 9)]
FACTS = ("messages", "posts", "account_day")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    stores: list[Store] = []

    def make(name: str) -> Store:
        store = Store.open(tmp_path / f"{name}.duckdb", brand="Noordlicht")
        store.set_settings({"pseudonym_key": "k", "zone": "Europe/Amsterdam"})
        stores.append(store)
        return store

    yield make
    for store in stores:
        store.close()


def fill(store: Store, account: str = "noord") -> None:
    store.load("i.csv", inbox(LATE | {"Message ID": "1"}, LATE | {"Message ID": "2"}), {"account": "a"}, now=NOW)
    store.load("x.csv", x_posts({"Post id": "101", "Likes": 7}), now=NOW)
    store.load("r.csv", daily("Instagram reach", *WEEK), {"account": account}, now=NOW)
    store.load(
        "i2.csv", inbox(LATE | {"Message ID": "2", "Received at": "2026-11-17 00:10"}), {"account": "a"}, now=NOW
    )


def content(store: Store) -> list[object]:
    """Everything that depends on uploads."""
    tables = (*FACTS, *(f"history.{fact}" for fact in FACTS), "covered", "refusal", "upload")
    return [store.query(f"select * from {table} order by all") for table in tables]


def days(store: Store) -> list[str]:
    return [str(day) for (day,) in store.query("select day from messages order by message_id")]


# -- zones ---------------------------------------------------------------------------------


def test_a_rule_for_a_format_gives_the_store_it_would_always_have_given(fresh: Callable[[str], Store]) -> None:
    late, early = fresh("late"), fresh("early")
    fill(late)
    late.set_zone("inbox", "America/New_York")
    early.set_setting("zone:inbox", "America/New_York")
    fill(early)
    assert days(late) == ["2026-11-17", "2026-11-17"]  # 23:30 in New York is 05:30 in Amsterdam
    assert content(late) == content(early)


def test_taking_the_rule_away_brings_everything_back(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    before = content(store)
    assert [one.batch_id for one in store.set_zone("inbox", "America/New_York")] == [1, 4]
    assert content(store) != before
    store.set_zone("inbox", None)
    assert content(store) == before


def test_a_rule_for_one_format_leaves_the_others_alone(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    posts = store.query("from posts")
    store.set_zone("inbox", "America/New_York")
    assert store.query("from posts") == posts


def test_times_that_name_their_zone_heed_no_rule(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    store.load("i.csv", inbox({"Message ID": "1", "Received at": "2026-11-16T23:30:00Z"}), {"account": "a"}, now=NOW)
    moments = store.query("select received_at from messages")
    store.set_zone("inbox", "America/New_York")
    assert store.query("select received_at from messages") == moments


def test_the_zone_of_the_brand_can_be_corrected_for_all_that_was_loaded(fresh: Callable[[str], Store]) -> None:
    late, early = fresh("late"), fresh("early")
    fill(late)
    late.set_brand_zone("Asia/Tokyo")
    early.set_setting("zone", "Asia/Tokyo")
    fill(early)
    assert content(late) == content(early)


def test_uploads_that_were_taken_back_stay_so(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    store.undo(4, now=NOW)
    assert [one.batch_id for one in store.set_zone("inbox", "America/New_York")] == [1]
    assert days(store) == ["2026-11-17", "2026-11-17"]


def test_a_rebuild_keeps_rules_and_corrections(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    store.set_zone("inbox", "America/New_York")
    store.reanswer([3], {"account": "zuid"})
    before = content(store)
    store.close()
    assert rebuild(store.path).failed == ()
    again = Store.open(store.path)
    assert content(again) == before
    again.close()


# -- answers -------------------------------------------------------------------------------


def test_a_wrong_account_is_corrected_in_place(fresh: Callable[[str], Store]) -> None:
    wrong, right = fresh("wrong"), fresh("right")
    fill(wrong, account="zuid")
    (done,) = wrong.reanswer([3], {"account": "noord"})
    fill(right)
    assert (done.batch_id, done.account, done.loaded_at) == (3, "noord", NOW)
    assert content(wrong) == content(right)
    said = json.loads((wrong.folder / "0003.json").read_text())
    assert said["answers"] == {"account": "noord"}


def test_only_what_counts_can_be_corrected(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    store.undo(3)
    with pytest.raises(NothingToUndoError):
        store.reanswer([3], {"account": "noord"})


def test_without_its_raw_file_nothing_changes(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    before, revision = content(store), store.revision
    next(store.folder.glob("0004_*.csv")).unlink()
    with pytest.raises(UnreadableFileError):
        store.set_zone("inbox", "America/New_York")
    assert (content(store), store.revision, store.settings("zone:")) == (before, revision, {})


# -- rules -----------------------------------------------------------------------------------


def test_the_rules_say_for_each_source_what_holds(fresh: Callable[[str], Store]) -> None:
    store = fresh("a")
    fill(store)
    told = {rule.format: (rule.zone, rule.source, rule.declared, rule.uploads) for rule in store.rules()}
    assert told == {
        "inbox": ("Europe/Amsterdam", "brand", None, 2),
        "x_content": (None, "format", "UTC", 1),  # days, no times
        "meta_daily": (None, "brand", None, 1),
    }
    store.set_zone("inbox", "America/New_York")
    (inbox_rule,) = [rule for rule in store.rules() if rule.format == "inbox"]
    assert (inbox_rule.zone, inbox_rule.source) == ("America/New_York", "rule")
    (meta,) = [rule for rule in store.rules() if rule.format == "meta_daily"]
    assert [(one.shape, one.channel, one.account, one.batch_id, one.uploads) for one in meta.answered] == [
        ("r.csv", "instagram", "noord", 3, 1)
    ]
