"""Files whose names, headers, sheets, cells and pictures are hostile, to be dropped on a page."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.exports import x_posts
from tests.hostile.payloads import AFAR, RAN, SHORT
from tests.logos import svg


def dropped() -> list[tuple[str, bytes]]:
    """Give an unknown table for every payload, a known one with doubtful cells, a workbook and a zip."""
    unknown = [(f"{_name(text)}.csv", _table(text)) for text in SHORT]
    posts = [{"Post id": str(10**18 + n), "Post text": text, "Impressions": text} for n, text in enumerate(SHORT)]
    return [*unknown[:12], ("cells.csv", x_posts(*posts)), ("sheets.xlsx", _workbook()), ("names.zip", _zip())]


def logo() -> list[tuple[str, bytes]]:
    """Give a logo that runs and fetches, under a name that does."""
    body = f'<script>window.{RAN}=12</script><image href="http://{AFAR}/logo.png"/>'
    return [(f"{_name(SHORT[1])}.svg", svg(body))]


def _name(text: str) -> str:
    return re.sub(r"[\x00-\x1f/\\]", "_", text)[:80]


def _table(text: str) -> bytes:
    cell = '"' + text.replace('"', '""').replace("\x00", "") + '"'
    return f"{cell},{cell} two\n{cell},1\n".encode()


def _workbook() -> bytes:
    book = Workbook()
    for number, text in enumerate(SHORT):
        sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]\x00-\x1f\x7f]", "_", text)[:28] + str(number))
        sheet["A1"] = ILLEGAL_CHARACTERS_RE.sub("", text)
        sheet["A1"].data_type = "s"
        sheet["B1"] = "two"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for text in SHORT:
            archive.writestr(f"{text[:100]}.csv".replace("\x00", ""), _table(text))
    return out.getvalue()
