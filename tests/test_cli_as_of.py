"""The snapshot command: what it prints is recorded, and it prints a week as it was known on an earlier day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import Exit
from kpi.issued import issued
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts

if TYPE_CHECKING:
    from pathlib import Path

POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-25")
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    store.load("a.csv", x_posts(POST), now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    row = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
    plan = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(row,))
    store.save_plan(plan.model_dump_json(), now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    store.load("b.csv", x_posts(POST | {"Url clicks": 900}), now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    store.close()
    return tmp_path


def printed(home: Path, *options: str) -> bytes:
    """Print the newest week; its only post is of its Monday, which a page of today says, and one of then does not."""
    code = main(["snapshot", "-o", str(home / "out.pdf"), *options])
    assert code == (Exit.DONE if "--as-of" in options else Exit.NO_DATA)
    return (home / "out.pdf").read_bytes()


def test_what_is_printed_is_recorded_with_who_did_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.cli_common.getuser", lambda: "ana")
    printed(home, "--language", "nl")
    store = Store.open(store_path("Noordlicht"))
    (entry,) = issued(store)
    store.close()
    assert (entry.week, entry.issued_by, entry.language, entry.day) == ("2026-W47", "ana", "nl", date(2026, 11, 25))


def test_an_unknown_user_stops_no_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr("kpi.cli_common.getuser", nobody)
    assert printed(home).startswith(b"%PDF")


def test_an_old_state_is_printed_and_not_recorded(home: Path) -> None:
    now, then = printed(home), printed(home, "--as-of", "2026-11-23")
    assert now != then
    assert then == printed(home, "--as-of", "2026-11-23")
    store = Store.open(store_path("Noordlicht"))
    assert len(issued(store)) == 1
    store.close()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-20", "Noordlicht had no plan yet on 20 Nov 2026. Choose a later day."),
        ("2026-11-26", "26 Nov 2026 is still to come; choose a day up to 25 Nov 2026."),
    ],
)
def test_a_day_that_cannot_be_shown_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], day: str, said: str
) -> None:
    assert main(["snapshot", "-o", str(home / "out.pdf"), "--as-of", day]) == 1
    assert capsys.readouterr().err.strip() == said
    assert not (home / "out.pdf").exists()


@pytest.mark.usefixtures("home")
def test_what_is_no_day_is_told_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["snapshot", "--as-of", "yesterday"])
    assert stopped.value.code == 2
    assert "write it as 2026-11-16" in capsys.readouterr().err
