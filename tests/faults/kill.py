"""Kill Ninety at every point that touches the disk, and by chance: `python -m tests.faults.kill --points 1000`.

Each step of the life of a brand is done by a process of its own, which is killed (SIGKILL) right before or right after
one of its writes: a statement that changes the store, a sync, a rename, a removal. After each kill another process
opens the store. It must open; hold all that was acknowledged before; hold the step in hand whole or not at all; agree
with the files beside it; come to the same by doing the step again; and be the same when it is made anew from them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import key, store
from data.rebuild import rebuild
from tests.faults.forks import forked, imported
from tests.faults.life import KEY, STEPS, read_ahead, read_once
from tests.faults.points import count_to, counted
from tests.faults.state import State, look, on_disk, scorecard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.life import Step

NAME = "noordlicht.duckdb"
BASE = ("open a new store", "load posts", "load later posts", "load messages", "save a plan")  # others stand on these
EVERY = 10  # of stores that were found just alike so many-th is done again with
SAID = 50  # points between two lines of progress
LAST, SPARSE = 50, 60  # of a rebuild: every one of so many last points, and each so many-th before


@dataclass
class Figures:
    """What came of all points."""

    points: int = 0
    by_chance: int = 0
    done: int = 0  # the step was whole afterwards though nobody had been told so
    looked: int = 0  # different bytes on the disk
    rebuilds: int = 0
    wrong: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)


class Brand:
    """A brand before a step, after it, and killed in the middle."""

    def __init__(self, folder: Path, step: Step, home: Path, was: State | None = None) -> None:
        self.step, self.home = step, folder / "base"
        self.found: Counter[str] = Counter()
        self.known: dict[tuple[str, bool], tuple[list[str], bool]] = {}  # what came of files with these very bytes
        shutil.copytree(home, self.home)
        if step.before is not None:
            forked(lambda _: step.before and step.before(self.home / NAME))
        self.was = was if was is not None and step.before is None else _look(self._copy("was"))
        done = self._copy("done")
        ended = forked(lambda say: say(counted(lambda: step.do(done / NAME))))
        self.writes, self.seconds = int(ended.said[0]), ended.seconds
        self.after = done
        self.whole = _look(self._copy("whole", done))

    @property
    def points(self) -> list[int]:
        """List the points between writes; a rebuild works on a file of its own, and only its last ones are outside."""
        first = max(self.writes - LAST, 0) if self.step.name == "rebuild" else 0
        return [*range(0, first, SPARSE), *range(first, self.writes)]

    def _copy(self, name: str, source: Path | None = None) -> Path:
        target = self.home.parent / name
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(source or self.home, target))

    def killed(self, at: int | None, after: float | None) -> Path:
        """Do the step and kill it at its n-th point, or after so many seconds."""
        home = self._copy("killed")
        path = home / NAME

        def work(say: Callable[[Any], None]) -> None:
            if at is not None:
                count_to(at)
            self.step.do(path)
            say("done")

        ended = forked(work, kill_after=after)
        self.told = bool(ended.said)
        return home

    def wrongs(self, home: Path, rebuilt: dict[str, str], figures: Figures) -> list[str]:
        """Tell what is wrong with a store whose process was killed; the same bytes once more come to the same."""
        left = (on_disk(home), self.told)
        if left not in self.known:
            done = figures.done
            wrong = self._wrongs(home, rebuilt, figures)
            self.known[left] = wrong, figures.done > done
            figures.looked += 1
            return wrong
        wrong, is_done = self.known[left]
        figures.done += is_done
        return wrong

    def _wrongs(self, home: Path, rebuilt: dict[str, str], figures: Figures) -> list[str]:
        try:
            found = _look(home)
        except AssertionError as problem:
            return [f"does not open: {str(problem).splitlines()[-1]}"]
        wrong = list(found.wrong)
        is_whole = _same(found, self.whole, found if self.step.finished else None)
        is_absent = _same(found, self.was)
        if not (is_whole or is_absent):
            wrong.append(f"half: {_differing(found, self.was)} from before, {_differing(found, self.whole)} from after")
        if self.told and not is_whole:
            wrong.append("lost what it had told")
        if found.changes < (self.whole.changes if is_whole and not is_absent else self.was.changes):
            wrong.append("a change has no line in the log")
        figures.done += is_whole and not is_absent and not self.told
        if (is_absent or self.step.again) and self._is_news(found):
            found, again = self._again(home, found)
            wrong += again
        return wrong + self._rebuilt(home, found, rebuilt, figures)

    def _is_news(self, found: State) -> bool:
        """Whether a store was not found just so before: what is done to it next would come to the same again."""
        said = repr(found)
        self.found[said] += 1
        return self.found[said] % EVERY == 1

    def _again(self, home: Path, found: State) -> tuple[State, list[str]]:
        """Do the step once more, as somebody does who was told nothing."""
        forked(lambda _: self.step.do(home / NAME))
        now = _look(home)
        return now, [*now.wrong, *([] if _same(now, self.whole, found) else [f"again: {_differing(now, self.whole)}"])]

    def _rebuilt(self, home: Path, found: State, known: dict[str, str], figures: Figures) -> list[str]:
        """Make it anew, unless the same was made anew before."""
        if found.beside in known:
            return []
        known[found.beside] = self.step.name
        figures.rebuilds += 1
        path = home / NAME
        before = _scorecard(path)
        (failed,) = forked(lambda say: say([str(problem) for _, problem in rebuild(path).failed])).said
        now = _look(home)
        wrong = [f"rebuild: {problem}" for problem in failed] + [f"rebuild: {one}" for one in now.wrong]
        if now.tables != found.tables:
            wrong.append(f"rebuild: {_differing(now, found)}")
        return wrong if _scorecard(path) == before else [*wrong, "rebuild: another scorecard"]


def _look(home: Path) -> State:
    (found,) = forked(lambda say: say(look(home / NAME))).said
    assert isinstance(found, State)
    return found


def _scorecard(path: Path) -> str:
    return str(forked(lambda say: say(scorecard(path))).said[0])


def _same(one: State, other: State, since: State | None = None) -> bool:
    """Whether two states say the same; a step that is done twice may count a change more, and say nothing new."""
    return one.tables == other.tables and (since is not None or one.revision == other.revision)


def _differing(one: State, other: State) -> str:
    names = [name for name in one.tables if one.tables[name] != other.tables.get(name)]
    return ", ".join(names) or f"revision {one.revision} for {other.revision}"


def prepare(steps: Sequence[Step] = STEPS) -> None:
    """Have in this process what every fork of it needs: what it imports, and the files as they are read."""
    os.environ["NINETY_THREADS"] = "1"
    store.tables = read_once  # type: ignore[attr-defined]  # a fork starts no reader
    read_ahead()
    with tempfile.TemporaryDirectory(prefix="ninety-kill-") as folder:
        path = Path(folder) / NAME

        def live() -> None:
            for step in steps:
                if step.before is None:
                    step.do(path)
            look(path)
            scorecard(path)

        imported(live)


def run(points: int, seed: int = 8, among: Sequence[str] = ()) -> Figures:
    """Kill at so many points among some steps, or all: those between writes, spread evenly; by chance the rest."""
    steps = [step for step in STEPS if step.name in {*among, *BASE}] if among else STEPS
    prepare(steps)
    rng, figures, known = random.Random(seed), Figures(), dict[str, str]()
    with tempfile.TemporaryDirectory(prefix="ninety-kill-") as folder:
        brands = list(_brands(Path(folder), steps, among))
        every = [(brand, at) for brand in brands for at in brand.points]
        chosen = every if len(every) <= points else [every[len(every) * n // points] for n in range(points)]
        rng.shuffle(chosen)
        for brand, at in chosen:
            _point(brand, at, None, known, figures)
        while figures.points < points:
            brand = rng.choice(brands)
            _point(brand, None, rng.uniform(0, brand.seconds), known, figures)
            figures.by_chance += 1
        figures.steps["all points between writes"] = len(every)
    return figures


def _brands(folder: Path, steps: Sequence[Step], among: Sequence[str]) -> Iterator[Brand]:
    """Live the life once, undisturbed; keep what was before and after each step, or each of some."""
    was: State | None = None
    home = folder / "home"
    key.path_of(home / NAME).parent.mkdir(parents=True)
    key.path_of(home / NAME).write_text(KEY)
    for number, step in enumerate(steps):
        if among and step.name not in among:
            forked(partial(_do, step, home))
            was = None
            continue
        brand = Brand(folder / f"{number}", step, home, was)
        home, was = brand.after, brand.whole
        yield brand


def _do(step: Step, home: Path, _: Callable[[Any], None]) -> None:
    step.do(home / NAME)


def _point(brand: Brand, at: int | None, after: float | None, known: dict[str, str], figures: Figures) -> None:
    home = brand.killed(at, after)
    wrong = brand.wrongs(home, known, figures)
    figures.points += 1
    figures.steps[brand.step.name] += 1
    where = f"point {at} of {brand.writes}" if at is not None else f"{after:.3f} s"
    figures.wrong += [f"{brand.step.name}, {where}: {one}" for one in wrong]
    if figures.points % SAID == 0 or wrong:
        print(
            f"{figures.points} points, {len(figures.wrong)} wrong", brand.step.name, where, *wrong, sep="; ", flush=True
        )


def main() -> int:
    """Kill, and print the figures; 1 where anything was wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--points", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=8)
    asked.add_argument("--steps", default="", help="names of steps, with commas; all where none is named")
    given = asked.parse_args()
    figures = run(given.points, given.seed, list(filter(None, given.steps.split(","))))
    for step, number in figures.steps.items():
        print(f"{number:5} {step}")
    spent = sum(
        getattr(resource.getrusage(who), name)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        for name in ("ru_utime", "ru_stime")
    )
    print(f"{figures.points} kills, {figures.by_chance} by chance; {figures.done} steps whole before they were told;")
    print(f"{figures.looked} different on the disk, {figures.rebuilds} different states made anew;")
    print(f"{len(figures.wrong)} wrong; {spent:.0f} s of processor")
    print(*figures.wrong[:40], sep="\n")
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
