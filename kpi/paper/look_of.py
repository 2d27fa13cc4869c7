"""The look that a brand chose, kept among its settings: so it has a history, and an old state has the look of then.

Two settings, for a new colour would else copy the logo into that history. An empty one is one that was taken away.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from kpi.paper.look import Look
from kpi.paper.shades import judged

if TYPE_CHECKING:
    from datetime import datetime

    from data.store import Store
    from kpi.queries import Queries

ACCENT, LOGO = "look.accent", "look.logo"
_CHANGED = (
    "SELECT changed_at, changed_by FROM setting_change WHERE starts_with(name, 'look.') ORDER BY number DESC LIMIT 1"
)


class UnreadableAccentError(ValueError):
    """Words in this colour could not be read: whoever asks for it must take its readable shade."""


def look_of(store: Queries) -> Look:
    """Read the look of a brand; PLAIN where none was chosen. Of an old state it is the look of then."""
    said = dict(store.query("SELECT name, value FROM setting WHERE name IN (?, ?)", [ACCENT, LOGO]))
    logo = json.loads(said.get(LOGO) or "{}")
    parts = {name: b64decode(logo[name]) for name in ("logo", "drawn") if name in logo}
    return Look(accent=said.get(ACCENT) or None, picture=logo.get("picture"), **parts)


def choose_look(store: Store, look: Look, by: str | None = None, *, now: datetime | None = None) -> None:
    """Keep the look of a brand. Raises UnreadableAccentError: what is kept can always be read."""
    if look.accent and not judged(look.accent).readable:
        raise UnreadableAccentError(look.accent)
    parts = {"logo": look.logo, "drawn": look.drawn}
    logo = {name: b64encode(content).decode() for name, content in parts.items() if content}
    body = json.dumps({"picture": look.picture, **logo}) if look.logo else ""
    wanted = {ACCENT: look.accent or "", LOGO: body}
    held = store.settings("look.")
    store.set_settings({name: value for name, value in wanted.items() if value != held.get(name, "")}, by, now=now)


def last_change(store: Queries) -> tuple[datetime, str | None] | None:
    """Tell when the look was changed last (UTC) and by whom; None = it never was."""
    found = store.query(_CHANGED)
    return (found[0][0], found[0][1]) if found else None
