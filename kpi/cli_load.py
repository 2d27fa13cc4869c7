"""The command `load`: files, folders and zips into a store, or a preview of what they would change."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.errors import DataError, NeedsAnswerError
from data.privacy.datasets import Dataset, dataset_of, declare, missing, need
from data.privacy.retention import soon
from data.reading.archive import documents
from kpi.cli_common import today
from kpi.problems import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data.intake.preview import Mover, Preview
    from data.ledger import Upload
    from data.reading.archive import Document
    from data.store import Store
    from kpi.words import Words

_TABLES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".zip"})
DECLARED = ("dataset_purpose", "dataset_owner", "dataset_days")  # answers that are of no file
_FATES = ("read", "new", "changed", "unchanged", "older", "refused")


@dataclass(frozen=True)
class Loading:
    """How files are loaded: with which answers, and whether for good."""

    say: Words
    store: Store
    answers: Mapping[str, str]
    preview: bool = False
    remembered: bool = False

    @property
    def _of_files(self) -> dict[str, str]:
        return {name: value for name, value in self.answers.items() if name not in DECLARED}

    def all(self, paths: Sequence[Path]) -> int:
        """Load one after the other; what one file lacks does not stop the next. Gives the exit code."""
        return max([self._path(path) for path in paths], default=0)

    def _path(self, path: Path) -> int:
        if not path.is_dir():
            return self._file(path)
        found = sorted(one for one in path.rglob("*") if one.suffix.lower() in _TABLES and not _hidden(one, path))
        return self.all(found) if found else self._complain(self.say("cli.no_table", folder=path))

    def _file(self, path: Path) -> int:
        try:
            parts = documents(path.name, path.read_bytes())
        except OSError:
            return self._complain(self.say("cli.no_file", file=path))
        except DataError as problem:
            return self._complain(tell(self.say, problem))
        return max(self._document(part) for part in parts)

    def _document(self, part: Document) -> int:
        try:
            told = self._previewed(part) if self.preview else self._loaded(part)
        except NeedsAnswerError as problem:
            return self._complain("\n".join(self._questions(part.name, problem)))
        except DataError as problem:
            return self._complain(tell(self.say, problem))
        sys.stdout.write("".join(f"{line}\n" for line in told))
        return 0

    def _loaded(self, part: Document) -> list[str]:
        prepared = self.store.prepare(part.name, part.content, self._of_files, remembered=self.remembered)
        try:
            for one in prepared:
                self._declare(one.preview.upload.fact, part.name)
            receipts = [self.store.commit(one) for one in prepared]
        finally:
            for one in prepared:
                one.close()
        return [self.say("cli.known", file=one.file) if one.already_known else self._told(one) for one in receipts]

    def _declare(self, fact: str, file: str) -> None:
        """Write down what people's data are kept for, where it was answered and nobody said so before."""
        day = today(self.store)
        if not missing(self.store, fact, day):
            return
        said = dataset_of(self.store, fact, day) or Dataset(fact, self.say(f"privacy.name_{fact}"))
        purpose, owner, days = (self.answers.get(name) for name in DECLARED)
        if purpose and owner and (days or "").isdecimal():
            whole = replace(said, purpose=purpose, owner=owner, retention_days=int(days or 0))
            declare(self.store, fact, whole, day)
        need(self.store, fact, day, file)

    def _previewed(self, part: Document) -> list[str]:
        prepared = self.store.prepare(part.name, part.content, self._of_files, remembered=self.remembered)
        for one in prepared:
            one.close()
        return [line for one in prepared for line in self._would(one.preview)]

    def _would(self, preview: Preview) -> Iterator[str]:
        if preview.known is not None:
            yield self.say("cli.known", file=preview.upload.file)
            return
        yield self.say("cli.previewed", file=preview.upload.file)
        yield self._told(preview.upload)
        yield from map(self._moved, preview.movers)
        yield from (f"  {self._noted(note)}" for note in preview.contradictions)
        if old := soon(self.store, preview.upload.fact, preview.people, today(self.store)):
            yield "  " + self.say("upload.soon", n=old.rows, days=self.say.whole(old.days), day=self.say.day(old.on))

    def _moved(self, mover: Mover) -> str:
        old, new = (self.say.number(one, "count") for one in (mover.old, mover.new))
        return "  " + self.say("cli.mover", title=mover.title, field=self.say(f"field.{mover.field}"), old=old, new=new)

    def _noted(self, note: Mapping[str, object]) -> str:
        said = {name: self._value(name, value) for name, value in note.items()}
        return self.say(f"note.{note['code']}", **said)

    def _value(self, name: str, value: object) -> object:
        if name == "field":
            return self.say(f"field.{value}")
        return self.say.number(value, "count") if isinstance(value, float) else value

    def _told(self, upload: Upload) -> str:
        """Say what became of the rows of a table."""
        counted = [(fate, getattr(upload, f"rows_{fate}")) for fate in _FATES]
        parts = [self.say(f"upload.rows_{fate}", n=n) for fate, n in counted if n]
        if upload.cells_refused:
            parts.append(self.say("upload.cells_refused", n=upload.cells_refused))
        file = f"{upload.file} › {upload.table}" if upload.table else upload.file
        return f"{file}: {self._format(upload.format)} · {', '.join(parts)}"

    def _format(self, name: str) -> str:
        """Name a format: ours in the reader's language, a team's own as the team calls it."""
        key = f"format.{name}"
        form = self.store.formats().get(name)
        return self.say(key) if self.say.has(key) else (form and form.label) or name

    def _questions(self, file: str, problem: NeedsAnswerError) -> Iterable[str]:
        for question in problem.questions:
            options = ", ".join(question.options) or self.say("cli.any_name")
            yield self.say("cli.needs_answer", file=file, name=question.name, options=options)

    def _complain(self, text: str) -> int:
        sys.stderr.write(text + "\n")
        return 1


def _hidden(path: Path, folder: Path) -> bool:
    """Whether a file, or a folder it lies in, is not for people."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in path.relative_to(folder).parts)
