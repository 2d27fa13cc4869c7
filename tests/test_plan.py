"""Plans: the four scorecards of the source articles, and what a plan refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from data.declared import BrokenDeclarationError
from kpi.cells import Filter
from kpi.periods import Week
from kpi.plan import AUTO, Plan, PlanRow, Promise, Template, load_templates, problems
from kpi.target import Above, Absolute, AtLeast, AtMost, Below, Between, Exactly, Relative
from kpi.words import LANGUAGES, Words

START = date(2026, 9, 28)

# template, KPI, baseline, goal, kind of target, days of the window, owner, cadence
SCORECARDS = [
    ("ai_governance", "net_sentiment", 12, 22, AtLeast, 7, "PR + Social Lead", "weekly"),
    ("ai_governance", "response_time_median", 6, 2, AtMost, 7, "Community Manager", "weekly"),
    ("ai_governance", "correction_ratio", 0.04, 0.03, AtMost, 7, "Content Lead", "weekly"),
    ("ai_governance", "ai_registration", 0.15, 0.8, AtLeast, 7, "Social Ops", "weekly"),
    ("ai_governance", "policy_incidents", 6, 3, AtMost, 30, "Compliance Owner", "monthly"),
    ("ai_governance", "engagement_rate", 0.021, 0.026, AtLeast, 7, "Channel Owner", "weekly"),
    ("ai_governance", "share_of_voice", 0.08, 0.11, AtLeast, 7, "Brand Marketing", "monthly"),
    ("ai_governance", "click_to_lead", 0.013, 0.017, AtLeast, 7, "Growth Marketeer", "every_two_weeks"),
    ("policy_safe_growth", "response_time_mean", 48, 12, Below, 7, "Community Lead", "weekly"),
    ("policy_safe_growth", "net_sentiment", 10, 20, AtLeast, 7, "Brand/Comms", "weekly"),
    ("policy_safe_growth", "ctr", 0.009, 0.014, AtLeast, 7, "Performance Marketer", "twice_a_week"),
    ("policy_safe_growth", "cpa", 500, 425, AtMost, 7, "Performance Marketer", "weekly"),
    ("policy_safe_growth", "video_retention", 0.22, 0.3, AtLeast, 7, "Content Producer", "weekly"),
    ("policy_safe_growth", "first_pass_review", 0.7, 0.9, AtLeast, 7, "Editor/QA", "weekly"),
    ("policy_safe_growth", "template_answers", 0, 0.95, AtLeast, 7, "Community Lead", "weekly"),
    ("trust_growth", "engagement_rate", 0.018, 0.026, AtLeast, 30, "Social Media Lead", "weekly"),
    ("trust_growth", "ctr", 0.007, 0.013, AtLeast, 7, "Growth Marketer", "weekly"),
    ("trust_growth", "net_sentiment", 12, 20, AtLeast, 7, "Comms/PR", "weekly"),
    ("trust_growth", "response_rate_24h", 0.55, 0.85, AtLeast, 7, "Community Manager", "daily"),
    ("trust_growth", "follow_unfollow_ratio", 3.2, 5, AtLeast, 7, "Social Media Lead", "weekly"),
    ("trust_growth", "assisted_conversions", 18, 35, AtLeast, 30, "Demand Gen", "monthly"),
    ("trust_growth", "compliance_incidents", 2, 1, Between, 91, "Legal/Compliance", "monthly"),
    ("proof_growth", "engaged_reach", 35_000, 70_000, AtLeast, 7, "Social Lead", "weekly"),
    ("proof_growth", "video_retention", 0.28, 0.38, AtLeast, 7, "Content Producer", "weekly"),
    ("proof_growth", "ctr", 0.009, 0.015, AtLeast, 7, "Growth Marketer", "weekly"),
    ("proof_growth", "mql", 45, 90, AtLeast, 30, "Demand Gen", "monthly"),
    ("proof_growth", "landing_conversion", 0.022, 0.032, AtLeast, 7, "Web/SEO", "every_two_weeks"),
    ("proof_growth", "proof_asset_share", 0.15, 0.4, AtLeast, 7, "Editor", "weekly"),
    ("proof_growth", "positive_neutral_share", 0.82, 0.9, AtLeast, 7, "Community Manager", "weekly"),
    ("proof_growth", "response_time_median", 18, 6, Below, 7, "Community Manager", "weekly"),
    ("proof_growth", "policy_incidents", 1, 0, Exactly, 91, "Marketing Ops", "monthly"),
]


def read(template: str) -> dict[str, Promise]:
    plan = load_templates()[template].plan("Noordlicht", START)
    return {promise.kpi.name: promise for promise in plan.promises}


def row(kpi: str = "ctr", **fields: object) -> PlanRow:
    return PlanRow(**{"id": "one", "kpi": kpi, "baseline": "0,9%", "target": "1,4%", **fields})  # type: ignore[arg-type]


def test_templates_hold_the_31_rows_of_the_source_articles() -> None:
    rows = [(name, row.kpi) for name, template in load_templates().items() for row in template.rows]
    assert sorted(rows) == sorted((name, kpi) for name, kpi, *_ in SCORECARDS)
    assert len(rows) == 31


@pytest.mark.parametrize("case", SCORECARDS, ids=lambda case: f"{case[0]}-{case[1]}")
def test_template_row_reads_as_the_article_means_it(case: tuple[str, str, float, float, type, int, str, str]) -> None:
    template, kpi, baseline, goal, kind, days, owner, cadence = case
    promise = read(template)[kpi]
    assert (promise.baseline, promise.target.goal(baseline), type(promise.target)) == (baseline, goal, kind)
    assert (promise.window_days, promise.row.owner, promise.row.cadence) == (days, owner, cadence)


@pytest.mark.parametrize(
    ("template", "kpi", "label", "baseline", "target", "cadence"),
    [
        ("ai_governance", "net_sentiment", "Sentiment-score (AI/privacy topics)", "+12", "+22", "Wekelijks"),
        ("policy_safe_growth", "ctr", "CTR från sociala medier till webb", "0,9%", "1,4%", "2 ggr/vecka"),
        ("trust_growth", "ctr", "CTR către pagini „proof” (din social)", "0,7%", "1,3%", "Săptămânal"),
        ("proof_growth", "engaged_reach", "Engagerad räckvidd (7 dagar)", "35 000", "70 000", "Veckovis"),
        ("policy_safe_growth", "template_answers", None, "0% (ej infört)", "95%", "Veckovis"),
    ],
)
def test_template_keeps_the_words_of_the_article(  # noqa: PLR0917 - one column of the scorecard each
    template: str, kpi: str, label: str | None, baseline: str, target: str, cadence: str
) -> None:
    found = read(template)[kpi].row
    assert (found.baseline, found.target, found.cadence_written) == (baseline, target, cadence)
    assert label is None or found.label == label


@pytest.mark.parametrize(
    ("template", "kpi", "filtered"),
    [
        ("ai_governance", "net_sentiment", Filter(topics=("ai", "privacy"))),
        ("trust_growth", "ctr", Filter(proof=True)),
        ("proof_growth", "ctr", Filter(paid=False)),
        ("policy_safe_growth", "ctr", Filter()),
    ],
)
def test_template_row_says_which_rows_it_speaks_of(template: str, kpi: str, filtered: Filter) -> None:
    assert read(template)[kpi].row.filter == filtered


def test_core_channel_is_the_team_s_to_choose_and_until_then_all_channels_count() -> None:
    core = read("ai_governance")["engagement_rate"].row
    assert (core.ask, core.filter.channel) == (("channel",), None)


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda template: template.id)
def test_template_plan_survives_json(template: Template) -> None:
    plan = template.plan("Noordlicht", START, currency="EUR")
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", load_templates())
def test_every_template_has_a_name_in_every_language(template: str, language: str) -> None:
    assert Words(language)(f"plan.{template}")


def test_amounts_of_money_keep_the_currency_of_the_template() -> None:
    templates = load_templates()
    assert templates["policy_safe_growth"].plan("x", START, currency="EUR").currency == "SEK"
    assert templates["ai_governance"].plan("x", START, currency="EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"kpi": "ctr"}, 7),
        ({"kpi": "ctr", "window_days": 30}, 30),
        ({"kpi": "policy_incidents", "baseline": "6", "target": "3"}, 30),  # the KPI's own
        ({"kpi": "policy_incidents", "baseline": "1/kvartal", "target": "0"}, 91),
        ({"kpi": "policy_incidents", "baseline": AUTO, "target": "1 / week"}, 7),
        ({"kpi": "policy_incidents", "baseline": "2", "target": "1", "window_days": 91}, 91),
    ],
)
def test_window_is_what_the_row_says_else_its_amounts_else_the_kpi(fields: dict[str, object], days: int) -> None:
    assert Plan(brand="x", start=START, rows=(row(**fields),)).promises[0].window_days == days


@pytest.mark.parametrize(
    ("fields", "cell", "why"),
    [
        ({"kpi": "vibes"}, "kpi", "unknown_kpi"),
        ({"target": "85"}, "target", "no_unit"),
        ({"baseline": "veel"}, "baseline", "unknown_word"),
        ({"baseline": "< 1%"}, "baseline", "baseline_level"),
        ({"filter": Filter(result_kind="leads")}, "filter", "foreign_filter"),
        ({"baseline": "1% / month", "target": "2% / quarter"}, "target", "other_period"),  # a rate does not add up
        ({"target": "better month over month", "window_days": 7}, "target", "other_period"),
        ({"kpi": "engaged_reach", "baseline": "9 / week", "target": "9 / month"}, "target", "other_period"),
        (
            {"kpi": "policy_incidents", "baseline": "6", "target": "3 / month", "window_days": 7},
            "baseline",
            "no_period",
        ),
        ({"kpi": "policy_incidents", "baseline": "6 / month", "target": "3", "window_days": 7}, "target", "no_period"),
        ({"target": "1,4%, within 60 days", "deadline_days": 30}, "deadline_days", "other_deadline"),
        ({"guards": ("vibes",)}, "guards", "unknown_guard"),
        ({"guards": ("ctr",)}, "guards", "own_guard"),
        ({"target": "1,4%, only if CTR does not fall"}, "target", "own_guard"),
        ({"clock": "open"}, "clock", "no_clock"),
        ({"target": "1,4% during working hours"}, "target", "no_clock"),
        ({"kpi": "posts_published", "baseline": AUTO, "target": "8-12 per series"}, "target", "choose_series"),
    ],
)
def test_row_that_cannot_be_read_names_its_cell_and_joins_no_plan(
    fields: dict[str, object], cell: str, why: str
) -> None:
    wrong = row(**fields)
    assert {name: error.why for name, error in problems(wrong, "sv", None).items()} == {cell: why}
    with pytest.raises(ValidationError):
        Plan(brand="x", start=START, rows=(wrong,), language="sv")


def test_both_unreadable_cells_of_a_row_are_named() -> None:
    assert problems(row(baseline="?", target="!"), "en", None).keys() == {"baseline", "target"}


def test_two_rows_with_one_id_make_no_plan() -> None:
    with pytest.raises(ValidationError, match="one id"):
        Plan(brand="x", start=START, rows=(row(), row()))


def test_language_of_the_plan_decides_how_its_amounts_read() -> None:
    reach = row("engaged_reach", baseline=AUTO, target="1.234")
    assert Plan(brand="x", start=START, language="nl", rows=(reach,)).promises[0].target.goal(None) == 1234
    with pytest.raises(ValidationError, match="ambiguous"):
        Plan(brand="x", start=START, language="en", rows=(reach,))


@pytest.mark.parametrize(
    ("week", "day"),
    [(Week(2026, 39), 0), (Week(2026, 40), 7), (Week(2026, 47), 56), (Week(2026, 53), 98)],
)
def test_day_of_the_plan_is_counted_on_the_sunday(week: Week, day: int) -> None:
    assert Plan(brand="x", start=START).day(week) == day  # starts on the Monday of week 40


def test_template_with_an_unknown_cadence_stops_the_program(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text(
        'language = "en"\nabout = "x"\n[[rows]]\nkpi = "ctr"\ntarget = "1%"\ncadence = "when it rains"\n'
    )
    with pytest.raises(BrokenDeclarationError, match=r"odd\.toml: rows\[0\]: unknown cadence 'when it rains'"):
        load_templates(tmp_path)


def test_every_kind_of_target_can_stand_in_a_plan() -> None:
    texts = ["1,4%", "> 1%", "1–2%", "+20%", "+1 pp"]
    plan = Plan(brand="x", start=START, rows=tuple(row(id=text, target=text) for text in texts))
    assert [type(promise.target) for promise in plan.promises] == [AtLeast, Above, Between, Relative, Absolute]
