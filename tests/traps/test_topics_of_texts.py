"""A text of two topics is one text, what is said about others has none, and parts by topic add up to the number."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import pytest

from data.texts.topics import match
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.score import score
from kpi.sentiment.counts import counts
from kpi.sentiment.texts import Asked, texts
from kpi.sentiment.topics import Topic, as_json
from kpi.why.compared import Pair
from kpi.why.contributions import Contributions, Grouped, contributions, grouped
from kpi.why.listing import Narrowed
from kpi.why.sides import Side, side
from kpi.why.weighed import weighed
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.snapshot import Cell

BEFORE, AFTER = Week(2026, 46), Week(2026, 47)
TOPICS = (
    Topic(name="Fees", words={"*": ("fee*",)}),
    Topic(name="late", words={"*": ("late", "fee waited")}),
)
# (week, what is said, topic of the tool, label): without a topic of the tool the words count
SAID = (
    (BEFORE, "the fee came late", None, -1),
    (BEFORE, "the fee", None, 1),
    (BEFORE, "hello", None, 1),
    (BEFORE, "a fee", "Price", 0),
    (AFTER, "fees, late again", "", -1),
    (AFTER, "late", None, -1),
    (AFTER, "late", None, None),
    (AFTER, "hello", None, 1),
    (AFTER, "fees", "Price", -1),
    (AFTER, "late", "fees", 1),
)


@pytest.fixture
def inbox() -> Iterator[Rows]:
    rows = Rows()
    rows.con.execute("insert into setting values ('topics', ?)", [as_json(TOPICS)])
    for number, (week, said, topic, label) in enumerate(SAID):
        rows.message(str(week.monday), 1, text=said, topic=topic, sentiment=label, message_id=str(number))
    read(rows)
    yield rows
    rows.close()


def read(rows: Rows) -> None:
    rows.con.execute("delete from reading")
    rows.con.execute(
        "insert into reading select source, channel, id, 1, 0.5, 'en', 0, 0, 's' from opinions where text is not null"
    )
    match(rows.con)


def number(rows: Rows, week: Week, filtered: Filter = ALL_ROWS) -> Cell:
    kpi = catalog()["net_sentiment"]
    return score(rows, [(kpi, filtered, 7)], [week]).get(kpi.name, filtered, f"{week}/7")


def test_a_text_of_two_topics_counts_once_for_both_and_once_for_each(inbox: Rows) -> None:
    names = {("fees",): (-1, 3), ("late",): (-1, 3), ("fees", "late"): (-2, 4), ("price",): (-1, 1)}
    for topics, expected in names.items():
        found = number(inbox, AFTER, Filter(topics=topics))
        assert (found.numerator, found.denominator) == expected, topics


def test_parts_by_topic_add_up_to_the_change(inbox: Rows) -> None:
    kpi = catalog()["net_sentiment"]
    sides: list[Side] = []
    for week in (BEFORE, AFTER):
        value = number(inbox, week).value
        assert value is not None
        one = side(inbox, kpi, ALL_ROWS, Window(week, 7), value, None, (0, 7))
        assert one is not None
        sides.append(one)
    pair = Pair(sides[0], sides[1])
    answers = grouped(inbox, pair)
    assert isinstance(answers, Grouped)
    found = contributions(inbox, pair, answers, "topic")
    assert isinstance(found, Contributions)
    assert found.split is not None
    assert set(found.names) == {"", "fees", "fees + late", "late", "Price"}
    assert fsum(part.size for part in found.split.parts) == pytest.approx(found.split.size)
    assert found.split.size == pytest.approx(100 * (-1 / 5 - 1 / 4))
    for part in found.split.parts:  # the rows behind a part are its own
        rows = weighed(inbox, kpi, ALL_ROWS, number(inbox, AFTER), Narrowed(by="topic", part=part.name))
        assert fsum(row[rows.columns.index("value")] for row in rows.rows) == part.after.numerator / 100


def test_what_is_said_about_others_and_copies_have_no_topic(inbox: Rows) -> None:
    inbox.brands("Us", "Them")
    common = {"day": str(AFTER.monday), "title": "a fee", "sentiment": -1}
    for name, brand, is_copy in (("ours", "us", False), ("theirs", "Them", False), ("copy", "Us", True)):
        inbox.add("mentions", mention_id=name, brand=brand, is_copy=is_copy, **common)
    read(inbox)
    assert inbox.query("select text_id from text_topic where source = 'mentions'") == [("ours",)]
    found = number(inbox, AFTER, Filter(topics=("Fees",)))
    assert (found.numerator, found.denominator) == (-2, 4)


def test_a_text_and_a_mention_with_the_same_id_are_two(inbox: Rows) -> None:
    inbox.brands("Us")
    inbox.add("mentions", mention_id="7", brand="Us", day=str(AFTER.monday), title="fee", sentiment=-1)
    inbox.message(str(AFTER.monday), 1, text="hello", channel="facebook", message_id="4", sentiment=1)
    read(inbox)
    assert number(inbox, AFTER, Filter(topics=("late",))).numerator == -1
    assert number(inbox, AFTER, Filter(topics=("fees",))).numerator == -2
    assert number(inbox, AFTER, Filter("facebook", ("fees",))).value is None


def test_a_tag_that_is_another_name_of_a_topic_is_that_topic_everywhere(empty: Rows) -> None:
    """A tool tags "Integritet", the team's topic is privacy and its words find other texts: one topic, one count."""
    rows = empty
    some = (Topic(name="privacy", also=("Integritet",), words={"*": ("gdpr",)}),)
    rows.con.execute("insert into setting values ('topics', ?)", [as_json(some)])
    said = (("hello", "Integritet"), ("gdpr", None), ("gdpr", "integritet "), ("hello", "Price"), ("hello", None))
    for place, (text, tag) in enumerate(said):
        rows.message(str(AFTER.monday), 1, text=text, topic=tag, sentiment=-1, message_id=str(place))
    read(rows)
    week = Window(AFTER, 7)
    counted = {name: one.texts for (_, by, name), one in counts(rows, [week]).items() if by == "topic"}
    assert counted == {"privacy": 3, "price": 1}
    for name in ("privacy", "integritet", "INTEGRITET"):
        assert number(rows, AFTER, Filter(topics=(name,))).denominator == counted["privacy"]
        asked = Asked(week.first, week.last, topics=(name,))
        assert {one.topics for one in texts(rows, asked, 9).texts} == {("privacy",)}
        assert texts(rows, asked, 9).total == counted["privacy"]
    assert rows.query("select topics_of(topic, source, channel, id), count(*) from opinions group by 1 order by 1") == [
        *[("Price", 1), ("privacy", 3), (None, 1)],
    ]
    privacy = catalog()["privacy_negative_share"]
    assert score(rows, [(privacy, ALL_ROWS, 7)], [AFTER]).get(privacy.name, ALL_ROWS, week.id).denominator == 3
