"""Erasure and retention reach brands that were put by, and one brand that cannot be opened keeps the others waiting."""

from __future__ import annotations

import errno
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from data.brand_files import acts
from data.brand_files.belongings import archive_folder
from data.privacy import person
from data.privacy.gone import Gone
from data.privacy.inside import inside
from data.store import Store
from kpi import cli
from kpi.erasing import Request, carry_out, done_before, open_requests
from kpi.scheduling import retain
from kpi.scheduling.runner import Runner
from tests.exports import inbox

if TYPE_CHECKING:
    from pathlib import Path

HER = "Anna Kowalska"
ASKED = Request.of([HER], date(2026, 11, 20), "r1")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    return tmp_path


def brand(name: str) -> Path:
    path = acts.create(name)
    row = {"Message ID": "m2", "Received at": "2026-11-10 10:00", "Sender": HER, "Message": "thanks"}
    with closing(Store.open(path)) as store:
        store.load("a.csv", inbox(row), {"account": "n"})
    return path


def holds_her(home: Path) -> bool:
    files = [path for path in home.rglob("*") if path.is_file()]
    return any("Kowalska" in text for path in files for text in inside(path.read_bytes()))


def test_somebody_is_erased_from_an_archived_brand_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand("Zuid")
    acts.archive("zuid")
    assert cli.main(["erase", HER]) == 0
    assert "Zuid (archived): 1 message" in capsys.readouterr().out
    done, problems = carry_out(ASKED)
    assert ([one.brand for one in done], problems) == (["zuid"], {})
    assert not holds_her(home)
    assert [one.request for one in done_before()] == ["r1"]
    with closing(Store.open(acts.bring_back("zuid"))) as store:
        assert store.query("SELECT text, author_hash FROM messages") == [(None, None)]
        later = {"Message ID": "m3", "Received at": "2026-11-11 10:00", "Sender": HER, "Message": "again"}
        store.load("b.csv", inbox(later), {"account": "n"})
    assert not holds_her(home)


def test_a_brand_that_somebody_brings_back_meanwhile_is_named_and_not_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts.create("Zuid")
    acts.archive("zuid")
    monkeypatch.setattr("kpi.erasing.every", lambda: [archive_folder() / "zuid.duckdb"])
    acts.bring_back("zuid")
    done, problems = carry_out(ASKED)
    assert (done, problems["zuid"].fields["why"]) == ([], "brand_gone")
    assert not (archive_folder() / "zuid.duckdb").exists()


def test_one_brand_that_cannot_be_opened_or_written_keeps_the_others_from_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = person.people.write

    def full(path: Path, gone: Gone) -> None:
        if path.stem == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, gone)

    for name in ("Full", "West"):
        acts.create(name)
    (home / "damaged.duckdb").write_bytes(b"x" * 20_000)
    monkeypatch.setattr(person.people, "write", full)
    done, problems = carry_out(ASKED)
    assert [one.brand for one in done] == ["west"]
    assert [(name, one.code) for name, one in problems.items()] == [
        ("damaged", "store_damaged"),
        ("full", "store_full"),
    ]
    _, problems = open_requests()
    assert list(problems) == ["damaged"]


def test_retention_looks_at_an_archived_brand_every_day(monkeypatch: pytest.MonkeyPatch) -> None:
    path = acts.create("Zuid")
    acts.archive("zuid")
    seen: list[Path] = []
    real = retain.retention.run

    def run(store: Store, day: date) -> None:
        seen.append(store.path)
        assert real(store, day) is None

    monkeypatch.setattr(retain.retention, "run", run)
    for hour in (8, 9, 20):
        runner = Runner(lambda hour=hour: datetime(2026, 11, 23, hour, tzinfo=UTC).replace(tzinfo=None))
        runner.look()
    assert seen == [archive_folder() / path.name]
    assert not path.exists()
