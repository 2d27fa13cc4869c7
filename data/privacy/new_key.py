"""The key of the pseudonyms destroyed: what was made with it is linked to nobody any more, and cannot be again.

Every pseudonym leaves the store and the files it can be rebuilt from; then the key is replaced wherever it stands.
Texts keep their place in the draw, and ids the key that they are made with, which does not tell the one that goes
(data/key.py). Who was erased stays so: their list has a key of its own (data/privacy/gone.py).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from data import key, raw
from data.texts import draws

if TYPE_CHECKING:
    from data.store import Store


def draw_new_key(store: Store) -> None:
    """Replace the key of a store whose pseudonyms are gone; no log remembers the old one, a hash knows it again."""
    new, of_ids = secrets.token_hex(16), key.of_ids(store)
    key.note_destroyed(store.path, [key.hashed(store.setting(key.SETTING) or "")])
    with store.shared.change(None) as tx:
        draws.freeze(tx, store.path)
        tx.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [key.OF_IDS, of_ids])
        raw.write_whole(key.path_of(store.path, key.OF_IDS), of_ids.encode())
        tx.execute("UPDATE setting SET value = ? WHERE name = ?", [new, key.SETTING])
        tx.execute("DELETE FROM setting_change WHERE name = ?", [key.SETTING])
        raw.write_whole(key.path_of(store.path), new.encode())
