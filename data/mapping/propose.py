"""What a file that no format knows probably is: its header, its fact, and which column feeds which field.

A proposal says why (`name`, `content` or both); what is not sure is left empty,
and what can be read in two ways is a doubt that only a person can settle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from data.facts import FACTS
from data.mapping.fields import BY_NAME, MADE_FROM, Field, id_of, lacking, moments_of
from data.mapping.fit import doubts_of, fit, source_of
from data.mapping.mapping import Source, alias_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.mapping.content import Content
    from data.mapping.dictionary import Dictionary
    from data.mapping.fit import Doubt, Fit
    from data.mapping.names import Likeness, Names
    from data.mapping.table import Table

Reason = Literal["name", "content", "both"]
_LIKENESSES: tuple[Likeness, ...] = ("same", "holds", "alike")  # the surer first
_FITS: tuple[Fit, ...] = ("sure", "any")
_BY_CONTENT = 0.1  # what a column without a known name tells
_CLEAR = 0.5  # by how much one fact must be likelier than the next, while none explains more columns


@dataclass(frozen=True)
class Choice:
    """The column proposed for a field, why, and what only a person can tell of it."""

    source: Source
    reason: Reason
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Proposal:
    """What a table probably holds; `fact` is None when two facts are as likely."""

    table: Table
    fact: str | None
    choices: Mapping[str, Mapping[str, Choice]]  # fact -> field -> column


def propose(table: Table, dictionary: Dictionary) -> Proposal:
    """Propose what a table holds, for every fact, and which fact it is."""
    choices = {fact: _choices(fact, table, dictionary) for fact in FACTS}
    scores = {fact: _likelihood(fact, found, table.columns, dictionary.names) for fact, found in choices.items()}
    first, second = sorted(scores, key=lambda fact: -scores[fact])[:2]
    most = max(len(found) for fact, found in choices.items() if scores[fact] > 0 or fact == first)
    clear = scores[first] > 0 and scores[first] - scores[second] >= _CLEAR and len(choices[first]) == most
    return Proposal(table, first if clear else None, choices)


def choose(field: Field, header: str, content: Content, *, dictionary: Dictionary, fact: str, reason: Reason) -> Choice:
    """Say how a column is read when it feeds a field, and what is still to be asked."""
    known = dictionary.words.get((fact, field.name), {})
    kind, source = source_of(field, alias_of(header, field.kinds[0]), content, known)
    return Choice(source, reason, doubts_of(field.name, kind, header, content, source))


# -- columns of one fact -------------------------------------------------------------------------


def _choices(fact: str, table: Table, dictionary: Dictionary) -> dict[str, Choice]:
    """Give each field at most one column and each column at most one field: names first, then what cells say."""
    found: dict[str, Choice] = {}
    fields, free = dictionary.fields[fact], dict(table.columns)

    def take(field: str, header: str, reason: Reason) -> None:
        found[field] = choose(fields[field], header, free.pop(header), dictionary=dictionary, fact=fact, reason=reason)

    for likeness, fits in product(_LIKENESSES, _FITS):
        for field in fields.values():
            if field.name not in found and (header := _named(fact, field, free, dictionary.names, (likeness, fits))):
                take(field.name, header, "both" if fits == "sure" else "name")
    for field in fields.values():
        if field.name not in {*found, *BY_NAME} and (
            only := _only_one(field, fields, set(found), free, moments_of(fact))
        ):
            take(field.name, only, "content")
    return {name: found[name] for name in fields if name in found}


def _named(
    fact: str, field: Field, free: Mapping[str, Content], names: Names, wanted: tuple[Likeness, Fit]
) -> str | None:
    """Find the column of this name whose cells speak for it; of less than a full name only a single, clear one."""
    likeness, fits = wanted
    found = [
        header
        for header, content in free.items()
        if names.likeness(fact, field.name, header) == likeness and fit(field, header, content) == fits
    ]
    if likeness == "same":
        return found[0] if found else None  # a second column of the same meaning comes later in the file
    return found[0] if len(found) == 1 and (likeness == "holds" or fits == "sure") else None


def _only_one(
    field: Field, fields: Mapping[str, Field], taken: set[str], free: Mapping[str, Content], moments: tuple[str, ...]
) -> str | None:
    """Find the only column whose cells can be nothing but this field: the one date, the one column of channels."""
    columns = [header for header, content in free.items() if fit(field, header, content) == "sure"]
    rivals = [one for one in fields.values() if one.name not in {*taken, *BY_NAME, field.name}]
    if len(columns) != 1 or (field.kinds[0] in ("date", "timestamp") and field.name not in moments[:1]):
        return None
    content = free[columns[0]]
    rivalled = any(
        fit(one, columns[0], content) == "sure" for one in rivals if field.name not in moments or one.name in moments
    )
    dates = [header for header, one in free.items() if one.is_dated]
    return None if rivalled or (field.name in moments and len(dates) != 1) else columns[0]


def _likelihood(fact: str, found: Mapping[str, Choice], columns: Mapping[str, Content], names: Names) -> float:
    """Add up what the columns tell of a fact; a name that several facts use tells less.

    Without anything that tells one row from another, rows are no posts or messages; with a link, they are no days.
    """
    fields = frozenset(found)
    things = fields.intersection(MADE_FROM.get(fact, ())) - {"channel", *moments_of(fact)}
    if lacking(fact, fields) or len(found) < 2 or (fact in MADE_FROM and not things and id_of(fact) not in fields):
        return 0
    lost = sum(content.mostly("url") for content in columns.values()) - ("url" in fields)
    told = (names.weight(one.source.header) if one.reason != "content" else _BY_CONTENT for one in found.values())
    return sum(told) - max(lost, 0)
