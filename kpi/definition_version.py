"""Which definition of a KPI a number was made with: six digits that change when what it counts changes.

They stand for everything the declaration says but how it is written: the SQL with its spaces made one, and only what
differs from the ordinary, so a KPI stays the same when KPIs learn something new that does not concern it. Nor for how
it is estimated: what is estimated is what the definition counts, and the number says that it was (`Cell.estimated`).
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kpi.catalog import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.kinds import Kpi

DIGITS = 6
ASIDE = {"groups", "estimate", "estimate_of"}


def version_of(kpi: Kpi) -> str:
    """Give the version of a definition."""
    declared = kpi.model_dump(mode="json", exclude_defaults=True, exclude=ASIDE) | {"kind": kpi.kind}
    return sha256(json.dumps(_plain(declared), sort_keys=True).encode()).hexdigest()[:DIGITS]


def _plain(value: Any) -> Any:
    match value:
        case str():
            return " ".join(value.split())
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case _:
            return value


@cache
def definition(name: str) -> str:
    """Give the version of a declared KPI: `definition 3f2a91`."""
    return version_of(catalog()[name])


def definitions(names: Iterable[str]) -> dict[str, str]:
    """Give the versions of several KPIs."""
    return {name: definition(name) for name in sorted(set(names))}


def redefined(then: Mapping[str, str]) -> tuple[str, ...]:
    """Name the KPIs that are defined otherwise now, or no more."""
    return tuple(name for name, version in then.items() if name not in catalog() or definition(name) != version)
