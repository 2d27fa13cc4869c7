"""Texts, links and ids of a store from before today's masks: masked once, when it is opened; whole or not at all.

They become what a rebuild would make of them. A label stays with its text, whose words may be others now, and its line
beside the store says so too; what Ninety read in a text that changed is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import label_lines
from data.defaults import SETTINGS
from data.key import of_ids
from data.labels import COLUMNS
from data.sql import name, names
from data.texts.follow import follow_all
from data.texts.there import KEY
from data.values.masks import private_id, private_word
from data.values.personal import MASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from data.store import Store
    from data.values.personal import Mask

SETTING = "masks"  # which masks the texts of a store went through (data/defaults.py): 1 knew no links, ids and titles
_NAMING = ("reading", "text_topic", "label", "faded")  # tables that name texts by their id


def mask_earlier(store: Store) -> bool:
    """Mask what an earlier version stored; False: nothing of it changed."""
    if store.setting(SETTING) == SETTINGS[SETTING]:
        return False
    key = of_ids(store)
    with store.shared.change(None) as tx:
        tx.execute("CREATE OR REPLACE TEMP TABLE were AS SELECT source, channel, text_id, words FROM reading")
        changed = sum(
            _mask(tx, f"{schema}.{fact}", MASKS[fact], key) for fact in MASKS for schema in ("main", "history")
        )
        changed += sum(_mask(tx, table, {"text_id": private_id}, key) for table in ("were", *_NAMING))
        _mask(tx, "refusal", {"cell": lambda cell, _: private_word(cell)}, key)
        if changed:
            follow_all(store, tx)
            _keep_labels(store, tx)
        tx.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [SETTING, SETTINGS[SETTING]])
    return bool(changed)


def _mask(tx: duckdb.DuckDBPyConnection, table: str, masks: Mapping[str, Mask], key: str) -> int:
    """Mask columns of a table; gives how many rows changed."""
    done = {name(column): mask(name(column), key) for column, mask in masks.items()}
    sets = ", ".join(f"{column} = {masked}" for column, masked in done.items())
    differ = " OR ".join(f"{masked} <> {column}" for column, masked in done.items())
    return int(tx.execute(f"UPDATE {table} SET {sets} WHERE {differ}").fetchall()[0][0])


def _keep_labels(store: Store, tx: duckdb.DuckDBPyConnection) -> None:
    """Let labels hold for the words their texts have now, and write their lines again before the change is kept."""
    tx.execute(
        f"UPDATE label SET words = now.words FROM were JOIN reading AS now USING ({KEY}) "
        "WHERE label.words = were.words AND label.source = were.source AND label.channel = were.channel "
        "AND label.text_id = were.text_id"
    )
    rows = tx.execute(f"SELECT {names(COLUMNS)} FROM label ORDER BY number").fetchall()
    label_lines.mend(store.path, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
