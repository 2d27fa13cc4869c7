"""A formula that somebody types comes to what Python says of the same rows, and tells nothing of a person."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import FormulaError
from data.formula import ASKED, Result, columns, weekly
from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import Exit
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from tests.exports import inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 22)
POSTS = (
    {"Post id": "1", "Date": "Mon, Nov 9, 2026", "Impressions": 100, "Likes": 7},
    {"Post id": "2", "Date": "Sun, Nov 15, 2026", "Impressions": 300, "Likes": 1},
    {"Post id": "3", "Date": "Mon, Nov 16, 2026", "Impressions": 50, "Likes": 5},
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-22")
    with closing(Store.open(store_path("acme"), brand="Acme")) as opened:
        opened.load("a.csv", x_posts(*POSTS))
        opened.load("i.csv", inbox({"Message ID": "m", "Received at": "2026-11-16T10:00:00Z", "Sender": "Jan"}))
        yield opened


def test_it_is_a_number_a_week_and_channel(store: Store) -> None:
    found = weekly(store, "posts", "sum(reactions) / sum(impressions)", FIRST, LAST)
    expected = [(FIRST, 8 / 400), (date(2026, 11, 16), 5 / 50)]
    assert sorted(found, key=lambda one: (one.monday, one.channel or "")) == [
        Result(monday, channel, value) for monday, value in expected for channel in (None, "x")
    ]


def test_days_outside_are_left_out(store: Store) -> None:
    found = weekly(store, "posts", "count(*)", FIRST, date(2026, 11, 14))
    assert [one.value for one in found] == [1.0, 1.0]


@pytest.mark.parametrize("said", ["sum(impressions) / 0", "avg(saves)", "0 / 0 * count(*)"])
def test_no_number_is_none_and_never_a_zero(store: Store, said: str) -> None:
    assert [one.value for one in weekly(store, "posts", said, FIRST, LAST)] == [None] * 4


@pytest.mark.parametrize("fact", ASKED)
def test_what_says_something_of_a_person_is_no_column(fact: str) -> None:
    assert not {"text", "title", "author_hash", "url", "source_row", "batch_id"} & set(columns(fact)) - {
        "title" if fact not in ("messages", "mentions") else "",
        "url" if fact not in ("messages", "mentions") else "",
    }


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("max(text)", "formula_name"),
        ("max(author_hash)", "formula_name"),
        ("max(channel)", "formula_no_number"),
        ("bool_or(true)", "formula_no_number"),
        ("max(day)", "formula_no_number"),
        ("quantile_cont(wait_hours, [0.5])", "formula_no_number"),
        ("sum(channel)", "formula_fails"),
        ("sum(channel::integer)", "formula_fails"),
    ],
)
def test_what_comes_to_no_number_is_told(store: Store, said: str, why: str) -> None:
    with pytest.raises(FormulaError) as refused:
        weekly(store, "messages", said, FIRST, LAST)
    assert refused.value.fields["why"] == why
    assert all(str(refused.value.fields["value"]) in tell(Words(one), refused.value) for one in LANGUAGES)
    assert store.query("SELECT 1") == [(1,)]


def test_the_command_prints_a_line_a_week(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    assert main(["formula", "sum(reactions) / sum(impressions)", "--language", "nl"]) == Exit.DONE
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert printed[0] == ["alles", "x"]
    assert printed[-2:] == [["2026-W46", "0,02", "0,02"], ["2026-W47", "0,1", "0,1"]]
    assert printed[1] == ["2026-W40", "–", "–"]
    assert main(["formula", "(select 1)"]) == Exit.MISTAKE
    assert "cannot stand in a formula" in capsys.readouterr().err
    Store.open(store.path)  # the fixture closes it
