"""What must stand beside a store, so that a rebuild has it: written again when the store opens, where it was lost."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from data import key, labels

if TYPE_CHECKING:
    from data.store import Store


def mend_beside(store: Store) -> None:
    """Write the key and the labels again where they are lost, once a process; a full disk stops nobody from looking."""
    if store.shared.label_bytes is None:
        with suppress(OSError):
            key.keep(store.path, store.setting(key.SETTING) or "")
            labels.mend(store)
