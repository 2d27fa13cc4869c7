"""A brand as a whole: made, renamed, put by, brought back and deleted, whole or not at all, and by who may."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from data import audit, backup, connect, key
from data.access import acting as door
from data.access.rights import EVERY, Person, Right
from data.brand_files import acts, belongings, deletion, finish
from data.errors import BrandError, DataError, NotAllowedError, StoreBusyError, StoreGoneError
from data.reading.places import store_path, stores
from data.still import still
from data.store import Store
from data.taken_away import taken_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VALE = "studio-vale"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    yield tmp_path
    door.open_door()


@pytest.fixture
def vale(home: Path) -> Path:
    """Make a brand with everything that may lie beside a store."""
    path = acts.create("Studio Vale")
    with closing(Store.open(path)) as store:
        store.set_settings({"zone": "Europe/Oslo"})
    for name in ("uploads/0001_ab_posts.csv", "issued/report.pdf", "formats/own.toml", "labels.jsonl"):
        (home / VALE / name).parent.mkdir(parents=True, exist_ok=True)
        (home / VALE / name).write_text(name)
    (home / f"{VALE}.duckdb.old1").write_text("put aside by a rebuild")
    return path


def tree(home: Path) -> set[str]:
    """Name every file of a brand, wherever it lies."""
    apart = {"audit.jsonl", ".brands.lock"}
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and path.name not in apart}


def house_log() -> list[str]:
    return [line.what for line in audit.lines(None)]


def zone(path: Path) -> str | None:
    with closing(Store.open(path)) as store:
        return store.setting("zone")


# -- making and naming ---------------------------------------------------------------------------------


def test_a_brand_is_made_under_the_name_of_its_file() -> None:
    path = acts.create("  Studio   Vale ")
    assert (path, stores()) == (store_path("Studio Vale"), [path])
    assert belongings.shown_name(path) == "Studio Vale"
    assert house_log() == ["brand_made"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "brand_unnamed"),
        (" \u202e ", "brand_unnamed"),
        ("x" * 61, "brand_unnamed"),
        ("studio vale", "brand_taken"),
        ("Stúdio-Vale", "brand_taken"),  # another name, the same file
    ],
)
@pytest.mark.usefixtures("vale")
def test_a_name_that_is_none_or_taken_makes_no_brand(name: str, why: str) -> None:
    with pytest.raises(BrandError) as refused:
        acts.create(name)
    assert refused.value.fields["why"] == why
    assert len(stores()) == 1


def test_a_name_alone_is_renamed_and_the_address_stays(vale: Path) -> None:
    with closing(Store.open(vale)) as store:
        store.save_plan('{"brand": "Studio Vale", "days": 90}')
        acts.rename(store, "Vale & Søn")
        assert (store.setting("brand"), store.plan()) == ("Vale & Søn", '{"brand": "Vale & Søn", "days": 90}')
    assert stores() == [vale]
    assert belongings.shown_name(vale) == "Vale & Søn"


def test_two_brands_are_not_called_the_same(vale: Path) -> None:
    other = acts.create("Nordic")
    with closing(Store.open(vale)) as store, pytest.raises(BrandError):
        acts.rename(store, "NORDIC")
    acts.archive(other.stem)
    with closing(Store.open(vale)) as store, pytest.raises(BrandError):
        acts.rename(store, "Nordic")
    with pytest.raises(BrandError):
        acts.create("Nordic")


# -- put by and brought back ---------------------------------------------------------------------------


def test_what_is_put_by_comes_back_as_it_was(home: Path, vale: Path) -> None:
    before = tree(home)
    acts.archive(VALE)
    assert stores() == []
    assert tree(home) == {f"_archive/{name}" for name in before}
    assert [belongings.shown_name(path) for path in belongings.archived()] == ["Studio Vale"]
    assert acts.bring_back(VALE) == vale
    assert tree(home) == before
    assert zone(vale) == "Europe/Oslo"
    assert house_log()[-2:] == ["brand_archived", "brand_brought_back"]


def test_a_brand_called_archive_is_no_archive(home: Path) -> None:
    acts.create("Archive")
    acts.create("Deleted")
    assert belongings.archived() == []
    deletion.delete("archive", "Archive")
    assert [path.stem for path in stores()] == ["deleted"]
    assert (home / "deleted" / "key").exists()


def test_who_had_it_in_hand_is_told_and_makes_no_empty_one(home: Path, vale: Path) -> None:
    in_hand = Store.open(vale)
    acts.archive(VALE)
    for use in (lambda: in_hand.revision, lambda: in_hand.set_setting("zone", "UTC"), lambda: Store.open(vale)):
        with pytest.raises(StoreGoneError):
            use()
    in_hand.close()
    assert not vale.exists()
    acts.bring_back(VALE)
    assert zone(vale) == "Europe/Oslo"
    assert belongings.archived() == []
    assert (home / VALE / "key").exists()


def test_who_is_in_the_middle_of_a_question_is_waited_for(vale: Path) -> None:
    store, asked, may_end = Store.open(vale), Event(), Event()
    answers: list[int] = []

    def ask() -> None:
        with still(store) as seen:
            asked.set()
            may_end.wait(5)
            answers.append(seen.query("SELECT count(*) FROM setting")[0][0])

    reader = Thread(target=ask)
    reader.start()
    asked.wait(5)
    with pytest.raises(BrandError) as refused, taken_away(vale, patience=0.1):
        pytest.fail("somebody reads it")
    assert refused.value.fields["why"] == "brand_in_use"
    assert store.setting("zone") == "Europe/Oslo"  # nothing happened to it
    may_end.set()
    acts.archive(VALE)
    reader.join()
    assert answers[0] > 0
    store.close()


def test_who_writes_is_waited_for_and_keeps_what_was_written(vale: Path) -> None:
    store, writing, may_end = Store.open(vale), Event(), Event()

    def write() -> None:
        with store.shared.change(None) as tx:
            writing.set()
            may_end.wait(5)
            tx.execute("UPDATE setting SET value = 'Europe/Paris' WHERE name = 'zone'")

    writer = Thread(target=write)
    writer.start()
    writing.wait(5)
    with pytest.raises(BrandError), taken_away(vale, patience=0.1):
        pytest.fail("somebody writes")
    may_end.set()
    acts.archive(VALE)
    writer.join()
    store.close()
    assert zone(acts.bring_back(VALE)) == "Europe/Paris"


def test_a_preview_that_waits_for_a_word_does_not_hold_it(vale: Path) -> None:
    store = Store.open(vale)
    held = store.shared.hold()
    held.execute("CREATE TEMP TABLE rows_to_come AS SELECT 1")
    acts.archive(VALE)
    with pytest.raises(StoreGoneError), store.shared.change(None, on=held):
        pytest.fail("it is gone")
    store.close()


@pytest.mark.parametrize("away", ["archive", "delete"])
def test_two_at_once_are_one(home: Path, vale: Path, away: str) -> None:
    def go(_: int) -> str:
        try:
            acts.archive(VALE) if away == "archive" else deletion.delete(VALE, "Studio Vale")
        except DataError as problem:
            return problem.code
        return "done"

    with closing(Store.open(vale)), ThreadPoolExecutor(4) as people:
        told = sorted(people.map(go, range(4)))
    assert told == ["brand", "brand", "brand", "done"]
    assert stores() == []
    assert bool(tree(home)) == (away == "archive")


def test_what_another_process_has_open_stays(home: Path, vale: Path) -> None:
    script = f"import duckdb, sys; con = duckdb.connect({str(vale)!r}); print('open', flush=True); sys.stdin.read()"
    before = tree(home)
    with subprocess.Popen([sys.executable, "-c", script], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        for act in (lambda: acts.archive(VALE), lambda: deletion.delete(VALE, "Studio Vale")):
            with pytest.raises(StoreBusyError) as refused:
                act()
            assert refused.value.fields["pid"] == other.pid
        other.communicate()
    assert tree(home) == before
    assert zone(vale) == "Europe/Oslo"


def test_an_archived_brand_does_not_come_back_over_another(home: Path, vale: Path) -> None:
    acts.archive(VALE)
    with pytest.raises(BrandError) as refused:
        acts.create("Studio Vale")
    assert refused.value.fields["why"] == "brand_taken_archived"
    other = acts.create("Other")
    (home / "other.duckdb").rename(vale)  # somebody copied a store into its place by hand
    with pytest.raises(BrandError) as refused:
        acts.bring_back(VALE)
    assert refused.value.fields["why"] == "brand_there"
    assert other not in stores()


# -- deleted -------------------------------------------------------------------------------------------


def test_of_a_deleted_brand_nothing_is_left_but_the_lines_of_the_house(home: Path, vale: Path) -> None:
    assert deletion.delete(VALE, " Studio  Vale ")
    assert tree(home) == set()
    assert not (home / VALE).exists()
    assert not (home / f"{VALE}.duckdb").exists()
    *_, asked, receipt = audit.lines(None)
    assert (asked.what, receipt.what) == ("brand_deleting", "brand_deleted")
    assert set(receipt.about) == {"brand", "files"}
    assert receipt.about["files"] >= 7
    assert vale not in stores()


def test_backups_beside_the_stores_go_with_a_deleted_brand_and_those_of_others_stay(home: Path, vale: Path) -> None:
    other = acts.create("Studio Vale Two")
    copy = acts.take_along(VALE, home.parent / "taken along")
    for store in (vale, other):
        backup.backup(store, backup.usual_folder())
    deletion.delete(VALE, "Studio Vale")
    assert backup.made(vale, backup.usual_folder()) == []
    assert len(backup.made(other, backup.usual_folder())) == 1
    assert copy.exists()  # what left the house is not Ninety's to delete
    assert zone(other) is not None


def test_an_archived_brand_is_deleted_where_it_lies(home: Path, vale: Path) -> None:
    acts.archive(VALE)
    assert deletion.delete(VALE, "Studio Vale", from_archive=True)
    assert tree(home) == set()
    assert vale not in stores()


@pytest.mark.parametrize("typed", ["", " ", "studio vale", "studio-vale", "Studio Val"])
@pytest.mark.usefixtures("vale")
def test_nothing_is_deleted_before_its_name_is_typed(typed: str) -> None:
    with pytest.raises(BrandError) as refused:
        deletion.delete(VALE, typed)
    assert refused.value.fields == {"why": "brand_not_typed", "name": "Studio Vale"}
    assert len(stores()) == 1


def test_a_damaged_brand_can_be_put_by_and_deleted(home: Path, vale: Path) -> None:
    vale.write_bytes(b"no store" * 1000)
    acts.archive(VALE)
    acts.bring_back(VALE)
    assert deletion.delete(VALE, "Studio Vale")
    assert tree(home) == set()


def test_a_brand_that_takes_a_deleted_ones_name_starts_afresh_and_counts_on(vale: Path) -> None:
    with closing(Store.open(vale)) as store:
        last, old_key = store.revision, store.setting(key.SETTING)
    deletion.delete(VALE, "Studio Vale")
    with closing(Store.open(acts.create("Studio Vale"))) as store:
        assert store.revision > last  # no number that was cached of the old one can stand for the new
        assert store.setting(key.SETTING) != old_key
        assert store.setting("zone") == "Europe/Amsterdam"


# -- a crash in between --------------------------------------------------------------------------------


class Crash(BaseException):
    """The power goes: nothing after it runs, not even what would clean up after an error."""


STEPS = range(1, 12)


def crash_at(step: int, monkeypatch: pytest.MonkeyPatch, *, error: type[BaseException]) -> list[str]:
    """Let the so-manieth move or removal fail; gives what was done before, as it goes."""
    done: list[str] = []
    for name in ("rename", "unlink", "rmdir"):
        monkeypatch.setattr(Path, name, failing(getattr(Path, name), done, step, error))
    monkeypatch.setattr(shutil, "rmtree", failing(shutil.rmtree, done, step, error))
    return done


def failing(
    act: Callable[..., object], done: list[str], step: int, error: type[BaseException]
) -> Callable[..., object]:
    def go(path: Path, *more: object, **named: object) -> object:
        if VALE in str(path) or "_deleted" in str(path):
            number = len(done) + 1
            if number == step or (error is Crash and number > step):
                done.append("failed")
                raise error(5, "no")
            done.append(str(path))
        return act(path, *more, **named)

    return go


def forget_this_process(path: Path) -> None:
    """Start anew: what this process knows of a store that was away is gone with it."""
    connect.keep_away(path, away=False)


@pytest.mark.parametrize("error", [OSError, Crash])
@pytest.mark.parametrize("step", STEPS)
def test_an_archiving_that_fails_anywhere_leaves_the_whole_brand_here_or_there(
    home: Path, vale: Path, step: int, error: type[BaseException]
) -> None:
    before = tree(home)
    with pytest.MonkeyPatch.context() as patch:
        crash_at(step, patch, error=error)
        with suppress(BrandError, Crash):
            acts.archive(VALE)
    whole_here = tree(home) == before
    assert vale.exists() == whole_here or not vale.exists()
    if error is OSError:
        assert whole_here or stores() == []
    forget_this_process(vale)
    finish.finish()
    assert tree(home) in (before, {f"_archive/{name}" for name in before})
    assert zone(vale if vale.exists() else acts.bring_back(VALE)) == "Europe/Oslo"
    assert tree(home) == before


@pytest.mark.parametrize("error", [OSError, Crash])
@pytest.mark.parametrize("step", STEPS)
def test_a_return_that_fails_anywhere_leaves_the_whole_brand_here_or_there(
    home: Path, vale: Path, step: int, error: type[BaseException]
) -> None:
    before = tree(home)
    acts.archive(VALE)
    with pytest.MonkeyPatch.context() as patch:
        crash_at(step, patch, error=error)
        with suppress(BrandError, Crash):
            acts.bring_back(VALE)
    assert not vale.exists() or tree(home) == before
    forget_this_process(vale)
    finish.finish()
    assert tree(home) in (before, {f"_archive/{name}" for name in before})
    assert zone(vale if vale.exists() else acts.bring_back(VALE)) == "Europe/Oslo"


@pytest.mark.parametrize("from_archive", [False, True])
@pytest.mark.parametrize("error", [OSError, Crash])
@pytest.mark.parametrize("step", STEPS)
def test_a_deletion_that_fails_anywhere_leaves_the_whole_brand_or_none(
    home: Path, vale: Path, step: int, error: type[BaseException], from_archive: bool
) -> None:
    if from_archive:
        acts.archive(VALE)
    before, all_gone = tree(home), False
    store = belongings.archive_folder() / vale.name if from_archive else vale
    with pytest.MonkeyPatch.context() as patch:
        done = crash_at(step, patch, error=error)
        with suppress(BrandError, Crash):
            all_gone = deletion.delete(VALE, "Studio Vale", from_archive=from_archive)
    assert all_gone == ("failed" not in done)
    forget_this_process(vale)
    if store.exists():
        assert tree(home) == before
    else:
        assert stores() == belongings.archived() == []
    finish.finish()
    assert tree(home) in (before, set())
    assert tree(home) == (before if store.exists() else set())


@pytest.mark.parametrize("step", [2, 3])
def test_the_key_goes_first(home: Path, vale: Path, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        crash_at(step, patch, error=Crash)
        with pytest.raises(Crash):
            deletion.delete(VALE, "Studio Vale")
    assert (home / VALE / "key").exists() == (step == 2)
    assert (home / VALE / "labels.jsonl").exists()
    assert not vale.exists()


# -- by who may ----------------------------------------------------------------------------------------

VIEWER = Person("viewer@example.org", {VALE: frozenset({Right.VIEW})})
OWNER = Person("owner@example.org", {VALE: frozenset({Right.ADMINISTER})})
HEAD = Person("head@example.org", {EVERY: frozenset({Right.ADMINISTER})})
DEFINER = Person("definer@example.org", {EVERY: frozenset({Right.DEFINE, Right.UPLOAD, Right.DECIDE})})


@pytest.mark.parametrize(
    ("person", "may_make", "may_rest"),
    [(VIEWER, False, False), (DEFINER, False, False), (OWNER, False, True), (HEAD, True, True)],
    ids=lambda one: one.id if isinstance(one, Person) else "",
)
def test_only_who_administers_a_brand_does_something_to_it(
    home: Path, vale: Path, person: Person, may_make: bool, may_rest: bool
) -> None:
    with closing(Store.open(vale)) as store:

        def renamed() -> None:
            acts.rename(store, "Vale")
            acts.rename(store, "Studio Vale")

        def archived() -> None:
            acts.archive(VALE)
            acts.bring_back(VALE)

        door.guard(lambda: person)
        wanted: list[tuple[Callable[[], object], bool]] = [
            (lambda: acts.create("Nordic"), may_make),
            (renamed, may_rest),
            (archived, may_rest),
        ]
        wanted.append((lambda: deletion.delete(VALE, "Studio Vale"), may_rest))
        for act, may in wanted:
            before = tree(home) - {name for name in tree(home) if name.endswith("audit.jsonl")}
            if may:
                act()
            else:
                with pytest.raises(NotAllowedError):
                    act()
                assert tree(home) == before
    assert vale.exists() != may_rest
    assert all(line.who == person.id for line in audit.lines(None)[1:])


@pytest.mark.usefixtures("vale")
def test_nobody_brings_back_or_deletes_from_the_archive_without_the_right() -> None:
    acts.archive(VALE)
    door.guard(lambda: VIEWER)
    for act in (lambda: acts.bring_back(VALE), lambda: deletion.delete(VALE, "Studio Vale", from_archive=True)):
        with pytest.raises(NotAllowedError):
            act()
    assert [path.stem for path in belongings.archived()] == [VALE]


def test_a_key_leads_nowhere_else(home: Path, vale: Path) -> None:
    (home.parent / "elsewhere.duckdb").write_text("not ours")
    for name in ("../elsewhere", "", "nordic", f"../{home.name}/{VALE}"):
        with pytest.raises(BrandError):
            acts.archive(name)
    assert (home.parent / "elsewhere.duckdb").exists()
    assert vale.exists()
