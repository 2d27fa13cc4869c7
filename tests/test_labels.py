"""What a label says besides its KPI: which rows count, and over how many days."""

from __future__ import annotations

import pytest

from kpi.cells import Filter
from kpi.pasting.labels import Named, name_row, narrowed, window_of
from kpi.plan import PlanRow, load_templates

ROWS = [(template.language, row) for template in load_templates().values() for row in template.rows]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[row.label for _, row in ROWS])
def test_the_articles_labels_say_what_their_templates_say(language: str, row: PlanRow) -> None:
    assert name_row(row.label or "", language) == Named(row.kpi, row.filter, row.window_days, row.ask)


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("CTR (organic)", Filter(paid=False)),
        ("Betaalde CTR", Filter(paid=True)),
        ("CTR, organic + paid", Filter()),
        ("LinkedIn engagement rate", Filter(channel="linkedin")),
        ("Net sentiment on AI topics", Filter(topics=("ai",))),
        ("Nettosentiment om AI- och integritetsämnen", Filter()),  # one word: nobody knows where a topic ends
        ("Share of voice (topics: AI, privacy)", Filter(topics=("ai", "privacy"))),
        ("Sentiment net pe subiectele AI", Filter()),
        ("CPA (paid campaigns)", Filter()),  # campaigns are paid
        ("CPA (organic)", Filter(paid=False)),  # which campaigns cannot be: the plan refuses it
        ("CTR till bevissidor", Filter(proof=True)),
    ],
)
def test_a_label_narrows_what_counts(label: str, wanted: Filter) -> None:
    found = name_row(label)
    assert isinstance(found, Named)
    assert found.filter == wanted


@pytest.mark.parametrize(
    "label", ["Engagement rate (kernkanaal)", "Engagement rate main channel", "CTR Instagram/TikTok"]
)
def test_a_channel_that_is_not_one_is_asked_for(label: str) -> None:
    found = name_row(label)
    assert isinstance(found, Named)
    assert found.ask == ("channel",)
    assert found.filter.channel is None


@pytest.mark.parametrize(
    ("label", "days"),
    [
        ("MQL från sociala medier (30 dagar)", 30),
        ("Engagement rate (medie/30 zile)", 30),
        ("CTR, rolling 30 days", 30),
        ("Policy incidents per quarter", 91),
        ("MQL / maand", 30),
        ("Rata de răspuns < 24h", None),
        ("CTR in 90 dagen", None),  # a deadline, not a window
        ("CTR (7 dagar) per kvartal", None),  # two of them: neither
        ("CTR", None),
    ],
)
def test_the_window_of_a_label(label: str, days: int | None) -> None:
    assert window_of(label) == days


def test_a_kpi_that_a_person_chose_still_hears_the_label() -> None:
    assert narrowed("response_time_median", "Svarstid LinkedIn (30 dagar)") == Named(
        "response_time_median", Filter(channel="linkedin"), 30
    )
