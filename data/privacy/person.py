"""One person: found in everything that is kept of a brand, and erased from it.

People are found by what the request names (handle, display name, e-mail address, id; each spelling they had): by the
pseudonym of an author, by an address that names them, and wherever a name itself stands. What they wrote goes whole;
in what others wrote, and in what the team wrote, the name is masked. Nothing of what was asked is kept but keyed
hashes, by which no later export brings them back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data import key, raw
from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.disk import told
from data.privacy import gone as people
from data.privacy.files import known_of
from data.privacy.gone import Gone
from data.privacy.inside import inside
from data.privacy.names import Names, is_long
from data.privacy.rows import named, rows_of, theirs
from data.privacy.scrub import Scrubbed, Task, begin
from data.privacy.traces import old_ones, reports_naming
from data.values.cells import pseudonym

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from data.privacy.receipts import Receipt
    from data.store import Store


@dataclass(frozen=True)
class Found:
    """Where a person was found in a brand; nothing is changed by looking."""

    brand: str  # the name of its file
    messages: int
    mentions: int
    texts: int  # other texts of the store in which a name stands
    files: int  # kept uploads
    reports: int  # kept reports and their values
    old: int  # old states, stores of before, damaged files: all of them go, whoever is in them

    @property
    def is_there(self) -> bool:
        """Whether anything of the person is kept, as far as one can see."""
        return any((self.messages, self.mentions, self.texts, self.files, self.reports))


@dataclass(frozen=True)
class Erased:
    """What an erasure did in a brand."""

    brand: str
    done: Scrubbed
    receipt: Receipt

    @property
    def left(self) -> tuple[str, ...]:
        """The files in which a name still stands, from the folder of the stores."""
        return self.receipt.left


def usable(said: Sequence[str]) -> tuple[str, ...]:
    """Give the names that are long enough to look for, each once; shorter ones stand in every text."""
    return tuple(dict.fromkeys(" ".join(one.split()) for one in said if is_long(one)))


def find(store: Store, said: Sequence[str]) -> Found:
    """Look for a person in everything that is kept; raises NotAllowedError."""
    permit(Done(Right.ADMINISTER, "erase"), store.path)
    asked = _asked(said)
    known = known_of(store, asked)  # a link or another spelling: the store has it no more
    with store.shared.asking() as cursor:
        rows = theirs(cursor, asked, _authors(store, said))
        more = rows_of(cursor, [(channel, one) for channel, one in known.ids if channel])
        texts = sum(len(pairs) for pairs in named(cursor, asked).values())
    return Found(
        brand=store.path.stem,
        messages=len({*rows["messages"], *more["messages"]}),
        mentions=len({*rows["mentions"], *more["mentions"]}),
        texts=texts,
        files=sum(_holds(path, asked) for path in _files(store)),
        reports=len(reports_naming(store.path, asked)),
        old=sum(1 for _ in old_ones(store.path)),
    )


def erase(store: Store, said: Sequence[str], request: str, by: str | None = None, asked: date | None = None) -> Erased:
    """Erase a person from a brand, and keep from now on that no export brings them back.

    `request` is the number of the request, made on the day `asked`, else today. What a crash cuts off is finished when
    the store is opened next, with its receipt. Raises NotAllowedError, and StoreFullError for a disk that is full.
    """
    done, day = Done(Right.ADMINISTER, "erase", {"request": request}, by), asked or datetime.now(UTC).date()
    permit(done, store.path)
    with store.shared.writing, told(store.path):
        people.write(store.path, people.read(store.path).with_names(said))
        task = Task(authors=_authors(store, said), erases=True, request=(request, day.isoformat()))
        scrubbed = begin(store, task, done, _asked(said))
    assert scrubbed.receipt is not None  # noqa: S101 - a request has one
    return Erased(store.path.stem, scrubbed, scrubbed.receipt)


def _asked(said: Sequence[str]) -> Gone:
    """Hash names with a key of this moment: looking leaves nothing behind."""
    once = secrets.token_hex(16)
    return Gone(once, Names.of(once, said))


def _authors(store: Store, said: Sequence[str]) -> tuple[str, ...]:
    """Give the pseudonyms that an import gives a person (data/values/cells.py), with and without the sign before it."""
    of_it = store.setting(key.SETTING) or ""
    bare = {one.removeprefix("@") for one in usable(said)}
    spelled = sorted({f"{sign}{one}" for one in bare for sign in ("", "@")})
    found = store.query(f"SELECT {pseudonym('name', of_it)} FROM (SELECT unnest(?) AS name)", [spelled])
    return tuple(one for (one,) in found)


def _files(store: Store) -> list[Path]:
    return sorted({one.content for one in raw.read_sound(store.folder)[0] if one.content.exists()})


def _holds(path: Path, asked: Gone) -> bool:
    return any(asked.names.within(text) for text in inside(path.read_bytes()))
