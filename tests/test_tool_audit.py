"""A tool's labels held against the team's: on the random sample alone, with an interval for how far the tool is off."""

from __future__ import annotations

import pytest

from kpi.cells import Filter
from kpi.periods import Week, Window
from kpi.sentiment.audit import audit, tools
from tests.labelled_texts import MONDAY, label, read_text
from tests.ledger import upload
from tests.rows import Rows

WINDOW = Window(Week(2026, 47), 7)
# (tool, team) of 40 texts: the tool finds ten neutral texts positive and misses four of the negative ones
PAIRS = [(1, 1)] * 16 + [(1, 0)] * 10 + [(0, 0)] * 4 + [(0, -1)] * 4 + [(-1, -1)] * 6


def labelled(store: Rows, pairs: list[tuple[int, int]], unread: list[int], channel: str = "x") -> None:
    """Add texts that both labelled, in the order of the draw, and behind them those that the tool alone did."""
    store.con.execute("begin")
    texts = len(pairs) + len(unread)
    mixed = sorted(range(len(pairs)), key=lambda place: (place * 17) % len(pairs))
    for place in range(texts):
        own, key = place < len(pairs), f"{channel} {place}"
        tool, team = pairs[mixed[place]] if own else (unread[place - len(pairs)], 0)
        read_text(store, key, MONDAY, (place + 0.5) / texts, channel=channel, sentiment=tool)
        if own:
            label(store, key, team, channel=channel)
    store.con.execute("commit")


def test_where_the_team_read_all_of_them_nothing_is_left_to_guess(empty: Rows) -> None:
    labelled(empty, PAIRS, [])
    found = audit(empty, WINDOW)
    assert found is not None
    assert found.confusion == {(1, 1): 16, (1, 0): 10, (0, 0): 4, (0, -1): 4, (-1, -1): 6}
    assert (found.n, found.labelled) == (40, 40)
    assert found.agreement == pytest.approx(26 / 40)
    assert found.tool == pytest.approx(100 * (26 - 6) / 40)
    assert found.team.value == pytest.approx(100 * (16 - 10) / 40)
    assert found.bias.value == pytest.approx(100 * (10 + 4) / 40)
    assert found.biased
    for interval in (found.team, found.bias):
        assert interval.low < interval.value < interval.high


def test_texts_that_nobody_read_are_put_right_as_the_sample_says(empty: Rows) -> None:
    """The rest was called positive throughout: with the tool's own mistakes there, about 10 of 26 are not."""
    labelled(empty, PAIRS, [1] * 60)
    found = audit(empty, WINDOW)
    assert found is not None
    assert found.tool == pytest.approx(100 * (86 - 6) / 100)
    assert found.team.low < 100 * (86 * 16 / 26 - 10) / 100 < found.team.high
    assert found.bias.value == pytest.approx(found.tool - found.team.value, abs=15)
    assert found.bias.low > 0
    assert (found.labelled, found.n) == (100, 40)


def test_fair_tool_is_not_called_biased(empty: Rows) -> None:
    labelled(empty, [(1, 1)] * 14 + [(0, 1), (1, 0)] * 3 + [(0, 0)] * 10 + [(-1, -1)] * 8, [1] * 20 + [-1] * 20)
    found = audit(empty, WINDOW)
    assert found is not None
    assert found.bias.value == pytest.approx(0, abs=3)
    assert not found.biased


def test_too_few_texts_that_both_labelled_say_nothing(empty: Rows) -> None:
    labelled(empty, PAIRS[:29], [1] * 50)
    assert audit(empty, WINDOW) is None
    label(empty, "x 29", 1)
    assert audit(empty, WINDOW) is not None


def test_mistakes_that_somebody_looked_for_do_not_count_against_the_tool(empty: Rows) -> None:
    labelled(empty, PAIRS, [1] * 40)
    before = audit(empty, WINDOW)
    for place in range(40, 55):  # where the draw would go on
        label(empty, f"x {place}", -1, "who looks for mistakes", drawn=None)
    assert audit(empty, WINDOW) == before


def test_text_of_which_people_cannot_tell_or_disagree(empty: Rows) -> None:
    labelled(empty, PAIRS, [])
    empty.con.execute("update label set sentiment = null where text_id in ('x 0', 'x 1')")
    label(empty, "x 2", -1, "Bo")
    label(empty, "x 2", -1, "Cas")
    found = audit(empty, WINDOW)
    assert found is not None
    assert found.n == 38


def test_one_tool_or_channel_at_a_time(empty: Rows) -> None:
    labelled(empty, PAIRS, [])
    labelled(empty, [(1, 1)] * 20 + [(-1, -1)] * 20, [], channel="facebook")
    first, second = (
        upload(empty, "messages", "2026-11-16", "2026-11-22", kind=kind) for kind in ("inbox", "hootsuite")
    )
    for number, channel in ((first, "x"), (second, "facebook")):
        empty.con.execute("update messages set batch_id = ? where channel = ?", [number, channel])
    assert tools(empty, WINDOW) == ("hootsuite", "inbox")
    of_tool, of_channel = audit(empty, WINDOW, tool="hootsuite"), audit(empty, WINDOW, Filter(channel="facebook"))
    assert of_tool == of_channel
    assert of_tool is not None
    assert of_tool.agreement == 1.0
    other = audit(empty, WINDOW, tool="inbox")
    assert other is not None
    assert other.agreement == pytest.approx(26 / 40)


def test_texts_of_a_channel_that_nobody_sampled_are_no_part_of_it(empty: Rows) -> None:
    """There the tool says something else altogether: that is no mistake of it."""
    labelled(empty, PAIRS, [1] * 40)
    before = audit(empty, WINDOW)
    empty.con.execute("begin")
    for place in range(200):
        read_text(empty, f"other {place}", MONDAY, place / 200, channel="facebook", sentiment=-1)
    empty.con.execute("commit")
    assert audit(empty, WINDOW) == before


def test_texts_of_which_nobody_can_tell_are_no_mistake_of_the_tool(empty: Rows) -> None:
    """It calls them neutral, as it must call them something, and all others as people do."""
    labelled(empty, [(1, 1)] * 24 + [(-1, -1)] * 8, [])
    for place in range(16):
        read_text(empty, f"odd {place}", MONDAY, 0.9 + place / 1000, sentiment=0)
        label(empty, f"odd {place}", None)
    found = audit(empty, WINDOW)
    assert found is not None
    assert found.tool == pytest.approx(50)
    assert found.bias.value == pytest.approx(0)
    assert found.bias.low < found.bias.value < found.bias.high
