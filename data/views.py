"""What the views of views.sql rest on, read from their text: tables, other views and macros, and what these rest on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

VIEWS = Path(__file__).parent / "views.sql"
MADE = re.compile(r"create or replace (?:view|macro) (\w+)(?:\([^)]*\))? as\b(.*?);", re.DOTALL | re.IGNORECASE)
READ = re.compile(r"\b(?:from|join)\s+(?:(?:main|history)\.)?(\w+)", re.IGNORECASE)


@cache
def rests_on(name: str) -> frozenset[str]:
    """Name all that a view reads, itself or through another; of a table itself nothing."""
    direct = _direct().get(name, frozenset()) - {name}
    return direct.union(*(rests_on(one) for one in direct))


@cache
def _direct() -> dict[str, frozenset[str]]:
    code = re.sub(r"--[^\n]*", "", VIEWS.read_text(encoding="utf-8"))
    return {name: frozenset(READ.findall(body)) for name, body in MADE.findall(code)}
