"""Who acts now, and whether they may: the one place that is asked before anything is shown or changed.

Where sign-in is off, whoever sits at this computer may do everything. Where it is on, somebody who was not told to
Ninety may do nothing: a thread must say for whom it works (`acting`), a page is told by `resolve`.

Every change of a store asks here (data/connect.py), and so does each of the few functions that write a file beside it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit
from data.access.rights import ANYBODY, NOBODY, Person, Right
from data.errors import NotAllowedError
from data.reading.places import home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.audit import Done


@dataclass
class _Door:
    """Whether rights are asked for in this process, and who says who acts where no thread does."""

    guarded: bool = False
    shut: bool = False  # a server in which nobody has said yet whether rights are asked for
    resolve: Callable[[], Person | None] = lambda: None
    unsaid: Callable[[], bool] | None = None  # whether rights are wanted, where nobody has said how it is


_DOOR = _Door()
_ACTING: ContextVar[Person | None] = ContextVar("acting", default=None)


def guard(resolve: Callable[[], Person | None]) -> None:
    """Ask for rights from now on; `resolve` names who is behind the page that is drawn, None = nobody."""
    _DOOR.guarded, _DOOR.shut, _DOOR.resolve, _DOOR.unsaid = True, False, resolve, None


def open_door() -> None:
    """Ask for no rights: nobody but who sits at this computer can reach Ninety."""
    _DOOR.guarded, _DOOR.shut, _DOOR.resolve, _DOOR.unsaid = False, False, lambda: None, None


def shut_if(wanted: Callable[[], bool]) -> None:
    """Let nobody do anything where rights are wanted and neither `guard` nor `open_door` has said how it is.

    It is asked once, by the first who wants to know: a page was started by itself then.
    """
    _DOOR.unsaid = wanted


def _settled() -> _Door:
    if (wanted := _DOOR.unsaid) is not None:
        _DOOR.guarded = _DOOR.shut = wanted()
        _DOOR.unsaid = None  # not before: who asks meanwhile asks too
    return _DOOR


def is_guarded() -> bool:
    """Whether rights are asked for."""
    return _settled().guarded


def is_shut() -> bool:
    """Whether nobody can get in, whoever they are."""
    return _settled().shut


@contextmanager
def acting(person: Person) -> Iterator[None]:
    """Act for somebody, on this thread, until the end of the block: with the rights of the moment that needs one."""
    token = _ACTING.set(person)
    try:
        yield
    finally:
        _ACTING.reset(token)


def who() -> Person:
    """Tell who acts; NOBODY where that is not known and sign-in is on."""
    if (told := _ACTING.get()) is not None:
        return told.now()
    if not _settled().guarded:
        return ANYBODY
    return _DOOR.resolve() or NOBODY


def may(right: Right, brand: str | None) -> bool:
    """Whether who acts has a right for a brand (the name of its file); None: for what belongs to no brand."""
    return who().may(right, brand)


def require(right: Right, brand: str | None) -> None:
    """Raise NotAllowedError unless who acts has the right for a brand (the name of its file); a refusal is logged."""
    store = home() / f"{brand}.duckdb" if brand else None
    about = {} if store is None or store.exists() else {"brand": str(brand)[:80]}
    _ask(audit.Done(right, "open", about), brand, store if store and store.exists() else None)


def permit(done: Done, store: Path | None) -> None:
    """Raise NotAllowedError unless who acts may do something to a store; None: to what belongs to no brand."""
    _ask(done, store.stem if store else None, store)


@contextmanager
def lent(right: Right, store: Path, behind: Done) -> Iterator[None]:
    """Act with one more right for a store, where it is only the means of something that who acts may do.

    Raises NotAllowedError where they may not do even that.
    """
    permit(behind, store)
    person, brand = who(), store.stem
    more = {**person.grants, brand: person.rights(brand) | {right}}
    with acting(Person(person.id, more)):
        yield


def done_now(done: Done, store: Path | None) -> None:
    """Ask whether who acts may do something that changes no store, such as a file, and log that it is done now."""
    permit(done, store)
    audit.note(store, done, who().id)


def _ask(done: Done, brand: str | None, store: Path | None) -> None:
    if not may(done.needs, brand):
        audit.refused(store, done, who().id)
        raise NotAllowedError(right=done.needs.value, brand=brand)
