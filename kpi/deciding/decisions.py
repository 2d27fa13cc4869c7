"""What people decided, each with what it must move and by how much: a fold over the journal, never a table.

A decision names one KPI. Nobody writes over what another wrote meanwhile: who decides, changes or closes says what
she has seen of it, and is told when that is no longer all.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

from data import defaults
from data.errors import DecisionError
from data.journal import Draft, entries, write
from data.ledger import day_in, moment
from data.text import clean
from kpi.cells import Filter
from kpi.periods import Week

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.journal import Entry
    from data.store import Store

Kind = Literal["keep", "stop", "start", "scale", "less", "test"]
Closed = Literal["done", "dropped"]
State = Literal["open", "overdue", "done", "dropped"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # `scale` is the "more" of the articles
MADE, CHANGED, CLOSED = "decision.made", "decision.changed", "decision.closed"
SUBJECT = "decision"
FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was decided, in the words of who decided it."""

    week: Week  # that was looked at
    kind: Kind
    action: str
    owner: str
    due: date
    kpi: str
    insight: str = ""
    by_how_much: str = ""  # as it was written; empty = in the better direction
    language: str = "en"  # it was written in: it decides what 1.234 means
    currency: str | None = None
    row: str | None = None  # id of the row of the plan
    channel: str | None = None
    topics: tuple[str, ...] = ()
    paid: bool | None = None
    case: int | None = None  # number of the case; None = decided freely
    finding: str | None = None  # subject of that case

    @property
    def filter(self) -> Filter:
        """The rows it speaks of, where no row of the plan says so."""
        return Filter(channel=self.channel, topics=self.topics, paid=self.paid)


@dataclass(frozen=True, kw_only=True)
class Decision(Said):
    """A decision as it stands."""

    number: int  # of its first entry
    made_on: date  # in the zone of the brand
    made_at: datetime  # UTC
    made_by: str | None
    version: int  # number of the entry that last touched it
    closed: Closed | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    note: str = ""  # on closing

    def state(self, today: date) -> State:
        """Say where it stands on a day."""
        return self.closed or ("overdue" if self.due < today else "open")

    @property
    def first_week(self) -> Week:
        """The first week that lies wholly behind it: what is decided on a Monday counts from that day."""
        return Week.of(self.made_on + timedelta(days=-self.made_on.weekday() % 7))

    @property
    def week_before(self) -> Week:
        """The last week that lies wholly before it."""
        return Week.of(self.made_on).previous()


SAID = tuple(one.name for one in fields(Said))
FIXED = ("week", "case", "finding")  # what was looked at does not change afterwards


def default_due(today: date) -> date:
    """Give the Friday of next week."""
    return today + timedelta(days=7 - today.weekday() + FRIDAY)


def tidy(said: Said) -> Said:
    """Take out what nobody sees, and the spaces around it."""
    action, owner, amount = (_one_line(text) for text in (said.action, said.owner, said.by_how_much))
    return replace(said, insight=clean(said.insight).strip(), action=action, owner=owner, by_how_much=amount)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


# -- reading -----------------------------------------------------------------------------------------


def decisions(journal: Iterable[Entry]) -> tuple[Decision, ...]:
    """Read every decision as it stands, oldest first."""
    found: dict[int, Decision] = {}
    for entry in journal:
        if entry.kind == MADE:
            found[entry.number] = _made(entry)
        elif entry.kind == CHANGED:
            found[entry.body["decision"]] = _changed(found[entry.body["decision"]], entry)
        elif entry.kind == CLOSED:
            found[entry.body["decision"]] = _closed(found[entry.body["decision"]], entry)
    return tuple(found.values())


def decision(journal: Iterable[Entry], number: int) -> Decision | None:
    """Find one decision."""
    return next((one for one in decisions(journal) if one.number == number), None)


def history(journal: Iterable[Entry], number: int) -> tuple[Entry, ...]:
    """List what became of a decision, oldest first."""
    return tuple(
        one
        for one in journal
        if one.kind in {MADE, CHANGED, CLOSED} and number in {one.number, one.body.get("decision")}
    )


def on_case(journal: Iterable[Entry], case: int) -> tuple[Decision, ...]:
    """List what was decided about a case."""
    return tuple(one for one in decisions(journal) if one.case == case)


def _made(entry: Entry) -> Decision:
    said = {name: _read(name, value) for name, value in entry.body.items() if name in SAID}
    return Decision(
        **said,
        number=entry.number,
        made_on=date.fromisoformat(entry.body["made_on"]),
        made_at=entry.written_at,
        made_by=entry.written_by,
        version=entry.number,
    )


def _changed(before: Decision, entry: Entry) -> Decision:
    after = {name: _read(name, value) for name, value in entry.body["after"].items()}
    return replace(before, **after, version=entry.number)


def _closed(before: Decision, entry: Entry) -> Decision:
    how, note = entry.body["how"], entry.body["note"]
    if how is None:
        return replace(before, closed=None, closed_at=None, closed_by=None, note="", version=entry.number)
    by, at = entry.written_by, entry.written_at
    return replace(before, closed=how, closed_at=at, closed_by=by, note=note, version=entry.number)


def _read(name: str, value: Any) -> Any:
    match name:
        case "week":
            return Week.parse(value)
        case "due":
            return date.fromisoformat(value)
        case "topics":
            return tuple(value)
    return value


def _written(value: Any) -> Any:
    if isinstance(value, Week):
        return value.id
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


# -- writing -----------------------------------------------------------------------------------------


def decide(
    store: Store,
    said: Said,
    by: str | None = None,
    seen: Collection[int] = (),
    day: date | None = None,
    *,
    now: datetime | None = None,
) -> Decision:
    """Keep a decision of a day; `seen` = numbers of the decisions on its case that who decides knows of.

    Another one on the case is a DecisionError, and nothing is kept: she decides again, or leaves it at that.
    """
    kept = tidy(said)
    made_on = day or _today(store, now)
    body = {name: _written(value) for name, value in _body(kept).items()} | {"made_on": made_on.isoformat()}

    def make(known: Sequence[Entry]) -> list[Draft]:
        others = () if kept.case is None else on_case(known, kept.case)
        if news := [one for one in others if one.number not in seen]:
            raise DecisionError(why="decided_meanwhile", by=news[-1].made_by or "–", action=news[-1].action)
        return [Draft(MADE, SUBJECT, body, by)]

    return _made(write(store, make, now=now)[0])


def change(
    store: Store, number: int, said: Said, by: str | None, version: int, *, now: datetime | None = None
) -> Decision:
    """Say a decision otherwise; what it said before stays in the journal. `version` = the one that was looked at."""
    kept = tidy(said)

    def make(known: Sequence[Entry]) -> list[Draft]:
        old = _untouched(known, number, version)
        news = [name for name in SAID if name not in FIXED and getattr(old, name) != getattr(kept, name)]
        before, after = ({name: _written(getattr(one, name)) for name in news} for one in (old, kept))
        return [Draft(CHANGED, SUBJECT, _about(old) | {"before": before, "after": after}, by)] if news else []

    write(store, make, now=now)
    return _found(store, number)


def close(  # noqa: PLR0917 - as decide
    store: Store,
    number: int,
    how: Closed | None,
    note: str,
    by: str | None,
    version: int,
    *,
    now: datetime | None = None,
) -> Decision:
    """Say that a decision is carried out, or dropped; None opens it again."""

    def make(known: Sequence[Entry]) -> list[Draft]:
        old = _untouched(known, number, version)
        said = {"how": how, "note": clean(note).strip(), "before": {"closed": old.closed, "note": old.note}}
        return [Draft(CLOSED, SUBJECT, _about(old) | said, by)] if how != old.closed else []

    write(store, make, now=now)
    return _found(store, number)


def _body(said: Said) -> Mapping[str, Any]:
    return {name: value for name, value in asdict(said).items() if name in SAID} | {"week": said.week}


def _about(old: Decision) -> dict[str, Any]:
    return {"decision": old.number, "case": old.case}


def _untouched(known: Sequence[Entry], number: int, version: int) -> Decision:
    """Find a decision that nobody touched since it was looked at."""
    old = decision(known, number)
    if old is None:
        raise DecisionError(why="no_decision")
    if old.version != version:
        last = next(one for one in known if one.number == old.version)
        raise DecisionError(why="changed_meanwhile", by=last.written_by or "–")
    return old


def _found(store: Store, number: int) -> Decision:
    found = decision(entries(store), number)
    assert found is not None  # noqa: S101 - it was there a moment ago
    return found


def _today(store: Store, now: datetime | None) -> date:
    return day_in(store.setting("zone") or defaults.ZONE, moment(now))
