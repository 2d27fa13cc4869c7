"""A backup is one state of a brand, beside loads; a restore gives all of it back, or changes nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event, Semaphore, Thread
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from data import audit, kept, key, labels, restored
from data.backup import MANIFEST, STORE, backup, made
from data.backup_asked import NOTES, answer, have_made, is_asked
from data.book import path_of as book_of
from data.errors import BackupError, BrandError, SettingError, StoreBusyError
from data.restored import restore
from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import Exit, plan_of
from kpi.periods import Week
from kpi.problems import tell
from kpi.review import take, weeks_with_data
from kpi.scheduling.backups import backups
from kpi.scheduling.schedule import Schedule, choose, schedule_of
from kpi.words import LANGUAGES, Words
from tests.exports import inbox, x_posts
from tests.labelled import called, received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONE = {"Post id": "101", "Impressions": 100, "Likes": 7}
MESSAGE = {"Message ID": "m", "Received at": "2026-11-16T10:00:00Z", "Sender": "Jan", "Message": "Where is it?"}
MONDAY = date(2026, 11, 23)
OPENS = "import sys, duckdb; duckdb.connect(sys.argv[1])"
SERVES = """
import sys
from kpi.scheduling.runner import Runner, system_clock
from data.store import Store, store_path
held = Store.open(store_path("acme"))
runner = Runner(system_clock, beat=0.1)
runner.start()
print("ready", flush=True)
sys.stdin.read()
runner.stop()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the home of the brand once."""
    home = tmp_path_factory.mktemp("loaded")
    with closing(Store.open(home / "acme.duckdb", brand="Acme")) as opened:
        opened.load("a.csv", x_posts(ONE), by="ana")
        opened.load("i.csv", inbox(MESSAGE))
    return home


@pytest.fixture
def store(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path / "home"))
    shutil.copytree(loaded, tmp_path / "home")
    with closing(Store.open(store_path("acme"))) as opened:
        yield opened


@pytest.fixture
def there(store: Store, tmp_path: Path) -> Path:
    """Give a backup of the brand."""
    return backup(store.path, tmp_path / "backups")


def everything(store: Store) -> list[object]:
    tables = ("posts", "messages", "history.posts", "upload", "covered", "brand_name", "plan", "refusal", "setting")
    return [store.query(f"select * from {table} order by all") for table in tables]


def home(store: Store) -> set[str]:
    folder = store.path.parent
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix != ".wal"}


def test_a_brand_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    received(store, range(12))
    called(store, range(8))
    there = backup(store.path, tmp_path / "backups")
    with closing(Store.open(restore(there, store_path("Bolt")).store)) as back:
        assert everything(back) == everything(store)
        assert back.revision == store.revision
        assert key.read(back.path) == key.read(store.path)
        assert len(labels.rows(back)) == 8
        assert labels.rows(back) == labels.rows(store)
        assert back.load("a.csv", x_posts(ONE)).already_known
        back.load("c.csv", x_posts({"Post id": "103"}))
    assert len(store.query("from posts")) == 1


def test_the_scorecard_of_any_week_and_the_kept_reports_are_the_same(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(sample_home))
    with closing(Store.open(sample_home / "noordlicht-energie.duckdb")) as sample:
        name = kept.keep(sample.path, b"%PDF a report", "pdf")
        again = Store.open(restore(backup(sample.path, sample_home / "_backups"), store_path("again")).store)
        with closing(again):
            weeks = weeks_with_data(sample)
            for week in (weeks[-2], weeks[0]):
                assert told(again, week) == told(sample, week)
            assert kept.fetch(again.path, name, "pdf") == b"%PDF a report"


def told(store: Store, week: Week) -> object:
    return take(store, plan_of(Words("en"), store), week, MONDAY)


def test_what_can_be_made_anew_and_what_links_lead_to_stay_out(store: Store, tmp_path: Path) -> None:
    beside = store.path.with_suffix("")
    (beside / "asof").mkdir()
    (beside / "asof" / "old.duckdb").write_bytes(b"old")
    (beside / "half.part").write_bytes(b"half")
    (tmp_path / "secret").write_text("of somebody else", encoding="utf-8")
    (beside / "link").symlink_to(tmp_path / "secret")
    with ZipFile(backup(store.path, tmp_path / "backups")) as packed:
        names = {name.removeprefix("beside/") for name in packed.namelist()}
    assert {STORE, MANIFEST, "book.json", "key", "audit.jsonl", "uploads/0001.json"} <= names
    assert not names & {"asof/old.duckdb", "half.part", "link"}
    assert not [path for path in beside.iterdir() if path.name.startswith("backup")]


def test_nobody_else_may_read_a_backup(there: Path) -> None:
    assert there.stat().st_mode & 0o077 == 0


def test_a_backup_beside_loads_is_one_state(store: Store, tmp_path: Path) -> None:
    done, begun = Event(), Semaphore(0)

    def loading() -> None:
        number = 0
        while not done.is_set():
            number += 1
            begun.release()
            store.load(f"{number}.csv", x_posts(*({"Post id": f"{number}0{row}"} for row in range(5))))
            if number % 3 == 0:
                store.undo(store.uploads()[0].batch_id)

    thread = Thread(target=loading)
    thread.start()
    archives = []
    for _ in range(5):  # each beside a load that has begun; one upload is taken back meanwhile
        assert begun.acquire(timeout=100)
        archives.append(backup(store.path, tmp_path / "backups"))
    done.set()
    thread.join()
    for place, archive in enumerate(archives):
        back = restore(archive, store_path(f"back {place}"))
        with ZipFile(archive) as packed:
            said = json.loads(packed.read(f"beside/{book_of(store.path).name}"))
            sidecars = {int(Path(name).stem) for name in packed.namelist() if Path(name).stem.isdigit()}
        with closing(Store.open(back.store)) as again:
            live = [one for one in again.uploads() if one.undone_at is None and one.fact == "posts"]
            assert again.query("select count(*) from posts") == [(sum(one.rows_new for one in live),)]
            assert sidecars == {one.batch_id for one in again.uploads()}
            assert said["revision"] == [[again.revision]]


def test_the_lock_of_the_store_outlives_a_backup(store: Store, tmp_path: Path) -> None:
    backup(store.path, tmp_path / "backups")
    other = subprocess.run([sys.executable, "-c", OPENS, str(store.path)], capture_output=True, text=True, check=False)
    assert "Could not set lock" in other.stderr


def test_a_reader_in_the_way_leaves_nothing_out(store: Store, tmp_path: Path) -> None:
    with store.shared.asking() as reader:
        reader.execute("BEGIN")
        reader.execute("FROM posts").fetchall()
        store.load("b.csv", x_posts({"Post id": "102"}))
        archive = backup(store.path, tmp_path / "backups")
        reader.execute("ROLLBACK")
    with closing(Store.open(restore(archive, store_path("Bolt")).store)) as back:
        assert back.query("select count(*) from posts") == [(2,)]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_stays(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BackupError) as refused:
        backup(store.path, tmp_path / "file" / "below")
    assert refused.value.fields["why"] == "backup_unwritable"
    assert not [path for path in store.path.with_suffix("").iterdir() if path.name.startswith("backup")]


# -- what is refused ---------------------------------------------------------------------------------


def rewritten(there: Path, change: Callable[[dict[str, bytes]], None], *, sealed: bool = False) -> Path:
    """Write an archive anew with other members; `sealed`: its list says what they are."""
    with ZipFile(there) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    if sealed:
        files = {
            name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
            for name, content in members.items()
            if name != MANIFEST
        }
        members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | {"files": files}).encode()
    other = there.with_name("other.ninety.zip")
    with ZipFile(other, "w", 8) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return other


def said(members: dict[str, bytes], **other: object) -> None:
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | other).encode()


ALTERED: dict[str, tuple[Callable[[dict[str, bytes]], object], bool, str]] = {
    "a byte more": (lambda one: one.update({"beside/key": one["beside/key"] + b"x"}), False, "backup_damaged"),
    "other bytes": (lambda one: one.update({"beside/key": one["beside/key"][::-1]}), False, "backup_damaged"),
    "a member gone": (lambda one: one.pop("beside/key"), False, "backup_damaged"),
    "a member more": (lambda one: one.update({"beside/more": b"x"}), False, "backup_damaged"),
    "out of the folder": (lambda one: one.update({"beside/../../x": b"x"}), True, "backup_damaged"),
    "from the root": (lambda one: one.update({"/etc/x": b"x"}), True, "backup_damaged"),
    "a drive": (lambda one: one.update({"beside/C:x": b"x"}), True, "backup_damaged"),
    "back slashes": (lambda one: one.update({"beside/..\\x": b"x"}), True, "backup_damaged"),
    "another place": (lambda one: one.update({"other/x": b"x"}), True, "backup_damaged"),
    "no name": (lambda one: one.update({"beside/": b""}), True, "backup_damaged"),
    "another store": (lambda one: one.update({STORE: b"\0" * 5_000}), True, "backup_damaged"),
    "no store": (lambda one: one.pop(STORE), True, "backup_damaged"),
    "no list": (lambda one: one.pop(MANIFEST), False, "backup_none"),
    "a list that is none": (lambda one: one.update({MANIFEST: b"[" * 9_000}), False, "backup_none"),
    "a list of other things": (lambda one: one.update({MANIFEST: b"[1]"}), False, "backup_none"),
    "another revision": (lambda one: said(one, revision=99), False, "backup_damaged"),
    "a later version": (lambda one: said(one, ninety=2), False, "backup_newer"),
    "a key that leads elsewhere": (lambda one: said(one, key="../x"), False, "backup_none"),
    "a bomb": (lambda one: one.update({"beside/zeros": bytes(60 << 20)}), True, "backup_large"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_archive_is_refused_whole(
    how: str, store: Store, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restored, "ROOM", 1 << 20)
    change, sealed, why = ALTERED[how]
    before = home(store)
    with pytest.raises(BackupError) as refused:
        restore(rewritten(there, lambda one: (change(one), None)[1], sealed=sealed), store_path("Bolt"))
    assert refused.value.fields["why"] == why
    assert home(store) - {".brands.lock"} == before
    assert not (tmp_path / "x").exists()
    for language in LANGUAGES:
        assert tell(Words(language), refused.value).startswith("other.ninety.zip: ")


def test_an_archive_that_is_cut_off_or_has_other_bits_never_comes_back_altered(store: Store, there: Path) -> None:
    whole, expected, before = there.read_bytes(), everything(store), home(store)
    damaged = [whole[: len(whole) * cut // 12] for cut in range(12)]
    for place in range(24):
        at = len(whole) * place // 24
        damaged.append(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
    back = 0
    for content in damaged:
        there.write_bytes(content)
        with suppress(BackupError):  # a bit in the date of a member, say, says nothing of what it holds
            done = restore(there, store_path(f"Back {back}"))
            back += 1
            with closing(Store.open(done.store)) as again:
                assert everything(again) == expected
    assert back < len(damaged) // 3
    if not back:
        assert home(store) - {".brands.lock"} == before


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a note")
    with pytest.raises(BackupError) as refused:
        restore(tmp_path / "notes.txt", store_path("Bolt"))
    assert refused.value.fields["why"] == "backup_none"


def test_a_brand_that_is_there_is_not_restored_over_unasked(store: Store, there: Path) -> None:
    with pytest.raises(BackupError) as refused:
        restore(there, store.path)
    assert refused.value.fields["why"] == "backup_taken"
    assert store.query("select count(*) from posts") == [(1,)]


def test_restored_over_a_brand_the_old_one_is_kept_and_numbers_go_on(store: Store, there: Path) -> None:
    store.load("b.csv", x_posts({"Post id": "102"}))
    before = store.revision
    store.close()
    done = restore(there, store.path, over=True)
    assert done.aside is not None
    with closing(Store.open(done.store)) as back:
        assert back.query("select count(*) from posts") == [(1,)]
        assert back.revision > before  # what was cached of the old one never stands for it
    with closing(Store.open(done.aside / "acme.duckdb")) as old:
        assert old.query("select count(*) from posts") == [(2,)]
    Store.open(store.path)  # the fixture closes it


def test_a_move_that_fails_leaves_the_old_brand_where_it_was(
    store: Store, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    moves = []

    def failing(paths: list[Path], into: Path) -> None:
        moves.append(into)
        if len(moves) == 2:
            raise BrandError(why="brand_not_moved", name="acme")
        real(paths, into)

    real = restored.move
    monkeypatch.setattr(restored, "move", failing)
    with pytest.raises(BrandError):
        restore(there, store.path, over=True)
    with closing(Store.open(store.path)) as back:
        assert back.query("select count(*) from posts") == [(1,)]
    Store.open(store.path)  # the fixture closes it


# -- while somebody has it open ----------------------------------------------------------------------


def test_the_command_asks_the_app_that_has_the_brand_open(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    app = subprocess.Popen([sys.executable, "-c", SERVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert app.stdout is not None
        assert app.stdout.readline() == "ready\n"
        assert main(["backup", "--brand", "acme", "--to", str(store.path.parent / "to")]) == Exit.DONE
    finally:
        app.communicate(timeout=20)
    said = capsys.readouterr()
    archive = Path(said.out.strip())
    assert archive.is_file()
    assert "Acme is open in the app" in said.err
    assert not [note for note in NOTES[:2] if (store.path.with_suffix("") / note).exists()]
    again = restore(archive, store_path("Bolt"))
    with closing(Store.open(again.store)) as back:
        assert back.query("select count(*) from posts") == [(1,)]
    Store.open(store.path)  # the fixture closes it


def test_when_nobody_answers_nothing_stays_behind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreBusyError):
        have_made(store.path, tmp_path / "backups", patience=0.5)
    assert not is_asked(store.path)


def test_who_asked_is_told_what_kept_the_backup_from_being_made(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    def answering(_: float) -> None:
        if is_asked(store.path):
            with pytest.raises(BackupError):
                answer(store.path)

    with pytest.raises(BackupError) as told:
        have_made(store.path, tmp_path / "file" / "below", sleep=answering)
    assert told.value.fields["value"] == "Not a directory"


# -- every night -------------------------------------------------------------------------------------


def test_one_a_night_and_only_the_newest_stay(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_BACKUP", str(tmp_path / "nightly"))
    monkeypatch.setenv("NINETY_BACKUPS_KEPT", "2")
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC).replace(tzinfo=None)
    for hours in (0, 1, 13, 15, 24, 48):
        backups(store.path, noon + timedelta(hours=hours))
    at = [moment.isoformat(" ", "minutes")[:16] for moment, _ in made(store.path, tmp_path / "nightly")]
    assert at == ["2026-11-24 03:00", "2026-11-25 12:00"]


def test_without_a_folder_no_backup_is_made_unasked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NINETY_BACKUP", raising=False)
    backups(store.path, datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None))
    assert not (store.path.parent / "_backups").exists()


def test_a_number_of_backups_that_is_none_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NINETY_BACKUP", str(tmp_path / "nightly"))
    monkeypatch.setenv("NINETY_BACKUPS_KEPT", "none")
    with pytest.raises(SettingError):
        backups(store.path, datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None))


# -- the commands ------------------------------------------------------------------------------------


def test_every_brand_is_backed_up_and_one_comes_back_as_another(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    choose(store, Schedule(on=True, folder="/reports"))
    with closing(Store.open(store_path("Bolt"), brand="Bolt")):
        assert main(["backup"]) == Exit.DONE
    archives = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.name.rsplit("-", 1)[0] for one in archives] == ["acme", "bolt"]
    assert archives[0].parent == store.path.parent / "_backups"
    assert main(["restore", str(archives[0]), "--as", "Acme of before"]) == Exit.DONE
    assert "Acme of before is back" in capsys.readouterr().out
    with closing(Store.open(store_path("Acme of before"))) as back:
        assert back.setting("brand") == "Acme of before"
        assert not schedule_of(back).on
        assert back.query("select count(*) from posts") == [(1,)]


@pytest.mark.parametrize("over", [False, True])
def test_the_log_of_a_restored_brand_lacks_nothing_and_ends_with_the_restore(
    store: Store, there: Path, *, over: bool
) -> None:
    if over:
        store.load("b.csv", x_posts({"Post id": "102"}))
    store.close()
    done = restore(there, store.path if over else store_path("Acme of before"), over=over)
    with closing(Store.open(done.store)) as back:
        known = audit.lines(back.path)
        assert [line.what for line in known] == ["load", "load", "backup", "restore"]
        assert audit.unkept(known, back.revision) == set()
        assert audit.verify(back.path).broken is None
    Store.open(store.path)  # the fixture closes it


def test_what_is_no_backup_is_one_sentence(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip at all")
    assert main(["restore", str(tmp_path / "no.zip")]) == Exit.MISTAKE
    assert main(["restore", str(tmp_path / "not there")]) == Exit.MISTAKE
    assert main(["restore", str(backup(store.path, tmp_path))]) == Exit.MISTAKE
    assert main(["backup", "--to", ""]) == Exit.MISTAKE
    assert [line.count("Traceback") for line in capsys.readouterr().err.splitlines()] == [0, 0, 0, 0]
