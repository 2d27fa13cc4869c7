"""The sheets of what was decided: in the meeting about the week, and what became of each decision since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.deciding.asked import in_words
from kpi.deciding.outcome_words import besides, told
from kpi.paper.decided import LATER, decided
from kpi.paper.effected import about
from kpi.paper.tokens import tokens
from kpi.side_by_side import side_by_side
from kpi.workbook.book import Toned
from kpi.workbook.shown import value
from kpi.workbook.table import Column, table

if TYPE_CHECKING:
    from kpi.reporting.report import Effect
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words
    from kpi.workbook.book import Book, Cell

MINUTES = ("decision", "about", "action", "size", "owner", "due")
DECIDED = ("made", "kind", "kpi", "action", "by_how_much", "owner", "due", "state", "outcome")
COMPARED = ("before", "after", "sample_before", "sample_after")


def minutes(book: Book, snapshot: Snapshot) -> None:
    """Write the decisions of the meeting; nothing where there was none."""
    say, found = book.say, decided(snapshot, book.say, None)
    if found is None or snapshot.minutes is None:
        return
    ordered = sorted(snapshot.minutes.minutes, key=lambda one: LATER.index(one.taken) if one.taken in LATER else -1)
    rows: list[dict[str, Cell]] = [
        {
            "decision": Toned(f"{line.glyph} {line.sign.word}", line.sign.tone),  # type: ignore[arg-type]
            "about": line.about,
            "action": line.action,
            "size": line.size,
            "owner": line.owner,
            "due": one.due if line.due else None,
        }
        for line, one in zip(found.lines, ordered, strict=True)
    ]
    table(book, "decisions", [Column(key, say(f"minutes.{key}")) for key in MINUTES], rows, none=found.none)


def effects(book: Book, snapshot: Snapshot) -> None:
    """Write what became of the decisions; nothing where the report tells of none."""
    if snapshot.report is None or not snapshot.report.effects:
        return
    say, rows = book.say, {row.plan.id: row for row in snapshot.rows}
    columns = [Column(key, say(f"decision.column.{key}")) for key in DECIDED]
    columns += [Column(key, say(f"workbook.{key}")) for key in COMPARED]
    columns.append(Column("told", say("decision.column.told"), 80))
    table(book, "effects", columns, [_effect(one, rows, say) for one in snapshot.report.effects])


def _effect(effect: Effect, rows: dict[str, ScoreRow], say: Words) -> dict[str, Cell]:
    one, came = effect.decision, effect.outcome
    state, outcome = tokens().state[effect.state], tokens().came[came.told]
    return _compared(effect, say) | {
        "made": one.made_on,
        "kind": say(f"decision.kind.{one.kind}"),
        "kpi": about(one, rows, say),
        "action": one.action,
        "by_how_much": in_words(one, say),
        "owner": one.owner,
        "due": one.due,
        "state": Toned(f"{state.glyph} {say(f'decision.state.{effect.state}')}", state.tone),
        "outcome": Toned(f"{outcome.glyph} {say(f'outcome.came.{came.told}')}", outcome.tone),
        "told": " ".join([told(came, one, say), *besides(came, say)]),
    }


def _compared(effect: Effect, say: Words) -> dict[str, Cell]:
    """Write both values as they stand in the sentence beside them; nothing where they are not compared."""
    came = effect.outcome
    if came.move is None:
        return dict.fromkeys(COMPARED)
    shown = side_by_side(came.move.before, came.move.after, came.unit, came.currency, say)
    sides = {"before": (came.move.before, shown.before), "after": (came.move.after, shown.after)}
    cells: dict[str, Cell] = {name: value(number, text, say) for name, (number, text) in sides.items()}
    for name, side in (("sample_before", came.before), ("sample_after", came.after)):
        cells[name] = value(side.sample, say.whole(side.sample), say) if side else None
    return cells
