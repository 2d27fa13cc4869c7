"""What happened to a store since a point of its past: the files, and what was said about them and about the brand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.asof import recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.known import Known
    from data.ledger import Upload
    from data.store import Store


@dataclass(frozen=True)
class Since:
    """What a state of the past was made of otherwise than the present one is."""

    loaded: tuple[Upload, ...] = ()  # files that came, and count
    undone: tuple[Upload, ...] = ()  # that counted then, and do no more
    answered: tuple[Upload, ...] = ()  # of which something else is said: an account, a channel
    settings: tuple[str, ...] = ()  # names of those that hold another value
    brands: bool = False  # the names in listening exports
    notes: bool = False  # what the team noted about days
    formats: tuple[str, ...] = ()  # of the team's own, that read otherwise
    labels: bool = False  # what people called texts


def since(store: Store, known: Known) -> Since:
    """Compare what a state was made of with what the present one is."""
    then, now = recipe(store, known), recipe(store, None)
    was, here = ({one.batch_id: one.said for one in state.uploads} for state in (then, now))
    ledger = {one.batch_id: one for one in store.uploads()}
    counted, counts = ({number for number, said in state.items() if not said["undone_at"]} for state in (was, here))
    settings = [dict(state.tables["setting"]) for state in (then, now)]
    return Since(
        loaded=_of(ledger, counts - counted),
        undone=_of(ledger, counted - counts),
        answered=_of(ledger, {one for one in counted & counts if was[one]["answers"] != here[one]["answers"]}),
        settings=_unlike(*settings),
        brands=then.tables["brand_name"] != now.tables["brand_name"],
        notes=then.tables["annotation"] != now.tables["annotation"],
        formats=_unlike(then.formats, now.formats),
        labels=then.labels != now.labels,
    )


def _of(ledger: Mapping[int, Upload], numbers: set[int]) -> tuple[Upload, ...]:
    """Give the entries of uploads, oldest first; one that a rebuild could not bring back has none."""
    return tuple(ledger[number] for number in sorted(numbers) if number in ledger)


def _unlike(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {*then, *now} if then.get(name) != now.get(name)))
