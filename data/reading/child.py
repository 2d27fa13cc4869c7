"""The children that read files: asked over pipes, killed when they must be, lent to one thread at a time."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import rmtree
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from data.errors import ReadingCancelledError, UnreadableFileError
from data.reading.wire import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
WORKER = Path(__file__).with_name("reader_worker.py")
WARM = 2  # children kept while nobody reads
AT_ONCE = max(2, min(4, os.cpu_count() or 2))
LARGE, MANY = 50 << 20, 200  # bytes and files after which a child is replaced, so that its memory returns
SECONDS, SECONDS_PER_MB = 60, 0.5  # of patience
MEMORY, MEMORY_PER_BYTE = 3 << 30, 5  # of address space, of which libraries reserve half
_GLANCE = 0.1  # seconds between two looks at the clock and at the cancel button
_KNOWN = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")  # of the environment; no secret of the server
_SPARING = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
_SIGXCPU = 24


class _DiedError(Exception):
    """The child was gone before it could read anything."""


class Child:
    """One process, and the folder through which files go in and tables come out."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ninety-"))
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(WORKER), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={key: os.environ[key] for key in _KNOWN if key in os.environ} | _SPARING,
        )
        self.requests = cast("IO[bytes]", self.process.stdin)
        self.answers: SimpleQueue[bytes | None] = SimpleQueue()
        self.spent = False  # not to be asked again
        self.asked = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with cast("IO[bytes]", self.process.stdout) as answers:
            for line in answers:
                self.answers.put(line)
        self.answers.put(None)

    def ask(self, request: dict[str, Any], content: bytes, cancel: threading.Event | None) -> dict[str, Any]:
        """Hand over a file and wait for the answer; raises the DataError the child met, or why it met its end."""
        name, seconds = request["name"], SECONDS + int(len(content) * SECONDS_PER_MB) // 1_000_000
        memory = MEMORY + MEMORY_PER_BYTE * len(content)
        self.spent, spent_after = True, len(content) > LARGE or self.asked >= MANY  # until the answer is there
        self._send(request | {"memory": memory, "seconds": seconds}, content)
        answer = self._wait(name, time.monotonic() + seconds, cancel)
        if "crash" in answer:
            raise RuntimeError(answer["crash"])
        self.spent, self.asked = spent_after or answer.get("spent", False), self.asked + 1
        if "problem" in answer:
            raise problem_of(answer["problem"])
        return answer

    def _send(self, request: dict[str, Any], content: bytes) -> None:
        try:
            (self.folder / "upload").write_bytes(content)
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()
        except (BrokenPipeError, FileNotFoundError) as cause:
            raise _DiedError from cause

    def _wait(self, name: str, deadline: float, cancel: threading.Event | None) -> dict[str, Any]:
        while True:
            try:
                line = self.answers.get(timeout=_GLANCE)
            except Empty:
                if cancel is not None and cancel.is_set():
                    raise ReadingCancelledError(file=name) from None
                if time.monotonic() > deadline:
                    raise UnreadableFileError(file=name, why="took_too_long") from None
                continue
            if line is None:
                raise self._end(name)
            answer: dict[str, Any] = json.loads(line)
            return answer

    def _end(self, name: str) -> Exception:
        """Say why the child is gone: a file of sane size neither aborts its reader nor exceeds the limits."""
        code = self.process.wait()
        if (self.folder / "upload").exists():
            return _DiedError()  # it never came to the file
        if code >= 0 and os.name != "nt":  # no signal: a mistake of ours
            return RuntimeError(f"the reader of {name} ended with exit code {code}")
        return UnreadableFileError(file=name, why="took_too_long" if -code == _SIGXCPU else "too_large")

    def close(self) -> None:
        """End the process, whatever it does, and remove the folder."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.requests.close()
        rmtree(self.folder, ignore_errors=True)


class Children:
    """Lends a child to one thread at a time; a few stay warm."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._lent: set[Child] = set()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(AT_ONCE)

    def ask(
        self,
        request: dict[str, Any],
        content: bytes,
        cancel: threading.Event | None,
        use: Callable[[dict[str, Any]], T],
    ) -> T:
        """Let a child answer, and use the answer while its folder is there; one that died in its sleep is replaced."""
        for _ in range(WARM + 1):
            with suppress(_DiedError), self._borrowed(request["name"], cancel) as child:
                return use(child.ask(request, content, cancel))
        raise RuntimeError("no reader starts")

    @contextmanager
    def _borrowed(self, name: str, cancel: threading.Event | None) -> Iterator[Child]:
        while not self._slots.acquire(timeout=_GLANCE):
            if cancel is not None and cancel.is_set():
                raise ReadingCancelledError(file=name)
        try:
            child = self._take()
            try:
                yield child
            finally:
                self._give_back(child)
        finally:
            self._slots.release()

    def _take(self) -> Child:
        with self._lock:
            child = self._idle.pop() if self._idle else Child()
            self._lent.add(child)
            return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._lent.discard(child)
            kept = not child.spent and len(self._idle) < WARM
            if kept:
                self._idle.append(child)
        if not kept:  # the next one starts when it is needed: now it would compete with what becomes of the file
            child.close()

    def warm(self) -> None:
        """Start a child, so that the first file need not wait for it."""
        with self._lock:
            if not self._idle and not self._lent:
                self._idle.append(Child())

    def renew(self) -> None:
        """Replace the children that nobody uses: what they were started with has changed."""
        with self._lock:
            old, self._idle = self._idle, []
        for child in old:
            child.close()

    def close(self) -> None:
        """End all children."""
        with self._lock:
            for child in (*self._idle, *self._lent):
                child.close()
            self._idle.clear()


CHILDREN = Children()
atexit.register(CHILDREN.close)
