"""docs/settings.md lists every setting that is read, with its default, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from data import locked
from data.access import people, sessions
from data.outlets import PORTS
from kpi.scheduling import backups

ROOT = Path(__file__).parent.parent
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(NINETY_[A-Z_]+)` \| ([^|]+) \|", SETTINGS, re.MULTILINE))
NAME = re.compile(r"NINETY_[A-Z_]*[A-Z]\b")
RUNS = [ROOT / "app.py", *(path for layer in ("data", "kpi", "pages") for path in sorted((ROOT / layer).rglob("*.py")))]
TRIES = [path for folder in ("tests", "bench", "docs") for path in sorted((ROOT / folder).rglob("*.py"))]
DEPLOYED = [
    ROOT / "Dockerfile",
    ROOT / "Makefile",
    *sorted((ROOT / "docs" / "deploy").iterdir()),
    ROOT / "docs" / "deploy.md",
]


def named(files: list[Path]) -> set[str]:
    """Name every setting that files speak of."""
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def config() -> dict[str, object]:
    """Read what Ninety sets of Streamlit, but for colours."""
    said = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {f"{part}.{key}": value for part, keys in said.items() if part != "theme" for key, value in keys.items()}


def test_the_table_has_every_setting_that_is_read_and_no_other() -> None:
    assert set(ROWS) == named(RUNS)


def test_settings_of_tests_are_named_too() -> None:
    made_up = {"NINETY_FOO"}
    assert named([*TRIES, *DEPLOYED]) - made_up <= set(NAME.findall(SETTINGS))


def test_every_variable_that_is_read_is_one_of_ours() -> None:
    """A variable of another name would be a setting that no table has; the language of the start is the system's."""
    read = re.compile(r"environ(?:\.get\(|\[)\s*\"(\w+)\"")
    found = {name for path in RUNS for name in read.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in found if not name.startswith("NINETY_")} == set()


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("NINETY_SESSION_HOURS", f"`{sessions.HOURS:g}`"),
        ("NINETY_BACKUPS_KEPT", f"`{backups._USUAL}`"),
        ("NINETY_MEMORY", f"`{locked._LIMITS[locked.MEMORY][2]}`"),
        ("NINETY_SPILL", f"`{locked._LIMITS[locked.SPILL][2]}`"),
        ("NINETY_SMTP_PORT", f"`{PORTS['starttls']}`, `{PORTS['tls']}` with `tls`"),
    ],
)
def test_a_default_is_the_one_in_the_code(name: str, default: str) -> None:
    assert ROWS[name].strip() == default


def test_the_access_list_has_no_other_parts() -> None:
    parts = {*people._File.model_fields} - {"claims"} | {f"claims.{name}" for name in people.Claims.model_fields}
    assert {part for part in parts if f"| `{part}" in SETTINGS} == parts


def test_the_table_of_streamlit_is_config_toml() -> None:
    rows = dict(re.findall(r"^\| `((?:server|client|browser)\.\w+)` \| `([^`]+)` \|", SETTINGS, re.MULTILINE))
    assert rows == {
        key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in config().items()
    }
