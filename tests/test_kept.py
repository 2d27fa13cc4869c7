"""What left the house is kept as it left: the very bytes, once, whatever becomes of the store."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from data.errors import KeptError
from data.kept import fetch, folder_of, has, keep, weight
from data.rebuild import rebuild
from data.store import Store
from kpi.issued import hand_out, issued, known_on, original, proved, reopen, retake, taken
from kpi.keeping import file_of, name_of
from kpi.paper.edition import Edition
from kpi.paper.forms import file_name
from kpi.paper.look import Look
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.span import KINDS
from tests.exports import x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.issued import Issued, Taken
    from kpi.reporting.span import Kind

WEEK, DAY = Week(2026, 47), date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}
ROW = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
PLAN = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(ROW,))
PRINTED = b"%PDF-1.7 the page that left"
TAKEN: dict[Kind, Taken] = {}
SET = Edition("nl", "us-letter", "two", appendix=True, look=Look("#0b4f8a", b"\x89PNG logo", "png"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once for all tests of this file; each has a copy."""
    home = tmp_path_factory.mktemp("filled")
    opened = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    opened.load("a.csv", x_posts(POST), now=NOON)
    opened.save_plan(PLAN.model_dump_json(), now=NOON)
    for kind in KINDS:
        TAKEN[kind] = taken(opened, WEEK, DAY, kind)  # the copies are of the same state
    opened.close()
    return home


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def handed(store: Store, edition: Edition = SET, kind: Kind = "week", content: bytes = PRINTED) -> Issued:
    return hand_out(store, TAKEN[kind], edition, "pdf", content, by="Ana", now=NOON)


def kept_files(store: Store) -> list[Path]:
    return sorted(folder_of(store.path).iterdir())


# -- files -------------------------------------------------------------------------------------------


def test_the_same_bytes_are_kept_once_under_what_they_are(store: Store) -> None:
    names = {keep(store.path, PRINTED, "pdf") for _ in range(3)}
    assert names == {sha256(PRINTED).hexdigest()}
    assert [path.name for path in kept_files(store)] == [f"{sha256(PRINTED).hexdigest()}.pdf"]
    assert weight(store.path) == (1, len(PRINTED))
    assert fetch(store.path, *names, "pdf") == PRINTED


def test_what_was_changed_or_taken_away_is_told_and_mended_by_keeping_it_again(store: Store) -> None:
    name = keep(store.path, PRINTED, "pdf")
    (path,) = kept_files(store)
    path.write_bytes(PRINTED[:-1] + b"x")
    with pytest.raises(KeptError) as problem:
        fetch(store.path, name, "pdf")
    assert problem.value.fields == {"file": path.name, "why": "kept_changed"}
    keep(store.path, PRINTED, "pdf")
    assert fetch(store.path, name, "pdf") == PRINTED
    path.unlink()
    with pytest.raises(KeptError) as problem:
        fetch(store.path, name, "pdf")
    assert problem.value.fields["why"] == "kept_gone"


@pytest.mark.parametrize(
    ("name", "suffix"), [("../book", "json"), ("a" * 64, "../x"), ("a" * 63 + "/", "pdf"), ("", "pdf")]
)
def test_a_record_that_was_tampered_with_leads_nowhere(store: Store, name: str, suffix: str) -> None:
    assert not has(store.path, name, suffix)
    with pytest.raises(KeptError):
        fetch(store.path, name, suffix)


def test_many_who_take_the_same_along_at_once_all_have_it_kept_and_recorded(store: Store) -> None:
    of, wrong = TAKEN["week"], list[BaseException]()

    def take() -> None:
        try:
            hand_out(store, of, SET, "pdf", PRINTED, now=NOON)
        except BaseException as problem:  # noqa: BLE001 - told below
            wrong.append(problem)

    threads = [Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(one.number for one in issued(store)) == [1, 2, 3, 4, 5, 6]
    assert len(kept_files(store)) == 3  # page, values, logo


@pytest.mark.parametrize("blocked", ["issued", "book.json.part"])
def test_what_cannot_be_kept_or_recorded_does_not_leave(store: Store, blocked: str) -> None:
    of = TAKEN["week"]
    place = store.folder.parent / blocked
    (place / "in the way").mkdir(parents=True) if blocked.endswith("part") else place.write_text("a file")
    with pytest.raises(KeptError) as problem:
        hand_out(store, of, SET, "pdf", PRINTED, now=NOON)
    assert problem.value.fields["why"] == "not_kept"
    assert issued(store) == []


# -- reports -----------------------------------------------------------------------------------------


def test_it_opens_as_it_left_whatever_became_of_the_store(store: Store) -> None:
    entry = handed(store)
    store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=NOON)
    store.undo(1, now=NOON)
    store.save_plan(PLAN.model_copy(update={"rows": ()}).model_dump_json(), now=NOON)
    for path in store.folder.iterdir():
        path.unlink()
    old = reopen(store, entry)
    assert old is not None
    assert (old.snapshot, old.edition, old.look, old.is_original) == (TAKEN["week"].snapshot, SET, SET.look, True)
    assert original(old, SET) == PRINTED


def test_any_other_form_or_edition_is_made_from_the_kept_values_and_says_the_day(store: Store) -> None:
    old = reopen(store, handed(store))
    assert old is not None
    others = [replace(SET, **change) for change in ({"language": "en"}, {"layout": "one"}, {"look": Look()})]
    assert [known_on(old, one) for one in (SET, *others)] == [None, DAY, DAY, DAY]
    assert known_on(old, SET, "xlsx") == DAY


def test_the_values_are_kept_once_for_all_forms(store: Store) -> None:
    of = TAKEN["week"]
    for form in ("pdf", "md"):
        hand_out(store, of, Edition("en"), form, b"as " + form.encode(), now=NOON)
    newest, first = issued(store)
    assert newest.frozen == first.frozen
    assert [file_of(store, one) for one in (newest, first)] == [b"as md", b"as pdf"]


def test_a_page_that_is_gone_is_told_and_its_values_still_open(store: Store) -> None:
    entry = handed(store)
    (folder_of(store.path) / f"{entry.content}.pdf").unlink()
    old = reopen(store, entry)
    assert old is not None
    assert old.lost is not None
    assert (old.file, old.lost.fields["why"], old.is_original) == (None, "kept_gone", True)


def test_a_logo_that_is_gone_leaves_no_edition_to_call_the_original(store: Store) -> None:
    entry = handed(store)
    next(folder_of(store.path).glob("*.logo")).unlink()
    old = reopen(store, entry)
    assert old is not None
    assert (old.edition, known_on(old, SET)) == (None, DAY)
    assert old.lost is not None


def test_values_that_are_gone_or_of_another_record_are_not_shown(store: Store) -> None:
    entry = handed(store)
    with pytest.raises(KeptError):
        reopen(store, replace(entry, fingerprint="00000000"))
    (folder_of(store.path) / f"{entry.frozen}.json.gz").write_bytes(b"")
    with pytest.raises(KeptError):
        reopen(store, entry)
    assert retake(store, entry).is_original


def test_it_is_there_after_a_rebuild(store: Store) -> None:
    entry = handed(store)
    path = store.path
    store.close()
    path.write_bytes(b"damaged" * 1000)
    rebuild(path)
    again = Store.open(path)
    assert issued(again) == [entry]
    old = reopen(again, entry)
    assert old is not None
    assert original(old, SET) == PRINTED
    again.close()


def test_what_left_before_files_were_kept_is_taken_again_as_it_was(store: Store) -> None:
    """No report is added to it, and its edition is the only one there was."""
    entry = replace(handed(store, Edition("en")), kind=None, form=None, edition=None, content=None, frozen=None)
    assert reopen(store, entry) is None
    again = retake(store, entry)
    assert (again.snapshot.report, again.edition, again.is_original) == (None, Edition("en"), True)
    assert proved(again).same == "values"
    assert known_on(proved(again), Edition("en")) == DAY  # nobody can tell whether its bytes are those that left


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_taken_again_as_the_kind_of_report_it_was(store: Store, kind: Kind) -> None:
    entry = handed(store, Edition("en"), kind)
    if kind == "plan":
        store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=NOON)
    again, old = retake(store, entry), reopen(store, entry)
    assert old is not None
    assert again.snapshot.report is not None
    assert (again.snapshot.report.span.kind, again.is_original) == (kind, True)
    assert old.snapshot == again.snapshot
    assert name_of(entry) == file_name("pdf", again.snapshot, Edition("en"))
