"""What is kept too long goes, from everywhere; and no number of any week changes by it, now or after a rebuild."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.access.acting import acting, guard, open_door
from data.access.rights import Person, Right
from data.asof import as_of
from data.errors import NotAllowedError
from data.known import Known
from data.labels import Text, add
from data.ledger import moment
from data.privacy import retention
from data.privacy.datasets import Dataset, agree, days_kept, declare, waiting
from data.privacy.retained import receipts, taken
from data.rebuild import rebuild
from data.store import Store
from data.texts.follow import rescore
from data.texts.topics import save
from kpi.catalog import catalog
from kpi.cli import main
from kpi.periods import Week, Window
from kpi.scheduling.retain import AGAIN, retain
from kpi.score import ALL_ROWS, score
from tests.exports import as_csv, inbox
from tests.test_upload_page import drop, press
from tests.visits import visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.intake.prepare import Prepared

TODAY = date(2026, 11, 23)
DAYS = 28
CANARY = "Kolibri77"
NUMBERS = (
    "select channel, message_id, replied_at, wait_hours, sentiment, topic, words_of(text) from messages order by all",
    "select channel, mention_id, brand, day, sentiment, words_of(coalesce(text, title)) from mentions order by all",
    "select * from reading order by all",
    "select * from text_topic order by all",
    "select source, channel, text_id, words, sentiment from held_label order by all",
)
LAST_WEEKS = Week.of(TODAY).last(9)
OTHERS = [
    {"Link": f"https://o.example/{n}", "Published at": "2026-09-29 10:00", "Brand": "Poolster", "Source": "blog"}
    | {"Language": "en", "Title": said}
    for n, said in enumerate(("What a great app", "Their privacy is a terrible joke"), 1)
]
LISTENING = ("Link", "Published at", "Sentiment", "Brand", "Source", "Language", "Title", "Text")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the brand once."""
    home = tmp_path_factory.mktemp("made")
    opened = Store.open(home / "brand.duckdb", brand="Noordlicht")
    opened.set_brands(["Noordlicht"], now=moment(None).replace(2026, 11, 19))
    for place, day in enumerate((date(2026, 9, 28), date(2026, 10, 20), date(2026, 11, 17))):
        _load(opened, place, day)
    for fact in ("messages", "mentions"):
        declare(opened, fact, Dataset(fact, f"Set {fact}", "Customer service", "Community Lead", DAYS), TODAY)
    opened.close()
    return home


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def _load(store: Store, place: int, day: date, name: str = "") -> None:
    at = f"{day} 10:00"
    said = [
        {
            "Message ID": f"m{place}{n}",
            "Received at": at,
            "First response at": f"{day} 1{n}:30",
            "Message": f"{text} {CANARY}",
        }
        | {"Sender": f"{CANARY} {place}"}
        for n, text in enumerate(("Great service, thank you", "My personal data were leaked", "What a terrible app"), 1)
    ]
    found = [
        {"Link": f"https://e.example/{place}{n}", "Published at": at, "Brand": "Noordlicht", "Source": "blog"}
        | {"Title": f"{CANARY} {text}"}
        for n, text in enumerate(("loves it", "hates it"))
    ]
    if name:  # a later download, with the same rows and one more
        said.append(
            said[0] | {"Message ID": "m9", "Received at": "2026-11-18 10:00", "First response at": "", "Sender": "Tom"}
        )
        found.append(found[0] | {"Link": "https://e.example/9", "Published at": "2026-11-18 10:00"})
    now = moment(None).replace(2026, 11, 20, 12) + timedelta(minutes=place)
    store.load(f"inbox{name}{place}.csv", inbox(*said), {"account": "noord"}, now=now)
    store.load(f"listening{name}{place}.csv", as_csv(LISTENING, found), {"account": "noord"}, now=now)


def numbers(store: Store) -> list[object]:
    return [store.query(one) for one in NUMBERS]


def weeks(store: Store) -> list[object]:
    """Score every KPI in every week there is."""
    kpis = catalog().values()
    found = score(store, [(kpi, ALL_ROWS, kpi.window_days) for kpi in kpis], LAST_WEEKS)
    return [found.get(one.name, ALL_ROWS, Window(week, one.window_days), "*") for one in kpis for week in LAST_WEEKS]


def test_the_numbers_stay_and_the_words_go(store: Store, tmp_path: Path) -> None:
    add(store, Text("messages", "instagram", "m02"), -1, "Ann")
    before, scores = numbers(store), weeks(store)
    receipt = retention.run(store, TODAY)
    assert receipt is not None
    assert (receipt["rows"], receipt["files"], receipt["is_fresh"]) == (10, 4, True)
    assert numbers(store) == before
    assert weeks(store) == scores
    old = store.query("select text, author_hash, url from messages where day < date '2026-10-26'")
    assert {row[1:] for row in old} == {(None, None)}
    assert all(row[0].startswith("⌫") for row in old)
    assert all(CANARY in text for (text,) in store.query("select text from messages where day > date '2026-10-26'"))
    assert retention.run(store, TODAY) is None
    store.close()
    assert not rebuild(tmp_path / "brand.duckdb").failed
    again = Store.open(tmp_path / "brand.duckdb")
    assert numbers(again) == before
    assert weeks(again) == scores
    assert [one["rows"] for one in receipts(again.path)] == [10]
    again.close()
    old = [one for one in tmp_path.rglob("*") if one.is_file() and ".old" not in one.name]
    assert sum(one.read_bytes().count(f"{CANARY} 0".encode()) for one in old) == 0


def test_a_competitor_that_is_named_as_own_later_was_read_before_its_texts_went(made: Path, tmp_path: Path) -> None:
    def read(home: Path, *steps: str) -> list[object]:
        shutil.copytree(made, home)
        with closing(Store.open(home / "brand.duckdb")) as store:
            store.load("other.csv", as_csv(LISTENING, OTHERS), now=moment(None).replace(2026, 11, 20, 13))
            for step in steps:
                if step == "named":
                    store.set_brands(["Noordlicht", "Poolster"])
                else:
                    assert retention.run(store, TODAY) is not None
                    kept = store.query("select count(*) from reading where contains(text_id, 'o.example')")[0][0]
                    assert kept == 2 * (steps[0] == "named")  # nobody asks for a competitor's
            return [store.query(one) for one in NUMBERS[2:4]]

    told = read(tmp_path / "before", "named", "gone")
    assert read(tmp_path / "after", "gone", "named") == told
    assert len([row for row in told[0] if row[2] in {"https://o.example/1", "https://o.example/2"}]) == 2


def test_what_was_taken_does_not_come_back_with_a_later_file(store: Store) -> None:
    retention.run(store, TODAY)
    before = numbers(store)
    _load(store, 0, date(2026, 9, 28), name="again")
    assert [row for row in store.query(NUMBERS[2]) if not row[2].endswith("9")] == before[2]
    assert not store.query("select 1 from messages where day < date '2026-10-26' and contains(text, ?)", [CANARY])
    due = [one for one in retention.due(store, TODAY) if one.is_due]
    assert [(one.fact, one.rows, len(one.files)) for one in due] == [("messages", 0, 1), ("mentions", 0, 1)]
    retention.run(store, TODAY)
    assert f"{CANARY} 0".encode() not in b"".join(one.read_bytes() for one in store.folder.iterdir())


def test_a_new_scorer_and_new_topics_leave_what_was_read_then(store: Store) -> None:
    retention.run(store, TODAY)
    read = "select * from reading where text_id like 'm0%' order by all"
    before = store.query(read), store.query("select * from text_topic where text_id like 'm0%' order by all")
    rescore(store)
    save(store, '[{"name": "weather", "sensitive": false, "also": [], "words": {"*": ["rain"]}}]')
    save(store, None)
    assert store.query(read) == before[0]
    assert store.query("select * from text_topic where text_id like 'm0%' order by all") == before[1]


def test_a_week_of_the_past_is_what_it_was(store: Store) -> None:
    retention.run(store, TODAY)
    store.set_setting("zone", "Europe/Bucharest")
    with as_of(store, Known(moment(None).replace(2026, 11, 22))) as then:
        said = then.query("select text, words_of(text) from messages where message_id = 'm01'")
        read = store.query("select words from reading where text_id = 'm01'")
        assert (said[0][0][0], said[0][1]) == ("⌫", read[0][0])


@pytest.mark.parametrize(
    ("today", "looked", "sure", "runs", "why"),
    [
        (TODAY, None, False, True, "right"),
        (TODAY, TODAY + timedelta(days=1), False, False, "back"),
        (TODAY, TODAY + timedelta(days=1), True, False, "back"),
        (TODAY + timedelta(days=61), TODAY, False, False, "ahead"),
        (TODAY + timedelta(days=61), TODAY, True, True, "ahead"),
    ],
)
def test_a_clock_is_not_trusted_alone(
    store: Store, today: date, looked: date | None, *, sure: bool, runs: bool, why: str
) -> None:
    with store.shared.change(None) as tx:
        tx.execute("UPDATE upload SET loaded_at = ?", [TODAY])
    if looked:
        (store.folder.parent / retention.NAME).write_text(json.dumps({"looked": looked.isoformat()}))
    assert retention.clock(store, today) == why
    assert (retention.run(store, today, sure=sure) is not None) == runs


@pytest.mark.parametrize(
    ("today", "days", "first"),
    [
        (date(2026, 11, 23), 28, date(2026, 10, 26)),  # a Monday is 28 days old, not older: the week before goes
        (date(2026, 11, 24), 28, date(2026, 11, 2)),  # now it is too old, and its week goes with it
        (date(2026, 11, 29), 28, date(2026, 11, 2)),
    ],
)
def test_a_week_goes_as_a_whole(today: date, days: int, first: date) -> None:
    assert retention.first_kept(today, days) == first


def test_who_may_not_administer_takes_nothing_out(store: Store) -> None:
    before = store.query("select text from messages order by all")
    with acting(Person("ann", {"brand": frozenset({Right.DEFINE, Right.UPLOAD})})), pytest.raises(NotAllowedError):
        retention.run(store, TODAY)
    assert store.query("select text from messages order by all") == before


# -- who says how long -----------------------------------------------------------------------------------

UPLOADER = Person("ann", {"brand": frozenset({Right.UPLOAD})})
HEAD = Person("bo", {"brand": frozenset({Right.ADMINISTER})})


def test_fewer_days_in_the_log_wait_for_who_administers(store: Store) -> None:
    before = store.query("select text from messages order by all")
    guard(lambda: UPLOADER)
    try:
        declare(store, "messages", Dataset("messages", "Set messages", "Customer service", "Lead", 3), TODAY)
        assert waiting(store, TODAY) == (("messages", 3),)
        assert days_kept(store, "messages", TODAY) == DAYS
        with pytest.raises(NotAllowedError):
            agree(store, "messages", 3)
        guard(lambda: HEAD)
        assert [one.before for one in retention.due(store, TODAY)] == [date(2026, 10, 26)] * 2
        agree(store, "messages", 3)
        assert waiting(store, TODAY) == ()
        assert [one.days for one in retention.due(store, TODAY)] == [3, DAYS]
    finally:
        open_door()
    assert store.query("select text from messages order by all") == before


def test_what_was_there_before_anybody_said_so_waits_too(tmp_path: Path) -> None:
    fresh = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    fresh.load("inbox.csv", inbox({"Message ID": "m", "Received at": "2026-01-02 10:00"}), {"account": "noord"})
    guard(lambda: UPLOADER)
    try:
        declare(fresh, "messages", Dataset("messages", "Messages", "Service", "Lead", 1), TODAY)
        assert days_kept(fresh, "messages", TODAY) is None
        assert waiting(fresh, TODAY) == (("messages", 1),)
    finally:
        open_door()
        fresh.close()


# -- the server and the command --------------------------------------------------------------------------


def test_the_chore_looks_once_a_day_and_leaves_a_receipt(store: Store) -> None:
    noon = moment(None).replace(2026, 11, 23, 12)
    assert retain(store.path, noon) == noon + AGAIN
    assert [one["rows"] for one in receipts(store.path)] == [10]
    assert retention.last_look(store.path) == TODAY
    looked = (store.folder.parent / retention.NAME).stat().st_mtime_ns
    assert retain(store.path, noon + AGAIN) == noon + 2 * AGAIN
    assert (store.folder.parent / retention.NAME).stat().st_mtime_ns == looked


def test_the_command_shows_first_and_takes_out_with_a_receipt(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(store.path.parent))
    monkeypatch.setenv("NINETY_TODAY", TODAY.isoformat())
    asked = ["retention", "--brand", "brand"]
    assert main([*asked, "--preview"]) == 0
    out = capsys.readouterr().out
    assert "Noordlicht: messages · all before 2026-10-26 · rows: 6 · files: 2" in out
    assert receipts(store.path) == []
    assert main(asked) == 0
    assert "done · rows: 10 · files: 4 · receipt of" in capsys.readouterr().out
    assert taken(store.path, date(2026, 9, 28), ("messages",)) == (TODAY, DAYS)
    assert taken(store.path, date(2026, 11, 17), ("messages",)) is None
    assert main(asked) == 0
    assert "nothing is kept too long" in capsys.readouterr().out


# -- before it is taken in -----------------------------------------------------------------------------


OLD = inbox(
    *(
        {"Message ID": day, "Received at": f"{day} 10:00", "Message": "Hello"}
        for day in ("2026-09-28", "2026-10-01", "2026-10-26", "2026-11-20")
    ),
    {"Message ID": "none", "Received at": "2026-09-28 11:00"},
)


def _previewed(store: Store, content: bytes = OLD) -> Prepared:
    (prepared,) = store.prepare("old.csv", content, {"account": "noord"})
    prepared.close()
    return prepared


def test_an_upload_says_what_of_it_is_older_than_its_data_set_keeps(store: Store) -> None:
    weeks = _previewed(store).preview.people
    assert retention.soon(store, "messages", weeks, TODAY) == retention.Soon(2, DAYS, TODAY)
    before = retention.due(store, TODAY)[0].rows
    store.commit(store.prepare("old.csv", OLD, {"account": "noord"})[0])
    assert retention.due(store, TODAY)[0].rows == before + 2
    retention.run(store, TODAY, sure=True)
    tomorrow = TODAY + timedelta(days=1)
    assert retention.soon(store, "messages", weeks, TODAY) == retention.Soon(3, DAYS, tomorrow)  # one more week is due
    again = _previewed(store, OLD + b"\n").preview.people
    assert retention.soon(store, "messages", again, TODAY) == retention.Soon(1, DAYS, tomorrow)  # what went stays gone


def test_the_command_and_the_page_tell_it(
    noordlicht: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declare(noordlicht, "messages", Dataset("m", "Messages", "Service", "Community Lead", DAYS), TODAY)
    page = drop(visit("upload"), ("old.csv", OLD))
    if any(button.key == "answer" for button in page.button):
        page.text_input[0].set_value("noord")
        page = press(page, "answer")
    assert "2 rows are older than their data set keeps them (28 days)" in page.info[0].value
    assert [button.disabled for button in page.button if button.key == "take"] == [False]
    (tmp_path / "old.csv").write_bytes(OLD)
    noordlicht.close()
    asked = ["load", "--preview", "--brand", "Noordlicht", str(tmp_path / "old.csv"), "--answer", "account=noord"]
    assert main(asked) == 0
    assert "2 rows are older than their data set keeps them (28 days)" in capsys.readouterr().out
    Store.open(noordlicht.path)  # the fixture closes it
