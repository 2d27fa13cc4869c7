"""Damage the files of a store: `python -m tests.faults.damage` (240 logs that wait to be folded in, 80 store files).

A damaged store may open with all that was told, or say that it is damaged or lost something, in one of Ninety's own
sentences. It may never say something else, and made anew from the uploads it is what it was, to the scorecard.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import key
from data.errors import DataError, StoreBehindError, StoreDamagedError
from data.rebuild import rebuild
from data.store import Store
from tests.faults.forks import forked
from tests.faults.kill import NAME, prepare
from tests.faults.life import KEY, STEPS
from tests.faults.state import look, scorecard, tables

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDED = ("open a new store", "load posts", "load later posts", "load messages", "save a plan", "undo")
_WAITING = ("label texts", "label them otherwise", "change settings", "say the names of brands", "decide", "note a day")
WAYS = ("cut", "flip", "zeros", "garbage")
EVERY = 10  # of damages that end alike so many-th is made anew; and the first of each end


@dataclass
class Figures:
    """What came of all damages."""

    ends: Counter[str] = field(default_factory=Counter)
    rebuilds: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Whole:
    """A brand before it is damaged: its last changes wait in the log, as a crash leaves them."""

    home: Path
    said: dict[str, str]  # all its tables
    scorecard: str
    prefixes: tuple[dict[str, str], ...]  # what it said after each change that waits


def whole(folder: Path) -> Whole:
    """Make the brand; nothing is folded into the file after its last upload."""
    home = folder / "whole"
    key.path_of(home / NAME).parent.mkdir(parents=True)
    key.path_of(home / NAME).write_text(KEY)
    by_name = {step.name: step for step in STEPS}

    def live(say: Callable[[Any], None]) -> None:
        for name in _FOLDED:
            by_name[name].do(home / NAME)
        opened = Store.open(home / NAME)
        say(tables(opened))
        for name in _WAITING:
            by_name[name].do(home / NAME)
            say(tables(opened))
        say(scorecard(home / NAME))

    *prefixes, card = forked(live).said
    assert (home / f"{NAME}.wal").stat().st_size > 0
    return Whole(home, prefixes[-1], card, tuple(prefixes))


def damaged(content: bytes, way: str, chance: random.Random) -> bytes:
    """Damage the bytes of a log: cut off, a bit turned, the end zeros, or something after the end."""
    place = chance.randrange(1, len(content))
    if way == "cut":
        return content[:place]
    if way == "flip":
        return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
    if way == "zeros":
        return content[:place] + bytes(len(content) - place)
    return content + chance.randbytes(chance.randrange(1, 200))


def run(logs: int, files: int, seed: int = 8) -> Figures:
    """Damage so many logs, in all four ways, and so many store files."""
    names = {*_FOLDED, *_WAITING}
    prepare([step for step in STEPS if step.name in names])
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="ninety-damage-") as folder:
        brand = whole(Path(folder))
        for number in range(logs):
            way = WAYS[number % len(WAYS)]
            log = (brand.home / f"{NAME}.wal").read_bytes()
            _damage(brand, f"log {way}", {f"{NAME}.wal": damaged(log, way, chance)}, figures)
        folded = _folded(brand, Path(folder) / "folded")
        content = (folded.home / NAME).read_bytes()
        for number in range(files):
            way = "cut" if number % 8 == 7 else "flip"
            _damage(folded, f"file {way}", {NAME: damaged(content, way, chance)}, figures)
    return figures


def _folded(brand: Whole, home: Path) -> Whole:
    """Give the same brand as it is when it was closed in peace: all in its file."""
    shutil.copytree(brand.home, home)
    forked(lambda _: Store.open(home / NAME).close())
    return Whole(home, brand.said, brand.scorecard, brand.prefixes)


def _damage(brand: Whole, name: str, files: dict[str, bytes], figures: Figures) -> None:
    home = brand.home.with_name("damaged")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(brand.home, home)
    for file, content in files.items():
        (home / file).write_bytes(content)
    (end,) = forked(lambda say: say(_opened(home / NAME, brand))).said
    figures.ends[f"{name}: {end}"] += 1
    if end.startswith("wrong"):
        figures.wrong.append(f"{name}: {end}")
    if figures.ends[f"{name}: {end}"] % EVERY == 1:
        figures.rebuilds += 1
        (wrong,) = forked(lambda say: say(_made_anew(home / NAME, brand))).said
        figures.wrong += [f"{name}, {end}: rebuild: {one}" for one in wrong]


def _opened(path: Path, brand: Whole) -> str:
    """Open it and read all of it, as the pages do; tell what came of it."""
    try:
        found, card = look(path), scorecard(path)
    except StoreBehindError:
        return "says that it lost something"
    except StoreDamagedError:
        return "says that it is damaged"
    except DataError as problem:
        return f"wrong: says {problem.code}"
    except Exception as problem:  # noqa: BLE001 - what nobody turned into a sentence
        return f"wrong: {type(problem).__name__} {str(problem)[:120]}"
    if found.tables != brand.said or card != brand.scorecard:
        missing = next((n for n, one in enumerate(reversed(brand.prefixes)) if one == found.tables), None)
        return f"wrong: silently says otherwise ({missing} changes less)"
    return f"wrong: {found.wrong}" if found.wrong else "opens with all of it"


def _made_anew(path: Path, brand: Whole) -> list[str]:
    wrong = [str(problem) for _, problem in rebuild(path).failed]
    found = look(path)
    wrong += [name for name in brand.said if found.tables.get(name) != brand.said[name]]
    return [*wrong, *found.wrong, *([] if scorecard(path) == brand.scorecard else ["another scorecard"])]


def main() -> int:
    """Damage, and print the figures; 1 where anything was wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--logs", type=int, default=240)
    asked.add_argument("--files", type=int, default=80)
    given = asked.parse_args()
    figures = run(given.logs, given.files)
    for end, number in sorted(figures.ends.items()):
        print(f"{number:5} {end}")
    print(f"{figures.rebuilds} made anew, {len(figures.wrong)} wrong", *figures.wrong[:40], sep="\n")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    os.environ.setdefault("NINETY_THREADS", "1")
    sys.exit(main())
