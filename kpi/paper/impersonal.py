"""A snapshot as it may leave the house: the free texts in it masked, and who wrote them left out.

Every form passes its snapshot through here before anything else, so what is masked on one is masked on all. Numbers,
days, targets that were read, ids and the fingerprint stay what they are.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from kpi.paper.printable import printable
from kpi.paper.private import private

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot

FREE = frozenset(
    {
        *("brand", "account", "label", "owner", "name", "action", "insight", "by_how_much", "note", "text"),
        *("baseline", "baseline_text", "target", "cadence_written", "before", "after"),
        *("topics", "campaigns", "formats", "result_kind"),
        *("channel", "channels"),  # a file may name a mailbox or a number; the channels that Ninety knows stay
    }
)  # fields in which people write what they like; where one of them holds a number, that number stays
MADE = frozenset({"format"})  # names made from what people wrote: `anna_06_12345678`
PEOPLE = frozenset({"made_by", "closed_by", "written_by", "removed_by"})
SAME = frozenset({"fingerprint", "week", "span"})  # nothing of people in these
Value = TypeVar("Value")


def impersonal(snapshot: Snapshot) -> Snapshot:
    """Mask every free text of a snapshot and of its report."""
    return _cleaned(snapshot)


def _cleaned(value: Value) -> Value:
    """Mask what is in a value; the very same object where nothing is."""
    match value:
        case None | int() | float() | str():  # most of all
            return value
        case tuple():
            items = tuple(_cleaned(item) for item in value)
            return value if all(map(_same, items, value)) else items  # type: ignore[return-value]
        case BaseModel():
            news = _news(value, tuple(type(value).model_fields))
            return value.model_copy(update=news) if news else value
        case _ if is_dataclass(value) and not isinstance(value, type):
            news = _news(value, _names(type(value)))
            return replace(value, **news) if news else value
        case _:
            return value


def _news(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    """List the fields of which something was masked."""
    found = {name: getattr(value, name) for name in names if name not in SAME}
    masked = {name: _field(name, old) for name, old in found.items()}
    return {name: new for name, new in masked.items() if new is not found[name]}


def _field(name: str, value: Any) -> Any:
    if name in PEOPLE:
        return None
    if isinstance(value, str):
        told = _read(value) if name in FREE else _made(value) if name in MADE else value
        return value if told == value else told
    if name in FREE and isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        texts = tuple(map(_read, value))
        return value if texts == value else texts
    return _cleaned(value)


def _read(text: str) -> str:
    """Mask a text; of one that has nothing to see nothing is left, so that what it names gets its declared name."""
    return private(text) if printable(text).strip() else ""


def _made(name: str) -> str:
    """Mask a name that was made from words, which the words alone would show."""
    words = name.replace("_", " ")
    return name if (masked := private(words)) == words else masked


def _same(one: object, other: object) -> bool:
    return one is other


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
