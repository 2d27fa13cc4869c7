"""Who was erased, so that no later export brings them back: `<store>/erased.json`, keyed hashes and no name.

Its key is of its own and lies in it: it must outlive the key of the pseudonyms, which can be destroyed. Beside the
names stand hashes of the ids of their messages, for an export may bring a message without saying who wrote it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.errors import UnreadableFileError
from data.privacy.names import Names, Spelling, digest
from data.raw import write_whole
from data.values.cells import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "erased.json"


@dataclass(frozen=True)
class Gone:
    """Everybody who was erased from a store."""

    key: str
    names: Names
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anybody to look for."""
        return bool(self.names.spellings)

    def id_hash(self, channel: str | None, text_id: str) -> str:
        """Hash the id of a message, by which it is known again."""
        return digest(self.key, f"{channel}\x1f{text_id}")

    def stand_in(self, channel: str | None, text_id: str) -> str:
        """Give the id under which a message counts on: the same for every export that has it."""
        return text_id if text_id.startswith(ERASED) else ERASED + self.id_hash(channel, text_id)[:16]

    def knows(self, channel: str | None, text_id: str) -> bool:
        """Whether a message is one of theirs."""
        return text_id.startswith(ERASED) or self.id_hash(channel, text_id) in self.ids

    def with_ids(self, ids: Iterable[tuple[str | None, str]]) -> Gone:
        """Add messages of theirs; those that have a stand-in already need none."""
        hashed = {self.id_hash(channel, one) for channel, one in ids if not one.startswith(ERASED)}
        return replace(self, ids=self.ids | hashed)

    def with_names(self, said: Iterable[str]) -> Gone:
        """Add the names of somebody."""
        more = Names.of(self.key, said).spellings
        return replace(self, names=replace(self.names, spellings=self.names.spellings | more))


def path_of(store: Path) -> Path:
    """Give the file of a store."""
    return store.with_suffix("") / NAME


def read(store: Path) -> Gone:
    """Read who was erased; nobody where there is no file. Raises UnreadableFileError for one that is damaged."""
    path = path_of(store)
    if not path.exists():
        key = secrets.token_hex(16)
        return Gone(key, Names(key))
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        key = str(said["key"])
        names = Names(key, frozenset(Spelling(int(n), str(first), str(whole)) for n, first, whole in said["names"]))
        return Gone(key, names, frozenset(map(str, said["ids"])))
    except (ValueError, KeyError, TypeError) as cause:
        raise UnreadableFileError(file=NAME, why="erased_damaged") from cause


def fingerprint(store: Path) -> str:
    """Tell one state of the list from another; nothing where nobody was erased."""
    path = path_of(store)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def write(store: Path, gone: Gone) -> None:
    """Keep who was erased, whole or not at all; raises NotAllowedError, and then nothing is written."""
    permit(Done(Right.ADMINISTER, "erase"), store)
    said = {"key": gone.key, "names": sorted(gone.names.spellings), "ids": sorted(gone.ids)}
    write_whole(path_of(store), json.dumps(said, indent=1).encode())
