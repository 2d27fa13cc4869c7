"""Whose opinion, about whom, and how often: blanks, copies and competitors stay out of ours."""

from __future__ import annotations

import pytest

from tests.rows import Rows
from tests.traps.scored import MONDAY, cell


def test_a_blank_label_is_not_neutral(empty: Rows) -> None:
    for sentiment in (1, None, None, None):
        empty.message(MONDAY, 1, sentiment=sentiment)
    found = cell(empty, "net_sentiment")
    assert (found.value, found.sample, found.coverage) == (100, 1, 1 / 4)
    assert cell(empty, "positive_neutral_share").value == 1


def test_neutral_stays_in_the_denominator(empty: Rows) -> None:
    for sentiment in (1, 1, -1, 0):
        empty.message(MONDAY, 1, sentiment=sentiment)
    assert cell(empty, "net_sentiment").value == 25
    assert cell(empty, "positive_neutral_share").value == 3 / 4


def test_sentiment_about_a_competitor_is_not_ours(empty: Rows) -> None:
    empty.brands("Noord", "Zuid")
    empty.add("mentions", day=MONDAY, brand="Noord", sentiment=1)
    empty.add("mentions", day=MONDAY, brand="Zuid", sentiment=-1)
    assert (cell(empty, "net_sentiment").value, cell(empty, "net_sentiment").sample) == (100, 1)


def test_a_retweet_is_not_a_second_opinion(empty: Rows) -> None:
    empty.brands("Noord", "Zuid")
    for copy in (False, True, True):
        empty.add("mentions", day=MONDAY, brand="Noord", sentiment=-1, is_copy=copy)
    empty.add("mentions", day=MONDAY, brand="Zuid")
    assert cell(empty, "net_sentiment").sample == 1
    assert cell(empty, "share_of_voice").value == 1 / 2


def test_one_mention_that_two_of_our_names_find_is_one_mention(empty: Rows) -> None:
    empty.brands("Noord", "Zuid")
    empty.con.execute("insert into brand_name values ('Noord NL', 'own')")
    for brand in ("Noord", "Noord NL", "ZUID "):
        empty.add("mentions", day=MONDAY, brand=brand, mention_id="the same", sentiment=1)
    assert cell(empty, "net_sentiment").sample == 1
    assert cell(empty, "share_of_voice").value == 1 / 2


@pytest.mark.parametrize(
    ("competitors", "value"),
    [(["Zuid"], 1 / 2), (["Zuid", "Oost"], 1 / 3), ([], 1 / 3)],  # none named: everybody else is one
)
def test_the_share_of_voice_is_among_those_named(empty: Rows, competitors: list[str], value: float) -> None:
    empty.brands("Noord", *competitors)
    for brand in ("Noord", "Zuid", "Oost"):
        empty.add("mentions", day=MONDAY, brand=brand)
    assert cell(empty, "share_of_voice").value == pytest.approx(value)


def test_a_brand_alone_has_no_share_of_voice(empty: Rows) -> None:
    empty.brands("Noord", "Zuid")
    empty.add("mentions", day=MONDAY, brand="Noord")
    assert (cell(empty, "share_of_voice").value, cell(empty, "share_of_voice").why) == (None, "no_competitor")


def test_without_our_own_name_nobody_is_us(empty: Rows) -> None:
    empty.add("mentions", day=MONDAY, brand="Noord", sentiment=1)
    assert [cell(empty, kpi).why for kpi in ("share_of_voice", "net_sentiment")] == ["no_data", "no_data"]
