"""What can be asked of the command `snapshot`, and what of it does not go together.

It is refused before a store is opened: who runs it from cron finds one sentence, and nothing half done. A name that is
empty is refused too, for it is a variable that nobody set, and the report would go where nobody looks.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kpi.cli_common import Exit, MistakeError
from kpi.paper.edition import LAYOUTS, PAPERS
from kpi.paper.forms import FORMS
from kpi.reporting.span import KINDS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from datetime import date

    from kpi.paper.forms import Form
    from kpi.words import Words

ENDINGS = ", ".join(f".{form}" for form in FORMS)


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
    parser.add_argument("-o", "--output", type=_place, metavar="FILE", help=say("cli.help.output"))
    parser.add_argument("--folder", type=_place, metavar="DIR", help=say("cli.help.folder"))
    parser.add_argument("--mail", action="store_true", help=say("cli.help.mail"))
    parser.add_argument("--again", action="store_true", help=say("cli.help.again"))
    parser.add_argument("--all-brands", action="store_true", help=say("cli.help.all_brands"))


def _place(raw: str) -> Path | str:
    """Read a path; an empty one stays empty, for as a path it would be the folder at hand."""
    return Path(raw) if raw.strip() else ""


def check(say: Words, asked: Namespace) -> None:
    """Refuse what does not go together; raises MistakeError."""
    for option, given in (("-o", asked.output), ("--folder", asked.folder)):
        if given == "":
            raise MistakeError(say("cli.empty", option=option))
    if asked.output and (asked.folder or asked.all_brands or len(forms_of(asked)) > 1):
        raise MistakeError(say("cli.one_file"))
    if asked.as_of and asked.mail:
        raise MistakeError(say("cli.no_old_mail"))
    if asked.again and not asked.mail:
        raise MistakeError(say("cli.again_mail"))
    if asked.all_brands and asked.brand is not None:
        raise MistakeError(say("cli.all_or_one"))
    if asked.output:
        _check_file(say, asked)


def _check_file(say: Words, asked: Namespace) -> None:
    """Refuse a file that could not be written, or whose ending says otherwise than what it would hold."""
    file: Path = asked.output
    if str(file) == "-":
        raise MistakeError(say("cli.no_stdout"))
    ending, (form,) = file.suffix.lower().removeprefix("."), forms_of(asked)
    if ending in FORMS and ending != form:
        raise MistakeError(say("cli.other_ending", file=file, form=form))
    if ending and ending not in FORMS and not asked.form:
        raise MistakeError(say("cli.no_ending", file=file, endings=ENDINGS))
    if file.is_dir():
        raise MistakeError(say("cli.is_folder", file=file), Exit.NOT_OUT)
    if not file.parent.is_dir():
        raise MistakeError(say("cli.no_parent", file=file, folder=file.parent), Exit.NOT_OUT)


def forms_of(asked: Namespace) -> tuple[Form, ...]:
    """Give the forms that were asked for: by name, else by the ending of the file; else it is the PDF."""
    wanted = {form for some in asked.form or () for form in some}
    if not wanted:
        ending = asked.output.suffix.lower().removeprefix(".") if asked.output else ""
        wanted = {ending if ending in FORMS else "pdf"}
    return cast("tuple[Form, ...]", tuple(form for form in FORMS if form in wanted))
