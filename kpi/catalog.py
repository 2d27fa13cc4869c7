"""The catalogue of KPIs, declared in definitions/*.toml: one file per fact.

A new KPI is one table there and its texts `kpi.<name>` and `kpi_about.<name>`
in each language; nothing else lists the KPIs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_args

from data.declared import BrokenDeclarationError, build, read
from kpi.kinds import Balance, Count, Diversity, Kpi, Mean, Measured, Median, Ratio, Share

__all__ = [
    "Balance",
    "Count",
    "Diversity",
    "Kpi",
    "Mean",
    "Measured",
    "Median",
    "Ratio",
    "Share",
    "catalog",
    "load_catalog",
]

FOLDER = Path(__file__).parent / "definitions"
KINDS: dict[str, type[Kpi]] = {get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in get_args(Kpi)}


@cache
def catalog() -> dict[str, Kpi]:
    """Every KPI by name."""
    return load_catalog(FOLDER)


def load_catalog(folder: Path) -> dict[str, Kpi]:
    """Read every declared KPI; a broken or doubled declaration stops the program at start."""
    kpis: dict[str, Kpi] = {}
    for path in sorted(folder.glob("*.toml")):
        for kpi in _declared_in(path):
            if kpi.name in kpis:
                raise BrokenDeclarationError(f"{path.name}: kpi.{kpi.name}: already declared for {kpis[kpi.name].fact}")
            kpis[kpi.name] = kpi
    return kpis


def _declared_in(path: Path) -> list[Kpi]:
    file = read(path)
    shared = ("sources", "filters", "groups", "lifetime", "standing", "moments", "dates", "derived")
    fact = {"sources": [file["fact"]], "filters": {}} | {key: file[key] for key in ("fact", *shared) if key in file}
    return [_kpi(f"{path.name}: kpi.{name}", {"name": name, **fact, **body}) for name, body in file["kpi"].items()]


def _kpi(where: str, declared: dict[str, Any]) -> Kpi:
    kind = declared.get("kind")
    if kind not in KINDS:
        raise BrokenDeclarationError(f"{where}.kind: {kind!r} is none of {', '.join(KINDS)}")
    return build(KINDS[kind], declared, where)
