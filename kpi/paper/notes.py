"""The small print of a snapshot: how far each source reaches, what is missing, how much was read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kpi.counting import clock_short, counted
from kpi.noted import note_text, note_weeks
from kpi.remarks import lucky, mix_text, reason
from kpi.reporting import span_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kpi.periods import Week
    from kpi.reporting.report import Stretch
    from kpi.snapshot import ScoreRow, Snapshot, SourceState
    from kpi.words import Words

SHOWN_WEEKS = 26  # as far back as the trends
NOTES = 8  # of the team, the latest
NOTE = 80  # characters of one of them


@dataclass(frozen=True)
class Note:
    """One line: what it is about, and what it says."""

    name: str
    text: str


def notes(snapshot: Snapshot, say: Words) -> tuple[Note, ...]:
    """Tell what a reader must know of the data before trusting the numbers."""
    lines = {
        "complete": _complete(snapshot, say),
        "incomplete": _incomplete(snapshot, say),
        "missing": _missing(snapshot, say),
        "coverage": _coverage(snapshot.rows, say),
        "unjudged": _unjudged(snapshot.rows, say),
        "by_luck": _each(snapshot.rows, lucky, say),
        "unusual": ", ".join(dict.fromkeys(say(f"kpi.{row.plan.kpi}") for row in snapshot.rows if row.runs)),
        "mix": _each(snapshot.rows, _mixed, say),
        "counted": _counted(snapshot.rows, say),
        "over": _over(snapshot, say),
        "uncompared": _uncompared(snapshot, say),
        "annotation.team": _team_notes(snapshot.rows, say),
        "provisional": _together((source for source in snapshot.sources if source.provisional), say),
        "read": _read(snapshot, say),
    }
    return tuple(Note(say(name if "." in name else f"pdf.{name}"), text) for name, text in lines.items() if text)


def _complete(snapshot: Snapshot, say: Words) -> str:
    if not snapshot.sources:
        return ""
    day = say.short_day(snapshot.week.sunday)
    if all(source.complete for source in snapshot.sources):
        return say("pdf.all_complete", day=day)
    whole = _together((source for source in snapshot.sources if source.complete), say)
    return say("pdf.until", what=whole, day=day) if whole else ""


def _incomplete(snapshot: Snapshot, say: Words) -> str:
    def last_day(source: SourceState) -> str:
        return source.last_day.isoformat() if source.last_day else ""

    late = sorted((source for source in snapshot.sources if not source.complete), key=last_day)
    year = snapshot.week.sunday.year
    return "; ".join(_until(list(group), year, say) for _, group in groupby(late, key=last_day))


def _until(sources: list[SourceState], year: int, say: Words) -> str:
    day, what = sources[0].last_day, _together(sources, say)
    if day is None:
        return what
    return say("pdf.until", what=what, day=say.short_day(day) if day.year == year else say.day(day))


def _together(sources: Iterable[SourceState], say: Words) -> str:
    """Name sources by what they hold: posts (Instagram, X), messages."""
    by_fact: dict[str, list[str]] = {}
    for source in sources:
        places = by_fact.setdefault(say(f"pdf.fact.{source.fact}"), [])
        places += [say.channel(source.channel)] if source.channel else []
    return ", ".join(
        f"{fact} ({', '.join(dict.fromkeys(places))})" if places else fact for fact, places in by_fact.items()
    )


def _missing(snapshot: Snapshot, say: Words) -> str:
    """Name the weeks that the trends show as gaps, source by source."""
    shown = {week.id: i for i, week in enumerate(snapshot.week.last(SHOWN_WEEKS))}
    gaps = {source: sorted(shown[w] for w in source.missing_weeks if w in shown) for source in snapshot.sources}
    weeks = {source: ", ".join(_spans(gap, snapshot.week, say)) for source, gap in gaps.items() if gap}
    return "; ".join(f"{_together([source], say)} {missing}" for source, missing in weeks.items())


def _spans(gap: list[int], last: Week, say: Words) -> Iterator[str]:
    """Write weeks in a row as one span: w31-w34."""
    for _, run in groupby(enumerate(gap), key=lambda numbered: numbered[1] - numbered[0]):
        weeks = [last.previous(SHOWN_WEEKS - 1 - position) for _, position in run]
        ends = dict.fromkeys(say("pdf.week", number=week.number) for week in (weeks[0], weeks[-1]))
        yield "\u2013".join(ends)


def _coverage(rows: tuple[ScoreRow, ...], say: Words) -> str:
    shares = {say(f"kpi.{row.plan.kpi}"): row.now.coverage for row in rows if row.now.value is not None}
    return ", ".join(f"{name} {say.share(share)}" for name, share in shares.items() if share is not None and share < 1)


def _counted(rows: tuple[ScoreRow, ...], say: Words) -> str:
    """Say what was counted of totals since publication, and in which hours. `CTR: what posts gained 16-22 Nov`."""
    return _together_by(((row, way) for row in rows for way in (counted(row.now, say), clock_short(row, say))), say)


def _over(snapshot: Snapshot, say: Words) -> str:
    """Say how the numbers over several weeks were made, those made alike together, and where weeks lack data."""
    ways = [
        (row, way)
        for row, one in _stretches(snapshot)
        for way in (span_words.made_of(one, say), span_words.per(one, row, say))
    ]
    gaps = [(row, span_words.gaps(one, say)) for row, one in _stretches(snapshot)]
    return _together_by(ways + gaps, say)


def _uncompared(snapshot: Snapshot, say: Words) -> str:
    """Say why numbers over several weeks are not compared, those of one reason together."""
    return _together_by([(row, span_words.why_not(one, say)) for row, one in _stretches(snapshot)], say)


def _stretches(snapshot: Snapshot) -> list[tuple[ScoreRow, Stretch]]:
    rows = {row.plan.id: row for row in snapshot.rows}
    told = snapshot.report.stretches if snapshot.report else ()
    return [(rows[one.row], one) for one in told if one.row in rows]


def _together_by(said: Iterable[tuple[ScoreRow, str]], say: Words) -> str:
    """Write once what is said of several rows: `CTR, MQLs: per 30 days`; what is empty says nothing."""
    by_text: dict[str, list[str]] = {}
    for row, text in said:
        if text:
            by_text.setdefault(text, []).append(say(f"kpi.{row.plan.kpi}"))
    return "; ".join(f"{', '.join(dict.fromkeys(names))}: {text.rstrip('.')}" for text, names in by_text.items())


def _unjudged(rows: tuple[ScoreRow, ...], say: Words) -> str:
    """Say why rows are not judged, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if row.status == "too_little" and row.reason not in {None, "unfinished"}:
            by_reason.setdefault(reason(row, say), []).append(say(f"kpi.{row.plan.kpi}"))
    return "; ".join(f"{', '.join(dict.fromkeys(names))}: {why}" for why, names in by_reason.items())


def _each(rows: tuple[ScoreRow, ...], what: Callable[[ScoreRow, Words], str], say: Words) -> str:
    """Say something of every row of which there is something to say."""
    return "; ".join(f"{say(f'kpi.{row.plan.kpi}')}: {text}" for row in rows if (text := what(row, say)))


def _mixed(row: ScoreRow, say: Words) -> str:
    return mix_text(row, say).rstrip(".")


def _team_notes(rows: tuple[ScoreRow, ...], say: Words) -> str:
    """Tell what the team noted about the weeks of the trends: `w45-w47 Campaign: autumn tariff (CTR)`."""
    noted = {note.id: note for row in rows for note in row.annotations}
    latest = sorted(noted.values(), key=lambda note: (note.day, note.id))[-NOTES:]
    about = {note.id: f" ({say(f'kpi.{note.kpi}')})" if note.kpi else "" for note in latest}
    return "; ".join(f"{note_weeks(note, say)} {note_text(note, say, NOTE)}{about[note.id]}" for note in latest)


def _read(snapshot: Snapshot, say: Words) -> str:
    counts = {"uploads": snapshot.uploads, "posts": snapshot.posts, "messages": snapshot.messages}
    return " · ".join(say(f"pdf.{what}", n=n) for what, n in counts.items() if n) or say("pdf.no_sources")
