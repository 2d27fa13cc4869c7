"""The appendix tells of every number what it is, how it was computed, on how much it stands and where it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pymupdf
import pytest

from kpi.definition_version import definition
from kpi.paper import pdf
from kpi.paper.appendix import appendix
from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.paper.entry import Entry
from kpi.paper.formula import formula
from kpi.paper.printable import BREAK
from kpi.paper.row_words import now
from kpi.snapshot import Snapshot, Unlike
from kpi.words import LANGUAGES, Words
from tests.snapshots import empty, hostile, plan_end, silent
from tests.sourced_week import sourced_week
from tests.test_pdf import inside, spans

ASKED = {"nl": Edition("nl", appendix=True), "en": Edition("en", "us-letter", appendix=True)}


def entries(snapshot: Snapshot, language: str = "en") -> dict[str, Entry]:
    """Find the entries of the rows by the id of the row."""
    part = appendix(snapshot, Words(language)).parts[0]
    return dict(zip([row.plan.id for row in snapshot.rows], part.entries, strict=True))


def plain(said: str) -> str:
    return " ".join(said.split())  # a thin blank is one too


def told(entry: Entry) -> dict[str, str]:
    return {fact.name: plain(fact.text) for fact in (*entry.figures, *entry.facts)}


def opened(snapshot: Snapshot, edition: Edition) -> pymupdf.Document:
    return pymupdf.open(stream=pdf.render(snapshot, edition))


def text(page: Any) -> str:
    words = page.get_text().replace(BREAK, "").replace("\u00ad", "").replace("-\n", "")
    return plain(words)


def bare(said: str) -> str:
    """Leave out blanks and hyphens: a line may end there."""
    return plain(said).replace(" ", "").replace("-", "")


def test_a_number_tells_all_it_stands_on() -> None:
    ctr = entries(sourced_week())["ctr"]
    assert told(ctr) == {
        "Value": "1.64%",
        "Numerator": "412",
        "Denominator": "812",
        "Sample (n)": "812",
        "Formula": plain(formula("ctr", "en")),
        "Window": "7 days, 16–22 Nov 2026 · what posts gained 16–22 Nov 2026",
        "Standard error": "± 0.04 pp; 95%: 1.56% to 1.72%",
        "Usual uncertainty": "± 0.08 pp",
        "Baseline": "0.9%",
        "Target": "≥ 1.5%, as written: 1,5%",
        "Due": "day 90 of the plan, 24 Dec 2026",
        "Must not worsen": "Net sentiment worsened from +12 to +9",
        "Against baseline": "+0.74 pp (± 0.25 pp), signal",
        "Read from": "posts",
        "Definition": definition("ctr"),
    }
    assert ctr.sign.word == "Met"
    assert ctr.about.startswith("Link clicks per impression")
    assert [source.about for source in ctr.sources[:2]] == [
        "Inbox with answer times · 812 rows · uploaded 23 Nov 2026",
        "Facebook posts · 811 rows · uploaded 22 Nov 2026",
    ]
    assert ctr.sources[-1].name == "and 2 more files"


def test_what_is_special_about_a_number_is_told() -> None:
    found = {name: told(entry) for name, entry in entries(sourced_week()).items()}
    aged = "posts since publication, up to 23 Nov; 1–3 days after the end of the window"
    assert found["engagement_rate"]["Window"] == f"7 days, 16–22 Nov 2026 · {aged}"
    assert found["share_of_voice"]["Baseline"] == "8.0%, measured 31 Aug – 27 Sept 2026, n = 1,923"
    waits = found["response_time_median"]
    assert waits["Value"] == "≥ 2.4 h"
    assert "95%" not in waits["Standard error"]  # nobody knows how far those who still wait raise it
    assert waits["Still waiting"].startswith("28 people still wait")
    assert waits["Clock"].startswith("Counted in opening hours only: Mon–Fri 09:00–17:00.")
    assert found["net_sentiment"]["Standard error"] == "± 0.5; 95%: +18 to +20"
    nothing = entries(sourced_week())["policy_incidents"].sources
    assert [source.about for source in nothing] == [
        "Inbox with answer times · covers these days, no row · uploaded 23 Nov 2026"
    ]


def test_a_baseline_in_the_words_of_the_team_and_one_that_is_not_compared() -> None:
    full = sourced_week()
    said = full.rows[0].plan.model_copy(update={"baseline": "0% (ej infört)"})
    rows = (replace(full.rows[0], plan=said, baseline=0.0), replace(full.rows[1], no_baseline=Unlike("gap")))
    found = [told(one)["Baseline"] for one in entries(replace(full, rows=rows)).values()]
    assert found == ["0, as written: 0% (ej infört)", "not compared: the week before has no value"]


def test_what_has_no_value_has_a_dash_and_says_why() -> None:
    found = told(entries(silent())["ctr"])
    assert found["Value"] == "–"
    assert found["Window"].endswith(" · No data for these days.")
    assert {"Standard error", "Numerator", "Coverage"}.isdisjoint(found)
    assert entries(silent())["ctr"].sources == ()


def test_a_report_of_several_weeks_tells_both_sides_with_their_samples() -> None:
    full = plan_end()
    stretch = full.report.stretches[3] if full.report else None
    assert stretch is not None
    assert stretch.before is not None
    assert stretch.during is not None
    said = told(entries(full)["ctr"])[f"Over {stretch.weeks} weeks"]
    for cell in (stretch.before, stretch.during):
        assert f"(n = {Words('en').whole(cell.sample)})" in said
    assert said.endswith(", signal")


def test_rules_and_decisions_have_their_legs_and_sides() -> None:
    _, signals, effects = appendix(sourced_week(), Words("en")).parts
    assert [(one.sign.word, one.name) for one in signals.entries] == [
        ("STOP", "LinkedIn"),
        ("FIX", "The whole brand"),
        ("SCALE", "YouTube"),
    ]
    assert list(told(signals.entries[0]).items()) == [
        ("1. CTR", "0.9% (n = 41,800) → 1.6% (n = 48,210) · ± 0.1 pp · Signal"),
        ("2. Net sentiment", "+14 (n = 206) → +6 (n = 212) · ± 3 · Signal"),
    ]
    worked = next(one for one in effects.entries if one.sign.word == "Worked")
    assert told(worked)["Before"] == "1.31% · n = 40,210"
    assert told(worked)["After"] == "1.64% · n = 48,812"


def test_a_part_without_entries_is_left_out() -> None:
    assert appendix(empty(), Words("en")).parts == ()
    assert [part.title for part in appendix(replace(sourced_week(), alerts=(), report=None), Words("nl")).parts] == [
        "Bijlage: waar elk getal vandaan komt"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_it_is_on_paper(language: str) -> None:
    edition, full = ASKED.get(language, Edition(language, appendix=True)), sourced_week()
    paper, plain_paper = opened(full, edition), opened(full, replace(edition, appendix=False))
    pages = [Words(language)("pdf.page", page=1, pages=n) for n in (plain_paper.page_count, paper.page_count)]
    assert text(plain_paper[0]).replace(pages[0], "") == text(paper[0]).replace(pages[1], "")  # the report is the same
    printed = bare(" ".join(text(paper[n]) for n in range(plain_paper.page_count, paper.page_count)))
    for part in appendix(full, Words(language)).parts:
        for entry in part.entries:
            said = [entry.name, entry.about, entry.sign.word, *(source.name for source in entry.sources)]
            said += [said for fact in (*entry.figures, *entry.facts) for said in (fact.name, fact.text)]
            assert not [one for one in said if bare(one) not in printed]
    assert min(span["size"] for span in spans(paper)) >= 7.0
    assert inside(paper)


@pytest.mark.parametrize("snapshot", [hostile(), empty(), silent()], ids=["hostile", "empty", "silent"])
def test_any_snapshot_has_one(snapshot: Snapshot) -> None:
    assert inside(opened(snapshot, Edition("ro", appendix=True)))


def test_nobody_asked_nobody_reads_it() -> None:
    assert document(sourced_week(), Words("en")).appendix is None
    assert Words("en")("appendix.rows") not in " ".join(map(text, opened(sourced_week(), Edition("en"))))


def test_what_is_told_is_what_stands_on_the_page() -> None:
    full, say = sourced_week(), Words("sv")
    for row in full.rows:
        assert told(entries(full, "sv")[row.plan.id])[say("measure.value")] == plain(now(row, say))
