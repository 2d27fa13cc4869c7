"""The key of a store: by it people are pseudonyms and texts have their place in the draw, so it may never be another.

It is a setting, and stands in a small file of its own beside the store, `<store>/key`: whoever has that file and the
raw uploads has the same pseudonyms and the same random sample again, though all else were damaged.

Ids that would tell whose they are have a key of their own, made of it in a way that nobody can go back. It is written
down, as a setting and as `<store>/id_key`, when the other is destroyed: an export must meet its rows also after that.

Of a key that was destroyed its hash stays, in `<store>/keys_destroyed`: a backup that brings it back is known by that.
"""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from data.raw import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from data.store import Store

NAME, SETTING = "key", "pseudonym_key"
OF_IDS = "id_key"  # the setting, and the file
DESTROYED = "keys_destroyed"
_KEY = re.compile(r"[!-~]{1,200}")


def path_of(store: Path, name: str = NAME) -> Path:
    """Give the file of a store's key."""
    return store.with_suffix("") / name


def of_ids(store: Store) -> str:
    """Give the key of ids: the one that was written down, else the one that follows from the key of people."""
    return store.setting(OF_IDS) or sha256(f"ids {store.setting(SETTING) or ''}".encode()).hexdigest()[:32]


def read(store: Path, name: str = NAME) -> str | None:
    """Read the key beside a store; None when it is not there, or is no key."""
    with suppress(OSError, ValueError):
        said = path_of(store, name).read_text(encoding="ascii").strip()
        return said if _KEY.fullmatch(said) else None
    return None


def keep(store: Path, key: str, name: str = NAME) -> None:
    """Write down the key of a store where none is; for its owner's eyes only.

    One that stands there stays: somebody may have put it back, and a rebuild takes it.
    """
    if read(store, name) is None:
        write_whole(path_of(store, name), key.encode())


def hashed(key: str) -> str:
    """Give what is kept of a key that is destroyed; being random, nobody can come from this one to it."""
    return sha256(f"destroyed {key}".encode()).hexdigest()


def destroyed(store: Path) -> frozenset[str]:
    """Give the hashes of the keys that a store had and that were destroyed."""
    path = path_of(store, DESTROYED)
    return frozenset(path.read_text(encoding="ascii", errors="replace").split()) if path.exists() else frozenset()


def note_destroyed(store: Path, hashes: Iterable[str]) -> None:
    """Add hashes of keys that are destroyed; they are on the disk then."""
    known = sorted({*destroyed(store), *hashes})
    write_whole(path_of(store, DESTROYED), "".join(f"{one}\n" for one in known).encode())
