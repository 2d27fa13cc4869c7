"""What a meeting came to, in words: for the PDF, the snapshot page and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.deciding.asked import written
from kpi.paper.blocks import Sign
from kpi.paper.tokens import tokens
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from kpi.meeting.minutes import Minute, Minutes
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.words import Words

MOST = 12  # on paper
ABOUT, ACTION, OWNER, SIZE = 90, 220, 60, 40  # characters of what stands in a line
ROOM = 24  # of these at least for the name of what must move
LATER = ("snoozed", "open")  # what nobody decided yet stands last


@dataclass(frozen=True)
class Taken:
    """One decision, ready to be written."""

    sign: Sign
    glyph: str
    about: str
    action: str
    owner: str
    due: str
    size: str  # by how much what must move


@dataclass(frozen=True)
class Decided:
    """What a meeting came to."""

    held: str
    lines: tuple[Taken, ...]
    none: str  # said where there is no line
    more: str  # said where there are too many


def decided(snapshot: Snapshot, say: Words, most: int | None = MOST) -> Decided | None:
    """Put the minutes of a snapshot into words; None = there was no meeting. `most` = as many as there is room for."""
    if snapshot.minutes is None:
        return None
    ordered = sorted(snapshot.minutes.minutes, key=lambda one: LATER.index(one.taken) if one.taken in LATER else -1)
    rows, year = {row.plan.id: row for row in snapshot.rows}, snapshot.week.sunday.year
    lines = [_taken(one, rows, year, say) for one in ordered]
    if most is not None:
        lines = _open_together(lines, sum(one.taken == "open" for one in ordered))
    left = len(lines[most:]) if most is not None else 0
    return Decided(
        held=_held(snapshot.minutes, say),
        lines=tuple(lines[:most]),
        none=say("minutes.none_made") if snapshot.minutes.ended and not lines else "",
        more=say("minutes.more", n=left) if left else "",
    )


def _open_together(lines: list[Taken], count: int) -> list[Taken]:
    """Put what nobody decided into one line, for it is the last of all and says the same: paper has no room."""
    if count < 2:
        return lines
    about = "; ".join(line.about for line in lines[-count:])
    return [*lines[:-count], replace(lines[-1], about=shortened(about, ACTION))]


def _held(minutes: Minutes, say: Words) -> str:
    if minutes.ended is None:
        return say("minutes.going", day=say.day(minutes.held_on))
    return say("minutes.held", day=say.day(minutes.held_on), minutes=say.whole(max(minutes.took, 1)))


def _taken(one: Minute, rows: dict[str, ScoreRow], year: int, say: Words) -> Taken:
    mark = tokens().taken[one.taken]
    return Taken(
        sign=Sign(_kind(one, say), mark.tone, mark.shape),
        glyph=mark.glyph,
        about=shortened(about(one, rows, say), ABOUT),
        action=shortened(_action(one, year, say), ACTION),
        owner=shortened(" ".join(one.owner.split()), OWNER),
        due="" if one.due is None or one.taken in LATER else _day(one, year, say),
        size=shortened(_size(one, rows, say), SIZE + ROOM),
    )


def _kind(one: Minute, say: Words) -> str:
    return say(f"minutes.kinds.{one.taken}" if one.taken in LATER else f"decision.kind.{one.taken}")


def about(one: Minute, rows: dict[str, ScoreRow], say: Words) -> str:
    """Name what was talked about: the team's own words, else the rule or the KPI; with its channel."""
    row = rows.get(one.row or "")
    if row is not None and one.rule is None:
        return _row_name(row, say)
    keys = [f"rule_name.{one.rule}"] * bool(one.rule) + [f"kpi.{one.kpi}"] * bool(one.kpi)
    known = next((say(key) for key in keys if say.has(key)), one.rule or one.kpi or one.row or "")
    name = " ".join((one.name or "").split()) or known
    if one.channel in {None, EVERYWHERE}:
        return f"{name} · {say('headline.brand')}" if one.rule else name
    return _on(name, one.channel, say)


def _row_name(row: ScoreRow, say: Words) -> str:
    """Name a row: the team's own words, else the KPI's, with the channel it is about."""
    return " ".join((row.plan.label or _on(say(f"kpi.{row.plan.kpi}"), row.plan.filter.channel, say)).split())


def _on(name: str, channel: str | None, say: Words) -> str:
    """Name something with its channel, where it has one."""
    return f"{name} · {say.channel(channel)}" if channel else name


def _action(one: Minute, year: int, say: Words) -> str:
    match one.taken:
        case "snoozed":
            return say("minutes.until", day=_day(one, year, say)) if one.due else say("minutes.until_worse")
        case "open":
            return say("minutes.undecided")
        case _:
            return " ".join(one.action.split())


def _day(one: Minute, year: int, say: Words) -> str:
    assert one.due is not None  # noqa: S101 - who asks has one
    return say.short_day(one.due) if one.due.year == year else say.day(one.due)


def _size(one: Minute, rows: dict[str, ScoreRow], say: Words) -> str:
    """Write what must move by how much: `CTR · X +0.2 pp`; what it is about is not named twice."""
    if one.taken in LATER:
        return ""
    size = written(one.by_how_much, one.kpi, say, currency=_currency(one, rows))
    name = _moves(one, rows, say)
    if name == about(one, rows, say):
        name = ""
    room = max(SIZE - len(size) - 1, ROOM)  # a name can be cut, what was asked cannot
    return " ".join(filter(None, [shortened(name, room), size]))


def _currency(one: Minute, rows: dict[str, ScoreRow]) -> str | None:
    return next((row.currency for row in rows.values() if row.plan.kpi == one.kpi and row.currency), None)


def _moves(one: Minute, rows: dict[str, ScoreRow], say: Words) -> str:
    """Name what must move: the row as the team calls it, else the KPI with its channel."""
    row = rows.get(one.moves_row or (not one.moves_on and one.row) or "")
    if row is not None and row.plan.kpi == one.kpi:
        return _row_name(row, say)
    return _on(say(f"kpi.{one.kpi}"), one.moves_on, say) if one.kpi and say.has(f"kpi.{one.kpi}") else ""


def as_text(snapshot: Snapshot, say: Words) -> str:
    """Write the minutes as plain text, a line for each decision; nothing where there was no meeting."""
    if (found := decided(snapshot, say, None)) is None:
        return ""
    head = f"{say('minutes.title')} · {found.held}"
    return "\n".join([head, *(_plain(line, say) for line in found.lines), *([found.none] if found.none else [])])


def _plain(line: Taken, say: Words) -> str:
    named = {"size": line.size, "owner": line.owner, "due": line.due}
    told = [f"{say(f'minutes.{name}').lower()}: {text}" for name, text in named.items() if text]
    return f"{line.glyph} {line.sign.word} · {' · '.join([line.about, line.action, *told])}"
