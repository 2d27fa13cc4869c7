"""A preview shows what an upload would change, writes nothing, and the commit does what it showed."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import DoubtfulExportError
from data.store import Store
from tests.exports import as_csv, daily, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.intake.prepare import Prepared
    from data.intake.preview import Preview

ONE = {"Post id": "101", "Post text": "One", "Post Link": "https://x.example/101", "Impressions": 100, "Likes": 4}
TWO = {"Post id": "102", "Post text": "Two", "Impressions": 50, "Likes": 2}
ASKED = {"channel": "instagram", "account": "noordlicht"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def prepared(store: Store, content: bytes, name: str = "x.csv", **answers: str) -> Prepared:
    (one,) = store.prepare(name, content, answers)
    return one


def preview(store: Store, content: bytes, name: str = "x.csv", **answers: str) -> Preview:
    one = prepared(store, content, name, **answers)
    one.close()
    return one.preview


def held(store: Store) -> int:
    """Bytes of all temp tables."""
    return int(store.query("select sum(memory_usage_bytes) from duckdb_memory() where tag = 'IN_MEMORY_TABLE'")[0][0])


def fates(preview: Preview) -> tuple[int, int, int, int]:
    upload = preview.upload
    return upload.rows_new, upload.rows_changed, upload.rows_unchanged, upload.rows_older


# -- what it says ----------------------------------------------------------------------------


def test_it_counts_what_is_new_and_what_changes_and_writes_nothing(store: Store) -> None:
    store.load("x.csv", x_posts(ONE, TWO))
    before = store.revision, store.uploads(), sorted(store.folder.iterdir())
    seen = preview(store, x_posts(ONE | {"Likes": 5}, TWO, {"Post id": "103"}))
    assert fates(seen) == (1, 1, 1, 0)
    assert seen.upload.batch_id == 0
    assert (store.revision, store.uploads(), sorted(store.folder.iterdir())) == before


def test_the_commit_does_what_the_preview_said(store: Store) -> None:
    store.load("x.csv", x_posts(ONE, TWO))
    one = prepared(store, x_posts(ONE | {"Likes": 5}, TWO, {"Post id": "103"}))
    receipt = store.commit(one)
    assert (receipt.rows_new, receipt.rows_changed, receipt.rows_unchanged) == (1, 1, 1)
    assert receipt.notes == ()
    assert store.query("select post_id, reactions from posts order by 1") == [("101", 5), ("102", 2), ("103", None)]
    assert one.held is None


def test_the_largest_relative_move_comes_first_one_figure_a_row(store: Store) -> None:
    store.load("x.csv", x_posts(ONE, TWO))
    seen = preview(store, x_posts(ONE | {"Impressions": 120, "Likes": 5}, TWO | {"Likes": 6}))
    assert [(m.title, m.field, m.old, m.new, m.source_row) for m in seen.movers] == [
        ("Two", "reactions", 2, 6, 3),  # twice as much again
        ("One", "reactions", 4, 5, 2),  # +25%; its impressions move by 20%
    ]
    assert (seen.movers[1].channel, seen.movers[1].url) == ("x", "https://x.example/101")


def test_a_figure_that_disappears_is_a_move(store: Store) -> None:
    store.load("x.csv", x_posts(ONE))
    seen = preview(store, x_posts(ONE | {"Impressions": ""}))
    assert [(m.field, m.old, m.new) for m in seen.movers] == [("impressions", 100, None)]


def test_rows_that_an_older_export_cannot_win_do_not_move(store: Store) -> None:
    store.load("account_analytics_content_2026-11-01_2026-11-20.csv", x_posts(ONE))
    seen = preview(store, x_posts(ONE | {"Likes": 1}), "account_analytics_content_2026-11-01_2026-11-17.csv")
    assert (fates(seen), seen.movers) == ((0, 0, 0, 1), ())


def test_days_of_an_account_move_by_metric(store: Store) -> None:
    store.load("r.csv", daily("Instagram reach", ("2026-11-16", 10), ("2026-11-17", 10)), ASKED)
    seen = preview(store, daily("Instagram reach", ("2026-11-16", 10), ("2026-11-17", 15)), "r.csv", **ASKED)
    assert [(m.title, m.field, str(m.day), m.old, m.new) for m in seen.movers] == [
        ("noordlicht", "reach", "2026-11-17", 10, 15)
    ]


def test_it_names_the_uploads_that_speak_of_the_same_rows(store: Store) -> None:
    store.load("a.csv", x_posts(ONE, TWO))
    store.load("b.csv", x_posts(ONE | {"Likes": 9}))
    seen = preview(store, x_posts(ONE | {"Likes": 9}, TWO, {"Post id": "103"}))
    assert [(o.batch_id, o.file, o.rows, o.differing) for o in seen.overlaps] == [
        (2, "b.csv", 1, 0),
        (1, "a.csv", 2, 1),
    ]


def test_the_sample_shows_rows_as_they_will_be_stored(store: Store) -> None:
    seen = preview(store, x_posts(*({"Post id": str(200 + n), "Likes": "1,234"} for n in range(12))))
    assert seen.sample is not None
    assert seen.sample.num_rows == 10
    first = seen.sample.to_pylist()[0]
    assert (first["post_id"], first["channel"], first["source_row"]) == ("200", "x", 2)
    assert "topic" not in first  # blank in all rows


def test_refused_cells_are_listed_before_anything_is_loaded(store: Store) -> None:
    seen = preview(store, x_posts(ONE | {"Likes": "1,5"}, TWO))
    assert [(r.source_row, r.header, r.cell) for r in seen.refusals] == [(2, "Likes", "1,5")]


# -- contradictions --------------------------------------------------------------------------

WEEK = [(f"2026-11-{day:02}", day) for day in range(2, 9)]
OTHER = [(day, value + 1) for day, value in WEEK]
YOUTUBE = {"channel": "youtube", "account": "noordlicht"}
LATER = ("2026-11-20", 1)


def codes(preview: Preview) -> list[object]:
    return [note["code"] for note in preview.contradictions]


def test_days_that_are_over_and_all_differ_are_perhaps_of_another_account(store: Store) -> None:
    store.load("Reach.csv", daily("Instagram reach", *WEEK, LATER), ASKED)
    seen = preview(store, daily("Instagram reach", *OTHER, LATER), "Reach.csv", **ASKED)
    assert [(n["code"], n["differing"], n["shared"]) for n in seen.contradictions] == [("overlap_differs", 7, 7)]


def test_a_correction_of_one_day_is_no_contradiction(store: Store) -> None:
    store.load("Reach.csv", daily("Instagram reach", *WEEK, LATER), ASKED)
    assert codes(preview(store, daily("Instagram reach", *OTHER[:1], *WEEK[1:], LATER), "Reach.csv", **ASKED)) == []


def test_a_file_of_another_account_than_usual_is_pointed_out(store: Store) -> None:
    store.load("Reach.csv", daily("Instagram reach", *WEEK), ASKED)
    seen = preview(store, daily("Instagram reach", *OTHER), "Reach.csv", channel="instagram", account="zuid")
    assert seen.contradictions == ({"code": "account_unusual", "account": "zuid", "usual": "noordlicht", "n": 1},)


def test_a_total_row_that_does_not_match_is_a_contradiction(store: Store) -> None:
    day = {"Date": "2026-11-16", "Views": "5"}
    rows = [{"Date": "Total", "Views": "9"}, day, day | {"Date": "2026-11-17", "Views": "6"}]
    seen = preview(store, as_csv(("Date", "Views"), rows), "Totals.csv", **YOUTUBE)
    assert [(n["code"], n["header"], n["total"], n["found"]) for n in seen.contradictions] == [
        ("control_sum_differs", "Views", 9.0, 11.0)
    ]


# -- between preview and commit ----------------------------------------------------------------


def test_what_was_loaded_meanwhile_counts_and_the_receipt_says_so(store: Store) -> None:
    waiting = prepared(store, x_posts(ONE, TWO))
    store.load("y.csv", x_posts(ONE))
    receipt = store.commit(waiting)
    assert (receipt.rows_new, receipt.rows_unchanged) == (1, 1)
    assert [note["code"] for note in receipt.notes] == ["changed_since_preview"]
    assert store.uploads()[0].notes == ()  # of the moment, not of the upload


def test_an_upload_is_of_the_moment_somebody_agreed_to_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (prepared,) = store.prepare("x.csv", x_posts({"Post id": "101"}))
    later = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=2)
    monkeypatch.setattr("data.intake.commit.moment", lambda _now: later)
    store.commit(prepared)
    assert [(one.loaded_at, one.rows_new) for one in store.uploads()] == [(later, 1)]


def test_two_previews_of_one_file_are_one_upload(store: Store) -> None:
    first, second = prepared(store, x_posts(ONE)), prepared(store, x_posts(ONE))
    assert not store.commit(first).already_known
    assert store.commit(second).already_known
    assert len(store.uploads()) == 1


def test_a_known_file_is_previewed_as_known(store: Store) -> None:
    store.load("x.csv", x_posts(ONE))
    one = prepared(store, x_posts(ONE), "renamed.csv")
    assert one.preview.known == store.uploads()[0]
    assert store.commit(one).already_known


def test_a_zone_that_is_set_meanwhile_holds(store: Store) -> None:
    from tests.exports import inbox  # noqa: PLC0415 - only here

    waiting = prepared(store, inbox({"Message ID": "m", "Received at": "2026-11-16 23:30"}), account="a")
    store.set_setting("zone", "UTC")
    store.commit(waiting)
    assert str(store.query("select received_at from messages")[0][0]) == "2026-11-16 23:30:00"


def test_a_preview_of_a_store_that_was_closed_can_still_be_committed(store: Store) -> None:
    waiting = prepared(store, x_posts(ONE))
    waiting.close()
    assert store.commit(waiting).rows_new == 1


# -- nothing is left behind ------------------------------------------------------------------


def test_an_abandoned_preview_frees_its_rows(store: Store) -> None:
    many = x_posts(*({"Post id": str(1_000 + n), "Post text": "text " * 40} for n in range(3_000)))
    empty = held(store)
    one = prepared(store, many)
    assert held(store) > empty
    one.close()
    assert held(store) == empty
    one = prepared(store, many)
    del one
    gc.collect()
    assert held(store) == empty


def test_a_refused_file_leaves_no_rows_behind(store: Store) -> None:
    empty = held(store)
    with pytest.raises(DoubtfulExportError):
        prepared(store, x_posts({"Post id": "1", "Date": "16/11/2026"}))
    assert held(store) == empty


def test_a_store_closes_although_a_preview_waits(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "other.duckdb")
    waiting = prepared(store, x_posts(ONE))
    store.close()
    again = Store.open(tmp_path / "other.duckdb")
    assert again.uploads() == []
    assert again.commit(waiting).rows_new == 1  # read once more
    again.close()
