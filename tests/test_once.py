"""What several filters ask of a row is worked out once, and no number changes."""

from __future__ import annotations

import pytest

from kpi.catalog import catalog
from kpi.once import once
from kpi.scan import statement
from tests.rows import Rows

PRIVACY = 'is_privacy(topic) as "is_privacy(topic)"'


def test_a_condition_of_two_filters_becomes_a_column() -> None:
    columns, source = once(
        ["count(*) filter (where told and is_privacy(topic))", "sum(a) filter (where is_privacy(topic)) / count(*)"],
        "messages",
    )
    assert source == f"(select *, {PRIVACY} from messages)"
    assert columns == [
        'count(*) filter (where told and "is_privacy(topic)")',
        'sum(a) filter (where "is_privacy(topic)") / count(*)',
    ]


def test_both_filters_of_one_column_are_read() -> None:
    columns, _ = once(["sum(a) filter (where b > 1) / sum(c) filter (where b > 1 and d = ') and (' and e)"], "t")
    assert columns == ["""sum(a) filter (where "b > 1") / sum(c) filter (where "b > 1" and d = ') and (' and e)"""]


@pytest.mark.parametrize(
    "sql",
    [
        "count(*) filter (where told)",  # a column is there already
        "count(*) filter (where a > 1 or b > 1 and c > 1)",  # its conditions are no parts of their own
        "count(*) filter (where a between 0 and 2 and b)",
        "count(*) filter (where case when a and b then c end)",
    ],
)
def test_what_cannot_be_parted_stays(sql: str) -> None:
    assert once([sql, sql], "t") == ([sql, sql], "t")


def test_a_condition_that_stands_once_stays() -> None:
    assert once(["count(*) filter (where a > 1)"], "t") == (["count(*) filter (where a > 1)"], "t")


def test_an_and_in_parentheses_parts_nothing() -> None:
    columns, source = once(["count(*) filter (where (a and b) and c)"] * 2, "t")
    assert source == '(select *, (a and b) as "(a and b)" from t)'
    assert columns == ['count(*) filter (where "(a and b)" and c)'] * 2


def test_a_topic_is_searched_once() -> None:
    messages = [kpi for kpi in catalog().values() if kpi.fact == "messages"]
    assert statement(messages).count(" is_privacy(topic) ") == 1


def test_the_answer_is_the_same() -> None:
    rows = Rows()
    for number, (topic, wait) in enumerate([("privacy", 1.0), ("GDPR", 3.0), ("price", 9.0), (None, 4.0)]):
        rows.message("2026-11-16", wait, topic=topic, answered=number != 1)
    columns = [
        "count(*) filter (where answer_known and is_privacy(topic) and replied_at is null)",
        "sum(wait_hours) filter (where is_privacy(topic) and answer_known)",
        "count(*) filter (where not is_privacy(topic) and replied_at is not null)",
    ]
    shared, source = once(columns, "messages")
    assert source != "messages"
    (plain,) = rows.query(f"select {', '.join(columns)} from messages")
    (worked_out_once,) = rows.query(f"select {', '.join(shared)} from {source}")
    rows.close()
    assert worked_out_once == plain == (1, 4.0, 1)
