"""Files of lines that only grow, such as `<store>/audit.jsonl`: whatever a crash cuts off stays a line of its own.

What is added is on the disk whole, or not there at all; one process after the other adds. They are for their owner's
eyes only.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows: there a file has one process
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

_BLOCK = 4_096


@dataclass(frozen=True)
class Growing:
    """A file of lines while something is added to it."""

    stream: FileIO

    def last(self) -> bytes:
        """Give the last line, with its end where no crash cut it off; b"" where there is none."""
        found, start = b"", self.stream.seek(0, os.SEEK_END)
        end = start
        while start > 0 and b"\n" not in found[:-1]:
            start = max(start - _BLOCK, 0)
            self.stream.seek(start)
            found = self.stream.read(end - start)
        return found[found[:-1].rfind(b"\n") + 1 :]

    def add(self, *lines: bytes) -> None:
        """Add lines, given without their ends, and bring them to the disk; raises OSError where not all went there."""
        content = b"\n".join([*self._rest(), *lines, b""])
        if self.stream.write(content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self.stream.fileno())

    def _rest(self) -> list[bytes]:
        """Give what ends a line that a crash cut off, as a line."""
        if self.stream.seek(0, os.SEEK_END) == 0:
            return []
        self.stream.seek(-1, os.SEEK_END)
        return [] if self.stream.read(1) == b"\n" else [b""]


@contextmanager
def growing(path: Path) -> Iterator[Growing]:
    """Open a file to add lines, for who is alone with it; it is as it was where the block fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as stream:  # a buffer would write the rest of a failed line on closing
        path.chmod(0o600)
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_EX)  # closing the file lets go of it
        end = stream.seek(0, os.SEEK_END)
        try:
            yield Growing(stream)
        except BaseException:
            with suppress(OSError):
                stream.truncate(end)
            raise


def add_lines(path: Path, *lines: bytes) -> None:
    """Add lines to a file of them; raises OSError, and then it is as it was."""
    if lines:
        with growing(path) as file:
            file.add(*lines)
