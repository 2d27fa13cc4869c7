"""Reading a large workbook through the guarded child, against calamine alone on the same bytes."""

from __future__ import annotations

import io
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
from python_calamine import load_workbook

from bench.measure import Figure, in_turns
from data.reading import reader

if TYPE_CHECKING:
    from pathlib import Path

ROWS, SEED = 100_000, 90
NAME = "posts.xlsx"
HEADER = (
    "Post ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Comments", "Saves", "Follows",
    "Profile visits", "Replies", "Share of followers",
)  # fmt: skip


def spreadsheet(folder: Path) -> Figure:
    """Read the same bytes both ways: into text columns of this process, and into Python lists."""
    path = folder / NAME
    _write(path)
    content = path.read_bytes()
    ours, theirs = in_turns(lambda: _ninety(content), lambda: _calamine(content))
    return Figure(
        f"read {ROWS:,} × {len(HEADER)} cells from Excel ({len(content) / 1e6:.0f} MB)",
        f"{ours:.1f} s",
        f"calamine alone {theirs:.1f} s",
        ours / theirs,
        1.5,
        "×",
    )


def _write(path: Path) -> None:
    made, start = random.Random(SEED), datetime(2026, 1, 1)  # noqa: DTZ001, S311 - Excel knows no zones
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Posts")
    sheet.append(HEADER)
    for n in range(ROWS):
        counts = [made.randrange(90_000) for _ in range(8)]
        sheet.append([
            f"18{n * 7919:015d}", "noordlichtenergie", "Noordlicht Energie", f"Caption {n}, about wind\n#tag{n % 50}",
            n % 90, start + timedelta(seconds=n * 15), f"https://www.instagram.com/p/{n:09x}/",
            ("IG image", "IG reel", "IG carousel")[n % 3], None, "Lifetime", *counts, n % 7 or None, made.random(),
        ])  # fmt: skip
    book.save(path)


def _ninety(content: bytes) -> None:
    (reading,) = reader.read(NAME, content)
    assert reading.columns.num_rows == ROWS


def _calamine(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    assert len(book.get_sheet_by_index(0).to_python()) == ROWS + 1
