"""Patterns of format files: the same finds as before, and none that takes for ever."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest

from data.errors import BrokenFormatError
from data.mapping.toml import from_toml
from data.reading.exports import FORMATS
from data.reading.pattern import both_groups

DECLARED = sorted(
    {
        period["regex"]
        for path in Path(FORMATS).glob("*.toml")
        for period in tomllib.loads(path.read_text(encoding="utf-8")).get("period", [])
    }
)
TEXTS = (
    "# ----\n# All Users\n# 20261116-20261122\n",
    "Start date: 20261116\nfoo\nEnd date: 20261122",
    "Report Start: 11/16/2026\nReport End: 11/22/2026",
    "Nov 16, 2026 - Nov 22, 2026",
    "content_2026-11-16_2026-11-22.csv",
    "Nov-16-2026_Nov-22-2026",
    "2026-11-16 to 2026-11-22",
    "Dekt 2026-11-16 t/m 2026-11-22",
    "report_20261116_20261122.csv",
    "nothing of the kind",
    "",
)
OURS = """
fact = "funnel"
recognise.all = [["Dag"], ["Aanvragen"]]
period = [{ in = "name", regex = '%s', pattern = "%%Y" }]
columns.day = { from = ["Dag"], as = "date", required = true }
columns.leads = { from = ["Aanvragen"], as = "integer" }
"""


@pytest.mark.parametrize("pattern", DECLARED)
def test_it_finds_what_python_would_find(pattern: str) -> None:
    for text in TEXTS:
        theirs = re.search(pattern, text, re.DOTALL)
        assert both_groups(pattern, text) == (theirs and theirs.groups())


def test_every_declared_pattern_finds_something() -> None:
    assert len(DECLARED) > 5
    assert all(any(both_groups(pattern, text) for text in TEXTS) for pattern in DECLARED)


@pytest.mark.parametrize("pattern", [r"((\w+\s?)+)$(x)", r"((a|aa)+)$(x)", r"(.*.*.*.*.*=)(.*)"])
def test_a_pattern_that_would_take_python_for_ever_takes_no_time(pattern: str) -> None:
    begin = time.process_time()
    assert both_groups(pattern, "a" * 2_000 + "!") is None
    assert time.process_time() - begin < 1


@pytest.mark.parametrize("pattern", ["(one)", "none", "(", "(?<!x)(a)(b)", r"(a)\1(b)"])
def test_what_is_no_pattern_with_two_groups_is_refused_with_its_format(pattern: str) -> None:
    with pytest.raises(BrokenFormatError) as refused:
        from_toml("ours", (OURS % pattern).encode(), "ours.toml")
    assert refused.value.fields["at"] == "period.0.regex"


def test_an_extract_that_is_no_pattern_is_refused_with_its_column() -> None:
    form = OURS % r"(\d{4})-(\d{4})" + 'columns.tool = { from = ["Tool"], as = "integer", extract = "(" }'
    with pytest.raises(BrokenFormatError) as refused:
        from_toml("ours", form.encode(), "ours.toml")
    assert refused.value.fields["at"] == "columns.tool.extract"


def test_a_sound_pattern_is_taken() -> None:
    assert from_toml("ours", (OURS % r"(\d{4})-(\d{4})").encode(), "ours.toml").period[0].pattern == "%Y"
