"""`python -m kpi formula "sum(saves) / sum(impressions)"`: a number of one's own, by week and channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.formula import ASKED, columns, weekly
from kpi.periods import Week
from kpi.words import NO_VALUE

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from data.store import Store
    from kpi.words import Words

WEEKS = 8  # that are told, the running one too
_DIGITS = ".4g"


def options(formula: ArgumentParser, say: Words) -> None:
    """Declare what it takes, and list the columns it can speak of."""
    listed = "\n".join(f"  {fact}: {', '.join(columns(fact))}" for fact in ASKED)
    formula.epilog = f"{say('cli.formula_columns')}\n{listed}\n\n{formula.epilog}"
    formula.add_argument("formula", metavar="FORMULA", help=say("cli.help.formula_said"))
    formula.add_argument("--of", choices=ASKED, default=ASKED[0], help=say("cli.help.of"))


def lines(say: Words, store: Store, asked: Namespace, today: date) -> list[list[str]]:
    """Give the table: a line a week, a column for all together and for each channel. Raises FormulaError."""
    weeks = Week.of(today).last(WEEKS)
    found = weekly(store, asked.of, asked.formula, weeks[0].monday, weeks[-1].sunday)
    values = {(one.monday, one.channel): one.value for one in found}
    channels: list[str | None] = [None, *sorted({one.channel for one in found if one.channel is not None})]
    head = ["", say("cli.formula_all"), *(one for one in channels if one is not None)]
    return [head, *([week.id, *(_said(say, values.get((week.monday, one))) for one in channels)] for week in weeks)]


def _said(say: Words, value: float | None) -> str:
    return NO_VALUE if value is None else say.exact(float(format(value, _DIGITS)), "ratio")
