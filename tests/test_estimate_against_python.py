"""The estimate counted once more, text by text in plain Python from the tables alone.

Who is in the sample, in which stratum, and what each text brings: it shares no line of SQL with kpi.sentiment.moments.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import astuple
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest

from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.scan import Scan
from kpi.score import score
from kpi.sentiment.ask import ask
from kpi.sentiment.estimate import Measure, estimate
from kpi.sentiment.moments import moments
from kpi.sentiment.sums import Moments, Stratum
from tests.labelled_texts import jumble, label, read_text
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator


WEEKS = [Week(2026, 45), Week(2026, 46), Week(2026, 47)]
ABOUT = Filter(topics=("privacy",))
READ = ("words", "draw", "language", "positive", "negative", "scorer")
Text = dict[str, Any]
Key = tuple[Any, ...]
Frame = tuple[str | None, str | None]  # channel, topic


@pytest.fixture(scope="module")
def store() -> Iterator[Rows]:
    rows = Rows()
    jumble(rows, random.Random(7))  # noqa: S311 - no secret
    label(rows, "gone", 1)  # a text that an undo took away
    read_text(rows, "late", WEEKS[1].monday, 0.0001, channel="facebook")  # nobody has labelled it yet
    yield rows
    rows.close()


def texts_of(store: Rows) -> list[Text]:
    """List every text of the brand with its topics and labels."""
    reading = {row[:3]: row[3:] for row in store.query("select * from reading")}
    topics: dict[Key, set[str]] = defaultdict(set)
    labels: dict[Key, list[int | None]] = defaultdict(list)
    for source, channel, name, topic in store.query("select * from text_topic"):
        topics[source, channel, name].add(topic)
    numbers: dict[Key, list[int]] = defaultdict(list)
    drawn: dict[Key, list[str]] = defaultdict(list)
    held = "select source, channel, text_id, words, sentiment, number, drawn from label where removed_at is null"
    for source, channel, name, words, said, number, of in store.query(held):
        if reading.get((source, channel, name), (None,))[0] == words:
            labels[source, channel, name].append(said)
            numbers[source, channel, name].append(number)
            drawn[source, channel, name] += [] if of is None else [of]
    rows = [
        ("messages", *row) for row in store.query("select channel, message_id, day, topic, sentiment from messages")
    ]
    sql = "select channel, mention_id, day, topic, sentiment from mentions where brand = 'Acme' and not is_copy"
    rows += [("mentions", *row) for row in store.query(sql)]
    return [
        {
            "channel": channel,
            "day": day,
            "tool": tool,
            "topics": topics[source, channel, name] | ({topic.lower()} if topic else set()),
            "labels": labels.get((source, channel, name)),
            "numbers": numbers[source, channel, name],
            "drawn": drawn[source, channel, name],
            **dict(zip(READ, reading[source, channel, name], strict=True)),
        }
        for source, channel, name, day, topic, tool in rows
        if (source, channel, name) in reading
    ]


def frame_of(drawn: str) -> Frame:
    """Take a name such as `channel:x topic:privacy` apart."""
    channel, _, topic = drawn.partition("topic:")
    return channel.strip().removeprefix("channel:") or None, topic or None


def within(inner: Frame, outer: Frame) -> bool:
    return all(wide in {None, narrow} for narrow, wide in zip(inner, outer, strict=True))


def of_frame(texts: list[Text], frame: Frame) -> list[Text]:
    channel, topic = frame
    return [one for one in texts if channel in {None, one["channel"]} and (topic is None or topic in one["topics"])]


def ends(texts: list[Text]) -> dict[Frame, tuple[float, int]]:
    """Give how far each frame of a week was drawn, and the label by which that was reached."""
    last: dict[Frame, tuple[float, int]] = {}
    for one in texts:
        for drawn in one["drawn"]:
            last[frame_of(drawn)] = max(last.get(frame_of(drawn), (-1.0, 0)), (one["draw"], min(one["numbers"])))
    return {frame: max(end for around, end in last.items() if within(frame, around)) for frame in last}


def edge(texts: list[Text], end: tuple[float, int]) -> float:
    """Find the first text beyond the last one of a frame that was open when that was labelled."""
    furthest, until = end
    beyond = (one for one in texts if one["draw"] > furthest)
    return min((one["draw"] for one in beyond if not one["labels"] or min(one["numbers"]) > until), default=2.0)


def reach_in(texts: list[Text], before: float) -> float:
    if not any(one["labels"] for one in texts):
        return -1.0
    return float(min([before, *(one["draw"] for one in texts if not one["labels"])]))


def sampled(week: list[Text]) -> None:
    """Mark each text of a week with how far the sample reaches that it may be in."""
    edges = {frame: edge(of_frame(week, frame), end) for frame, end in ends(week).items()}
    for channel in {one["channel"] for one in week}:
        texts = [one for one in week if one["channel"] == channel]
        reach = {frame: reach_in(of_frame(texts, frame), end) for frame, end in edges.items()}
        whole = max((end for (_, topic), end in reach.items() if topic is None), default=-1.0)
        for one in texts:
            one["reach"] = one["whole"] = whole
        for frame, end in reach.items():
            some = of_frame(texts, frame)
            if frame[1] is not None and any(one["labels"] and one["draw"] < end for one in some):
                for one in some:
                    one["reach"] = max(one["reach"], end)
        strata: dict[float, list[Text]] = defaultdict(list)
        for one in texts:
            strata[one["reach"]].append(one)
        lacks = [end for end, some in strata.items() if not any(one["labels"] and one["draw"] < end for one in some)]
        for one in texts:
            if lacks and whole >= 0:
                one["reach"] = whole
            one["sampled"] = bool(one["labels"]) and one["draw"] < one["reach"]


def worth(measure: Measure, positive: float, negative: float) -> float:
    return {"net": positive - negative, "not_negative": 1 - negative, "positive": positive, "negative": negative}[
        measure
    ]


def called(measure: Measure, said: int) -> float:
    return worth(measure, float(said == 1), float(said == -1))


def sums(text: Text, measure: Measure) -> Moments:
    f = (
        called(measure, text["tool"])
        if text["tool"] is not None
        else worth(measure, text["positive"] or 0.0, text["negative"] or 0.0)
    )
    if not text["sampled"]:
        return Moments(1, f, f * f)
    told = [called(measure, said) for said in text["labels"] if said is not None]
    y, d = (fmean(told), 1) if told else (0.0, 0)
    return Moments(1, f, f * f, 1, d, y, y * y, f, f * f, f * d, f * y)


def strata(texts: list[Text], measure: Measure) -> dict[tuple[Any, ...], Stratum]:
    found: dict[tuple[Any, ...], list[Moments]] = defaultdict(lambda: [Moments(0, 0.0, 0.0)] * 5)
    for one in texts:
        folds = found[one["day"] - timedelta(days=one["day"].weekday()), one["channel"], one["reach"]]
        folds[one["words"] % 5] += sums(one, measure)
    return {key: Stratum(tuple(folds)) for key, folds in sorted(found.items())}


def asked_for(store: Rows, window: Window, channel: str, filtered: Filter) -> list[Text]:
    every = texts_of(store)
    groups = defaultdict(list)
    for one in every:
        groups[Week.of(one["day"])].append(one)
    for group in groups.values():
        sampled(group)
    return [
        one
        for one in every
        if window.first <= one["day"] <= window.last
        and channel in {"*", one["channel"]}
        and (filtered.channel in {None, one["channel"]})
        and (not filtered.topics or one["topics"] & set(filtered.topics))
    ]


CASES: list[tuple[Measure, int, Filter]] = [
    ("net", 7, ALL_ROWS),
    ("net", 7, ABOUT),
    ("net", 30, Filter(channel="x")),
    ("net", 30, ALL_ROWS),
    ("not_negative", 7, Filter(channel="x", topics=("privacy",))),
    ("negative", 30, ABOUT),
    ("positive", 7, ALL_ROWS),
]


@pytest.mark.parametrize(
    ("measure", "days", "filtered"),
    CASES,
    ids=[f"{name} {days} {one.topics}{one.channel}" for name, days, one in CASES],
)
def test_sql_sums_up_what_python_does_text_by_text(store: Rows, measure: Measure, days: int, filtered: Filter) -> None:
    windows = tuple(Window(week, days) for week in WEEKS)
    found = moments(store, Scan((catalog()["net_sentiment"],), filtered, windows), [measure])
    told = ask(store, measure, windows, filtered)
    assert len(found) == len(told) >= 3 * (2 if filtered.channel else 3)
    for (window, channel), texts in found.items():
        expected = strata(asked_for(store, Window.parse(window), channel, filtered), measure)
        made = texts.of(0)
        assert len(made) == len(expected)
        assert sorted(map(flat, made)) == [pytest.approx(one) for one in sorted(map(flat, expected.values()))]
        alone = estimate(list(expected.values()), measure)
        answer = told[window, channel]
        assert (answer.estimate is None) is (alone is None)
        if alone and answer.estimate:
            assert answer.estimate.value == pytest.approx(alone.value, abs=1e-9)
            assert answer.estimate.error == pytest.approx(alone.error, abs=1e-9)
            assert answer.labels == alone.labels


def flat(stratum: Stratum) -> list[float]:
    return [round(float(number), 6) for fold in stratum.folds for number in astuple(fold)]


def test_samples_of_the_jumble_are_what_the_test_is_about(store: Rows) -> None:
    """Else it would compare nothing with nothing: topics that reach deeper, labels outside the sample, two readers."""
    texts = asked_for(store, Window(WEEKS[-1], 21), "*", ALL_ROWS)
    assert len({one["reach"] for one in texts}) > 6
    assert sum(one["sampled"] for one in texts) > 50
    assert any(one["labels"] and not one["sampled"] for one in texts)
    assert any(len(one["labels"] or []) > 1 for one in texts)
    assert any(one["labels"] == [None] for one in texts)
    late = [one for one in texts if one["channel"] == "facebook" and Week.of(one["day"]) == WEEKS[1]]
    assert not any(one["sampled"] for one in late if not one["topics"])


def test_where_the_scorer_sees_nothing_the_estimate_is_the_weighted_mean_of_the_labels() -> None:
    """Two channels, 30 and 10 texts; worked out by hand: (30 x 0.2 + 10 x -0.5) / 40 = 0.025."""
    rows = Rows()
    for channel, texts, good, bad in (("x", 30, 6, 4), ("facebook", 10, 2, 6)):
        for place in range(texts):
            read_text(rows, f"{place}", WEEKS[-1].monday, place / texts, channel=channel, view=None)
        for place in range(good + bad):
            label(rows, f"{place}", 1 if place < good else -1, channel=channel)
    (found,) = [one for (_, channel), one in ask(rows, "net", [Window(WEEKS[-1], 7)]).items() if channel == "*"]
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(0.025)
    assert (found.texts, found.labels, found.coverage, found.readable) == (40, 18, 1.0, 0.0)
    rows.close()


def test_the_kpis_say_the_same_in_their_own_scale(store: Rows) -> None:
    store.con.execute("insert into setting values ('sentiment_basis', 'estimate')")
    window = Window(WEEKS[-1], 7)
    wanted = [(catalog()[name], ALL_ROWS, 7) for name in ("net_sentiment", "positive_neutral_share")]
    cells = score(store, wanted, WEEKS)
    store.con.execute("delete from setting where name = 'sentiment_basis'")
    told_of: list[tuple[str, Measure, int]] = [
        ("net_sentiment", "net", 100),
        ("positive_neutral_share", "not_negative", 1),
    ]
    for name, measure, scale in told_of:
        cell, told = cells.get(name, ALL_ROWS, window), ask(store, measure, [window])[window.id, "*"]
        assert told.estimate is not None
        assert cell.value == pytest.approx(scale * told.estimate.value)
        assert (cell.numerator, cell.denominator, cell.sample) == (None, told.texts, told.labels)
        assert cell.error == pytest.approx(scale * told.estimate.error)
