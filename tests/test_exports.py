"""Recognising an export and reading its rows: what is data, what is not, and what stays open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.declared import BrokenDeclarationError
from data.errors import DoubtfulExportError, SetAsideError, UnknownExportError
from data.exports import Reading, load_formats, read_export
from data.headers import header_key
from tests.exports import as_csv, daily

if TYPE_CHECKING:
    from pathlib import Path

SALES = """
fact    = "funnel"
channel = "x"
[recognise]
all  = [["Day"], ["Leads", "Leads (*)"]]
none = ["Post ID"]
[[period]]
in      = "above"
regex   = 'From (\\S+) to (\\S+)'
pattern = "%d/%m/%Y"
[total]
words  = ["Total", "Sum of *"]
column = "Day"
sums   = ["leads"]
[footer]
words = ["Showing top"]
[columns.day]
from     = ["Day"]
as       = "date"
required = true
[columns.leads]
from = ["Leads", "Leads (*)"]
as   = "integer"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sales.toml").write_text(SALES, encoding="utf-8")
    return tmp_path


def read(folder: Path, content: str, name: str = "sales.csv") -> Reading:
    return read_export(name, content.encode(), load_formats(folder))


def cells(reading: Reading) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in reading.columns.to_pylist()]


@pytest.mark.parametrize(
    "header", ["Day,Leads", "  DAY , lea\u00adds", "\u200bDay,Leads\u00a0", "Other,Day,x,Leads", "day,LEADS (NEW)"]
)
def test_headers_are_known_whatever_their_case_spaces_and_hidden_marks(folder: Path, header: str) -> None:
    width = header.count(",") + 1
    reading = read(folder, header + "\n" + ",".join(["2026-11-16"] * width) + "\n")
    assert reading.format.name == "sales"
    assert cells(reading) == [("2026-11-16", "2026-11-16", 2)]


def test_rows_that_are_no_data_stay_out(folder: Path) -> None:
    reading = read(
        folder,
        "Sales report\nFrom 01/11/2026 to 30/11/2026\n\nDay,Leads\n2026-11-16,1\n\n , \nDay,Leads\n"
        "2026-11-17,2\nTotal,3\nSum of 2 rows,3\n2026-11-18\nShowing top 500 results\n2026-11-19,9\n",
    )
    assert cells(reading) == [("2026-11-16", "1", 5), ("2026-11-17", "2", 9), ("2026-11-18", "", 12)]
    assert reading.totals == {"leads": ["3", "3"]}
    assert reading.stated == (date(2026, 11, 1), date(2026, 11, 30))
    assert reading.header_line == 4


def test_a_row_with_a_cell_too_many_is_refused_with_its_line(folder: Path) -> None:
    with pytest.raises(DoubtfulExportError) as refused:
        read(folder, "Day,Leads\n2026-11-16,1\n2026-11-17,1,250\n")
    assert refused.value.fields == {
        "file": "sales.csv", "why": "too_many_cells", "row": 3, "column": 3, "cell": "250",
    }  # fmt: skip
    assert len(cells(read(folder, "Day,Leads\n2026-11-16,1,,\n"))) == 1  # blank ones say nothing


def test_two_columns_under_one_header_are_compared(folder: Path) -> None:
    assert read(folder, "Day,Leads,Leads\n2026-11-16,1,1\n").notes == ()
    assert read(folder, "Day,Leads,Leads\n2026-11-16,1,2\n").notes == ({"code": "duplicate_header", "header": "Leads"},)


def test_a_header_that_must_not_be_there_makes_it_another_export(folder: Path) -> None:
    with pytest.raises(UnknownExportError):
        read(folder, "Day,Leads,Post ID\n2026-11-16,1,7\n")


def test_the_title_above_a_chart_says_what_it_shows() -> None:
    reading = read_export("f.csv", daily("Instagram follows", ("2026-11-16", 4)), load_formats(), {"account": "a"})
    assert (reading.channel, reading.questions) == ("instagram", ())
    with pytest.raises(UnknownExportError):
        read_export("f.csv", daily("Lunar phases", ("2026-11-16", 4)), load_formats())


def test_stacked_charts_are_told_apart_by_their_titles() -> None:
    both = daily("Facebook reach", ("2026-11-16", 1)) + b"\n" + daily("Instagram reach", ("2026-11-16", 2))
    reading = read_export("Reach.csv", both, load_formats(), {"account": "a"})
    rows = reading.columns.select(["title_channel", "value"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("facebook", "1"), ("instagram", "2")]
    assert (reading.channel, reading.questions) == (None, ())


def test_a_known_export_without_use_is_set_aside_with_the_reason() -> None:
    with pytest.raises(SetAsideError) as aside:
        read_export("a.csv", as_csv(["", "Women", "Men"], [{"": "18-24"}], above=[["Age & gender"]]), load_formats())
    assert aside.value.fields["why"] == "demographics"


def test_the_order_of_aliases_decides_which_column_is_read(folder: Path) -> None:
    reading = read(folder, "Day,Leads (all),Leads\n2026-11-16,9,1\n")
    assert cells(reading) == [("2026-11-16", "1", 2)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('fact    = "funnel"', 'fact = "funel"'), "unknown fact 'funel'"),
        (("[columns.leads]", "[columns.laeds]"), "'laeds' is no column of funnel"),
        (('as   = "integer"', 'as = "intger"'), "columns.leads.as"),
        (("required = true", "requird = true"), "requird: unknown key"),
    ],
)
def test_a_mistake_in_a_declaration_is_named(folder: Path, change: tuple[str, str], told: str) -> None:
    (folder / "sales.toml").write_text(SALES.replace(*change), encoding="utf-8")
    with pytest.raises(BrokenDeclarationError, match=told):
        load_formats(folder)


def test_the_key_of_a_header_ignores_what_nobody_sees() -> None:
    assert header_key(" Auf\u00adrufe\u00a0 (Std.) ") == header_key("aufrufe (std.)")
    assert header_key("Visualizac\u0327o\u0303es") == header_key("VISUALIZAÇÕES")
