"""Kinds of cell: the SQL that turns the text of a cell into a value, or into NULL when that would be a guess.

The same expression types a million rows without a Python loop. A cell that is
not blank and comes out as NULL is refused and listed; see `data/values/rows.py`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.sql import literal, words
from data.values import durations, masks, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.format import Cell, Kind

FREE = frozenset({"text", "person", "private_text", "channel"})  # kinds that take any text
ERASED = "erased-"  # begins what stands for somebody who is gone: an id, or an author while replies are paired
_EARLIEST = "2005-01-01"  # before the platforms: a misread date
_SHARE = r"^\s*(100|\d{1,2}(?:[.,]\d+)?)\s*(?:%.*)?$"

YES = ("yes", "y", "true", "1", "ja", "j", "da", "oui", "sí", "si", "sim", "x", "✓", "✔")
NO = ("no", "n", "false", "0", "nee", "nej", "nu", "nein", "non", "não", "nao")
FEELINGS = {
    1: ("positive", "pos", "positief", "positiv", "pozitiv", "positif", "positivo", "positiva"),
    0: ("neutral", "neu", "neutraal", "neutru", "neutre", "neutro", "neutra"),
    -1: ("negative", "neg", "negatief", "negativ", "négatif", "negatif", "negativo", "negativa"),
}
CHANNEL_WORDS = {
    "facebook": ("facebook", "fb", "facebook.com", "m.facebook.com", "l.facebook.com", "lm.facebook.com"),
    "instagram": ("instagram", "ig", "instagram.com", "l.instagram.com"),
    "linkedin": ("linkedin", "linkedin.com", "lnkd.in", "www.linkedin.com"),
    "x": ("x", "twitter", "x (twitter)", "x.com", "twitter.com", "t.co", "x/twitter", "twitter/x"),
    "tiktok": ("tiktok", "tiktok.com", "tik tok"),
    "youtube": ("youtube", "yt", "youtube.com", "m.youtube.com"),
}
_ISO_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%d",
)
_ISO_ZONED = tuple(f"{stem}{tail}" for stem in _ISO_TIMES[:6] for tail in ("%z", " %z"))
_ISO_UTC = tuple(f"{stem}{tail}" for stem in _ISO_TIMES[:6] for tail in ("Z", " UTC"))


@dataclass(frozen=True)
class Setting:
    """What typing needs to know beside the declaration."""

    zone: str  # IANA name, of times that state none
    key: str  # secret of the store: pseudonyms of two brands never match
    latest: str  # ISO day: what lies after it has not happened yet
    values: Mapping[str, tuple[str, ...]]  # canonical value -> words
    decimal: str | None  # "." or ","; None: the column does not tell, only plain digits are read


def typed(cell: Cell, text: str, setting: Setting) -> str:
    """Give the SQL that types one cell."""
    if cell.extract is not None:
        part = f"regexp_extract({text}, {literal(cell.extract)}, 1)"
        text = part if cell.kind == "boolean" else f"nullif({part}, '')"  # no match is a "no" to a boolean
    return _KINDS[cell.kind](cell, text, setting)


def fold(word: str) -> str:
    """Fold a declared word the way the SQL folds a cell."""
    return unicodedata.normalize("NFC", word).strip().lower()


# -- text --------------------------------------------------------------------------------


def _text(cell: Cell, text: str, setting: Setting) -> str:
    text = _without_entities(cell, text)
    return _mapped(text, setting.values, text) if setting.values else text


def _without_entities(cell: Cell, text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = f"replace({text}, {literal(entity)}, {literal(sign)})" if cell.entities else text
    return text


def _mapped(text: str, values: Mapping[Any, tuple[str, ...]], otherwise: str) -> str:
    cases = " ".join(
        f"WHEN {literal(fold(word))} THEN {literal(value)}" for value, spellings in values.items() for word in spellings
    )
    return f"CASE lower(nfc_normalize({text})) {cases} ELSE {otherwise} END" if cases else otherwise


def _id(_cell: Cell, text: str, _setting: Setting) -> str:
    """Ids stay text; one that a spreadsheet turned into 1.2E+17 has lost its digits, 2.201 may have been 2201."""
    bare = f"regexp_replace(trim({text}, '\"'' '), '^([0-9]+)[.]0$', '\\1')"
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]+') THEN {text} "
        f"WHEN regexp_full_match({text}, '[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+|[0-9]{{1,3}}([., ][0-9]{{3}})+') THEN NULL "
        f"ELSE {bare} END"
    )


def _word(cell: Cell, text: str, setting: Setting) -> str:
    own = {value: (value,) for value in setting.values}
    return _mapped(text, {v: (*setting.values[v], *own[v]) for v in own}, literal(cell.other))


def _channel(cell: Cell, text: str, setting: Setting) -> str:
    known: dict[Any, tuple[str, ...]] = {**CHANNEL_WORDS}
    known |= {value: (*known.get(value, ()), *spellings) for value, spellings in setting.values.items()}
    return _mapped(text, known, literal(cell.other) if cell.other else f"lower({text})")


def _person(_cell: Cell, text: str, setting: Setting) -> str:
    return f"CASE WHEN starts_with({text}, {literal(ERASED)}) THEN {text} ELSE {pseudonym(text, setting.key)} END"


def pseudonym(text: str, key: str) -> str:
    """Write the SQL of the pseudonym of an author, by the key of the store."""
    return f"substr(sha256({literal(key)} || lower(nfc_normalize({text}))), 1, 16)"


def _private_text(cell: Cell, text: str, _setting: Setting) -> str:
    """Mask what tells who somebody is before the text is stored."""
    return masks.private_text(_without_entities(cell, text))


# -- yes, no and feelings ------------------------------------------------------------------


def _boolean(cell: Cell, text: str, _setting: Setting) -> str:
    yes = [fold(word) for word in cell.true] or list(YES)
    no = [fold(word) for word in cell.false if word != "*"] or list(NO)
    otherwise = "false" if "*" in cell.false else "true" if "*" in cell.true else "NULL"
    if cell.counted:
        share = f"regexp_extract({text}, {literal(_SHARE)}, 1)"
        otherwise = f"CASE WHEN {share} <> '' THEN CAST(replace({share}, ',', '.') AS DOUBLE) > 0 ELSE {otherwise} END"
    key = f"lower(nfc_normalize({text}))"
    decided = f"CASE WHEN {key} IN ({words(yes)}) THEN true WHEN {key} IN ({words(no)}) THEN false ELSE {otherwise} END"
    return f"CASE WHEN {text} IS NULL THEN NULL ELSE {decided} END"


def _sentiment(_cell: Cell, text: str, setting: Setting) -> str:
    """Read words, and the numbers -1, 0 and 1; a 4 is good of 5 and bad of 100, so other scales must be declared."""
    known: dict[Any, tuple[str, ...]] = {**FEELINGS}
    named = {"positive": 1, "neutral": 0, "negative": -1}
    known |= {named[value]: (*FEELINGS[named[value]], *spellings) for value, spellings in setting.values.items()}
    score = f"CASE WHEN regexp_full_match({text}, '[-+]?[01]([.]0+)?') THEN try_cast({text} AS DOUBLE) END"
    return f"CAST({_mapped(text, known, score)} AS TINYINT)"


# -- time ----------------------------------------------------------------------------------


def _formats(patterns: tuple[str, ...]) -> str:
    return "[" + words(patterns) + "]"


def _sane(moment: str, setting: Setting) -> str:
    """Refuse what a misread date looks like: a time before the platforms, or one that is still to come."""
    return f"CASE WHEN {moment} BETWEEN '{_EARLIEST}' AND '{setting.latest}' THEN {moment} END"


def _date(cell: Cell, text: str, setting: Setting) -> str:
    zoned = tuple(pattern for pattern in cell.patterns if "%z" in pattern)
    plain = (*(pattern for pattern in cell.patterns if pattern not in zoned), "%Y-%m-%d", *_ISO_TIMES[:6])
    day = f"try_strptime({text}, {_formats(plain)})::DATE"
    if zoned:
        day = f"coalesce({day}, timezone('UTC', try_strptime({text}, {_formats(zoned)}))::DATE)"
    if cell.monday:
        day = f"CASE WHEN isodow({day}) = 1 THEN {day} END"
    return _sane(day, setting)


def _timestamp(cell: Cell, text: str, setting: Setting) -> str:
    """Read a moment as UTC: with the offset it states, else in the zone of the column, the format or the brand."""
    zone = literal(cell.zone or setting.zone)
    zoned = tuple(pattern for pattern in cell.patterns if "%z" in pattern)
    stated = tuple(pattern for pattern in cell.patterns if pattern.endswith(("Z", "UTC", "GMT")))
    plain = tuple(pattern for pattern in cell.patterns if pattern not in (*zoned, *stated))
    local = f"try_strptime({text}, {_formats((*plain, *_ISO_TIMES))})"
    moment = (
        f"coalesce(timezone('UTC', timezone({zone}, {local})), "
        f"try_strptime({text}, {_formats((*stated, *_ISO_UTC))}), "
        f"timezone('UTC', try_strptime({text}, {_formats((*zoned, *_ISO_ZONED))})))"
    )
    return _sane(moment, setting)


_KINDS: dict[Kind, Callable[[Cell, str, Setting], str]] = {
    "text": _text,
    "id": _id,
    "integer": numbers.integer,
    "decimal": numbers.decimal,
    "percent_points": numbers.percent_points,
    "percent_fraction": numbers.decimal,
    "percent_text": numbers.percent_text,
    "money": numbers.money,
    "date": _date,
    "timestamp": _timestamp,
    "yearless_date": _date,  # data/values/yearless.py gave it its year
    "hand_date": _date,  # data/values/handwritten.py wrote it as an ISO date
    "duration": durations.duration,
    "boolean": _boolean,
    "word": _word,
    "sentiment": _sentiment,
    "channel": _channel,
    "person": _person,
    "private_text": _private_text,
}
