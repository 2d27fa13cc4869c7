"""The README is true: what it names exists, and what it counts is counted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("goal", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))))
def test_make_goal_exists(goal: str) -> None:
    assert re.search(rf"^{goal}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m kpi ([a-z]+)", README))))
def test_command_explains_itself(command: str, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "kpi", command, "--help"]
    answer = subprocess.run(
        asked, cwd=ROOT, env={"NINETY_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert command in answer.stdout


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", README))))
def test_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "folder", sorted(set(re.findall(r"`((?:data|kpi|docs|bench)/[a-z_/.]*?)(?:[<*][^`]*)?`", README)))
)
def test_folder_exists(folder: str) -> None:
    assert (ROOT / folder).exists()


def test_the_number_of_real_files_is_the_one_that_is_tested() -> None:
    from tests.test_real_exports import READ, SET_ASIDE  # noqa: PLC0415 - the table stands there

    said = re.search(r"Of (\d+) real exports that were tried, (\d+) are read and (\d+) are", README)
    assert said
    assert [int(n) for n in said.groups()] == [len(READ) + len(SET_ASIDE), len(READ), len(SET_ASIDE)]


def test_every_decision_is_ten_lines_or_so() -> None:
    for decision in (ROOT / "docs" / "decisions").glob("0*.md"):
        text = decision.read_text(encoding="utf-8")
        assert text.startswith(f"# {decision.name[:4]} ")
        assert "**Choice.**" in text or "|" in text
