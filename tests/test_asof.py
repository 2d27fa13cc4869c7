"""An old state of a store answers as the store did then, and nothing of the present changes by asking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.asof import KEPT, as_of, plan_at
from data.errors import UnreadableFileError
from data.known import Known
from data.ledger import moment
from data.mapping.folder import formats_of, remove_format, save_format
from data.reading.exports import load_formats
from data.rebuild import rebuild
from data.still import still
from data.store import Store
from tests.exports import daily, inbox, x_posts
from tests.test_rebuild import OUR_LEADS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
POST = {"Post id": "101", "Impressions": 100, "Likes": 7}
MESSAGE = {"Message ID": "m", "Received at": "2026-11-16 23:30:00", "First response at": "2026-11-16 23:45:00"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def then(when: datetime) -> Known:
    return Known(moment(when))


def likes(store: Store, known: Known) -> list[tuple[object, ...]]:
    with as_of(store, known) as past:
        return past.query("select post_id, reactions from posts order by all")


def here(store: Store) -> Known:
    """Stand at this very change, within whatever second it is."""
    return Known(moment(NOON + 1000 * DAY), store.revision)


def test_what_was_loaded_later_was_not_known(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    store.load("b.csv", x_posts(POST | {"Likes": 9}), now=NOON + 2 * DAY)
    assert likes(store, then(NOON - DAY)) == []
    assert likes(store, then(NOON)) == [("101", 7)]
    assert likes(store, then(NOON + DAY)) == [("101", 7)]
    assert likes(store, then(NOON + 2 * DAY)) == [("101", 9)]


def test_what_was_taken_back_later_still_counted_then(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    store.undo(1, now=NOON + 2 * DAY)
    assert likes(store, then(NOON + DAY)) == [("101", 7)]
    assert likes(store, then(NOON + 2 * DAY)) == []


def test_what_was_taken_back_last_is_gone_in_a_state_that_is_made(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    store.undo(1, now=NOON + DAY)
    store.load("b.csv", x_posts(POST | {"Likes": 9}), now=NOON + 3 * DAY)
    assert likes(store, then(NOON + 2 * DAY)) == []


def test_changes_within_one_second_are_told_apart_by_the_revision(store: Store) -> None:
    states = [here(store)]
    for number in (7, 8, 9):
        store.load(f"{number}.csv", x_posts(POST | {"Likes": number}), now=NOON)
        states.append(here(store))
    store.undo(3, now=NOON)
    states.append(here(store))
    assert [likes(store, state) for state in states] == [[], [("101", 7)], [("101", 8)], [("101", 9)], [("101", 8)]]


def test_an_upload_agreed_to_before_but_entered_after_was_not_known(store: Store) -> None:
    (prepared,) = store.prepare("a.csv", x_posts(POST), now=NOON)
    issued = Known(moment(NOON + DAY), store.revision)
    store.commit(prepared)
    assert likes(store, issued) == []


def test_the_present_answers_itself_when_nothing_has_changed(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    assert likes(store, then(NOON)) == [("101", 7)]
    assert not (store.folder.parent / "asof").exists()


def test_an_old_state_is_made_once(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    store.load("a.csv", x_posts(POST), now=NOON)
    store.undo(1, now=NOON + DAY)
    for _ in range(2):
        with as_of(store, then(NOON), lambda *said: told.append(said)):
            pass
    assert told == [(1, 1, "a.csv")]


def test_old_states_do_not_pile_up(store: Store) -> None:
    for number in range(KEPT + 3):
        store.load(f"{number}.csv", x_posts(POST | {"Likes": number}), now=NOON + number * DAY)
    for number in range(KEPT + 2):
        likes(store, then(NOON + number * DAY))
    assert len(list((store.folder.parent / "asof").iterdir())) == KEPT


def test_an_old_state_keeps_no_second_copy_of_the_uploads(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    store.undo(1, now=NOON + DAY)
    likes(store, then(NOON))
    assert [path.suffix for path in (store.folder.parent / "asof").iterdir()] == [".duckdb"]


def test_a_zone_that_was_changed_since_holds_as_it_was(store: Store) -> None:
    store.load("m.csv", inbox(MESSAGE), now=NOON + DAY)
    before = here(store)
    store.set_brand_zone("Asia/Tokyo")

    def days(known: Known) -> list[tuple[object, ...]]:
        with as_of(store, known) as past:
            return past.query("select day from messages")

    now, past = days(here(store)), days(before)
    assert (now, past) == (store.query("select day from messages"), [(date(2026, 11, 16),)])
    with as_of(store, before) as past:
        assert past.query("select value from setting where name = 'zone'") == [("Europe/Amsterdam",)]


def test_an_answer_that_was_corrected_since_holds_as_it_was_given(store: Store) -> None:
    store.load("reach.csv", daily("Instagram reach", ("2026-11-16", 5)), {"account": "noord"}, now=NOON)
    states = [here(store)]
    for account in ("oost", "zuid"):
        store.reanswer([1], {"account": account})
        states.append(here(store))

    def account(known: Known) -> object:
        with as_of(store, known) as past:
            return past.query("select account from upload")[0][0]

    assert [account(state) for state in states] == ["noord", "oost", "zuid"]


def test_names_of_brands_are_those_of_then(store: Store) -> None:
    store.set_brands(["Noord"], ["Zuid"], now=NOON)
    before = here(store)
    store.set_brands(["Noord"], ["Zuid", "Oost"], now=NOON)

    def names(known: Known) -> list[tuple[object, ...]]:
        with as_of(store, known) as past:
            return past.query("select name, role from brand_name order by all")

    assert names(before) == [("Noord", "own"), ("Zuid", "competitor")]
    assert names(here(store)) == [("Noord", "own"), ("Oost", "competitor"), ("Zuid", "competitor")]
    assert names(then(NOON - DAY)) == []


def test_what_was_never_changed_holds_as_it_is(store: Store) -> None:
    with as_of(store, then(NOON - 1000 * DAY)) as past:
        settings = dict(past.query("select name, value from setting"))
    assert settings == dict(store.query("select name, value from setting"))


def test_a_format_of_the_team_reads_as_it_did_then(store: Store) -> None:
    store.format_folder.mkdir(parents=True)
    path = store.format_folder / "our_leads.toml"
    path.write_text(OUR_LEADS, encoding="utf-8")
    store.load("leads.csv", b"Dag,Aanvragen,Ook\n2026-11-16,7,100\n", now=NOON)
    (form,) = load_formats(store.format_folder).values()
    store.undo(1, now=NOON + DAY)
    remove_format(store.format_folder, form, store.uploads())
    with as_of(store, then(NOON)) as past:
        assert past.query("select leads from funnel") == [(7.0,)]
    save_format(store.format_folder, form, {})
    assert list(formats_of(store.format_folder, here(store))) == ["our_leads.toml"]


def test_the_plan_of_then_is_found(store: Store) -> None:
    store.save_plan("one", now=NOON)
    store.save_plan("two", now=NOON + DAY)
    assert plan_at(store, then(NOON - DAY)) is None
    assert plan_at(store, then(NOON)) == (1, "one")
    assert plan_at(store, then(NOON + DAY)) == (2, "two")


def test_a_raw_file_that_is_gone_is_named(store: Store) -> None:
    store.load("a.csv", x_posts(POST), now=NOON)
    store.load("b.csv", x_posts(POST | {"Likes": 9}), now=NOON + DAY)
    next(store.folder.glob("0001_*")).unlink()
    with pytest.raises(UnreadableFileError) as problem:
        likes(store, then(NOON))
    assert (problem.value.fields["file"], problem.value.fields["why"]) == ("a.csv", "raw_gone_then")
    assert list((store.folder.parent / "asof").glob("*")) == []


def test_old_states_survive_a_rebuild(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.load("a.csv", x_posts(POST), now=NOON)
    states = [here(store)]
    store.load("b.csv", x_posts(POST | {"Likes": 9}), now=NOON)
    store.set_brands(["Noord"])
    states.append(here(store))
    store.undo(2, now=NOON)
    store.set_brands(["Noord", "North"])
    expected = [likes(store, state) for state in states]
    revision, changes = store.revision, store.query("from setting_change order by number")
    store.close()
    store.path.unlink()
    assert rebuild(store.path).failed == ()
    again = Store.open(store.path)
    assert again.revision > revision
    assert again.query("from setting_change order by number") == changes
    assert [likes(again, state) for state in states] == expected == [[("101", 7)], [("101", 9)]]
    again.close()


def test_an_upload_that_a_rebuild_could_not_bring_back_stands_in_no_later_state(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.load("a.csv", x_posts(POST), now=NOON)
    before = here(store)
    content = next(store.folder.glob("0001_*"))
    kept = content.read_bytes()
    store.close()
    content.unlink()
    assert len(rebuild(store.path).failed) == 1
    store = Store.open(store.path)
    store.load("b.csv", x_posts(POST | {"Post id": "102"}), now=NOON)
    after = here(store)
    store.load("c.csv", x_posts(POST | {"Post id": "103"}), now=NOON)
    assert likes(store, after) == [("102", 7)]
    with pytest.raises(UnreadableFileError):
        likes(store, before)
    store.close()
    content.write_bytes(kept)
    assert rebuild(store.path).failed == ()
    store = Store.open(store.path)
    assert likes(store, before) == [("101", 7)]
    store.close()


def test_what_a_crash_left_half_made_is_cleaned_up(store: Store) -> None:
    half = store.folder.parent / "asof" / "tmp12345"
    half.mkdir(parents=True)
    store.load("a.csv", x_posts(POST), now=NOON)
    store.undo(1, now=NOON + DAY)
    likes(store, then(NOON))
    assert not half.exists()


@pytest.mark.parametrize(("store_file", "why"), [("whole", "book_from_store"), ("damaged", "book_damaged")])
def test_a_damaged_book_is_put_aside_and_told(tmp_path: Path, store_file: str, why: str) -> None:
    store = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    store.load("a.csv", x_posts(POST), now=NOON)
    store.close()
    (tmp_path / "brand" / "book.json").write_text("{")
    if store_file == "damaged":
        store.path.write_bytes(b"\0" * 5_000)
    rebuilt = rebuild(store.path)
    assert [(file, problem.fields["why"]) for file, problem in rebuilt.failed] == [("book.json", why)]
    assert (tmp_path / "brand" / "book.damaged.json").read_text() == "{"
    again = Store.open(store.path)
    assert again.query("select reactions from posts") == [(7,)]
    assert (again.setting("brand") == "Noordlicht") is (store_file == "whole")
    again.close()


def test_a_still_store_does_not_see_what_is_loaded_meanwhile(store: Store) -> None:
    with still(store) as seen:
        store.load("a.csv", x_posts(POST), now=NOON)
        assert seen.query("select count(*) from posts") == [(0,)]
        assert seen.revision < store.revision


def test_brands_can_be_saved_while_others_are_supposed(store: Store) -> None:
    store.set_brands(["Noord"], ["Zuid"])
    with still(store) as seen:
        seen.suppose_brands(["Noord"], ["Oost"])
        store.set_brands(["Noord"], ["West"])
        assert seen.query("SELECT name FROM brand_name ORDER BY name") == [("Noord",), ("Oost",)]
    assert store.brands() == (("Noord",), ("West",))


def test_supposed_names_of_brands_stay_a_supposition(store: Store) -> None:
    store.set_brands(["Noord"], ["Zuid"])
    with still(store) as seen:
        seen.suppose_brands(["Noord"], ["Oost"])
        assert seen.query("select name from brand_name order by 1") == [("Noord",), ("Oost",)]
    assert store.brands() == (("Noord",), ("Zuid",))
