"""Which text is labelled next, and which labels are a random sample: against plain Python, and case by case."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from data.labels import Given, Text, add, add_all, take_back
from data.store import Store
from kpi.periods import Week
from kpi.sentiment.drawing import EVERY, Frame, queue, standing
from tests.test_follow import load, messages, put

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.labels import Sentiment
    from kpi.sentiment.drawing import Waiting

WEEK = Week.of(date(2026, 11, 16))
FRAME = Frame(WEEK)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def fill(store: Store, n: int = 30) -> None:
    put(store, **{f"m{place}": f"text {place}" for place in range(n)})


def order(store: Store) -> list[str]:
    """Give the ids of all texts in the order of the draw."""
    return [name for (name,) in store.query("select text_id from reading order by draw")]


def ids(waiting: Sequence[Waiting]) -> list[str]:
    return [one.text.text_id for one in waiting]


def label(store: Store, names: Sequence[str], by: str = "Ana", sentiment: Sentiment | None = 1) -> None:
    add_all(store, [Given(Text("messages", "instagram", name), sentiment) for name in names], by)


def counts(store: Store, frame: Frame = FRAME) -> tuple[int, int, int, int]:
    found = standing(store, frame)
    return found.texts, found.labelled, found.in_sample, found.missing


def test_texts_come_in_the_order_of_the_draw(store: Store) -> None:
    fill(store)
    drawn = order(store)
    assert ids(queue(store, FRAME, "Ana")) == drawn
    assert ids(queue(store, FRAME, "Ana", limit=3)) == drawn[:3]
    first = queue(store, FRAME, "Ana")[0]
    assert (first.said, first.channel, first.day, first.again) == (
        f"text {first.text.text_id[1:]}",
        "instagram",
        date(2026, 11, 16),
        False,
    )
    assert queue(store, Frame(WEEK.previous()), "Ana") == []


def test_who_labelled_a_text_never_sees_it_again_and_every_fifth_is_read_twice(store: Store) -> None:
    fill(store)
    drawn = order(store)
    label(store, drawn[:10])
    assert ids(queue(store, FRAME, "Ana")) == drawn[10:]
    of_bo = queue(store, FRAME, "Bo")
    assert ids(of_bo) == [drawn[4], drawn[9], *drawn[10:]]
    assert [one.again for one in of_bo[:3]] == [True, True, False]
    label(store, [drawn[4]], "Bo")
    assert ids(queue(store, FRAME, "Bo"))[0] == drawn[9]
    assert ids(queue(store, FRAME, "Cy"))[0] == drawn[9]
    assert ids(queue(store, FRAME, None)) == drawn[10:], "who gives no name may be anybody"
    assert EVERY == 5


def test_nobody_without_a_name_is_asked_twice(store: Store) -> None:
    """Two people who give no name cannot be told apart."""
    fill(store, 12)
    drawn = order(store)
    add_all(store, [Given(Text("messages", "instagram", name), 0) for name in drawn[:10]], None)
    assert ids(queue(store, FRAME, None)) == drawn[10:]


def test_a_text_of_which_nobody_can_tell_is_read(store: Store) -> None:
    fill(store, 10)
    label(store, order(store)[:4], sentiment=None)
    assert counts(store) == (10, 4, 4, 0)


def test_labels_beyond_the_first_open_text_wait(store: Store) -> None:
    fill(store)
    drawn = order(store)
    label(store, [*drawn[:10], drawn[20]])
    assert counts(store) == (30, 11, 10, 0)
    taken = store.query("select number from label where text_id = ?", [drawn[4]])[0][0]
    take_back(store, taken, "Ana")
    assert counts(store) == (30, 10, 4, 1)
    assert ids(queue(store, FRAME, "Ana"))[0] == drawn[4]


def test_a_late_text_shortens_the_sample_until_it_is_labelled(store: Store) -> None:
    fill(store, 20)
    label(store, order(store))
    assert counts(store) == (20, 20, 20, 0)
    load(store, "b.csv", messages(17, **{f"late{place}": "late" for place in range(3)}), 18)
    drawn = order(store)
    late = [place for place, name in enumerate(drawn) if name.startswith("late")]
    waiting = sum(1 for place in late if any(not name.startswith("late") for name in drawn[place:]))
    assert counts(store) == (23, 20, late[0], waiting)
    assert ids(queue(store, FRAME, "Ana"))[:3] == [drawn[place] for place in late]
    label(store, [drawn[place] for place in late])
    assert counts(store) == (23, 23, 23, 0)


def test_a_text_that_changed_is_open_again(store: Store) -> None:
    load(store, "a.csv", messages(**{f"m{place}": f"text {place}" for place in range(10)}))
    drawn = order(store)
    label(store, drawn[:6])
    later = load(store, "b.csv", messages(18, **{drawn[2]: "something else"}), 19)
    assert counts(store) == (10, 5, 2, 1)
    assert ids(queue(store, FRAME, "Ana"))[0] == drawn[2]
    store.undo(later)
    assert counts(store) == (10, 6, 6, 0)


def test_channels_have_samples_of_their_own(store: Store) -> None:
    rows = {"instagram": "ab", "facebook": "cd"}
    with store.shared.change() as tx:
        for channel, prefix in rows.items():
            for place in range(5):
                _message(tx, channel, f"{prefix}{place}", None)
    label_in(store, "instagram", 3)
    assert standing(store, Frame(WEEK, channel="instagram")).in_sample == 3
    assert standing(store, Frame(WEEK, channel="facebook")).labelled == 0
    assert standing(store, FRAME).in_sample == 3
    assert {one.channel for one in queue(store, Frame(WEEK, channel="facebook"), "Ana")} == {"facebook"}


def _message(tx: object, channel: str, name: str, topic: str | None) -> None:
    tx.execute(  # type: ignore[attr-defined]
        "INSERT INTO messages (channel, message_id, received_at, day, answer_known, known_until, text, topic, "
        "snapshot_date, batch_id, source_row) VALUES (?, ?, TIMESTAMP '2026-11-16 10:00', DATE '2026-11-16', false, "
        "TIMESTAMP '2026-11-16 10:00', ?, ?, DATE '2026-11-16', 1, 1)",
        [channel, name, f"text {name}", topic],
    )
    tx.execute(  # type: ignore[attr-defined]
        "INSERT INTO reading VALUES ('messages', ?, ?, words_of(?), ?, 'en', 0, 0, 'lexicon-1')",
        [channel, name, f"text {name}", Random(f"{channel}{name}").random()],  # noqa: S311 - no secret
    )


def label_in(store: Store, channel: str, n: int) -> None:
    for one in queue(store, Frame(WEEK, channel=channel), "Ana", n):
        add(store, one.text, 0, "Ana")


# -- against plain Python -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_sample_is_what_its_definition_says(store: Store, seed: int) -> None:
    """Any labels, of any texts, channels and topics: in the sample are those below a first open text of theirs."""
    chance = Random(seed)  # noqa: S311 - no secret
    texts = {}
    with store.shared.change() as tx:
        for place in range(60):
            channel, topics = chance.choice("xy"), [one for one in ("service", "price") if chance.random() < 0.3]
            _message(tx, channel, f"m{place}", None)
            for topic in topics:
                tx.execute("INSERT INTO text_topic VALUES ('messages', ?, ?, ?)", [channel, f"m{place}", topic])
            texts[f"m{place}"] = (channel, topics)
    for frame in (Frame(WEEK), Frame(WEEK, "service"), Frame(WEEK, "Price", "x"), Frame(WEEK, channel="y")):
        add_all(store, [Given(one.text, 1) for one in queue(store, frame, "Ana", chance.randrange(12))], "Ana")
    some = chance.sample(sorted(texts), 5)
    add_all(store, [Given(Text("messages", texts[name][0], name), 1) for name in some], "Bo")
    draws = dict(store.query("select text_id, draw from reading"))
    done = {name for (name,) in store.query("select distinct text_id from label")}

    def reach(channel: str, topic: str | None) -> float:
        open_ones = [
            draws[name]
            for name, (of, topics) in texts.items()
            if of == channel and name not in done and (topic is None or topic in topics)
        ]
        return min(open_ones, default=2.0)

    wanted = {
        name for name in done if any(draws[name] < reach(texts[name][0], topic) for topic in (None, *texts[name][1]))
    }
    assert standing(store, FRAME).in_sample == len(wanted)
    of_service = {name for name in texts if "service" in texts[name][1]}
    found = standing(store, Frame(WEEK, "service"))
    assert (found.texts, found.labelled, found.in_sample) == (
        len(of_service),
        len(of_service & done),
        len(of_service & wanted),
    )


def test_standing_tells_who_labelled(store: Store) -> None:
    fill(store, 10)
    drawn = order(store)
    label(store, drawn[:5])
    label(store, drawn[4:5], "Bo")
    found = standing(store, FRAME)
    assert (found.people, found.twice, found.labelled) == (2, 1, 5)
