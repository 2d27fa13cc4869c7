"""`python -m tests.hostile.run`: every payload in every place that shows text, on every page and in every file.

Prints payloads, places and what was found; ends with 1 where anything was. `--turns 40` makes forty brands, each with
another payload in the places that hold one text only. `--policy` leaves the content security policy on: what it had
to stop is a finding. `--pages brands access` looks at these only.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find
from tests.doors import COOKIE, Door, free_port
from tests.hostile.brand import Brand
from tests.hostile.drops import dropped, logo
from tests.hostile.house import STRANGER, WHO, access, furnish
from tests.hostile.leaving import wrong
from tests.hostile.payloads import PAYLOADS
from tests.hostile.taken import taken
from tests.hostile.walk import NAMES, Seen, knock, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

DROPPED = {"upload": dropped, "snapshot": logo}
KINDS = {"scripts": ("script ran", " runs ", "dialog", " has on"), "live formulas": ("runs as a formula", "stranger's")}


def turn(number: int, names: Sequence[str] = NAMES, *, policy: bool = False) -> list[str]:
    """Make a brand, take everything along, walk through its pages; gives what was found."""
    with tempfile.TemporaryDirectory() as folder:
        home, began = Path(folder), time.monotonic()
        os.environ["NINETY_HOME"] = folder
        brand = Brand(home, number).make()
        made = list(taken(brand.store))
        brand.store.close()
        places = brand.places | furnish(home, brand.texts)
        seen, outside = _seen(home, access(brand.texts), names, policy=policy)
        files = [*made, *seen.files.items()]
        found = [*seen.findings, *outside.findings, *(one for name, content in files for one in wrong(name, content))]
        found += [f"asked of afar: {one}" for one in sorted(seen.afar | outside.afar)]
        crashes = (home / "server.log").read_text(encoding="utf-8", errors="replace").count("crash ")
    kinds = Counter(name.rsplit(".", 1)[-1] for name, _ in files)
    print(f"turn {number}, policy {'on' if policy else 'off'}: {len(PAYLOADS)} payloads in {len(places)} places")
    print(f"  {sum(places.values()):,} texts went in; refused: {dict(brand.refused) or 'nothing'}")
    print(f"  {seen.pages + outside.pages} looks, {seen.opened} tabs, folds and cards opened; files: {dict(kinds)}")
    took = time.monotonic() - began
    for kind, words in KINDS.items():
        print(f"  {sum(any(word in one for word in words) for one in found)} {kind}")
    print(
        f"  {len(seen.afar | outside.afar)} requests outside, {crashes} crashes, {len(found)} findings, {took:.0f} s",
        flush=True,
    )
    return found + [f"{crashes} crashes"] * bool(crashes)


def _seen(home: Path, listed: str, names: Sequence[str], *, policy: bool) -> tuple[Seen, Seen]:
    """Walk as somebody who may everything, and stand before the door as a stranger and as nobody."""
    door = Door(home, free_port())
    door.furnish(listed)
    me, stranger = (dict([door.cookie(who).split("=", 1)]) for who in (WHO, STRANGER))
    with door.open(), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=FLAGS)
        files = {page: drop() for page, drop in DROPPED.items() if page in names}
        seen = walk(browser, door.address, files, names, me, policy=policy)
        outside = knock(browser, door.address, {COOKIE: stranger[COOKIE]})
        nobody = knock(browser, door.address, {})
        browser.close()
    outside.findings += nobody.findings
    outside.afar |= nobody.afar
    return seen, outside


def main() -> None:
    """Take as many turns as asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--turns", type=int, default=2)
    asked.add_argument("--policy", action="store_true")
    asked.add_argument("--pages", nargs="+", choices=NAMES, default=NAMES)
    told = asked.parse_args()
    step = max(1, len(PAYLOADS) // told.turns)
    found = [one for n in range(told.turns) for one in turn(n * step, told.pages, policy=told.policy)]
    print("\n".join(one[:300] for one in sorted(set(found))[:60]) or "nothing ran, nothing was asked of afar")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
