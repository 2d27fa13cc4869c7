"""The guarded child of `data/reading/reader.py`: reads one file after another, within limits of memory and time.

`python -I reader_worker.py <folder>`: a line of JSON in asks for a file of the
folder, a line of JSON out answers. When the parent goes away, so does it.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # isolated Python knows no folder of ours

from data.errors import DataError, UnreadableFileError
from data.reading.document import read_document
from data.reading.exports import load_formats, read_exports
from data.reading.sheet import read_workbook
from data.reading.wire import send, told

if TYPE_CHECKING:
    from data.reading.workbook import Content

try:
    import resource
except ImportError:  # not POSIX: the parent's clock is the only limit
    resource = None  # type: ignore[assignment]

_LOOK = 5_000  # rows that show what an unknown file holds, and in which order it writes day and month
_BYTES_OUT = 4 << 30
_LARGE = 1 << 20


def main(folder: Path) -> None:
    """Answer until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent
    answers = _own_output()
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", _BYTES_OUT)
    load_formats()
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=(folder, requests), daemon=True).start()
    gc.disable()  # among two million cells it would look for garbage in vain
    gc.freeze()
    while True:
        answers.write(json.dumps(_answer(folder, requests.get())) + "\n")
        answers.flush()
        gc.collect()


def _own_output() -> Any:
    """Keep standard output for answers; what libraries print about broken files, also on their way out, is no news."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _listen(folder: Path, requests: SimpleQueue[dict[str, Any]]) -> None:
    """Take requests; the end of them is the end of the parent, whatever is being read."""
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _answer(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    name = request["name"]
    try:
        _limit("RLIMIT_AS", request["memory"])
        _limit("RLIMIT_CPU", int(time.process_time()) + request["seconds"])
        upload = folder / "upload"
        content = _mapped(upload)
        upload.unlink()
        return _TASKS[request["task"]](folder, name, content, request)
    except DataError as problem:
        return {"problem": told(problem)}
    except (MemoryError, OSError):  # beyond RLIMIT_AS or RLIMIT_FSIZE
        return {"problem": told(UnreadableFileError(file=name, why="too_large")), "spent": True}
    except BaseException as mistake:  # noqa: BLE001
        if type(mistake).__name__ == "PanicException":  # calamine gave up, and is no Exception
            return {"problem": told(UnreadableFileError(file=name, why="damaged"))}
        return {"crash": traceback.format_exc()}  # ours: the parent raises it


def _mapped(path: Path) -> Content:
    """Map a large file: its pages are shared with the parent's and need no copy."""
    if os.name == "nt" or path.stat().st_size < _LARGE:  # Windows deletes no mapped file
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _read(folder: Path, name: str, content: Content, request: dict[str, Any]) -> dict[str, Any]:
    formats = load_formats(*map(Path, request["folders"]))
    readings = read_exports(name, content, formats, request["answers"])
    return {"readings": [send(reading, folder / f"{number}.arrow") for number, reading in enumerate(readings)]}


def _look(folder: Path, name: str, content: Content, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - a task
    """Give the first rows of each sheet as they stand, known or not."""
    book = read_workbook(name, content)
    return {"heads": [[sheet.name, list(islice(sheet.records(), _LOOK))] for sheet in book.sheets]}


def _document(folder: Path, name: str, content: Content, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - a task
    """Give a small document as its readers see it."""
    return {"document": read_document(name, bytes(content))}


_TASKS = {"read": _read, "look": _look, "document": _document}


def _limit(kind: str, bound: int) -> None:
    """Set a soft limit, where the system can; the hard one stays, for the next file may be larger."""
    if resource is None:
        return
    which = getattr(resource, kind)
    _, most = resource.getrlimit(which)
    with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS by name only
        resource.setrlimit(which, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
