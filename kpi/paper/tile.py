"""One key figure as a picture, to paste where people talk: it says whose it is, of which week and from which data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.paper.document import document
from kpi.paper.impersonal import impersonal
from kpi.paper.pdf import picture
from kpi.words import Words

if TYPE_CHECKING:
    from kpi.paper.edition import Edition
    from kpi.snapshot import Snapshot

SHARP = 288  # dots per inch: 840 pixels wide, sharp on screens of twice the dots


def tile(snapshot: Snapshot, edition: Edition, row: str) -> bytes:
    """Draw the tile of a row of the plan, by its id, as PNG; of a row that there is not, KeyError."""
    chosen = next((one for one in snapshot.rows if one.plan.id == row), None)
    if chosen is None:
        raise KeyError(row)
    report = replace(snapshot.report, effects=(), sourced=()) if snapshot.report else None
    alone = replace(snapshot, rows=(chosen,), alerts=(), sources=(), minutes=None, report=report)
    return picture(document(impersonal(alone), Words(edition.language)), edition, "tile.typ", ppi=SHARP)
