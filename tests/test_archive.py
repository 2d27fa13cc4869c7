"""A zip becomes the tables inside it, each under its whole path; what is no table stays out, what would hurt too."""

from __future__ import annotations

import io
import zipfile

import pytest

from data.errors import UnreadableFileError
from data.reading import archive
from data.reading.archive import documents
from tests.test_excel import workbook

TABLE = b"a,b\n1,2\n"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def names(files: dict[str, bytes]) -> list[str]:
    return [one.name for one in documents("Archive.zip", zipped(files))]


def why(content: bytes) -> object:
    with pytest.raises(UnreadableFileError) as refused:
        documents("Archive.zip", content)
    return refused.value.fields["why"]


@pytest.mark.parametrize("content", [TABLE, b"", b"%PDF", workbook(["a"])])
def test_what_is_no_zip_is_one_document(content: bytes) -> None:
    (one,) = documents("x.csv", content)
    assert (one.name, one.content) == ("x.csv", content)


def test_each_table_of_a_zip_is_a_document_under_its_whole_path() -> None:
    book = workbook(["a"])
    table = "Innehåll 2026-08-13_2026-09-10 Wind/Tabelldata.csv"
    files = {table: TABLE, "posts.xlsx": book, "all/old.XLS": b"\xd0\xcf"}
    found = documents("Archive.zip", zipped(files))
    assert {one.name: one.content for one in found} == {f"Archive.zip/{name}": body for name, body in files.items()}


def test_what_computers_put_there_by_themselves_stays_out() -> None:
    debris = {"__MACOSX/._a.csv": TABLE, ".hidden.csv": TABLE, "x/.DS_Store": b"1", "~$a.xlsx": TABLE, "empty.csv": b""}
    assert names(debris | {"a.csv": TABLE, "folder/": b"", "logo.png": b"\x89PNG", "readme.txt": b"Hello,\nyou"}) == [
        "Archive.zip/a.csv"
    ]


def test_a_text_file_with_cells_is_a_table() -> None:
    assert names({"posts.txt": b"Day\tViews\n1\t2\n"}) == ["Archive.zip/posts.txt"]
    assert names({"posts.txt": "Day\tViews\n1\t2\n".encode("utf-16")}) == ["Archive.zip/posts.txt"]


def test_a_zip_inside_a_zip_is_opened_but_not_one_deeper() -> None:
    inner = zipped({"b.csv": TABLE})
    assert names({"a.csv": TABLE, "old.zip": inner}) == ["Archive.zip/a.csv", "Archive.zip/old.zip/b.csv"]
    assert why(zipped({"a.csv": TABLE, "old.zip": zipped({"older.zip": inner})})) == "zip_too_deep"


def test_a_name_that_macos_wrote_without_saying_its_letters_reads_right() -> None:
    content = zipped({"Innehaxll.csv": TABLE}).replace(b"Innehaxll", "Innehåll".encode())
    assert [one.name for one in documents("z.zip", content)] == ["z.zip/Innehåll.csv"]


def test_a_path_cannot_leave_the_archive() -> None:
    assert names({"../../etc/x.csv": TABLE, "C:\\y.csv": TABLE}) == ["Archive.zip/etc/x.csv", "Archive.zip/C:/y.csv"]


@pytest.mark.parametrize(
    "files", [{}, {"readme.md": b"hello"}, {"readme.txt": b"see website"}, {"empty.csv": b""}, {"logo.png": b"\x89PNG"}]
)
def test_a_zip_without_a_table_is_refused_once(files: dict[str, bytes]) -> None:
    content = zipped(files) if files else zipped({"x.csv": b""})
    assert why(content) == "zip_without_table"


def flagged(content: bytes) -> bytes:
    """Set the flag of an encrypted member, in the directory and before the member."""
    start, entry = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[start + 6] |= 1
    changed[entry + 8] |= 1
    return bytes(changed)


def lying(content: bytes) -> bytes:
    """State another size in the directory than the member has."""
    entry = content.index(b"PK\x01\x02")
    return content[: entry + 24] + (3).to_bytes(4, "little") + content[entry + 28 :]


def twice() -> bytes:
    return zipped({"a.csv": TABLE, "b.csv": TABLE}).replace(b"b.csv", b"a.csv")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (flagged(zipped({"a.csv": TABLE})), "password"),
        (lying(zipped({"a.csv": TABLE})), "damaged"),
        (twice(), "damaged"),
        (zipped({"a.csv": TABLE})[:-30], "damaged"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (zipped({"a.csv": b"0" * (archive.MAX_PART + 1)}), "too_large"),  # packed a thousandfold
        (zipped({f"{n}.md": b"" for n in range(archive.MAX_ENTRIES + 1)}), "too_large"),
        (zipped({f"{n}.csv": TABLE for n in range(archive.MAX_DOCUMENTS + 1)}), "too_large"),
    ],
    ids=["password", "a wrong size", "two of one name", "cut", "no zip", "a bomb", "many entries", "many documents"],
)
def test_a_zip_that_would_hurt_is_refused_before_it_is_unpacked(content: bytes, reason: str) -> None:
    assert why(content) == reason


def test_zips_in_a_zip_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000)
    inner = zipped({"a.csv": b"x" * 600})
    assert why(zipped({"one.zip": inner, "two.zip": inner})) == "too_large"
