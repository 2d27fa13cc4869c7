"""Short versions of `make faults`: a few of the kills and damages, and a disk on which nothing more goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(module: str, *asked: str) -> subprocess.CompletedProcess[str]:
    """Run a harness in a process that has nothing open: it forks, and DuckDB does not go along with that."""
    command = [sys.executable, "-m", f"tests.faults.{module}", *asked]
    env = os.environ | {"NINETY_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=600)


def test_a_store_that_was_killed_has_what_was_told_and_nothing_half() -> None:
    done = run("kill", "--points", "8", "--steps", "load posts,undo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 kills" in done.stdout
    assert "\n0 wrong;" in done.stdout


def test_damage_is_never_silent() -> None:
    done = run("damage", "--logs", "4", "--files", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "says that it lost something" in done.stdout
    assert "log flip: says that it is damaged" in done.stdout


def may_mount() -> bool:
    """Whether this system lets anybody have a disk of their own."""
    asked = ("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt")
    return (
        shutil.which("unshare") is not None and subprocess.run(asked, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not may_mount(), reason="a small disk needs unshare")
def test_a_full_disk_refuses_a_step_whole_or_does_it_whole() -> None:
    done = run("full", "--steps", "undo,back up")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "undo, " in done.stdout
