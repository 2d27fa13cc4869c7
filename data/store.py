"""The store of one brand: load an export, take it back, ask a question. One DuckDB file."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import book, changes, defaults, key, ledger, raw
from data.access.rights import Right
from data.audit import Done
from data.beside import mend_beside
from data.book import PlanVersion
from data.brands import name_brands
from data.connect import connect, release
from data.errors import NothingToUndoError
from data.intake.commit import commit
from data.intake.prepare import Intake, Prepared, prepare
from data.intake.reversal import Reversal, reversal
from data.intake.taken_back import take_back
from data.known import upcoming
from data.ledger import Receipt, Refusal, Upload, moment, receipt
from data.opened import tables
from data.reading.exports import FORMATS, NOTHING_SAID, load_formats
from data.reading.places import home, store_path, stores
from data.reread import reread
from data.rules import ZONE, Rule, rules
from data.texts.follow import after_load, catch_up_at_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from threading import Event

    import pandas as pd

    from data.connect import Connection
    from data.format import Format
    from data.reading.exports import Reading

__all__ = ["PlanVersion", "Prepared", "Receipt", "Refusal", "Reversal", "Rule", "Store", "Upload"]
__all__ += ["home", "store_path", "stores"]


class Store:
    """A brand's facts, its ledger, its settings and its plan."""

    def __init__(self, connection: Connection) -> None:
        self.shared = connection
        self.path = connection.path
        self.folder = raw.folder_of(connection.path)
        self.follows = True  # whether its texts are read as they come; who loads many files reads them in the end

    @classmethod
    def open(cls, path: Path, *, brand: str | None = None, past: bool = False) -> Store:
        """Open a store, making it when it is not there; `past`: an old state, beside which nothing stands."""
        store = cls(connect(Path(path)))
        if store.setting(key.SETTING) is None:
            of_it = key.read(store.path) or secrets.token_hex(16)
            made = {**defaults.SETTINGS, key.SETTING: of_it, "brand": brand or store.path.stem}
            with store.shared.change(None) as tx:
                changes.set_all(tx, dict(made))
            book.write(store)
        try:
            if not past:
                mend_beside(store)
            catch_up_at_once(store)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give the store back; the file is closed when nobody in this process uses it."""
        release(self.shared)

    # -- questions ---------------------------------------------------------------------------

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Ask; the answer is fetched whole, so the connection is free again."""
        with self.shared.asking() as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def frame(self, sql: str, params: Sequence[object] = ()) -> pd.DataFrame:
        """Ask for a small table."""
        with self.shared.asking() as cursor:
            return cursor.execute(sql, list(params)).df()

    @property
    def revision(self) -> int:
        """Give the number of the last change; it only grows."""
        return int(self.query("SELECT number FROM revision")[0][0])

    # -- uploads -----------------------------------------------------------------------------

    def prepare(
        self,
        name: str,
        content: bytes,
        answers: Mapping[str, str] = NOTHING_SAID,
        by: str | None = None,
        *,
        now: datetime | None = None,
        cancel: Event | None = None,
        remembered: bool = False,
    ) -> tuple[Prepared, ...]:
        """Read a file and show what each of its tables would change; nothing is written.

        `remembered` answers every question as the last file of its kind was answered; the preview says so. Raises
        NeedsAnswerError with what is still to be asked, and DataError when no table of the file can be used.
        """
        intake = Intake(self, name, content, dict(answers), by, moment(now), dated=now is not None, cancel=cancel)
        return prepare(intake, remember=remembered)

    def commit(self, prepared: Prepared, *, batch_id: int | None = None) -> Receipt:
        """Enter a prepared table in the store, whole or not at all; its rows are freed then."""
        return commit(self, prepared, batch_id)

    def load(
        self,
        name: str,
        content: bytes,
        answers: Mapping[str, str] = NOTHING_SAID,
        by: str | None = None,
        *,
        now: datetime | None = None,
    ) -> Receipt:
        """Load every table of a file; the same bytes twice change nothing. The first receipt has the others beside."""
        prepared = self.prepare(name, content, answers, by, now=now)
        try:
            first, *others = [self.commit(one) for one in prepared]
        finally:
            for one in prepared:
                one.close()
        return replace(first, beside=tuple(others))

    def read(
        self, name: str, content: bytes, answers: Mapping[str, str], *, cancel: Event | None = None
    ) -> tuple[Reading, ...]:
        """Read every usable table of a file, or of the files in a zip, with all formats."""
        return tables(name, content, self.format_folders, answers, cancel=cancel)

    @property
    def format_folder(self) -> Path:
        """The folder of the formats that the team declared itself."""
        return self.folder.parent / "formats"

    @property
    def format_folders(self) -> tuple[Path, Path]:
        """The folders of all formats: the declared ones, then the team's."""
        return FORMATS, self.format_folder

    def formats(self) -> dict[str, Format]:
        """Give all formats by name: the declared ones, and the team's own."""
        return load_formats(*self.format_folders)

    def next_number(self) -> int:
        """Give a number that neither the ledger nor a file on disk has: a crash may have left one behind."""
        newest = self.query("SELECT coalesce(max(batch_id), 0) FROM upload")[0][0]
        return max(int(newest), raw.last_batch(self.folder)) + 1

    def live(self, sha256: str, table: str | None = None) -> list[Upload]:
        """Give the uploads of these bytes that count: of one table, or of all."""
        found = self._uploads("sha256 = ? AND undone_at IS NULL", sha256)
        return [one for one in found if table in (None, one.table)]

    def kept_as(self, sha256: str) -> Path | None:
        """Give the file in which these bytes are kept already."""
        batches = self.query("SELECT batch_id FROM upload WHERE sha256 = ? ORDER BY batch_id", [sha256])
        found = (raw.read_one(self.folder, batch) for (batch,) in batches)
        return next((kept.content for kept in found if kept is not None and not kept.scrubbed), None)

    def undo(self, batch_id: int, by: str | None = None, *, now: datetime | None = None) -> Receipt:
        """Take an upload back: what counts is then what the other uploads say, whatever the order."""
        with self.shared.writing:
            upload = replace(self._counting(batch_id), undone_at=moment(now), undone_by=by)
            take_back(self, upload)
        self.shared.checkpoint()
        return receipt(upload, tuple(self.refusals(batch_id)))

    def reversal(self, batch_id: int) -> Reversal:
        """Tell what `undo` will do, and what came over the upload since; raises NothingToUndoError."""
        with self.shared.asking() as cursor:
            return reversal(cursor, self._counting(batch_id))

    def _counting(self, batch_id: int) -> Upload:
        """Find an upload that counts."""
        found = self._uploads("batch_id = ? AND undone_at IS NULL", batch_id)
        if not found:
            raise NothingToUndoError(batch=batch_id)
        return found[0]

    def rules(self) -> tuple[Rule, ...]:
        """List what holds for each format in use: its zone, and whose account its files were said to be."""
        return rules(self)

    def set_zone(self, form: str, zone: str | None, by: str | None = None) -> list[Upload]:
        """Say in which zone the times of a format are read; None: as the format declares.

        The uploads it concerns are read again from their files, in place: afterwards every number is what it would
        have been had the rule held from the start. Raises DataError when one of them cannot be read; nothing changes.
        """
        return reread(self, self._uploads("undone_at IS NULL AND format = ?", form), {ZONE + form: zone}, by)

    def set_brand_zone(self, zone: str, by: str | None = None) -> list[Upload]:
        """Change the brand's own zone, in which its days begin; every upload that counts is read again, as above."""
        return reread(self, self._uploads("undone_at IS NULL"), {"zone": zone}, by)

    def reanswer(self, batch_ids: Sequence[int], answers: Mapping[str, str]) -> list[Upload]:
        """Correct what was said about uploads, such as a wrong account; they keep their numbers."""
        said = [self._counting(batch_id) for batch_id in batch_ids]
        return reread(self, [replace(one, answers=one.answers | dict(answers)) for one in said], {})

    def uploads(self) -> list[Upload]:
        """List the ledger, newest first; what was taken back stays in it."""
        return self._uploads("true")

    def _uploads(self, where: str, *params: object) -> list[Upload]:
        with self.shared.asking() as cursor:
            return ledger.uploads(cursor, where, params)

    def refusals(self, batch_id: int) -> list[Refusal]:
        """List what was refused of an upload."""
        with self.shared.asking() as cursor:
            return list(ledger.refusals(cursor, batch_id))

    # -- settings, brands, plan --------------------------------------------------------------

    def setting(self, name: str, default: str | None = None) -> str | None:
        """Read a setting of the brand: brand, zone, language, currency."""
        found = self.query("SELECT value FROM setting WHERE name = ?", [name])
        return str(found[0][0]) if found else default

    def settings(self, beginning: str) -> dict[str, str]:
        """Read the settings whose names begin so."""
        return dict(self.query("SELECT name, value FROM setting WHERE starts_with(name, ?) ORDER BY 1", [beginning]))

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting."""
        self.set_settings({name: value})

    def set_settings(
        self,
        values: Mapping[str, str],
        by: str | None = None,
        *,
        needs: Right = Right.DEFINE,
        now: datetime | None = None,
    ) -> None:
        """Change several settings at once; what they were stays known."""
        with self.shared.change(Done(needs, f"{needs}_settings", {"settings": sorted(values)}, by)) as tx:
            changes.set_all(tx, dict(values), by, moment(now))
        book.write(self)

    def brands(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the names of our own brand and of its competitors."""
        rows = self.query("SELECT name, role FROM brand_name ORDER BY name")
        own, others = ([name for name, role in rows if role == wanted] for wanted in ("own", "competitor"))
        return tuple(own), tuple(others)

    def set_brands(
        self,
        own: Sequence[str],
        competitors: Sequence[str] = (),
        by: str | None = None,
        *,
        now: datetime | None = None,
    ) -> None:
        """Say which names in listening exports are ours, and whom share of voice compares us with."""
        done = Done(Right.DEFINE, "brand_names", by=by)
        with self.shared.change(done) as tx, changes.naming(tx, by, moment(now)):
            tx.execute("DELETE FROM brand_name")
            name_brands(tx, "competitor", competitors)
            name_brands(tx, "own", own)
            after_load(self, tx, (), renamed=True)
        book.write(self)

    def save_plan(
        self, body: str, by: str | None = None, reason: str | None = None, *, now: datetime | None = None
    ) -> int:
        """Keep a new version of the plan; earlier ones stay."""
        with self.shared.change(Done(Right.DEFINE, "plan", by=by)) as tx:
            row = tx.execute("SELECT coalesce(max(version), 0) + 1 FROM plan").fetchone()
            version = int(row[0]) if row else 1
            row_of_it = [version, moment(now), by, reason, body, upcoming(tx)]
            tx.execute("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)", row_of_it)
        book.write(self)
        return version

    def plan(self) -> str | None:
        """Give the plan that holds now."""
        found = self.query("SELECT body FROM plan ORDER BY version DESC LIMIT 1")
        return str(found[0][0]) if found else None

    def plan_versions(self) -> list[PlanVersion]:
        """List the versions of the plan, newest first."""
        rows = self.query("SELECT version, saved_at, saved_by, reason, body FROM plan ORDER BY version DESC")
        return [PlanVersion(*row) for row in rows]
