"""What is kept too long goes, every day by itself: texts, authors and links of rows older than their data set's days.

A week goes as a whole, on the day its first day is due, so nothing is ever older than was said and no week is half
there. The rows stay with their day, channel, waiting time and labels, and what Ninety read in their texts stays as it
was (data/texts/faded.py): no number of any week changes, now or after a rebuild. What goes, goes from the store, its
history, the kept files, old states and the blocks of the file (data/privacy/scrub.py). A receipt says how much.

A clock is not trusted alone: one that went back takes nothing, and one that is more than `JUMP` days ahead of the last
look needs the word of a person.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.privacy import retained
from data.privacy.blank import PERSONAL, Blank
from data.privacy.datasets import dataset_of, days_kept
from data.privacy.scrub import scrub
from data.raw import read_sound, write_whole
from data.texts import faded
from data.texts.follow import read_others
from data.texts.there import IDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.store import Store

KIND, NAME = "retention", "retention.json"
JUMP = 60  # days that a server may have slept
Clock = Literal["right", "back", "ahead"]


@dataclass(frozen=True)
class Due:
    """What is to go of one fact."""

    fact: str
    dataset: str  # its id in the register
    days: int
    before: date  # the first day that stays
    rows: int  # of the store that still say something
    files: tuple[int, ...]  # uploads whose kept files may

    @property
    def is_due(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.rows or self.files)


@dataclass(frozen=True)
class Soon:
    """What of an upload would not stay long."""

    rows: int
    days: int  # that its data set says
    on: date  # of the next look


def due(store: Store, today: date) -> tuple[Due, ...]:
    """Tell what is to go by now, a line for each fact with people whose data set says how long."""
    looked = _state(store.path).get("files", {})
    found = []
    for fact in PERSONAL:
        of_it = dataset_of(store, fact, today)
        if of_it and (days := days_kept(store, fact, today)):
            before = first_kept(today, days)
            files = _files(store, fact, before, looked)
            found.append(Due(fact, of_it.dataset_id, days, before, _rows(store, fact, before), files))
    return tuple(found)


def first_kept(today: date, days: int) -> date:
    """Give the Monday from which on rows are kept: of the week with the last day that is too old all goes."""
    last = today - timedelta(days=days + 1)
    return last - timedelta(days=last.weekday()) + timedelta(weeks=1)


def soon(store: Store, fact: str, weeks: Mapping[date, int], today: date) -> Soon | None:
    """Tell what of an upload goes at the next look; `weeks`: Monday -> rows. None: nothing, or nobody said how long."""
    if not (days := days_kept(store, fact, today)):
        return None
    looked = last_look(store.path)
    on = today if looked is None or looked < today else today + timedelta(days=1)
    rows = sum(count for monday, count in weeks.items() if monday < first_kept(on, days))
    return Soon(rows, days, on) if rows else None


def overdue(store: Store, fact: str, days: int, today: date) -> int:
    """Count the rows that say something of people though they are older than so many days: there should be none."""
    return _rows(store, fact, today - timedelta(days=days))


def clock(store: Store, today: date) -> Clock:
    """Tell whether the day can be believed: by the last look, and by the newest upload."""
    (newest,) = store.query("SELECT CAST(max(loaded_at) AS DATE) FROM upload")[0]
    looked = last_look(store.path)
    if looked is not None and today < looked:
        return "back"
    known = [day for day in (newest, looked) if day is not None]
    return "ahead" if known and today > max(known) + timedelta(days=JUMP) else "right"


def last_look(store: Path) -> date | None:
    """Give the day on which retention looked last; None: it never did."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat(_state(store).get("looked", ""))
    return None


def run(store: Store, today: date, by: str | None = None, *, sure: bool = False) -> dict[str, Any] | None:
    """Take out what is due, and give the receipt; None: nothing is due, or the clock needs the word of a person.

    `sure` is that word. Raises NotAllowedError, and whatever stops a scrub; it goes on when it is asked again.
    """
    permit(Done(Right.ADMINISTER, KIND, by=by), store.path)
    if (at := clock(store, today)) == "back" or (at == "ahead" and not sure):
        return None
    wanted = [one for one in due(store, today) if one.is_due]
    receipt = _taken_out(store, wanted, today, by) if wanted else None
    looked = _state(store.path).get("files", {})
    looked |= {str(batch): one.before.isoformat() for one in wanted for batch in one.files}
    write_whole(_path_of(store.path), json.dumps({"looked": today.isoformat(), "files": looked}).encode())
    return receipt


def _taken_out(store: Store, wanted: list[Due], today: date, by: str | None) -> dict[str, Any]:
    began = monotonic()
    about = {"datasets": [one.dataset for one in wanted], "before": [one.before.isoformat() for one in wanted]}
    blanks = [Blank(one.fact, f"day < DATE '{one.before.isoformat()}'") for one in wanted]
    files = {batch for one in wanted for batch in one.files}
    _fade(store, blanks)
    done = scrub(store, blanks, Done(Right.ADMINISTER, KIND, about, by), only=files)
    said = {
        "day": today,
        "by": by,
        "parts": [asdict(one) | {"files": len(one.files)} for one in wanted],
        "rows": done.rows,
        "files": done.files,
        "unread": len(done.unread),
        "old": done.old,
        "is_fresh": done.is_fresh,
        "seconds": round(monotonic() - began, 1),
    }
    return retained.add(store.path, said)


def _fade(store: Store, blanks: list[Blank]) -> None:
    """Keep what was read in the texts first: should the rest be cut off, they are rows like any other."""
    with store.shared.change(None) as tx:
        for one in blanks:
            key = f"'{one.fact}' AS source, channel, {IDS[one.fact]} AS text_id"
            which = f"SELECT {key} FROM {one.fact} WHERE {one.where}"
            with read_others(store, tx, which):
                faded.fade(tx, store.path, which)
            faded.stand_in(tx, one.fact, one.where)
        ends = [(one.fact, one.where.removeprefix("day < ")) for one in blanks]
        for fact, day in ends:  # what could not be read of a file of those days
            of_it = f"SELECT batch_id FROM upload WHERE fact = '{fact}' AND period_to < {day}"
            tx.execute(f"UPDATE refusal SET cell = NULL WHERE batch_id IN ({of_it})")


def _rows(store: Store, fact: str, before: date) -> int:
    said = " OR ".join(f"NOT starts_with({column}, '{faded.MARK}')" for column in PERSONAL[fact])
    both = f"(FROM main.{fact} UNION ALL BY NAME FROM history.{fact})"
    return int(store.query(f"SELECT count(*) FROM {both} WHERE day < ? AND ({said})", [before])[0][0])


def _files(store: Store, fact: str, before: date, looked: dict[str, str]) -> tuple[int, ...]:
    """Find the uploads with days before a day whose kept files were not looked at for these days."""
    rows = store.query("SELECT batch_id, period_to FROM upload WHERE fact = ? AND period_from < ?", [fact, before])
    there = {one.batch_id for one in read_sound(store.folder)[0]}
    until = {batch: min(str(before), f"{last}~") for batch, last in rows if batch in there}  # ~ comes behind any sign
    return tuple(batch for batch, end in until.items() if looked.get(str(batch), "") < end)


def _path_of(store: Path) -> Path:
    return store.with_suffix("") / NAME


def _state(store: Path) -> dict[str, Any]:
    """Read what the last look left; nothing where it is not there or damaged: then all is looked at again."""
    with suppress(OSError, ValueError):
        said = json.loads(_path_of(store).read_text(encoding="utf-8"))
        if isinstance(said, dict):
            return said
    return {}
