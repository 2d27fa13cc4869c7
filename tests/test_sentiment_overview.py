"""Sentiment in one window: counted or estimated, with an interval that says what it stands on, and no more."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.score import score
from kpi.sentiment import audit_words
from kpi.sentiment.audit import Audit, Interval
from kpi.sentiment.behind import moved
from kpi.sentiment.counts import Counts, counts
from kpi.sentiment.figures import NOTHING, Figure, difference, needed, reached, sort_worst
from kpi.sentiment.overview import SPANS, Part, overview, sort_moved
from kpi.sentiment.overview_words import facts, headline, interval, short, spoken_in
from kpi.sentiment.routes import left
from kpi.words import LANGUAGES, Words
from tests.labelled_texts import MONDAY, read_text, week
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.sentiment.counts import By
    from kpi.sentiment.overview import Overview

W47 = Window(Week(2026, 47), 7)
EN = Words("en")


def figure(value: float | None, error: float | None = 4.0, labels: int = 100, coverage: float = 1.0) -> Figure:
    """Make net sentiment with an interval of 1.645 errors."""
    if value is None or error is None:
        return Figure(value, None, None, None, 500, 0, 0.0)
    return Figure(value, value - 1.645 * error, value + 1.645 * error, error, 500, labels, coverage)


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (figure(14), "sure"),
        (figure(14, labels=29), "few"),
        (figure(14, coverage=0.4), "few"),
        (figure(14, error=None), "indicative"),
        (NOTHING, "none"),
    ],
    ids=["sure", "few labels", "few covered", "indicative", "none"],
)
def test_what_a_number_carries_hangs_on_its_labels(one: Figure, state: str) -> None:
    assert one.state == state


def test_difference_has_the_errors_of_both_sides_and_the_unrest_of_ordinary_weeks() -> None:
    calm = difference(figure(10, error=3), figure(20, error=4))
    assert calm is not None
    assert (calm.size, calm.evidence) == (10, "signal")
    assert (calm.low, calm.high) == pytest.approx((10 - 1.645 * 5, 10 + 1.645 * 5))
    restless = difference(figure(10, error=3), figure(20, error=4), weekly=9.0)
    assert restless is not None
    assert restless.evidence == "noise"


def test_what_too_few_labels_carry_is_no_move_and_what_nobody_labelled_no_difference() -> None:
    few = difference(figure(10), figure(60, labels=10))
    assert few is not None
    assert few.evidence == "too_little"
    assert difference(figure(10), figure(60, error=None)) is None
    assert difference(NOTHING, figure(60)) is None


@pytest.mark.parametrize(("unit", "most"), [("points", 100.0), ("percent", 1.0)])
def test_difference_is_cut_to_what_it_can_be(unit: Literal["points", "percent"], most: float) -> None:
    """Net sentiment goes from -100 to 100, a share from 0 to 1."""
    floor = -most if unit == "points" else 0.0
    bottom, top = (Figure(value, value, value, most / 4, 90, 40, 1.0, unit) for value in (floor, most))
    fallen, risen = difference(top, bottom), difference(bottom, top)
    assert fallen is not None
    assert risen is not None
    assert (fallen.low, risen.high) == (floor - most, most - floor)
    assert fallen.high > fallen.size


def test_parts_with_too_little_data_stand_last_however_far_they_moved() -> None:
    sides = {"a": figure(12), "b": figure(30), "few": figure(90, labels=5), "indicative": figure(-90, error=None)}
    some = [Part(name, now, figure(10)) for name, now in sides.items()]
    assert [part.name for part in sort_moved(some)] == ["b", "a", "few", "indicative"]


def test_labels_that_are_still_needed_follow_the_square_of_the_width() -> None:
    wide = figure(14, error=20 / 1.645, labels=40)
    assert needed(wide, 10, 400) == 120  # half as wide = four times as many
    assert reached(wide, 120) == pytest.approx(10)
    assert needed(figure(14, error=5 / 1.645), 10, 400) == 0
    assert needed(figure(14, error=None), 10, 400) == 160
    assert needed(figure(14, error=None), 10, 60) == 60  # there are no more texts than that, and they do not do it
    assert reached(figure(14, error=None), 60) == pytest.approx(15.9, abs=0.1)


def test_worst_comes_first_and_what_carries_little_after_what_carries_much() -> None:
    found = {"a": figure(20), "b": figure(-5), "one text": figure(-100, labels=1), "nobody": NOTHING}
    assert sort_worst(found) == ["b", "a", "one text", "nobody"]


@pytest.mark.parametrize(("p", "q", "n"), [(0.4, 0.25, 100), (0.1, 0.05, 400)])
def test_error_of_what_is_left_is_that_of_a_share(p: float, q: float, n: int) -> None:
    net_error = 100 * math.sqrt((p + q - (p - q) ** 2) / n)
    positive, negative = (Figure(one, 0, 1, math.sqrt(one * (1 - one) / n), n, n, 1.0) for one in (p, q))
    found = left(positive, negative, Figure(100 * (p - q), -100, 100, net_error, n, n, 1.0))
    rest = 1 - p - q
    assert (found.value, found.error) == pytest.approx((rest, math.sqrt(rest * (1 - rest) / n)))


# -- counts ------------------------------------------------------------------------------------------


def test_blank_is_unlabelled_and_never_neutral(empty: Rows) -> None:
    for place, sentiment in enumerate([1, 1, 0, -1, None, None]):
        empty.message("2026-11-17", 1, message_id=str(place), text="t", sentiment=sentiment, topic="AI")
    empty.message("2026-11-15", 1, message_id="week 46", text="t", sentiment=-1)
    whole = counts(empty, [W47])[W47.id, "whole", ""]
    assert whole == Counts(6, 4, 2, 1)
    assert whole.figure("net").value == 25
    assert whole.figure("net").coverage == pytest.approx(4 / 6)
    assert whole.neutral.value == 0.25


def test_counted_number_is_the_one_of_the_scorecard(empty: Rows) -> None:
    for place in range(40):
        sentiment = (1, 0, -1, 1)[place % 4]
        empty.message("2026-11-17", 1, message_id=str(place), text="t", sentiment=sentiment, channel="ab"[place % 2])
    cells = score(empty, [(catalog()["net_sentiment"], ALL_ROWS, 7)], [W47.week])
    found = counts(empty, [W47])
    parts: tuple[tuple[By, str, str], ...] = (("whole", "", "*"), ("channel", "a", "a"), ("channel", "b", "b"))
    for by, name, channel in parts:
        one, cell = found[W47.id, by, name].figure("net"), cells.get("net_sentiment", ALL_ROWS, W47, channel)
        assert (one.value, one.error, one.labels) == (cell.value, cell.error, cell.sample)


def test_topic_of_the_tool_and_words_of_the_team_name_one_topic(empty: Rows) -> None:
    read_text(empty, "both", MONDAY, 0.1, topics=("privacy",), topic=" Privacy ")
    read_text(empty, "words", MONDAY, 0.2, topics=("privacy", "price"))
    found = {name: one.texts for (_, by, name), one in counts(empty, [W47]).items() if by == "topic"}
    assert found == {"privacy": 2, "price": 1}


# -- the overview ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def brand() -> Iterator[Rows]:
    """Make the brand below once for all that only look at it."""
    store = Rows()
    labelled(store)
    yield store
    store.close()


def labelled(store: Rows, weeks: int = 2) -> Overview:
    """Give a brand of which people labelled 60 of 120 texts a week: two of three positive."""
    for back in range(weeks):
        week(store, 90, 45, MONDAY - timedelta(weeks=back))
        week(store, 30, 15, MONDAY - timedelta(weeks=back), channel="facebook")
    store.query("insert into text_topic select source, channel, text_id, 'privacy' from reading where channel <> 'x'")
    return overview(store, W47)


def test_estimate_is_the_one_of_the_scorecard_with_its_texts_and_labels(brand: Rows) -> None:
    found = overview(brand, W47)
    cells = score(brand, [(catalog()["net_sentiment"], ALL_ROWS, 7)], [W47.week])
    cell = cells.get("net_sentiment", ALL_ROWS, W47)
    assert found.basis == "estimate"
    assert (found.net.value, found.net.error) == (cell.value, cell.error)
    assert cell.estimated is not None
    assert (found.net.low, found.net.high) == (cell.estimated.low, cell.estimated.high)
    assert (found.net.texts, found.net.labels, found.net.state) == (120, 60, "sure")
    assert sum(share.value or 0.0 for share in found.shares.values()) == pytest.approx(1)


def test_parts_are_estimates_of_their_own(brand: Rows) -> None:
    found = overview(brand, W47)
    assert {part.name: (part.now.texts, part.now.labels) for part in found.channels} == {
        "x": (90, 45),
        "facebook": (30, 15),
    }
    assert [(part.name, part.now.state) for part in found.topics] == [("privacy", "few")]
    facebook = next(part for part in found.channels if part.name == "facebook")
    assert facebook.moved is not None
    assert facebook.moved.evidence == "too_little"


def test_weeks_of_which_another_channel_was_labelled_are_not_compared(empty: Rows) -> None:
    labelled(empty)
    week(empty, 60, 0, MONDAY - timedelta(weeks=1), channel="web")
    week(empty, 60, 30, channel="web")
    found = overview(empty, W47)
    assert (found.apart_by, found.moved) == ("web", None)
    assert headline(found, EN).endswith("Web was labelled in one of the two only.")


@pytest.mark.parametrize(("labels", "told"), [(0, "has no labels"), (1, "has too few labels")])
def test_window_without_an_estimate_is_not_called_labelled_in_one_channel(empty: Rows, labels: int, told: str) -> None:
    week(empty, 60, labels, MONDAY - timedelta(weeks=1))
    for channel in ("x", "web"):
        week(empty, 60, 30, channel=channel)
    found = overview(empty, W47)
    assert (found.apart_by, found.moved) == (None, None)
    assert headline(found, EN).endswith(f"{told}, so it is not compared.")


@pytest.mark.parametrize(("labels", "told"), [(0, "no label in the random sample"), (1, "too few labels")])
def test_one_label_is_too_few_and_not_none(empty: Rows, labels: int, told: str) -> None:
    week(empty, 60, labels)
    found = overview(empty, W47)
    assert (found.net.state, found.net.labels, found.net.sampled) == ("indicative", 0, labels)
    assert interval(found.net, EN) == f"indicative, {told}"
    assert ("too few labels" in headline(found, EN)) is bool(labels)
    for say in map(Words, LANGUAGES):
        assert interval(found.net, say)
        assert headline(found, say)


def test_days_that_are_not_over_are_not_compared(brand: Rows) -> None:
    found = overview(brand, W47, today=W47.last)
    assert (found.running, found.moved) == (True, None)
    assert "not over" in headline(found, EN)
    assert overview(brand, W47, today=W47.last + timedelta(days=1)).moved


def test_weeks_before_the_first_text_are_gaps_and_nothing_is_compared_with_them(empty: Rows) -> None:
    found = labelled(empty, weeks=1)
    assert [figure.value is None for _, figure in found.weeks] == [True] * 25 + [False]
    assert found.moved is None
    assert "nothing to compare" in headline(found, EN)


def test_month_that_begins_before_the_texts_do_is_no_month(brand: Rows) -> None:
    month = overview(brand, Window(W47.week, 28))
    assert month.weeks[-1][1].value is None
    assert month.net.texts == 240


def test_week_without_labels_is_indicative_and_has_no_interval(empty: Rows) -> None:
    labelled(empty)
    week(empty, 60, 0, MONDAY + timedelta(weeks=1))
    found = overview(empty, Window(Week(2026, 48), 7))
    assert found.net.state == "indicative"
    assert (found.net.low, found.net.labels) == (None, 0)
    assert headline(found, EN).startswith("It sounds like ")
    assert "compare" not in headline(found, EN)
    assert found.moved is None


def test_labels_of_a_tool_are_the_basis_where_there_are_any_and_the_estimate_stands_beside(empty: Rows) -> None:
    week(empty, 90, 45, sentiment=1)
    found = overview(empty, W47)
    assert (found.basis, found.net.value, found.net.labels) == ("tool", 100, 90)
    assert found.other.value is not None
    assert found.other.value < 60
    assert found.other.labels == 45


@pytest.mark.parametrize("days", SPANS)
def test_every_state_is_said_in_every_language(brand: Rows, days: int) -> None:
    whole = overview(brand, Window(W47.week, days))
    nobody = overview(brand, Window(Week(2025, 10), days))
    for language in LANGUAGES:
        say = Words(language)
        for found in (whole, nobody):
            assert headline(found, say)
            assert facts(found, {"en": 90, "": 10}, say)
            assert interval(found.net, say)
            assert short(found.net, say)


def test_headline_says_number_interval_and_what_the_move_is_worth(brand: Rows) -> None:
    said = headline(overview(brand, W47), EN)
    assert said.startswith("Net sentiment is +")
    assert "no more than noise" in said


def test_languages_are_named_the_most_first_and_the_unclear_last() -> None:
    assert spoken_in({"": 50, "nl": 30, "en": 20}, EN) == "Dutch 30%, English 20%, unclear 50%"
    assert not spoken_in({"": 10}, EN)


def test_moves_behind_a_number_of_a_topic_are_told_by_channel_alone(brand: Rows) -> None:
    kpi = catalog()["positive_neutral_share"]
    whole = moved(brand, kpi, ALL_ROWS, W47)
    assert {part.name for part in whole["channel"]} == {"x", "facebook"}
    assert all(part.now.unit == "percent" for part in whole["channel"])
    of_topic = moved(brand, kpi, Filter(topics=("privacy",)), W47)
    assert {way: [part.name for part in some] for way, some in of_topic.items()} == {"channel": ["facebook"]}


# -- the audit in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bias", "said"),
    [
        ((9, 2, 16), "The tool sees it 9 points too rosy."),
        ((-9, -16, -2), "The tool sees it 9 points too dark."),
        ((3, -4, 10), "That is no more apart than chance explains."),
    ],
    ids=["rosy", "dark", "fits"],
)
def test_audit_says_both_numbers_and_what_their_difference_is_worth(bias: tuple[float, ...], said: str) -> None:
    found = Audit({(1, 1): 30, (1, 0): 8, (0, 0): 40, (-1, 0): 1}, 500, 21.0, Interval(12, 5, 19), Interval(*bias))
    told = audit_words.headline(found, EN)
    assert told == f"The tool says +21, people say +12 (between +5 and +19). {said}"
    assert audit_words.mistakes(found, EN) == [
        "Of 38 texts that the tool calls positive, people call 8 neutral.",
        "Of 1 text that the tool calls negative, people call 1 neutral.",
    ]


def test_texts_of_days_to_come_are_not_there(empty: Rows) -> None:
    read_text(empty, "later", date(2026, 11, 23), 0.1)
    assert (W47.id, "whole", "") not in counts(empty, [W47])
