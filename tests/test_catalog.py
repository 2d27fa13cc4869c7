"""Every declared KPI is one aggregate that the schema can answer, and has its words in every language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.declared import BrokenDeclarationError
from kpi.catalog import Kpi, catalog, load_catalog
from kpi.periods import Week
from kpi.score import Filter, score
from kpi.words import LANGUAGES, texts
from tests.rows import Rows

KPIS = [pytest.param(kpi, id=kpi.name) for kpi in catalog().values()]
FRAGMENTS = [
    pytest.param(kpi, sql, id=f"{kpi.name}.{part}") for kpi in catalog().values() for part, sql in kpi.columns().items()
]
SEEDS = """
    net_sentiment response_time_median correction_ratio ai_registration policy_incidents engagement_rate
    share_of_voice click_to_lead response_time_mean ctr cpa video_retention first_pass_review template_answers
    response_rate_24h follow_unfollow_ratio assisted_conversions compliance_incidents engaged_reach mql
    landing_conversion proof_asset_share positive_neutral_share
"""


# named in the articles outside their tables; those with a goal first
OUTSIDE_TABLES = """
    dataset_governance time_to_delete escalation_time approval_cycle_time triage_time high_risk_in_time
    privacy_negative_share privacy_response_time corrections sourced_claims ad_rejection_rate policy_warnings
    policy_update_time returning_viewers save_rate sla_4h active_channels tests_run posts_published
    roas cpc cpm saves share_rate unfollow_rate comments_answered escalations takedowns access_exceptions
    channel_diversification publishing_rate time_to_publish review_rounds follower_growth watch_time
    late_threads engagement_rate_reach toxic_share impressions post_reach unfollows
"""


def test_every_kpi_of_the_articles_is_declared() -> None:
    assert set(catalog()) == {*SEEDS.split(), *OUTSIDE_TABLES.split()}


@pytest.fixture(scope="module")
def schema() -> Iterator[Rows]:
    store = Rows()
    yield store
    store.close()


def classes(tree: Any) -> set[str]:
    """Collect the classes of expression in a DuckDB parse tree."""
    if isinstance(tree, list):
        return set().union(*map(classes, tree))
    if isinstance(tree, dict):
        own = {tree["class"]} if "class" in tree else set()
        return own.union(*map(classes, tree.values()))
    return set()


@pytest.mark.parametrize(("kpi", "sql"), FRAGMENTS)
def test_a_fragment_is_one_aggregate_of_its_fact(schema: Rows, kpi: Kpi, sql: str) -> None:
    ((text,),) = schema.query("select json_serialize_sql(?)", [f"select {sql}"])
    parsed = json.loads(text)
    assert not parsed["error"], parsed.get("error_message")
    (query,) = parsed["statements"]
    (selected,) = query["node"]["select_list"]
    assert query["node"]["from_table"]["type"] == "EMPTY"
    assert classes(selected).isdisjoint({"SUBQUERY", "WINDOW", "STAR", "PARAMETER"})
    # a plain column beside a group would not bind: so this is an aggregate, and its columns exist
    schema.query(f"select channel, {sql} from {kpi.fact} group by channel")


FILTERS: dict[str, Filter] = {
    "channel": Filter(channel="x"),
    "topics": Filter(topics=("AI", "privacy")),
    "paid": Filter(paid=False),
    "proof": Filter(proof=True),
    "result_kind": Filter(result_kind="leads"),
    "formats": Filter(formats=("Reel",)),
    "campaigns": Filter(campaigns=("Spring",)),
}


@pytest.mark.parametrize("kpi", KPIS)
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_is_asked_or_said_to_be_unavailable(schema: Rows, kpi: Kpi, name: str) -> None:
    why = score(schema, [(kpi, FILTERS[name], 7)], [Week(2026, 47)]).get(kpi.name, FILTERS[name], "2026-W47/7").why
    unknown = "not_covered" if kpi.needs_cover else "no_data"
    assert why == (unknown if name in {"channel", *kpi.filters} else "filter_unavailable")


@pytest.mark.parametrize("kpi", KPIS)
def test_a_kpi_has_its_words(kpi: Kpi) -> None:
    for language in LANGUAGES:
        assert len(texts(language)[f"kpi.{kpi.name}"]) <= 32, "a tile has room for 32 characters"
        assert texts(language)[f"kpi_about.{kpi.name}"].endswith(".")
        assert f"why.{kpi.invalid}" in texts(language)


@pytest.mark.parametrize("kpi", KPIS)
def test_a_formula_is_shown_as_declared(kpi: Kpi) -> None:
    declared = [kpi.columns()[part] for part in ("numerator", "denominator") if part in kpi.columns()]
    assert kpi.formula
    if kpi.kind in {"share", "ratio"}:
        assert kpi.formula == " / ".join(declared)


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        ("kind = 'share'\nnumerater = 'count(*)'", "kpi.x.numerater: unknown key, did you mean 'numerator'?"),
        ("kind = 'percent'", "kpi.x.kind: 'percent' is none of share, ratio"),
        ("numerator = 'count(*)'", "kpi.x.kind: None is none of share"),
        ("kind = 'count'\nunit = 'furlongs'", "kpi.x.unit: input should be 'percent'"),
    ],
)
def test_a_broken_declaration_names_the_place(tmp_path: Path, declaration: str, said: str) -> None:
    (tmp_path / "posts.toml").write_text(f"fact = 'posts'\n[kpi.x]\n{declaration}\n", encoding="utf-8")
    with pytest.raises(BrokenDeclarationError) as broken:
        load_catalog(tmp_path)
    assert f"posts.toml: {said}" in str(broken.value)


def test_a_kpi_is_declared_once(tmp_path: Path) -> None:
    body = "[kpi.x]\nkind = 'count'\ncount = 'count(*)'\nunit = 'count'\ngood = 'up'\nenough = 0\n"
    for fact in ("posts", "ads"):
        (tmp_path / f"{fact}.toml").write_text(f"fact = '{fact}'\n{body}", encoding="utf-8")
    with pytest.raises(BrokenDeclarationError, match=r"posts\.toml: kpi\.x: already declared for ads"):
        load_catalog(tmp_path)
