"""A number -> a damaged file, always the same one: the number is all that is needed to see a failure again.

The same number gives the same file as long as the files it is made from are the same: the samples, and those that
NINETY_EXPORTS names.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from tests.fuzz import byte_damage, grid_damage, hostile, workbook_damage
from tests.fuzz.originals import EXCEL, OLD_EXCEL, TEXT, originals, saved_in_excel

if TYPE_CHECKING:
    from tests.fuzz.originals import Grid, Original

Kind = Literal["csv", "xlsx"]
_SELDOM = 0.03  # of the damages that take long


@dataclass(frozen=True)
class Damaged:
    """A file that no platform wrote."""

    name: str
    content: bytes
    answers: dict[str, str]
    how: str  # what was done to which file


def damaged(kind: Kind, number: int) -> Damaged:
    """Make one damaged file."""
    rng = Random(f"{kind} {number}")  # noqa: S311 - chance that can be repeated
    return _text(rng) if kind == "csv" else _workbook(rng)


def _text(rng: Random) -> Damaged:
    original = rng.choice(originals(*TEXT))
    content, done = original.content, []
    if rng.random() < 0.6:
        content, done = _with_damaged_cells(rng, original)
    if not done or rng.random() < 0.4:
        rare = rng.random() < _SELDOM
        for damage in rng.choices(
            byte_damage.RARE if rare else byte_damage.OFTEN, k=1 if rare else rng.choice((1, 1, 2))
        ):
            content = damage(rng, content)
            done.append(damage.__name__)
    return Damaged(_name(rng, original.name), content, original.answers, f"{original.name}: {', '.join(done)}")


def _with_damaged_cells(rng: Random, original: Original) -> tuple[bytes, list[str]]:
    grid, done = original.grid, []
    rare = rng.random() < _SELDOM
    for damage in rng.choices(
        grid_damage.RARE if rare else grid_damage.OFTEN, k=1 if rare else rng.choice((1, 1, 2, 3))
    ):
        damage(rng, grid)
        done.append(damage.__name__)
    return _written(rng, grid), done


def _written(rng: Random, grid: Grid) -> bytes:
    out = io.StringIO(newline="")
    quoting = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    delimiter, end = rng.choice(",,,;\t|"), rng.choice(("\n", "\r\n", "\r\n", "\r"))
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(grid)
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return out.getvalue().encode(encoding, "replace")


def _workbook(rng: Random) -> Damaged:
    if rng.random() < 0.15:
        number = rng.randrange(len(hostile.HOSTILE))
        name = hostile.HOSTILE[number].__name__
        return Damaged(f"{name}.xlsx", hostile.made(number), {}, name)
    original = rng.choice(originals(*TEXT) if rng.random() < 0.5 else originals(*EXCEL, *OLD_EXCEL))
    if original.suffix in OLD_EXCEL:
        return _of(rng, original, original.content, byte_damage.OF_WORKBOOKS)
    content = original.content if original.suffix in EXCEL else saved_in_excel(original)
    if rng.random() < 0.6:
        return _with_damaged_parts(rng, original, content)
    return _of(rng, original, content, byte_damage.OF_WORKBOOKS if rng.random() < 0.5 else workbook_damage.OF_ZIP)


def _of(rng: Random, original: Original, content: bytes, damages: tuple) -> Damaged:
    damage = rng.choice(damages)
    return Damaged(
        _name(rng, original.name), damage(rng, content), original.answers, f"{original.name}: {damage.__name__}"
    )


def _with_damaged_parts(rng: Random, original: Original, content: bytes) -> Damaged:
    parts, done = workbook_damage.unpack(content), []
    for damage in rng.choices(workbook_damage.OF_PARTS, k=rng.choice((1, 1, 2, 4))):
        if not parts:
            break
        damage(rng, parts)
        done.append(damage.__name__)
    return Damaged(
        _name(rng, original.name), workbook_damage.pack(parts), original.answers, f"{original.name}: {', '.join(done)}"
    )


def _name(rng: Random, name: str) -> str:
    if rng.random() < 0.9:
        return name
    odd = (
        f"../../{name}",
        f"{name}.xlsx",
        name.rpartition(".")[0],
        "",
        "a\nb.csv",
        "x" * 400 + ".csv",
        "\u202e" + name,
        "a/b/c.csv",
        "CON",
    )
    return rng.choice(odd)
