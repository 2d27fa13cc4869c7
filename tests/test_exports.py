"""Recognising an export and reading its rows: what is data, what is not, and what stays open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.declared import BrokenDeclarationError
from data.errors import DoubtfulExportError, SetAsideError, UnknownExportError
from data.reading import plain_csv
from data.reading.exports import Reading, load_formats, read_export, read_exports
from data.reading.headers import header_key
from tests.exports import as_csv, daily
from tests.test_excel import workbook

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
    assert cells(reading) == [
        ("2026-11-16", "1", 5), ("2026-11-17", "2", 9), ("2026-11-18", "", 12),
        ("2026-11-19", "9", 14),  # somebody sorted the sheet: the footer ends nothing
    ]  # fmt: skip
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


# -- several tables in a file ------------------------------------------------------------------

POSTS = """
fact    = "posts"
channel = "x"
[recognise]
all = [["Item"], ["Hearts", "Likes"]]
[columns.post_id]
from     = ["Item"]
as       = "id"
required = true
[columns.reactions]
from    = ["Hearts", "Likes"]
as      = "integer"
meaning = { hearts = ["Hearts"], likes = ["Likes"] }
[columns.comments]
from = ["Comments"]
as   = "integer"
[columns.shares]
from = ["Shares"]
as   = "integer"
"""
MOODS = 'fact = "posts"\nset_aside = "demographics"\n[recognise]\nall = [["Mood"]]\n'


@pytest.fixture
def folders(folder: Path) -> Path:
    (folder / "posts.toml").write_text(POSTS, encoding="utf-8")
    (folder / "moods.toml").write_text(MOODS, encoding="utf-8")
    return folder


def tables(folder: Path, content: str | bytes, name: str = "f.csv") -> tuple[Reading, ...]:
    body = content.encode() if isinstance(content, str) else content
    return read_exports(name, body, load_formats(folder))


def told(reading: Reading) -> tuple[object, ...]:
    lines = reading.columns["source_row"].to_pylist()
    return reading.table, reading.format.name, reading.header_line, lines, list(reading.set_aside)


STACKED = (
    "# Report\nDay,Leads\n2026-11-16,1\n2026-11-17,2\nTotal,3\n\n"  # lines 1-6
    "# All posts\nFrom 01/11/2026 to 30/11/2026\nItem,Hearts,Comments,Shares\n7,1,2,3\n8,1,,\n"  # 7-11
    "Mood,n\nhappy,3\n\nDay,Leads (new)\n2026-11-18,5\nShowing top 1\nbye,bye\n"  # 12-18
)


def test_a_table_begins_wherever_a_known_header_stands(folders: Path) -> None:
    found = tables(folders, STACKED)
    assert [told(one) for one in found] == [
        ("#9", "posts", 9, [10, 11], []),  # the one that feeds most fields comes first
        ("#2", "sales", 2, [3, 4], [5, 7, 8]),
        ("#15", "sales", 15, [16, 18], [17]),
    ]
    assert [one.totals for one in found] == [{}, {"leads": ["3"]}, {}]
    assert [[one["code"] for one in each.notes] for each in found] == [["other_table"], [], []]
    assert found[0].notes[0]["sheet"] == "Mood, n"


def test_each_line_under_a_header_is_a_row_or_set_aside_or_blank(folders: Path) -> None:
    readings = tables(folders, STACKED)
    lines = STACKED.splitlines()
    heads = sorted([*(one.header_line for one in readings), 12, len(lines) + 1])
    for one in readings:
        upcoming = heads[heads.index(one.header_line) + 1]
        under = [line for line in range(one.header_line + 1, upcoming) if lines[line - 1]]
        assert sorted([*one.columns["source_row"].to_pylist(), *one.set_aside]) == under


def test_the_prose_above_a_later_table_speaks_of_that_table(folders: Path) -> None:
    content = "Item,Likes\n7,1\n\nFrom 01/11/2026 to 30/11/2026\nDay,Leads\n2026-11-16,1\n"
    posts, sales = tables(folders, content)
    assert (posts.stated, posts.period_stated) == (None, False)
    assert (sales.stated, sales.period_stated) == ((date(2026, 11, 1), date(2026, 11, 30)), True)
    assert posts.columns["post_id"].to_pylist() == ["7"]


def test_a_header_says_what_its_figures_mean(folders: Path) -> None:
    assert [one.meanings for one in tables(folders, "Item,Hearts\n7,1\n\nItem,Likes\n8,1\n")] == [
        {"reactions": "hearts"},
        {"reactions": "likes"},
    ]


def test_each_sheet_with_a_known_header_is_read_and_the_others_are_named(folders: Path) -> None:
    days = [["Sales"], ["Day", "Leads"], ["2026-11-16", 4]]
    cover, fruit, moods = [["Made by us"]], [["Fruit", "Kilos"], ["pear", 2]], [["Mood", "n"], ["happy", 2]]
    content = workbook(["Item", "Hearts", "Shares"], ["7", 1, 2], days=days, cover=cover, fruit=fruit, moods=moods)
    found = tables(folders, content, "book.xlsx")
    assert [told(one) for one in found] == [("Sheet", "posts", 1, [2], []), ("days", "sales", 2, [3], [])]
    assert [(one["code"], one["sheet"]) for one in found[0].notes] == [
        ("other_table", "moods"),
        ("unknown_table", "fruit"),
    ]


def test_a_doubtful_sheet_refuses_the_file_and_is_named(folders: Path) -> None:
    ragged = b"Day,Leads\n2026-11-16,1\n\nItem,Likes\n7,1,9\n"
    with pytest.raises(DoubtfulExportError) as refused:
        tables(folders, ragged)
    assert refused.value.fields["row"] == 5


def test_a_table_that_is_not_used_hides_none_that_is(folders: Path) -> None:
    (one,) = tables(folders, "Mood,n\nhappy,3,too,many\n\nDay,Leads\n2026-11-16,1\n")
    assert told(one) == ("", "sales", 4, [5], [])
    with pytest.raises(SetAsideError):
        tables(folders, "Mood,n\nhappy,3\n")


def test_more_tables_than_any_export_has_are_refused(folders: Path) -> None:
    with pytest.raises(DoubtfulExportError, match="too_many_tables"):
        tables(folders, "".join(f"Day,Leads ({n})\n2026-11-16,1\n" for n in range(101)))


def test_a_large_file_with_a_second_table_is_read_as_a_small_one(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "Day,Leads\n" + "2026-11-16,1\n" * 300 + "Total,300\n" + "Item,Likes\n" + "7,1\n" * 300
    small = [told(one) for one in tables(folders, content)]
    monkeypatch.setattr(plain_csv, "SMALL", 100)
    assert [told(one) for one in tables(folders, content)] == small
    assert [len(rows) for _, _, _, rows, _ in small] == [300, 300]


def test_a_later_folder_may_replace_a_format(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for each, channel in ((ours, "x"), (theirs, "tiktok")):
        each.mkdir()
        (each / "sales.toml").write_text(SALES.replace('"x"', f'"{channel}"'), encoding="utf-8")
    assert load_formats(ours, theirs)["sales"].channel == "tiktok"
    assert load_formats(ours)["sales"].channel == "x"
