"""Issued snapshots are recorded, and come out again byte by byte, whatever has happened to the store since."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from data.annotations import annotate, remove_annotation
from data.known import Known
from data.ledger import moment
from data.rebuild import rebuild
from data.store import Store
from kpi import definition_version
from kpi.issued import NoPlanError, as_known, issue, issued, known_on, original, proved, retake
from kpi.paper import pdf
from kpi.paper.attachment import attachment
from kpi.paper.edition import Edition
from kpi.paper.forms import make
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import daily, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEEK, DAY = Week(2026, 47), date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROWS = (
    PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%"),
    PlanRow(id="response_time_median", kpi="response_time_median", baseline="6 h", target="2 h"),
)
PLAN = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=ROWS)
POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}
MESSAGE = {"Message ID": "m", "Received at": "2026-11-16 23:30:00", "First response at": "2026-11-17 00:45:00"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    opened.load("a.csv", x_posts(POST), now=NOON)
    opened.load("m.csv", inbox(MESSAGE), now=NOON)
    opened.load("r.csv", daily("Instagram reach", ("2026-11-16", 5)), {"account": "noord"}, now=NOON)
    opened.save_plan(PLAN.model_dump_json(), now=NOON)
    yield opened
    opened.close()


def test_an_issued_snapshot_is_recorded(store: Store) -> None:
    _, entry = issue(store, WEEK, DAY, Edition("nl", "us-letter"), by="Ana", now=NOON)
    (listed,) = issued(store)
    assert listed == entry
    assert (listed.number, listed.week, listed.issued_by, listed.plan_version) == (1, "2026-W47", "Ana", 1)
    assert (listed.language, listed.paper, listed.day, listed.issued_at) == ("nl", "us-letter", DAY, moment(NOON))
    assert {"ctr", "response_time_median"} <= listed.definitions.keys()
    assert listed.definitions["ctr"] == definition_version.definition("ctr")


def test_issuing_changes_no_number(store: Store) -> None:
    before = store.revision
    issue(store, WEEK, DAY, Edition("en"))
    assert store.revision == before


def everything_changes(store: Store) -> None:
    """Correct a file, change the target, take an upload back, read others again, note and name things."""
    store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=NOON)
    stricter = ROWS[0].model_copy(update={"target": "5%"})
    store.save_plan(PLAN.model_copy(update={"rows": (stricter,)}).model_dump_json(), now=NOON)
    store.undo(2, now=NOON)
    store.reanswer([3], {"account": "zuid"})
    store.set_brand_zone("Asia/Tokyo")
    store.set_brands(["Noordlicht"], ["Zuid"])
    store.set_setting("brand", "Another")
    annotate(store, date(2026, 11, 17), "Campaign", now=NOON)


def test_it_comes_out_again_byte_by_byte_whatever_has_changed_since(store: Store) -> None:
    content, entry = issue(store, WEEK, DAY, Edition("sv"), now=NOON)
    everything_changes(store)
    other, _ = issue(store, WEEK, DAY, Edition("sv"), now=NOON)
    again = retake(store, entry)
    assert again.is_original
    assert original(again, Edition("sv")) == content != other


def test_a_note_that_was_taken_away_since_is_there_again(store: Store) -> None:
    number = annotate(store, date(2026, 11, 17), "Campaign", now=NOON)
    content, entry = issue(store, WEEK, DAY, Edition("en"), now=NOON)
    remove_annotation(store, number, now=NOON)
    assert original(retake(store, entry), Edition("en")) == content


def test_it_comes_out_again_after_a_rebuild(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.load("a.csv", x_posts(POST), now=NOON)
    store.save_plan(PLAN.model_dump_json(), now=NOON)
    content, entry = issue(store, WEEK, DAY, Edition("en"), now=NOON)
    store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=NOON)
    store.close()
    store.path.write_bytes(b"damaged" * 1000)
    assert rebuild(store.path).failed == ()
    again = Store.open(store.path)
    assert issued(again) == [entry]
    assert original(retake(again, entry), Edition("en")) == content
    again.close()


def test_what_is_loaded_while_it_is_issued_is_in_both_or_in_none(store: Store) -> None:
    """Two people at once: whatever the record says it rests on, it does."""
    loads = [x_posts(POST | {"Url clicks": 30 + n}) for n in range(6)]

    def load() -> None:
        for number, content in enumerate(loads):
            store.load(f"{number}.csv", content, now=NOON)

    thread = Thread(target=load)
    thread.start()
    found = [issue(store, WEEK, DAY, Edition("en"), now=NOON) for _ in range(3)]
    thread.join()
    assert [entry.number for _, entry in found] == [1, 2, 3]
    for content, entry in found:
        assert original(retake(store, entry), Edition("en")) == content


def test_a_changed_definition_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _, entry = issue(store, WEEK, DAY, Edition("en"))
    monkeypatch.setattr(
        definition_version, "definition", lambda name: "ffffff" if name == "ctr" else entry.definitions[name]
    )
    assert retake(store, entry).redefined == ("ctr",)


def test_what_no_longer_comes_out_alike_is_no_original_and_says_so_on_paper(store: Store) -> None:
    content, entry = issue(store, WEEK, DAY, Edition("en"))
    again = retake(store, entry.__class__(**vars(entry) | {"fingerprint": "00000000"}))
    assert not again.is_original
    assert original(again, Edition("en")) != content


def test_the_same_values_in_another_language_are_not_the_page_that_was_issued(store: Store) -> None:
    _, entry = issue(store, WEEK, DAY, Edition("en"))
    again = retake(store, entry)
    assert tuple(known_on(again, one) for one in (Edition("en"), Edition("nl"), Edition("en", "us-letter"))) == (
        None,
        DAY,
        DAY,
    )


def test_bytes_that_are_not_those_that_left_are_no_original_though_every_value_is(store: Store) -> None:
    content, entry = issue(store, WEEK, DAY, Edition("en"), now=NOON)
    for told in (None, "0" * 64):  # it left before bytes were recorded; they are others by now
        again = proved(retake(store, replace(entry, content=told)))
        assert (again.is_original, again.same, known_on(again, Edition("en"))) == (True, "values", DAY)
        assert original(again, Edition("en")) == make("pdf", again.snapshot, Edition("en", known=DAY)) != content
    again = proved(retake(store, entry))
    assert (again.same, known_on(again, Edition("en")), original(again, Edition("en"))) == ("bytes", None, content)


def test_any_week_as_known_on_a_day(store: Store) -> None:
    store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=NOON + 24 * HOUR)
    then = as_known(store, Known.on(DAY, "UTC"), WEEK, DAY)
    assert (then.snapshot.rows[0].now.value, then.plan_version, then.issued) == (0.01, 1, None)
    later = DAY + timedelta(days=1)
    assert as_known(store, Known.on(later, "UTC"), None, later).snapshot.rows[0].now.value == pytest.approx(0.45)


def test_before_there_was_a_plan_there_is_no_snapshot(store: Store) -> None:
    with pytest.raises(NoPlanError):
        as_known(store, Known.on(date(2026, 11, 1), "UTC"), WEEK, date(2026, 11, 1))


def test_a_day_ends_at_midnight_of_the_brand() -> None:
    assert Known.on(DAY, "Asia/Tokyo").moment == datetime(2026, 11, 23, 14, 59, 59)  # noqa: DTZ001 - as the store keeps it


def test_an_old_state_says_so_on_paper_and_in_the_data(store: Store) -> None:
    shown = as_known(store, Known.on(DAY, "UTC"), WEEK, DAY)
    assert json.loads(attachment(shown.snapshot, DAY))["known_on"] == "2026-11-23"
    assert "known_on" not in json.loads(attachment(shown.snapshot))
    plain, said = (pdf.preview(shown.snapshot, Edition("en", known=known)) for known in (None, DAY))
    assert zlib.crc32(plain[0]) != zlib.crc32(said[0])
