"""What the command line can do, on the same stores as the app.

A mistake of the person at the keyboard is one sentence on stderr, in their language, and an exit code other than 0
(kpi.cli_common.Exit); a mistake of ours is a traceback.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from data.brand_files.acts import create
from data.brand_files.belongings import shown_name
from data.brand_files.finish import finish
from data.errors import DataError, StoreBusyError
from data.journal import entries
from data.rebuild import rebuild
from data.store import Store, store_path, stores
from data.text import clean
from kpi import cli_access, cli_backup, cli_brands, cli_erase, cli_formula, cli_snapshot, cli_snapshot_asked, cli_texts
from kpi.cli_common import Exit, MistakeError, aligned, code_of, plan_of, today, user
from kpi.cli_load import Loading
from kpi.cli_notify import notify
from kpi.meeting.minuted import minuted
from kpi.paper.decided import as_text
from kpi.paper.document import baseline, now, row_name
from kpi.paper.tokens import tokens
from kpi.periods import Week
from kpi.problems import tell
from kpi.review import latest_full_week, take
from kpi.sample import BRAND, load_sample
from kpi.scheduling import retain
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.rebuild import Rebuilt
    from kpi.snapshot import ScoreRow, Snapshot


def main(arguments: Sequence[str]) -> int:
    """Run one command; give the exit code."""
    say = Words(_language(arguments))
    asked = _parser(say).parse_args(arguments)
    command = Command(say, asked)
    try:
        finish()
        done: int = getattr(command, asked.command)()
    except DataError as problem:
        return command.complain(tell(say, problem), code_of(problem))
    except MistakeError as mistake:
        return command.complain(str(mistake), mistake.code)
    return done


def _language(arguments: Sequence[str]) -> str:
    """Find the language before anything else, so that help and mistakes speak it too."""
    first = ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    first.add_argument("--language", nargs="?", default="en")
    found = first.parse_known_args(arguments)[0].language
    return found if found in LANGUAGES else "en"


def _parser(say: Words) -> ArgumentParser:
    codes = "\n".join([say("cli.codes"), *(f"  {code.value}  {say(f'cli.code.{code.name.lower()}')}" for code in Exit)])
    shape = RawDescriptionHelpFormatter  # a line a code
    parser = ArgumentParser(prog="python -m kpi", description=say("cli.about"), epilog=codes, formatter_class=shape)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, *, brand: bool = True) -> ArgumentParser:
        made: ArgumentParser = commands.add_parser(
            name,
            help=say(f"cli.help.{name}"),
            description=say(f"cli.help.{name}"),
            epilog=codes,
            formatter_class=shape,
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

    _of_load(command("load"), say)
    for name in ("score", "snapshot"):
        command(name).add_argument("--week", type=week, metavar="2026-W47", help=say("cli.help.week"))
    cli_snapshot_asked.options(commands.choices["snapshot"], say, past_day)
    command("sample", brand=False)
    command("rebuild")
    cli_backup.options(command("backup"), command("restore", brand=False), say)
    cli_formula.options(command("formula"), say)
    cli_erase.options(command("erase", brand=False), say, past_day)
    command("notify")
    retain.options(command("retention"), say)
    command("texts").add_argument(
        "what", choices=cli_texts.WHATS, nargs="?", default="status", help=say("cli.help.what_texts")
    )
    cli_brands.options(command("brands"), say)
    listing = command("access", brand=False)
    listing.add_argument("file", nargs="?", metavar="FILE", type=Path, help=say("cli.help.access_file"))
    return parser


def _of_load(load: ArgumentParser, say: Words) -> None:
    """Declare what `load` takes."""

    def answer(raw: str) -> tuple[str, str]:
        name, equals, value = raw.partition("=")
        if not (name and equals and value):
            raise ArgumentTypeError(say("cli.bad_answer", answer=raw))
        return name, value

    load.add_argument("files", nargs="+", metavar="FILE", type=Path)
    load.add_argument(
        "--answer", action="append", type=answer, default=[], metavar="NAME=VALUE", help=say("cli.help.answer")
    )
    load.add_argument("--preview", action="store_true", help=say("cli.help.preview"))
    load.add_argument("--remembered", action="store_true", help=say("cli.help.remembered"))


@dataclass(frozen=True)
class Command:
    """One command, as it was asked for; each method is one of them."""

    say: Words
    asked: Namespace

    def load(self) -> int:
        """Load exports, or show what they would change; folders and zips with all they hold."""
        asked = self.asked
        with self._store(make=True) as store:
            code = Loading(self.say, store, dict(asked.answer), asked.preview, asked.remembered).all(asked.files)
            if not asked.preview:
                cli_texts.after_load(self.say, store)
            return code

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
        """Make a report of a week, a month or the plan; what leaves is recorded, but for an old state."""
        cli_snapshot_asked.check(self.say, self.asked)
        if not self.asked.all_brands:
            return self._printed(self._path())
        if not stores():
            raise MistakeError(self.say("cli.no_brand"))
        return cli_snapshot.each(self.say, [(shown_name(path), partial(self._printed, path)) for path in stores()])

    def _printed(self, path: Path) -> int:
        try:
            with closing(Store.open(path)) as store:
                return cli_snapshot.Printing(self.say, store, self.asked).run()
        except StoreBusyError as busy:
            page, tab = self.say("page.snapshot"), self.say("report.tab.schedule")
            said = f"{tell(self.say, busy)}\n{self.say('cli.or_schedule', page=page, tab=tab)}"
            raise MistakeError(said, Exit.BUSY) from None

    def _snapshot(self) -> Snapshot:
        with self._store() as store:
            plan, day = plan_of(self.say, store), today(store)
            taken = take(store, plan, self.asked.week or latest_full_week(store, plan, day), day)
            return minuted(taken, entries(store), store)

    def sample(self) -> int:
        """Make the sample brand."""
        store = Store.open(store_path(BRAND), brand=BRAND)
        try:
            load_sample(store, today(store), language=self.asked.language)
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

    def backup(self) -> int:
        """Write all of a brand, or of every brand, into one archive each."""
        paths = [self._path()] if self.asked.brand is not None or not stores() else stores()
        return cli_backup.backup_all(self.say, paths, self.asked.to)

    def formula(self) -> int:
        """Print what a formula comes to."""
        with self._store() as store:
            return self._show(aligned(cli_formula.lines(self.say, store, self.asked, today(store))))

    def restore(self) -> int:
        """Make a brand out of a backup."""
        return cli_backup.restore_one(self.say, self.asked)

    def retention(self) -> int:
        """Take out what is kept too long, or show it."""
        with self._store() as store:
            return retain.command(self.say, store, self.asked)

    def notify(self) -> int:
        """Tell the outlets what changed."""
        with self._store() as store:
            return notify(self.say, store, plan_of(self.say, store), today(store))

    def texts(self) -> int:
        """Tell which scorer reads the texts, train the team's own, or let all be read anew."""
        with self._store() as store:
            return cli_texts.texts(self.say, store, self.asked.what)

    def erase(self) -> int:
        """Find a person in every brand, and erase them."""
        return cli_erase.erase(self.say, self.asked, datetime.now(UTC).date())

    def access(self) -> int:
        """Print who may what, as the access list says it."""
        return self._show(aligned(cli_access.listed(self.say, self.asked.file)))

    def brands(self) -> int:
        """List the brands there are, or do something with one of them as a whole."""
        if self.asked.what == "list":
            return self._show(aligned(cli_brands.listed(self.say)))
        return self._show(cli_brands.act(self.say, self.asked.what, self.asked.brand))

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
        if asked is not None and not asked.strip():
            raise MistakeError(self.say("cli.empty", option="--brand"))
        if asked and store_path(asked) in found:
            return store_path(asked)
        if asked and make:
            return create(asked, user())
        if not found:
            raise MistakeError(self.say("cli.no_brand"))
        names = ", ".join(map(shown_name, found))
        if asked:
            raise MistakeError(self.say("cli.unknown_brand", brand=asked, brands=names))
        if len(found) > 1:
            raise MistakeError(self.say("cli.which_brand", brands=names))
        return found[0]

    def _show(self, text: str, end: str = "\n") -> int:
        sys.stdout.write(clean(text) + end)
        return 0

    def complain(self, text: str, code: Exit = Exit.MISTAKE) -> int:
        """Say on stderr what went wrong; give the exit code."""
        sys.stderr.write(clean(text) + "\n")
        return code
