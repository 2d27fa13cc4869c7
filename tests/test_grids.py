"""Tables in a text: Markdown, tab-separated, CSV, in an article or alone."""

from __future__ import annotations

import pytest

from kpi.pasting.columns import is_header
from kpi.pasting.grids import grids, sheet_grids, tidy, without_note

WANTED = [("CTR", "0,9%", "1,4%"), ("CPA", "500 kr", "425 kr")]
TABLES = {
    "markdown": "| KPI | Baseline | Target |\n|:---|---:|---|\n| CTR | 0,9% | 1,4% |\n| CPA | 500 kr | 425 kr |\n",
    "no frame": "KPI | Baseline | Target\n---|---|---\nCTR | 0,9% | 1,4%\nCPA | 500 kr | 425 kr\n",
    "no fence": "| KPI | Baseline | Target |\n| CTR | 0,9% | 1,4% |\n| CPA | 500 kr | 425 kr |\n",
    "bold": "| **KPI** | *Baseline* | __Target__ |\n|--|--|--|\n"
    "| **CTR**[^1] | `0,9%` | 1,4%* |\n| [CPA](https://x.org/a_b) | 500&nbsp;kr | 425 kr† |\n",
    "tabs": "KPI\tBaseline\tTarget\nCTR\t0,9%\t1,4%\nCPA\t500 kr\t425 kr\n",
    "semicolons": 'KPI;Baseline;Target\nCTR;0,9%;1,4%\n"CPA";"500 kr";"425 kr"\n',
    "commas": 'KPI,Baseline,Target\nCTR,"0,9%","1,4%"\nCPA,500 kr,425 kr\n',
    "windows": "KPI;Baseline;Target\r\nCTR;0,9%;1,4%\r\nCPA;500 kr;425 kr\r\n",
    "article": "# Plan\n\nA KPI, a baseline, a target.\n\n"
    "KPI\tBaseline\tTarget\nCTR\t0,9%\t1,4%\nCPA\t500 kr\t425 kr\n\nSo; that | is, it.\n",
}


def found(text: str) -> list[list[tuple[str, ...]]]:
    return [[tuple(map(without_note, row.cells)) for row in grid.rows] for grid in grids(text, is_header)]


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_table_is_found_and_cut(text: str) -> None:
    assert found(text) == [WANTED]


def test_each_table_of_an_article_is_found_with_its_lines() -> None:
    text = f"Intro\n\n{TABLES['markdown']}\nBetween, them\n\n{TABLES['tabs']}"
    first, second = grids(text, is_header)
    assert [row.line for row in first.rows] == [5, 6]
    assert (second.header.line, [row.line for row in second.rows]) == (10, [11, 12])


def test_an_escaped_pipe_stays_in_its_cell() -> None:
    assert found("| KPI | Target |\n|--|--|\n| CTR \\| web | 1% |\n") == [[("CTR | web", "1%")]]


def test_struck_out_words_are_not_read_as_meant() -> None:
    assert found("| KPI | Target |\n|--|--|\n| CTR | ~~1%~~ 2% |\n") == [[("CTR", "~~1%~~ 2%")]]


def test_a_quoted_cell_may_hold_a_line_end() -> None:
    assert found('KPI\tTarget\n"CTR\nto web"\t1%\nCPA\t5\n') == [[("CTR to web", "1%"), ("CPA", "5")]]


def test_prose_and_tables_without_a_target_are_no_scorecard() -> None:
    assert found("KPI, baseline and target matter.\n\n| Risk | Owner |\n|--|--|\n| Data leak | Legal |\n") == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'+12", "+12"), ("'=1+1", "=1+1"), (" 35\u00a0000 ", "35 000"), ("*", "*"), ("don't", "don't")],
)
def test_a_cell_is_tidied(cell: str, text: str) -> None:
    assert tidy(cell) == text


@pytest.mark.parametrize(("cell", "text"), [("85%¹", "85%"), ("85%*", "85%"), ("CTR[^2]", "CTR"), ("*", "*"), ("", "")])
def test_the_mark_of_a_footnote_is_no_part_of_a_cell(cell: str, text: str) -> None:
    assert without_note(cell) == text


def test_a_sheet_holds_tables_wherever_they_begin() -> None:
    rows = [("Plan 2026", "", ""), ("", "", ""), ("KPI", "Baseline", "Target"), *WANTED, ("", "", ""), ("Note", "", "")]
    (grid,) = sheet_grids("Q1", rows, is_header)
    assert (grid.name, [row.cells for row in grid.rows], grid.rows[0].line) == ("Q1", WANTED, 4)
