"""Which KPIs the columns of a file can answer."""

from __future__ import annotations

from data.mapping.answers import answers
from kpi.catalog import Kpi, catalog


def answerable(fact: str, fields: frozenset[str]) -> tuple[str, ...]:
    """Name the KPIs that a fact with these fields gives a value for, if only its own exports feed them."""
    return tuple(name for name, kpi in catalog().items() if fact in kpi.sources and _has_value(kpi, fact, fields))


def fed(fact: str) -> tuple[str, ...]:
    """Name the KPIs that a fact can feed at all."""
    return tuple(name for name, kpi in catalog().items() if fact in kpi.sources)


def _has_value(kpi: Kpi, fact: str, fields: frozenset[str]) -> bool:
    parts = answers(fact, fields, kpi.columns())
    return parts is not None and kpi.value(parts) is not None
