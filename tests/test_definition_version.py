"""The version of a definition changes when what it counts changes, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kpi.catalog import catalog, load_catalog
from kpi.definition_version import definition, definitions, redefined, version_of

if TYPE_CHECKING:
    from pathlib import Path

CTR = """
fact = "posts"
filters = { topics = "topic" }
[kpi.ctr]
kind = "share"
unit = "percent"
good = "up"
enough = 1000
numerator = "sum(link_clicks)"
denominator = "sum(impressions)"
coverage = "count(impressions) / count(*)"
"""


def version(folder: Path, text: str) -> str:
    (folder / "posts.toml").write_text(text, encoding="utf-8")
    return version_of(load_catalog(folder)["ctr"])


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ('"sum(link_clicks)"', '"""\n  sum(link_clicks)\n"""'),
        ('unit = "percent"\ngood = "up"', 'good = "up"\nunit = "percent"  # a share'),
        ("enough = 1000", "enough = 1_000\nwindow_days = 7"),
    ],
)
def test_writing_it_otherwise_changes_nothing(tmp_path: Path, written: str, otherwise: str) -> None:
    assert written in CTR
    assert version(tmp_path, CTR.replace(written, otherwise)) == version(tmp_path, CTR)


@pytest.mark.parametrize(
    ("declared", "otherwise"),
    [
        ("sum(link_clicks)", "sum(clicks)"),
        ("sum(impressions)", "sum(reach)"),
        ("enough = 1000", "enough = 500"),
        ("enough = 1000", "enough = 1000\nwindow_days = 30"),
        ('"percent"', '"ratio"'),
        ('"up"', '"down"'),
        ("count(impressions) /", "count(reach) /"),
        ('topics = "topic"', 'topics = "lower(topic)"'),
        ('kind = "share"', 'kind = "ratio"\ncounts = ["numerator"]'),
    ],
)
def test_counting_something_else_is_another_definition(tmp_path: Path, declared: str, otherwise: str) -> None:
    assert declared in CTR
    assert version(tmp_path, CTR.replace(declared, otherwise)) != version(tmp_path, CTR)


def test_every_definition_has_a_version_of_its_own() -> None:
    versions = definitions(catalog())
    assert len(set(versions.values())) == len(versions)
    assert all(len(one) == 6 for one in versions.values())


def test_what_was_defined_otherwise_is_named() -> None:
    then: dict[str, Any] = {"ctr": definition("ctr"), "net_sentiment": "000000", "given_up_kpi": "123456"}
    assert redefined(then) == ("net_sentiment", "given_up_kpi")
