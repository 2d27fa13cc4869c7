"""Each declared formula is said in the reader's terms: nothing of the SQL remains, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest

from kpi.catalog import catalog
from kpi.paper.formula import _YES_NO, formula, told
from kpi.paper.fragments import FormulaError, read
from kpi.words import LANGUAGES, Words
from tests.rows import Rows

SQL = re.compile(
    r"[a-z]_[a-z]|\b(?:filter|where|coalesce|nullif|null|avg|epoch|interval|integer|is|not|in\s*\()\b|\*|/ ?\d|::|'"
)
KEY_OF_A_TEXT = ", source, channel, id"  # it finds the topics of a text, and says nothing of it
FREE_OF_IS = re.compile(r"\b(?:Is a reply|Is een reactie|is about privacy)\b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sql_remains(language: str) -> None:
    for name in catalog():
        said = FREE_OF_IS.sub("", formula(name, language))
        assert said
        assert not SQL.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_a_formula_is_named(language: str) -> None:
    say = Words(language)
    for kpi in catalog().values():
        if kpi.kind == "diversity":
            continue
        for word in re.findall(r"(?<!')\b[a-z_\d]+\b(?!')", kpi.formula.replace(KEY_OF_A_TEXT, "")):
            key = next((key for key in (f"formula.term.{word}", f"field.{word}") if say.has(key)), None)
            if key and word != "value":
                assert say(key) in formula(kpi.name, language), (kpi.name, word)


FEELING = "rows in messages + mentions [Sentiment = {}]"
LOGGED = "rows in content log [{}]"
READ = [
    (
        "ctr",
        "en",
        "Σ Link clicks [with Impressions, {0}] ÷ Σ Impressions [with Link clicks, {0}]".format("Is a reply ≠ yes"),
    ),
    ("cpm", "nl", "1.000 × Σ Besteed bedrag [met Vertoningen] ÷ Σ Vertoningen [met Besteed bedrag]"),
    ("share_of_voice", "sv", "rader i omnämnanden [Vårt eget = ja] ÷ rader i omnämnanden"),
    (
        "approval_cycle_time",
        "ro",
        "mediana: ore de la {0} până la {1} [{1} ≥ {0}]".format("Trimis la aprobare", "Aprobat"),
    ),
    ("policy_incidents", "en", "rows in incident log [Confirmed = yes, Kind ≠ Access / Security]"),
    ("response_time_mean", "en", "mean of Hours until the answer (or so far) [File tells the answer = yes]"),
    ("follower_growth", "en", "Σ (Net followers, else New followers − Lost followers)"),
    ("active_channels", "en", "how many values of Channel"),
    ("channel_diversification", "en", "1 ÷ sum of the squared shares by Channel"),
    (
        *("net_sentiment", "en"),
        (
            f"100 × ({FEELING.format('Positive')} − {FEELING.format('Negative')})"
            " ÷ rows in messages + mentions [with Sentiment]"
        ),
    ),
    (
        *("ai_registration", "en"),
        LOGGED.format("AI used = no or (AI used = yes, with AI tool, with Prompt class)")
        + " ÷ "
        + LOGGED.format("AI used = yes / no"),
    ),
]


@pytest.mark.parametrize(("name", "language", "said"), READ)
def test_it_reads_as_the_sql_says(name: str, language: str, said: str) -> None:
    assert formula(name, language).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    "sql", ["sum(", "sum(a) b", "stddev(clicks)", "a between b and c", "count(*) filter (a)", "interval 2 days"]
)
def test_sql_without_words_is_an_error_not_a_guess(sql: str) -> None:
    with pytest.raises(FormulaError):
        told(catalog()["saves"].model_copy(update={"count": sql}), Words("en"))


def test_what_is_multiplied_or_divided_by_a_sum_keeps_its_brackets() -> None:
    kpi = catalog()["saves"]
    for sql, said in {
        "(clicks + views) * saves": "(All clicks + Views) × Saves",
        "clicks / (views * saves)": "All clicks ÷ (Views × Saves)",
        "clicks - views": "All clicks − Views",
        "sum(clicks) filter (where views < 2 and (saves > 3 or saves = 1))": (
            "Σ All clicks [Views < 2, (Saves > 3 or Saves = 1)]"
        ),
    }.items():
        assert told(kpi.model_copy(update={"count": sql}), Words("en")).replace("\u00a0", " ") == said


def test_and_binds_closer_than_or() -> None:
    found = read("a = 1 or b = 2 and c = 3")
    assert (found.does, [part.does for part in found.parts]) == ("or", ["compare", "and"])


def test_columns_that_say_yes_or_no_are_said_so(empty: Rows) -> None:
    """A boolean column that a formula counts, but that is not known as one, would read as any other word."""
    facts = {kpi.fact for kpi in catalog().values()}
    asked = set().union(*(kpi.reads for kpi in catalog().values()))
    booleans = {
        name
        for fact in facts
        for name, kind, *_ in empty.query(f"describe {fact}")
        if kind == "BOOLEAN" and name in asked
    }
    said = set().union(*(set(re.findall(r"\w+", kpi.formula)) for kpi in catalog().values()))
    assert booleans & said <= _YES_NO
