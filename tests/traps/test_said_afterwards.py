"""What is said after an upload holds for it too: otherwise two weeks stand in one chart under two rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpi.plan import Plan, PlanRow
from tests.exports import inbox
from tests.visits import visit

if TYPE_CHECKING:
    from data.store import Store

LATE = {"Message ID": "1", "Channel": "Instagram", "Received at": "2026-11-16T23:30:00Z"}
PROMISE = PlanRow(id="ctr", kpi="ctr", label="CTR to web", baseline="0.9%", target="1.5%", owner="Growth")


def days(store: Store) -> list[str]:
    return [str(day) for (day,) in store.query("select day from messages order by message_id")]


def test_a_plan_with_another_zone_moves_the_days_of_earlier_uploads(noordlicht: Store) -> None:
    noordlicht.load("inbox.csv", inbox(LATE), {"account": "a"})
    assert days(noordlicht) == ["2026-11-17"]  # half past midnight in Amsterdam
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,)).model_dump_json())
    page = visit("targets")
    next(field for field in page.selectbox if field.label == "Time zone").set_value("Atlantic/Reykjavik")
    page.run()
    page.form_submit_button[0].click().run()
    assert not page.exception
    assert noordlicht.setting("zone") == "Atlantic/Reykjavik"
    assert days(noordlicht) == ["2026-11-16"]  # half past eleven in Reykjavik


def test_the_last_account_of_a_file_name_is_never_taken_for_granted(noordlicht: Store) -> None:
    content = inbox({key: value for key, value in LATE.items() if key != "Channel"})
    assert noordlicht.load("inbox 1.csv", content, {"account": "a", "channel": "x"}).account == "a"
    later = content.replace(b"23:30", b"22:30")
    (told,) = noordlicht.prepare("inbox 2.csv", later, {"account": "b", "channel": "x"}, remembered=True)
    assert (told.preview.upload.account, told.preview.remembered) == ("b", {})
    told.close()
