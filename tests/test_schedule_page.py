"""The schedule on the page: set by a person, tried out, sent at once when wanted, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from data.journal import Draft, entries, write
from kpi.plan import Plan, PlanRow
from kpi.scheduling.schedule import Schedule, choose, schedule_of
from kpi.words import LANGUAGES
from pages._parts import escape
from tests.exports import x_posts
from tests.visits import fresh, read  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from data.store import Store


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, noordlicht: Store) -> None:
    monkeypatch.setattr("data.outlets.FILES", ())
    monkeypatch.setattr("kpi.scheduling.sending.make", lambda form, of, _: f"{form} {of.fingerprint}".encode())
    plan = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PlanRow(id="ctr", kpi="ctr", target="4%"),))
    noordlicht.save_plan(plan.model_dump_json())


def opened(language: str = "en") -> AppTest:
    """Open the schedule alone: the tabs beside it have tests of their own."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - as in tests.visits

    def page() -> None:
        from pages._schedule import schedule  # noqa: PLC0415 - it runs as a script of its own

        schedule()

    st.cache_resource.clear()
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["brand"], app.session_state["language"] = "noordlicht", language
    app.run()
    assert not app.exception
    return app


def key(name: str) -> str:
    return f"schedule_{name}_noordlicht"


def saved(app: AppTest) -> AppTest:
    app.button(key=key("save")).click().run()
    assert not app.exception
    return app


def test_it_is_off_and_says_so(noordlicht: Store) -> None:
    app = opened()
    assert "Off. Nothing leaves by itself." in read(app)
    assert "No mail server yet." in read(app)
    assert not schedule_of(noordlicht).on
    assert [app.button(key=key(name)).disabled for name in ("run", "try_folder", "try_mail")] == [True] * 3


def test_what_is_set_is_kept_with_who_did_it_and_the_next_run_is_said(noordlicht: Store) -> None:
    app = opened()
    app.toggle(key=key("on")).set_value(True)
    app.selectbox(key=key("day")).set_value(1)
    app.time_input(key=key("at")).set_value(time(9, 30))
    app.multiselect(key=key("forms")).set_value(["pdf", "xlsx"])
    app.text_input(key=key("folder")).set_value(" /srv/reports ")
    saved(app)
    kept = schedule_of(noordlicht)
    assert (kept.on, kept.weekday, kept.at, kept.forms, kept.folder) == (
        *(True, 1, time(9, 30)),
        ("pdf", "xlsx"),
        "/srv/reports",
    )
    assert f"Changed by {escape('test@example.com')} on" in read(app)  # who signed in
    assert "Next: **Tuesday 24 Nov 09:30** · week 47" in read(app)


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("", "Choose a folder or mail"),
        ("reports", "Write the folder in full"),
        ("{home}/reports", "Ninety keeps its own data in this folder."),
    ],
)
def test_a_schedule_that_leads_nowhere_is_not_kept(noordlicht: Store, tmp_path: Path, folder: str, said: str) -> None:
    app = opened()
    app.toggle(key=key("on")).set_value(True)
    app.text_input(key=key("folder")).set_value(folder.format(home=tmp_path))
    saved(app)
    assert app.error[0].value.startswith(said)
    assert schedule_of(noordlicht) == Schedule()


def test_run_now_sends_the_newest_week_and_lists_it(
    noordlicht: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("out")
    noordlicht.load("x.csv", x_posts({"Post id": "1", "Impressions": 900}), now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    choose(noordlicht, Schedule(on=True, folder=str(out)))
    app = opened()
    app.button(key=key("try_folder")).click().run()
    assert app.success[0].value == "Files can be put there."
    assert list(out.iterdir()) == []
    app.button(key=key("run")).click().run()
    assert not app.exception
    for _ in range(100):
        if entries(noordlicht):
            break
        app.run()
    assert [one.name for one in out.iterdir()] == ["noordlicht-2026-W47-en.pdf"]
    assert r"put into the folder as noordlicht\-2026\-W47\-en\.pdf" in read(app.run())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_reports_is_said_in_every_language(noordlicht: Store, language: str) -> None:
    base = {"kind": "week", "week": "2026-W47", "outlet": "mail"}
    told = [
        ("waits", {"why": "no_data"}),
        ("skipped", {"why": "asleep", "week": "2026-W46"}),
        ("skipped", {"why": "failed", "week": "2026-W45"}),
        ("failed", {"why": "auth", "status": 535, "week": "2026-W44"}),
        ("failed", {"why": "crash", "number": "ab12cd", "week": "2026-W43", "outlet": "folder"}),
        ("sent", {"refused": 2, "week": "2026-W42", "kind": "month"}),
    ]
    write(noordlicht, lambda _: [Draft(f"report.{kind}", "report", base | body) for kind, body in told])
    choose(noordlicht, Schedule(on=True, folder="/tmp/x", kinds=("week", "month", "plan")))  # noqa: S108 - not used
    said = read(opened(language))
    assert "ab12cd" in said
    assert "535" in said
    assert "{" not in said
    assert said.count(":material/") >= len(told)
