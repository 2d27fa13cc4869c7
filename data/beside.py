"""What stands beside a store, so that a rebuild has it: brought into line when the store opens, once a process.

It follows the store: what a crash left between the two is settled by the revision the store came to. Where it tells of
more than the store has, the store lost something, and is not opened.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from data import book, key, labels, raw, sidecars
from data.behind import refuse_behind
from data.privacy.scrub import go_on

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store


def mend_beside(store: Store) -> None:
    """Settle what was announced, and write again what is lost of key, book, sidecars, labels; a full disk stops nobody.

    Raises StoreBehindError.
    """
    with store.shared.writing:
        if store.shared.label_bytes is not None:
            return
        with suppress(OSError):
            sweep(store.path)
            raw.settle(store.folder, store.revision)
        refuse_behind(store)
        with suppress(OSError):
            key.keep(store.path, store.setting(key.SETTING) or "")
            if of_ids := store.setting(key.OF_IDS):
                key.keep(store.path, of_ids, key.OF_IDS)
            book.mend(store)
            sidecars.mend(store)
            labels.mend(store)
        go_on(store)


def half_made(path: Path) -> str:
    """Give how the name of the folder begins in which a store is made anew, beside the old one."""
    return f".{path.stem}.rebuild-"


def sweep(path: Path) -> None:
    """Remove what a crash left half written beside a store, where nobody writes."""
    beside = path.with_suffix("")
    for folder in (beside, *beside.glob("*/")):
        raw.sweep(folder)
    for half in path.parent.glob(f"{half_made(path)}*"):
        shutil.rmtree(half, ignore_errors=True)
