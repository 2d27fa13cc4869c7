"""Write docs/coverage.md: what becomes of every sample, and of every real export in the folder NINETY_EXPORTS.

A file is read, typed and planned against an empty store, as the upload page does before a person decides; nothing is
stored. Of real exports only their names and counts are written down. Without NINETY_EXPORTS their part stays as it is.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from data.errors import DataError, NeedsAnswerError  # noqa: E402
from data.reading.archive import documents  # noqa: E402 - the project is no installed package
from data.store import Store  # noqa: E402
from kpi.problems import tell  # noqa: E402
from kpi.words import Words  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.ledger import Upload
    from data.reading.archive import Document
    from data.store import Prepared

PAGE = ROOT / "docs" / "coverage.md"
SAMPLES = ROOT / "data" / "samples"
ENDINGS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".zip")
ABOUT = {"account": "Main", "year": "2023", "own_brand": "Ours"}  # what real exports do not say
NOW = datetime(2026, 11, 23)  # noqa: DTZ001 - days after it are refused; the store keeps UTC without saying so
REAL = "## Real exports"
HEADER = (
    "| format | file | lines read | stored | merged | refused | set aside |",
    "|---|---|--:|--:|--:|--:|--:|",
)
INTRODUCTION = """# What becomes of each file

Written by `make coverage`; a test keeps the first part up to date. Every line under a header is counted once: it is
read or set aside, or it is blank. What is read is stored, merged with a row of the same key, or refused; a day with
several figures is stored as a row for each, and days that an export leaves out because nothing happened as zeros. Set
aside are totals, repeated headers, titles, footers, and rows in which nothing stands that Ninety reads. Cells that
were refused in a row that is stored stand behind a plus. A file that is not used says why.
"""


def main() -> None:
    """Write the page anew."""
    parts = [INTRODUCTION, samples_part(), real_part() or _kept()]
    PAGE.write_text("\n".join(filter(None, parts)), encoding="utf-8")


def samples_part() -> str:
    """Write the table of the samples."""
    with _a_store() as store:
        lines = [line for path in _files(SAMPLES) for line in _lines(store, path, _answers(path))]
    return _table(f"## Samples\n\n{len(_files(SAMPLES))} made-up files in `data/samples`.\n", lines)


def real_part() -> str:
    """Write the table of the real exports; nothing without their folder."""
    folder = Path(os.environ.get("NINETY_EXPORTS", ""))
    if not os.environ.get("NINETY_EXPORTS") or not folder.is_dir():
        return ""
    with _a_store() as store:
        lines = [line for path in _files(folder) for line in _lines(store, path, ABOUT)]
    said = "Files as platforms wrote them; they are not part of the project."
    return _table(f"{REAL}\n\n{len(_files(folder))} files. {said}\n", lines)


def _kept() -> str:
    _, mark, rest = PAGE.read_text(encoding="utf-8").partition(REAL) if PAGE.exists() else ("", "", "")
    return mark + rest


def _table(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([heading, *HEADER, *sorted(lines), ""])


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)


def _answers(path: Path) -> dict[str, str]:
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    return dict(expected.get("answers", {}))


@contextmanager
def _a_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "brand.duckdb", brand="Noordlicht")
        yield store
        store.close()


# -- one file --------------------------------------------------------------------------------


def _lines(store: Store, path: Path, answers: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each table of the file."""
    try:
        found = documents(path.name, path.read_bytes())
    except DataError as problem:
        yield _why_not(path.name, problem)
        return
    for one in found:
        yield from _lines_of(store, one, answers)


def _lines_of(store: Store, document: Document, answers: Mapping[str, str]) -> Iterator[str]:
    try:
        prepared = _prepared(store, document, answers)
    except DataError as problem:
        yield _why_not(document.name, problem)
        return
    for one in prepared:
        yield _counts(one.preview.upload)
        one.close()


def _prepared(store: Store, document: Document, answers: Mapping[str, str]) -> tuple[Prepared, ...]:
    try:
        return store.prepare(document.name, document.content, answers, now=NOW)
    except NeedsAnswerError as asked:
        said = {one.name: one.suggestion or next(iter(one.options), "Main") for one in asked.questions}
        return store.prepare(document.name, document.content, {**answers, **said}, now=NOW)


def _counts(upload: Upload) -> str:
    file = f"{upload.file} › {upload.table}" if upload.table else upload.file
    refused = str(upload.rows_refused) + (f" + {upload.cells_refused}" if upload.cells_refused else "")
    counts = (upload.rows_read, upload.rows_new, upload.rows_merged, refused, upload.rows_set_aside)
    return f"| `{upload.format}` | {_plain(file)} | {' | '.join(map(str, counts))} |"


def _why_not(file: str, problem: DataError) -> str:
    form = f"`{problem.fields['format']}`" if "format" in problem.fields else "–"
    sentence = _plain(tell(Words("en"), problem)).replace(_plain(file), "It", 1)
    return f"| {form} | {_plain(file)} | {sentence} | | | | |"


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
