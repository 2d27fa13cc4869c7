"""A bug of ours in the log: under a number, by its kind and its places; never what it says, nor any value.

The words of an exception may hold a cell of an export, and so a person: `Conversion Error: could not parse 'jan@…'`.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger("ninety")


def logged(what: str, crash: BaseException) -> str:
    """Log where a bug is, and where what led to it was; gives the number under which it stands."""
    number = secrets.token_hex(3)
    told = "\n".join(
        f"{type(one).__name__}\n{''.join(traceback.format_tb(one.__traceback__))}" for one in _chain(crash)
    )
    LOG.error("%s %s: %s", what, number, told)
    return number


def _chain(crash: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = crash
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
