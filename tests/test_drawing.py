"""Which text is labelled next, and which labels are a random sample: against plain Python, and case by case."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from data.labels import Given, Text, add, add_all, take_back
from data.store import Store
from kpi.cells import Filter
from kpi.periods import Week, Window
from kpi.sentiment.ask import ask
from kpi.sentiment.drawing import EVERY, Frame, queue, standing
from kpi.snapshot import EVERYWHERE
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


def label(
    store: Store,
    names: Sequence[str],
    by: str = "Ana",
    sentiment: Sentiment | None = 1,
    drawn: str | None = FRAME.drawn,
) -> None:
    add_all(store, [Given(Text("messages", "instagram", name), sentiment, drawn=drawn) for name in names], by)


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
    label(store, drawn[:10])
    label(store, [*drawn[10:12], drawn[20]], drawn=None)
    assert counts(store) == (30, 13, 10, 0), "nor do those count that somebody picked right where the draw would go on"
    taken = store.query("select number from label where text_id = ?", [drawn[4]])[0][0]
    take_back(store, taken, "Ana")
    assert counts(store) == (30, 12, 4, 1)
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
    with store.shared.change(None) as tx:
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
        add(store, one.text, 0, "Ana", drawn=one.drawn)


# -- against the estimate -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_page_counts_the_very_sample_that_the_estimate_uses(store: Store, seed: int) -> None:
    """Any labels, of any texts, channels and topics, drawn and picked (tests/test_estimate_against_python.py)."""
    chance = Random(seed)  # noqa: S311 - no secret
    texts = {}
    with store.shared.change(None) as tx:
        for place in range(60):
            channel, topics = chance.choice("xy"), [one for one in ("service", "price") if chance.random() < 0.3]
            _message(tx, channel, f"m{place}", None)
            for topic in topics:
                tx.execute("INSERT INTO text_topic VALUES ('messages', ?, ?, ?)", [channel, f"m{place}", topic])
            texts[f"m{place}"] = channel
    frames = (Frame(WEEK), Frame(WEEK, "service"), Frame(WEEK, "Price", "x"), Frame(WEEK, channel="y"))
    for frame in frames:
        waiting = queue(store, frame, "Ana", chance.randrange(2, 12))
        add_all(store, [Given(one.text, 1, drawn=one.drawn) for one in waiting], "Ana")
    some = chance.sample(sorted(texts), 5)
    add_all(store, [Given(Text("messages", texts[name], name), 1) for name in some], "Bo")
    take_back(store, 2, "Ana")
    window = Window(WEEK, 7)
    inside = []
    for frame in frames:
        filtered = Filter(channel=frame.channel, topics=(frame.topic.lower(),) if frame.topic else ())
        told = ask(store, "net", [window], filtered)[window.id, frame.channel or EVERYWHERE]
        found = standing(store, frame)
        assert (found.texts, found.in_sample) == (told.texts, told.sampled)
        inside.append(found.labelled - found.in_sample)
    assert any(inside), "else nothing waits outside, and any rule would do"


@pytest.mark.parametrize(
    ("frame", "drawn"),
    [
        (Frame(WEEK), ""),
        (Frame(WEEK, "Data leaks "), "topic:data leaks"),
        (Frame(WEEK, channel="x"), "channel:x"),
        (Frame(WEEK, "privacy", "x"), "channel:x topic:privacy"),
    ],
    ids=["week", "topic", "channel", "both"],
)
def test_a_text_brings_along_what_it_was_drawn_from(store: Store, frame: Frame, drawn: str) -> None:
    with store.shared.change(None) as tx:
        _message(tx, "x", "one", frame.topic)
    (one,) = queue(store, frame, "Ana")
    add(store, one.text, 1, "Ana", drawn=one.drawn)
    assert store.query("select drawn from label") == [(drawn,)]
    assert standing(store, frame).in_sample == 1


def test_a_label_of_before_somebody_said_otherwise_keeps_how_its_text_came(store: Store) -> None:
    fill(store, 5)
    drawn = order(store)
    label(store, drawn[:2], sentiment=1)
    label(store, drawn[:2], sentiment=-1, drawn=None)  # from the list, or a file
    assert counts(store) == (5, 2, 2, 0)
    label(store, drawn[:1], "Bo", drawn=None)
    assert store.query("select drawn from label where labelled_by = 'Bo'") == [(None,)]


def test_labels_of_a_topic_and_picked_ones_do_not_take_the_whole_further(store: Store) -> None:
    """What was labelled before the draw went past it is in the sample: the draw would have handed it out."""
    fill(store, 20)
    drawn = order(store)
    with store.shared.change(None) as tx:
        for place in (0, 3, 6, 7):
            tx.execute("INSERT INTO text_topic VALUES ('messages', 'instagram', ?, 'price')", [drawn[place]])
    label(store, [drawn[2]], drawn=None)
    label(store, [drawn[0], drawn[3]], drawn="topic:price")
    label(store, [drawn[1]], sentiment=-1)
    assert counts(store) == (20, 4, 4, 0), "the third and fourth text had a label when the second was drawn"
    label(store, [drawn[4], drawn[5]], drawn=None)
    label(store, [drawn[6], drawn[7]], drawn="topic:price")
    assert counts(store) == (20, 8, 6, 0)
    assert counts(store, Frame(WEEK, "price")) == (4, 4, 4, 0)


def test_standing_tells_who_labelled(store: Store) -> None:
    fill(store, 10)
    drawn = order(store)
    label(store, drawn[:5])
    label(store, drawn[4:5], "Bo")
    found = standing(store, FRAME)
    assert (found.people, found.twice, found.labelled) == (2, 1, 5)


def test_a_tag_that_is_another_name_of_a_topic_is_drawn_with_it(store: Store) -> None:
    """A tool tags "Integritet": the page hands such texts out with privacy, and the estimate counts their labels."""
    with store.shared.change(None) as tx:
        for name, topic in {"a": "Integritet", "b": "privacy", "c": "integritet ", "d": "gossip", "e": None}.items():
            _message(tx, "x", name, topic)
    privacy = Frame(WEEK, "privacy")
    waiting = queue(store, privacy, "Ana")
    assert sorted(ids(waiting)) == ["a", "b", "c"]
    add_all(store, [Given(one.text, 1, drawn=one.drawn) for one in waiting], "Ana")
    stands = standing(store, privacy)
    assert (stands.texts, stands.labelled, stands.in_sample) == (3, 3, 3)
    window = Window(WEEK, 7)
    assert ask(store, "net", [window], Filter(topics=("privacy",)))[window.id, EVERYWHERE].sampled == 3
