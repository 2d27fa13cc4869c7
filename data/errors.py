"""What can go wrong with data that a person gave us.

Each error says what happened, where, and what to do next. Its `code` is the
key of its translated text `error.<code>` in `kpi/text/<language>.toml`; its
fields fill the blanks in that text. Bugs in our own code are not in this
family: they crash.

DataError
 ├─ UnreadableFileError    the bytes are no CSV, Excel or zip we can open     file, why
 ├─ UnknownExportError     no format recognises the headers                   file, headers
 ├─ SetAsideError          a known export that Ninety does not use            file, format, why
 ├─ DoubtfulExportError    recognised, but its content cannot be trusted      file, why, row, column, cell
 ├─ NeedsAnswerError       only the uploader knows: channel, account, year    file, questions
 ├─ BrokenFormatError      a shared format file does not say what it must     file, why, at, value
 ├─ FormatConflictError    a format of the team's own that cannot be kept     file, why, value
 ├─ ReadingCancelledError  the uploader stopped it                            file
 ├─ StoreBusyError         another process holds the store                    path, pid
 ├─ StoreDamagedError      the store file does not open                       path
 ├─ StoreBehindError       files beside it tell of more than the store holds   path
 ├─ StoreFullError         the disk takes no more                             path
 ├─ StoreForbiddenError    the files may not be read, or not be written       path
 ├─ StoreGoneError         somebody archived or deleted the brand meanwhile   brand
 ├─ BrandError             a brand cannot be made, named, moved or deleted     why, name
 ├─ NothingToUndoError     the upload was already taken back                  batch
 ├─ CaseError              an alert cannot go that way: somebody was first    why, by
 ├─ DecisionError          somebody else decided or changed it meanwhile      why, by
 ├─ ThreadError            somebody else handled a thread meanwhile          by
 ├─ KeptError              what left the house cannot be kept, or read        file, why
 ├─ LabelError             a text cannot be labelled, or a file of labels read why, row, value
 ├─ ScorerError            a scorer of texts cannot be made, kept or used          why, file
 ├─ TopicsError            topics that cannot be meant: a name or word twice  why, topic, word, other
 ├─ NotAllowedError        who acts does not have the right                right, brand
 ├─ BackupError            a backup cannot be written, or is none to restore   file, why, value
 ├─ NotMigratedError       an older store could not be brought up to date  path
 ├─ FormulaError           a formula that somebody typed says what none may     why, value
 ├─ DatasetNeededError      nobody said what people's data are kept for     file, fact, lacks
 ├─ SettingError           the server was told something that cannot be     name, value
 ├─ AccessListError        the list of who may what cannot be taken        file, why, at, value
 └─ LogoError              a picture cannot stand on paper as the logo        why
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.reading.exports import Question


class DataError(Exception):
    """Something in the user's file or store prevents the work."""

    code = "data_error"

    def __init__(self, **fields: object) -> None:
        super().__init__(self.code, fields)
        self.fields = fields

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{k}={v!r}" for k, v in self.fields.items())


class UnreadableFileError(DataError):
    """The bytes are no CSV, Excel or zip that can be opened safely."""

    code = "unreadable_file"


class UnknownExportError(DataError):
    """No format recognises the headers of this file."""

    code = "unknown_export"


class SetAsideError(DataError):
    """A known export that holds nothing Ninety uses; the format declares why."""

    code = "set_aside"


class DoubtfulExportError(DataError):
    """The export is recognised, but reading it would be a guess."""

    code = "doubtful_export"


class NeedsAnswerError(DataError):
    """The file does not say something that only the uploader knows; ask and load again with the answers."""

    code = "needs_answer"

    def __init__(
        self,
        *,
        file: str,
        questions: tuple[Question, ...],
        format: str = "",  # noqa: A002 - the word of the field
        preset: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(file=file, questions=tuple(question.name for question in questions))
        self.questions = questions
        self.format = format
        self.preset = preset  # what the same kind of file was answered the last time: question -> answer


class BrokenFormatError(DataError):
    """A format file that came from elsewhere does not say what a format must; `at` names the key."""

    code = "broken_format"


class FormatConflictError(DataError):
    """A format of the team's own cannot be saved or removed: its name, its header or its uploads stand against it."""

    code = "format_conflict"


class ReadingCancelledError(DataError):
    """The uploader stopped the reading of a file."""

    code = "cancelled"


class StoreBusyError(DataError):
    """Another process holds the store's lock."""

    code = "store_busy"


class StoreDamagedError(DataError):
    """The store file does not open; it can be rebuilt from the raw uploads."""

    code = "store_damaged"


class StoreBehindError(StoreDamagedError):
    """The store lost something: what stands beside it is written after it, and tells of more (data/behind.py)."""

    code = "store_behind"


class StoreFullError(DataError):
    """The disk on which the store lies takes no more; the change was not made."""

    code = "store_full"


class StoreForbiddenError(DataError):
    """Ninety may not read the files of a store, or not write them: a folder of another user, a read-only disk."""

    code = "store_forbidden"


class StoreGoneError(DataError):
    """The brand was archived or deleted, or is just being so, while somebody had it in hand."""

    code = "store_gone"


class BrandError(DataError):
    """A brand as a whole cannot be made, renamed, archived, brought back, taken along or deleted; it is as it was."""

    code = "brand"


class NothingToUndoError(DataError):
    """The upload is unknown or was taken back before."""

    code = "nothing_to_undo"


class CaseError(DataError):
    """An alert cannot go where somebody wanted it to: somebody else was there first, or something is needed before."""

    code = "case"


class DecisionError(DataError):
    """A decision was not kept: somebody else was there first, or it is not there."""

    code = "decision"


class ThreadError(DataError):
    """Somebody else handled a high-risk thread since it was looked at."""

    code = "thread"


class KeptError(DataError):
    """A file that left the house cannot be kept beside the store, is gone from there, or is no longer what it was."""

    code = "kept"


class LabelError(DataError):
    """A text cannot be labelled, or a file of labels does not say what it must; `row` is its line in that file."""

    code = "label"


class ScorerError(DataError):
    """A scorer of texts cannot be made, kept or used: too few labels, no model at a path, a file that is damaged."""

    code = "scorer"


class TopicsError(DataError):
    """Topics that cannot be meant: without a name or words, twice the same one, a word that is a single letter."""

    code = "topics"


class NotAllowedError(DataError):
    """Who acts does not have the right (data/access/rights.py) for a brand; `brand` None: for what belongs to none."""

    code = "not_allowed"


class AccessListError(DataError):
    """The list of who may what (data/access/people.py) is not there, or does not say what it must; `at` its place."""

    code = "access_list"


class BackupError(DataError):
    """A backup cannot be written, or cannot be restored (data/backup.py)."""

    code = "backup"


class NotMigratedError(DataError):
    """An older store could not be brought up to date; it is as it was, and a copy lies beside it (data/before.py)."""

    code = "not_migrated"


class FormulaError(DataError):
    """A formula that somebody typed cannot be read, or says what none may (data/expression.py); `value` which words."""

    code = "formula"


class DatasetNeededError(DataError):
    """Nobody has said why the people in a file are kept, who answers for it, or how long; `lacks` which of these."""

    code = "dataset_needed"


class SettingError(DataError):
    """A setting of the server (docs/settings.md) says something that cannot be; `name` is that of the variable."""

    code = "setting"


class LogoError(DataError):
    """A picture cannot be the logo on paper: it is no picture, wants more than to be drawn, or cannot be seen."""

    code = "logo"
