"""The app as it is started by hand, and nobody looks: what is due by now leaves all the same."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from data.journal import entries
from data.store import Store, store_path
from kpi.issued import issued
from kpi.plan import Plan, PlanRow
from kpi.scheduling.schedule import Schedule, choose
from tests.browser.conftest import serve
from tests.exports import x_posts

if TYPE_CHECKING:
    from pathlib import Path

LONG_ENOUGH = 120.0  # seconds, on a machine that has a lot to do


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a brand whose week 47 is there, with a schedule that is due on the day on which the server stands still."""
    place = tmp_path / "home"
    monkeypatch.setenv("NINETY_HOME", str(place))
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    days = [date(2026, 11, 9) + timedelta(days=number) for number in range(14)]
    rows = [{"Post id": str(day), "Date": day.strftime("%a, %b %-d, %Y"), "Impressions": 900} for day in days]
    store.load("x.csv", x_posts(*rows), now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    row = PlanRow(id="ctr", kpi="ctr", target="4%")
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(row,)).model_dump_json())
    wanted = Schedule(on=True, folder=str(tmp_path / "reports"), language="nl")
    choose(store, wanted, now=datetime(2026, 11, 20, tzinfo=UTC))
    store.close()
    return place


def test_a_report_leaves_while_no_browser_is_open(home: Path, tmp_path: Path) -> None:
    expected, began = tmp_path / "reports" / "noordlicht-2026-W47-nl.pdf", time.monotonic()
    with serve(home):
        while not expected.exists() and time.monotonic() - began < LONG_ENOUGH:
            time.sleep(0.1)
        assert expected.exists(), (home / "server.log").read_text()
    store = Store.open(store_path("Noordlicht"))  # the server gave it back
    assert [one.kind for one in entries(store)] == ["report.sent"]
    assert [(one.week, one.issued_by) for one in issued(store)] == [("2026-W47", "Planning")]
    store.close()
    assert expected.read_bytes().startswith(b"%PDF")
