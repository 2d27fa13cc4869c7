"""The files that get damaged: every sample, and with NINETY_EXPORTS the real exports too."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import openpyxl

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TEXT, EXCEL, OLD_EXCEL = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm"), (".xls",)
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
Grid = list[list[str]]


@dataclass(frozen=True)
class Original:
    """A file that Ninety reads, and what the uploader answers to its questions."""

    name: str
    content: bytes
    answers: dict[str, str] = field(hash=False)

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @property
    def grid(self) -> Grid:
        """The cells of a text file, split on the mark that its widest line holds most often."""
        encoding = next((name for mark, name in _ENCODINGS.items() if self.content.startswith(mark)), "utf-8")
        text = self.content.decode(encoding, errors="replace").removeprefix("sep=")
        lines = text.splitlines()[:20]
        delimiter = max(",;\t", key=lambda mark: max((line.count(mark) for line in lines), default=0))
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@cache
def originals(*suffixes: str) -> tuple[Original, ...]:
    """Every file with one of these endings, in the order of their names."""
    samples = [_sample(path) for path in sorted(SAMPLES.iterdir()) if path.suffix in suffixes]
    real = Path(os.environ.get("NINETY_EXPORTS", "/nowhere"))
    exports = sorted(real.rglob("*")) if real.is_dir() else []
    answers = {"account": "Main", "year": "2023", "own_brand": "Ours"}
    return (*samples, *(Original(path.name, path.read_bytes(), answers) for path in exports if path.suffix in suffixes))


def _sample(path: Path) -> Original:
    said = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    return Original(path.name, path.read_bytes(), said.get("answers", {}))


@cache
def saved_in_excel(original: Original) -> bytes:
    """Write the cells of a text file into a workbook, numbers as numbers, as a person does who saves it again."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Blad1")
    for row in original.grid:
        sheet.append([_typed(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(cell: str) -> str | float | None:
    plain = "".join(letter for letter in cell if letter.isprintable() or letter == "\n")
    return float(plain) if plain.isdecimal() and len(plain) < 12 else plain or None
