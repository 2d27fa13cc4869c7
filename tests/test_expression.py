"""Formulas that people type: what is written of them, what is refused, and that it says what DuckDB would have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from data.errors import FormulaError
from data.expression import condition, measure
from data.locked import in_memory
from data.store import Store
from kpi.catalog import catalog
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from tests.formulas import COLUMNS, HOSTILE, SENSIBLE
from tests.fuzz.expressions import CANARY, Tally, fuzzed, reached, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MACROS = ("is_privacy", "is_late", "about_privacy", "topics_of", "histogram")  # that our own declarations call besides
# filters that are more than a formula: a parameter for what is asked, and another table. They are no KPI's formula
PLUMBING = ("about_topics(?::varchar[]", "url in (select url from content_log")


@pytest.fixture(scope="module")
def posts() -> Iterator[duckdb.DuckDBPyConnection]:
    with world() as con:
        yield con


@pytest.mark.parametrize("said", SENSIBLE)
def test_a_sensible_formula_says_what_duckdb_would_have_said(said: str, posts: duckdb.DuckDBPyConnection) -> None:
    written = measure(said, COLUMNS)
    assert reached(posts, f"SELECT {written} FROM posts") == {"posts"}
    theirs = posts.execute(f"SELECT {said}\nFROM posts").fetchall()
    assert posts.execute(f"SELECT {written} FROM posts").fetchall() == theirs


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_else_somebody_types_is_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        measure(said, COLUMNS)
    for language in LANGUAGES:
        assert str(refused.value.fields["value"]) in tell(Words(language), refused.value)


def test_there_are_as_many_of_each_as_there_should_be() -> None:
    assert len(SENSIBLE) >= 14
    assert len(set(HOSTILE)) >= 69


def test_every_formula_of_our_own_is_accepted_and_means_the_same(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "acme.duckdb")
    try:
        accepted = 0
        for kpi in catalog().values():
            with store.shared.asking() as con:
                columns = [str(row[0]).lower() for row in con.execute(f"DESCRIBE {kpi.fact}").fetchall()]
                for said in kpi.columns().values():
                    write = condition if said.startswith("histogram") else measure  # the one that gives a map
                    written = write(said, columns, MACROS)
                    theirs = con.execute(f"SELECT {said} FROM {kpi.fact}").fetchall()
                    assert repr(con.execute(f"SELECT {written} FROM {kpi.fact}").fetchall()) == repr(theirs)  # nan
                    accepted += 1
                for said in [*kpi.derived.values(), *kpi.filters.values(), *kpi.groups.values()]:
                    if not said.startswith(PLUMBING) and PLUMBING[1] not in said:
                        condition(said, [*columns, *kpi.derived], MACROS)
        assert accepted > 150
    finally:
        store.close()


def test_a_condition_has_no_aggregate() -> None:
    assert condition("format = 'video' and reach > 10", COLUMNS) == """(("format" = 'video') AND ("reach" > 10))"""
    with pytest.raises(FormulaError) as refused:
        condition("sum(reach) > 10", COLUMNS)
    assert refused.value.fields == {"why": "formula_nested", "value": "sum"}


@pytest.mark.parametrize(
    ("said", "why", "value"),
    [
        ("sum(clicks)", "formula_name", "clicks"),
        ("sum(reach) + saves", "formula_plain", "saves"),
        ("repeat('x', 9)", "formula_function", "repeat"),
        ("sum(reach, saves)", "formula_arguments", "sum"),
        ("sum(avg(reach))", "formula_nested", "avg"),
        ("sum(reach) + (select 1)", "formula_shape", "(select 1)"),
        ("sum(reach", "formula_unread", "sum(reach"),
        ("sum(reach)" * 300, "formula_long", "sum(reach)" * 4 + "…"),
    ],
)
def test_a_refusal_names_the_word_it_is_about(said: str, why: str, value: str) -> None:
    with pytest.raises(FormulaError) as refused:
        measure(said, COLUMNS)
    assert refused.value.fields == {"why": why, "value": value}


def test_a_name_is_the_column_whatever_its_case() -> None:
    assert measure("Sum(REACH)", COLUMNS) == 'sum("reach")'


def test_a_text_is_a_text_whatever_stands_in_it() -> None:
    said = "count(*) filter (where format = 'it''s '';drop table secrets--')"
    assert measure(said, COLUMNS) == """count(*) FILTER (WHERE ("format" = 'it''s '';drop table secrets--'))"""


def test_random_formulas_reach_nothing_but_their_own_table() -> None:
    tally = fuzzed(1_500, first=1)
    assert tally.failures == []
    assert tally.accepted > 100
    assert tally.refused > 100


def test_the_fuzz_would_notice_a_formula_that_reaches_further() -> None:
    with world() as con:
        found = Tally()
        found.ran(con, 0, "sum(reach)", "(SELECT secret FROM secrets)")
        found.ran(con, 1, "sum(reach)", f"'{CANARY}'")
        found.ran(con, 2, "sum(reach)", "max(reach)")
    assert [one.split(":")[0] for one in found.failures] == ["0 another table", "1 canary", "2 another number"]


def test_the_parser_stays_locked() -> None:
    with in_memory() as con, pytest.raises(duckdb.PermissionException):
        con.execute("FROM read_text('/etc/passwd')")
