"""The numbers behind the PDF as data: complete, in the KPIs' own scale, and nothing personal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from kpi.paper.attachment import attachment
from kpi.snapshot import Unlike
from tests.snapshots import HOSTILE, example, hostile, month, with_effects


def read() -> dict[str, Any]:
    return json.loads(attachment(example()))


def test_values_are_those_of_the_snapshot_not_rounded() -> None:
    (ctr,) = (row for row in read()["rows"] if row["kpi"] == "ctr")
    assert (ctr["baseline"], ctr["now"]["value"], ctr["goal"], ctr["status"]) == (0.009, 0.0164, 0.015, "met")


def test_a_gap_is_null_not_zero() -> None:
    (voice,) = (row for row in read()["rows"] if row["kpi"] == "share_of_voice")
    assert [point["week"] for point in voice["series"] if point["value"] is None] == [
        "2026-W30",
        "2026-W31",
        "2026-W32",
    ]


def test_it_says_of_which_week_and_data_it_is() -> None:
    said = read()
    assert (said["week"], said["fingerprint"], said["plan"]["day"]) == ("2026-W47", "9f3a71c2", 58)
    assert said["sources"][2]["last_day"] == "2026-11-15"


def test_owners_accounts_and_the_words_of_people_stay_out() -> None:
    full = replace(hostile(), brand="Brand")
    written = attachment(full).decode()
    assert json.dumps(HOSTILE)[1:20] not in written
    assert not [source.account for source in full.sources if source.account and source.account in written]


def test_the_words_of_a_noted_break_stay_out_and_the_break_stays() -> None:
    full, words = month(), "Ann's team moved to another tool"
    broken = Unlike("noted", "", words)
    report = full.report
    assert report is not None
    stretch = replace(report.stretches[0], unlike=Unlike("noted", words))
    effect = replace(report.effects[0], outcome=replace(report.effects[0].outcome, unlike=broken))
    row = replace(full.rows[0], series=(*full.rows[0].series[:-1], replace(full.rows[0].series[-1], parted=broken)))
    said = replace(report, stretches=(stretch, *report.stretches[1:]), effects=(effect, *report.effects[1:]))
    written = attachment(replace(full, rows=(row, *full.rows[1:]), report=said)).decode()
    assert words not in written
    first = json.loads(written)["rows"][0]
    assert (first["series"][-1]["parted"]["why"], first["over"]["unlike"]["why"]) == ("noted", "noted")


def test_what_a_platform_calls_a_figure_is_there() -> None:
    full = example()
    renamed = replace(full.rows[0].series[-1], parted=Unlike("renamed", "Impressions", "Views"))
    row = replace(full.rows[0], series=(renamed,))
    assert json.loads(attachment(replace(full, rows=(row,))))["rows"][0]["series"][0]["parted"]["after"] == "Views"


def test_same_snapshot_same_bytes() -> None:
    assert attachment(example()) == attachment(example())


def test_a_report_holds_its_weeks_its_sides_and_every_effect() -> None:
    said = json.loads(attachment(month()))
    assert said["report"] == {"first": "2026-W45", "kind": "month", "last": "2026-W47", "weeks": 3, "whole": False}
    ctr = next(row for row in said["rows"] if row["kpi"] == "ctr")
    assert (ctr["over"]["move"]["after"], ctr["over"]["move"]["evidence"]) == (pytest.approx(0.015142), "signal")
    silent_side = next(row for row in said["rows"] if row["kpi"] == "policy_incidents")["over"]
    assert (silent_side["before"], silent_side["move"], silent_side["unlike"]["why"]) == (None, None, "gap")
    assert [effect["number"] for effect in said["effects"]] == [31, 28, 27, 24, 22, 19]
    worked = said["effects"][3]
    assert (worked["kpi"], worked["outcome"]["verdict"], worked["by_how_much"]) == ("ctr", "worked", "+0.2 pp")
    assert (worked["outcome"]["move"]["before"], worked["outcome"]["before"]["sample"]) == (0.0131, 40210)


def test_what_became_of_decisions_is_told_without_any_person() -> None:
    full = month()
    assert full.report is not None
    hidden = ("Ann Secret", "She said so", "A note on closing")
    named = [
        replace(
            one,
            decision=replace(one.decision, owner=hidden[0], made_by=hidden[0], insight=hidden[1], note=hidden[2]),
            outcome=replace(one.outcome, notes=tuple(replace(n, text=hidden[1]) for n in one.outcome.notes)),
        )
        for one in full.report.effects
    ]
    written = attachment(replace(full, report=replace(full.report, effects=tuple(named)))).decode()
    assert not [text for text in hidden if text in written]
    assert '"kind": "campaign"' in written  # that something was noted stays


def test_a_report_of_a_week_that_adds_nothing_changes_nothing() -> None:
    full = with_effects()
    assert full.report is not None
    assert attachment(replace(full, report=replace(full.report, effects=()))) == attachment(example())
    assert "effects" in json.loads(attachment(full))
