"""What was answered for a kind of file is offered for the next one of its kind, and never used unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NeedsAnswerError
from data.intake.remembered import shape
from data.store import Store
from tests.exports import daily

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOORD = {"channel": "instagram", "account": "noord"}
ZUID = {"channel": "instagram", "account": "zuid"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def reach(*values: int, first: int = 1) -> bytes:
    return daily("Instagram reach", *((f"2026-11-{first + place:02}", value) for place, value in enumerate(values)))


def asked(store: Store, name: str, content: bytes, **answers: str) -> NeedsAnswerError:
    with pytest.raises(NeedsAnswerError) as problem:
        store.prepare(name, content, answers)
    return problem.value


# -- shapes of names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reach.csv", "reach.CSV"),
        ("Jan-01-2026_Jun-30-2026_1580000000000090.csv", "Jul-01-2026_Sep-30-2026_15812.csv"),
        ("account_analytics_content_2026-11-01_2026-11-20.csv", "account_analytics_content_2026-12-01_2026-12-07.csv"),
        ("Content 1 januari 2026 - 31 januari 2026.xlsx", "Content 1 mei 2026 - 31 mei 2026.xlsx"),
        ("Table data 2026.zip/Tabelldata.csv", "Table data 2027.zip/Tabelldata.csv"),
        ("export_7f3a9c1e-22bd-4c1a-9d3e-0a1b2c3d4e5f.csv", "export_0b1c2d3e-4f5a-4678-9abc-def012345678.csv"),
        ("20261116T080000Z noord.csv", "20261123T081500Z noord.csv"),
        ("Reach (1).csv", "reach (1).csv"),
    ],
)
def test_dates_ids_and_counters_do_not_tell_files_apart(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reach.csv", "Reach (1).csv"),
        ("Reach (1).csv", "Reach (2).csv"),
        ("Reach.csv", "Views.csv"),
        ("noord_2026-11-01.csv", "zuid_2026-11-01.csv"),
        ("Noord 2026.zip/Tabelldata.csv", "Zuid 2026.zip/Tabelldata.csv"),
        ("mh4u_2026.csv", "mh5u_2026.csv"),
        ("maison 3.csv", "decor 3.csv"),  # words that begin like months
    ],
)
def test_words_and_copies_do(one: str, other: str) -> None:
    assert shape(one) != shape(other)


# -- presets ----------------------------------------------------------------------------------


def test_the_last_answers_are_offered_and_not_used_unasked(store: Store) -> None:
    store.load("Reach 2026-11-01.csv", reach(1, 2), NOORD)
    problem = asked(store, "Reach 2026-11-08.csv", reach(3, 4, first=8))
    assert problem.preset == {"account": "noord"}
    assert problem.format == "meta_daily"
    assert [(one.name, one.suggestion) for one in problem.questions] == [("account", "noord")]
    assert len(store.uploads()) == 1


def test_asked_for_they_fill_in_the_preview_which_says_whence(store: Store) -> None:
    store.load("Reach 2026-11-01.csv", reach(1, 2), NOORD)
    (one,) = store.prepare("Reach 2026-11-08.csv", reach(3, 4, first=8), remembered=True)
    assert one.preview.remembered == {"account": 1}
    assert one.preview.as_last_time
    assert store.commit(one).account == "noord"
    assert store.uploads()[0].answers == {"account": "noord"}


def test_given_answers_are_not_remembered_ones(store: Store) -> None:
    store.load("Reach 2026-11-01.csv", reach(1, 2), NOORD)
    (one,) = store.prepare("Reach 2026-11-08.csv", reach(3, 4, first=8), ZUID, remembered=True)
    assert (one.preview.remembered, one.preview.upload.account) == ({}, "zuid")
    one.close()


def test_a_name_that_two_accounts_share_tells_nothing(store: Store) -> None:
    store.load("Reach 2026-11-01.csv", reach(1, 2), NOORD)
    store.load("Reach 2026-11-02.csv", reach(5, 6), ZUID)
    problem = asked(store, "Reach 2026-11-08.csv", reach(3, 4, first=8))
    assert problem.preset == {}
    assert problem.questions[0].suggestion is None
    with pytest.raises(NeedsAnswerError):
        store.prepare("Reach 2026-11-08.csv", reach(3, 4, first=8), remembered=True)


def test_the_second_copy_of_a_name_is_another_kind_of_file(store: Store) -> None:
    store.load("Reach.csv", reach(1, 2), NOORD)
    store.load("Reach (1).csv", reach(5, 6), ZUID)
    assert asked(store, "Reach.csv", reach(3, first=8)).preset == {"account": "noord"}
    assert asked(store, "Reach (1).csv", reach(4, first=8)).preset == {"account": "zuid"}


def test_what_was_taken_back_is_forgotten(store: Store) -> None:
    store.load("Reach.csv", reach(1, 2), NOORD)
    store.undo(1)
    assert asked(store, "Reach.csv", reach(3, first=8)).preset == {}


def test_another_format_of_the_same_name_knows_nothing(store: Store) -> None:
    store.load("Data.csv", reach(1, 2), NOORD)
    assert asked(store, "Data.csv", b"Date,Views\n2026-11-16,3\n2026-11-17,4\n").preset == {}


# -- what the figures say -----------------------------------------------------------------------


def test_figures_that_agree_with_one_account_suggest_it(store: Store) -> None:
    store.load("a.csv", reach(11, 12, 13, 14, 15), NOORD)
    store.load("b.csv", reach(21, 22, 23, 24, 25), ZUID)
    problem = asked(store, "c.csv", reach(22, 23, 24, 25, 26, first=2))
    assert problem.questions[0].suggestion == "zuid"
    assert problem.preset == {}  # seen in the figures, not remembered


def test_figures_that_agree_with_no_account_suggest_none(store: Store) -> None:
    store.load("a.csv", reach(11, 12, 13, 14, 15), NOORD)
    store.load("b.csv", reach(21, 22, 23, 24, 25), ZUID)
    assert asked(store, "c.csv", reach(32, 33, 34, 35, 36, first=2)).questions[0].suggestion is None


def test_days_without_anything_agree_with_everybody_and_suggest_nobody(store: Store) -> None:
    store.load("a.csv", reach(0, 0, 0, 0, 0), NOORD)
    store.load("b.csv", reach(0, 0, 0, 0, 7), ZUID)
    assert asked(store, "c.csv", reach(0, 0, 0, 0, first=1)).questions[0].suggestion is None


def test_figures_that_contradict_the_memory_take_its_preset_away(store: Store) -> None:
    store.load("Reach 1.csv", reach(11, 12, 13, 14, 15), NOORD)
    store.load("b.csv", reach(21, 22, 23, 24, 25), ZUID)
    problem = asked(store, "Reach 2.csv", reach(22, 23, 24, 25, 26, first=2))
    assert (problem.preset, problem.questions[0].suggestion) == ({}, "zuid")
