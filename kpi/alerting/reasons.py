"""Why a week reads differently than it did: what came, went or was changed since a revision of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from data import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.ledger import Upload
    from data.store import Store

Kind = Literal["week", "came", "went", "rules", "plan", "settings", "notes", "unjudged", "otherwise"]
RULES = "rules"  # the setting that keeps the team's rulebook
_SILENT = ("brand", "language", "outlet", "pseudonym", "sample")  # no number and no rule hangs on these


@dataclass(frozen=True)
class Reason:
    """One thing that changed: text key `case.why.<kind>`."""

    kind: Kind
    names: tuple[str, ...] = ()  # of files, or the id of the week
    numbers: tuple[int, ...] = ()  # of the uploads, or the version of the plan

    @property
    def body(self) -> dict[str, Any]:
        """Write it as the journal keeps it."""
        return {"kind": self.kind, "names": list(self.names), "numbers": list(self.numbers)}


def read_reasons(body: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Read the reasons of an entry of the journal."""
    return tuple(Reason(one["kind"], tuple(one["names"]), tuple(one["numbers"])) for one in body.get("why", ()))


def since(store: Store, revision: int) -> tuple[Reason, ...]:
    """List what a state of the store has and an earlier one had not, or the other way round."""
    came, went = _uploads(store, revision)
    return (*_files("came", came), *_files("went", went), *_said(store, revision))


def _files(kind: Kind, uploads: Iterable[Upload]) -> Iterator[Reason]:
    ordered = sorted(uploads, key=lambda one: one.batch_id)
    if ordered:
        yield Reason(kind, tuple(one.file for one in ordered), tuple(one.batch_id for one in ordered))


def _uploads(store: Store, revision: int) -> tuple[list[Upload], list[Upload]]:
    """Tell the uploads that count now and did not then from those that did; what came and went meanwhile is neither."""
    came: list[Upload] = []
    went: list[Upload] = []
    for upload in store.uploads():
        said = raw.said_of(store.folder, upload.batch_id)
        there = int(said.get("revision") or 0) <= revision
        gone = int(said.get("undone_revision") or 0)
        if upload.undone_at is None and not there:
            came.append(upload)
        elif upload.undone_at is not None and there and gone > revision:
            went.append(upload)
    return came, went


_SETTINGS = "SELECT DISTINCT name FROM setting_change WHERE revision > ? ORDER BY 1"
_PLAN = "SELECT max(version) FROM plan WHERE revision > ?"
_NOTES = "SELECT count(*) FROM annotation WHERE revision > ? OR removed_revision > ?"


def _said(store: Store, revision: int) -> Iterator[Reason]:
    names = [name for (name,) in store.query(_SETTINGS, [revision]) if not name.startswith(_SILENT)]
    if RULES in names:
        yield Reason("rules")
    if (version := store.query(_PLAN, [revision])[0][0]) is not None:
        yield Reason("plan", numbers=(int(version),))
    if others := tuple(name for name in names if name != RULES):
        yield Reason("settings", names=others)
    if store.query(_NOTES, [revision, revision])[0][0]:
        yield Reason("notes")
