"""Find a Chromium for the browser tests, and get one where there is none.

`python tests/browser/chromium.py` installs: the Debian package when we are root
on such a system, playwright's own build elsewhere. A machine that ends up with
neither fails here, with one sentence; the tests are never skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Path of a Chromium on this machine: $NINETY_CHROMIUM, the PATH, or playwright's own build."""
    named = os.environ.get("NINETY_CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in NAMES]
    return next((path for path in candidates if path), None) or _playwright_build()


def _playwright_build() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where no browser is on the PATH

    with sync_playwright() as driver:
        path = Path(driver.chromium.executable_path)
    return str(path) if path.exists() else None


def install() -> None:
    """Install the Debian package as root, playwright's own build otherwise."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=quiet)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        install()
    if find() is None:
        sys.exit(
            "No Chromium: install the Debian package `chromium`, or set NINETY_CHROMIUM to a browser, and try again."
        )
    print(f"Chromium: {find()}")  # noqa: T201 - this is a command
