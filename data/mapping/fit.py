"""Whether the cells of a column can feed a field, how they are then read, and what only a person can tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from data.mapping.mapping import FRACTIONS, YES_NO, Decimal, Source, Unit, alias_of
from data.values.cells import CHANNEL_WORDS, FEELINGS, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.format import Kind
    from data.mapping.content import Content
    from data.mapping.fields import Field

Fit = Literal["sure", "any", "no"]  # nothing but this; this or something else; not this
Words = Mapping[str, tuple[str, ...]]  # value -> the words for it
Doubt = Literal["order", "decimal", "percent", "unit", "words"]
SIGNS: dict[Kind, tuple[tuple[str, ...], ...]] = {  # any of these groups of signs makes a column of the kind
    "integer": (("integer",),),
    "decimal": (("point",), ("comma",)),
    "money": (("money_point",), ("money_comma",)),
    "percent_points": (("percent_point",), ("percent_comma",), ("point",), ("comma",)),
    "duration": (("duration", "point"), ("duration", "comma")),
    "date": (("date",), ("month_name",)),
    "timestamp": (("date",),),
}
_SIGNS = ("(€)", "(£)", "($)", "(kr)", "(lei)")  # behind the header of a column of money
_UNITS: dict[Unit, str] = {
    "seconds": r"\b(s|sec|secs|seconds?|seconden|sekunder|sek|secunde)\b",
    "minutes": r"\b(min|mins|minutes?|minuten|minuter|minute)\b",
    "hours": r"\b(h|hrs?|hours?|uur|uren|timmar|tim|ore)\b",
}
_WHOLE = 5.0  # a share above 500 % is a percentage
FEELING = ("positive", "neutral", "negative")
_CHANNELS = frozenset(word for spellings in CHANNEL_WORDS.values() for word in spellings)
_FEELINGS = ("-1", "0", "1", *(word for words in FEELINGS.values() for word in words))


def fit(field: Field, header: str, content: Content) -> Fit:
    """Say whether a column can feed a field, by its cells and a currency in its header; a blank one may be anything."""
    if not content.said:
        return "any"
    kind = field.kinds[0]
    signs = SIGNS.get("date" if "date" in field.kinds else kind)
    if signs and not any(content.mostly(*group) for group in signs):
        return "no"
    if _is_sure(kind, header, content):
        return "sure"
    if field.name == "url":
        return "sure" if content.mostly("url") else "no"
    return "no" if _is_out_of_place(kind, content) else "any"


def _is_sure(kind: Kind, header: str, content: Content) -> bool:
    """Whether the cells can hardly be anything else."""
    match kind:
        case "date" | "timestamp":
            return True
        case "money":
            return content.mostly("currency") or alias_of(header, kind) != header or header.endswith(_SIGNS)
        case "duration":
            return content.mostly("duration") and not content.any("integer")
        case "channel" | "sentiment":
            return content.mostly(kind) and content.any("letters")
        case "person":
            return content.mostly("handle")
    return False


def _is_out_of_place(kind: Kind, content: Content) -> bool:
    """Refuse dates and figures where words belong, and a text of its own in each row where fixed words belong."""
    match kind:
        case "boolean" | "sentiment" | "word":
            return not content.words
        case "channel":
            return not content.words or not content.any("letters")
        case "text" | "person" | "private_text":
            return content.is_dated
        case "id":
            return content.is_dated or content.distinct < content.said
    return False


def source_of(field: Field, header: str, content: Content, known: Words) -> tuple[Kind, Source]:
    """Say how a column is read when it feeds a field; a doubt is read in no way yet."""
    kind = _kind(field, content)
    order = content.orders[0] if len(content.orders) == 1 else ()
    decimal: Decimal = content.decimals[0] if len(content.decimals) == 1 else "auto"
    return kind, Source(
        header=header,
        kind=kind,
        patterns=order if kind in ("date", "timestamp") else (),
        decimal=decimal if kind in FRACTIONS else "auto",
        unit=_unit(header, content) if kind == "duration" else "seconds",
        words=_words(kind, content, known),
    )


def _kind(field: Field, content: Content) -> Kind:
    """Choose among the kinds a field can take."""
    first = field.kinds[0]
    if "date" in field.kinds and not content.mostly("date") and content.mostly("month_name"):
        return "hand_date"
    if first == "timestamp" and "date" in field.kinds and not content.any("timed"):
        return "date"
    if first == "percent_points":
        return "percent_text" if content.mostly("percent_point") or content.mostly("percent_comma") else first
    return first


def _unit(header: str, content: Content) -> Unit:
    if not content.any("point") and not content.any("comma"):
        return "stated"
    return next((unit for unit, words in _UNITS.items() if re.search(words, header.casefold())), "stated")


def _words(kind: Kind, content: Content, known: Words) -> dict[str, tuple[str, ...]]:
    """File words under their values: all that formats declare, for the next file may use those that this one lacks.

    A scale of feelings is a tool's own, and channels are known anyway: of those only the words of this file.
    """
    if kind in ("text", "word"):
        return {value: tuple(spellings) for value, spellings in known.items()} if content.words else {}
    if kind == "channel":
        named = tuple(word for word in content.words if word.casefold() not in _CHANNELS)
        return {value: found for value, said in known.items() if (found := _among(named, said))}
    if kind == "boolean" and any(word.casefold() not in (*YES, *NO) for word in content.words):
        natural = {"true": _among(content.words, YES), "false": _among(content.words, NO)}
        return {value: found for value, found in natural.items() if found}  # else the declared words would replace them
    return {}


def _among(words: Iterable[str], spellings: Iterable[str]) -> tuple[str, ...]:
    folded = {one.casefold() for one in spellings}
    return tuple(word for word in words if word.casefold() in folded)


# -- doubts --------------------------------------------------------------------------------------


def doubts_of(name: str, kind: Kind, header: str, content: Content, source: Source) -> tuple[Doubt, ...]:
    """List what two readers of the column could read differently."""
    found: dict[Doubt, bool] = {
        "order": kind in ("date", "timestamp") and len(content.orders) > 1,
        "decimal": kind in FRACTIONS and len(content.decimals) > 1,
        "percent": kind == "percent_points" and name == "avg_pct_viewed" and not _is_percent(header, content),
        "unit": kind == "duration" and source.unit == "stated" and content.any("integer"),
        "words": bool(unknown_words(kind, content, source)),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def unknown_words(kind: Kind, content: Content, source: Source) -> tuple[str, ...]:
    """List the words of a column that would be refused, because nobody says what they mean."""
    natural = {"boolean": (*YES, *NO), "sentiment": _FEELINGS, "word": tuple(source.words)}
    if kind not in natural:
        return ()
    said = {word.casefold() for words in source.words.values() for word in words}
    said |= {word.casefold() for word in natural[kind]}
    return tuple(word for word in content.words if word.casefold() not in said)


def values_of(kind: Kind, known: Words) -> tuple[str, ...]:
    """List what a word of this kind can mean."""
    return {"boolean": YES_NO, "sentiment": FEELING}.get(kind, tuple(known))


def _is_percent(header: str, content: Content) -> bool:
    """Whether a number without a sign is surely in percentage points."""
    return "%" in header or (content.highest is not None and content.highest > _WHOLE)
