"""Who acts now, and whether they may: the one place that is asked before anything is shown or changed.

Where sign-in is off, whoever sits at this computer may do everything. Where it is on, somebody who was not told to
Ninety may do nothing: a thread must say for whom it works (`acting`), a page is told by `resolve`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.access.rights import ANYBODY, NOBODY, Person, Right
from data.errors import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class _Door:
    """Whether rights are asked for in this process, and who says who acts where no thread does."""

    guarded: bool = False
    resolve: Callable[[], Person | None] = lambda: None


_DOOR = _Door()
_ACTING: ContextVar[Person | None] = ContextVar("acting", default=None)


def guard(resolve: Callable[[], Person | None]) -> None:
    """Ask for rights from now on; `resolve` names who is behind the page that is drawn, None = nobody."""
    _DOOR.guarded, _DOOR.resolve = True, resolve


def open_door() -> None:
    """Ask for no rights: nobody but who sits at this computer can reach Ninety."""
    _DOOR.guarded, _DOOR.resolve = False, lambda: None


def is_guarded() -> bool:
    """Whether rights are asked for."""
    return _DOOR.guarded


@contextmanager
def acting(person: Person) -> Iterator[None]:
    """Act for somebody, on this thread, until the end of the block."""
    token = _ACTING.set(person)
    try:
        yield
    finally:
        _ACTING.reset(token)


def who() -> Person:
    """Tell who acts; NOBODY where that is not known and sign-in is on."""
    if (told := _ACTING.get()) is not None:
        return told
    if not _DOOR.guarded:
        return ANYBODY
    return _DOOR.resolve() or NOBODY


def may(right: Right, brand: str | None) -> bool:
    """Whether who acts has a right for a brand (the name of its file); None: for what belongs to no brand."""
    return who().may(right, brand)


def require(right: Right, brand: str | None) -> None:
    """Raise NotAllowedError unless who acts has the right."""
    if not may(right, brand):
        raise NotAllowedError(right=right.value, brand=brand)
