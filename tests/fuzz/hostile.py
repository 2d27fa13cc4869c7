"""Workbooks made to harm: a few kilobytes that ask a reader for gigabytes, an endless loop, or another file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.fuzz.workbook_damage import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzz.workbook_damage import Parts

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADER = ("Post id", "Date", "Post text", "Post Link", "Impressions", "Likes")
ROW = ("1990000000000000001", "Mon, Nov 16, 2026", "Hello", "https://x.com/us/status/1990000000000000001", "100", "7")


def book(sheet: str, strings: str | None = None, more: Parts | None = None) -> bytes:
    """Make a workbook of the XML of its sheet."""
    shared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/>'
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f"{shared if strings else ''}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets><sheet name="Posts" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_DOCUMENT}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    } | ({"xl/sharedStrings.xml": strings} if strings else {})
    return pack({name: text.encode() for name, text in parts.items()} | (more or {}))


def sheet(*rows: str, above: str = "", doctype: str = "") -> str:
    """Write the XML of a sheet."""
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{_MAIN}">{above}{data}</worksheet>'


def row(number: int, *cells: str) -> str:
    """Write a row of text cells."""
    letters = (
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(letters)}</row>'


def table(*more: str, above: str = "", doctype: str = "") -> str:
    """Write a sheet that Ninety would read, and something else in it."""
    return sheet(row(1, *HEADER), row(2, *ROW), *more, above=above, doctype=doctype)


def cell(place: str, inner: str = "<v>1</v>", kind: str = "n") -> str:
    """Write a cell wherever it may stand."""
    return f'<row><c r="{place}" t="{kind}">{inner}</c></row>'


def last_corner() -> bytes:
    return book(sheet(cell("A1"), cell("XFD1048576")))


def last_corner_of_a_table() -> bytes:
    return book(table(cell("XFD1048576")))


def row_of_four_thousand_million() -> bytes:
    return book(table('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'))


def column_zzzzzz() -> bytes:
    return book(table(cell("ZZZZZZ3")))


def far_row() -> bytes:
    return book(table(cell("A1048576")))


def many_columns() -> bytes:
    return book(sheet("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"))


def dimension_too_small() -> bytes:
    return book(table(*(row(n, *ROW) for n in range(3, 60)), above='<dimension ref="A1:B2"/>'))


def dimension_too_large() -> bytes:
    return book(table(above='<dimension ref="A1:XFD1048576"/>'))


def shared_string_bomb() -> bytes:
    long = "x" * 60_000_000
    return book(sheet(cell("A1", "<v>0</v>", "s")), f'<sst xmlns="{_MAIN}"><si><t>{long}</t></si></sst>')


def one_huge_cell() -> bytes:
    return book(table(row(3, "1", "Mon, Nov 16, 2026", "x" * 60_000_000)))


def many_cells() -> bytes:
    return book(sheet(("<row>" + "<c><v>1</v></c>" * 2_000 + "</row>") * 1_600))


def empty_styled_rows() -> bytes:
    """Colour the whole sheet, as people do."""
    return book(table(*(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(3, 300_000))))


def nested_tags() -> bytes:
    return book(sheet("<row>" + "<x>" * 300_000 + "</x>" * 300_000 + "</row>"))


def billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return book(
        table(cell("A3", "<is><t>&l9;</t></is>", "inlineStr"), doctype=f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>')
    )


def quadratic_entities() -> bytes:
    doctype = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    return book(table(cell("A3", f"<is><t>{'&a;' * 20_000}</t></is>", "inlineStr"), doctype=doctype))


def file_entity() -> bytes:
    return book(table(row(3, "&f;"), doctype='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'))


def web_entity() -> bytes:
    return book(
        table(
            row(3, "&f;"),
            doctype='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY f SYSTEM "http://127.0.0.1:9/x">]>',
        )
    )


def wrong_string_index() -> bytes:
    return book(table(cell("A3", "<v>99999999</v>", "s")), f'<sst xmlns="{_MAIN}"><si><t>x</t></si></sst>')


def negative_string_index() -> bytes:
    return book(table(cell("A3", "<v>-1</v>", "s")), f'<sst xmlns="{_MAIN}"><si><t>x</t></si></sst>')


def many_members() -> bytes:
    return book(table(), more={f"xl/media/{n}.png": b"" for n in range(20_000)})


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 3_000))
    workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
    return book(table(), more={"xl/workbook.xml": workbook.encode()})


def sheet_without_end() -> bytes:
    return book(table()[:-30] + "<row>" * 50)


def numbers_beyond_15_digits() -> bytes:
    return book(sheet(row(1, *HEADER), "".join(cell(f"A{n}", "<v>1990000000000000001</v>") for n in range(2, 6))))


def dates_out_of_range() -> bytes:
    dates = "".join(f'<c s="1"><v>{n}</v></c>' for n in (-1, 0, 60, 2_958_466, 1e300, "NaN"))
    styles = f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    return book(table(f"<row>{dates}</row>"), more={"xl/styles.xml": styles.encode()})


def page_called_xls() -> bytes:
    return b"<html><body><table><tr><td>Post id</td></tr></table></body></html>"


def csv_called_xlsx() -> bytes:
    return (",".join(HEADER) + "\n" + ",".join(f'"{one}"' for one in ROW) + "\n").encode()


def old_excel_without_content() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000


def old_excel_with_a_loop() -> bytes:
    """Let every sector of the old container follow itself."""
    header = bytearray(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + b"\0" * 478
    )
    header[44:48] = header[48:52] = header[76:80] = b"\x01\x00\x00\x00"
    return bytes(header) + b"\0" * 512 * 4


HOSTILE: tuple[Callable[[], bytes], ...] = (
    last_corner, last_corner_of_a_table, row_of_four_thousand_million, column_zzzzzz, far_row, many_columns,
    dimension_too_small, dimension_too_large, shared_string_bomb, one_huge_cell, many_cells, empty_styled_rows,
    nested_tags, billion_laughs, quadratic_entities, file_entity, web_entity, wrong_string_index,
    negative_string_index, many_members, many_sheets, sheet_without_end, numbers_beyond_15_digits, dates_out_of_range,
    page_called_xls, csv_called_xlsx, old_excel_without_content, old_excel_with_a_loop,
)  # fmt: skip


@cache
def made(number: int) -> bytes:
    """Give one of them; each is made once."""
    return HOSTILE[number]()
