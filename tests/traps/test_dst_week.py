"""The week in which the clock changes has seven days, and 24 hours are 24 hours."""

from __future__ import annotations

from kpi.periods import Week
from tests.rows import Rows
from tests.traps.scored import cell

CLOCK_BACK = Week(2026, 43)  # 19-25 October 2026: Amsterdam turns the clock back on Sunday 03:00


def test_both_ends_of_the_week_count_and_the_monday_after_does_not(empty: Rows) -> None:
    for day, clicks in (("2026-10-18", 1), ("2026-10-19", 10), ("2026-10-25", 20), ("2026-10-26", 5)):
        empty.add("posts", day=day, impressions=1000, link_clicks=clicks)
    assert cell(empty, "ctr", week=CLOCK_BACK).value == 30 / 2000


def test_a_day_of_25_hours_gives_no_extra_hour_to_answer(empty: Rows) -> None:
    # received Saturday 22:00 in Amsterdam (20:00 UTC); both answers come at 22:00 and 21:00 on Sunday's clock
    for wait, replied in ((25, "2026-10-25 21:00"), (24, "2026-10-25 20:00")):
        empty.add(
            "messages",
            day="2026-10-24",
            received_at="2026-10-24 20:00",
            replied_at=replied,
            wait_hours=wait,
            answer_known=True,
            known_until="2026-10-25 21:00",
        )
    assert cell(empty, "response_rate_24h", week=CLOCK_BACK).value == 1 / 2


def test_a_message_is_due_after_24_hours_whatever_the_clock_says(empty: Rows) -> None:
    # known until Sunday 21:00 on the clock of Amsterdam: 23 hours by the clock, 24 hours of waiting
    empty.add(
        "messages",
        day="2026-10-24",
        received_at="2026-10-24 20:00",
        replied_at=None,
        wait_hours=24,
        answer_known=True,
        known_until="2026-10-25 20:00",
    )
    assert (cell(empty, "response_rate_24h", week=CLOCK_BACK).value) == 0
