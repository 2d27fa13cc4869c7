"""Reports that leave by themselves: on time on any clock, once, of the newest full week, and never without its data."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from data.folder import FolderError, folder
from data.journal import entries
from data.store import Store, store_path
from kpi.issued import issued
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.reporting.ending import due_week
from kpi.scheduling import attend as looking
from kpi.scheduling.attend import attend, newest_reports, run_now
from kpi.scheduling.chores import Chores
from kpi.scheduling.past import PAUSES, TRIES, latest, reports
from kpi.scheduling.runner import Runner
from kpi.scheduling.schedule import Schedule, choose, last_change, read, schedule_of
from kpi.scheduling.slots import slot_after, slot_before, upcoming
from tests.exports import x_posts
from tests.outside import Post, mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.journal import Entry

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PLAN = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PlanRow(id="ctr", kpi="ctr", target="4%"),))
SINCE = datetime(2026, 11, 18, 12, tzinfo=UTC)  # the Wednesday of week 47
SLOT = datetime(2026, 11, 23, 7)  # noqa: DTZ001 - Monday 08:00 in Amsterdam, in UTC as the store keeps it
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read no secrets of whoever runs the tests, and make every form in no time; it still tells its numbers apart."""
    monkeypatch.setattr("data.outlets.FILES", ())
    monkeypatch.setenv("NINETY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("kpi.scheduling.sending.make", lambda form, of, _: f"{form} {of.fingerprint}".encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a brand with data of weeks 46 and 47, once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(folder))
        store = planned()
        posts(store, *range(9, 23))
        store.close()
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """Open that brand; each test has its own."""
    shutil.copytree(made, tmp_path / "home")
    opened = Store.open(store_path("Noordlicht"))
    yield opened
    opened.close()


@pytest.fixture
def bare() -> Iterator[Store]:
    """Open a brand that has a plan and no data."""
    opened = planned()
    yield opened
    opened.close()


def planned() -> Store:
    opened = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    opened.save_plan(PLAN.model_dump_json())
    return opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def posts(store: Store, *days: int) -> None:
    """Load a post of each of these days of November."""
    rows = [{"Post id": str(day), "Date": date(2026, 11, day).strftime("%a, %b %-d, %Y")} for day in days]
    store.load(f"{days}.csv", x_posts(*rows), now=datetime(2026, 11, max(days), 6, tzinfo=UTC) + timedelta(days=1))


def on(store: Store, out: Path | None, **wanted: Any) -> Schedule:
    return choose(store, Schedule(on=True, folder=str(out or ""), **wanted), "ana", now=SINCE)


def kinds(store: Store) -> list[str]:
    return [one.kind.removeprefix("report.") for one in reports(entries(store))]


def last(store: Store) -> Entry:
    return reports(entries(store))[-1]


def mailing(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    given = {"HOST": "localhost", "PORT": str(port), "TLS": "none", "FROM": "n@example.org", "TO": "all@example.org"}
    for name, value in given.items():
        monkeypatch.setenv(f"NINETY_SMTP_{name}", value)


# -- when ------------------------------------------------------------------------------------


def slots(schedule: Schedule, first: datetime, last: datetime) -> list[str]:
    """List the slots between two moments, as UTC."""
    found, at = [], slot_after(schedule, AMSTERDAM, first)
    while at <= last:
        assert slot_before(schedule, AMSTERDAM, at) == at
        assert slot_before(schedule, AMSTERDAM, at + HOUR) == at
        found.append(f"{at:%m-%d %H:%M}")
        at = slot_after(schedule, AMSTERDAM, at)
    return found


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (3, ["03-22 01:30", "03-29 01:30", "04-05 00:30"]),  # 29 March has no 02:30: an hour later on that day's clock
        (10, ["10-18 00:30", "10-25 00:30", "11-01 01:30"]),  # 25 October has two: the first
    ],
)
def test_a_week_has_one_slot_whatever_the_clock_does(month: int, expected: list[str]) -> None:
    sunday = Schedule(weekday=6, at=time(2, 30))
    first = datetime(2026, month, {3: 20, 10: 16}[month])  # noqa: DTZ001 - as the store keeps it
    assert slots(sunday, first, first + timedelta(days=18)) == expected


def test_the_clock_is_that_of_the_brand() -> None:
    monday = Schedule()
    assert slot_after(monday, ZoneInfo("Asia/Tokyo"), SLOT) == datetime(2026, 11, 29, 23)  # noqa: DTZ001
    assert slot_after(monday, AMSTERDAM, SLOT - HOUR) == SLOT
    assert slot_after(monday, AMSTERDAM, SLOT) == SLOT + timedelta(days=7)


@pytest.mark.parametrize(
    ("kind", "day", "week"),
    [
        ("week", date(2026, 11, 22), "2026-W46"),  # a Sunday is not over
        ("week", date(2026, 11, 23), "2026-W47"),
        ("week", date(2026, 1, 1), "2025-W52"),
        ("month", date(2026, 11, 23), "2026-W44"),
        ("month", date(2026, 11, 29), "2026-W44"),
        ("month", date(2026, 11, 30), "2026-W48"),
        ("plan", date(2026, 11, 23), None),
        ("plan", date(2027, 1, 4), "2026-W53"),  # the week that holds its last day, 2 January
    ],
)
def test_what_is_reported_is_over(kind: Any, day: date, week: str | None) -> None:
    found = due_week(kind, day, PLAN)
    assert (found.id if found else None) == week


@pytest.mark.parametrize(
    ("weekday", "now", "expected"),
    [
        (0, SLOT - HOUR, ["2026-W47"]),
        (0, SLOT, ["2026-W48", "2026-W48"]),  # of November
        (1, SLOT, ["2026-W47"]),
        (6, SLOT - 24 * HOUR, ["2026-W47"]),
    ],
)
def test_what_the_next_slot_is_for(weekday: int, now: datetime, expected: list[str]) -> None:
    wanted = Schedule(weekday=weekday, kinds=("week", "month", "plan"))
    assert [week.id for _, week in upcoming(wanted, AMSTERDAM, PLAN, now)] == expected


# -- what is kept ----------------------------------------------------------------------------


def test_it_is_off_at_first_and_every_field_is_kept(store: Store, out: Path) -> None:
    assert schedule_of(store) == Schedule()
    wanted = Schedule(
        True, 4, time(16, 45), ("month", "plan"), ("xlsx", "md"), "ro", "us-letter", "two", True, str(out), True
    )
    kept = choose(store, wanted, "ana", now=SINCE)
    assert schedule_of(store) == kept == replace(wanted, since=SINCE.replace(tzinfo=None))
    assert last_change(store) == (SINCE.replace(tzinfo=None), "ana")


def test_what_cannot_be_read_is_as_though_it_was_not_said() -> None:
    odd = read(json.dumps({"on": True, "kinds": ["week", "decade"], "language": "xx", "paper": 3, "colour": "red"}))
    assert odd == Schedule(on=True)


def test_what_was_due_before_it_was_switched_on_is_not_sent(store: Store, out: Path) -> None:
    choose(store, Schedule(on=True, folder=str(out)), now=SLOT.replace(tzinfo=UTC) + HOUR)
    assert attend(store, SLOT + 2 * HOUR) == SLOT + timedelta(days=7)
    assert not out.exists()


# -- what leaves -----------------------------------------------------------------------------


def test_nothing_before_its_time_then_the_newest_full_week_once(store: Store, out: Path) -> None:
    on(store, out, forms=("pdf", "md"))
    assert attend(store, SLOT - timedelta(minutes=1)) == SLOT
    assert not out.exists()
    assert attend(store, SLOT) == SLOT + timedelta(days=7)
    assert sorted(one.name for one in out.iterdir()) == ["noordlicht-2026-W47-en.md", "noordlicht-2026-W47-en.pdf"]
    for hours in (0, 1, 30):
        attend(store, SLOT + hours * HOUR)
    assert kinds(store) == ["sent"]
    assert [(one.week, one.form, one.issued_by) for one in issued(store)] == [
        ("2026-W47", "md", "Schedule"),
        ("2026-W47", "pdf", "Schedule"),
    ]


def test_two_who_look_at_once_send_once(store: Store, out: Path) -> None:
    on(store, out)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: attend(store, SLOT), range(8)))
    assert kinds(store) == ["sent"]
    assert len(issued(store)) == 1


def test_who_slept_through_it_catches_up_once_and_only_with_the_newest(bare: Store, out: Path) -> None:
    posts(bare, *range(2, 30))
    on(bare, out)
    attend(bare, SLOT + timedelta(days=3))
    assert [one.name for one in out.iterdir()] == ["noordlicht-2026-W47-en.pdf"]
    week_later = SLOT + timedelta(days=7)
    attend(bare, week_later - HOUR)  # the week is over, its slot is not there yet
    assert len(list(out.iterdir())) == 1
    attend(bare, week_later)
    assert max(one.name for one in out.iterdir()) == "noordlicht-2026-W48-en.pdf"


def test_a_week_that_was_slept_through_whole_is_told_and_not_sent(store: Store, out: Path) -> None:
    posts(store, *range(23, 30))
    on(store, out)
    attend(store, SLOT + timedelta(days=7))
    assert [one.name for one in out.iterdir()] == ["noordlicht-2026-W48-en.pdf"]
    assert [(one.kind, one.body["week"], one.body.get("why")) for one in reports(entries(store))] == [
        ("report.skipped", "2026-W47", "asleep"),
        ("report.sent", "2026-W48", None),
    ]


def test_without_data_of_its_week_nothing_leaves_until_they_come(bare: Store, out: Path) -> None:
    posts(bare, *range(2, 16))
    on(bare, out)
    assert attend(bare, SLOT) == SLOT + HOUR
    assert attend(bare, SLOT + HOUR) == SLOT + 2 * HOUR
    assert not out.exists()
    posts(bare, *range(16, 23))
    attend(bare, SLOT + 2 * HOUR)
    assert [one.name for one in out.iterdir()] == ["noordlicht-2026-W47-en.pdf"]
    assert kinds(bare) == ["waits", "sent"]
    assert [one.kind for one in latest(entries(bare), 9)] == ["report.sent"]  # the wait is over


def test_data_that_never_come_are_told_when_the_next_week_is_due(bare: Store, out: Path) -> None:
    posts(bare, *range(2, 16))
    on(bare, out)
    attend(bare, SLOT)
    attend(bare, SLOT + timedelta(days=7))
    assert [(one.kind, one.body["week"], one.body["why"]) for one in reports(entries(bare))] == [
        ("report.waits", "2026-W47", "no_data"),
        ("report.skipped", "2026-W47", "no_data"),
        ("report.waits", "2026-W48", "no_data"),
    ]
    assert not out.exists()


def test_late_exports_are_waited_for_a_day_then_it_leaves_and_says_what_is_missing(
    bare: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts(bare, *range(2, 19))  # to the Wednesday of week 47
    on(bare, None, mail=True)
    with mail(Post()) as server:
        mailing(monkeypatch, server.port)
        assert attend(bare, SLOT) == SLOT + HOUR
        assert attend(bare, SLOT + timedelta(hours=23, minutes=30)) == SLOT + timedelta(days=1)
        assert server.got == []
        attend(bare, SLOT + timedelta(days=1))
    assert kinds(bare) == ["waits", "sent"]
    (got,) = server.got
    assert "posts (X) up to 18 Nov" in got.replace("=\r\n", "")


def test_a_month_leaves_after_its_last_week_and_a_plan_after_its_last(bare: Store, out: Path) -> None:
    posts(bare, *range(2, 30))
    on(bare, out, kinds=("month", "plan"))
    attend(bare, SLOT)
    assert not out.exists()  # October was over before it was switched on
    attend(bare, SLOT + timedelta(days=7))
    assert [one.name for one in out.iterdir()] == ["noordlicht-2026-11-en.pdf"]


# -- what goes wrong -------------------------------------------------------------------------


def test_a_mail_that_fails_is_tried_again_and_the_folder_is_left_alone(
    store: Store, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(store, out, mail=True)
    at, looks = SLOT, []
    with mail(Post(refuses=("all@",))) as server:
        mailing(monkeypatch, server.port)
        for _ in range(TRIES):
            soonest = attend(store, at)
            assert soonest is not None
            looks.append(soonest - at)
            assert attend(store, soonest - timedelta(seconds=1)) == soonest
            at = soonest
        assert (looks[:-1], at) == (list(PAUSES), SLOT + timedelta(days=7))
        assert kinds(store) == ["sent", *["failed"] * TRIES]
        assert last(store).body["why"] == "recipient"
        server.refuses = ()
        run_now(store, SLOT + timedelta(days=4), "ana")
    assert [(one.kind, one.body["outlet"], one.written_by) for one in reports(entries(store))[-2:]] == [
        ("report.sent", "folder", "ana"),
        ("report.sent", "mail", "ana"),
    ]
    assert len(issued(store)) == 1  # the very same report stands in the history once
    assert len(list(out.iterdir())) == 1


def test_no_address_and_no_secret_is_written_down(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store, None, mail=True)
    with mail(Post()) as server:
        mailing(monkeypatch, server.port)
        monkeypatch.setenv("NINETY_REPORT_TO", "board@example.org")
        attend(store, SLOT)
    assert "To: board@example.org" in server.got[0]
    assert "example.org" not in repr(entries(store))


def test_a_file_is_no_folder_and_what_is_not_there_yet_may_become_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match="no_folder"):
        folder(tmp_path / "file")
    assert folder(tmp_path / "later" / "ț") == tmp_path / "later" / "ț"


@pytest.mark.parametrize(
    ("where", "why"), [("reports", "relative"), ("{home}/out", "inside"), ("{file}", "no_folder"), ("/proc/x", "no")]
)
def test_a_folder_that_cannot_be_written_is_told(store: Store, tmp_path: Path, where: str, why: str) -> None:
    (tmp_path / "file").write_text("x")
    on(store, None, mail=False)
    told = where.format(home=tmp_path / "home", file=tmp_path / "file")
    choose(store, replace(schedule_of(store), folder=told), now=SINCE)
    assert attend(store, SLOT) == SLOT + PAUSES[0]
    body = last(store).body
    assert body["why"].startswith(why) or body["why"] == "unwritable"


def test_another_report_of_that_name_is_left_as_it_lies(store: Store, out: Path) -> None:
    on(store, out)
    out.mkdir()
    (out / "noordlicht-2026-W47-en.pdf").write_text("by hand")
    attend(store, SLOT)
    assert last(store).body["files"] == ["noordlicht-2026-W47-en-2.pdf"]
    assert (out / "noordlicht-2026-W47-en.pdf").read_text() == "by hand"
    assert len(list(out.iterdir())) == 2  # no draft is left behind


def test_a_bug_of_ours_is_told_with_its_number_and_without_what_it_says(
    store: Store, out: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = "Ann-Sophie Verhoeven"

    def broken(*_: object) -> None:
        raise ZeroDivisionError(person)

    on(store, out)
    monkeypatch.setattr(looking, "taken", broken)
    assert attend(store, SLOT) == SLOT + PAUSES[0]
    assert last(store).body["why"] == "crash"
    assert last(store).body["number"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Verhoeven" not in caplog.text


def test_what_is_sent_by_hand_is_the_newest_with_data(bare: Store, out: Path) -> None:
    posts(bare, *range(2, 16))
    on(bare, out)
    assert newest_reports(bare, schedule_of(bare), SLOT) == (("week", Week(2026, 46)),)
    assert [one.body["week"] for one in run_now(bare, SLOT, "ana")] == ["2026-W46"]
    attend(bare, SLOT)
    assert kinds(bare) == ["sent", "waits"]


# -- the runner ------------------------------------------------------------------------------


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Note every look at a bare."""
    found: list[datetime] = []
    real = looking.attend

    def noted(bare: Store, now: datetime) -> datetime | None:
        found.append(now)
        return real(bare, now)

    monkeypatch.setattr(looking, "attend", noted)
    return found


def test_a_store_is_opened_only_when_something_is_due(
    store: Store, out: Path, looks: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [SLOT - timedelta(days=3)]
    runner = Runner(lambda: now[0], chores=Chores(()))  # those have their own tests
    runner.look()
    assert looks == []  # it is off
    on(store, out)
    runner.look()
    assert looks == [now[0]]
    opens: list[object] = []
    monkeypatch.setattr(Store, "open", opens.append)
    for hours in (1, 24, 71):
        now[0] = SLOT - timedelta(days=3) + hours * HOUR
        runner.look()
    assert opens == []
    monkeypatch.undo()
    assert not out.exists()


def test_it_runs_on_its_thread_until_it_is_stopped(store: Store, out: Path) -> None:
    on(store, out)
    runner = Runner(lambda: SLOT, beat=0.01)
    runner.start()
    for _ in range(1000):
        if kinds(store) == ["sent"]:
            break
        runner._stop.wait(0.01)
    runner.stop()
    assert kinds(store) == ["sent"]
    assert runner._thread is not None
    assert not runner._thread.is_alive()


def test_one_brand_that_fails_keeps_no_other_from_its_report(store: Store, out: Path) -> None:
    on(store, out)
    book = json.dumps({"setting": [["schedule", '{"on": true}']]})
    broken = store.path.with_name("aardig.duckdb")
    broken.write_bytes(b"no database")
    broken.with_suffix("").mkdir()
    (broken.with_suffix("") / "book.json").write_text(book)
    Runner(lambda: SLOT).look()
    assert kinds(store) == ["sent"]
