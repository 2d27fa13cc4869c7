"""What is kept of a report that leaves the house: its very bytes, its values, and how it was set."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from data.errors import KeptError
from data.kept import fetch, keep
from kpi.paper.edition import Edition
from kpi.paper.forms import named
from kpi.paper.look import PLAIN, Look
from kpi.periods import Week
from kpi.reporting.frozen import FrozenError, freeze, thaw

if TYPE_CHECKING:
    from data.issued import Issued
    from data.store import Store
    from kpi.paper.forms import Form
    from kpi.snapshot import Snapshot

FROZEN, _PICTURE = "json.gz", "logo"


def keep_all(store: Store, snapshot: Snapshot, edition: Edition, form: Form, content: bytes) -> dict[str, Any]:
    """Keep a report beside the store, and give what its record says of that; raises KeptError where it cannot."""
    return {
        "kind": snapshot.report.span.kind if snapshot.report else "week",
        "form": form,
        "edition": _said(store, edition),
        "content": keep(store.path, content, form),
        "frozen": keep(store.path, freeze(snapshot), FROZEN),
    }


def form_of(entry: Issued) -> Form:
    """Name the form in which a report left; before that was recorded there was one."""
    return cast("Form", entry.form or "pdf")


def name_of(entry: Issued) -> str:
    """Name the file that left as it was named then."""
    return named(form_of(entry), entry.kind, Week.parse(entry.week), entry.language)


def file_of(store: Store, entry: Issued) -> bytes | None:
    """Read what left, byte for byte; None: it left before files were kept. Raises KeptError."""
    return fetch(store.path, entry.content, form_of(entry)) if entry.content else None


def frozen_of(store: Store, entry: Issued) -> Snapshot | None:
    """Read the values that left; None: they left before values were kept. Raises KeptError."""
    if entry.frozen is None:
        return None
    try:
        found = thaw(fetch(store.path, entry.frozen, FROZEN))
    except FrozenError as cause:
        raise KeptError(file=f"{entry.frozen}.{FROZEN}", why="kept_unread") from cause
    if found.fingerprint != entry.fingerprint:
        raise KeptError(file=f"{entry.frozen}.{FROZEN}", why="kept_changed")
    return found


def edition_of(store: Store, entry: Issued) -> Edition:
    """Read how a report was set; before that was recorded there was one layout and no look. Raises KeptError."""
    if entry.edition is None:
        return Edition(entry.language, "us-letter" if entry.paper == "us-letter" else "a4")
    said = dict(entry.edition)
    look = {name: _fetched(store, value) for name, value in (said.pop("look") or {}).items()}
    try:
        return Edition(**said, look=Look(**look))
    except TypeError as cause:
        raise KeptError(file=entry.week, why="kept_unread") from cause


def _said(store: Store, edition: Edition) -> dict[str, Any]:
    """Write an edition as JSON can hold it; a logo is a file of its own, and stands here by its name."""
    said = {one.name: getattr(edition, one.name) for one in fields(Edition) if one.name not in {"look", "known"}}
    look = {one.name: getattr(edition.look, one.name) for one in fields(Look)}
    kept = {
        name: [keep(store.path, value, _PICTURE), _PICTURE] if isinstance(value, bytes) else value
        for name, value in look.items()
    }
    return said | {"look": None if edition.look == PLAIN else kept}


def _fetched(store: Store, value: Any) -> Any:
    """Read a picture that stands by its name."""
    return fetch(store.path, *value) if isinstance(value, list) else value
