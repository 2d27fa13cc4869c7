"""The numbers behind the PDF as data: complete, in the KPIs' own scale, and nothing personal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from kpi.paper.attachment import attachment
from tests.snapshots import HOSTILE, example, hostile


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


def test_same_snapshot_same_bytes() -> None:
    assert attachment(example()) == attachment(example())
