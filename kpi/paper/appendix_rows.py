"""What one row of the plan stands on, in words: what it counts, on how many, since when, and from which files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.counting import clock_text, counted, shortened, uncompared, waiting
from kpi.definition_version import definition
from kpi.forecast import possible
from kpi.paper.entry import Entry, Source, facts
from kpi.paper.formula import formula
from kpi.paper.row_words import baseline, now, row_name, status_sign, unfinished
from kpi.paper.rows import NAME
from kpi.periods import Window
from kpi.plan_row import AUTO
from kpi.remarks import guard_text, reason
from kpi.sentiment import said
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.cells import Filter
    from kpi.paper.blocks import Stretched
    from kpi.reporting.report import File, Sourced, Stretch
    from kpi.snapshot import Move, ScoreRow, Snapshot, Unit
    from kpi.words import Words

NINETEEN_OF_20 = 1.96  # standard errors to either side
FILES = 12  # of one row
READ = ("weight", "readable")
ESTIMATED = ("texts", "labels", "interval")  # what an estimate was made of; who read the texts stands in a line below
WRITTEN, FILE = 80, 90  # characters of a cell of the plan, of the name of a file


def of_row(  # noqa: PLR0917 - a row, and what the report adds to it
    row: ScoreRow,
    sourced: Sourced | None,
    stretch: Stretch | None,
    over: Stretched | None,
    snapshot: Snapshot,
    say: Words,
) -> Entry:
    """Tell what a row counts, how, on how many, and from which files."""
    about = f"kpi_about.{row.plan.kpi}"
    told = {
        say("appendix.formula"): said.formula(row.now, say) or formula(row.plan.kpi, say.language),
        say("appendix.only"): shortened(_only(row.plan.filter, say), NAME),
        **_window(row, say),
        **_promise(row, snapshot, say),
        **_moves(row, say),
        **(_report(stretch, over, say) if stretch and over else {}),
        **_origin(row, say),
    }
    return Entry(
        name=shortened(" ".join(row_name(row, say).split()), NAME),
        sign=status_sign(row.status, say),
        about=say(about) if say.has(about) else "",
        figures=facts(_figures(row, say)),
        facts=facts(told),
        sources=tuple(_sources(sourced.files, say)) if sourced else (),
    )


def _figures(row: ScoreRow, say: Words) -> dict[str, str]:
    """Tell the value and what it was made of, as the page of the KPI does."""
    cell = row.now
    if cell.estimated:
        told = {name: said.facts(cell, say).get(name, "") for name in ESTIMATED}
        own = {say("measure.value"): now(row, say), **{say(f"measure.{name}"): text for name, text in told.items()}}
        return own | {say("measure.coverage"): "" if cell.coverage is None else say.share(cell.coverage)}
    return {
        say("measure.value"): now(row, say),
        say("measure.numerator"): _whole(cell.numerator, say),
        say("measure.denominator"): _whole(cell.denominator, say),
        say("measure.sample"): say.whole(cell.sample),
        say("measure.coverage"): "" if cell.coverage is None else say.share(cell.coverage),
    }


def _window(row: ScoreRow, say: Words) -> dict[str, str]:
    """Tell of which days the number is, what was counted, and how far it is known."""
    cell, window = row.now, Window.parse(row.now.window)
    days = f"{say('scorecard.days', n=window.days)}, {say.days(window.first, window.last)}"
    why = say(f"why.{cell.why}") if cell.why else say("pdf.unfinished") if unfinished(row) else ""
    return {
        say("measure.window"): " · ".join(filter(None, [days, _basis(row, say), why])),
        say("appendix.error"): _error(row, say),
        say("measure.scorer"): _scorer(row, say),
        say("measure.sigma"): "" if row.sigma == cell.error else _either_side(row.sigma, row, say),
        say("measure.waiting"): waiting(cell, say) or (say.whole(cell.censored) if cell.censored else ""),
    }


def _scorer(row: ScoreRow, say: Words) -> str:
    """Tell who read all texts of an estimate, how much that weighs, and how many of them could be read."""
    told = said.facts(row.now, say)
    parts = (
        [told["scorer"], *(f"{say(f'measure.{name}')}: {told[name]}" for name in READ if name in told)] if told else []
    )
    return " · ".join(parts)


def _whole(part: float | None, say: Words) -> str:
    return "" if part is None else say.whole(part)


def _basis(row: ScoreRow, say: Words) -> str:
    """Say what of lifetime figures was counted, and of posts since publication how old they were."""
    cell, told = row.now, counted(row.now, say)
    if not told or cell.basis != "published" or cell.age is None:
        return told
    oldest = cell.age if cell.oldest is None else cell.oldest
    return say("appendix.ages", counted=told, age="–".join(map(say.whole, dict.fromkeys((cell.age, oldest)))))


def _error(row: ScoreRow, say: Words) -> str:
    """Write one standard error, and between what the true value is 19 times out of 20."""
    cell = row.now
    if not cell.error or cell.value is None or cell.estimated:  # which has an interval of its own
        return ""
    error = _either_side(cell.error, row, say)
    if cell.bound:  # those who still wait can raise it by nobody knows how much
        return error
    kpi = catalog()[row.plan.kpi]
    ends = (possible(kpi, cell.value + side * cell.error) for side in (-NINETEEN_OF_20, NINETEEN_OF_20))
    low, high = (say.number(end, row.unit, row.currency) for end in ends)
    return say("appendix.interval", error=error, low=low, high=high)


def _either_side(size: float | None, row: ScoreRow, say: Words) -> str:
    return off_by(size, row.unit, row.currency, say)


def off_by(size: float | None, unit: Unit, currency: str | None, say: Words) -> str:
    """Write an error, a digit finer where it would seem to be none: `± 0.5`."""
    if not size:
        return ""
    told = say.change(size, unit, currency)
    finer = told if any(digit in "123456789" for digit in told) else say.part(size, unit, currency)
    return f"±\u00a0{finer.lstrip('+')}"


def _promise(row: ScoreRow, snapshot: Snapshot, say: Words) -> dict[str, str]:
    """Tell where a row started and where it should go, as it was read and as the team wrote it."""
    day = row.deadline or snapshot.plan_days
    due = snapshot.plan_start + timedelta(days=day - 1)
    return {
        say("pdf.baseline"): _baseline(row, say),
        say("pdf.target"): _written(row.target.describe(say), row.plan.target, say),
        say("appendix.due"): say("appendix.due_day", n=day, day=say.day(due)),
        say("appendix.guards"): "; ".join(guard_text(guard, say) for guard in row.guards),
    }


def _baseline(row: ScoreRow, say: Words) -> str:
    value = baseline(row, say)
    if row.plan.baseline != AUTO:
        return _written(value, row.plan.baseline, say)
    if row.no_baseline:
        return uncompared(row.no_baseline, say)
    if row.baseline is None or row.measured is None:
        return NO_VALUE if row.baseline is None else value
    window = Window.parse(row.measured.window)
    first, last = row.measured.since or window.first, row.measured.until or window.last
    days = say.days(first, last) if row.measured.basis == "gained" else say.days(window.first, window.last)
    return say("appendix.measured", value=value, days=days, n=say.whole(row.measured.sample))


def _written(read: str, written: str, say: Words) -> str:
    """Set what a cell of the plan was read as beside what stands in it."""
    plain = " ".join(written.split())
    return read if plain == read else say("appendix.as_written", read=read, written=shortened(plain, WRITTEN))


def _moves(row: ScoreRow, say: Words) -> dict[str, str]:
    why = uncompared(row.no_move, say) if row.no_move else ""
    return {
        say("measure.baseline_move"): "" if row.partial else _moved(row.baseline_move, row, say),
        say("measure.week_move"): _moved(row.week_move, row, say) or why,
        say("pdf.unjudged"): reason(row, say) if row.status == "too_little" else "",
    }


def _moved(move: Move | None, row: ScoreRow, say: Words) -> str:
    if move is None:
        return ""
    change = say.change(move.size, row.unit, row.currency)
    error = f" ({_either_side(move.sigma, row, say)})" if move.sigma else ""
    return f"{change}{error}, {say(f'evidence.{move.evidence}').lower()}"


def _report(stretch: Stretch, over: Stretched, say: Words) -> dict[str, str]:
    """Tell both sides of the weeks of a report with their samples."""
    before, during = (_whole(cell.sample, say) if cell else NO_VALUE for cell in (stretch.before, stretch.during))
    sides = both((over.before, before), (over.during, during))
    if stretch.move and over.change:
        sides += f": {over.change.word}, {say(f'evidence.{stretch.move.evidence}').lower()}"
    elif stretch.unlike:
        sides += f"; {uncompared(stretch.unlike, say)}"
    return {say("appendix.report", n=stretch.weeks): sides}


def both(*sides: tuple[str, str]) -> str:
    """Write two values, each with its sample: `0.9% (n = 412) → 1.6% (n = 812)`."""
    return " → ".join(f"{value} (n = {sample})" for value, sample in sides)


def _origin(row: ScoreRow, say: Words) -> dict[str, str]:
    """Tell what the number is read from, on which clock, and by which definition."""
    read = ", ".join(say(f"pdf.fact.{fact}") for fact in catalog()[row.plan.kpi].sources)
    return {
        say("appendix.hours"): clock_text(row, say),
        say("appendix.read_from"): read,
        say("measure.definition"): definition(row.plan.kpi),
    }


def _only(asked: Filter, say: Words) -> str:
    """Say of which rows alone a row of the plan speaks."""
    paid = "" if asked.paid is None else say("targets.paid" if asked.paid else "targets.organic")
    words = [
        *([say.channel(asked.channel)] if asked.channel else []),
        *([paid] if paid else []),
        *([say("field.is_proof")] if asked.proof else []),
        *(", ".join(some) for some in (asked.topics, asked.formats, asked.campaigns) if some),
        *([asked.result_kind] if asked.result_kind else []),
    ]
    return " · ".join(words)


def _sources(files: tuple[File, ...], say: Words) -> Iterator[Source]:
    for file in files[:FILES]:
        kind = f"format.{file.format}"
        rows = say("appendix.file_rows", n=file.rows) if file.rows else say("appendix.covers")
        day = say("appendix.uploaded", day=say.day(file.uploaded))
        name = shortened(" ".join(file.name.split()), FILE)
        yield Source(name, " · ".join([say(kind) if say.has(kind) else file.format, rows, day]))
    if len(files) > FILES:
        yield Source(say("appendix.more", n=len(files) - FILES), "")
