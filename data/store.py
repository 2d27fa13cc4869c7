"""The store of one brand: load an export, take it back, ask a question. One DuckDB file."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from platformdirs import user_data_dir

from data import book, ledger, raw
from data.connect import connect, release
from data.errors import NeedsAnswerError, NothingToUndoError
from data.exports import NOTHING_SAID, Question, Reading, load_formats, read_export
from data.facts import FACTS
from data.ledger import Receipt, Refusal, Upload, receipt
from data.load import load
from data.rows import Brand
from data.settle import settle_undo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    import pandas as pd

    from data.connect import Connection

__all__ = ["PlanVersion", "Receipt", "Refusal", "Store", "Upload", "home", "store_path", "stores"]

DEFAULT_ZONE = "Europe/Amsterdam"  # of a brand that has not said its own
_DEFAULTS = {"zone": DEFAULT_ZONE, "language": "en", "currency": "EUR"}


def home() -> Path:
    """Give the folder of all stores: NINETY_HOME, else the user's data folder."""
    return Path(os.environ.get("NINETY_HOME") or user_data_dir("ninety", appauthor=False))


def stores() -> list[Path]:
    """List the store files there are, one a brand."""
    return sorted(home().glob("*.duckdb"))


def store_path(brand: str) -> Path:
    """Give the file of a brand's store."""
    plain = unicodedata.normalize("NFKD", brand).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return home() / f"{slug or 'brand-' + hashlib.sha256(brand.encode()).hexdigest()[:8]}.duckdb"


class Store:
    """A brand's facts, its ledger, its settings and its plan."""

    def __init__(self, connection: Connection) -> None:
        self._shared = connection
        self.path = connection.path
        self.folder = raw.folder_of(connection.path)

    @classmethod
    def open(cls, path: Path, *, brand: str | None = None) -> Store:
        """Open a store, making it when it is not there."""
        store = cls(connect(Path(path)))
        if store.setting("pseudonym_key") is None:
            made = {**_DEFAULTS, "pseudonym_key": secrets.token_hex(16), "brand": brand or store.path.stem}
            store.set_settings(made)
        return store

    def close(self) -> None:
        """Give the store back; the file is closed when nobody in this process uses it."""
        release(self._shared)

    # -- questions ---------------------------------------------------------------------------

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Ask; the answer is fetched whole, so the connection is free again."""
        with self._shared.con.cursor() as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def frame(self, sql: str, params: Sequence[object] = ()) -> pd.DataFrame:
        """Ask for a small table."""
        with self._shared.con.cursor() as cursor:
            return cursor.execute(sql, list(params)).df()

    @property
    def revision(self) -> int:
        """Give the number of the last change; it only grows."""
        return int(self.query("SELECT number FROM revision")[0][0])

    # -- uploads -----------------------------------------------------------------------------

    def load(
        self,
        name: str,
        content: bytes,
        answers: Mapping[str, str] = NOTHING_SAID,
        by: str | None = None,
        *,
        now: datetime | None = None,
        batch_id: int | None = None,
    ) -> Receipt:
        """Load an export whole or not at all; the same bytes twice change nothing. A rebuild gives the old number."""
        digest = hashlib.sha256(content).hexdigest()
        if (known := self._known(digest)) is not None:
            return known
        reading = ledger.spelled_before(self.uploads(), read_export(name, content, load_formats(), answers))
        questions = (
            *(self._with_options(one, reading) for one in reading.questions),
            *self._ask_brand(reading, answers),
        )
        if questions:
            raise NeedsAnswerError(file=name, questions=questions)
        draft = _draft(reading, digest, dict(answers), by, now)
        with self._shared.writing:
            # another thread may have loaded the same file meanwhile
            return self._known(digest) or self._load(
                reading, content, replace(draft, batch_id=batch_id or self._next())
            )

    def _load(self, reading: Reading, content: bytes, draft: Upload) -> Receipt:
        written: list[Path] = []
        try:
            with self._shared.change() as tx:
                brand = Brand(self.setting("zone") or "UTC", self.setting("pseudonym_key") or "", draft.loaded_at)
                loaded = load(tx, reading, draft, brand)
                _name_brands(tx, "own", [draft.answers.get("own_brand", "")])
                written = raw.keep(self.folder, loaded.upload.batch_id, content, _said(loaded.upload))
        except BaseException:
            raw.remove(written)
            raise
        self._shared.checkpoint()
        return receipt(loaded.upload, loaded.refusals)

    def _next(self) -> int:
        """Give a number that neither the ledger nor a file on disk has: a crash may have left one behind."""
        newest = self.query("SELECT coalesce(max(batch_id), 0) FROM upload")[0][0]
        return max(int(newest), raw.last_batch(self.folder)) + 1

    def _known(self, digest: str) -> Receipt | None:
        """Give the receipt of the same bytes, when they count already."""
        found = self._uploads("sha256 = ? AND undone_at IS NULL", digest)
        return receipt(found[0], tuple(self.refusals(found[0].batch_id)), already_known=True) if found else None

    def _with_options(self, question: Question, reading: Reading) -> Question:
        """Offer the names that were used before."""
        if question.name == "account":
            used = self._uploads("undone_at IS NULL AND fact = ? AND account <> ''", reading.fact)
            names = tuple(dict.fromkeys(str(one.account) for one in used if reading.channel in (None, one.channel)))
            return replace(question, options=names, suggestion=names[0] if len(names) == 1 else None)
        if question.name == "own_brand":
            return replace(question, options=self.brands()[0], suggestion=self.setting("brand"))
        return question

    def _ask_brand(self, reading: Reading, answers: Mapping[str, str]) -> list[Question]:
        """Share of voice needs to know which of the brands in a listening export is ours."""
        if reading.fact != "mentions" or "brand" not in reading.columns.column_names:
            return []
        if answers.get("own_brand") or self.brands()[0]:
            return []
        found = pc.unique(reading.columns["brand"]).to_pylist()
        options = tuple(sorted({one.strip() for one in found if one and one.strip()}))[:50]
        own = (self.setting("brand") or "").casefold()
        return [Question("own_brand", options, next((one for one in options if one.casefold() == own), None))]

    def undo(self, batch_id: int, by: str | None = None, *, now: datetime | None = None) -> Receipt:
        """Take an upload back: what counts is then what the other uploads say, whatever the order."""
        with self._shared.writing:
            found = self._uploads("batch_id = ? AND undone_at IS NULL", batch_id)
            if not found:
                raise NothingToUndoError(batch=batch_id)
            upload = replace(found[0], undone_at=_moment(now), undone_by=by)
            with self._shared.change() as tx:
                settle_undo(tx, FACTS[upload.fact], batch_id)
                tx.execute("DELETE FROM covered WHERE batch_id = ?", [batch_id])
                ledger.write(tx, upload)
                raw.mark(self.folder, batch_id, _said(upload))
        self._shared.checkpoint()
        return receipt(upload, tuple(self.refusals(batch_id)))

    def uploads(self) -> list[Upload]:
        """List the ledger, newest first; what was taken back stays in it."""
        return self._uploads("true")

    def _uploads(self, where: str, *params: object) -> list[Upload]:
        with self._shared.con.cursor() as cursor:
            return ledger.uploads(cursor, where, params)

    def refusals(self, batch_id: int) -> list[Refusal]:
        """List what was refused of an upload."""
        with self._shared.con.cursor() as cursor:
            return list(ledger.refusals(cursor, batch_id))

    # -- settings, brands, plan --------------------------------------------------------------

    def setting(self, name: str, default: str | None = None) -> str | None:
        """Read a setting of the brand: brand, zone, language, currency."""
        found = self.query("SELECT value FROM setting WHERE name = ?", [name])
        return str(found[0][0]) if found else default

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting."""
        self.set_settings({name: value})

    def set_settings(self, values: Mapping[str, str]) -> None:
        """Change several settings at once."""
        with self._shared.change() as tx:
            for name, value in values.items():
                tx.execute("DELETE FROM setting WHERE name = ?", [name])
                tx.execute("INSERT INTO setting VALUES (?, ?)", [name, value])
        book.write(self)

    def brands(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the names of our own brand and of its competitors."""
        rows = self.query("SELECT name, role FROM brand_name ORDER BY name")
        own, others = ([name for name, role in rows if role == wanted] for wanted in ("own", "competitor"))
        return tuple(own), tuple(others)

    def set_brands(self, own: Sequence[str], competitors: Sequence[str] = ()) -> None:
        """Say which names in listening exports are ours, and whom share of voice compares us with."""
        with self._shared.change() as tx:
            tx.execute("DELETE FROM brand_name")
            _name_brands(tx, "competitor", competitors)
            _name_brands(tx, "own", own)
        book.write(self)

    def save_plan(
        self, body: str, by: str | None = None, reason: str | None = None, *, now: datetime | None = None
    ) -> int:
        """Keep a new version of the plan; earlier ones stay."""
        with self._shared.change() as tx:
            row = tx.execute("SELECT coalesce(max(version), 0) + 1 FROM plan").fetchone()
            version = int(row[0]) if row else 1
            tx.execute("INSERT INTO plan VALUES (?, ?, ?, ?, ?)", [version, _moment(now), by, reason, body])
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


@dataclass(frozen=True)
class PlanVersion:
    """One version of the plan, and who changed it why."""

    version: int
    saved_at: datetime
    saved_by: str | None
    reason: str | None
    body: str


def _name_brands(tx: duckdb.DuckDBPyConnection, role: str, names: Sequence[str]) -> None:
    for name in filter(None, (name.strip() for name in names)):
        tx.execute("DELETE FROM brand_name WHERE lower(name) = lower(?)", [name])
        tx.execute("INSERT INTO brand_name VALUES (?, ?)", [name, role])


def _draft(reading: Reading, digest: str, answers: dict[str, str], by: str | None, now: datetime | None) -> Upload:
    """Begin the entry of the ledger; the load completes it."""
    return Upload(
        batch_id=0,
        sha256=digest,
        file=reading.file,
        format=reading.format.name,
        fact=reading.fact,
        channel=reading.channel,
        account=reading.account,
        period_from=None,
        period_to=None,
        snapshot_date=None,
        fields=(),
        answers=answers,
        loaded_at=_moment(now),
        loaded_by=by,
    )


def _moment(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)


def _said(upload: Upload) -> dict[str, Any]:
    """Give what a rebuild must know about an upload."""
    kept = ("sha256", "file", "answers", "loaded_at", "loaded_by", "undone_at", "undone_by")
    return {name: getattr(upload, name) for name in kept}
