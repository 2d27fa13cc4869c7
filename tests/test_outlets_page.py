"""The outlets on the page of alerts: off at first, switched on by a person, tried by a button that says how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.journal import entries
from kpi.alerting.notices import LEVELS, choose, chosen
from kpi.cli import main
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts
from tests.outside import Site, web
from tests.snapshots import example
from tests.visits import fresh, read, visit  # noqa: F401

if TYPE_CHECKING:
    from data.store import Store

ROW = PlanRow(id="ctr", kpi="ctr", baseline="2%", target="4%")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.outlets.FILES", ())


@pytest.fixture(autouse=True)
def behind(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Make a week with one target that is worse than its baseline."""
    noordlicht.load("week47.csv", x_posts({"Post id": "1", "Impressions": 90_000, "Url clicks": 300}))
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 9, 26), rows=(ROW,)).model_dump_json())
    week = replace(example(), rows=(replace(example().rows[3], plan=ROW, status="worse"),), alerts=())
    for module in ("pages._session", "kpi.cli_notify"):
        monkeypatch.setattr(f"{module}.take", lambda *_: week)
    return noordlicht


@pytest.mark.usefixtures("noordlicht")
def test_both_are_off_and_say_how_to_set_them() -> None:
    page = visit("alerts")
    assert [page.toggle(key=f"outlet_{name}").value for name in ("webhook", "mail")] == [False, False]
    assert "Put NINETY_WEBHOOK_URL into the environment" in read(page)
    assert page.button(key="outlet_test_webhook").disabled


def test_an_address_is_shown_as_its_host_only_and_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with web(Site()) as site:
        monkeypatch.setenv("NINETY_WEBHOOK_URL", site.url())
        page = visit("alerts")
        page.button(key="outlet_test_webhook").click().run()
        assert page.success[0].value == "The test was accepted."
        assert site.got[0]["text"] == "Ninety: a test for Noordlicht. Notices about its alerts arrive here."
        site.status = 404
        page.button(key="outlet_test_webhook").click().run()
    assert page.error[0].value == "There is nothing at this address (404). The webhook may have been removed."
    assert "Sends to localhost." in read(page)
    assert "S3CRET" not in read(page)


def test_switching_on_and_choosing_is_kept(noordlicht: Store) -> None:
    page = visit("alerts")
    page.toggle(key="outlet_mail").set_value(True).run()
    assert not page.exception
    assert (chosen(noordlicht)["mail"].on, chosen(noordlicht)["webhook"].on) == (True, False)
    page.button_group(key="outlet_levels_mail").set_value(["stop"]).run()
    assert chosen(noordlicht)["mail"].levels == ("stop",)


def test_what_a_review_finds_is_told_in_the_background(noordlicht: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(noordlicht, "webhook", on=True, levels=LEVELS)
    with web(Site()) as site:
        monkeypatch.setenv("NINETY_WEBHOOK_URL", site.url())
        visit("monday", week="2026-W47")
        for _ in range(100):
            if [one for one in entries(noordlicht) if one.kind == "notice.sent"]:
                break
            site.over.wait(0.05)
        assert [one["level"] for one in site.got[0]["changes"]] == ["worse"]
        assert "1 change told." in read(visit("alerts"))
        visit("monday", week="2026-W47")
    assert len(site.got) == 1


def test_the_command_tells_it_too(
    noordlicht: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choose(noordlicht, "webhook", on=True, levels=LEVELS)
    with web(Site()) as site:
        monkeypatch.setenv("NINETY_WEBHOOK_URL", site.url())
        assert main(["notify"]) == 0
        assert "Webhook: 1 change told." in capsys.readouterr().out
        assert main(["notify"]) == 0
        assert "There was nothing to tell." in capsys.readouterr().out
    monkeypatch.delenv("NINETY_WEBHOOK_URL")
    calm = replace(example(), rows=(replace(example().rows[3], plan=ROW),), alerts=())
    monkeypatch.setattr("kpi.cli_notify.take", lambda *_: calm)
    assert main(["notify"]) == 1
    assert "No address is set." in capsys.readouterr().out
