"""An inbox names channels as it likes: one that Ninety has no word for stands as the file has it, everywhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kpi.deciding import decision_log, fact
from kpi.paper import cards, effected, headline, notes, row_words
from kpi.paper.edition import Edition
from kpi.paper.forms import FORMS, make
from kpi.plan import Plan, PlanRow
from kpi.remarks import mix_text
from kpi.rule.rule_words import place_name
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, NO_VALUE, Words
from tests.exports import inbox
from tests.places import somewhere
from tests.snapshots import month
from tests.test_privacy_on_paper import read
from tests.visits import fresh, visit

if TYPE_CHECKING:
    from data.store import Store
    from kpi.paper.forms import Form

__all__ = ["fresh"]
OURS = "telegram groep"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_as_the_file_has_it(language: str) -> None:
    say, full = Words(language), somewhere(OURS)
    assert say.channel("x") == "X"
    assert say.channel(OURS) == place_name(OURS, say) == OURS
    assert place_name(EVERYWHERE, say) == say("headline.brand")
    said = [
        headline.headline(full, say),
        *(one.where for one in cards.cards(full, say)),
        *(row_words.row_name(row, say) for row in full.rows),
        *(fact.of_alert(one, say) for one in full.alerts),
        *(mix_text(row, say) for row in full.rows),
    ]
    assert full.report is not None
    said += [effected.about(one.decision, {}, say) for one in full.report.effects]
    said += [decision_log.kpi_name(one.decision, None, say) for one in full.report.effects]
    assert all(OURS in one for one in said)
    assert any(OURS in one.text for one in notes.notes(full, say))


def test_one_without_a_letter_is_a_dash() -> None:
    assert Words("en").channel("") == NO_VALUE


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_made(form: Form) -> None:
    assert OURS in read(make(form, somewhere(OURS, month()), Edition("sv", appendix=True)), form).replace("\n", " ")


def test_no_page_stops_at_it(noordlicht: Store) -> None:
    told = [
        {
            "Message ID": str(n),
            "Channel": "Telegram",
            "Received at": f"2026-11-{day}T10:00:00Z",
            "Sentiment": "positive",
        }
        for n, day in enumerate(range(2, 20))
    ]
    noordlicht.load("inbox.csv", inbox(*told), {"account": "a"})
    row = PlanRow(id="mood", kpi="net_sentiment", baseline="12", target="+22", owner="PR")
    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 9, 28), rows=(row,)).model_dump_json())
    for page in ("monday", "snapshot", "sources", "alerts"):
        assert not visit(page).exception, page
