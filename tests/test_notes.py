"""The small print: how far the data reach, what is missing, how much was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpi.paper.notes import Note, notes
from kpi.words import Words
from tests.snapshots import empty, example, silent

EN, NL = Words("en"), Words("nl")


def test_what_is_late_and_what_is_missing_is_named() -> None:
    assert notes(example(), NL) == (
        Note("Compleet", "posts (Instagram, LinkedIn), berichten (Instagram), advertenties (Facebook) t/m 22 nov"),
        Note("Incompleet", "posts (TikTok) t/m 15 nov"),
        Note("Ontbrekende weken", "posts (TikTok) w31–w32"),
        Note("Dekking", "Netto sentiment 84%, Reactietijd (mediaan) 97%"),
        Note("Gelezen", "7 uploads · 4.812 posts · 1.203 berichten"),
    )


def test_when_all_is_there_it_is_short() -> None:
    full = example()
    whole = tuple(replace(source, complete=True, missing_weeks=()) for source in full.sources)
    assert notes(replace(full, sources=whole, rows=()), EN) == (
        Note("Complete", "all sources reach 22 Nov"),
        Note("Read", "7 uploads · 4,812 posts · 1,203 messages"),
    )


def test_late_sources_are_grouped_by_their_last_day() -> None:
    full = example()
    late = tuple(replace(source, complete=False, missing_weeks=()) for source in full.sources)
    assert notes(replace(full, sources=late, rows=()), EN)[0] == Note(
        "Incomplete",
        "posts (TikTok) up to 15 Nov; posts (Instagram, LinkedIn), messages (Instagram), ads (Facebook) up to 22 Nov",
    )


def test_missing_weeks_are_spans_within_the_weeks_of_the_trends() -> None:
    full = example()
    weeks = ("2026-W10", "2026-W21", "2026-W22", "2026-W40", "2026-W41", "2026-W42", "2026-W47")  # shown: 22 to 47
    gappy = replace(full.sources[0], missing_weeks=weeks)
    assert Note("Missing weeks", "posts (Instagram) w22, w40–w42, w47") in notes(replace(full, sources=(gappy,)), EN)


def test_a_source_of_another_year_says_the_year() -> None:
    full = example()
    old = replace(full.sources[0], complete=False, last_day=date(2025, 6, 1), missing_weeks=())
    assert notes(replace(full, sources=(old,)), EN)[0] == Note("Incomplete", "posts (Instagram) up to 1 Jun 2025")


def test_a_row_without_a_value_has_no_coverage_to_speak_of() -> None:
    assert not [note for note in notes(silent(), EN) if note.name == "Coverage"]


def test_one_of_a_kind_is_singular() -> None:
    assert notes(replace(empty(), uploads=1, posts=1), EN) == (Note("Read", "1 upload · 1 post"),)


def test_an_empty_store_says_so() -> None:
    assert notes(empty(), EN) == (Note("Read", "nothing has been uploaded"),)
