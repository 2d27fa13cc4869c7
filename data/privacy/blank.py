"""What is to be blanked, said once for the store and for the files it can be rebuilt from.

    Blank("messages", "day < DATE '2026-05-01'")                  texts, authors and links of old messages
    Blank("messages", "day < DATE '2026-05-01'", ("text",))       the texts alone

`where` is SQL about one row of the fact, with the columns of data/schema.sql; it sees rows of the store and rows of a
file as they are typed, so both lose the same cells. A row of a file that it cannot decide on (its day was refused) is
in no table and goes with the others. The row itself stays, with its day, channel and waiting time: it counts on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from data.texts.there import IDS

if TYPE_CHECKING:
    from collections.abc import Mapping

# the columns of a fact that say something of a person; ids are not blanked: by them an export finds its rows again
PERSONAL: Mapping[str, tuple[str, ...]] = {
    "messages": ("author_hash", "text", "url"),
    "mentions": ("title", "text", "url"),
}
assert PERSONAL.keys() == IDS.keys()  # noqa: S101 - a fact with texts has people in it


class CutText(NamedTuple):
    """A text in which an import cut a name in two, "@Anna Kowalska" to "[@] Kowalska"; it has a row of the fact."""

    fact: str
    column: str
    channel: str
    row: str  # its id
    old: str  # as the store has it, once names are masked in it
    new: str  # with the name masked before the import


@dataclass(frozen=True)
class Blank:
    """Which rows of a fact lose which columns."""

    fact: str
    where: str
    columns: tuple[str, ...] = ()  # (): all that are personal

    @property
    def blanked(self) -> tuple[str, ...]:
        """The columns that lose what they say."""
        return self.columns or PERSONAL[self.fact]

    def said(self) -> dict[str, Any]:
        """Give it as values for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Blank:
        """Make it again of its values."""
        return cls(said["fact"], said["where"], tuple(said["columns"]))
