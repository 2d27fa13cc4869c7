"""What the bench measures us against says the same as we do, of every KPI of posts and messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.by_hand import BY_HAND
from bench.made import fill
from bench.scoring import differences
from data.store import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = Path(tmp_path_factory.mktemp("bench")) / "made.duckdb"
    fill(path, 6_000)
    store = Store.open(path)
    yield store
    store.close()


def test_statements_by_hand_give_every_number(made: Store) -> None:
    assert not list(differences(made))


@pytest.mark.parametrize(
    ("fact", "right", "wrong", "kpi"),
    [
        ("messages", "interval 72 hours", "interval 71 hours", "comments_answered"),
        ("messages", "interval 9 hours", "interval 10 hours", "sla_4h"),
        ("posts", "sum(watch_s) / 3600", "sum(watch_s) / 3601", "watch_time"),
    ],
)
def test_a_wrong_statement_is_noticed(  # noqa: PLR0917 - what is written wrongly, and where
    made: Store, monkeypatch: pytest.MonkeyPatch, fact: str, right: str, wrong: str, kpi: str
) -> None:
    monkeypatch.setitem(BY_HAND, fact, BY_HAND[fact].replace(right, wrong))
    assert {what.split()[0] for what, *_ in differences(made)} == {kpi}
