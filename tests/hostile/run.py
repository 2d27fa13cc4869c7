"""`python -m tests.hostile.run`: every payload in every place that shows text, on every page and in every file.

Prints payloads, places and what was found; ends with 1 where anything was. `--turns 40` makes forty brands, each with
another payload in the places that hold one text only.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find
from tests.browser.conftest import serve
from tests.hostile.brand import Brand
from tests.hostile.drops import dropped
from tests.hostile.leaving import wrong
from tests.hostile.payloads import PAYLOADS
from tests.hostile.taken import taken
from tests.hostile.walk import walk


def turn(number: int) -> list[str]:
    """Make a brand, take everything along, walk through its pages; gives what was found."""
    with tempfile.TemporaryDirectory() as folder:
        home, began = Path(folder), time.monotonic()
        brand = Brand(home, number).make()
        made = list(taken(brand.store))
        brand.store.close()
        found = [one for name, content in made for one in wrong(name, content)]
        with serve(home) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=find(), args=FLAGS)
            seen = walk(browser, address, dropped())
            browser.close()
        found += seen.findings + [f"asked of afar: {one}" for one in sorted(seen.afar)]
        found += [one for name, content in seen.files.items() for one in wrong(name, content)]
        log = (home / "server.log").read_text(encoding="utf-8", errors="replace")
    crashes = log.count("crash ")
    kinds = Counter(name.rsplit(".", 1)[-1] for name in [*seen.files, *(name for name, _ in made)])
    print(f"turn {number}: {brand.told()}; {dict(brand.refused) or 'nothing'} refused")
    print(f"  {seen.pages} looks at pages, {seen.opened} tabs, folds and cards opened; files: {dict(kinds)}")
    took = time.monotonic() - began
    print(f"  {len(seen.afar)} requests outside, {crashes} crashes, {len(found)} findings, {took:.0f} s")
    return found + [f"{crashes} crashes"] * bool(crashes)


def main() -> None:
    """Take as many turns as asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--turns", type=int, default=2)
    turns = asked.parse_args().turns
    step = max(1, len(PAYLOADS) // turns)
    found = [one for number in range(turns) for one in turn(number * step)]
    print("\n".join(one[:300] for one in sorted(set(found))[:60]) or "nothing ran, nothing was asked of afar")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
