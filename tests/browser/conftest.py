"""A fresh Ninety on a free port, and a real browser in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, find

ROOT = Path(__file__).parent.parent.parent
TODAY = "2026-11-23"  # a Monday: week 47 is over
expect.set_options(timeout=60_000)  # a page that comes at last is right, on however busy a machine


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """Run the app as the README says, with its data in `home`; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "app.py"),
        f"--server.port={port}",
        "--server.headless=true",
    ]
    env = {**os.environ, "NINETY_HOME": str(home), "NINETY_TODAY": TODAY}
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=env, cwd=home, stdout=log, stderr=log)
    try:
        _wait_until_healthy(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(900):
        assert server.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start within 90 seconds")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find()
    assert path, "No Chromium on this machine: run `make test`, which installs one."
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[str]:
    """Address of a server that nobody has visited, with no data."""
    with serve(tmp_path) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; an error in the browser's console fails the test."""
    contexts, wrong = [], []

    def go(url: str, **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 1000}, "locale": "en-GB", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(url)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not wrong
