"""Nobody else on the computer reads a store; a report that leaves the house is as its owner's files are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_DO = """
from pathlib import Path
from data.own_files import keep_to_ourselves
keep_to_ourselves()
from data.folder import put
from data.store import Store
store = Store.open(Path("home/brand.duckdb"))
store.set_setting("zone", "Europe/Amsterdam")
put(Path("reports"), "report.md", b"# week 47")
"""


def test_what_is_kept_is_for_its_owner_alone_and_what_leaves_is_as_usual(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NINETY_HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-c", _DO], cwd=tmp_path, env=env, check=True, umask=0o022)
    kept = list((tmp_path / "home").rglob("*"))
    assert {path.suffix for path in kept} >= {".duckdb", ".json", ".jsonl"}
    assert [path.name for path in [tmp_path / "home", *kept] if path.stat().st_mode & 0o077] == []
    assert (tmp_path / "reports" / "report.md").stat().st_mode & 0o777 == 0o644
