"""What was dropped on the page, from the first byte to the decision: read on a thread, held, taken in or let go.

Nothing of it is in the store before somebody takes it in. All of it belongs to
one browser tab and one brand, and goes with them: a closed tab stops its
reading and frees its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from data.errors import DataError, NeedsAnswerError, ReadingCancelledError, SetAsideError, UnknownExportError
from data.ledger import day_in, moment
from data.privacy.datasets import need
from data.reading import reader
from data.reading.archive import documents
from pages._job import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from data.intake.prepare import Prepared
    from data.intake.preview import Preview
    from data.ledger import Receipt
    from data.store import Store

State = Literal["waiting", "asking", "ready", "unknown", "refused", "known", "aside", "twice", "stopped"]
UNDECIDED: frozenset[State] = frozenset({"waiting", "asking", "ready", "unknown", "stopped"})  # what a new drop joins
HEAD = 6  # rows of a file that asks, to tell it from another
Heads = tuple[tuple[str, ...], ...]


@dataclass(eq=False)
class Item:
    """One dropped file, or one file of a dropped zip."""

    number: int  # in this session
    name: str
    content: bytes  # let go as soon as nobody needs it
    answers: dict[str, str] = field(default_factory=dict)
    wanted: bool = True  # the tick beside it
    remember: bool = True  # answer as the last file of this kind was answered
    prepared: tuple[Prepared, ...] = ()
    previews: tuple[Preview, ...] = ()
    problem: DataError | None = None
    digest: str = ""
    twin: str | None = None  # a file of this drop with the same bytes
    head: Heads = ()

    @property
    def state(self) -> State:
        """Say in one word where the file stands."""
        if self.twin is not None:
            return "twice"
        if self.problem is not None:
            return _state_of(self.problem)
        if not self.previews:
            return "waiting"
        return "known" if all(one.known for one in self.previews) else "ready"

    def free(self) -> None:
        """Let go of the typed rows and of the bytes."""
        for one in self.prepared:
            one.close()
        self.prepared, self.content = (), b""


def _state_of(problem: DataError) -> State:
    match problem:
        case NeedsAnswerError():
            return "asking"
        case UnknownExportError():
            return "unknown"
        case SetAsideError():
            return "aside"
        case ReadingCancelledError():
            return "stopped"
        case _:
            return "refused"


class Intake:
    """The files of one tab: those that wait for a decision, and the receipts of the last one."""

    def __init__(self, store: Store, by: str | None = None, then: Callable[[Store], None] = lambda _: None) -> None:
        self.store = store
        self.by = by  # whom the ledger names
        self.then = then  # after files were taken in: the review that will be opened next
        self.items: list[Item] = []
        self.taken: list[Receipt] = []
        self.job: Job | None = None
        self._arrived: list[tuple[str, bytes]] = []
        self._count = 0

    # -- what a person does ------------------------------------------------------------------

    def drop(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Begin to read dropped files; they join those that still wait for a decision."""
        self._arrived += files
        self.go_on()

    @property
    def is_busy(self) -> bool:
        """Whether a thread is at work on the files."""
        return self.job is not None and not self.job.is_done()

    def go_on(self) -> None:
        """Read what was dropped while something else went on."""
        if self._arrived and not self.is_busy:
            new, self._arrived, self.taken = self._arrived, [], []
            self.items = [item for item in self.items if item.state in UNDECIDED]
            self._start("upload.reading", lambda job: self._unpack(job, new))

    def mapped(self, name: str, content: bytes) -> None:
        """Read a file that was just mapped, and again what no format knew before: now one may."""
        unknown = [item for item in self.items if item.state == "unknown"]
        again = {item.digest: (item.name, item.content) for item in unknown}
        self.items = [item for item in self.items if item not in unknown]
        self.drop({**again, sha256(content).hexdigest(): (name, content)}.values())

    def answer(self, answers: Mapping[Item, Mapping[str, str]]) -> None:
        """Read files again with what was said about them."""
        for item, said in answers.items():
            item.answers, item.problem = {**item.answers, **said}, None
        self._start("upload.reading", self._read)

    def ask_again(self, item: Item) -> None:
        """Ask what was answered from memory, or before."""
        for one in item.prepared:
            one.close()
        item.prepared, item.previews, item.answers, item.remember = (), (), {}, False
        self._start("upload.reading", self._read)

    def take_in(self, items: Sequence[Item]) -> None:
        """Enter files in the store, each whole or not at all."""
        self._start("upload.taking", lambda job: self._commit(job, items))

    def discard(self) -> None:
        """Let go of everything; nothing of it was stored."""
        for item in self.items:
            item.free()
        self.items, self.taken = [], []

    def stop(self) -> None:
        """Stop what goes on: the tab is gone."""
        if self.job is not None:
            self.job.cancel.set()

    # -- on the thread -----------------------------------------------------------------------

    def _start(self, text: str, run: Callable[[Job], None]) -> None:
        if not self.is_busy:  # else a second click on the same button
            self.job = Job(text, run)

    def _unpack(self, job: Job, files: Sequence[tuple[str, bytes]]) -> None:
        for number, (name, content) in enumerate(files, 1):
            job.begin(number, len(files), name)
            try:
                for one in documents(name, content):
                    self._add(one.name, one.content)
            except DataError as problem:
                self._add(name, b"").problem = problem
        self._read(job)

    def _add(self, name: str, content: bytes) -> Item:
        self._count += 1
        item = Item(self._count, name, content, digest=sha256(content).hexdigest() if content else "")
        self.items.append(item)
        return item

    def _read(self, job: Job) -> None:
        _find_twins(self.items)
        waiting = [item for item in self.items if item.state == "waiting"]
        for number, item in enumerate(waiting, 1):
            job.begin(number, len(waiting), item.name)
            _prepare(self, item, job)

    def _commit(self, job: Job, items: Sequence[Item]) -> None:
        for number, item in enumerate(items, 1):
            if job.cancel.is_set():
                return
            job.begin(number, len(items), item.name)
            self.taken.extend(_enter(self.store, item))
            if item.problem is None:
                self.items.remove(item)
        job.text = "upload.reviewing"
        self.then(self.store)


def _find_twins(items: Sequence[Item]) -> None:
    """Set aside what has the bytes of a file before it in the drop."""
    first: dict[str, str] = {}
    for item in items:
        if item.digest in first and item.state == "waiting":
            item.twin, item.content = first[item.digest], b""
        elif item.digest:
            first.setdefault(item.digest, item.name)


def _prepare(intake: Intake, item: Item, job: Job) -> None:
    """Read a file up to where a person decides; let go of its bytes where nobody needs them any more."""
    try:
        if job.cancel.is_set():
            raise ReadingCancelledError(file=item.name)
        item.prepared = intake.store.prepare(
            item.name, item.content, item.answers, intake.by, cancel=job.cancel, remembered=item.remember
        )
        item.previews = tuple(one.preview for one in item.prepared)
    except DataError as problem:
        item.problem = problem
        if isinstance(problem, NeedsAnswerError):
            item.head = _head(item, job)
    if item.state not in ("ready", "asking", "unknown", "stopped"):
        item.free()


def _head(item: Item, job: Job) -> Heads:
    """Show how a file begins, as text."""
    try:
        sheets = reader.look(item.name, item.content, cancel=job.cancel)
    except DataError:
        return ()
    filled = (tuple(cell.strip() for cell in row if cell.strip()) for _, rows in sheets[:1] for _, row in rows)
    return tuple(row for row in filled if row and not row[0].startswith(("sep=", "#")))[:HEAD]


def _enter(store: Store, item: Item) -> Iterator[Receipt]:
    """Enter every table of a file that is not there yet, one after the other."""
    try:
        for one in item.prepared:
            need(store, one.preview.upload.fact, day_in(store.setting("zone") or "UTC", moment(None)), item.name)
        for one in item.prepared:
            if one.preview.known is None:
                yield store.commit(one)
    except DataError as problem:
        item.problem = problem
    item.free()
