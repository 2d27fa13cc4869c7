"""What remains of a scrubbed file gives the numbers the file gave, for every export; then it is blanked."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data import raw
from data.access.rights import Right
from data.audit import Done
from data.errors import DataError, UnreadableFileError
from data.facts import FACTS
from data.intake.prepare import Intake
from data.privacy.blank import Blank
from data.privacy.files import table_of
from data.privacy.scrub import scrub
from data.reading import remains
from data.reading.reader import read
from data.rebuild import rebuild
from data.store import Store
from tests.erasure_case import NOW, packed, rows, workbook
from tests.exports import INBOX, as_csv, daily, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
DONE = Done(Right.ADMINISTER, "retention")
SOME = (
    "inbox_nl.csv",
    "x_threads.csv",
    "youtube_comments.csv",
    "meltwater.csv",
    "linkedin_posts.xls",
    "zendesk_tickets.csv",
)
OLD = "day < DATE '2026-11-10'"


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that depends on uploads."""
    tables = (*FACTS, *(f"history.{fact}" for fact in FACTS), "covered", "refusal", "upload", "reading", "text_topic")
    return {table: store.query(f"select * from {table} order by all") for table in tables}


def rebuilt(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything again, of a store made of the files alone."""
    store.close()
    assert not rebuild(store.path).failed
    again = Store.open(store.path)
    try:
        return content(again)
    finally:
        again.close()


def keep_readings_alone(store: Store) -> None:
    """Put what was read of each table in the place of its file, with nothing blanked."""
    kept = raw.read_all(store.folder)
    for one in kept:
        at = datetime.fromisoformat(one.said["loaded_at"])
        intake = Intake(store, one.name, one.content.read_bytes(), one.said["answers"], None, at)
        path = raw.remains_of(store.folder, one.batch_id)
        raw.write_whole(path, remains.written(table_of(one.said, intake.tables()), one.said["answers"]))
        raw.write_sidecar(store.folder, one.batch_id, one.said | {"content": path.name})
    for path in {one.content for one in kept}:
        path.unlink()


def answers_of(sample: str) -> dict[str, str]:
    said = json.loads((SAMPLES / f"{sample}.expected.json").read_text(encoding="utf-8"))
    return dict(said.get("answers", {}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    made.set_settings({"zone": "Europe/Amsterdam"})
    yield made
    made.close()


# -- nothing blanked ---------------------------------------------------------------------------------


def test_what_remains_says_what_was_read_of_every_sample() -> None:
    seen = 0
    for path in sorted(SAMPLES.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        answers = answers_of(name)
        try:
            readings = read(name, (SAMPLES / name).read_bytes(), answers=answers)
        except DataError:  # a file that Ninety sets aside
            continue
        for one in readings:
            again = remains.read(remains.written(one, answers), answers, name)
            assert again.columns.equals(one.columns)
            assert again.format.version == one.format.version
            assert {**vars(again), "columns": None} == {**vars(one), "columns": None}
            seen += 1
    assert seen > 80


def test_readings_alone_rebuild_the_very_same_store(store: Store) -> None:
    for name in SOME:
        store.load(name, (SAMPLES / name).read_bytes(), answers_of(name), now=NOW)
    before = content(store)
    keep_readings_alone(store)
    assert rebuilt(store) == before
    assert before["messages"]
    assert before["mentions"]


def test_a_zone_and_an_account_are_corrected_as_in_the_file(tmp_path: Path) -> None:
    """The same corrections on files and on what remains of them lead to the same store."""
    late = inbox({"Message ID": "1", "Received at": "2026-11-16 23:30"})
    days = daily("Instagram reach", ("2026-11-02", 4), ("2026-11-03", 5))
    made = []
    for name in ("files", "readings"):
        store = Store.open(tmp_path / f"{name}.duckdb", brand="N")
        store.set_settings({"pseudonym_key": "k", "zone": "Europe/Amsterdam"})
        store.load("i.csv", late, {"account": "a"}, now=NOW)
        store.load("r.csv", days, {"account": "typo"}, now=NOW)
        if name == "readings":
            keep_readings_alone(store)
        store.set_zone("inbox", "America/New_York")
        store.reanswer([2], {"account": "noord"})
        made.append(content(store))
        store.close()
    assert made[0] == made[1]
    assert {row[1] for row in made[1]["account_day"]} == {"noord"}


def test_the_same_bytes_are_known_and_after_an_undo_are_kept_again(store: Store) -> None:
    file = inbox({"Message ID": "1", "Received at": "2026-11-16 10:00"})
    store.load("i.csv", file, {"account": "a"}, now=NOW)
    keep_readings_alone(store)
    assert store.load("i.csv", file, {"account": "a"}, now=NOW).already_known
    store.undo(1, now=NOW)
    again = store.load("i.csv", file, {"account": "a"}, now=NOW)
    assert again.rows_new == 1
    kept = raw.read_one(store.folder, again.batch_id)
    assert kept is not None
    assert kept.content.read_bytes() == file


def test_what_remains_and_is_damaged_is_refused_in_a_sentence(store: Store) -> None:
    store.load("i.csv", inbox({"Message ID": "1", "Received at": "2026-11-16 10:00"}), {"account": "a"}, now=NOW)
    keep_readings_alone(store)
    raw.remains_of(store.folder, 1).write_bytes(b"ARROW1 and no more")
    with pytest.raises(UnreadableFileError) as caught:
        store.set_zone("inbox", "America/New_York")
    assert caught.value.fields == {"file": "i.csv", "why": "damaged"}
    store.close()
    assert [error.fields["why"] for _, error in rebuild(store.path).failed] == ["damaged"]


def test_a_sidecar_of_a_reading_is_written_again_where_it_is_damaged(store: Store) -> None:
    store.load("i.csv", inbox({"Message ID": "1", "Received at": "2026-11-16 10:00"}), {"account": "a"}, now=NOW)
    keep_readings_alone(store)
    before = content(store)
    raw.sidecar(store.folder, 1).write_bytes(b"{")
    store.close()
    again = Store.open(store.path)
    assert raw.read_one(store.folder, 1) is not None
    assert rebuilt(again) == before


# -- blanked -----------------------------------------------------------------------------------------


def numbers(store: Store) -> list[tuple[Any, ...]]:
    return store.query(
        "select day, channel, count(*), count(replied_at), sum(wait_hours), sum(sentiment), count(sentiment), "
        "list_sort(list(message_id)) from messages group by all order by all"
    )


def test_old_rows_lose_their_text_and_author_everywhere_and_every_count_stays(store: Store) -> None:
    book = workbook(rows(1, 40))
    bundle = packed({"a.csv": as_csv(INBOX, rows(40, 60)), "b.csv": as_csv(INBOX, rows(60, 80))})
    for name, file in (("a.xlsx", book), ("b.zip", bundle)):
        store.load(name, file, {"account": "a"}, now=NOW)
    store.load("x.csv", x_posts({"Post id": "101", "Likes": 7}), now=NOW)
    store.load("gone.csv", as_csv(INBOX, rows(100, 120)), {"account": "a"}, now=NOW)
    store.undo(5, now=NOW)
    before, young = numbers(store), store.query(f"select text from messages where not ({OLD}) order by all")
    done = scrub(store, [Blank("messages", OLD)], DONE)
    assert numbers(store) == before
    assert done.rows == store.query(f"select count(*) from messages where {OLD}")[0][0] > 0
    assert done.files == 3  # the posts are left as they came
    assert store.query(f"select count(text), count(author_hash), count(url) from messages where {OLD}") == [(0, 0, 0)]
    assert store.query(f"select text from messages where not ({OLD}) order by all") == young
    assert sorted(one.scrubbed is None for one in raw.read_all(store.folder)) == [False] * 4 + [True]
    kept = content(store)
    assert rebuilt(store) == kept


@pytest.mark.parametrize(
    "sample", ["x_threads.csv", "ringcentral_messages.csv", "youtube_comments.csv", "meltwater.csv"]
)
def test_ids_pairs_and_copies_hold_without_what_they_were_made_of(store: Store, sample: str) -> None:
    """Replies are paired by who wrote, ids are made of texts, and a copy is told by how its text begins."""
    store.load(sample, (SAMPLES / sample).read_bytes(), answers_of(sample), now=NOW)
    fact = store.uploads()[0].fact
    lost = {"author_hash", "text", "title", "url"}
    stays = ", ".join(column for column in FACTS[fact].columns if column not in lost)
    before = store.query(f"select {stays} from {fact} order by all")
    scrub(store, [Blank(fact, "true")], DONE)
    assert store.query(f"select {stays} from {fact} order by all") == before
    blank = [column for column in FACTS[fact].columns if column in lost]
    assert store.query(f"select {', '.join(f'count({column})' for column in blank)} from {fact}") == [(0,) * len(blank)]
    kept = content(store)
    assert rebuilt(store) == kept
