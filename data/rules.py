"""What holds for each source: in which zone its times are read, and whose account its files are.

A rule is a setting of the brand, so that a rebuild finds it: `zone:<format>`.
Whose account a file is was answered at its upload; the answer is kept there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.intake.remembered import shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.format import Format
    from data.ledger import Upload
    from data.store import Store

ZONE = "zone:"


@dataclass(frozen=True)
class Answered:
    """An account that was named for files of one name shape."""

    shape: str  # the name with what varies as "#"
    channel: str | None
    account: str
    batch_id: int  # the newest upload it was named for
    uploads: int


@dataclass(frozen=True)
class Rule:
    """What holds for the files of one format."""

    format: str
    uploads: int  # that count
    zone: str | None  # of times that name none; None: the format has no times, only days
    declared: str | None  # the zone that the format is known to write
    source: Literal["rule", "format", "brand"]  # who says it: the team's rule, the format, else the brand's zone
    answered: tuple[Answered, ...]


def rules(store: Store) -> tuple[Rule, ...]:
    """List what holds for each format that an upload which counts was read with, most uploads first."""
    formats, said = store.formats(), store.settings(ZONE)
    live = [one for one in store.uploads() if one.undone_at is None]
    brand = store.setting("zone") or "UTC"
    return tuple(
        _rule(formats[name], [one for one in live if one.format == name], said.get(ZONE + name), brand)
        for name, _ in Counter(one.format for one in live).most_common()
        if name in formats
    )


def _rule(form: Format, uploads: list[Upload], said: str | None, brand: str) -> Rule:
    declared = None if form.zone == "brand" else form.zone
    zone, source = said or declared or brand, "rule" if said else "format" if declared else "brand"
    timed = any(cell.kind == "timestamp" and cell.zone is None for cell in form.cells.values())
    return Rule(form.name, len(uploads), zone if timed else None, declared, source, tuple(_answered(uploads)))  # type: ignore[arg-type]


def _answered(uploads: Iterable[Upload]) -> list[Answered]:
    """Gather the accounts that were answered, newest upload first."""
    found: dict[tuple[str, str | None, str], list[int]] = {}
    for one in uploads:
        if account := one.answers.get("account"):
            found.setdefault((shape(one.file), one.channel, account), []).append(one.batch_id)
    return [Answered(*who, max(batches), len(batches)) for who, batches in found.items()]


def of_rule(uploads: Iterable[Upload], form: str, answered: Answered) -> list[Upload]:
    """Find the live uploads that an answer was given for."""
    return [
        one
        for one in uploads
        if one.undone_at is None
        and (one.format, shape(one.file), one.answers.get("account")) == (form, answered.shape, answered.account)
    ]
