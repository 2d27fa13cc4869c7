"""Excel bytes -> text cells, read in a guarded child process after a look at the zip directory."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from data.errors import UnreadableFileError
from data.excel_worker import DAMAGED, PASSWORD, TOO_LARGE
from data.text import clean
from data.workbook import Row, Sheet, Workbook

WORKER = Path(__file__).with_name("excel_worker.py")
TIMEOUT = 90  # seconds of wall time
MAX_UNPACKED, MAX_PART, MAX_RATIO, MAX_ENTRIES = 400 << 20, 50 << 20, 300, 5_000
_WHY = {PASSWORD: "password", DAMAGED: "damaged", TOO_LARGE: "too_large"}


def read_excel(name: str, content: bytes, suffix: str) -> Workbook:
    """Read every sheet; a file that is locked, broken or made to explode is refused."""
    if suffix == ".xlsx":
        _inspect(name, content)
    sheets = _parse(name, _run_worker(name, content, suffix))
    return Workbook(tuple(Sheet(title, rows.__iter__) for title, rows in sheets.items()))


def _inspect(name: str, content: bytes) -> None:
    """Look into the zip directory before anything is unpacked; readers enforce the sizes it states."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as cause:
        raise UnreadableFileError(file=name, why="damaged") from cause
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(file=name, why="password")
    swollen = any(
        part.file_size > MAX_PART and part.file_size > MAX_RATIO * max(1, part.compress_size) for part in parts
    )
    if swollen or len(parts) > MAX_ENTRIES or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFileError(file=name, why="too_large")
    if max(Counter(part.filename for part in parts).values(), default=0) > 1:
        raise UnreadableFileError(file=name, why="damaged")


def _run_worker(name: str, content: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(content)
        output = Path(folder) / "cells.jsonl"
        try:
            with output.open("wb") as stream:
                child = subprocess.run(  # noqa: S603 - our own interpreter and our own file
                    [sys.executable, "-I", str(WORKER), str(path)],
                    stdout=stream,
                    stderr=subprocess.DEVNULL,
                    timeout=TIMEOUT,
                    check=False,
                    env={key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ},
                )
        except subprocess.TimeoutExpired as cause:
            raise UnreadableFileError(file=name, why="too_large") from cause
        if child.returncode:
            # an abort or a kill by the limits: a workbook of sane size does neither
            raise UnreadableFileError(file=name, why=_WHY.get(child.returncode, "too_large"))
        return output.read_bytes()


def _parse(name: str, printed: bytes) -> dict[str, list[Row]]:
    sheets: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in printed.splitlines():
        item = json.loads(line)
        if isinstance(item, dict):
            rows = sheets.setdefault(item["sheet"], [])
        else:
            rows.append((item[0], item[1]))
    if not any(sheets.values()):
        raise UnreadableFileError(file=name, why="empty")
    return {title: _clean(found) for title, found in sheets.items() if found}


def _clean(rows: list[Row]) -> list[Row]:
    """Drop what nobody sees, but only look closely where something is there."""
    return [(number, [cell if cell.isprintable() else clean(cell) for cell in cells]) for number, cells in rows]
