"""What is on its way belongs to a tab: it is read in turn, held, and freed with the tab."""

from __future__ import annotations

import gc
import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from data.access.acting import acting, who
from data.access.rights import HOUSE, Person
from data.store import Store
from pages import _uploads
from pages._intake import Intake
from pages._job import Job
from pages._uploads import Tab
from tests.exports import x_posts
from tests.visits import fresh  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

ONE, OTHER = (x_posts({"Post id": number, "Impressions": 5}) for number in "12")


def test_what_follows_an_upload_by_itself_is_done_as_ninety(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may upload and not define, and whose labels make the team's scorer learn again, is not refused."""
    done: list[str] = []
    for name in ("keep_up", "compute_review"):
        monkeypatch.setattr(_uploads, name, lambda _: done.append(who().id))
    with acting(Person("ana@example.org")):
        _uploads._after(noordlicht)
    assert done == [HOUSE.id, "ana@example.org"]


def wait(until: Callable[[], bool]) -> None:
    """Give a thread ten seconds."""
    for _ in range(200):
        if until():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within ten seconds")


def read(intake: Intake) -> Intake:
    """Wait until everything dropped is read."""
    wait(lambda: not intake.is_busy)
    intake.go_on()
    wait(lambda: not intake.is_busy)
    return intake


class Slow:
    """A reading that waits until it may go on, or is cancelled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on, self.stopped = Event(), Event(), Event()
        prepare = Store.prepare

        def slow(store: Store, *said: object, cancel: Event, remembered: bool) -> object:
            self.begun.set()
            while not (self.go_on.is_set() or cancel.is_set()):
                time.sleep(0.02)
            if cancel.is_set():
                self.stopped.set()
            return prepare(store, *said, cancel=cancel, remembered=remembered)  # type: ignore[arg-type]

        monkeypatch.setattr(Store, "prepare", slow)


def test_a_closed_tab_stops_its_reading_and_frees_its_rows(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, tab = Slow(monkeypatch), Tab(noordlicht)
    tab.intake.drop([("week47.csv", ONE)])
    assert slow.begun.wait(10)
    del tab
    gc.collect()
    assert slow.stopped.wait(10)


def test_rows_nobody_decided_about_go_with_the_tab(noordlicht: Store) -> None:
    tab = Tab(noordlicht)
    tab.intake.drop([("week47.csv", ONE)])
    assert [item.state for item in read(tab.intake).items] == ["ready"]
    assert len(noordlicht.shared.held) == 1
    del tab
    gc.collect()
    assert len(noordlicht.shared.held) == 0
    assert noordlicht.uploads() == []


def test_what_is_dropped_during_a_reading_is_read_after_it(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, intake = Slow(monkeypatch), Intake(noordlicht)
    intake.drop([("one.csv", ONE)])
    assert slow.begun.wait(10)
    intake.drop([("other.csv", OTHER)])
    slow.go_on.set()
    assert [(item.name, item.state) for item in read(intake).items] == [("one.csv", "ready"), ("other.csv", "ready")]


def test_two_clicks_on_take_in_load_once(noordlicht: Store) -> None:
    intake = Intake(noordlicht)
    intake.drop([("one.csv", ONE)])
    items = list(read(intake).items)
    intake.take_in(items)
    intake.take_in(items)
    wait(lambda: not intake.is_busy)
    assert [receipt.batch_id for receipt in intake.taken] == [1]
    assert len(noordlicht.uploads()) == 1


@pytest.mark.parametrize("content", [b"", b"Dish,Price\nSoup,3\n", b"%PDF-1.7"])
def test_the_bytes_of_what_is_refused_are_let_go(noordlicht: Store, content: bytes) -> None:
    intake = Intake(noordlicht)
    intake.drop([("file.csv", content)])
    (item,) = read(intake).items
    assert item.content == (content if item.state == "unknown" else b"")  # an unknown one may yet be mapped
    assert item.problem is not None


def test_our_own_bug_on_the_thread_is_raised_where_it_is_explained() -> None:
    def broken(_: Job) -> None:
        raise ZeroDivisionError

    job = Job("upload.reading", broken)
    with pytest.raises(ZeroDivisionError):
        job.is_done(10)
    assert job.is_done()  # once; then the page can be used again
