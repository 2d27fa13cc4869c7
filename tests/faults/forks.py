"""Work in a process of its own that costs no start: a fork of one that has imported all and opened nothing."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class End:
    """How a process ended, and what it said before."""

    said: tuple[Any, ...]  # one for each time it spoke
    killed: bool
    seconds: float


def forked(work: Callable[[Callable[[Any], None]], None], *, kill_after: float | None = None) -> End:
    """Let `work` say things from a process of its own; `kill_after` so many seconds it is killed, if not done by then.

    What it raises is raised here.
    """
    reading, writing = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    said = _read(reading)
    _, status = os.waitpid(child, 0)
    if said and isinstance(said[-1], _Failed):
        raise AssertionError(said[-1].text)
    return End(said, os.WIFSIGNALED(status), time.perf_counter() - began)


@dataclass(frozen=True)
class _Failed:
    text: str


def _work(work: Callable[[Callable[[Any], None]], None], writing: int) -> None:
    def say(what: Any) -> None:
        text = pickle.dumps(what)
        os.write(writing, len(text).to_bytes(4, "big") + text)

    try:
        work(say)
    except BaseException:  # noqa: BLE001 - told to the parent
        say(_Failed(traceback.format_exc()))
    sys.stdout.flush()
    os._exit(0)  # what was open stays as it is: nothing is closed, flushed or tidied for it


def _read(reading: int) -> tuple[Any, ...]:
    with os.fdopen(reading, "rb") as stream:
        content = stream.read()
    said: list[Any] = []
    while len(content) >= 4:
        size = int.from_bytes(content[:4], "big")
        if len(content) < 4 + size:  # killed in the middle of a word
            break
        said.append(pickle.loads(content[4 : 4 + size]))  # noqa: S301 - our own child
        content = content[4 + size :]
    return tuple(said)


def imported(work: Callable[[], None]) -> None:
    """Import here what some work imports, so that no fork has to; the work itself is done elsewhere."""

    def told(say: Callable[[Any], None]) -> None:
        work()
        say(sorted(sys.modules))

    for name in forked(told).said[0]:
        if name not in sys.modules and name != "__main__":
            with suppress(ImportError):
                import_module(name)
