"""Damage inside a workbook: its zip directory and its XML parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.fuzz.byte_damage import bits_flipped, cut_off, piece_twice, taken_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Parts = dict[str, bytes]
_DIRECTORY = b"PK\x01\x02"  # begins an entry of the zip directory
_PUT_IN = (
    b"<x>", b"</row>", b"<row>", b"<c/>", b"<c r='A1'><v>1</v></c>", b"<c r='ZZZ1'/>", b"<c r='A0'><v>1</v></c>",
    b"&lt;", b"&x;", b"<!-- -->", b"<![CDATA[x]]>", b"<?x?>", b"\0", b"\xff", b'<!DOCTYPE x [<!ENTITY a "b">]>',
    b"<f>1+1</f>", b"<mc:x xmlns:mc='y'/>", b"<mergeCell ref='A1:XFD9'/>", b"<is><t>x</t></is>", b"<v>NaN</v>",
    b"<v>1e999</v>", b"<v></v>", b"<v>99999999999999999999</v>",
)  # fmt: skip
_WORTH = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")
_TYPES = (b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"x", b"")


def unpack(content: bytes) -> Parts:
    """Give the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a workbook of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


# -- parts -----------------------------------------------------------------------------------


def part_lost(rng: Random, parts: Parts) -> None:
    del parts[rng.choice(list(parts))]


def part_empty(rng: Random, parts: Parts) -> None:
    parts[rng.choice(list(parts))] = rng.choice((b"", b"<x/>", b"\0" * 100, b"<?xml version='1.0'?>"))


def parts_swapped(rng: Random, parts: Parts) -> None:
    one, other = rng.choice(list(parts)), rng.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def part_renamed(rng: Random, parts: Parts) -> None:
    name = rng.choice(list(parts))
    parts[rng.choice((name.upper(), "../" + name, name.replace("/", "\\"), "x" * 300, name + "/"))] = parts.pop(name)


def part_damaged(rng: Random, parts: Parts) -> None:
    name = _worth(rng, parts)
    parts[name] = rng.choice((cut_off, bits_flipped, taken_out, piece_twice))(rng, parts[name])


# -- XML ---------------------------------------------------------------------------------------


def something_put_in(rng: Random, parts: Parts) -> None:
    name = _worth(rng, parts)
    ends = [match.end() for match in re.finditer(rb">", parts[name])] or [0]
    for at in sorted(rng.choices(ends, k=rng.choice((1, 3))), reverse=True):
        parts[name] = parts[name][:at] + rng.choice(_PUT_IN) + parts[name][at:]


def places(rng: Random, parts: Parts) -> None:
    """Give cells and rows other places."""
    odd = rng.choice(
        (b'r="A1"', b'r=""', b'r="XFD1048576"', b'r="ZZZZZZ9"', b'r="4000000000"', b'r="A99999999999"', b'r="-1"', b"")
    )
    _rewrite(rng, parts, rb'r="[^"]*"', odd)


def types(rng: Random, parts: Parts) -> None:
    _rewrite(rng, parts, rb' t="[^"]*"', b' t="' + rng.choice(_TYPES) + b'"')


def values(rng: Random, parts: Parts) -> None:
    odd = rng.choice(
        (b"-1", b"99999999", b"1e308", b"-1e308", b"NaN", b"", b"x", b"0.1", b"2958466", b"-693594", b"60", b"1E+400")
    )
    _rewrite(rng, parts, rb"<v>[^<]*</v>", b"<v>" + odd + b"</v>")


def formulas(rng: Random, parts: Parts) -> None:
    """Put formulas into cells, with and without the value that Excel computed."""
    odd = rng.choice(
        (b"<f>1+1</f>", b"<f>1/0</f><v>#DIV/0!</v>", b'<f t="shared" si="9"/><v>1</v>', b"<f>WEBSERVICE(1)</f><v>3</v>")
    )
    _rewrite(rng, parts, rb"<v>[^<]*</v>", odd)


def dimension(rng: Random, parts: Parts) -> None:
    odd = rng.choice((b"A1", b"A1:A1", b"A1:XFD1048576", b"B5:A1", b"", b"A0", b"A1:ZZZZZ99999999", b"C7:D9"))
    _rewrite(rng, parts, rb'<dimension ref="[^"]*"', b'<dimension ref="' + odd + b'"')


def styles(rng: Random, parts: Parts) -> None:
    """Make dates of numbers, and numbers of dates."""
    _rewrite(rng, parts, rb' s="\d*"', rng.choice((b"", b' s="0"', b' s="1"', b' s="99999"', b' s="-1"')))


def number_formats(rng: Random, parts: Parts) -> None:
    odd = rng.choice((b"14", b"22", b"46", b"164", b"999", b"-1"))
    _rewrite(rng, parts, rb'numFmtId="\d*"', b'numFmtId="' + odd + b'"')


def sheets(rng: Random, parts: Parts) -> None:
    """Hide, rename or misdirect sheets."""
    misdirected = (
        (rb'r:id="[^"]*"', b'r:id="rId99"'),
        (rb'name="[^"]*"', b'name=""'),
        (rb'Target="[^"]*"', b'Target="x"'),
        (rb"<sheet ", b'<sheet state="veryHidden" '),
        (rb"<workbookPr[^>]*>", b'<workbookPr date1904="1"/>'),
    )
    old, new = rng.choice(misdirected)
    _rewrite(rng, parts, old, new)


def _rewrite(rng: Random, parts: Parts, old: bytes, new: bytes) -> None:
    """Rewrite one of the places that fit, some, or all of them."""
    fitting = [name for name, content in parts.items() if re.search(old, content)]
    if fitting:
        name, share = rng.choice(fitting), rng.choice((0.02, 0.3, 1.0))
        parts[name] = re.sub(old, lambda match: new if rng.random() < share else match.group(), parts[name])


def _worth(rng: Random, parts: Parts) -> str:
    known = [name for name in _WORTH if name in parts]
    return rng.choice(known if known and rng.random() < 0.7 else list(parts))


# -- zip -----------------------------------------------------------------------------------------


def directory_lies(rng: Random, content: bytes) -> bytes:
    """Overwrite a number of a directory entry: flags, method, checksum, sizes, offset."""
    entries = [match.start() for match in re.finditer(re.escape(_DIRECTORY), content)]
    place, shape = rng.choice(((8, "<H"), (10, "<H"), (16, "<I"), (20, "<I"), (24, "<I"), (28, "<H"), (42, "<I")))
    damaged = bytearray(content)
    for entry in rng.sample(entries, min(len(entries), rng.choice((1, 1, 20)))):
        number = rng.choice((0, 1, 2, 99, 1000, 60_000_000, 2**32 - 1)) & (2 ** (8 * struct.calcsize(shape)) - 1)
        if entry + place + struct.calcsize(shape) <= len(damaged):
            struct.pack_into(shape, damaged, entry + place, number)
    return bytes(damaged)


def parts_twice(rng: Random, content: bytes) -> bytes:
    """Write a name into the archive twice, with another content: readers disagree about which one counts."""
    parts = unpack(content)
    name = _worth(rng, parts)
    return _with(content, [(name, rng.choice((parts[name], b"<x/>")))])


def other_method(rng: Random, content: bytes) -> bytes:
    return pack(unpack(content), rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def strange_members(rng: Random, content: bytes) -> bytes:
    names = (
        "xl/vbaProject.bin",
        "../../evil.xml",
        "/etc/x",
        "[Content_Types].XML",
        "x/",
        "xl/worksheets/sheet2.xml",
        "a.csv",
    )
    return _with(content, [(name, b"x") for name in rng.sample(names, 3)])


def _with(content: bytes, more: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        for name, added in more:
            archive.fp.seek(0, 2)  # type: ignore[union-attr]
            archive.NameToInfo.pop(name, None)  # or zipfile warns of the name that is there twice
            archive.writestr(zipfile.ZipInfo(name), added)
    return out.getvalue()


OF_PARTS: tuple[Callable[[Random, Parts], None], ...] = (
    part_lost, part_empty, parts_swapped, part_renamed, part_damaged, part_damaged, something_put_in, something_put_in,
    places, types, values, formulas, dimension, styles, number_formats, sheets,
)  # fmt: skip
OF_ZIP: tuple[Callable[[Random, bytes], bytes], ...] = (
    directory_lies,
    directory_lies,
    parts_twice,
    other_method,
    strange_members,
)
