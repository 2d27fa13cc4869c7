"""A pasted scorecard becomes rows of a plan; what cannot be read stands with its reason.

The four articles stay outside the project: NINETY_SEEDS says where, and without them their test is skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi.cells import Filter
from kpi.pasting.pasted import Pasted, find, new_id, read_rows, renamed
from kpi.pasting.spoken import language_of, money_of
from kpi.plan import AUTO, Template, load_templates

SEEDS = Path(os.environ.get("NINETY_SEEDS", Path(__file__).parent.parent.parent / "shared" / "seeds"))
ARTICLES = {"ai_governance": "000_*", "policy_safe_growth": "001_*", "trust_growth": "002_*", "proof_growth": "003_*"}

# made up, one per language and form; each says the same in its own words
SAMPLES = {
    "en": """Our plan

| KPI | Baseline | Target | Owner | Cadence | Why |
|-----|---------:|-------:|-------|---------|-----|
| **CTR to web** (organic) | 0.9% | 1.5% | Growth | Every two weeks | [growth](https://x.org) |
| Median response time | 6 h | < 2 h | Community | Daily | |
| Policy incidents per quarter | – | 0–1 | Legal | Monthly | |
""",
    "nl": (
        "Eigenaar;KPI;Nulmeting;Doel na 90 dagen;Frequentie\r\n"
        'Growth;"CTR naar web (organisch)";0,9%;1,5%;Tweewekelijks\r\n'
        "Community;Reactietijd (mediaan);6 uur;< 2 uur;Dagelijks\r\n"
        "Legal;Policy-incidenten per kwartaal;nog te meten;0–1;Maandelijks\r\n"
    ),
    "sv": (
        "Nyckeltal\tUtgångsläge\tMål\tAnsvarig\tUppföljning\n"
        "CTR till webb (organiskt)\t0,9%\t1,5%\tGrowth\tVarannan vecka\n"
        "Svarstid (median)\t6 timmar\t< 2 timmar\tCommunity\tDagligen\n"
        "Policyincidenter per kvartal\tej mätt\t0–1\tLegal\tMånadsvis\n"
    ),
    "ro": (
        "Scorecard, T4\n"
        "KPI,Valoare de bază,Țintă,Responsabil,Frecvență\n"
        'CTR către site (organic),"0,9%","1,5%",Growth,La două săptămâni\n'
        "Timp median de răspuns,6 ore,< 2 ore,Community,Zilnic\n"
        "Incidente de policy pe trimestru,,0–1,Legal,Lunar\n"
    ),
}


def read(text: str, language: str | None = "en") -> tuple[Pasted, ...]:
    (card,) = find(text)
    return read_rows(card, language)


def wrong(row: str, header: str = "KPI\tBaseline\tTarget\tOwner\tCadence") -> dict[str, str]:
    (pasted,) = read(f"{header}\n{row}\n")
    return {name: error.why for name, error in pasted.wrong("en", "EUR").items()}


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no articles in {SEEDS}: set NINETY_SEEDS")
@pytest.mark.parametrize("template", load_templates().values(), ids=load_templates())
def test_a_pasted_article_becomes_its_template(template: Template) -> None:
    (article,) = SEEDS.glob(ARTICLES[template.id])
    (card,) = find(article.read_text(encoding="utf-8"))
    language = language_of(card)
    rows = read_rows(card, language)
    assert language == template.language
    assert money_of(card, language, None) == template.currency
    assert tuple(one.row for one in rows) == template.rows
    assert [one.wrong(language, template.currency) for one in rows] == [{}] * len(template.rows)


@pytest.mark.parametrize(("language", "text"), SAMPLES.items(), ids=SAMPLES)
def test_each_language_and_form_says_the_same(language: str, text: str) -> None:
    (card,) = find(text)
    assert language_of(card) == language
    rows = [one.row for one in read_rows(card, language)]
    assert [(row.kpi, row.filter, row.window_days, row.owner, row.cadence) for row in rows] == [
        ("ctr", Filter(paid=False), None, "Growth", "every_two_weeks"),
        ("response_time_median", Filter(), None, "Community", "daily"),
        ("policy_incidents", Filter(), 91, "Legal", "monthly"),
    ]
    assert [row.baseline == AUTO for row in rows] == [False, False, True]
    assert [one.wrong(language, "EUR") for one in read_rows(card, language)] == [{}, {}, {}]


def test_columns_that_are_not_used_are_named() -> None:
    (card,) = find(SAMPLES["en"])
    assert card.unused == ("Why",)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Response time\t6 h\t2 h\tAnn\tWeekly", {"kpi": "two_kpis"}),
        ("Happiness\t6\t8\tAnn\tWeekly", {"kpi": "no_kpi"}),
        ("CTR\t1%\t2%\tAnn\tnow and then", {"cadence": "cadence"}),
        ("CTR\t1%\t2\tAnn\tWeekly", {"target": "no_unit"}),
        ("CTR\t1%\t\tAnn\tWeekly", {"target": "empty"}),
        ("CTR\t0\t9%\t1\tWeekly\t4%", {"target": "more_cells"}),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(row: str, why: dict[str, str]) -> None:
    assert wrong(row) == why


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("KPI\tTarget\tUnit", "CTR\t2\tfurlongs", {"unit": "unit", "target": "no_unit"}),
        ("KPI\tTarget\tUnit", "MQL\t35\tthousand dollars", {"target": "not_count"}),
        ("KPI\tTarget\tWindow", "CTR\t2%\tsoon", {"window": "days"}),
        ("KPI\tTarget\tWindow", "CTR (30 days)\t2%\t7 days", {"window": "two_windows"}),
        ("KPI\tTarget\tDeadline", "CTR\t2%\t2026-12-31", {"deadline": "days"}),
        ("KPI\tTarget\tGuards", "CTR\t2%\tkarma", {"guards": "guards"}),
        ("KPI\tTarget\tGuards", "CTR\t2%\tCTR", {"guards": "guards"}),
        ("KPI\tTarget\tChannel", "CTR\t2%\tMySpace", {"channel": "channel"}),
        ("KPI\tTarget\tOrganic or paid", "CTR\t2%\tboth", {"paid": "paid"}),
        ("KPI\tTarget\tOnly proof", "CTR\t2%\tperhaps", {"proof": "proof"}),
        ("KPI\tTarget\tHours counted", "Median response time\t2 h\tnights", {"clock": "clock"}),
    ],
)
def test_an_extra_column_is_read_or_refused(header: str, row: str, why: dict[str, str]) -> None:
    assert wrong(row, header) == why


def test_extra_columns_are_read() -> None:
    header = "KPI\tTarget\tWindow\tDeadline\tGuards\tChannel\tTopics\tOrganic or paid\tOnly proof\tHours counted"
    row = "CTR\t2%\t30 days\t60\tnet sentiment, policy incidents\tLinkedIn\tai, privacy\torganic\tyes\topening hours"
    (pasted,) = read(f"{header}\n{row}\n")
    found = pasted.row
    assert found.filter == Filter("linkedin", ("ai", "privacy"), paid=False, proof=True)
    assert (found.window_days, found.deadline_days, found.clock) == (30, 60, "open")
    assert found.guards == ("net_sentiment", "policy_incidents")


@pytest.mark.parametrize(("cell", "clock"), [("yes", "open"), ("opening hours", "open"), ("FALSE", None), ("", None)])
def test_opening_hours_are_said_in_words_or_ticked(cell: str, clock: str | None) -> None:
    (pasted,) = read(f"KPI\tTarget\tOpening hours\nMedian response time\t2 h\t{cell}\n")
    assert (pasted.row.clock, pasted.wrong("en", None)) == (clock, {})


@pytest.mark.parametrize(
    ("kpi", "unit", "target"),
    [
        ("CTR", "%", "2 %"),
        ("Median response time", "h", "2 h"),
        ("CPA", "EUR", "2 EUR"),
        ("Policy incidents", "per month", "2 per month"),
        ("Policy incidents", "month", "2 / month"),
        ("Policy incidents", "#", "2"),
    ],
)
def test_a_unit_in_a_column_of_its_own_joins_the_number(kpi: str, unit: str, target: str) -> None:
    (pasted,) = read(f"KPI\tTarget\tUnit\n{kpi}\t2\t{unit}\n")
    assert pasted.row.target == target
    assert pasted.wrong("en", "EUR") == {}


def test_a_number_that_two_languages_read_differently_waits_for_the_language() -> None:
    (pasted,) = read("KPI\tTarget\nCPA\t1.234\n", None)
    assert {name: error.why for name, error in pasted.wrong(None, "EUR").items()} == {"target": "ambiguous"}
    assert pasted.wrong("nl", "EUR") == {}


def test_two_rows_of_one_kpi_have_ids_of_their_own() -> None:
    rows = read("KPI\tTarget\nCTR (organic)\t1%\nCTR (paid)\t2%\n")
    assert [one.row.id for one in rows] == ["ctr", "ctr_2"]
    assert new_id("", {"row"}) == "row_2"


def test_several_tables_are_all_found() -> None:
    assert len(find(f"{SAMPLES['en']}\n\n{SAMPLES['sv']}")) == 2


def test_a_text_without_a_scorecard_holds_none() -> None:
    assert find("We want a higher CTR, better sentiment and fewer incidents.\n") == ()
    assert find("") == ()


def test_sheets_of_a_workbook_are_searched() -> None:
    sheets = (("Notes", (("x",),)), ("Plan", (("Q4", ""), ("KPI", "Target"), ("CTR", "1.4%"))))
    (card,) = find(sheets)
    assert (card.grid.name, read_rows(card, "en")[0].row.target) == ("Plan", "1.4%")


def test_a_kpi_that_a_person_chose_takes_what_its_label_says() -> None:
    (pasted,) = read("KPI\tTarget\nResponse time LinkedIn (30 days)\t2 h\n")
    row = renamed(pasted, "response_time_median")
    assert (row.kpi, row.filter.channel, row.window_days) == ("response_time_median", "linkedin", 30)


def test_another_kpi_for_a_row_that_had_one_changes_nothing_else() -> None:
    (pasted,) = read("KPI\tTarget\nCTR (organic)\t2%\n")
    assert renamed(pasted, "engagement_rate") == pasted.row.model_copy(update={"kpi": "engagement_rate"})


def test_hostile_cells_stay_text() -> None:
    (pasted,) = read("KPI\tTarget\tOwner\nCTR\t2%\t=HYPERLINK(1)\n")
    assert pasted.row.owner == "=HYPERLINK(1)"


@pytest.mark.parametrize("mark", ["|", ";", ",", "\t", " ", "(", "KPI Target "])
def test_a_long_line_is_no_trap(mark: str) -> None:
    assert find(mark * 20_000) == ()
