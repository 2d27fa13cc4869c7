"""What somebody may have meant by a target that cannot be read: an idea counts only if it can be read itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from kpi.literals import cut, fold, joined, known_pieces, known_words, phrases
from kpi.pasting.naming import Unnamed, find
from kpi.target.kinds import LIMITS, Absolute, Limit, Relative, Trend
from kpi.target.written import Asked, assemble_for, written
from kpi.unreadable import TargetError, UnreadableError
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpi.amount import Bound, Period
    from kpi.snapshot import Unit
    from kpi.target.kinds import Target

SIGNS = ("+", "-", "\u2212", "\u2013")
RELATING = {
    *("from", "by", "not", "unless", "except", "was", "now", "van", "naar", "met", "niet", "tenzij"),
    *("från", "med", "inte", "cu", "nu", "→", "±", "*", "~"),
}
MANY = 8  # unknown words that are left out before a text is given up
MOST = 12  # words of a beginning that is worth a try
EXAMPLE = 30  # of anything: the level of a baseline, where somebody only said "high"
MIRRORED: dict[Bound, Bound] = {
    "at_least": "at_most",
    "at_most": "at_least",
    "above": "below",
    "below": "above",
    "exactly": "exactly",
}
POINTS = re.compile(r"\b(?:points?|punt(?:en)?|poäng|puncte?|pts?)\b", re.IGNORECASE)
DAYS = re.compile(r"\b(?:days?|dag(?:en|ar)?|zile|zi)\b", re.IGNORECASE)
OR = re.compile(r",? (?:or|of|eller|sau) ", re.IGNORECASE)


def suggest(read: Callable[[str, Asked], object], asked: Asked, problem: TargetError) -> TargetError:
    """Add the first idea that can be read."""
    if problem.why == "other_currency":
        return problem  # its suggestion names the plan's currency; another amount nobody can know
    ideas = (problem.suggestion, *_ideas(problem.text, asked, problem))
    return replace(problem, suggestion=next((idea for idea in ideas if idea and _reads(read, idea, asked)), ""))


def _reads(read: Callable[[str, Asked], object], text: str, asked: Asked) -> bool:
    try:
        read(text, asked)
    except UnreadableError:
        return False
    return True


def _ideas(text: str, asked: Asked, problem: TargetError) -> Iterator[str]:  # noqa: PLR0912, C901 - one idea per reason
    say = Words(asked.language or "en")
    match problem.why:
        case "unknown_word":
            yield from _other_words(text, problem.word, asked, say)
        case "no_unit" if not text.strip().startswith(SIGNS):  # +3 of a percentage: a share of it, or points?
            yield f"{text.strip()}{_unit(say, asked.unit)}"
        case "should_up" | "should_down":
            yield from _turned(text, asked, say)
        case "ambiguous":
            yield text.replace(problem.word, re.sub("[.,]", "", problem.word))
        case "backwards":
            yield re.sub(r"([\d.,]+)(\D+)([\d.,]+)", r"\3\2\1", text, count=1)
        case "not_percent":
            yield POINTS.sub(say("unit.pp"), text)
        case "not_points":
            number = text.replace("%", "").strip()
            yield f"{number} pt" if number[:1] in "+-\u2212" else number
        case "not_working_days":
            yield DAYS.sub(say("unit.working_days.other").removeprefix("de "), text)
        case "unsigned":
            yield f"{'+' if asked.good == 'up' else '-'}{text.strip()}"
        case "condition_level":
            yield from _with_level(text, asked, say)
        case "two_targets":
            yield from (OR.sub("\u2013", text), OR.split(text)[0])
        case "baseline_level":
            yield from _one_level(text, asked, say)
        case "trend_number" | "trend_day":
            yield say(f"target.trend_{_step(text)}")
        case "remark_span" if asked.unit not in {"count", "people"}:  # 90 (30 days): by then, or in any 30 days?
            yield from _with_deadline(text, problem.word, say)
        case "unclear_guard":
            yield from _clear_guard(text, problem.word, asked, say)
        case "unknown_guard":
            yield from _other_guards(text, problem.word, asked, say)


def _other_words(text: str, word: str, asked: Asked, say: Words) -> Iterator[str]:
    """Spell the word as a near one, read 2:30 as hours and minutes, or leave out all words that say nothing."""
    for near in get_close_matches(word.lower(), known_words(), n=3, cutoff=0.75):
        if not word.lower().endswith(near):  # biweekly is no spelling of weekly
            yield text.replace(word, near)
    yield re.sub(r"(\d+):(\d\d)\b", r"\1h \2m", text)
    yield re.sub(r"(?<![\w.,])([.,])(?=\d)", r"0\1", text)
    if phrases("absent").at(cut(text), 0)[1] == len(cut(text)):
        yield f"{say.exact(0.0, asked.unit, asked.money)} ({text.strip()})"
    yield from (idea for idea in (*_left_out(text, word), *_shorter(text)) if _loses_nothing(text, idea))


def _shorter(text: str) -> Iterator[str]:
    """Keep the beginning only."""
    words = text.split()
    return (" ".join(words[:length]) for length in range(min(len(words) - 1, MOST), 0, -1))


def _loses_nothing(text: str, idea: str) -> bool:
    """Tell whether only words that say nothing were left out: no number, no word we know, no unit or period.

    A word behind a bare number may be its unit (425 cent), one behind `per` its period (5 per year), and one between
    two numbers, or before the first, what joins them (from 15% to 80%, by 10%).
    """
    was, kept = [[piece.folded for piece in cut(one)] for one in (text, idea)]
    lost = Counter(was) - Counter(kept)
    numbers = [piece.folded for piece in cut(text) if piece.kind == "number"]
    if lost.keys() & (_meaning() | set(numbers)):
        return False
    bare = {after for before, after in pairwise(was) if before in numbers}
    return not (lost.keys() & bare and kept[-1] in numbers)


@cache
def _meaning() -> frozenset[str]:
    """List every word that means something by itself, and those that relate two things."""
    known = phrases("measure").meanings.items()
    counted = {phrase[0] for phrase, meaning in known if meaning == "count" and len(phrase) == 1}
    return (known_pieces() - counted) | {fold(word) for word in RELATING}


def _left_out(text: str, word: str) -> Iterator[str]:
    """Leave one more unknown word out each time."""
    for _ in range(MANY):
        text = " ".join(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)\.?", " ", text).split())
        yield text
        if not (word := _unknown(text)):
            return


def _unknown(text: str) -> str:
    try:
        written(text, Asked("up", "count"))
    except UnreadableError as cause:
        return str(cause.args[1]) if cause.args[0] == "unknown_word" else ""
    return ""


def _unit(say: Words, unit: Unit) -> str:
    """Write the unit that was forgotten."""
    if unit == "percent":
        return "%"
    few = f"unit.{unit}.few"
    key = few if say.has(few) else f"unit.{unit}.other" if say.has(f"unit.{unit}.other") else f"unit.{unit}"
    return f" {say(key)}" if say.has(key) else ""


def _turned(text: str, asked: Asked, say: Words) -> Iterator[str]:
    """Point the same number the other way."""
    try:
        wrong = written(text, replace(asked, good="down" if asked.good == "up" else "up"))
    except UnreadableError:
        return
    if (target := _mirrored(wrong.target, asked)) is not None:
        yield replace(wrong, target=target).describe(say)


def _mirrored(target: Target, asked: Asked) -> Target | None:
    if isinstance(target, (Relative, Absolute)):
        return replace(target, good=asked.good, change=-target.change)
    if isinstance(target, Trend):
        return replace(target, good=asked.good)
    if isinstance(target, Limit):
        bound = next(bound for bound, kind in LIMITS.items() if isinstance(target, kind))
        return LIMITS[MIRRORED[bound]](
            target.limit, unit=target.unit, currency=target.currency, per=target.per, days=target.days
        )
    return None


def _with_level(text: str, asked: Asked, say: Words) -> Iterator[str]:
    """Show how a level of the baseline is written, where two targets stand and none is named."""
    level = f"if the baseline is > {EXAMPLE}{_unit(say, asked.unit)}"  # the words of all languages mix
    first, *other = OR.split(text)
    for one, two in product(_beginnings(first), _beginnings(" ".join(other))):
        yield from _said(f"{one}, or {two} {level}", asked, say)


def _beginnings(text: str) -> list[str]:
    """List what a text may have said before it went on in words that nobody knows."""
    return [text, *_shorter(text)][:MANY]


def _said(text: str, asked: Asked, say: Words) -> Iterator[str]:
    """Write a text that can be read the way Ninety does."""
    if _reads(written, text, asked):
        yield written(text, asked).describe(say)


def _one_level(text: str, asked: Asked, say: Words) -> Iterator[str]:
    """Take a bound away from a baseline; of a range nobody knows which end it is."""
    amount = assemble_for(cut(text), asked)
    if amount.low == amount.high and not (amount.signed or amount.reference):
        yield say.exact(amount.low, asked.unit, asked.money)


def _step(text: str) -> Period:
    step = phrases("step").find(cut(text))[0]
    return "week" if step in {"day", "week"} else "quarter" if step == "quarter" else "month"


def _with_deadline(text: str, remark: str, say: Words) -> Iterator[str]:
    """Write the time between parentheses as a deadline."""
    days = next((int(piece.text) for piece in cut(remark) if piece.text.isdecimal()), 0)
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    yield say("target.within", target=bare, n=days)


def _clear_guard(text: str, clause: str, asked: Asked, say: Words) -> Iterator[str]:
    """Say of the KPI that a clause names that it must not get worse."""
    found = find(clause, asked.language)
    for kpi in found.candidates if isinstance(found, Unnamed) else (found.kpi,):
        guard = say("target.guarded", target="", kpi=say(f"kpi.{kpi}"))
        yield from _said(joined(cut(text)).replace(clause, guard), asked, say)


def _other_guards(text: str, word: str, asked: Asked, say: Words) -> Iterator[str]:
    """Name a KPI that is called something like it."""
    found = find(word, asked.language)
    for kpi in found.candidates if isinstance(found, Unnamed) else (found.kpi,):
        yield text.replace(word, f"“{say(f'kpi.{kpi}')}”")
