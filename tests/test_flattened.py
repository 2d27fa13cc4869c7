"""Tables whose cells only spaces divide."""

from __future__ import annotations

import pytest

from kpi.pasting.flattened import cut, flattened

KINDS = ("kpi", "baseline", "target", "owner", "cadence")


@pytest.mark.parametrize(
    "cells",
    [
        ("Engaged reach (7 days)", "35 000", "70 000", "Social Lead", "Weekly"),
        ("Sentiment-score (AI/privacy topics)", "+12", "+22", "PR + Social Lead", "Wekelijks"),
        ("# policy-incidenten (privacy/claims)", "6 / maand", "3 / maand", "Compliance Owner", "Maandelijks"),
        ("Svarstid (median)", "18 h", "< 6 h", "Community Manager", "Veckovis"),
        ("CPA (betalda kampanjer)", "500 kr", "425 kr", "Performance Marketer", "2 ggr/vecka"),
        ("Besvaras med godkänd mall", "0% (ej infört)", "95%", "Community Lead", "Veckovis"),
        ("Incidente de compliance", "2/trimestru", "0–1/trimestru", "Legal/Compliance", "Lunar"),
        ("Rata de răspuns < 24h (comentarii/DM)", "55%", "85%", "Community Manager", "Zilnic"),
        ("CTR", "–", "1,5%", "Growth", "Weekly"),
    ],
)
def test_a_line_is_cut_where_its_columns_can_be(cells: tuple[str, ...]) -> None:
    assert cut(" ".join(cells), KINDS) == cells


@pytest.mark.parametrize("line", ["Reach 10 100 200 Owner Weekly", "Engaged reach 7 100 200 Owner Weekly"])
def test_a_line_that_can_be_cut_in_two_ways_is_not_cut(line: str) -> None:
    assert cut(line, KINDS) == "two_cuts"


@pytest.mark.parametrize(
    "line", ["CTR Weekly", "CTR soon better Growth Weekly", "CTR 1% 2% Growth sometimes", "x " * 50]
)
def test_a_line_that_does_not_fit_is_not_cut(line: str) -> None:
    assert cut(line, KINDS) == "no_cut"


def test_columns_in_another_order_are_cut_as_well() -> None:
    assert cut("Growth Marketer CTR 1,5% Weekly", ("owner", "kpi", "target", "cadence")) == "two_cuts"
    assert cut("CTR 1,5% Weekly Growth Marketer", ("kpi", "target", "cadence", "owner")) == (
        *("CTR", "1,5%", "Weekly", "Growth Marketer"),
    )


def test_the_table_ends_where_prose_begins() -> None:
    text = "Intro 2026\nKPI Target Owner Cadence\nCTR 1,5% Growth Weekly\n\nMQL 90 Demand Gen Monthly\n\nThat is all.\n"
    (card,) = flattened(text)
    assert [row.cells[0] for row in card.grid.rows] == ["CTR", "MQL"]
    assert [row.line for row in card.grid.rows] == [3, 5]


def test_a_row_that_cannot_be_cut_stands_whole() -> None:
    (card,) = flattened("KPI Target Owner Cadence\nCTR 1,5% Growth Weekly\nBrand love grows Ann Weekly\n")
    assert card.grid.rows[1].cells == ("Brand love grows Ann Weekly",)
