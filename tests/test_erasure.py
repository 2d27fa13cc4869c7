"""A person is erased from everything that is kept, stays out, and no number of a week changes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data import audit, key, raw
from data.access.acting import guard, open_door
from data.access.rights import Person, Right
from data.backup import backup
from data.before import folder_of, keep
from data.errors import NotAllowedError, UnreadableFileError
from data.privacy import gone as people
from data.privacy.names import Names
from data.privacy.person import erase, find, usable
from data.privacy.receipts import first_changed, path_of, receipts
from data.privacy.scrub import destroy_key, pending
from data.rebuild import rebuild
from data.restored import restore
from data.store import Store
from kpi.catalog import catalog
from kpi.cli import main
from kpi.erasing import Request, carry_out, done_before, look, open_requests
from kpi.periods import Week, Window
from kpi.score import ALL_ROWS, score
from tests.erasure_case import CANARIES, HANDLE, MAIL, NAME, NOW, SAID, fill, found, rows
from tests.exports import INBOX, as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_AUTHOR = [column for column in INBOX if column != "Sender"]
DAY = date(2026, 11, 20)
TABLES = ("messages", "history.messages", "covered", "refusal", "upload", "reading", "text_topic", "label", "faded")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    made = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    yield made
    made.close()


def weeks(store: Store) -> list[tuple[Any, ...]]:
    """Give what the numbers of weeks are made of."""
    return store.query(
        "select day, channel, count(*), count(distinct message_id), count(replied_at), round(sum(wait_hours), 9), "
        "count(sentiment), sum(sentiment), count(*) filter (answer_known) from messages group by all order by all"
    )


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: store.query(f"select * from {table} order by all") for table in TABLES}


def test_nothing_of_her_is_left_and_no_week_changes(store: Store, home: Path) -> None:
    exports = fill(store)
    assert {canary for _, canary in found(home)} == set(CANARIES)
    before, whole = weeks(store), find(store, SAID)
    assert (whole.messages, whole.files, whole.reports, whole.old) == (20, 4, 1, 2)
    assert list(found(home)), "looking changes nothing"
    done = erase(store, SAID, "r1")
    assert (done.done.rows, done.done.files, done.done.reports, done.done.old) == (20, 4, 1, 2)
    assert done.left == ()
    assert list(found(home)) == []
    assert weeks(store) == before
    assert store.query(
        "select count(*), count(text), count(author_hash) from messages where message_id like 'erased-%'"
    ) == [(20, 0, 0)]
    assert not find(store, SAID).is_there
    told = content(store)
    store.close()
    assert not rebuild(store.path).failed
    again = Store.open(store.path)
    try:
        assert content(again) == told
        assert weeks(again) == before
        for name, file in list(exports.items())[:3]:
            again.load(name, file, {"account": "noord"}, now=NOW)
        assert weeks(again) == before
        again.load("b.csv", as_csv(NO_AUTHOR, rows(1, 31)), {"account": "noord"}, now=NOW)  # says not who wrote it
        assert weeks(again) == before
    finally:
        again.close()
    for path in home.glob("*.old*"):
        path.unlink()  # the rebuild put the store of before aside, which holds her no more
    assert list(found(home)) == []


def test_a_new_message_of_hers_comes_as_one_of_nobody(store: Store, home: Path) -> None:
    small(store)
    erase(store, SAID, "r1")
    fresh = rows(505, 506)
    assert fresh[0]["Sender"] == f"@{HANDLE}"
    done = store.load("new.csv", as_csv(INBOX, fresh), {"account": "noord"}, now=NOW)
    assert done.rows_new == 1
    kept = raw.read_one(store.folder, done.batch_id)
    assert kept is not None
    assert kept.scrubbed == done.sha256
    later = store.load("later.csv", as_csv(NO_AUTHOR, fresh), {"account": "noord"}, now=NOW)
    assert (later.rows_new, later.rows_unchanged + later.rows_changed) == (0, 1)
    assert list(found(home)) == []
    file = as_csv(INBOX, rows(603, 605))
    done = store.load("other.csv", file, {"account": "noord"}, now=NOW)
    kept = raw.read_one(store.folder, done.batch_id)
    assert kept is not None
    assert kept.content.read_bytes() == file, "a file without her is kept as it came"


def test_an_undo_after_it_brings_nothing_back(store: Store, home: Path) -> None:
    fill(store)
    erase(store, SAID, "r1")
    for upload in list(store.uploads()):
        if not upload.undone_at and upload.batch_id > 1:
            store.undo(upload.batch_id, now=NOW)
    assert store.query("select count(*), count(text) from messages where message_id like 'erased-%'") == [(6, 0)]
    store.set_zone("inbox", "America/New_York")
    assert list(found(home)) == []


def test_a_backup_from_before_does_not_bring_her_back(store: Store, home: Path) -> None:
    small(store)
    before, archive = weeks(store), backup(store.path, home.parent / f"{home.name}-backups")
    carry_out(Request.of(SAID, DAY, "r1"))
    store.close()
    done = restore(archive, store.path, over=True)
    assert (done.carried.requests, done.carried.are_back) == (1, False)
    assert [path.name for path in home.glob("_replaced/*")] == [done.aside and done.aside.name]
    again = Store.open(store.path)
    try:
        assert weeks(again) == before
        assert list(found(home)) == []
        assert [one.request for one in receipts(again.path)] == ["r1"]
        again.load("new.csv", as_csv(INBOX, rows(505, 506)), {"account": "noord"}, now=NOW)
        assert list(found(home)) == []
        erase(again, ["somebody else"], "r2")  # what a restore put aside is an old state like any other
        assert not list(home.glob("_replaced/*"))
    finally:
        again.close()


def test_copies_of_before_an_update_go_too(store: Store) -> None:
    small(store)
    keep(store.path)
    assert find(store, SAID).old == 2
    erase(store, SAID, "r1")
    assert not folder_of(store.path).exists()


# -- killed anywhere ---------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def small(store: Store) -> None:
    store.load("a.csv", as_csv(INBOX, rows(1, 12)), {"account": "noord"}, now=NOW)
    store.path.with_name(store.path.name + ".old1").write_bytes(NAME.encode())


@pytest.mark.parametrize(("step", "point"), [("replace", 1), ("replace", 4), ("replace", 9), ("unlink", 6)])
def test_killed_before_any_step_it_is_finished_when_the_store_opens(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: str, point: int
) -> None:
    store = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    small(store)
    before, left, real = weeks(store), [point], getattr(Path, step)

    def dying(path: Path, *args: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return real(path, *args, **more)

    monkeypatch.setattr(Path, step, dying)
    try:
        erase(store, SAID, "r1", asked=DAY)
        is_begun = True
    except Killed:
        is_begun = pending(store.path) is not None or not find(store, SAID).is_there
    monkeypatch.setattr(Path, step, real)
    store.close()
    again = Store.open(store.path)
    try:
        assert weeks(again) == before
        if not is_begun:  # killed before it was written down: nothing has happened, and it can be asked again
            erase(again, SAID, "r1", asked=DAY)
        assert pending(again.path) is None
        assert {(one.request, one.asked) for one in receipts(again.path)} == {("r1", DAY)}
        assert list(found(home)) == []
        told = content(again)
    finally:
        again.close()
    assert not rebuild(store.path).failed
    last = Store.open(store.path)
    try:
        assert content(last) == told
    finally:
        last.close()


# -- the request -------------------------------------------------------------------------------------


def test_a_request_goes_through_every_brand_and_is_measured(home: Path) -> None:
    for brand in ("noord", "zuid", "west"):
        made = Store.open(home / f"{brand}.duckdb", brand=brand)
        if brand != "west":
            small(made)
        made.close()
    asked = datetime.now(UTC).date() - timedelta(days=9)
    request = Request.of([*SAID, "@x"], asked)
    assert request.names == SAID  # two letters stand in every text
    seen, problems = look(request)
    assert [(one.brand, one.is_there) for one in seen] == [("noord", True), ("west", False), ("zuid", True)]
    assert problems == {}
    done, problems = carry_out(request, "Mila")
    assert problems == {}
    assert [(one.brand, one.counts["rows"], one.days) for one in done] == [
        ("noord", 2, 9),
        ("west", 0, 9),
        ("zuid", 2, 9),
    ]
    assert list(found(home)) == []
    assert open_requests() == ([], {})
    assert [one.request for one in done_before()] == [request.number] * 3
    for brand, logged in (("noord", 1), ("west", 0), ("zuid", 1)):
        store = Store.open(home / f"{brand}.duckdb")
        rows_ = store.query("select deleted_on - requested_on, request_id from deletions")
        assert rows_ == [(9, request.number)] * logged
        if logged:
            kpi, week = catalog()["time_to_delete"], Week.of(datetime.now(UTC).date())
            window = Window(week, kpi.window_days)
            cell = score(store, [(kpi, ALL_ROWS, kpi.window_days)], [week]).get(kpi.name, ALL_ROWS, window, "*")
            assert (cell.value, cell.sample) == (9, 1)
        store.close()


def test_a_request_that_waits_in_the_log_is_closed(home: Path) -> None:
    store = Store.open(home / "noord.duckdb", brand="N")
    small(store)
    log = as_csv(("Request ID", "Requested on", "Deleted on"), [{"Request ID": "q7", "Requested on": "2026-11-02"}])
    store.load("deletions.csv", log, now=NOW)
    store.close()
    waits, _ = open_requests()
    assert [(one.number, one.days(date(2026, 11, 12))) for one in waits] == [("q7", 10)]
    done, _ = carry_out(Request.of(SAID, waits[0].asked, "q7"))
    assert [(one.request, one.asked) for one in done] == [("q7", date(2026, 11, 2))]
    assert open_requests() == ([], {})


def test_a_receipt_that_was_changed_shows(store: Store) -> None:
    small(store)
    carry_out(Request.of(SAID, date(2026, 11, 20)))
    carry_out(Request.of(["somebody else"], date(2026, 11, 20)))
    assert first_changed(store.path) is None
    assert not any(canary.encode() in path_of(store.path).read_bytes() for canary in CANARIES)
    first, second = path_of(store.path).read_text().splitlines()
    path_of(store.path).write_text(json.dumps(json.loads(first) | {"asked": "2026-11-22"}) + "\n" + second + "\n")
    assert first_changed(store.path) == 1
    path_of(store.path).write_text(second + "\n")
    assert first_changed(store.path) == 1
    assert len(receipts(store.path)) == 1


def test_only_who_administers_may(store: Store) -> None:
    small(store)
    guard(lambda: Person("a@b", {"noordlicht": frozenset({Right.DEFINE, Right.UPLOAD})}))
    try:
        with pytest.raises(NotAllowedError):
            find(store, SAID)
        with pytest.raises(NotAllowedError):
            erase(store, SAID, "r1")
        assert look(Request.of(SAID, date(2026, 11, 20))) == ([], {})
    finally:
        open_door()
    assert not people.path_of(store.path).exists()


def test_who_may_only_upload_brings_nobody_back_and_is_refused_nothing(store: Store) -> None:
    small(store)
    erase(store, SAID, "r1")
    known = people.fingerprint(store.path)
    guard(lambda: Person("a@b", {"noordlicht": frozenset({Right.UPLOAD})}))
    try:
        with pytest.raises(NotAllowedError):
            people.write(store.path, people.read(store.path))
        assert people.fingerprint(store.path) == known
        audit.path_of(store.path).unlink()
        store.load("later.csv", as_csv(INBOX, rows(900, 910)), {"account": "noord"}, now=NOW)
    finally:
        open_door()
    assert {line.what for line in audit.lines(store.path)} == {"load"}
    assert people.fingerprint(store.path) != known  # the ids of what she wrote since are known too
    assert not list(found(store.path.parent))


def test_a_damaged_list_of_who_was_erased_lets_nobody_back(store: Store) -> None:
    small(store)
    erase(store, SAID, "r1")
    people.path_of(store.path).write_text("{")
    with pytest.raises(UnreadableFileError) as caught:
        store.load("new.csv", as_csv(INBOX, rows(505, 506)), {"account": "noord"}, now=NOW)
    assert caught.value.fields["why"] == "erased_damaged"


def test_the_command_shows_first_and_erases_only_with_yes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.open(home / "noord.duckdb", brand="Noord Nieuws")
    small(store)
    store.close()
    assert main(["erase", HANDLE, NAME]) == 0
    out = capsys.readouterr().out
    assert "Noord Nieuws: 2 messages" in out
    assert "Add --yes" in out
    assert list(found(home))
    assert main(["erase", HANDLE, NAME, MAIL, "--yes", "--asked", "2026-11-20"]) == 0
    out = capsys.readouterr().out
    assert "Noord Nieuws · " in out
    assert "2 messages and mentions without text and author" in out
    assert list(found(home)) == []
    assert main(["erase", "ab"]) == 1
    assert "at least 3" in capsys.readouterr().err


# -- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ask @Zq_Canary77 now", "ask [@] now"),
        ("ZQANARY vogelsang's", "[@]'s"),
        ("zqanary.vogelsang@voorbeeld.example!", "[@]!"),
        ("https://x.com/zq_canary77/status/1", "https://x.com/[@]/status/1"),
        ("zq_canary777 and Zqanary Vogel stay", "zq_canary777 and Zqanary Vogel stay"),
        ("Zqanary, Vogelsang", "[@]"),
    ],
)
def test_a_name_is_its_words_however_they_are_written(text: str, masked: str) -> None:
    assert Names.of("k", SAID).masked(text) == masked


def test_names_are_known_again_only_with_the_key() -> None:
    known = Names.of("k", SAID)
    assert known.is_one(f"@{HANDLE.upper()}")
    assert not Names("other", known.spellings).is_one(HANDLE)
    assert not any(canary.lower() in repr(known).lower() for canary in CANARIES)
    assert usable(["ab", " A  B  C ", "A B C", "@abc"]) == ("A B C", "@abc")


def test_masks_reach_into_json_where_letters_are_numbers() -> None:
    names = Names.of("k", ["René Ångström"])
    said = json.dumps({"who": ["René Ångström", 3, None]})
    assert "\\u00e9" in said
    assert json.loads(names.mask_all(said)) == {"who": ["[@]", 3, None]}
    assert names.mask_all('{"a": 1}') == '{"a": 1}'


# -- the key -----------------------------------------------------------------------------------------


def test_a_destroyed_key_leaves_no_pseudonym_and_the_sample_as_it_was(store: Store, home: Path) -> None:
    fill(store)
    old, before, drawn = store.setting(key.SETTING), weeks(store), store.query("select * from reading order by all")
    texts = store.query("select message_id, text from messages order by all")
    labelled = store.query("select * from label order by all")
    assert old
    pseudonyms = {
        one for (one,) in store.query("select distinct author_hash from messages where author_hash is not null")
    }
    assert pseudonyms
    done = destroy_key(store, "Mila")
    assert done.rows > 0
    assert store.query("select count(author_hash) from messages") == [(0,)]
    assert store.setting(key.SETTING) not in {None, old}
    assert key.read(store.path) == store.setting(key.SETTING)
    assert not list(home.glob("*.old*"))
    held = [path for path in home.rglob("*") if path.is_file()]
    assert not [path for path in held if any(one.encode() in path.read_bytes() for one in (old, *pseudonyms))]
    assert weeks(store) == before
    assert store.query("select * from reading order by all") == drawn
    store.load("same.csv", as_csv(INBOX, rows(1, 31)), {"account": "noord"}, now=NOW)
    assert weeks(store) == before
    assert store.query("select * from reading order by all") == drawn
    again = {one for (one,) in store.query("select distinct author_hash from messages where author_hash is not null")}
    assert again
    assert not again & pseudonyms
    assert store.query("select message_id, text from messages order by all") == texts
    store.close()
    assert not rebuild(store.path).failed
    last = Store.open(store.path)
    try:
        assert last.query("select * from reading order by all") == drawn
        assert last.query("select * from label order by all") == labelled
        assert weeks(last) == before
    finally:
        last.close()
