"""Fill the disk under a store and do each step of its life on it: `python -m tests.faults.full`.

The disk is a small one of its own, in memory, that only this process sees (`unshare`), or any on which FOLDER lies.
With no room at all, and with a little, each step is refused in a sentence and leaves all as it was, or is done whole;
what was there can be read all the while; and with room again the same step works.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import key
from data.errors import DataError
from data.store import Store
from tests.faults.forks import forked
from tests.faults.kill import BASE, NAME, prepare
from tests.faults.life import KEY, STEPS
from tests.faults.state import look, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.life import Step

SIZE = "64m"
ROOMS = (0, 4, 40, 400)  # KiB that are left
REFUSALS = {"store_full", "kept", "scorer", "backup"}
_BLOCK = 4096
_MOUNT = f'mount -t tmpfs -o size={SIZE} tmpfs "$0" && exec "$@"'


class Disk:
    """A small disk with a brand on it, and what that says now."""

    def __init__(self, folder: Path, first: Step) -> None:
        self.folder, self.home = folder, folder / "brand"
        key.path_of(self.home / NAME).parent.mkdir(parents=True)
        key.path_of(self.home / NAME).write_text(KEY)
        forked(lambda _: first.do(self.home / NAME))
        self.said = forked(lambda say: say(look(self.home / NAME).tables)).said[0]

    def fill(self, room: int) -> Path:
        """Write a file until the disk is full, then give back so many KiB."""
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as stream:
            with suppress(OSError):
                while stream.write(bytes(_BLOCK)):
                    pass
            stream.truncate(max(stream.tell() - room * 1024, 0))
        return filler

    def wrongs(self, step: Step, room: int) -> Iterator[str]:
        """Do a step with so little room, and again with enough; tell what is wrong."""
        if step.before is not None:
            forked(lambda _: step.before and step.before(self.home / NAME))
        whole = self._ahead(step)
        filler = self.fill(room)
        told, found = forked(lambda say: _try(self.home / NAME, step, say)).said
        if told not in {"done", *REFUSALS}:
            yield f"says {told}"
        if found not in (None, whole if told == "done" else self.said):
            yield f"{told}, and is {'whole' if found == whole else 'before' if found == self.said else 'half'}"
        filler.unlink()
        if told != "done":
            forked(lambda _: step.do(self.home / NAME))
        state = forked(lambda say: say(look(self.home / NAME))).said[0]
        yield from state.wrong
        if state.tables != whole:
            yield "with room again it comes to something else"
        self.said = state.tables

    def _ahead(self, step: Step) -> dict[str, str]:
        """Tell what the step makes of the brand where there is room."""
        with tempfile.TemporaryDirectory(prefix="ninety-full-") as elsewhere:
            path = Path(shutil.copytree(self.home, Path(elsewhere) / "brand")) / NAME

            def do(say: Callable[[Any], None]) -> None:
                step.do(path)
                say(look(path).tables)

            said: dict[str, str] = forked(do).said[0]
            return said


def _try(path: Path, step: Step, say: Callable[[Any], None]) -> None:
    """Have the store open, as the app has, while a step is done that goes along with that."""
    opened = Store.open(path) if step.before is None and step.name != "rebuild" else None
    try:
        step.do(path)
        say("done")
    except DataError as problem:
        say(problem.code)
    except Exception as problem:  # noqa: BLE001 - what nobody turned into a sentence
        say(f"{type(problem).__name__}: {problem}")
    say(tables(opened) if opened else None)  # what was there can be read


def run(folder: Path, among: Sequence[str] = ()) -> list[str]:
    """Do some steps, or all, each with one of the rooms; give what is wrong."""
    steps = [step for step in STEPS if not among or step.name in {*among, *BASE}]
    prepare(steps)
    disk, found = Disk(folder, steps[0]), []
    for number, step in enumerate(steps[1:]):
        room = ROOMS[number % len(ROOMS)]
        wrong = [f"{step.name}, {room} KiB left: {one}" for one in disk.wrongs(step, room)]
        print(f"{step.name}, {room} KiB left", *wrong, sep="\n  ", flush=True)
        found += wrong
    return found


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, help="on a small disk; without it, one in memory")
    asked.add_argument("--steps", default="", help="names of steps, with commas; all where none is named")
    given = asked.parse_args()
    if given.folder is None:
        return _on_its_own(given.steps)
    os.environ.setdefault("NINETY_THREADS", "1")
    found = run(given.folder, list(filter(None, given.steps.split(","))))
    print(f"{len(found)} wrong")
    return 1 if found else 0


def _on_its_own(steps: str) -> int:
    """Do it in a process that sees a disk nobody else sees, which is gone with it."""
    with tempfile.TemporaryDirectory(prefix="ninety-full-") as folder:
        again = [sys.executable, "-m", "tests.faults.full", folder, "--steps", steps]
        return subprocess.run(["unshare", "-rm", "sh", "-c", _MOUNT, folder, *again], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
