"""Random weeks, uploads, undos, days and two people in any order: what must hold of alerts whatever happens."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from data.errors import CaseError
from data.journal import Draft, Entry
from kpi.alerting import cases as actions
from kpi.alerting.case import CLEARED, DECIDED, FIRED, REFIRED, REOPENED, SNOOZED, UNJUDGED, WORSENED, fold, newest
from kpi.alerting.cases import cases
from kpi.alerting.findings import findings
from kpi.alerting.reasons import Reason
from kpi.alerting.watch import drafts
from tests.cases import FIRST, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kpi.alerting.cases import Case
    from kpi.periods import Week
    from kpi.snapshot import Snapshot

SIZES = st.one_of(st.none(), st.sampled_from([2.0, 3.0, 5.0, 6.0, 9.0]))
ROWS = st.dictionaries(
    st.sampled_from(["ctr", "cpa"]), st.sampled_from(["behind", "worse", "at_cost", "met", "no_data"])
)
PEOPLE = st.sampled_from(["ann", "bob"])
NUMBERS = st.integers(1, 12)


class Machine(RuleBasedStateMachine):
    """A brand whose newest week says what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.journal: list[Entry] = []
        self.revision = 0
        self.weeks: list[dict[str, Any]] = []  # what each week says: oldest first, the newest counts
        self.gap = 0
        self.seen: dict[int, tuple[Entry, ...]] = {}  # histories, to see that they only grow
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(actions, "write", self.write)

    def teardown(self) -> None:
        self.patch.undo()
        for end in range(len(self.journal)):  # what was shown at any time in between was sound too
            self.sound(fold(self.journal[:end]))

    # -- the store, in memory ------------------------------------------------------------------

    def write(
        self, _store: object, make: Callable[[Sequence[Entry]], Iterable[Draft]], *, now: datetime | None = None
    ) -> tuple[Entry, ...]:
        """Add to the journal as data.journal does."""
        first, at = len(self.journal) + 1, now or datetime(2026, 11, 23)  # noqa: DTZ001 - as the store keeps it
        added = [
            Entry(number, at, draft.by, draft.kind, draft.subject, draft.body, self.revision)
            for number, draft in enumerate(list(make(tuple(self.journal))), first)
        ]
        self.journal += added
        return tuple(added)

    @property
    def week(self) -> Week:
        """The newest week with data."""
        return FIRST.previous(-sum(week["skip"] for week in self.weeks))

    @property
    def taken(self) -> Snapshot:
        """What it says."""
        said = self.weeks[-1]
        return taken(self.week, said["stop"], said["rows"], complete=said["complete"])

    def sync(self) -> tuple[Entry, ...]:
        """Hold every case against it, as two sessions do at once."""
        before = fold(self.journal)
        said = drafts(self.journal, self.taken, self.today, lambda *_: (Reason("otherwise"),))
        added = self.write(None, lambda _: said)
        for entry in added:
            if entry.kind in {FIRED, REFIRED}:
                case = newest(before).get(entry.subject)
                assert case is None or not case.holds, "it fired without a change"
            if entry.kind == CLEARED:
                assert self.can_tell(entry.subject), "silence ended it"
                assert self.week >= before[entry.body["case"]].last, "an earlier week ended it"
            if entry.kind == UNJUDGED:
                late = self.week < before[entry.body["case"]].last
                assert late or not self.can_tell(entry.subject), "it is said to be in doubt and is not"
        assert drafts(self.journal, self.taken, self.today, lambda *_: ()) == [], "the second one wrote it again"
        return added

    def can_tell(self, subject: str) -> bool:
        """Whether the newest week has what it takes to say that it no longer holds."""
        said = self.weeks[-1]
        if subject.startswith("row:"):
            return bool(said["rows"].get(subject.removeprefix("row:")) != "no_data")
        return bool(said["complete"])

    # -- what happens --------------------------------------------------------------------------

    @initialize(stop=SIZES, rows=ROWS)
    def begin(self, stop: float | None, rows: Mapping[str, str]) -> None:
        self.today = FIRST.previous(-1).monday
        self.load(stop, rows, True, 1)

    @rule(
        stop=SIZES,
        rows=ROWS,
        complete=st.sampled_from([True, True, True, False]),
        skip=st.sampled_from([1, 1, 1, 2, 6]),
    )
    def load(self, stop: float | None, rows: Mapping[str, str], complete: bool, skip: int) -> None:
        self.weeks.append({"stop": stop, "rows": rows, "complete": complete, "skip": skip if self.weeks else 0})
        self.today = max(self.today, self.week.previous(-1).monday)
        self.revision += 1
        self.sync()

    @rule(stop=SIZES, rows=ROWS)
    def load_the_same_week_again(self, stop: float | None, rows: Mapping[str, str]) -> None:
        self.weeks[-1] = {**self.weeks[-1], "stop": stop, "rows": rows}
        self.revision += 1
        self.sync()

    @precondition(lambda self: len(self.weeks) > 1)
    @rule()
    def undo(self) -> None:
        self.weeks.pop()
        self.revision += 1
        self.sync()

    @precondition(lambda self: len(self.weeks) > 1 and self.tells)
    @rule()
    def undo_and_load_again(self) -> None:
        before = self.states()
        last = self.weeks.pop()
        self.sync()
        self.weeks.append(last)
        self.sync()
        # who was woken by a worse week, or opened by hand what no longer holds, is told anew by it
        moved = {entry.body["case"] for entry in self.journal if entry.kind in {WORSENED, REOPENED}}
        after = self.states()
        assert {n: after[n] for n in before if n not in moved} == {n: before[n] for n in before if n not in moved}

    @property
    def tells(self) -> bool:
        """Whether the newest week can be judged: of one that cannot, it matters what was known before."""
        return self.weeks[-1]["complete"] and "no_data" not in self.weeks[-1]["rows"].values()

    def states(self) -> dict[int, tuple[str, bool, bool]]:
        """Say how every case stands."""
        return {case.number: (case.state, case.holds, case.unjudged) for case in cases(self.journal, self.today)}

    @rule(days=st.sampled_from([1, 7, 30]))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.sync()

    @rule(
        act=st.sampled_from([actions.acknowledge, actions.snooze, actions.resolve, actions.reopen]),
        who=PEOPLE,
        at=NUMBERS,
        worse=st.booleans(),
    )
    def somebody_acts(self, act: Callable[..., Case], who: str, at: int, worse: bool) -> None:
        there = sorted(fold(self.journal))
        number = there[at % len(there)] if there else at
        extra = {"until_worse": worse} if act is actions.snooze else {}
        before = len(self.journal)
        try:
            act(self, number, self.today, by=who, **extra)
        except CaseError:
            assert len(self.journal) == before, "it was refused and written all the same"
        else:
            assert len(self.journal) == before + 1
            with pytest.raises(CaseError):  # whoever does the same a second later is told so
                act(self, number, self.today, by="bob" if who == "ann" else "ann", **extra)

    @rule(who=PEOPLE, at=NUMBERS)
    def somebody_decides(self, who: str, at: int) -> None:
        there = sorted(fold(self.journal))
        with suppress(CaseError, ZeroDivisionError):
            case = actions.check(self.journal, there[at % len(there)], "decide", self.today)
            self.write(None, lambda _: [Draft(DECIDED, "decision", {"case": case.number}, who)])

    # -- what must hold ------------------------------------------------------------------------

    @invariant()
    def all_is_sound(self) -> None:
        found = fold(self.journal)
        self.sound(found)
        for number, history in self.seen.items():
            assert found[number].history[: len(history)] == history, "something of its history was lost"
        self.seen = {number: case.history for number, case in found.items()}

    @staticmethod
    def sound(found: Mapping[int, Case]) -> None:
        """Say that at most one case of a subject wants something: the newest."""
        for subject in {case.subject for case in found.values()}:
            unsettled = [case.number for case in found.values() if case.subject == subject and case.state != "resolved"]
            assert unsettled in ([], [newest(found)[subject].number])

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.weeks:
            return
        latest = newest(fold(self.journal))
        for one in findings(self.taken):
            assert latest[one.subject].holds, "what the week shows has no case that holds"
            assert latest[one.subject].last >= one.week
            assert not latest[one.subject].unjudged, "what the week shows is said to be in doubt"

    @invariant()
    def who_put_it_off_is_left_in_peace(self) -> None:
        latest = newest(fold(self.journal))
        for case in cases(self.journal, self.today) if self.weeks else ():
            if case.number != latest[case.subject].number or (put := case.last_of(SNOOZED)) is None:
                continue
            later = [entry for entry in case.history if entry.number > put.number]
            let = any(entry.written_by for entry in later)
            let |= any(entry.kind == WORSENED for entry in later) and put.body["until_worse"]
            if not let and self.today.isoformat() < put.body["until"]:
                assert case.state in {"snoozed", "resolved"}, "it came back before its day"


def test_alerts_keep_their_word_whatever_happens() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            report_multiple_bugs=False,
        ),
    )
