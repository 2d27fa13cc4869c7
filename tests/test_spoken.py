"""The language and the money of a scorecard are proposed from its words, or asked for."""

from __future__ import annotations

import pytest

from kpi.pasting.columns import Scorecard
from kpi.pasting.pasted import find
from kpi.pasting.spoken import language_of, money_of
from kpi.plan import Template, load_templates


def card(*rows: str) -> Scorecard:
    return find("KPI\tBaseline\tTarget\tOwner\tCadence\n" + "\n".join(rows))[0]


@pytest.mark.parametrize("template", load_templates().values(), ids=load_templates())
def test_a_scorecard_tells_its_language_by_its_words(template: Template) -> None:
    rows = [f"{r.label}\t{r.baseline}\t{r.target}\t{r.owner}\t{r.cadence_written}" for r in template.rows]
    assert language_of(card(*rows)) == template.language
    assert money_of(card(*rows), template.language, None) == template.currency


@pytest.mark.parametrize(
    ("rows", "language"),
    [
        (["Response time\t6 hours\t2 hours\tAnn\tWeekly"], "en"),
        (["CTR\t1%\t2%\tAnn\t"], None),
        (["CTR\t1%\t2%\tAnn\tVeckovis", "CPA\t5\t4\tAnn\tWekelijks"], None),  # as much of one as of the other
    ],
)
def test_a_language_that_is_not_clear_is_not_proposed(rows: list[str], language: str | None) -> None:
    assert language_of(card(*rows)) == language


@pytest.mark.parametrize(
    ("amount", "language", "planned", "money"),
    [
        ("425 kr", "sv", None, "SEK"),
        ("425 kr", "sv", "NOK", "NOK"),  # the plan's own money fits
        ("425 kr", "sv", "EUR", "SEK"),
        ("425 kr", None, "EUR", None),  # four countries count in kr
        ("425 lei", "ro", None, "RON"),
        ("€ 425", "sv", None, "EUR"),
        ("425", "sv", "EUR", "EUR"),
    ],
)
def test_the_money_follows_its_mark(amount: str, language: str | None, planned: str | None, money: str | None) -> None:
    assert money_of(card(f"CPA\t\t{amount}\tAnn\tVeckovis"), language, planned) == money
