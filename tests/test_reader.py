"""Files are read in children: what ends a child costs its file, never this process, and the next file is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from data.errors import (
    DataError,
    DoubtfulExportError,
    ReadingCancelledError,
    SetAsideError,
    UnknownExportError,
    UnreadableFileError,
)
from data.reading import child, reader
from data.reading.child import CHILDREN, Child
from data.reading.exports import FORMATS, Reading, load_formats, read_exports
from tests.exports import as_csv, x_posts
from tests.test_excel import repacked, workbook
from tests.test_exports import SALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
SMALL = x_posts({"Post id": "1", "Likes": 4})
LONG = x_posts(*({"Post id": str(n), "Post text": "a wall of text " * 40} for n in range(20_000)))
ENDLESS = SMALL + b'2,"Mon, Nov 16, 2026","a\rb",,1,,,,\n' * 400_000  # a lone return: read row by row
posix = pytest.mark.skipif(os.name == "nt", reason="Windows knows no limits of memory and no signals")


@pytest.fixture(autouse=True, scope="module")
def no_child_stays() -> Iterator[None]:
    yield
    CHILDREN.close()


@pytest.fixture
def only() -> Child:
    """Give the only child there is, awake."""
    CHILDREN.close()
    reader.read("f.csv", SMALL)
    (one,) = CHILDREN._idle
    return one


def children() -> set[int]:
    found = psutil.Process().children()
    return {one.pid for one in found if "reader_worker.py" in " ".join(one.cmdline())}


def why(content: bytes, name: str = "file.csv") -> object:
    with pytest.raises(UnreadableFileError) as refused:
        reader.read(name, content)
    return refused.value.fields["why"]


def values(reading: Reading) -> dict[str, object]:
    return {one.name: getattr(reading, one.name) for one in fields(Reading) if one.name != "columns"}


# -- what comes back -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["x_content_v2.csv", "google_ads_ads.csv", "meta_daily_stacked.csv", "meta_ads_en.xlsx", "linkedin_posts.xls",
     "youtube_videos_de.csv", "tiktok_overview.csv"],
)  # fmt: skip
def test_a_reading_comes_back_as_it_was_made(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    here = read_exports(name, content, load_formats(), {"account": "Main"})
    there = reader.read(name, content, answers={"account": "Main"})
    assert [values(one) for one in there] == [values(one) for one in here]
    assert all(one.columns.equals(other.columns) for one, other in zip(there, here, strict=True))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"Fruit,Colour\npear,green\n", UnknownExportError(file="f.csv", headers=("Fruit", "Colour"))),
        (b'a,b\n1,"2\n', UnreadableFileError(file="f.csv", why="broken_quotes", row=2)),
        (
            as_csv(["", "Women", "Men"], [{"": "18-24"}]),
            SetAsideError(file="f.csv", format="meta_audience", why="demographics"),
        ),
        (
            SMALL + b"2,a,b,c,d,e,f,g,h,too many\n",
            DoubtfulExportError(file="f.csv", why="too_many_cells", row=3, column=10, cell="too many"),
        ),
    ],
)
def test_a_refusal_comes_back_with_its_fields(content: bytes, problem: DataError) -> None:
    with pytest.raises(type(problem)) as refused:
        reader.read("f.csv", content)
    assert refused.value.fields == problem.fields


def test_a_format_of_the_team_is_known_from_the_moment_it_is_saved(tmp_path: Path) -> None:
    content, sales = b"Day,Chances\n2026-11-16,1\n", SALES.replace("Leads", "Chances")
    with pytest.raises(UnknownExportError):
        reader.read("f.csv", content, [FORMATS, tmp_path])
    (tmp_path / "sales.toml").write_text(sales, encoding="utf-8")
    assert reader.read("f.csv", content, [FORMATS, tmp_path])[0].format.name == "sales"
    (tmp_path / "sales.toml").write_text(sales.replace("Chances", "Leads"), encoding="utf-8")
    with pytest.raises(UnknownExportError):
        reader.read("f.csv", content, [FORMATS, tmp_path])


def test_the_first_rows_of_a_file_that_nobody_knows_can_be_looked_at() -> None:
    book = workbook(["Fruit", "Kilos"], ["pear", 2.0], more=[["x"]])
    assert reader.look("f.xlsx", book) == (
        ("Sheet", ((1, ["Fruit", "Kilos"]), (2, ["pear", "2"]))),
        ("more", ((1, ["x"]),)),
    )


def test_the_columns_leave_no_file_behind(only: Child) -> None:
    (reading,) = reader.read("f.csv", SMALL)
    assert list(only.folder.iterdir()) == []
    CHILDREN.close()
    assert not only.folder.exists()
    assert reading.columns["post_id"].to_pylist() == ["1"]


# -- what may go wrong -----------------------------------------------------------------------


@pytest.mark.parametrize("far", [b"XFD1048576", b"A4000000000", b"ZZZZZZ9"])
def test_a_cell_at_the_end_of_the_world_ends_the_child_only(far: bytes) -> None:
    bomb = repacked(workbook(["a", 1], ["b", 2]), "xl/worksheets/sheet1.xml", b'r="B2"', b'r="' + far + b'"')
    assert why(bomb, "far.xlsx") in ("too_large", "damaged")
    assert len(reader.read("f.csv", SMALL)) == 1


@posix
def test_a_file_that_needs_more_memory_than_it_may_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MEMORY", 64 << 20)  # less than the child has: it gets no more
    monkeypatch.setattr(child, "MEMORY_PER_BYTE", 0)
    assert why(LONG) == "too_large"
    monkeypatch.undo()
    assert len(reader.read("f.csv", SMALL)) == 1


@posix
def test_a_child_that_is_killed_costs_the_file_it_reads(only: Child) -> None:
    def kill_while_it_reads() -> None:
        upload = only.folder / "upload"
        while not upload.exists():
            time.sleep(0.001)
        while upload.exists():
            time.sleep(0.001)
        os.kill(only.process.pid, 9)

    threading.Thread(target=kill_while_it_reads).start()
    assert why(LONG) == "too_large"
    assert len(reader.read("f.csv", SMALL)) == 1
    assert only.process.pid not in children()


@posix
def test_a_child_that_died_in_its_sleep_costs_nothing(only: Child) -> None:
    os.kill(only.process.pid, 9)
    assert len(reader.read("f.csv", SMALL)) == 1


@posix
def test_a_child_that_takes_too_long_is_ended(only: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    os.kill(only.process.pid, signal.SIGSTOP)
    monkeypatch.setattr(child, "SECONDS", 0)
    assert why(SMALL) == "took_too_long"
    assert only.process.pid not in children()


@posix
def test_a_child_that_computes_too_long_is_ended(only: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Child, "_send", _with_seconds(1, Child._send))
    assert why(ENDLESS) == "took_too_long"
    assert only.process.returncode == -signal.SIGXCPU


def _with_seconds(seconds: int, send: Callable[..., None]) -> Callable[..., None]:
    return lambda self, request, content: send(self, request | {"seconds": seconds}, content)


@posix
def test_reading_can_be_cancelled(only: Child) -> None:
    os.kill(only.process.pid, signal.SIGSTOP)  # it would never answer
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(ReadingCancelledError):
        reader.read("f.csv", SMALL, cancel=stop)
    assert only.process.pid not in children()
    assert len(reader.read("f.csv", SMALL)) == 1


def test_a_mistake_of_ours_is_no_mistake_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        CHILDREN.ask({"task": "juggle", "name": "f.csv"}, SMALL, None, lambda answer: answer)


# -- several at once ---------------------------------------------------------------------------


def test_threads_read_side_by_side_and_each_gets_its_own() -> None:
    def read(number: int) -> list[str]:
        content = x_posts(*({"Post id": f"{number}{n:03}"} for n in range(20)))
        return list(reader.read(f"{number}.csv", content)[0].columns["post_id"].to_pylist())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(24)))
    assert found == [[f"{number}{n:03}" for n in range(20)] for number in range(24)]
    assert len(children()) <= child.WARM


def test_a_child_is_replaced_after_a_large_file(only: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.read("f.csv", SMALL)
    assert children() == {only.process.pid}
    monkeypatch.setattr(child, "LARGE", 10)
    reader.read("f.csv", SMALL)
    assert only.process.pid not in children()


@posix
def test_no_child_outlives_its_parent() -> None:
    code = (
        "import sys, time; from data.reading import reader; from data.reading.child import CHILDREN\n"
        "reader.look('f.csv', b'a,b\\n1,2\\n'); one = CHILDREN._idle[0]\n"
        "print(one.process.pid, one.folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        parent.kill()
    for _ in range(100):
        if not psutil.pid_exists(int(pid)) and not Path(folder).exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{pid} lives on")


def test_a_child_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "1")
    one = Child()
    assert "SECRET_OF_THE_SERVER" not in psutil.Process(one.process.pid).environ()
    one.close()


def test_a_zip_of_exports_is_for_documents_to_open(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a.csv", SMALL)
    assert why((tmp_path / "y.zip").read_bytes(), "y.zip") == "zip_without_table"
