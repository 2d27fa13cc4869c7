"""Bytes become text cells, or the file is refused with a reason; nothing is guessed silently."""

from __future__ import annotations

import codecs
import io
import mmap
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from data.errors import DataError, UnreadableFileError
from data.reading import csv_text, plain_csv
from data.reading.sheet import read_workbook

if TYPE_CHECKING:
    from pathlib import Path


def rows(content: bytes, name: str = "file.csv") -> list[list[str]]:
    return read_workbook(name, content).sheets[0].rows


def zipped(*members: str) -> bytes:
    """Make a zip of parts that say nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return out.getvalue()


def notes(content: bytes) -> list[object]:
    return [one["code"] for one in read_workbook("file.csv", content).notes]


def why(content: bytes, name: str = "file.csv") -> object:
    with pytest.raises(UnreadableFileError) as refused:
        rows(content, name)
    return refused.value.fields["why"]


TABLE = [["Day", "Text"], ["1", "Crème brûlée; ja, hoor"], ["2", 'zei "hoi"\nen ging']]
WRITTEN = 'Day,Text\r\n1,"Crème brûlée; ja, hoor"\r\n2,"zei ""hoi""\nen ging"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN.encode(),
        codecs.BOM_UTF8 + WRITTEN.encode(),
        WRITTEN.encode("utf-16"),
        codecs.BOM_UTF16_BE + WRITTEN.encode("utf-16-be"),
        WRITTEN.encode("utf-16-le"),
        ("sep=,\r\n" + WRITTEN).encode("utf-16"),
        WRITTEN.replace("ja, hoor", "ja; hoor").replace(",", ";").replace("ja; hoor", "ja, hoor").encode(),
        'Day\tText\n1\tCrème brûlée; ja, hoor\n2\t"zei ""hoi""\nen ging"\n'.encode(),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16", "utf-16 big", "utf-16 without mark", "sep line", "semicolons", "tabs"],
)
def test_every_way_to_write_a_table_gives_the_same_cells(content: bytes) -> None:
    assert rows(content) == TABLE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Naam,Plaats\nJosé,Curaçao\nZoë,één €\n", "cp1252"),
        ("Nume,Oraș\nIoană,Braşov\nŢintă,Iaşi şi Timişoara\n".replace("ș", "ş"), "cp1250"),
        ("Имя,Город\nИван,София\nМария,Пловдив\n", "cp1251"),
    ],
)
def test_eight_bit_letters_are_judged_by_plausibility_and_a_note_says_so(text: str, encoding: str) -> None:
    assert rows(text.encode(encoding)) == [line.split(",") for line in text.splitlines()]
    assert notes(text.encode(encoding)) == ["encoding_guessed"]


def test_a_few_foreign_lines_do_not_spoil_the_rest() -> None:
    content = "Naam,Plaats\nJosé,één\nZoë,twéé\nAnaïs,dríé\n".encode() + "Chloë,vier\n".encode("cp1252")
    assert rows(content)[1:] == [["José", "één"], ["Zoë", "twéé"], ["Anaïs", "dríé"], ["Chloë", "vier"]]
    assert notes(content) == ["encoding_mixed"]
    assert rows(codecs.BOM_UTF8 + content) == rows(content)


def test_foreign_lines_are_read_in_the_encoding_that_suits_them() -> None:
    content = "Nume,Oraș\nIoană,Brașov\n".encode() + "Şerban,Timişoara şi Ploieşti\n".encode("cp1250")
    assert rows(content)[2] == ["Şerban", "Timişoara şi Ploieşti"]
    assert rows(b"a,b\n" * 60_000 + "Chloë,één\n".encode("cp1252"))[-1] == ["Chloë", "één"]  # however late


def test_every_line_end_ends_a_row() -> None:
    assert rows(b"a,b\r1,2\r") == rows(b"a,b\n1,2\n") == rows(b"a,b\r\n1,2") == rows(b"a,b\r1,2\n")


def test_a_line_without_end_is_refused_at_once() -> None:
    started = time.process_time()
    assert why(b"x" * (200 << 20)) == "line_too_long"
    assert time.process_time() - started < 1


def test_the_line_of_a_row_is_where_it_begins_in_the_file() -> None:
    sheet = read_workbook("x.csv", WRITTEN.encode() + b"3,last\n").sheets[0]
    assert sheet.lines == [1, 2, 3, 5]
    assert read_workbook("x.csv", b"sep=;\na;b\n1;2\n").sheets[0].lines == [2, 3]


def test_lines_that_excel_quoted_once_more_are_repaired_and_said() -> None:
    content = b'"Post ID,""Post type"",Views"\n"1,""IG reel"",25"\n"2,""IG image"",30"\n'
    assert rows(content) == [["Post ID", "Post type", "Views"], ["1", "IG reel", "25"], ["2", "IG image", "30"]]
    assert notes(content) == ["repaired_double_quotes"]


def test_characters_that_nobody_sees_are_taken_out() -> None:
    assert rows("a,b\n1\x00,ev\u202eil\u2066\n".encode()) == [["a", "b"], ["1", "evil"]]
    assert rows("a,b\n1\x00,ev\u202eil\n".encode("utf-16")) == [["a", "b"], ["1", "evil"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n...", "picture"),
        (zipped("[Content_Types].xml", "word/document.xml"), "document"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "document"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b'a,b\n1,"2"x\n', "broken_quotes"),
        (b'a,b\n1,"2\n', "broken_quotes"),
        (b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8", "encoding"),
        (b"PK\x03\x04 but nothing else", "damaged"),
        (bytes(range(1, 256)) * 12, "damaged"),
        (b",".join([b"a"] * 501) + b"\n", "too_many_columns"),
        (b"a,b\n" + b"x" * (csv_text.MAX_LINE + 1) + b"\n", "line_too_long"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    assert why(content) == reason


def test_broken_quotes_are_refused_where_the_row_begins() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        rows(b'a,b\n1,2\n3,"4"4\n')
    assert refused.value.fields == {"file": "file.csv", "why": "broken_quotes", "row": 3}


def test_a_zip_of_tables_is_no_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    assert why((tmp_path / "y.zip").read_bytes()) == "zip_without_table"


# -- the fast way ------------------------------------------------------------------------------


def split(text: str, width: int) -> tuple[list[list[str]], list[int]] | None:
    found = plain_csv.PlainCsv(text.encode(), ",").columns(1, width, list(range(width)))
    if found is None:
        return None
    return [list(row) for row in zip(*found.table.to_pydict().values(), strict=True)], found.lines.to_pylist()


@pytest.mark.parametrize("portion", [1, 9, 1 << 20])
@pytest.mark.parametrize(
    "text",
    [
        'h,i\n1,"a ""b"" c"\n"x\ny",2\n\n3,""\n',
        'h,i\r\n1,"a\r\nb"\r\n2,c\r\n',
        'h,i\n1,"""quoted"""\n2,"a,b"',
        '"h\nh",i\n1,2\n',
    ],
)
def test_the_fast_way_gives_the_cells_and_lines_of_the_strict_one(
    text: str, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_csv, "_PORTION", portion)
    sheet = read_workbook("x.csv", text.encode()).sheets[0]
    slow = [(line, cells) for line, cells in sheet.records() if cells][1:]
    header = 1
    fast = split(text, 2)
    assert fast is not None
    assert list(zip(fast[1], fast[0], strict=True)) == [(line, cells) for line, cells in slow if line > header]


@pytest.mark.parametrize("portion", [1, 1 << 20])
@pytest.mark.parametrize(
    "text",
    [
        'h,i\n1,"2"x\n',  # strict csv refuses it
        'h,i\n"5 inch,1\n"good",2\n',  # a mark that was never closed would swallow a row
        'h,i\n1,5"\n',  # a mark inside a bare cell
        "h,i\n1,2,3\n",
        "h,i\n1\n",
        "h,i\n1,2\n1,2,3\n",
        "h,i\n1,a\rb\n",
        "h,i\n",
    ],
)
def test_the_fast_way_steps_aside_when_in_doubt(text: str, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_csv, "_PORTION", portion)
    assert split(text, 2) is None


def test_a_large_file_reads_the_same_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    from data.reading.exports import load_formats, read_export  # noqa: PLC0415 - only this test reads on
    from tests.exports import x_posts  # noqa: PLC0415

    posts = [{"Post id": str(n), "Post text": f"line {n}\nnext", "Likes": n} for n in range(500)]
    posts.insert(9, {"Date": "", "Post text": ""})  # a blank row
    content = x_posts(*posts)
    slow = read_export("x.csv", content, load_formats()).columns
    monkeypatch.setattr(plain_csv, "SMALL", 100)
    assert read_workbook("x.csv", content).sheets[0].plain is not None
    fast = read_export("x.csv", content, load_formats()).columns
    assert fast.combine_chunks().equals(slow.combine_chunks())


@pytest.mark.parametrize(
    "text", [WRITTEN.encode(), WRITTEN.encode("utf-16"), WRITTEN.encode("cp1252"), b"a,b\rc,d\r", WRITTEN.encode() * 90]
)
def test_a_mapped_file_reads_the_same_as_its_bytes(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(text)
    with (tmp_path / "x.csv").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert read_workbook("x.csv", mapped).sheets[0].rows == rows(text)


def test_pages_of_a_mapped_file_that_were_let_go_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_csv, "_PORTION", 10_000)
    text = ("h,i\n" + "".join(f'{n},"said {n}"\n' for n in range(5_000)) + ",\n").encode()
    (tmp_path / "x.csv").write_bytes(text)
    with (tmp_path / "x.csv").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    (tmp_path / "x.csv").unlink()
    found, whole = (plain_csv.PlainCsv(one, ",").columns(1, 2, [0, 1]) for one in (mapped, text))
    assert found is not None
    assert whole is not None
    assert found.table.equals(whole.table)
    assert found.table["1"][4_999].as_py() == "said 4999"
    assert found.is_blank(5_000)


def test_a_blank_row_is_told_from_one_with_cells_that_nobody_reads() -> None:
    block = plain_csv.PlainCsv(b'h,i,j\n,,x\n,"",\n', ",").columns(1, 3, [0, 1])
    assert block is not None
    assert [block.is_blank(row) for row in (0, 1)] == [False, True]


@pytest.mark.parametrize("junk", [b'"', b"\x00", b"\xff", b"\n", b"\r", b",,,"])
def test_mutilated_files_are_read_or_refused_but_never_crash(junk: bytes) -> None:
    content, outcomes = WRITTEN.encode(), set()
    for place in range(len(content)):
        try:
            rows(content[:place] + junk + content[place:])
        except DataError as refused:
            outcomes.add(refused.fields["why"])
        else:
            outcomes.add("read")
    assert outcomes <= {"read", "broken_quotes", "encoding"}
