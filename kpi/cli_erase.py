"""`python -m kpi erase NAME…`: where a person is found in every brand, and with `--yes` erased from all of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from data.brand_files.belongings import archive_folder, shown_name
from data.privacy.names import SHORTEST
from data.reading.places import home
from kpi.cli_common import Exit, MistakeError, code_of
from kpi.erasing import Request, carry_out, look
from kpi.problems import tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping
    from datetime import date

    from data.errors import DataError
    from data.privacy.person import Found
    from data.privacy.receipts import Receipt
    from kpi.words import Words

PLACES = ("messages", "mentions", "texts", "files", "reports", "old")


def options(parser: ArgumentParser, say: Words, day: Callable[[str], date]) -> None:
    """Declare what it takes."""
    parser.add_argument("names", nargs="+", metavar="NAME", help=say("cli.help.erase_names"))
    parser.add_argument("--asked", type=day, metavar="2026-11-23", help=say("cli.help.erase_asked"))
    parser.add_argument("--request", metavar="NUMBER", help=say("cli.help.erase_request"))
    parser.add_argument("--yes", action="store_true", help=say("cli.help.erase_yes"))


def erase(say: Words, asked: Namespace, today: date) -> int:
    """Show where the person is found; erase them only with `--yes`."""
    request = Request.of(asked.names, asked.asked or today, asked.request)
    if not request.names:
        raise MistakeError(say("erasure.too_short", n=SHORTEST))
    if request.asked > today:
        raise MistakeError(say("erasure.future"))
    if not asked.yes:
        found, problems = look(request)
        _print([found_line(say, one) for one in found])
        _print([say("erasure.dry")])
        return _failed(say, problems)
    done, problems = carry_out(request)
    _print([f"{brand(say, one.brand)} · {one.request}: {line}" for one in done for line in done_lines(say, one)])
    return _failed(say, problems)


def found_line(say: Words, found: Found) -> str:
    """Say in one line where a person was found in a brand."""
    places = [say(f"erasure.place.{name}", n=getattr(found, name)) for name in PLACES if getattr(found, name)]
    return f"{brand(say, found.brand)}: {', '.join(places) if found.is_there else say('erasure.not_there')}"


def done_lines(say: Words, done: Receipt) -> list[str]:
    """Say what was done in a brand, and what is left to do by hand."""
    counts = [say(f"erasure.count.{name}", n=n) for name, n in done.counts.items() if n and name != "fresh"]
    lines = [", ".join(counts) or say("erasure.nothing")]
    if not done.counts.get("fresh"):
        lines.append(say("erasure.not_fresh"))
    lines += [say("erasure.left", file=file) for file in done.left]
    return [*lines, *([say("erasure.stays_open")] if done.left else [])]


def brand(say: Words, key: str) -> str:
    """Name a brand by what its team calls it, and say so of one that lies in the archive."""
    here, away = (folder / f"{key}.duckdb" for folder in (home(), archive_folder()))
    archived = away.exists() and not here.exists()
    return say("erasure.archived", brand=shown_name(away)) if archived else shown_name(here)


def _print(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _failed(say: Words, problems: Mapping[str, DataError]) -> int:
    for key, problem in problems.items():
        sys.stderr.write(f"{brand(say, key)}: {tell(say, problem)}\n")
    return max((code_of(problem) for problem in problems.values()), default=Exit.DONE)
