"""Work that another machine may draw out: it has so many seconds in all, however slowly the bytes come."""

from __future__ import annotations

from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar, cast

from data.outlets import OutletError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Give what the work gives, or raise what it raises; an OutletError when it takes longer."""
    done: Queue[tuple[T | None, BaseException | None]] = Queue(1)

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as problem:  # noqa: BLE001 - raised where it is waited for
            done.put((None, problem))

    Thread(target=run, name="ninety-deadline", daemon=True).start()
    try:
        found, problem = done.get(timeout=seconds)
    except Empty:
        raise OutletError("timeout") from None
    if problem is not None:
        raise problem
    return cast("T", found)  # without a problem there is what the work gave
