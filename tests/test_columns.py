"""Which column is which, by its heading."""

from __future__ import annotations

import pytest

from data.declared import read
from kpi.pasting.columns import column, headings_in, is_header, scorecards
from kpi.pasting.grids import Grid, Row
from kpi.pasting.labels import WORDS


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("KPI", "kpi"),
        ("KPI’s", "kpi"),
        ("Nyckeltal", "kpi"),
        ("90-Day Target", "target"),
        ("Doel na 90 dagen", "target"),
        ("Mål (90 dagar)", "target"),
        ("Țintă la 90 de zile", "target"),
        ("Nulmeting", "baseline"),
        ("UTGÅNGSLÄGE", "baseline"),
        ("Valoare de bază", "baseline"),
        ("Eigenaar", "owner"),
        ("KPI owner", "owner"),
        ("Ansvarig", "owner"),
        ("Review cadence", "cadence"),
        ("Frecvență", "cadence"),
        ("Comments", None),
        ("Target audience", None),
        ("", None),
        ("90", None),
    ],
)
def test_a_heading_names_its_column(heading: str, name: str | None) -> None:
    assert column(heading) == name


def test_no_word_means_two_columns() -> None:
    said = [(column(word), name) for name, words in read(WORDS)["columns"].items() for word in words]
    assert [pair for pair in said if pair[0] != pair[1]] == []


def test_a_header_needs_a_kpi_and_a_target() -> None:
    assert is_header(["Owner", "Target", "KPI"])
    assert not is_header(["KPI", "Baseline", "Owner"])


def test_columns_may_stand_in_any_order_and_others_are_named() -> None:
    grid = Grid(Row(1, ("Owner", "Why", "Target", "KPI")), (Row(2, ("Ann", "so", "1%", "CTR")),))
    (card,) = scorecards(grid)
    assert [card.cell(grid.rows[0].cells, name) for name in ("kpi", "target", "owner", "cadence")] == [
        *("CTR", "1%", "Ann", "")
    ]
    assert card.unused == ("Why",)


def test_two_targets_are_two_ways_to_read_it() -> None:
    grid = Grid(Row(1, ("KPI", "30-day target", "90-day target")), (Row(2, ("CTR", "1%", "2%")),))
    ways = list(scorecards(grid))
    assert [card.cell(grid.rows[0].cells, "target") for card in ways] == ["1%", "2%"]
    assert [card.headings[-1] for card in ways] == ["30-day target", "90-day target"]


def test_a_header_is_cut_into_headings_when_nothing_divides_them() -> None:
    cut = ("KPI", "Baseline", "90-Day Target", "Owner", "Review cadence")
    assert headings_in(" ".join(cut)) in {cut, ("KPI", "Baseline 90-Day", "Target", "Owner", "Review cadence")}
    assert headings_in("KPI and target matter most") is None
    assert headings_in("KPI") is None
