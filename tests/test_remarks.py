"""What a reader of a status must know, in one short line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpi.paper.document import document
from kpi.paper.notes import notes
from kpi.remarks import beside_chance, chance, mix_text, remark, visible
from kpi.snapshot import Forecast, Guard, Mix, ScoreRow, Seen
from kpi.words import LANGUAGES, Words
from tests.snapshots import ROWS, example, row

EN = Words("en")
CTR, CORRECTIONS = (next(row(*fields) for fields in ROWS if fields[0] == name) for name in ("ctr", "correction_ratio"))
GUARD = Guard("net_sentiment", "points", None, "up", 20, -5, "signal", worse=True)


def ahead(likely: float | None) -> Forecast:
    return Forecast(0.014, 0.012, 0.016, likely, 8)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "too_little", "reason": "sample"}, "the sample is too small (n = 812)"),
        ({"status": "too_little", "reason": "unfinished"}, "the period is not complete yet"),
        ({"status": "too_little", "reason": None}, ""),
        (
            {"status": "too_little", "reason": "guard", "guards": (replace(GUARD, worse=None),)},
            "Net sentiment, which must not worsen, cannot be judged",
        ),
        ({"status": "at_cost", "guards": (GUARD,)}, "Net sentiment worsened from +20 to −5"),
        ({"status": "met", "luck": 0.406}, "green by luck: 41 in 100"),
        ({"status": "met", "luck": 0.01}, ""),
        ({"status": "met", "luck": None, "forecast": ahead(0.4)}, ""),
        ({"status": "behind", "overdue": True}, "The deadline has passed."),
        ({"status": "behind", "forecast": ahead(0.4)}, "40% chance"),
        ({"status": "on_pace", "forecast": ahead(0.0)}, "< 1% chance"),
        ({"status": "on_pace", "forecast": ahead(1.0)}, "> 99% chance"),
        ({"status": "on_pace", "forecast": ahead(None)}, ""),
        ({"status": "on_pace", "forecast": None}, ""),
        ({"status": "too_early", "forecast": ahead(0.4)}, ""),
    ],
)
def test_one_line_says_what_the_status_does_not(fields: dict[str, Any], said: str) -> None:
    assert plain(remark(replace(CTR, **fields), EN)) == said


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen(6000, 5298, 1, None), "Yes: one period is enough. It holds 6,000, and 5,298 are needed."),
        (
            Seen(37, 5298, 144, None),
            (
                "Not in one period: it holds 37, and 5,298 are needed. "
                "At this volume it takes about 144 weeks on each side of the comparison."
            ),
        ),
        (
            Seen(6000, 5298, 3, None),
            (
                "Not in one period: the weeks move too much by themselves. "
                "It takes about 3 weeks on each side of the comparison."
            ),
        ),
        (Seen(1, 5298, 5298, None), "Not at this volume: it would take more than ten years."),
        (Seen(1, None, None, 0.1), ""),
    ],
)
def test_sight_is_told_in_plain_words(seen: Seen, said: str) -> None:
    assert visible(seen, EN) == said


def test_total_against_every_channel_is_called_out() -> None:
    fell = replace(CTR, mix=Mix(("x", "linkedin"), 0.001, -0.004))
    assert mix_text(fell, EN) == (
        "The total fell though every channel rose (X, LinkedIn): more of it came from channels where it is lower."
    )
    assert mix_text(replace(CTR, mix=Mix(("x", "linkedin"), -0.001, 0.004)), EN).startswith("The total rose")
    assert mix_text(CTR, EN) == ""


def marked() -> tuple[ScoreRow, ...]:
    return (
        replace(CTR, status="too_little", reason="sample", runs=("beyond_high",)),
        replace(CORRECTIONS, status="met", luck=0.56, mix=Mix(("x", "linkedin"), 0.001, -0.004), forecast=ahead(0.8)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_says_it_too(language: str) -> None:
    say, taken = Words(language), replace(example(), rows=marked())
    told = {note.name: note.text for note in notes(taken, say)}
    assert say("kpi.ctr") in told[say("pdf.unjudged")]
    assert say("kpi.ctr") in told[say("pdf.unusual")]
    assert "56" in told[say("pdf.by_luck")]
    assert say("kpi.correction_ratio") in told[say("pdf.mix")]
    page = document(taken, say)
    assert [line.chance.replace("\u00a0", "") for line in page.lines] == ["–", "80%"]
    assert page.charts[0].plot.ring


def test_nobody_is_as_sure_as_nothing_or_everything() -> None:
    assert plain(chance(replace(CTR, forecast=ahead(0.004)), EN)) == "< 1%"
    assert plain(chance(replace(CTR, forecast=ahead(0.01)), EN)) == "1%"


def test_where_the_chance_has_its_own_column_it_is_not_said_twice() -> None:
    behind = replace(CTR, status="behind", forecast=ahead(0.4))
    assert (plain(remark(behind, EN)), beside_chance(behind, EN)) == ("40% chance", "")
    assert beside_chance(replace(behind, overdue=True), EN) == "The deadline has passed."


def test_a_window_that_still_runs_has_no_chance() -> None:
    running = replace(CTR, status="on_pace", forecast=ahead(0.4), partial=True)
    assert (chance(running, EN), remark(running, EN)) == ("", "")
    assert [line.chance for line in document(replace(example(), rows=(running,)), EN).lines] == [""]
