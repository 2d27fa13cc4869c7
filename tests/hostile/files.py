"""`python -m tests.hostile.files`: files made to harm their reader, what became of each, and what it cost.

Prints a line a file, and what the process that asked grew by; ends with 1 where it grew, waited or fell over.
"""

from __future__ import annotations

import io
import random
import re
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import psutil

from data.errors import DataError
from data.reading import reader
from data.reading.archive import documents
from kpi.problems import tell
from kpi.words import Words
from tests.fuzz import hostile as books

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 2**20
LONGEST, MOST = 75.0, 100 * MIB  # seconds a file may take (its child is ended after 60); bytes the parent may grow by
HEAD = ",".join(books.HEADER)
LINE = ",".join(f'"{cell}"' for cell in books.ROW)
CSV = f"{HEAD}\n{LINE}\n".encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Pack members under the names they are given, whatever these are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    return zipped(("posts.csv", b"a,b\n" + b"1,2\n" * 120_000_000))


def zip_of_zips() -> bytes:
    return zipped(("a.zip", zipped(("b.zip", zipped(("posts.csv", CSV))))))


def wide_zip_of_zips() -> bytes:
    inner = zipped(("posts.csv", b"a,b\n" + b"1,2\n" * 10_000_000))
    return zipped(*((f"{number}.zip", inner) for number in range(40)))


def hundred_thousand_members() -> bytes:
    return zipped(*((f"{number}.csv", b"") for number in range(100_000)))


def directory_that_lies() -> bytes:
    """State a tenth of the size of a member, in its own head and in the directory."""
    content = bytearray(zipped(("posts.csv", CSV * 1000)))
    true, stated = struct.pack("<I", len(CSV) * 1000), struct.pack("<I", len(CSV) * 100)
    return bytes(content).replace(true, stated)


def paths_that_climb() -> bytes:
    names = ("../../x.csv", "/etc/passwd.csv", "C:\\CON.csv", "..\\..\\y.csv", "a/../../../z.csv")
    return zipped(*((name, CSV.replace(b"0000001", str(1_000_000 + n).encode())) for n, name in enumerate(names)))


def link_to_a_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("posts.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def same_name_twice() -> bytes:
    content = zipped(("one.csv", CSV), ("two.csv", CSV))
    return content.replace(b"two.csv", b"one.csv")


def one_line_of_200_mb() -> bytes:
    return b"a,b\n" + b"x" * 200_000_000


def one_cell_of_200_mb() -> bytes:
    return f'{HEAD}\n1,2026-11-16,"'.encode() + b"x" * 200_000_000


def open_quote() -> bytes:
    return CSV + b'"' + b"a,b\n" * 20_000_000


def ten_thousand_columns() -> bytes:
    return (",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n").encode() * 50


def million_columns() -> bytes:
    return b"a," * 1_000_000 + b"\n"


def nothing_but_nul() -> bytes:
    return b"\0" * 50_000_000


def nul_in_cells() -> bytes:
    return CSV.replace(b"Hello", b"He\0llo\x1b[31m")


def noise() -> bytes:
    return random.Random(8).randbytes(20_000_000)  # noqa: S311 - the same each time


def million_sheets() -> bytes:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1_000_000))
    book = f'<workbook xmlns="{books._MAIN}" xmlns:r="{books._DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
    return books.book(books.table(), more={"xl/workbook.xml": book.encode()})


def gigabyte_of_comment() -> bytes:
    return books.book(books.table() + f"<!--{'x' * 390_000_000}-->")


OTHERS: tuple[Callable[[], bytes], ...] = (
    zip_bomb, zip_of_zips, wide_zip_of_zips, hundred_thousand_members, directory_that_lies, paths_that_climb,
    link_to_a_file, same_name_twice, one_line_of_200_mb, one_cell_of_200_mb, open_quote, ten_thousand_columns,
    million_columns, nothing_but_nul, nul_in_cells, noise, million_sheets, gigabyte_of_comment,
)  # fmt: skip
ENDINGS = {"zip": ".zip", "members": ".zip", "directory": ".zip", "paths": ".zip", "link": ".zip", "same": ".zip"}


def name_of(make: Callable[[], bytes]) -> str:
    """Name a file as somebody would who wants it to be opened."""
    if make in books.HOSTILE or make in (million_sheets, gigabyte_of_comment):
        return f"{make.__name__}.xlsx"
    kind = next((end for word, end in ENDINGS.items() if word in make.__name__), ".csv")
    return f"{make.__name__}{kind}"


def outcome(name: str, content: bytes) -> str:
    """Say what becomes of a file; anything but rows or a sentence is an error that comes through."""
    try:
        read = [one for part in documents(name, content) for one in reader.read(part.name, part.content)]
    except DataError as problem:
        sentence = tell(Words("en"), problem)
        assert sentence
        assert not re.search(r"Traceback|Error\b", sentence), sentence
        return f"refused: {sentence}"
    return f"read: {sum(one.columns.num_rows for one in read)} rows"


def main() -> None:
    """Read them all, one after another."""
    reader.look("warm.csv", b"a,b\n1,2\n")
    me, bad, least = psutil.Process(), 0, 0
    for make in (*books.HOSTILE, *OTHERS):
        content, name = make(), name_of(make)
        before, began = me.memory_info().rss, time.monotonic()
        least = least or before
        said, took = outcome(name, content), time.monotonic() - began
        grown = me.memory_info().rss - before
        bad += took > LONGEST
        print(f"{name:34}{len(content) / MIB:8.2f} MiB {took:6.1f} s {grown / MIB:+7.0f} MiB  {said[:150]}", flush=True)
        del content
    whole = me.memory_info().rss - least
    files = len(books.HOSTILE) + len(OTHERS)
    print(f"{files} files: {bad} took over {LONGEST:.0f} s; this process grew by {whole / MIB:+.0f} MiB")
    raise SystemExit(bool(bad or whole > MOST))


if __name__ == "__main__":
    main()
