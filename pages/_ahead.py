"""Reports that are asked for next are made while this one is read, on a thread; only where a server runs."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

SERVING = Event()  # set by app.py: a page that is drawn without a server makes nothing ahead
_KEPT = 64  # names of what was made ahead, the latest
_LOCK = Lock()
_made: dict[Hashable, None] = {}


def ahead(work: Mapping[Hashable, Callable[[], object]]) -> None:
    """Begin what was not begun before; what fails here fails again, and is told, when somebody asks for it."""
    if not SERVING.is_set():
        return
    with _LOCK:
        new = [name for name in work if name not in _made]
        _made.update(dict.fromkeys(new))
        for old in list(_made)[:-_KEPT]:
            del _made[old]
    if new:
        Thread(target=_make, args=([work[name] for name in new],), name="ninety-ahead", daemon=True).start()


def _make(work: list[Callable[[], object]]) -> None:
    for one in work:
        try:
            one()
        except Exception:  # noqa: BLE001, S112 - the page that asks for it says what is wrong
            continue
