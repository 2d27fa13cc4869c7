"""Whether somebody who stands in an export stands anywhere else: `python -m tests.privacy_probe` plants and looks.

A made-up person with an address, a number, an account and a link writes into every sample that holds texts. After the
import nothing of it may stand anywhere but in the files as they came; after retention, nowhere at all. Looked through
are the tables and the bytes of the store, all that lies beside it, what was logged, and the reports that leave it.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import sys
import tempfile
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from data.crash import logged
from data.errors import DataError
from data.privacy import retention
from data.privacy.datasets import Dataset, declare
from data.reading.exports import load_formats
from data.store import Store
from kpi.issued import taken
from kpi.paper.edition import Edition
from kpi.paper.forms import FORMS, make
from kpi.periods import Week
from kpi.sample import sample_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
NAME, NUMBER, WORD = "kolibri", "98765432", "zonnebloem"  # who it is, whom to ring, what was said
TEXT = f"{WORD}: mail {NAME}@host.nl of @{NAME}, bel 06-{NUMBER} of zie https://x.com/{NAME}/status/1858001234567"
CELLS = {"person": "Kolibri Jansen", "private_text": TEXT}
COLUMNS = {"title": TEXT, "url": f"https://x.com/{NAME}/status/", "topic": f"@{NAME}"}
ANSWERS = {"account": "noord", "own_brand": "Noordlicht"}
DAYS = 7


@dataclass(frozen=True)
class Found:
    """What was found of the planted person, place by place."""

    files: int  # that were planted and read
    after_import: list[str]  # places but the files as they came
    after_retention: list[str]


def planted() -> Iterator[tuple[str, bytes]]:
    """Give the samples with texts of people, with the made-up person in every row."""
    for form in load_formats().values():
        for sample in form.sample if form.fact in ("messages", "mentions") else ():
            if (path := SAMPLES / sample).suffix == ".csv":
                heads = {
                    head: CELLS[cell.kind] for cell in form.cells.values() for head in cell.from_ if cell.kind in CELLS
                }
                heads |= {
                    head: said
                    for name, said in COLUMNS.items()
                    if name in form.cells
                    for head in form.cells[name].from_
                }
                yield sample, _plant(path.read_bytes(), heads)


def _plant(content: bytes, heads: dict[str, str]) -> bytes:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "utf-8-sig")
    mark = max(",;\t", key=text.splitlines()[0].count)
    rows, places = [], {}
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark)):
        if places and any(row):
            row = [  # noqa: PLW2901 - the row as it is planted
                _said(places[place], number) if place in places and cell else cell for place, cell in enumerate(row)
            ]
        elif sum(cell in heads for cell in row):
            places = {place: heads[cell] for place, cell in enumerate(row) if cell in heads}
        rows.append(row)
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode("utf-16" if wide else "utf-8-sig")


def _said(said: str, number: int) -> str:
    return f"{said}{number}" if said.endswith("/") else said  # a link is of one post


def probe(folder: Path) -> Found:
    """Plant, import, look; let retention have its way, and look again."""
    log = io.StringIO()
    ear = logging.StreamHandler(log)
    logging.getLogger().addHandler(ear)
    store = Store.open(folder / "brand.duckdb", brand="Noordlicht")
    with closing(store):
        store.set_brands(["Noordlicht"])
        files = sum(_load(store, name, content) for name, content in planted())
        (last,) = store.query("SELECT max(day) FROM (SELECT day FROM messages UNION ALL SELECT day FROM mentions)")[0]
        today = last + timedelta(days=DAYS + 14)
        store.save_plan(sample_plan(last - timedelta(days=60)).model_dump_json())
        after_import = [
            *_look(store, folder, (NAME, NUMBER), today),
            *_in_bytes("log", log.getvalue().encode(), (NAME, NUMBER)),
        ]
        for fact in ("messages", "mentions"):
            declare(store, fact, Dataset(fact, fact, "Service", "Lead", DAYS), date.today())  # noqa: DTZ011 - the register speaks of now
        retention.run(store, today, sure=True)
        gone = _look(store, folder, (NAME, NUMBER, WORD), today, uploads=True)
    logging.getLogger().removeHandler(ear)
    return Found(files, after_import, [*gone, *_in_bytes("log", log.getvalue().encode(), (NAME, NUMBER, WORD))])


def _load(store: Store, name: str, content: bytes) -> int:
    try:
        store.load(name, content, ANSWERS)
    except DataError as problem:  # a layout that asks more: what it says is no log either
        logged(f"probe {problem.code}", problem)
        return 0
    return 1


def _look(store: Store, folder: Path, wanted: tuple[str, ...], today: date, *, uploads: bool = False) -> list[str]:
    found = [*_in_tables(store, wanted)]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (uploads or path.suffix == ".json" or path.parent != store.folder):
            found += _in_bytes(str(path.relative_to(folder)), path.read_bytes(), wanted)
    of = taken(store, Week.of(today - timedelta(days=14)), today)
    for form in ("md", "pdf") if uploads else FORMS:  # the same numbers again
        found += _in_bytes(form, make(form, of.snapshot, Edition("en")), wanted)
    return found


def _in_tables(store: Store, wanted: tuple[str, ...]) -> Iterator[str]:
    columns = (
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND data_type = 'VARCHAR' AND NOT internal ORDER BY ALL"
    )
    for schema, table, column in store.query(columns):
        pattern = "(?i)" + "|".join(wanted)
        query = f'SELECT count(*) FROM "{schema}"."{table}" WHERE regexp_matches("{column}", ?)'
        if rows := store.query(query, [pattern])[0][0]:
            yield f"{schema}.{table}.{column}: {rows} rows"


def _in_bytes(place: str, content: bytes, wanted: tuple[str, ...]) -> Iterator[str]:
    """Look through bytes, and through what is packed in them: the members of a zip, the streams of a PDF."""
    parts = [content]
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts += [packed.read(member) for member in packed.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(stream))
    for part in parts:
        said = part.replace(b"\0", b"").lower()
        if hits := sum(said.count(one.encode()) for one in wanted):
            yield f"{place}: {hits} times"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        told = probe(Path(home))
    for when in ("after_import", "after_retention"):
        places = getattr(told, when)
        sys.stdout.write(f"{when}: {len(places)} places\n" + "".join(f"  {place}\n" for place in places))
    sys.stdout.write(f"{told.files} planted files\n")
    sys.exit(bool(told.after_import or told.after_retention))
