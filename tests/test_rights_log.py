"""The log of who changed what: a line before each change, one for each refusal, and none that goes unseen."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data import audit
from data.access.acting import acting, done_now, guard, open_door
from data.access.rights import Person, Right
from data.annotations import annotate
from data.audit import Done, Line, lines, path_of, unkept, verify
from data.errors import NotAllowedError
from data.journal import Draft, write
from data.store import Store

NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - UTC, as the store keeps it
ANA = Person("ana@example.org", {"noord": frozenset({Right.DECIDE})})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setattr(audit, "_LATELY", {})
    opened = Store.open(tmp_path / "noord.duckdb", brand="Noord")
    guard(lambda: None)
    yield opened
    open_door()
    opened.close()


def noted(store: Store, number: int = 1) -> None:
    with acting(ANA):
        for _ in range(number):
            write(store, lambda known: [Draft("note", "note", {"n": len(known)})])


def test_a_change_leaves_one_line_with_who_what_and_which_revision(store: Store) -> None:
    with acting(ANA):
        annotate(store, date(2026, 11, 23), "A new tool", by="somebody else")
    (line,) = lines(store.path)
    assert (line.number, line.who, line.needs, line.what) == (1, "ana@example.org", "decide", "annotate")
    assert (line.about, line.revision) == ({"day": "2026-11-23"}, store.revision)
    assert "tool" not in path_of(store.path).read_text(encoding="utf-8")
    assert path_of(store.path).stat().st_mode & 0o077 == 0


def test_a_line_says_that_its_moment_is_in_utc_and_one_from_before_that_is_read_too(store: Store) -> None:
    old = b'{"at": "2026-11-23 09:00:00", "who": "ana", "needs": "upload", "what": "load", "prev": ""}'
    path_of(store.path).parent.mkdir(exist_ok=True)
    path_of(store.path).write_bytes(old + b"\n")
    noted(store)
    said = json.loads(path_of(store.path).read_bytes().splitlines()[1])["at"]
    assert said.endswith("+00:00")
    first, second = lines(store.path)
    assert (first.at, second.at) == (NINE, datetime.fromisoformat(said).astimezone(UTC).replace(tzinfo=None))
    assert (verify(store.path).lines, verify(store.path).broken) == (2, None)


def test_what_the_command_line_does_is_its_own(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    open_door()
    monkeypatch.setattr("sys.argv", ["kpi", "backup"])
    monkeypatch.setattr("kpi.cli_common.getuser", lambda: "ana")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kpi", run_name="__main__")
    assert ended.value.code == 0
    assert [(line.who, line.what) for line in lines(store.path)] == [("cli:ana", "backup")]
    Store.open(store.path)  # the fixture closes it


def test_a_refusal_leaves_a_line_and_nothing_else(store: Store) -> None:
    before = store.revision
    with acting(ANA), pytest.raises(NotAllowedError):
        store.save_plan("{}")
    (line,) = lines(store.path)
    assert (line.who, line.what, line.about["what"], line.needs) == ("ana@example.org", "refused", "plan", "define")
    assert (store.revision, store.plan()) == (before, None)


def test_the_same_refusal_is_written_once_a_minute(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(audit, "monotonic", lambda: now)
    for later in (0, 30, 61):
        now = 1000.0 + later
        with acting(ANA), pytest.raises(NotAllowedError):
            store.save_plan("{}")
    assert len(lines(store.path)) == 2


def test_a_log_that_cannot_be_written_lets_nobody_do_anything(store: Store) -> None:
    path_of(store.path).parent.mkdir(exist_ok=True)
    path_of(store.path).mkdir()  # not even its owner can add to it
    with acting(ANA), pytest.raises(NotAllowedError):
        store.save_plan("{}")
    with pytest.raises(IsADirectoryError):
        noted(store)
    assert store.query("select count(*) from journal") == [(0,)]


@pytest.mark.usefixtures("store")
def test_what_belongs_to_no_brand_stands_in_the_log_of_the_house() -> None:
    boss = Person("boss@example.org", {"*": frozenset({Right.ADMINISTER})})
    with acting(boss):
        done_now(Done(Right.ADMINISTER, "brand_made", {"brand": "zuid"}), None)
    with acting(ANA), pytest.raises(NotAllowedError):
        done_now(Done(Right.ADMINISTER, "brand_made", {"brand": "west"}), None)
    told = [(line.who, line.what, line.about["brand"]) for line in lines(None)]
    assert told == [("boss@example.org", "brand_made", "zuid"), ("ana@example.org", "refused", "west")]


# -- whether it is whole -------------------------------------------------------------------------------


def test_every_line_follows_the_one_before(store: Store) -> None:
    noted(store, 5)
    found = verify(store.path)
    assert (found.lines, found.cut_off, found.broken, len(found.head)) == (5, 0, None, 64)


@pytest.mark.parametrize("line", range(5))
def test_a_line_that_was_altered_or_taken_out_shows(store: Store, line: int) -> None:
    noted(store, 6)
    path = path_of(store.path)
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*whole[:line], whole[line].replace(b"ana@", b"bob@"), *whole[line + 1 :]]))
    assert verify(store.path).broken == line + 2  # the next one does not follow any more
    path.write_bytes(b"".join([*whole[:line], *whole[line + 1 :]]))
    assert verify(store.path).broken == line + 1


def test_an_end_that_was_cut_off_shows_against_the_fingerprint(store: Store) -> None:
    noted(store, 3)
    head, path = verify(store.path).head, path_of(store.path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert (verify(store.path).broken, verify(store.path).head == head) == (None, False)


@pytest.mark.parametrize("left", [1, 7, 60, -1])
def test_a_line_that_a_crash_cut_off_is_no_forgery(store: Store, left: int) -> None:
    noted(store, 3)
    path = path_of(store.path)
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*whole[:2], whole[2][:left]]))
    torn = int(left != -1)  # without its end alone the line is all there
    assert (verify(store.path).cut_off, verify(store.path).broken, len(lines(store.path))) == (torn, None, 3 - torn)
    noted(store)
    found = verify(store.path)
    assert (found.lines, found.cut_off, found.broken) == (4, torn, None)
    assert lines(store.path)[-1].number == 4


def test_lines_from_many_threads_and_two_logs_stay_whole(store: Store) -> None:
    def add(number: int) -> None:
        audit.note(None if number % 2 else store.path, Done(Right.VIEW, "issue", {"file": "x" * number}), "ana")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(200)))
    for of in (None, store.path):
        assert (verify(of).lines, verify(of).broken) == (100, None)


def test_a_line_longer_than_a_block_is_followed(store: Store) -> None:
    for size in (10, 200_000, 65_500, 3):
        audit.note(store.path, Done(Right.VIEW, "issue", {"file": "x" * size}), "ana")
    assert (verify(store.path).lines, verify(store.path).broken) == (4, None)


# -- what did not come about ---------------------------------------------------------------------------


def line(number: int, revision: int | None) -> Line:
    return Line(number, NINE, "ana", "upload", "load", {}, revision)


@pytest.mark.parametrize(
    ("revisions", "now", "gone"),
    [
        ([1, 2, 3], 3, []),
        ([1, 2, 3], 2, [3]),  # its commit failed, and nothing came after
        ([1, 2, 2], 2, [2]),  # … or the next change came in its place
        ([1, 2, 2, 3], 3, [2]),
        ([1, None, 2, None], 2, []),
        ([5, 6, 7, 6, 7], 7, [2, 3]),  # a backup of revision 5 was put back
        ([], 0, []),
    ],
)
def test_a_change_that_did_not_come_about_is_told_by_its_revision(
    revisions: list[int | None], now: int, gone: list[int]
) -> None:
    assert unkept([line(at, one) for at, one in enumerate(revisions, 1)], now) == set(gone)


def test_a_commit_that_fails_leaves_a_line_that_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = audit.note

    def crash(*args: Any, **named: Any) -> None:
        real(*args, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "note", crash)
    who = Person("ana@example.org", {"noord": frozenset({Right.DEFINE})})
    with acting(who), pytest.raises(KeyboardInterrupt):
        store.save_plan("{}")
    monkeypatch.undo()
    assert [one.what for one in lines(store.path)] == ["plan"]
    assert unkept(lines(store.path), store.revision) == {1}
    with acting(who):
        store.save_plan(json.dumps({"a": 1}))
    assert unkept(lines(store.path), store.revision) == {1}
