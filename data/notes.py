"""A remark on an upload that is no error: what was repaired, assumed or compared."""

from __future__ import annotations

Note = dict[str, object]


def note(code: str, **fields: object) -> Note:
    """Make a note; its text is `note.<code>`, the fields fill it."""
    return {"code": code, **fields}
