"""What nobody told is not zero: an empty week looked like a collapse."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.periods import Week
from kpi.score import ALL_ROWS, score
from tests.rows import Rows
from tests.traps.scored import MONDAY, SUNDAY, cell


def test_a_week_without_an_export_has_no_value(two_weeks: Rows) -> None:
    wanted = [(kpi, ALL_ROWS, 7) for kpi in catalog().values()]
    cells = score(two_weeks, wanted, [Week(2026, 30)])
    assert {cells.get(kpi, ALL_ROWS, "2026-W30/7").value for kpi in catalog()} == {None}


def test_clicks_without_impressions_do_not_enter_the_ratio(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, impressions=1000, link_clicks=10)
    empty.add("posts", day=MONDAY, impressions=None, link_clicks=99)
    empty.add("posts", day=MONDAY, impressions=9000, link_clicks=None)
    assert cell(empty, "ctr").value == 0.01
    assert cell(empty, "ctr").coverage == pytest.approx(1 / 3)


def test_saves_that_a_platform_does_not_tell_do_not_hide_the_rest(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, impressions=1000, reactions=10, comments=5, shares=5, saves=None)
    assert cell(empty, "engagement_rate").value == 0.02


def test_comments_that_a_platform_does_not_tell_leave_no_rate(empty: Rows) -> None:
    empty.add("posts", day=MONDAY, impressions=1000, reactions=10, comments=None, shares=5)
    assert (cell(empty, "engagement_rate").value, cell(empty, "engagement_rate").why) == (None, "not_available")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (MONDAY, SUNDAY, (0, 1, None)),  # the log speaks of the whole week and names no incident
        (MONDAY, "2026-11-18", (None, 3 / 7, "not_covered")),
        ("2026-11-23", "2026-11-29", (None, 0, "not_covered")),
    ],
)
def test_no_incident_is_zero_only_where_the_log_covers_the_week(
    empty: Rows, first: str, last: str, expected: tuple[float | None, float, str | None]
) -> None:
    empty.cover("incidents", first, last)
    found = cell(empty, "policy_incidents")
    assert (found.value, found.coverage, found.why) == expected


def test_an_incident_in_a_half_covered_week_counts_and_says_so(empty: Rows) -> None:
    empty.add("incidents", day=MONDAY, confirmed=True)
    empty.cover("incidents", MONDAY, "2026-11-18")
    empty.cover("incidents", "2026-11-17", "2026-11-18")  # days covered twice are covered once
    found = cell(empty, "policy_incidents")
    assert (found.value, found.coverage) == (1, pytest.approx(3 / 7))


def test_another_log_is_no_evidence(empty: Rows) -> None:
    empty.cover("content_log", MONDAY, SUNDAY)
    assert cell(empty, "policy_incidents").why == "not_covered"


def test_a_channel_without_incidents_has_zero_of_them(empty: Rows) -> None:
    empty.add("incidents", day=MONDAY, channel="x", confirmed=True)
    empty.cover("incidents", MONDAY, SUNDAY)
    assert [cell(empty, "policy_incidents", channel).value for channel in ("x", "tiktok")] == [1, 0]


def test_corrections_nobody_looked_for_are_not_zero_corrections(empty: Rows) -> None:
    empty.add("content_log", day=MONDAY, correction=None)
    empty.cover("content_log", MONDAY, SUNDAY)
    found = [cell(empty, kpi) for kpi in ("correction_ratio", "compliance_incidents")]
    assert [(one.value, one.why) for one in found] == [(None, "not_available")] * 2


def test_a_funnel_file_without_mqls_is_not_zero_mqls(empty: Rows) -> None:
    empty.add("funnel", day=MONDAY, leads=3)
    empty.cover("funnel", MONDAY, SUNDAY)
    assert (cell(empty, "mql").value, cell(empty, "mql").why) == (None, "not_available")


def test_no_result_is_no_cpa(empty: Rows) -> None:
    empty.ad(MONDAY, spend=50, results=0)
    assert (cell(empty, "cpa").value, cell(empty, "cpa").why) == (None, "no_sample")


def test_unknown_is_neither_yes_nor_no(empty: Rows) -> None:
    for used, tool in ((True, "Claude"), (True, None), (None, None), (None, None)):
        empty.add("content_log", day=MONDAY, ai_used=used, ai_tool=tool, prompt_class=tool and "draft")
    found = cell(empty, "ai_registration")
    assert (found.value, found.coverage) == (1 / 2, 2 / 4)


def test_a_zero_and_a_full_house_are_not_certain(empty: Rows) -> None:
    for _ in range(10):
        empty.add("answers", day=MONDAY, template_used=False)
    error = cell(empty, "template_answers").error
    assert error is not None
    assert 0.05 < error < 0.15
