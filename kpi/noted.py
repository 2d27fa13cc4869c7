"""What the team noted about the weeks of a trend, and that in words: kind, text, and how long it lasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.periods import Week, Window

if TYPE_CHECKING:
    from data.annotations import Annotation
    from kpi.snapshot import Point, ScoreRow, Snapshot
    from kpi.words import Words

NOTED = 28  # characters of a note beside its mark on a chart
WORDS = 0.42  # share of a chart's width that its words take
LATE = 0.5  # share of the weeks after which the words of a note stand at its left


def about(row: ScoreRow, point: Point) -> tuple[Annotation, ...]:
    """List the notes about a week of a trend."""
    week = Week.parse(point.week)
    return tuple(note for note in row.annotations if note.day <= week.sunday and week.monday <= note.last)


def of_window(row: ScoreRow) -> tuple[Annotation, ...]:
    """List the notes about the days that the number of a row counts."""
    window = Window.parse(row.now.window)
    return tuple(note for note in row.annotations if note.day <= window.last and window.first <= note.last)


def own(row: ScoreRow) -> tuple[Annotation, ...]:
    """List the notes about the KPI of a row itself: what is said of all KPIs is said once, not beside each."""
    return tuple(note for note in row.annotations if note.kpi is not None)


def of_all(snapshot: Snapshot) -> tuple[Annotation, ...]:
    """List the notes about all KPIs, of the days that any number of a week counts, each once."""
    found = {note.id: note for row in snapshot.rows for note in of_window(row) if note.kpi is None}
    return tuple(sorted(found.values(), key=lambda note: (note.day, note.id)))


def span(row: ScoreRow, note: Annotation) -> tuple[int, int] | None:
    """Tell at which place of a trend a note begins and ends; None where the trend shows none of its days."""
    places = [place for place, point in enumerate(row.series) if note in about(row, point)]
    return (places[0], places[-1]) if places else None


def marked(row: ScoreRow) -> tuple[Annotation, ...]:
    """List the notes that a trend marks; a break that parts its line has a mark of its own."""
    parting = {point.week for point in row.breaks if point.parted and point.parted.why == "noted"}
    return tuple(
        note
        for note in row.annotations
        if span(row, note) and not (note.kind == "break" and Week.of(note.day).id in parting)
    )


def kind_word(note: Annotation, say: Words) -> str:
    """Say the word for the kind of a note."""
    return say(f"annotation.kinds.{note.kind}")


def note_text(note: Annotation, say: Words, most: int = 200) -> str:
    """Write a note: `Campaign: autumn tariff`."""
    return f"{kind_word(note, say)}: {shortened(note.text, most)}"


def note_days(note: Annotation, say: Words) -> str:
    """Write the day a note is about, or its days."""
    return say.days(note.day, note.until) if note.until and note.until > note.day else say.day(note.day)


def note_weeks(note: Annotation, say: Words) -> str:
    """Write the week a note is about, or its weeks: w45-w47."""
    ends = dict.fromkeys(say("pdf.week", number=Week.of(day).number) for day in (note.day, note.last))
    return "\u2013".join(ends)


@dataclass(frozen=True)
class Placed:
    """Where a note stands on a trend."""

    note: Annotation
    first: int  # places of the weeks
    last: int
    lane: int  # from the foot
    leftward: bool  # its words stand at the left of its mark: at the right there is no room


def placed(row: ScoreRow) -> tuple[Placed, ...]:
    """Place the notes that a trend marks so that the words of no two run together."""
    weeks, room = len(row.series), round(len(row.series) * WORDS)
    taken = list[tuple[int, int, int]]()  # lane, from, to
    found: list[Placed] = []
    for note in marked(row):
        first, last = span(row, note) or (0, 0)
        leftward = first > weeks * LATE
        low, high = (first - room, last) if leftward else (first, max(last, first + room))
        full = {lane for lane, begins, ends in taken if begins <= high and low <= ends}
        lane = next(lane for lane in range(len(taken) + 1) if lane not in full)
        taken.append((lane, low, high))
        found.append(Placed(note, first, last, lane, leftward))
    return tuple(found)
