"""A file that still holds people who were erased: they do not come in, and nothing of them is kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from data import raw
from data.access.acting import lent
from data.access.rights import Right
from data.audit import Done
from data.intake.load import arrive
from data.privacy import gone as people
from data.privacy.blanked import blanked
from data.privacy.inside import inside
from data.privacy.rows import erase_rows, rows_of
from data.reading import remains
from data.values.cells import ERASED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from data.intake.load import Arrived
    from data.intake.prepare import Intake
    from data.intake.staging import Staging
    from data.privacy.gone import Gone
    from data.reading.exports import Reading

LOAD = Done(Right.UPLOAD, "load")


@dataclass
class Withheld:
    """What may be kept of a file that holds somebody who was erased; nothing is withheld of any other."""

    tables: dict[str, bytes] = field(default_factory=dict)  # what remains of each table
    ids: list[tuple[str | None, str]] = field(default_factory=list)  # messages of theirs that came with it
    has_met: bool = False  # whether the store had some of these from an export that did not say who wrote them
    _read: dict[str, Reading] = field(default_factory=dict)
    _is_changed: bool = False

    def arrive(self, staging: Staging, gone: Gone) -> Arrived:
        """Type a table, without anything of people who were erased."""
        arrived = arrive(staging)
        if not gone:
            return arrived
        done = blanked(staging, (), gone)
        self._read[done.reading.table] = done.reading
        if not done.is_changed:
            return arrived
        self._is_changed = True
        self.ids += done.ids
        upload = replace(staging.upload, file=done.reading.file, table=done.reading.table)
        return arrive(replace(staging, reading=done.reading, upload=upload, marks={}))

    def look(self, intake: Intake, gone: Gone) -> None:
        """Say what may be kept, once all tables are read: a name may stand where nobody reads."""
        if gone and (self._is_changed or any(gone.names.within(one) for one in (intake.name, *inside(intake.content)))):
            self.tables = {table: remains.written(one, intake.answers) for table, one in self._read.items()}
        self._read = {}

    def meet(self, tx: duckdb.DuckDBPyConnection, gone: Gone) -> bool:
        """Make rows of theirs nobody's that an export without authors brought; before the load is planned.

        Tells whether there are any: the files they came with are to be scrubbed then.
        """
        wanted = sorted({(channel, one) for channel, one in self.ids if channel and not one.startswith(ERASED)})
        keys = rows_of(tx, wanted) if wanted else {}
        self.has_met = any(keys.values())
        if self.has_met:
            erase_rows(tx, gone.with_ids(self.ids), keys)
        return self.has_met

    def keep(self, store: Path, batch_id: int, table: str, said: Mapping[str, Any]) -> None:
        """Keep a table instead of its file; its messages of people who were erased are known from now on."""
        gone = people.read(store)
        if (known := gone.with_ids(self.ids)) != gone:
            with lent(Right.ADMINISTER, store, LOAD):  # what was permitted when they were erased goes on
                people.write(store, known)
        raw.keep_remains(raw.folder_of(store), batch_id, self.tables[table], gone.names.mask_all(dict(said)))
