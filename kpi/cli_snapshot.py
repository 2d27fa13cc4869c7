"""The command `snapshot`: a report into files or a mail, by hand or unattended; the exit code tells how it went.

Without --week it is the newest week, month or plan that is over, by the calendar: when its data are not there, nothing
leaves, so that nobody reads last week's report as this week's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from data.errors import DataError
from data.folder import FolderError, folder, put
from data.journal import entries
from data.known import Known
from data.ledger import moment
from data.outlets import report_unset, said
from data.own_files import hand_over
from data.store import store_path
from kpi.cli_common import Exit, MistakeError, code_of, plan_of, today, user
from kpi.cli_snapshot_asked import forms_of
from kpi.issued import NoPlanError, as_known, original, taken
from kpi.paper.edition import Edition
from kpi.paper.forms import file_name
from kpi.paper.look_of import look_of
from kpi.periods import Week
from kpi.problems import tell
from kpi.reporting.ending import due_week, ending, full_weeks
from kpi.reporting.span import NothingOverError, first_week
from kpi.scheduling.mail_words import named
from kpi.scheduling.past import SENT, told_of
from kpi.scheduling.ready import late
from kpi.scheduling.sending import Parcel, prepared, send

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable

    from data.store import Store
    from kpi.paper.forms import Form
    from kpi.plan import Plan
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot
    from kpi.words import Words


def each(say: Words, problems: Iterable[tuple[str, Callable[[], int]]]) -> int:
    """Do the same for several brands: what one lacks does not stop the next. Gives the worst exit code."""
    codes = [0]
    for name, run in problems:
        try:
            codes.append(run())
        except DataError as problem:
            sys.stderr.write(f"{name}: {tell(say, problem)}\n")
            codes.append(code_of(problem))
        except MistakeError as mistake:
            sys.stderr.write(f"{name}: {mistake}\n")
            codes.append(mistake.code)
    return max(codes)


@dataclass(frozen=True)
class Printing:
    """One brand's report, as it was asked for."""

    say: Words
    store: Store
    asked: Namespace

    def run(self) -> int:
        """Write it, mail it, or both; gives the exit code."""
        if self.asked.as_of:
            return self._old()
        plan, day = plan_of(self.say, self.store), today(self.store)
        week = self._week(plan, day)
        if self.asked.mail and self._mailed(week):
            return self._told("cli.mailed_before", report=named(self.kind, week, self.say))
        of = taken(self.store, week, day, self.kind)
        self._not_empty(of.snapshot)
        code = self._warned(of.snapshot, plan, day)
        parcel = Parcel(of, self.kind, self._edition(), forms_of(self.asked), "", user())
        if self.asked.output or self.asked.folder or not self.asked.mail:
            files = prepared(self.store, parcel, moment(None)).files
            self._written([(one.name, one.content) for one in files])
        if self.asked.mail:
            self._mail(parcel)
        return code

    @property
    def kind(self) -> Kind:
        """What the report is about."""
        return cast("Kind", self.asked.kind)

    # -- which week ----------------------------------------------------------------------------

    def _week(self, plan: Plan, day: date) -> Week:
        asked = self.asked.week
        if asked is None:
            return self._newest(plan, day)
        self._begun(day)
        if self.kind == "week":
            if asked.sunday >= day and (self.asked.folder or self.asked.mail):
                raise MistakeError(self.say("cli.running", week=self.say.week_inline(asked)))
            return cast("Week", asked)
        if (found := ending(self.store, plan, day, self.kind, asked)) is None:
            raise self._nothing()
        return found

    def _nothing(self, code: Exit = Exit.MISTAKE) -> MistakeError:
        return MistakeError(self.say("report.nothing", kind=self.say(f"report.kind.{self.kind}")), code)

    def _newest(self, plan: Plan, day: date) -> Week:
        newest, full = Week.of(day).previous(), full_weeks(self.store, plan, day)
        if self.kind == "plan" and newest < first_week(plan):
            raise self._nothing(Exit.NO_DATA)
        end = Week.of(plan.start + timedelta(days=plan.days - 1))
        week = due_week(self.kind, day, plan) if self.kind != "plan" else min(newest, end)
        if week is not None and week in full:
            return week
        lacks = self.say.week_inline(week or newest)
        if not full:
            raise MistakeError(self.say("cli.no_full_week", week=lacks), Exit.NO_DATA)
        last = {"newest": self.say.week_inline(full[-1]), "id": full[-1].id}
        raise MistakeError(self.say("cli.no_data", week=lacks, **last), Exit.NO_DATA)

    def _begun(self, day: date) -> None:
        """Refuse a week that was still to come on a day."""
        asked: Week | None = self.asked.week
        if asked is not None and asked.monday > day:
            told = {"day": self.say.day(day), "newest": self._dated(Week.of(day))}
            raise MistakeError(self.say("cli.future_week", week=self._dated(asked), **told))

    def _dated(self, week: Week) -> str:
        return self.say("issued.by_week", week=self.say.week_inline(week), year=week.year)

    def _not_empty(self, snapshot: Snapshot) -> None:
        """Refuse a week that no export reaches: it would be a report of dashes only."""
        week = snapshot.week
        if not any(
            one.last_day and one.last_day >= week.monday and week.id not in one.missing_weeks
            for one in snapshot.sources
        ):
            raise MistakeError(self.say("cli.empty_week", week=self._dated(week)), Exit.NO_DATA)

    def _so_far(self, snapshot: Snapshot, day: date) -> Exit:
        """Say on stderr what was not over on a day; a last week that still ran has an exit code of its own."""
        runs = snapshot.week.sunday >= day
        if runs or (snapshot.report and not snapshot.report.span.whole):
            self._complain("cli.so_far", report=named(self.kind, snapshot.week, self.say))
        return Exit.NO_DATA if runs else Exit.DONE

    def _warned(self, snapshot: Snapshot, plan: Plan, day: date) -> Exit:
        """Say on stderr what is not whole; gives the exit code of it."""
        if code := self._so_far(snapshot, day):
            return code
        missing = late(snapshot, plan) if self.asked.week is None else ()
        if not missing:
            return Exit.DONE
        what = {self.say(f"pdf.fact.{one.fact}"): None for one in missing}
        self._complain("cli.late", report=named(self.kind, snapshot.week, self.say), what=", ".join(what))
        return Exit.NO_DATA

    # -- where it goes -------------------------------------------------------------------------

    def _edition(self) -> Edition:
        asked = self.asked
        return Edition(self.say.language, asked.paper, asked.layout, asked.appendix, look_of(self.store))

    def _written(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write the files, and name each on a line of its own."""
        for name, content in files:
            self._told("cli.written", file=self._put(name, content))

    def _put(self, name: str, content: bytes) -> Path:
        output: Path | None = self.asked.output
        try:
            if output is None:
                into = folder(self.asked.folder.expanduser().absolute()) if self.asked.folder else Path.cwd()
                return put(into, name, content)
            output.write_bytes(content)
            hand_over(output)
        except FolderError as problem:
            where = self.asked.folder or Path.cwd()
            said = self.say("cli.not_in_folder", folder=where, why=self.say(f"schedule.why.{problem.why}"))
            raise MistakeError(said, Exit.NOT_OUT) from None
        except OSError:
            raise MistakeError(self.say("cli.no_output", file=output), Exit.NOT_OUT) from None
        return output

    def _mailed(self, week: Week) -> bool:
        """Whether this report was mailed before, by the schedule or by this command."""
        return not self.asked.again and told_of(entries(self.store), self.kind, week).sent("mail")

    def _mail(self, parcel: Parcel) -> None:
        (entry,) = send(self.store, parcel, ["mail"], by=user(), now=moment(None))
        if entry.kind == SENT:
            self._told("cli.mailed", report=named(self.kind, parcel.of.snapshot.week, self.say))
            return
        why, status = entry.body["why"], entry.body.get("status") or ""
        key = f"notice.why.{why}" if self.say.has(f"notice.why.{why}") else f"schedule.why.{why}"
        number = entry.body.get("number", "")
        told = self.say("cli.not_mailed", why=self.say(key, status=status, number=number).replace(" ()", ""))
        raise MistakeError(told + self._unset(why), Exit.NOT_OUT)

    def _unset(self, why: str) -> str:
        """Name the variables that a mail needs and nobody set."""
        names = report_unset(said()) if why == "not_set" else ()
        return " " + self.say("cli.unset", names=", ".join(names)) if names else ""

    # -- an old state --------------------------------------------------------------------------

    def _old(self) -> int:
        day, now, zone = self.asked.as_of, today(self.store), self.store.setting("zone") or "UTC"
        if day > now:
            raise MistakeError(self.say("issued.future_day", day=self.say.day(day), today=self.say.day(now)))
        self._begun(day)
        try:
            old = as_known(self.store, Known.on(day, zone), self.asked.week, day, kind=self.kind)
        except NoPlanError:
            told = {"brand": self.store.setting("brand"), "day": self.say.day(day)}
            raise MistakeError(self.say("issued.no_plan_then", **told)) from None
        except NothingOverError:
            raise self._nothing() from None
        self._not_empty(old.snapshot)
        edition = replace(self._edition(), look=old.look)
        self._written(
            (self._old_name(form, old.snapshot, edition), original(old, edition, form)) for form in forms_of(self.asked)
        )
        return self._so_far(old.snapshot, day)

    def _old_name(self, form: Form, snapshot: object, edition: Edition) -> str:
        stem, _, ending = file_name(form, snapshot, edition).rpartition(".")  # type: ignore[arg-type]
        return f"{store_path(self.store.path.stem).stem}-{stem}-known-{self.asked.as_of}.{ending}"

    # -- what is said --------------------------------------------------------------------------

    def _told(self, key: str, **fields: object) -> int:
        sys.stdout.write(self.say(key, **fields) + "\n")
        return Exit.DONE

    def _complain(self, key: str, **fields: object) -> None:
        sys.stderr.write(self.say(key, **fields) + "\n")
