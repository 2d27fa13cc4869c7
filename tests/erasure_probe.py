"""Plant a person in several brands, erase her, look at every byte, kill it everywhere: `python -m tests.erasure_probe`.

Prints what was found before and after, whether any number of a week changed, and how long it took. Kills are real: a
process of its own ends itself before each step on the disk, and the store is opened again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.privacy.person import erase, find
from data.privacy.scrub import pending
from data.rebuild import rebuild
from data.store import Store
from kpi.erasing import Request, carry_out, look
from tests.erasure_case import NOW, SAID, fill, found, uploads

BRANDS = ("noord", "zuid", "west")
_WEEKS = (
    "select day, channel, count(*), count(distinct message_id), count(replied_at), round(sum(wait_hours), 9), "
    "count(sentiment), sum(sentiment) from messages group by all order by all"
)


def main() -> int:
    """Run both; 0 where nothing is left and nothing changed."""
    with TemporaryDirectory() as folder:
        wrong = everywhere(Path(folder))
    return int(wrong + killed(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000) > 0)


def everywhere(home: Path) -> int:
    """Erase her from several brands at once, rebuild them and upload the originals again."""
    os.environ["NINETY_HOME"] = str(home)
    weeks: dict[str, Any] = {}
    for brand in BRANDS:
        store = Store.open(home / f"{brand}.duckdb", brand=brand)
        fill(store)
        weeks[brand] = store.query(_WEEKS)
        store.close()
    request, planted = Request.of(SAID, NOW.date()), list(found(home))
    told(f"{len(BRANDS)} brands: she stands in {len({file for file, _ in planted})} files ({len(planted)} finds)")
    seconds = time.perf_counter()
    places, _ = look(request)
    told(f"looked in {time.perf_counter() - seconds:.1f} s: {sum(one.messages for one in places)} messages")
    seconds = time.perf_counter()
    _, problems = carry_out(request)
    left = list(found(home))
    told(
        f"erased in {time.perf_counter() - seconds:.1f} s, problems {len(problems)}; finds left: {len(left)} {left[:3]}"
    )
    wrong = len(left) + len(problems)
    for brand in BRANDS:
        wrong += _again(home / f"{brand}.duckdb", weeks[brand])
    left = list(found(home))
    told(f"rebuilt, and the originals uploaded again: finds left: {len(left)} {left[:3]}")
    return wrong + len(left)


def _again(path: Path, before: Any) -> int:
    failed = len(rebuild(path).failed)
    store = Store.open(path)
    changed = int(store.query(_WEEKS) != before)
    for name, content in list(uploads().items())[:3]:
        store.load(name, content, {"account": "noord"}, now=NOW)
    changed += int(store.query(_WEEKS) != before)
    store.close()
    told(f"{path.stem}: {failed} uploads not rebuilt, {changed} times other numbers")
    return failed + changed


def killed(most: int) -> int:
    """End a process before each of its steps on the disk, and count what is not finished when the store opens."""
    points = wrong = 0
    for point in range(1, most + 1):
        with TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, "-m", __spec__.name, "--die", folder, str(point)], check=False)
            if done.returncode == 0:
                break
            points += 1
            wrong += _is_wrong(Path(folder))
    told(f"killed at {points} points: {wrong} not finished, left something, or changed a number")
    return wrong


def _is_wrong(home: Path) -> bool:
    before = (home / "weeks.txt").read_text()
    (home / "weeks.txt").unlink()
    store = Store.open(home / "noord.duckdb")
    try:
        if find(store, SAID).is_there:  # killed before it was written down: nothing has happened
            erase(store, SAID, "r1")
        return str(store.query(_WEEKS)) != before or pending(store.path) is not None or bool(list(found(home)))
    finally:
        store.close()


def _die(home: Path, point: int) -> None:
    """Fill a store, and end without a word before a step of erasing."""
    store = Store.open(home / "noord.duckdb", brand="noord")
    fill(store)
    (home / "weeks.txt").write_text(str(store.query(_WEEKS)))
    left = [point]

    def dying(event: str, _: tuple[Any, ...]) -> None:
        if event in {"os.rename", "os.remove", "shutil.rmtree"}:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)

    sys.addaudithook(dying)
    erase(store, SAID, "r1")


def told(line: str) -> None:
    """Print at once: it takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--die"]:
        _die(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
