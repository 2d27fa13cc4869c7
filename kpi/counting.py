"""How a number was counted or estimated, and why two numbers are not compared, in words."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.hours import has_clock
from kpi.sentiment import said

if TYPE_CHECKING:
    from kpi.hours import Hours
    from kpi.snapshot import Cell, Point, ScoreRow, Unit, Unlike
    from kpi.words import Words

EN_DASH = "\u2013"
NOTED = 24  # characters of a note on a chart


def counted(cell: Cell, say: Words) -> str:
    """Say what was counted: `gained 9–15 Nov 2026`, or `since publication, up to 15 Nov`; nothing of daily figures.

    Of what was estimated: from how many labels.
    """
    if cell.estimated:
        return said.counted(cell, say)
    if cell.basis is None or cell.value is None or cell.until is None:
        return ""
    if cell.basis == "gained":
        return say("counted.gained", days=say.days(cell.since or cell.until, cell.until))
    return say("counted.published", day=say.short_day(cell.until))


def valued(cell: Cell, unit: Unit, currency: str | None, say: Words) -> str:
    """Write the value of a cell; one that who still waits can only raise is `≥ 5.2 h`, an indicative one says so."""
    value = said.shown(say.number(cell.value, unit, currency), cell, say)
    return say("hours.at_least", value=value) if cell.bound else value


def waiting(cell: Cell, say: Words) -> str:
    """Say why a value is a lower bound; nothing of one that is none."""
    return say("hours.waiting", n=cell.censored) if cell.bound else ""


def clock_text(row: ScoreRow, say: Words) -> str:
    """Say on which clock a number is counted; nothing of a KPI that tells no times."""
    kpi, hours = catalog()[row.plan.kpi], row.hours
    if not has_clock(kpi):
        return ""
    if hours is None:
        return say("hours.around_the_clock")
    told = [say("hours.open_only" if kpi.moments else "hours.open_days", week=week_text(hours, say))]
    country = hours.country and say.country(hours.country)
    told.append(say("hours.holidays", country=country) if country else say("hours.no_holidays"))
    told += [say("hours.special", n=len(hours.special))] if hours.special else []
    return " ".join([*told, *([say("hours.assumed")] if row.assumed else [])])


def clock_short(row: ScoreRow, say: Words) -> str:
    """Say in few words that a number is counted in opening hours; nothing of the clock on the wall."""
    return say("hours.short", week=week_text(row.hours, say)) if row.hours and row.now.value is not None else ""


def week_text(hours: Hours, say: Words) -> str:
    """Write the openings of a week, days in a row with the same ones together: `Mon–Fri 09:00–17:00`."""
    runs = [(text, [day for day, _ in run]) for text, run in groupby(enumerate(hours.week), key=itemgetter(1)) if text]
    return "; ".join(f"{_from_to(days, say)} {text.replace('-', EN_DASH)}" for text, days in runs)


def _from_to(days: list[int], say: Words) -> str:
    return EN_DASH.join(say.weekday(day) for day in dict.fromkeys((days[0], days[-1])))


def uncompared(why: Unlike, say: Words) -> str:
    """Say why a number is not compared."""
    if why.why == "labels" and say.has(which := f"unlike.labels_{why.before}"):
        return say(which)
    families = {"basis": "basis", "renamed": "meaning", "tool": "format", "estimated": "estimated.basis"}
    before, after = (_word(families.get(why.why), name, say) for name in (why.before, why.after))
    channel = _word("channel", why.channel or "", say)
    return say(f"unlike.{why.why}", before=before, after=after, channel=channel)


def caveats(row: ScoreRow, say: Words) -> list[str]:
    """List what a reader must know of the number of a row before comparing it."""
    found = [counted(row.now, say)]
    if row.provisional and row.now.value is not None:
        found.append(say("counted.provisional"))
    if row.no_move and not row.now.indicative:  # which says as much
        found.append(uncompared(row.no_move, say))
    return [text[:1].upper() + text[1:] for text in found if text]


def break_label(point: Point, say: Words) -> str:
    """Name what begins with a week in which the series breaks: `now: views`."""
    assert point.parted is not None  # noqa: S101 - only a break is labelled
    if point.parted.why == "noted":
        return shortened(point.parted.after, NOTED)
    family = "format" if point.parted.why == "tool" else "meaning"
    return say("counted.break", name=_word(family, point.parted.after, say))


def point_state(point: Point, say: Words) -> str:
    """Say what is special about a week of a trend; nothing of an ordinary one."""
    words = [uncompared(point.other, say)] if point.other else []
    words += [say("counted.partial")] if point.partial else []
    words += [say("counted.provisional")] if point.provisional else []
    return " · ".join(words)


def shortened(text: str, most: int) -> str:
    """Cut a text that is too long for its place, between two words; a word that is too long alone is cut itself."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    between = len(kept) if text[most - 1].isspace() else kept.rfind(" ")
    return (kept[:between] if between > most // 2 else kept).rstrip(" ,;:.·–-") + "…"


def _word(family: str | None, names: str, say: Words) -> str:
    """Say the words of several names; one without a word stands as it was declared."""
    if family is None:
        return names
    keys = [(f"{family}.{name}", name) for name in names.split(", ")]
    return ", ".join(say(key) if say.has(key) else name.replace("_", " ") for key, name in keys)
