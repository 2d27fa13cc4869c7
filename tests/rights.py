"""Who may do what, tried: every role, every act, allowed or refused as the table says. `python -m tests.rights`.

A brand with some of everything is made once; each role gets a copy of it and tries every act there, one after the
other. An act that is refused must leave every file, every table and every line of the log as they were, but for the
line that says that it was refused; one that is allowed must leave a line that names who did it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from data import audit
from data.access.acting import acting, guard, open_door
from data.access.actions import ACTIONS
from data.access.rights import EVERY, HOUSE, NOBODY, Person, Right
from data.audit import Line
from data.connect import is_open
from data.errors import NotAllowedError
from data.reading.places import home
from data.store import Store
from tests.rights_acts import ACTS, BRAND, DAY, MINE, OTHER, TRIED_ELSEWHERE, Act, make

__all__ = ["ACTS", "BRAND", "OTHER", "TRIED_ELSEWHERE", "make"]


def role(name: str, *rights: Right, brands: tuple[str, ...] = MINE) -> Person:
    """Make somebody with rights for some brands."""
    return Person(name, dict.fromkeys(brands, frozenset(rights)))


ROLES = (
    NOBODY,
    role("of another brand", *Right, brands=(OTHER,)),
    *(role(right.value, right) for right in Right),
    role("upload and decide", Right.UPLOAD, Right.DECIDE),
    Person("administers all", {EVERY: frozenset({Right.ADMINISTER})}),
)


# -- trying --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """What became of one act of one role."""

    role: str
    act: Act
    allowed: bool  # as the table says
    wrong: str  # "" = as the table says


def tried(person: Person, home: Path) -> list[Cell]:
    """Let somebody try every act in a home of their own."""
    store, found = Store.open(home / f"{BRAND}.duckdb"), []
    try:
        for act in ACTS:
            allowed = person.may(ACTIONS[act.what], act.brand)
            found.append(Cell(person.id or "nobody", act, allowed, _wrong(person, act, store, allowed=allowed)))
    finally:
        if is_open(store.path):
            store.close()
    return found


def _wrong(person: Person, act: Act, store: Store, *, allowed: bool) -> str:
    audit._LATELY.clear()
    if act.closed:
        store.close()
    before, told = {} if allowed else _state(home()), _log(home())
    try:
        with acting(person):
            act.try_it(store)
    except NotAllowedError:
        if allowed:
            return "refused"
        return _left(before, told, act)
    except Exception as crash:  # noqa: BLE001 - told in the matrix
        return f"{type(crash).__name__}: {crash}"[:200]
    if not allowed:
        return "allowed"
    mine = [line.what for line in _news(told) if line.who == person.id]
    return f"logged {mine}" if act.told and act.what not in mine else ""


def _left(before: Mapping[str, str], told: set[tuple[Path, int]], act: Act) -> str:
    """Say what a refusal left behind that it must not, or did not."""
    after = _state(home())
    if changed := sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)):
        return f"changed {changed}"
    news = [(line.what, line.about.get("what")) for line in _news(told)]
    return "" if news == [(audit.REFUSED, act.what)] else f"logged {news}"


def _state(of: Path) -> dict[str, str]:
    """Read every file there is but the logs, and the place of each."""
    files = (path for path in of.rglob("*") if path.is_file() and path.name != audit.NAME)
    return {str(path.relative_to(of)): sha256(path.read_bytes()).hexdigest() for path in files}


def _log(of: Path) -> set[tuple[Path, int]]:
    return {(path, line.number) for path in of.rglob(audit.NAME) for line in _lines(path)}


def _lines(path: Path) -> tuple[Line, ...]:
    return audit.lines(None if path.parent == home() else path.parent.with_suffix(".duckdb"))


def _news(told: set[tuple[Path, int]]) -> list[Line]:
    logs = home().rglob(audit.NAME)
    return [line for path in logs for line in _lines(path) if (path, line.number) not in told]


@contextmanager
def guarded(at: Path) -> Iterator[None]:
    """Ask for rights in a home, as a server with sign-in does."""
    was = {name: os.environ.get(name) for name in ("NINETY_HOME", "NINETY_TODAY")}
    os.environ |= {"NINETY_HOME": str(at), "NINETY_TODAY": DAY.isoformat()}
    guard(lambda: None)
    try:
        yield
    finally:
        open_door()
        for name, value in was.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def copied(made: Path, home: Path) -> Path:
    """Give a home of one's own, as it was made."""
    return Path(shutil.copytree(made, home))


def matrix(base: Path) -> list[Cell]:
    """Try every act of every role; `base` is an empty folder."""
    with guarded(base / "made"), acting(HOUSE):
        make(base / "made")
    found = []
    for number, person in enumerate(ROLES):
        copied(base / "made", base / str(number))
        with guarded(base / str(number)):
            found += tried(person, base / str(number))
    return found


def main() -> int:
    """Print the matrix and how many of its cells are wrong; `--buttons` presses every button of every page too."""
    logging.disable(logging.WARNING)  # of pages without a server
    with tempfile.TemporaryDirectory(prefix="ninety-rights-") as folder:
        cells = matrix(Path(folder))
        began = time.process_time()
        pages = _pages(Path(folder) / "made", press="--buttons" in sys.argv)
        spent = time.process_time() - began
    for what in dict.fromkeys(cell.act.what for cell in cells):
        row = [cell for cell in cells if cell.act.what == what]
        marks = ["yes" if all(one.allowed for one in row if one.role == name) else "-" for name in _names()]
        print(f"{what:22}{ACTIONS[what]:12}" + "".join(f"{mark:>10}" for mark in marks))  # noqa: T201
    wrong = [f"{cell.role}: {cell.act.what}: {cell.wrong}" for cell in cells if cell.wrong]
    amiss = [f"{who}: {page}: {told}" for who, page, told in pages if told]
    print(*wrong, *amiss, sep="\n")  # noqa: T201
    print(f"{len(ROLES)} roles, {len(ACTS)} acts, {len(cells)} cells, {len(wrong)} wrong")  # noqa: T201
    print(f"{len(ROLES)} roles, {len(pages)} cells of pages, {len(amiss)} wrong, {spent:.0f} s CPU")  # noqa: T201
    return bool(wrong or amiss)


def _pages(home: Path, *, press: bool) -> list[tuple[str, str, str]]:
    """Visit every page as every role, and press its buttons: role, page, what is wrong."""
    from pages import ENTRIES  # noqa: PLC0415 - who tries the acts alone needs no pages
    from tests.drawn import drawn_as_served  # noqa: PLC0415
    from tests.rights_pages import names, refusals, wrong  # noqa: PLC0415

    (home / "access.toml").write_text('[people]\n"eva@example.org" = { "*" = ["administer"] }', encoding="utf-8")
    found = []
    with guarded(home), drawn_as_served():
        for person in ROLES:
            for name in names():
                found.append((person.id or "nobody", name, wrong(person, ENTRIES[name], BRAND)))
                if press:
                    told = ", ".join(refusals(person, ENTRIES[name], BRAND))
                    found.append((person.id or "nobody", f"buttons of {name}", told))
    return found


def _names() -> list[str]:
    return [person.id or "nobody" for person in ROLES]


if __name__ == "__main__":
    sys.exit(main())
