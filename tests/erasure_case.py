"""A person planted wherever Ninety keeps anything: what the tests of erasure and tests/erasure_probe.py look for."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl

from data import annotations, journal, kept, labels
from data.labels import Text
from data.privacy.inside import inside
from tests.exports import INBOX, as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from data.store import Store

NOW = datetime(2026, 11, 23, 8)  # noqa: DTZ001 - the store keeps UTC
HANDLE, NAME, MAIL = "zq_canary77", "Zqanary Vogelsang", "zqanary.vogelsang@voorbeeld.example"
SAID = (HANDLE, NAME, MAIL)
WORDS = "zqsecretphrase"  # stands in what the person wrote
CANARIES = (HANDLE, "Zqanary", "Vogelsang", WORDS)


def message(number: int, author: str, text: str, **more: str) -> dict[str, str]:
    """Write one row of an inbox."""
    row = {"Message ID": f"m{number}", "Received at": f"2026-11-{2 + number % 18:02} 09:0{number % 10}"}
    row |= {"First response at": f"2026-11-{2 + number % 18:02} 11:00", "Sender": author, "Message": text}
    return row | {"Channel": "Instagram", "Sentiment": "negative" if number % 3 else "positive"} | more


def rows(first: int, last: int) -> list[dict[str, str]]:
    """Write messages of ten people; every fifth is the one who is to be erased, every seventh names her."""
    return [
        message(n, f"@{HANDLE}", f"Your invoice is wrong, {WORDS} {n}")
        if n % 5 == 0
        else message(n, f"someone{n % 9}", f"Ask @{HANDLE} or {NAME}, she knows {n}" if n % 7 == 0 else f"Hello {n}")
        for n in range(first, last)
    ]


def utf16(lines: list[dict[str, str]]) -> bytes:
    """Write an inbox as a CSV in UTF-16, with a column that nobody reads."""
    named = [line | {"Notes": f"see {MAIL}"} for line in lines]
    return as_csv((*INBOX, "Notes"), named).decode().encode("utf-16")


def workbook(lines: list[dict[str, str]]) -> bytes:
    """Write an inbox as a workbook, with a sheet that nobody reads."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(INBOX))
    for line in lines:
        sheet.append([line.get(column, "") for column in INBOX])
    book.create_sheet("Notes").append([f"call {NAME}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


LISTENING = ("Mention ID", "Date", "Brand", "Channel", "Text", "URL", "Sentiment")


def uploads() -> dict[str, bytes]:
    """Give the exports that hold her, by name."""
    return {
        "inbox.csv": utf16(rows(1, 31)),
        f"chat with {NAME}.xlsx": workbook(rows(25, 61)),
        "bundle.zip": packed({"january.csv": as_csv(INBOX, rows(61, 81)), "february.csv": utf16(rows(80, 101))}),
        "taken back.csv": as_csv(INBOX, rows(200, 221)),
    }


def fill(store: Store) -> dict[str, bytes]:
    """Plant her in a store; gives the exports."""
    exports = uploads()
    for name, content in exports.items():
        last = store.load(name, content, {"account": "noord"}, by="Mila", now=NOW)
    store.undo(last.batch_id, "Mila", now=NOW)
    texts = store.query("select channel, text_id from reading order by draw")
    for channel, text_id in texts[:12]:
        labels.add(store, Text("messages", channel, text_id), 1, "Mila", drawn="", now=NOW)
    annotations.annotate(store, NOW.date(), f"Phoned {NAME} about her invoice", by="Mila", now=NOW)
    journal.write(
        store, lambda _: [journal.Draft("decision.made", "reply", {"told": [f"ask {MAIL}"]}, "Mila")], now=NOW
    )
    kept.keep(store.path, packed({"word.xml": f"<p>{NAME}</p>".encode()}), "pptx")
    folder = store.folder.parent
    (folder / "asof").mkdir(exist_ok=True)
    (folder / "asof" / "0123.duckdb").write_bytes(f"old state of {HANDLE}".encode())
    store.path.with_name(store.path.name + ".old1").write_bytes(f"store of before, {NAME}".encode())
    return exports


def found(home: Path) -> Iterator[tuple[str, str]]:
    """Look for the canaries in every byte below a folder: (file, canary)."""
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        texts = [one.lower() for one in (path.name, *inside(content))]
        small = content.lower()  # a name of ASCII letters stands in bytes as it does in letters, of one byte or of two
        for canary in CANARIES:
            sought = canary.lower()
            if any(sought.encode(form) in small for form in ("ascii", "utf-16-le")) or any(
                sought in one for one in texts
            ):
                yield str(path.relative_to(home)), canary
