"""What the command line can do, on the same stores as the app.

A mistake of the person at the keyboard is one sentence on stderr, in their language, and exit code 1
(2 for a command that cannot be read); a mistake of ours is a traceback.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.errors import DataError
from data.journal import entries
from data.known import Known
from data.rebuild import rebuild
from data.store import Store, store_path, stores
from kpi.cli_load import Loading
from kpi.cli_notify import notify
from kpi.issued import NoPlanError, as_known, issue_pdf, original
from kpi.meeting.minuted import minuted
from kpi.paper.decided import as_text
from kpi.paper.document import baseline, now, row_name
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.plan import Plan, plan_in_force
from kpi.problems import tell
from kpi.review import latest_full_week, take
from kpi.sample import BRAND, load_sample
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.rebuild import Rebuilt
    from kpi.snapshot import ScoreRow, Snapshot

GAP = "  "


class MistakeError(Exception):
    """What was asked cannot be done; the message says what to do instead."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; give the exit code."""
    say = Words(_language(arguments))
    asked = _parser(say).parse_args(arguments)
    command = Command(say, asked)
    try:
        done: int = getattr(command, asked.command)()
    except DataError as problem:
        return command.complain(tell(say, problem))
    except MistakeError as mistake:
        return command.complain(str(mistake))
    return done


def _language(arguments: Sequence[str]) -> str:
    """Find the language before anything else, so that help and mistakes speak it too."""
    first = ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    first.add_argument("--language", nargs="?", default="en")
    found = first.parse_known_args(arguments)[0].language
    return found if found in LANGUAGES else "en"


def _parser(say: Words) -> ArgumentParser:
    parser = ArgumentParser(prog="python -m kpi", description=say("cli.about"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, *, brand: bool = True) -> ArgumentParser:
        made: ArgumentParser = commands.add_parser(
            name, help=say(f"cli.help.{name}"), description=say(f"cli.help.{name}")
        )
        made.add_argument("--language", choices=LANGUAGES, default="en", help=say("cli.help.language"))
        if brand:
            made.add_argument("--brand", metavar="NAME", help=say("cli.help.brand"))
        return made

    def week(raw: str) -> Week:
        try:
            return Week.parse(raw)
        except ValueError:
            raise ArgumentTypeError(say("cli.bad_week", week=raw)) from None

    def past_day(raw: str) -> date:
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ArgumentTypeError(say("issued.bad_day", day=raw)) from None

    def answer(raw: str) -> tuple[str, str]:
        name, equals, value = raw.partition("=")
        if not (name and equals and value):
            raise ArgumentTypeError(say("cli.bad_answer", answer=raw))
        return name, value

    load = command("load")
    load.add_argument("files", nargs="+", metavar="FILE", type=Path)
    load.add_argument(
        "--answer", action="append", type=answer, default=[], metavar="NAME=VALUE", help=say("cli.help.answer")
    )
    load.add_argument("--preview", action="store_true", help=say("cli.help.preview"))
    load.add_argument("--remembered", action="store_true", help=say("cli.help.remembered"))
    for name in ("score", "snapshot"):
        command(name).add_argument("--week", type=week, metavar="2026-W47", help=say("cli.help.week"))
    snapshot = commands.choices["snapshot"]
    snapshot.add_argument("--as-of", type=past_day, metavar="2026-11-16", help=say("issued.help_as_of"))
    snapshot.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("cli.help.output"))
    command("sample", brand=False)
    command("rebuild")
    command("notify")
    command("brands", brand=False)
    return parser


@dataclass(frozen=True)
class Command:
    """One command, as it was asked for; each method is one of them."""

    say: Words
    asked: Namespace

    def load(self) -> int:
        """Load exports, or show what they would change; folders and zips with all they hold."""
        asked = self.asked
        with self._store(make=True) as store:
            return Loading(self.say, store, dict(asked.answer), asked.preview, asked.remembered).all(asked.files)

    def score(self) -> int:
        """Print the scorecard of a week."""
        snapshot = self._snapshot()
        self._show(f"{snapshot.brand} · {self.say.week(snapshot.week)} · ", end="")
        self._show(self.say.days(snapshot.week.monday, snapshot.week.sunday))
        self._show(aligned([self._head(), *map(self._line, snapshot.rows)]))
        told = as_text(snapshot, self.say)
        return self._show(f"\n{told}" if told else "", "\n" if told else "")

    def _head(self) -> list[str]:
        return [self.say(f"scorecard.{name}") for name in ("kpi", "baseline", "now", "target", "status", "sample")]

    def _line(self, row: ScoreRow) -> list[str]:
        value = now(row, self.say) + ("*" if row.partial else "")
        return [
            row_name(row, self.say),
            baseline(row, self.say),
            value,
            row.target.describe(self.say),
            f"{tokens().status[row.status].glyph} {self.say(f'status.{row.status}')}",
            self.say.whole(row.now.sample),
        ]

    def snapshot(self) -> int:
        """Print the page of a week as PDF; what is printed is recorded, but for an old state."""
        with self._store() as store:
            week, content = self._as_of(store) if self.asked.as_of else self._issued(store)
        output: Path = self.asked.output or Path(f"ninety-{week.id}.pdf")
        try:
            output.write_bytes(content)
        except OSError:
            raise MistakeError(self.say("cli.no_output", file=output)) from None
        return self._show(self.say("cli.written", file=output))

    def _issued(self, store: Store) -> tuple[Week, bytes]:
        plan, day = self._plan(store), today(store)
        week = self.asked.week or latest_full_week(store, plan, day)
        return week, issue_pdf(store, week, day, self.say.language, by=_user())

    def _as_of(self, store: Store) -> tuple[Week, bytes]:
        day, now = self.asked.as_of, today(store)
        if day > now:
            raise MistakeError(self.say("issued.future_day", day=self.say.day(day), today=self.say.day(now)))
        try:
            old = as_known(store, Known.on(day, store.setting("zone") or "UTC"), self.asked.week, day)
        except NoPlanError:
            told = {"brand": store.setting("brand"), "day": self.say.day(day)}
            raise MistakeError(self.say("issued.no_plan_then", **told)) from None
        return old.snapshot.week, original(old, self.say.language)

    def _snapshot(self) -> Snapshot:
        with self._store() as store:
            plan, day = self._plan(store), today(store)
            taken = take(store, plan, self.asked.week or latest_full_week(store, plan, day), day)
            return minuted(taken, entries(store), store)

    def _plan(self, store: Store) -> Plan:
        body = store.plan()
        if body is None:
            raise MistakeError(self.say("cli.no_plan", brand=store.setting("brand"), page=self.say("page.targets")))
        if (plan := plan_in_force(body)) is None:
            raise MistakeError(self.say("frame.unread_plan"))
        return plan

    def sample(self) -> int:
        """Make the sample brand."""
        store = Store.open(store_path(BRAND), brand=BRAND)
        try:
            load_sample(store, today(store))
            uploads = sum(upload.undone_at is None for upload in store.uploads())
        finally:
            store.close()
        return self._show(self.say("cli.sample_made", brand=BRAND, n=uploads))

    def rebuild(self) -> int:
        """Make a store anew from its raw uploads."""
        rebuilt = rebuild(self._path())
        for file, problem in rebuilt.failed:
            self.complain(f"{file}: {tell(self.say, problem)}")
        return self._show(self._came_back(rebuilt)) or bool(rebuilt.failed)

    def _came_back(self, rebuilt: Rebuilt) -> str:
        return self.say("cli.rebuilt", n=len(rebuilt.receipts))

    def notify(self) -> int:
        """Tell the outlets what changed."""
        with self._store() as store:
            return notify(self.say, store, self._plan(store), today(store))

    def brands(self) -> int:
        """List the brands there are."""
        if not stores():
            raise MistakeError(self.say("cli.no_brand"))
        return self._show(aligned([[self._name(path), str(path)] for path in stores()]))

    # -- what they share -----------------------------------------------------------------------

    @contextmanager
    def _store(self, *, make: bool = False) -> Iterator[Store]:
        store = Store.open(self._path(make=make), brand=self.asked.brand)
        try:
            yield store
        finally:
            store.close()

    def _path(self, *, make: bool = False) -> Path:
        """Find the store of the brand that is meant; the only one there is needs no name."""
        found, asked = stores(), self.asked.brand
        if asked and (make or store_path(asked) in found):
            return store_path(asked)
        if not found:
            raise MistakeError(self.say("cli.no_brand"))
        names = ", ".join(map(self._name, found))
        if asked:
            raise MistakeError(self.say("cli.unknown_brand", brand=asked, brands=names))
        if len(found) > 1:
            raise MistakeError(self.say("cli.which_brand", brands=names))
        return found[0]

    def _name(self, path: Path) -> str:
        """Name a brand as the team wrote it, or by its file when that does not open."""
        try:
            store = Store.open(path)
        except DataError:
            return path.stem
        try:
            return store.setting("brand") or path.stem
        finally:
            store.close()

    def _show(self, text: str, end: str = "\n") -> int:
        sys.stdout.write(text + end)
        return 0

    def complain(self, text: str) -> int:
        """Say on stderr what went wrong; give the exit code of a person's mistake."""
        sys.stderr.write(text + "\n")
        return 1


def _user() -> str | None:
    """Name who is signed in on this computer, where that can be told."""
    with suppress(OSError, KeyError, ImportError):
        return getuser()
    return None


def today(store: Store) -> date:
    """Tell the day in the brand's zone; NINETY_TODAY sets it, as it does in the app."""
    if fixed := os.environ.get("NINETY_TODAY"):
        return date.fromisoformat(fixed)
    return datetime.now(ZoneInfo(store.setting("zone") or "UTC")).date()


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out in columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
