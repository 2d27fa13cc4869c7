"""Whatever Ninety writes is for its own user alone; what is handed over may be read as usual on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MINE = 0o077  # the rights that nobody else gets, on any file or folder that is made


@dataclass
class _Usual:
    """The mask of whoever started the program."""

    mask: int | None = None


_USUAL = _Usual()


def keep_to_ourselves() -> None:
    """Let no file or folder that this process makes from now on be read by another user of the computer."""
    before = os.umask(_MINE)
    if _USUAL.mask is None:
        _USUAL.mask = before


def hand_over(path: Path) -> None:
    """Let a file that leaves the house be read by whom its owner's files usually are."""
    if _USUAL.mask is not None and path.is_file():  # /dev/stdout is none
        path.chmod(0o666 & ~_USUAL.mask)
