"""A copy of a store from before a new version of Ninety changed its shape: `<brand>/before/20261123T101500Z.duckdb`.

It is there whole before anything is changed. The last KEPT stay; who erases a person from a brand takes them away, and
a backup leaves them out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.copied import copied

if TYPE_CHECKING:
    from pathlib import Path

NAME, KEPT = "before", 2
_HALF = "half.duckdb"


def folder_of(store: Path) -> Path:
    """Give the folder of the copies of a store."""
    return store.with_suffix("") / NAME


def keep(store: Path) -> Path:
    """Copy a store that nobody was given yet, with its log, and give the copy; raises OSError."""
    folder = folder_of(store)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / _HALF
    _remove(half)  # of a crash
    copied(store, half)
    kept = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.duckdb"
    log = _log(half)
    if log.exists():  # first, for the copy is there when its store file is
        log.replace(_log(kept))
    half.replace(kept)
    for old in copies(store)[:-KEPT]:
        _remove(old)
    return kept


def copies(store: Path) -> list[Path]:
    """List the copies there are, oldest first."""
    return sorted(path for path in folder_of(store).glob("*.duckdb") if path.name != _HALF)


def _log(store: Path) -> Path:
    return store.with_name(store.name + ".wal")


def _remove(store: Path) -> None:
    for path in (store, _log(store)):
        path.unlink(missing_ok=True)
