"""A report into its forms, through its outlets, with what became of it: written down per outlet.

What leaves is kept in the history first, once however often it is tried. (Should the app be killed between a sending
and the writing of it, it is sent twice; a folder then has the same bytes already, and nothing happens to it.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from data import crash, mail
from data.access.acting import done_now
from data.access.rights import Right
from data.audit import Done
from data.errors import DataError
from data.folder import FolderError, folder, put
from data.journal import Draft, entries, write
from data.outlets import OutletError, report_mailbox, said
from data.store import store_path
from kpi.issued import hand_out
from kpi.paper.forms import MAKERS, file_name, make
from kpi.scheduling import mail_words
from kpi.scheduling.past import FAILED, SENT, SUBJECT, told_of
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.journal import Entry
    from data.store import Store
    from kpi.issued import Taken
    from kpi.paper.edition import Edition
    from kpi.paper.forms import Form
    from kpi.reporting.span import Kind
    from kpi.scheduling.past import Outlet


@dataclass(frozen=True)
class Parcel:
    """A report that is to leave: set how, as what, to where, and for whom in the history."""

    of: Taken
    kind: Kind
    edition: Edition
    forms: tuple[Form, ...]
    folder: str  # "" = none
    by: str | None  # in the history of reports

    @property
    def setting(self) -> str:
        """Tell two ways of setting the same report apart."""
        return " ".join([sha256(repr(self.edition).encode()).hexdigest()[:8], *self.forms])


@dataclass(frozen=True)
class Made:
    """A parcel with its files, which stand in the history under these numbers."""

    parcel: Parcel
    files: tuple[mail.Attached, ...]
    issued: list[int]


def send(
    store: Store, parcel: Parcel, outlets: Sequence[Outlet], *, by: str | None = None, now: datetime
) -> tuple[Entry, ...]:
    """Send a report, and write down what became of it; `by` who wanted it now. A bug of ours fails like a bad line."""
    week = parcel.of.snapshot.week
    about: dict[str, Any] = {
        "kind": parcel.kind,
        "week": week.id,
        "fingerprint": parcel.of.snapshot.fingerprint,
        "set": parcel.setting,
        "forms": list(parcel.forms),
    }
    try:
        made = prepared(store, parcel, now)
    except DataError as problem:
        return _written(store, [(FAILED, about | {"outlet": one, "why": problem.code}) for one in outlets], by, now)
    except Exception as crash:  # noqa: BLE001 - nobody is there to see it: it is told on the page, with its number
        return crashed(store, about, outlets, crash, by=by, now=now)
    about["issued"] = made.issued
    return _written(store, [_through(one, made, about, now) for one in outlets], by, now)


def crashed(
    store: Store,
    about: dict[str, Any],
    outlets: Sequence[Outlet],
    crash: Exception,
    *,
    by: str | None = None,
    now: datetime,
) -> tuple[Entry, ...]:
    """Write down that a bug of ours kept a report from leaving; the log has where it is, under the same number."""
    told = {"why": "crash", "number": logged(crash)}
    return _written(store, [(FAILED, about | {"outlet": one} | told) for one in outlets], by, now)


def prepared(store: Store, parcel: Parcel, now: datetime) -> Made:
    """Make every form of a report and keep it in the history; the very same report is kept once. Raises KeptError."""
    snapshot, edition, first = parcel.of.snapshot, parcel.edition, store_path(store.path.stem).stem
    made = {form: make(form, snapshot, edition) for form in parcel.forms}
    files = tuple(
        mail.Attached(f"{first}-{file_name(form, snapshot, edition)}", MAKERS[form].mime, content)
        for form, content in made.items()
    )
    issued = told_of(entries(store), parcel.kind, snapshot.week).kept(snapshot.fingerprint, parcel.setting)
    if not issued:
        stored = now.replace(tzinfo=UTC)
        issued = [
            hand_out(store, parcel.of, edition, form, content, by=parcel.by, now=stored).number
            for form, content in made.items()
        ]
    return Made(parcel, files, issued)


def _through(outlet: Outlet, made: Made, about: dict[str, Any], now: datetime) -> tuple[str, dict[str, Any]]:
    """Hand the files to an outlet; gives the kind of entry and its body."""
    body = about | {"outlet": outlet}
    try:
        if outlet == "mail":
            return SENT, body | {"refused": mailed(made, now)}
        return SENT, body | {
            "files": [put(folder(made.parcel.folder), one.name, one.content).name for one in made.files]
        }
    except FolderError as problem:
        return FAILED, body | {"why": problem.why}
    except OutletError as problem:
        return FAILED, body | {"why": problem.why, "status": problem.status}
    except Exception as crash:  # noqa: BLE001 - as above
        return FAILED, body | {"why": "crash", "number": logged(crash)}


def mailed(made: Made, now: datetime) -> int:
    """Send a mail with every file; gives how many recipients were refused. Raises OutletError."""
    parcel, say = made.parcel, Words(made.parcel.edition.language)
    snapshot, at = parcel.of.snapshot, now.replace(tzinfo=UTC)
    subject = mail_words.subject(snapshot, parcel.kind, say)
    return mail.send(report_mailbox(said()), subject, mail_words.text(snapshot, parcel.kind, say), at, made.files)


def try_mail(store: Store, say: Words) -> int:
    """Send a mail that says that it is a test; the history has nothing of it. Raises OutletError."""
    done_now(Done(Right.ADMINISTER, "try_outlet", {"outlet": "mail"}), store.path)
    told = mail_words.tried(store.setting("brand") or store.path.stem, say)
    return mail.send(report_mailbox(said()), told, told, datetime.now(UTC))


def logged(problem: BaseException) -> str:
    """Log where a bug of ours is, and give the number under which it stands."""
    return crash.logged("schedule", problem)


def _written(
    store: Store, told: Sequence[tuple[str, dict[str, Any]]], by: str | None, now: datetime
) -> tuple[Entry, ...]:
    drafts = [Draft(kind, SUBJECT, body, by) for kind, body in told]
    return write(store, lambda _: drafts, needs=None, now=now.replace(tzinfo=UTC))
