"""What the paper says is what the pages say: the same values through the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpi.paper.document import CARDS, CHARTS, TILES, Document, chosen, document, row_name
from kpi.words import LANGUAGES, Words
from tests.snapshots import empty, example, silent

NL = Words("nl")


def dutch() -> Document:
    return document(example(), NL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_goes_through_the_words_of_the_pages(language: str) -> None:
    say, snapshot = Words(language), example()
    lines = document(snapshot, say).lines
    for row, line in zip(snapshot.rows, lines, strict=True):
        assert line.now.removesuffix("*") == say.number(row.now.value, row.unit, row.currency)
        assert line.baseline == say.number(row.baseline, row.unit, row.currency)
        assert line.target == row.target.describe(say)
        assert line.progress == say.share(row.progress)


def test_a_row_in_dutch() -> None:
    line = dutch().lines[3]
    assert (line.name, line.baseline, line.now, line.target) == ("CTR", "0,9%", "1,64%", "≥\u00a01,5%")
    assert (line.progress, line.bar, line.sign.word, line.sign.shape) == ("123%", 1.0, "Gehaald", "circle")


def test_a_row_below_its_baseline_has_an_empty_bar() -> None:
    line = dutch().lines[8]
    assert (line.bar, line.sign.word, line.sign.tone) == (0.0, "Slechter", "bad")


def test_the_pace_mark_is_the_share_of_the_way_that_time_has_gone() -> None:
    assert dutch().lines[0].pace == pytest.approx(58 / 90)


def test_a_window_that_still_runs_is_starred_and_not_compared() -> None:
    assert [line.now for line in dutch().lines if line.now.endswith("*")] == ["78*"]
    alone = replace(example(), rows=(example().rows[11],))
    assert document(alone, Words("en")).tiles[0].change == "so far"


def test_only_a_signal_colours_a_change() -> None:
    tones = {tile.name: (tile.change, tile.change_tone) for tile in dutch().tiles}
    assert tones["Netto sentiment"] == ("+7", "good")
    assert tones["Click-to-lead"] == ("−0,13\u00a0pp", "bad")
    assert tones["CPA"] == ("−€\u00a01,80", "quiet")


def test_what_is_off_is_shown_large_in_the_order_of_the_plan() -> None:
    rows = example().rows
    large = chosen(rows, 6)
    assert [row.plan.kpi for row in large] == [
        *("net_sentiment", "response_time_median", "policy_incidents", "share_of_voice", "click_to_lead", "cpa"),
    ]
    assert len(dutch().tiles) == TILES
    assert len(dutch().charts) == CHARTS


def test_where_there_is_less_room_the_worst_stays_longest() -> None:
    ranks = {tile.name: tile.rank for tile in dutch().tiles}
    assert ranks["Click-to-lead"] == 0
    assert {ranks[name] for name in ("Policy-incidenten", "Share of voice", "CPA")} == {1, 2, 3}
    assert sorted(ranks.values()) == list(range(TILES))
    assert sorted(chart.rank for chart in dutch().charts) == list(range(CHARTS))


def test_stop_comes_first_and_what_does_not_fit_is_counted() -> None:
    snapshot = example()
    assert [card.sign.word for card in document(snapshot, NL).cards] == ["STOP", "VERBETEREN", "OPSCHALEN"]
    crowded = document(replace(snapshot, alerts=snapshot.alerts * 3), NL)
    assert len(crowded.cards) == CARDS
    assert crowded.more == "Niet getoond: nog 3, in het maandagoverleg."


def test_a_card_shows_its_evidence() -> None:
    leg = document(example(), NL).cards[0].legs[0]
    assert (leg.kpi, leg.before, leg.after) == ("CTR", "0,9%", "1,6%")
    assert (leg.evidence, leg.sample) == ("Signaal", "n\u00a0=\u00a048.210")


def test_the_rows_name_is_the_teams_own_else_the_kpi_and_its_channel() -> None:
    row = example().rows[6]
    assert row_name(row, NL) == "Engagement rate"
    channel = row.plan.model_copy(update={"filter": replace(row.plan.filter, channel="linkedin")})
    assert row_name(replace(row, plan=channel), NL) == "Engagement rate · LinkedIn"
    assert row_name(replace(row, plan=channel.model_copy(update={"label": "ER kern"})), NL) == "ER kern"


@pytest.mark.parametrize(
    ("day", "said"), [(58, "dag 58 van 90"), (0, "het plan is nog niet begonnen"), (91, "na dag 90")]
)
def test_the_day_of_the_plan(day: int, said: str) -> None:
    assert document(replace(example(), plan_day=day), NL).when == f"Week 47 · 16–22 nov 2026 · {said}"


def test_a_week_that_is_not_over_says_why_no_rule_fires() -> None:
    running = replace(example(), over=False, alerts=())
    assert document(running, Words("en")).calm == "The week is not over. Stop and scale rules look at whole weeks only."


def test_an_empty_store_says_so() -> None:
    paper = document(empty(), Words("en"))
    assert (paper.cards, paper.tiles, paper.lines, paper.charts, paper.tallies) == ((), (), (), (), ())
    assert paper.calm == "No stop or scale rule is active this week."


def test_rows_without_a_value_have_a_dash_and_no_chart() -> None:
    paper = document(silent(), Words("en"))
    assert {line.now for line in paper.lines} == {"–"}
    assert {line.progress for line in paper.lines} == {"–"}
    assert paper.charts == ()
