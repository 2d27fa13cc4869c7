"""A plan as a table that other people can read, and Ninety again: Markdown, CSV or Excel, in the plan's language.

Only columns that say something are written. Headings and answers are words that pasted.toml reads, so that
what is written is what is read.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from data.declared import read
from data.text import clean
from data.written import workbook
from kpi.paper.marked import unlinked
from kpi.pasting.labels import WORDS
from kpi.pasting.pasted import ASKED
from kpi.plan import AUTO
from kpi.safe_cells import safe_cell
from kpi.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.plan import Plan, PlanRow

ALWAYS = ("kpi", "label", "baseline", "target", "owner", "cadence")
SPECIAL = re.compile(r"([\\`*_\[\]|<>&†‡§¹²³⁰⁴-⁹])")


def table(plan: Plan) -> list[list[str]]:
    """Lay a plan out: headings in its language, then one line per row."""
    say = Words(plan.language)
    lines = {name: [write(row, say) for row in plan.rows] for name, write in COLUMNS.items()}
    used = [name for name in COLUMNS if name in ALWAYS or any(lines[name])]
    headings = [[word(name, plan.language) for name in used]]
    return headings + [[lines[name][at] for name in used] for at in range(len(plan.rows))]


def markdown(plan: Plan) -> str:
    """Write a plan as a Markdown table."""
    head, *rows = [[SPECIAL.sub(r"\\\1", unlinked(cell)) for cell in line] for line in table(plan)]
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, ["---"] * len(head), *rows])


def as_csv(plan: Plan) -> bytes:
    """Write a plan as CSV for a spreadsheet of its language; text that would run as a formula gets an apostrophe."""
    out = io.StringIO()
    comma = Locale.parse(plan.language).number_symbols["latn"]["decimal"] == ","
    csv.writer(out, delimiter=";" if comma else ",").writerows(
        [safe_cell(clean(cell)) for cell in row] for row in table(plan)
    )
    return out.getvalue().encode("utf-8-sig")


def as_excel(plan: Plan) -> bytes:
    """Write a plan as a workbook; every cell is text."""
    return workbook(table(plan), Words(plan.language)("pasted.sheet"))


@cache
def _written() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = read(WORDS)["written"]
    return found


def word(name: str, language: str) -> str:
    """Give the words of a language: over a column, or for an answer."""
    return _written()[name][language]


# -- the cells ---------------------------------------------------------------------------------------


def _paid(row: PlanRow, say: Words) -> str:
    paid = row.filter.paid
    return "" if paid is None else word("is_paid" if paid else "is_organic", say.language)


def _days(days: int | None, say: Words) -> str:
    return say("targets.days", n=days) if days else ""


def _listed(words: Sequence[str]) -> str:
    return "; ".join(words)


COLUMNS: dict[str, Callable[[PlanRow, Words], str]] = {
    "kpi": lambda row, say: say(f"kpi.{row.kpi}") if say.has(f"kpi.{row.kpi}") else row.kpi,
    "label": lambda row, _: row.label or "",
    "baseline": lambda row, say: word("measured", say.language) if row.baseline == AUTO else row.baseline,
    "target": lambda row, _: row.target,
    "owner": lambda row, _: row.owner,
    "cadence": lambda row, say: row.cadence_written or say(f"cadence.{row.cadence}"),
    "window": lambda row, say: _days(row.window_days, say),
    "deadline": lambda row, say: _days(row.deadline_days, say),
    "guards": lambda row, say: _listed([say(f"kpi.{name}") for name in row.guards]),
    "clock": lambda row, say: word("is_open", say.language) if row.clock else "",
    "channel": lambda row, _: row.filter.channel or (ASKED if row.ask else ""),
    "topics": lambda row, _: _listed(row.filter.topics),
    "paid": _paid,
    "proof": lambda row, say: (
        "" if row.filter.proof is None else word("yes" if row.filter.proof else "no", say.language)
    ),
    "result_kind": lambda row, _: row.filter.result_kind or "",
    "formats": lambda row, _: _listed(row.filter.formats),
    "campaigns": lambda row, _: _listed(row.filter.campaigns),
}
