"""How a number of lifetime figures was counted, and why two numbers are not compared, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.snapshot import Cell, Point, ScoreRow, Unlike
    from kpi.words import Words


def counted(cell: Cell, say: Words) -> str:
    """Say what was counted: `gained 9–15 Nov 2026`, or `since publication, up to 15 Nov`; nothing of daily figures."""
    if cell.basis is None or cell.value is None or cell.until is None:
        return ""
    if cell.basis == "gained":
        return say("counted.gained", days=say.days(cell.since or cell.until, cell.until))
    return say("counted.published", day=say.short_day(cell.until))


def uncompared(why: Unlike, say: Words) -> str:
    """Say why a number is not compared."""
    families = {"basis": "basis", "renamed": "meaning", "tool": "format"}
    before, after = (_word(families.get(why.why), name, say) for name in (why.before, why.after))
    channel = _word("channel", why.channel or "", say)
    return say(f"unlike.{why.why}", before=before, after=after, channel=channel)


def caveats(row: ScoreRow, say: Words) -> list[str]:
    """List what a reader must know of the number of a row before comparing it."""
    found = [counted(row.now, say)]
    if row.provisional and row.now.value is not None:
        found.append(say("counted.provisional"))
    if row.no_move:
        found.append(uncompared(row.no_move, say))
    return [text[:1].upper() + text[1:] for text in found if text]


def break_label(point: Point, say: Words) -> str:
    """Name what begins with a week in which the series breaks: `now: views`."""
    assert point.parted is not None  # noqa: S101 - only a break is labelled
    family = "format" if point.parted.why == "tool" else "meaning"
    return say("counted.break", name=_word(family, point.parted.after, say))


def point_state(point: Point, say: Words) -> str:
    """Say what is special about a week of a trend; nothing of an ordinary one."""
    words = [uncompared(point.other, say)] if point.other else []
    words += [say("counted.partial")] if point.partial else []
    words += [say("counted.provisional")] if point.provisional else []
    return " · ".join(words)


def _word(family: str | None, names: str, say: Words) -> str:
    """Say the words of several names; one without a word stands as it was declared."""
    if family is None:
        return names
    keys = [(f"{family}.{name}", name) for name in names.split(", ")]
    return ", ".join(say(key) if say.has(key) else name.replace("_", " ") for key, name in keys)
