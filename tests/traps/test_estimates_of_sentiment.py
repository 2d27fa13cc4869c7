"""Who is in the random sample of a week: what nobody drew stays out of the estimate, whatever somebody called it.

Texts are labelled in the order of their draw. A week of the helper has a text at each of (0.5, 1.5, 2.5, ...) / texts.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.cells import ALL_ROWS, Filter
from kpi.periods import Week, Window
from kpi.sentiment.ahead import ahead
from kpi.sentiment.ask import ask
from kpi.sentiment.basis import SETTING, basis, chosen
from kpi.sentiment.said import facts, formula
from kpi.sentiment.scorer_words import scorer_name
from kpi.snapshot import EVERYWHERE, Cell
from kpi.words import LANGUAGES, Words
from tests.labelled_texts import MONDAY, label, read_text, week
from tests.rows import Rows
from tests.traps.scored import WEEK, cell


def net(store: Rows, channel: str = EVERYWHERE, rows: Filter = ALL_ROWS) -> Cell:
    return cell(store, "net_sentiment", channel, rows=rows)


def labels(store: Rows, rows: Filter = ALL_ROWS) -> int:
    found = net(store, rows=rows).estimated
    assert found is not None
    return found.labels


def test_late_text_with_a_small_draw_shortens_the_sample_until_somebody_labels_it(empty: Rows) -> None:
    week(empty, 40, 20)
    assert labels(empty) == 20
    read_text(empty, "late", MONDAY, 0.1)  # four texts of the forty have a smaller draw
    assert labels(empty) == 4
    left = ahead(empty, Window(Week.of(MONDAY), 7))
    assert (left.open, left.late, left.waiting, left.shortened) == (21, 1, 16, True)
    label(empty, "late", 0)
    assert not ahead(empty, Window(Week.of(MONDAY), 7)).shortened
    assert labels(empty) == 21


def test_labels_that_somebody_picked_by_hand_do_not_enter(empty: Rows) -> None:
    week(empty, 40, 20)
    drawn = net(empty)
    for place in range(30, 40):
        label(empty, f"x {MONDAY} {place}", -1, "whoever uploaded a list")
    assert net(empty) == drawn


def test_texts_picked_by_hand_do_not_enter_by_a_topic_that_they_have_to_themselves(empty: Rows) -> None:
    """A ticket number as topic: each text would be a stratum that is read whole, and only bad ones were picked."""
    week(empty, 40, 20)
    empty.con.execute("update messages set topic = 'ticket ' || message_id")
    drawn = net(empty)
    for place in range(21, 40, 3):
        label(empty, f"x {MONDAY} {place}", -1, "who looks for complaints")
    assert net(empty) == drawn


def test_label_of_a_text_that_was_changed_says_nothing(empty: Rows) -> None:
    week(empty, 40, 20)
    empty.con.execute("update reading set words = 1 where text_id = ?", [f"x {MONDAY} 10"])
    assert labels(empty) == 10  # the text is open again, and the sample ends before it


def test_label_that_was_taken_back_opens_its_text_again(empty: Rows) -> None:
    week(empty, 40, 20)
    taken = "update label set removed_at = timestamp '2026-11-24', removed_revision = 2 where text_id = ?"
    empty.con.execute(taken, [f"x {MONDAY} 15"])
    assert labels(empty) == 15


def test_text_that_was_read_and_of_which_nobody_can_tell_keeps_its_place_in_the_sample(empty: Rows) -> None:
    week(empty, 40, 20)
    before = net(empty)
    empty.con.execute("update label set sentiment = null where text_id = ?", [f"x {MONDAY} 5"])
    after = net(empty)
    assert (before.sample, after.sample) == (20, 19)
    assert after.denominator == 40


def test_week_labelled_in_one_channel_speaks_of_that_channel_and_says_so(empty: Rows) -> None:
    week(empty, 40, 35)
    week(empty, 60, 0, channel="facebook")
    brand, x, facebook = (net(empty, channel) for channel in (EVERYWHERE, "x", "facebook"))
    assert [one.coverage for one in (brand, x, facebook)] == [pytest.approx(0.4), 1.0, 0.0]
    assert (brand.indicative, x.indicative, facebook.indicative) == (False, False, True)
    assert brand.value == pytest.approx(x.value)
    assert (brand.denominator, brand.sample) == (100, 35)


def test_running_week_grows_and_its_sample_ends_at_the_first_new_text(empty: Rows) -> None:
    week(empty, 40, 20)
    assert labels(empty) == 20
    for place in range(40):
        read_text(empty, f"new {place}", MONDAY, (place + 0.2) / 40)
    assert labels(empty) == 0
    assert net(empty).indicative
    label(empty, "new 0", 1)
    label(empty, "new 1", 1)
    assert labels(empty) == 4  # two old and two new ones, up to the third new one


def test_topic_that_is_labelled_deeper_has_a_sample_of_its_own(empty: Rows) -> None:
    """Ten of forty texts are about privacy, at every fourth draw; the team labels the first eight, and all of these."""
    week(empty, 40, 8)
    for place in range(0, 40, 4):
        key = f"x {MONDAY} {place}"
        empty.con.execute("insert into text_topic values ('messages', 'x', ?, 'privacy')", [key])
        if place >= 8:
            label(empty, key, -1, drawn="topic:privacy")
    assert labels(empty, Filter(topics=("privacy",))) == 10
    assert labels(empty) == 6 + 10
    of_topic = net(empty, rows=Filter(topics=("privacy",)))
    good = sum(place % 3 != 0 for place in (0, 4))
    assert of_topic.value == pytest.approx(
        100 * (good - (10 - good)) / 10
    )  # all are labelled: nothing is left to guess


@pytest.mark.parametrize("sampled_topic", [False, True])
def test_channel_whose_only_label_is_of_another_topic_is_not_covered(empty: Rows, sampled_topic: bool) -> None:
    """Of seven texts about AI or privacy on Reddit nobody read one: the label there is of a text about delivery."""
    wanted = Filter(topics=("ai", "privacy"))
    week(empty, 20, 20, topic="ai")
    for place in range(7):
        read_text(
            empty, f"r{place}", MONDAY, 0.2 + place / 10, channel="reddit", topic="privacy" if place % 2 else "ai"
        )
    read_text(empty, "delivery", MONDAY, 0.1, channel="reddit", topic="delivery")
    label(empty, "delivery", -1, channel="reddit")
    if sampled_topic:
        label(empty, "r0", -1, channel="reddit")
    assert net(empty).coverage == 1.0
    found, reddit = net(empty, rows=wanted), net(empty, "reddit", wanted)
    assert found.coverage == pytest.approx(1.0 if sampled_topic else 20 / 27)
    assert found.sample == 20 + sampled_topic
    assert (reddit.coverage, reddit.sample, reddit.indicative) == (0.0, 0, True)
    told = ask(empty, "net", [Window(Week.of(MONDAY), 7)], wanted)[Window(Week.of(MONDAY), 7).id, "reddit"]
    assert told.coverage == pytest.approx(1.0 if sampled_topic else 0.0)


def test_one_label_is_none(empty: Rows) -> None:
    week(empty, 40, 1)
    assert net(empty).indicative
    assert net(empty).error is None
    assert net(empty).sample == 0


def test_without_labels_a_number_is_what_the_scorer_makes_of_all_texts(empty: Rows) -> None:
    week(empty, 3, 0)  # 0.1 - 0.8, 0.7 - 0.1, 0.7 - 0.1
    found = net(empty)
    assert found.value == pytest.approx(100 * (-0.7 + 0.6 + 0.6) / 3, abs=1e-4)
    assert (found.indicative, found.coverage, found.sample, found.error) == (True, 0.0, 0, None)
    assert found.estimated is not None
    assert (found.estimated.low, found.estimated.high) == (None, None)


def test_what_was_said_without_a_text_is_not_covered_and_not_there_without_any(empty: Rows) -> None:
    week(empty, 30, 30)
    for place in range(10):
        empty.message(MONDAY.isoformat(), 1, message_id=f"picture {place}", text=None)
    assert net(empty).coverage == pytest.approx(0.75)
    empty.message(MONDAY.isoformat(), 1, message_id="of a channel without texts", text=None, channel="tiktok")
    assert (net(empty, "tiktok").value, net(empty, "tiktok").why) == (None, "not_available")


# -- on what the numbers stand -----------------------------------------------------------------------


def test_labels_of_a_tool_are_used_as_they_are_unless_somebody_says_otherwise(empty: Rows) -> None:
    week(empty, 40, 35)
    assert basis(empty) == "estimate"
    empty.message(MONDAY.isoformat(), 1, message_id="of a tool", sentiment=-1)
    assert (basis(empty), chosen(empty)) == ("tool", None)
    counted = net(empty)
    assert (counted.value, counted.numerator, counted.denominator, counted.estimated) == (-100.0, -1.0, 1.0, None)
    assert counted.coverage == pytest.approx(1 / 41)
    empty.con.execute("insert into setting values (?, 'estimate')", [SETTING])
    assert net(empty).estimated is not None


def test_labels_of_other_peoples_mentions_and_of_copies_are_no_labels_of_ours(empty: Rows) -> None:
    week(empty, 40, 35)
    empty.brands("Acme", "Bolt")
    for brand, is_copy in (("Bolt", False), ("Acme", True)):
        empty.add("mentions", mention_id=brand, day=MONDAY.isoformat(), brand=brand, is_copy=is_copy, sentiment=1)
    assert basis(empty) == "estimate"
    empty.add("mentions", mention_id="ours", day=MONDAY.isoformat(), brand=" ACME ", sentiment=1)
    assert basis(empty) == "tool"


def test_tool_that_labels_is_corrected_where_the_team_labels_too(empty: Rows) -> None:
    """A tool that calls every text positive: the team, which read them all, knows better."""
    week(empty, 60, 60, sentiment=1)
    empty.con.execute("insert into setting values (?, 'estimate')", [SETTING])
    found = net(empty)
    assert found.value == pytest.approx(100 * (40 - 20) / 60)
    assert found.estimated is not None
    assert found.estimated.scorer == "tool"


def test_privacy_is_found_by_the_words_of_the_team_too(empty: Rows) -> None:
    week(empty, 40, 40)
    for place in range(12):
        key = f"x {MONDAY} {place}"
        empty.con.execute("insert into text_topic values ('messages', 'x', ?, 'privacy')", [key])
    found = cell(empty, "privacy_negative_share", days=30)
    assert (found.denominator, found.sample) == (12, 12)
    assert found.value == pytest.approx(4 / 12)


def test_toxic_texts_are_counted_and_never_estimated(empty: Rows) -> None:
    week(empty, 40, 40, is_toxic=False)
    found = cell(empty, "toxic_share")
    assert (found.value, found.numerator, found.denominator, found.estimated) == (0.0, 0.0, 40.0, None)


def test_week_without_any_text_has_no_data(empty: Rows) -> None:
    week(empty, 40, 40)
    assert cell(empty, "net_sentiment", week=WEEK.previous(3)).why == "no_data"


@pytest.mark.parametrize("language", LANGUAGES)
def test_formula_names_a_scorer_only_where_it_is_heeded(empty: Rows, language: str) -> None:
    week(empty, 40, 20)
    found, say = net(empty), Words(language)
    assert found.estimated is not None
    name = scorer_name("lexicon-1", say)
    for weight, named in ((0.0, False), (0.00001, False), (0.004, True), (-0.5, True)):
        told = formula(replace(found, estimated=replace(found.estimated, weight=weight)), say)
        assert (name in told, "×" in told.partition("=")[2]) == (named, named)
        assert "20" in told


def test_all_scorers_of_the_texts_are_named(empty: Rows) -> None:
    """A model was chosen, and half of the texts still have the score of the word lists."""
    week(empty, 40, 20)
    empty.con.execute("update reading set scorer = 'own-1' where words % 2 = 0")
    found = net(empty)
    assert found.estimated is not None
    assert found.estimated.scorer == "lexicon-1 + own-1"
    empty.con.execute("update messages set sentiment = 1 where source_row = 3")
    empty.con.execute("insert into setting values (?, 'estimate')", [SETTING])
    found = net(empty)
    assert found.estimated is not None
    told = "the word lists (version 1) + your own model (version 1) + the tool of the export"
    assert facts(found, Words("en"))["scorer"] == told


def test_renamed_topic_keeps_the_sample_that_was_drawn_under_its_old_name(empty: Rows) -> None:
    week(empty, 40, 0)
    for place in range(0, 40, 4):
        empty.con.execute("insert into text_topic values ('messages', 'x', ?, 'data')", [f"x {MONDAY} {place}"])
        label(empty, f"x {MONDAY} {place}", -1, drawn="topic:privacy")
    empty.con.execute("""insert into setting values ('topics', '[{"name": "Data", "also": [], "words": {}}]')""")
    assert labels(empty) == 0
    empty.con.execute("""update setting set value = replace(value, '[]', '["Privacy"]') where name = 'topics'""")
    assert labels(empty) == 10
