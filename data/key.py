"""The key of a store: by it people are pseudonyms and texts have their place in the draw, so it may never be another.

It is a setting, and stands in a small file of its own beside the store, `<store>/key`: whoever has that file and the
raw uploads has the same pseudonyms and the same random sample again, though all else were damaged.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from data.raw import write_whole

if TYPE_CHECKING:
    from pathlib import Path

NAME, SETTING = "key", "pseudonym_key"
_KEY = re.compile(r"[!-~]{1,200}")


def path_of(store: Path) -> Path:
    """Give the file of a store's key."""
    return store.with_suffix("") / NAME


def read(store: Path) -> str | None:
    """Read the key beside a store; None when it is not there, or is no key."""
    with suppress(OSError, ValueError):
        said = path_of(store).read_text(encoding="ascii").strip()
        return said if _KEY.fullmatch(said) else None
    return None


def keep(store: Path, key: str) -> None:
    """Write down the key of a store where none is; for its owner's eyes only.

    One that stands there stays: somebody may have put it back, and a rebuild takes it.
    """
    if read(store) is None:
        write_whole(path_of(store), key.encode())
