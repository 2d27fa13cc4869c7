"""Fill the disk under a store and do each step of its life on it: `python -m tests.faults.full FOLDER`.

FOLDER lies on a small disk of its own (`mount -t tmpfs -o size=16m tmpfs FOLDER`). With no room at all, and with a
little, each step is refused in a sentence and leaves all as it was, or is done whole; what was there can be read all
the while; and with room again the same step works.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import key
from data.errors import DataError
from data.store import Store
from tests.faults.forks import forked
from tests.faults.kill import NAME, prepare
from tests.faults.life import KEY, STEPS
from tests.faults.state import look, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.life import Step

ROOMS = (0, 4, 40, 400)  # KiB that are left
REFUSALS = {"store_full", "kept", "scorer"}
_BLOCK = 4096


def fill(folder: Path, room: int) -> Path:
    """Write a file until the disk is full, then give back so many KiB."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        with suppress(OSError):
            while True:
                stream.write(bytes(_BLOCK))
        stream.truncate(max(stream.tell() - room * 1024, 0))
    return filler


def wrongs(folder: Path, step: Step, room: int) -> Iterator[str]:
    """Do a step on a full disk, and again with room; tell what is wrong."""
    home = folder / "brand"
    before, after = _at_rest(home), folder.parent / "ahead"
    shutil.rmtree(after, ignore_errors=True)
    shutil.copytree(home, after)
    forked(lambda _: step.do(after / NAME))
    whole = _at_rest(after)
    filler = fill(folder, room)
    (told, found) = forked(lambda say: _try(home / NAME, step, say)).said
    if told not in {"done", *REFUSALS}:
        yield f"says {told}"
    if found not in ([whole] if told == "done" else [before]):
        yield f"{told}, and is {'whole' if found == whole else 'before' if found == before else 'half'}"
    filler.unlink()
    if told != "done":
        forked(lambda _: step.do(home / NAME))
    state = forked(lambda say: say(look(home / NAME))).said[0]
    yield from state.wrong
    if state.tables != whole:
        yield "with room again it comes to something else"


def _at_rest(home: Path) -> dict[str, str]:
    said: dict[str, str] = forked(lambda say: say(look(home / NAME).tables)).said[0]
    return said


def _try(path: Path, step: Step, say: Callable[[Any], None]) -> None:
    """Have the store open, as the app has, while a step is done."""
    opened = Store.open(path)
    try:
        step.do(path)
        say("done")
    except DataError as problem:
        say(problem.code)
    except Exception as problem:  # noqa: BLE001 - what nobody turned into a sentence
        say(f"{type(problem).__name__}: {problem}")
    say(tables(opened))  # what was there can be read


def run(folder: Path, steps: tuple[Step, ...] = STEPS, rooms: tuple[int, ...] = ROOMS) -> list[str]:
    """Do all steps, each with every room; give what is wrong."""
    prepare()
    found: list[str] = []
    home = folder / "brand"
    key.path_of(home / NAME).parent.mkdir(parents=True)
    key.path_of(home / NAME).write_text(KEY)
    forked(lambda _: steps[0].do(home / NAME))
    for number, step in enumerate(steps[1:]):
        if step.name != "rebuild" and step.before is None:
            room = rooms[number % len(rooms)]
            found += [f"{step.name}, {room} KiB left: {one}" for one in wrongs(folder, step, room)]
    return found


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    os.environ.setdefault("NINETY_THREADS", "1")
    found = run(Path(sys.argv[1]))
    print(f"{len(found)} wrong", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
