"""Damage to the bytes of a file: broken downloads, bad disks, mail servers, editors and archivers."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

NASTY = (
    b"\0", b"\0" * 50, b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae", b'"', b'""', b'","', b"\n", b"\r",
    b"\r\n\r\n", b"\x1a", b"\x85", b"\xe2\x80\xa8", b"sep=;\n", b"\xef\xbb\xbf", b"\xff\xfe", b";", b",", b"\t",
    b"=1+1", b"PK\x03\x04",
)  # fmt: skip
ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250", "cp1251", "mac_roman", "utf-7", "cp037",
    "cp437",
)  # fmt: skip


def cut_off(rng: Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def beginning_lost(rng: Random, content: bytes) -> bytes:
    return content[rng.randrange(len(content) + 1) :]


def bits_flipped(rng: Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 2, 10, 100)) if damaged else 0):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def put_in(rng: Random, content: bytes) -> bytes:
    for _ in range(rng.choice((1, 1, 3))):
        at = rng.choice((0, len(content), rng.randrange(len(content) + 1)))
        content = content[:at] + rng.choice(NASTY) + content[at:]
    return content


def taken_out(rng: Random, content: bytes) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + content[at + rng.choice((1, 2, 10, 500)) :]


def piece_twice(rng: Random, content: bytes) -> bytes:
    at = rng.randrange(len(content) + 1)
    piece = content[at : at + rng.choice((1, 20, 2000))]
    return content[:at] + piece * rng.choice((1, 2, 30)) + content[at:]


def zeros(rng: Random, content: bytes) -> bytes:
    """Fill a piece with zero bytes, as a disk does after a crash."""
    at, length = rng.randrange(len(content) + 1), rng.choice((1, 16, 512, 4096))
    return content[:at] + b"\0" * min(length, len(content) - at) + content[at + length :]


def line_ends(rng: Random, content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(
        b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\n\r", b"\x0b", b""))
    )


def quotation_marks(rng: Random, content: bytes) -> bytes:
    return content.replace(b'"', rng.choice((b"", b"'", b'""', b'\\"', b"\xe2\x80\x9c")))


def delimiters(rng: Random, content: bytes) -> bytes:
    return content.replace(
        *rng.choice(((b",", b";"), (b";", b","), (b",", b"\t"), (b",", b"|"), (b",", b", "), (b",", b"")))
    )


def encoding(rng: Random, content: bytes) -> bytes:
    """Write the text in another encoding; one line only, when two files were pasted together."""
    other = rng.choice(ENCODINGS)
    if rng.random() < 0.3:
        lines = content.split(b"\n")
        at = rng.randrange(len(lines))
        lines[at] = lines[at].decode("utf-8", "replace").encode(other, "replace")
        return b"\n".join(lines)
    return content.decode("utf-8", "replace").encode(other, "replace")


def letters_lost(rng: Random, content: bytes) -> bytes:
    """Decode with the wrong encoding and save."""
    return content.decode(rng.choice(("cp1252", "cp1250", "mac_roman", "cp437")), "replace").encode()


def each_line_in_quotes(_rng: Random, content: bytes) -> bytes:
    """Wrap each line in one more pair of quotation marks, as Excel does with a CSV in one column."""
    return b"\n".join(b'"' + line.replace(b'"', b'""') + b'"' for line in content.split(b"\n"))


def same_again(_rng: Random, content: bytes) -> bytes:
    return content + content


def packed(rng: Random, content: bytes) -> bytes:
    """Put it into an archive, beside what archives hold."""
    out = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(out, "w") as archive:
        for name in rng.sample(
            ("a.csv", "../../b.csv", "/c.csv", "m\u00e5n/d.CSV", "__MACOSX/._a.csv", "e.csv/", "f.exe"), 3
        ):
            archive.writestr(zipfile.ZipInfo(name), content, method)  # of 1980: the same bytes at every hour
        if rng.random() < 0.3:
            archive.writestr(zipfile.ZipInfo("inner.zip"), out.getvalue())
    return out.getvalue()


def compressed(_rng: Random, content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def endless_line(rng: Random, content: bytes) -> bytes:
    return content + rng.choice((b"x", b",", b'"', b"1")) * rng.choice((250_000, 5_000_000))


def many_lines(rng: Random, content: bytes) -> bytes:
    return content + rng.choice((b"\n", b",\n", b"x\n", b"1,2\n")) * 300_000


OFTEN: tuple[Callable[[Random, bytes], bytes], ...] = (
    cut_off, bits_flipped, put_in, taken_out, piece_twice, zeros, line_ends, quotation_marks, delimiters, encoding,
    letters_lost, each_line_in_quotes, same_again,
)  # fmt: skip
RARE: tuple[Callable[[Random, bytes], bytes], ...] = (beginning_lost, packed, compressed, endless_line, many_lines)
OF_WORKBOOKS: tuple[Callable[[Random, bytes], bytes], ...] = (
    cut_off, beginning_lost, bits_flipped, put_in, taken_out, piece_twice, zeros, same_again, packed,
)  # fmt: skip
