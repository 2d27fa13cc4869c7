"""An SVG drawn once in a process of its own, as PNG and as every snapshot is printed.

A drawing can hold numbers at which the library that draws gives up, and takes its whole process along. Better this
one than the one that serves everybody: `python -I logo_drawn.py` takes an SVG in and gives its PNG out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))  # isolated Python knows no folder of ours

import typst

from data.errors import LogoError

PIXELS = 1200  # of the longer side: four inches in print
SECONDS, MEMORY = 20, 3 << 30  # of patience, and of address space, of which libraries reserve half
DENSITIES = (72, 110, 144, 220)  # dots per inch of previews
_BARE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {
  let picture(..how) = image(bytes(json("logo.json")), format: "svg", ..how)
  let natural = measure(picture())
  let longest = calc.max(natural.width, natural.height)
  picture(width: natural.width / longest * 300pt, height: natural.height / longest * 300pt, fit: "stretch")
}"""
_PAPER = """#set document(title: "logo", date: datetime(year: 2026, month: 1, day: 1))
#set page(width: 600pt, height: 200pt)
#for height in (22pt, 26pt, 100pt) {{
  box(width: 250pt, height: height, image(bytes(json("logo.json")), format: "{kind}", alt: "logo", fit: "contain"))
}}"""


def drawn(clean: bytes) -> bytes:
    """Draw a clean SVG as PNG on no ground, its longer side 1200 pixels; raises LogoError where that fails."""
    asked = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(asked, input=clean, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except subprocess.TimeoutExpired as cause:
        raise LogoError(why="logo_detailed") from cause
    except subprocess.CalledProcessError as cause:
        raise LogoError(why="logo_broken") from cause
    return done.stdout


def try_on_paper(logo: bytes, kind: str) -> None:
    """Print a logo once: one that cannot be set must not be found out on a Monday. Raises LogoError."""
    try:
        _set(_PAPER.format(kind=kind), logo, format="pdf", pdf_standards=["ua-1", "a-3a"])
    except typst.TypstError as cause:
        raise LogoError(why="logo_broken") from cause


def _set(page: str, logo: bytes, **how: Any) -> bytes:
    files: Any = {"main.typ": page.encode(), "logo.json": json.dumps(list(logo)).encode()}  # its types know no such
    return bytes(typst.compile(files, ignore_system_fonts=True, **how))


def _bound() -> None:
    with suppress(ImportError, ValueError, OSError):  # not POSIX, or macOS: the parent's clock is the only limit
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main() -> None:
    _bound()
    clean = sys.stdin.buffer.read()
    picture = _set(_BARE, clean, format="png", ppi=PIXELS * 72 / 300)
    try_on_paper(clean, "svg")
    for density in DENSITIES:
        _set(_PAPER.format(kind="svg"), clean, format="png", ppi=density)
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    _main()
