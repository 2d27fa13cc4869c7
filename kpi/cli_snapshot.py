"""The command `snapshot`: a report into files or a mail, by hand or unattended; the exit code tells how it went.

Without --week it is the newest week, month or plan that is over, by the calendar: when its data are not there, nothing
leaves, so that nobody reads last week's report as this week's.
"""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from data.errors import DataError
from data.folder import FolderError, folder, put
from data.journal import entries
from data.known import Known
from data.ledger import moment
from data.store import store_path
from kpi.cli_common import Exit, MistakeError, code_of, plan_of, today, user
from kpi.issued import NoPlanError, as_known, original, taken
from kpi.paper.edition import LAYOUTS, PAPERS, Edition
from kpi.paper.forms import FORMS, file_name
from kpi.paper.look_of import look_of
from kpi.periods import Week
from kpi.problems import tell
from kpi.reporting.span import KINDS, last_week
from kpi.scheduling.mail_words import named
from kpi.scheduling.past import SENT, told_of
from kpi.scheduling.ready import full_weeks, late
from kpi.scheduling.sending import Parcel, prepared, send
from kpi.scheduling.slots import due_week

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable

    from data.store import Store
    from kpi.issued import Taken
    from kpi.paper.forms import Form
    from kpi.plan import Plan
    from kpi.reporting.span import Kind
    from kpi.words import Words


def options(parser: ArgumentParser, say: Words, past_day: Callable[[str], date]) -> None:
    """Declare the options, but for those that other commands share."""

    def forms(raw: str) -> tuple[Form, ...]:
        wanted = [one.strip() for one in raw.split(",")]
        if unknown := [one for one in wanted if one not in {*FORMS, "all"}]:
            raise ArgumentTypeError(say("cli.bad_form", form=unknown[0], forms=", ".join([*FORMS, "all"])))
        return FORMS if "all" in wanted else tuple(one for one in FORMS if one in wanted)

    parser.add_argument("--kind", choices=KINDS, default="week", help=say("cli.help.kind"))
    parser.add_argument("--form", action="append", type=forms, metavar="pdf,xlsx", help=say("cli.help.form"))
    parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help=say("cli.help.paper"))
    parser.add_argument("--layout", choices=LAYOUTS, default=LAYOUTS[0], help=say("cli.help.layout"))
    parser.add_argument("--appendix", action="store_true", help=say("report.appendix_help"))
    parser.add_argument("--as-of", type=past_day, metavar="2026-11-16", help=say("issued.help_as_of"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("cli.help.output"))
    parser.add_argument("--folder", type=Path, metavar="DIR", help=say("cli.help.folder"))
    parser.add_argument("--mail", action="store_true", help=say("cli.help.mail"))
    parser.add_argument("--again", action="store_true", help=say("cli.help.again"))
    parser.add_argument("--all-brands", action="store_true", help=say("cli.help.all_brands"))


def check(say: Words, asked: Namespace) -> None:
    """Refuse what does not go together."""
    if asked.output and (asked.folder or asked.all_brands or len(forms_of(asked)) > 1):
        raise MistakeError(say("cli.one_file"))
    if asked.as_of and asked.mail:
        raise MistakeError(say("cli.no_old_mail"))
    if asked.all_brands and asked.brand:
        raise MistakeError(say("cli.all_or_one"))


def forms_of(asked: Namespace) -> tuple[Form, ...]:
    """Give the forms that were asked for; none is the PDF."""
    wanted = {form for some in asked.form or () for form in some}
    return cast("tuple[Form, ...]", tuple(form for form in FORMS if form in wanted or (not wanted and form == "pdf")))


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
        code = self._warned(of, plan, day)
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
        asked, full = self.asked.week, full_weeks(self.store, plan, day).weeks
        if asked is None:
            return self._newest(plan, day, full)
        if self.kind == "week":
            if asked.sunday >= day and (self.asked.folder or self.asked.mail):
                raise MistakeError(self.say("cli.running", week=self.say.week_inline(asked)))
            return cast("Week", asked)
        if (found := last_week(self.kind, asked, full, plan)) is None:
            raise MistakeError(self.say("report.nothing", kind=self.say(f"report.kind.{self.kind}")))
        return found

    def _newest(self, plan: Plan, day: date, full: tuple[Week, ...]) -> Week:
        newest = Week.of(day).previous()
        end = Week.of(plan.start + timedelta(days=plan.days - 1))
        week = due_week(self.kind, day, plan) if self.kind != "plan" else min(newest, end)
        if week is not None and week in full:
            return week
        lacks = self.say.week_inline(week or newest)
        if not full:
            raise MistakeError(self.say("cli.no_full_week", week=lacks), Exit.NO_DATA)
        last = {"newest": self.say.week_inline(full[-1]), "id": full[-1].id}
        raise MistakeError(self.say("cli.no_data", week=lacks, **last), Exit.NO_DATA)

    def _warned(self, of: Taken, plan: Plan, day: date) -> Exit:
        """Say on stderr what is not whole; gives the exit code of it."""
        snapshot, report = of.snapshot, of.snapshot.report
        if snapshot.week.sunday >= day:
            self._complain("cli.so_far", report=named(self.kind, snapshot.week, self.say))
            return Exit.NO_DATA
        if report and not report.span.whole:
            self._complain("cli.so_far", report=named(self.kind, snapshot.week, self.say))
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
        said = self.say("cli.not_mailed", why=self.say(key, status=status, number=number).replace(" ()", ""))
        raise MistakeError(said, Exit.NOT_OUT)

    # -- an old state --------------------------------------------------------------------------

    def _old(self) -> int:
        day, now, zone = self.asked.as_of, today(self.store), self.store.setting("zone") or "UTC"
        if day > now:
            raise MistakeError(self.say("issued.future_day", day=self.say.day(day), today=self.say.day(now)))
        try:
            old = as_known(self.store, Known.on(day, zone), self.asked.week, day, kind=self.kind)
        except NoPlanError:
            told = {"brand": self.store.setting("brand"), "day": self.say.day(day)}
            raise MistakeError(self.say("issued.no_plan_then", **told)) from None
        edition = replace(self._edition(), look=old.look)
        self._written(
            (self._old_name(form, old.snapshot, edition), original(old, edition, form)) for form in forms_of(self.asked)
        )
        return Exit.DONE

    def _old_name(self, form: Form, snapshot: object, edition: Edition) -> str:
        stem, _, ending = file_name(form, snapshot, edition).rpartition(".")  # type: ignore[arg-type]
        return f"{store_path(self.store.path.stem).stem}-{stem}-known-{self.asked.as_of}.{ending}"

    # -- what is said --------------------------------------------------------------------------

    def _told(self, key: str, **fields: object) -> int:
        sys.stdout.write(self.say(key, **fields) + "\n")
        return Exit.DONE

    def _complain(self, key: str, **fields: object) -> None:
        sys.stderr.write(self.say(key, **fields) + "\n")
