"""The log of decisions: found by their words, told in the reader's language, and taken along to other programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.deciding.outcome_words import told
from kpi.literals import fold
from kpi.paper.marked import unlinked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kpi.deciding.came import Outcome
    from kpi.deciding.decisions import Decision, Kind, State
    from kpi.plan import Plan
    from kpi.words import Words

COLUMNS = (
    *("made", "kind", "insight", "action", "kpi", "by_how_much", "owner", "due"),
    *("state", "note", "outcome", "told"),
)  # text keys `decision.column.<it>`
MARKUP = re.compile(r"[\\`*_\[\]|$]|~(?=~)|<(?=[A-Za-z/!?])")  # `< 6 h` stays as it is


@dataclass(frozen=True)
class Sought:
    """What a reader looks for; what she does not name is all."""

    words: str = ""
    kind: Kind | None = None
    owner: str | None = None
    kpi: str | None = None
    state: State | None = None

    @property
    def nothing(self) -> bool:
        """Whether she looks for nothing special."""
        return self == Sought()


def find(decided: Iterable[Decision], sought: Sought, plan: Plan | None, today: date, say: Words) -> list[Decision]:
    """List the decisions that fit, newest first: every word stands somewhere in them, whatever its case or accents."""
    words = fold(sought.words).split()
    return [
        one
        for one in sorted(decided, key=lambda one: (one.made_on, one.number), reverse=True)
        if _fits(one, sought, today) and all(word in _text(one, plan, today, say) for word in words)
    ]


def open_first(decided: Iterable[Decision]) -> list[Decision]:
    """List the actions that are not closed by the day they are due: what is overdue comes first."""
    return sorted((one for one in decided if one.closed is None), key=lambda one: (one.due, one.number))


def owners(decided: Iterable[Decision]) -> list[str]:
    """List everybody who owns a decision, each once."""
    return sorted({one.owner for one in decided}, key=fold)


def _fits(one: Decision, sought: Sought, today: date) -> bool:
    return (
        sought.kind in {None, one.kind}
        and sought.owner in {None, one.owner}
        and sought.kpi in {None, one.kpi}
        and sought.state in {None, one.state(today)}
    )


def _text(one: Decision, plan: Plan | None, today: date, say: Words) -> str:
    """Give everything that is said of a decision, to look through."""
    said = [one.insight, one.action, one.owner, one.by_how_much, one.note, one.made_by or "", one.closed_by or ""]
    named = [kpi_name(one, plan, say), say(f"decision.kind.{one.kind}"), say(f"decision.state.{one.state(today)}")]
    return fold(" ".join([*said, *named]))


def kpi_name(one: Decision, plan: Plan | None, say: Words) -> str:
    """Name what a decision must move: as the team calls the row, else the KPI, with its channel."""
    row = plan.row(one.row) if plan and one.row else None
    channel = row.filter.channel if row else one.channel
    if row is not None and row.label and row.kpi == one.kpi:
        return row.label
    name = say(f"kpi.{one.kpi}") if one.kpi in catalog() else one.kpi.replace("_", " ")
    if channel is None:
        return name
    return f"{name} · {say.channel(channel)}"


# -- taken along -------------------------------------------------------------------------------------


def table(
    decided: Sequence[Decision], outcomes: Mapping[int, Outcome], plan: Plan | None, today: date, say: Words
) -> list[list[str]]:
    """Write the log as rows of texts, the first of which holds the headings."""
    head = [say(f"decision.column.{name}") for name in COLUMNS]
    return [head, *([line[name] for name in COLUMNS] for line in _lines(decided, outcomes, plan, today, say))]


def _lines(
    decided: Sequence[Decision], outcomes: Mapping[int, Outcome], plan: Plan | None, today: date, say: Words
) -> list[dict[str, str]]:
    return [
        {
            "made": one.made_on.isoformat(),
            "kind": say(f"decision.kind.{one.kind}"),
            "insight": one.insight,
            "action": one.action,
            "kpi": kpi_name(one, plan, say),
            "by_how_much": one.by_how_much,
            "owner": one.owner,
            "due": one.due.isoformat(),
            "state": say(f"decision.state.{one.state(today)}"),
            "note": one.note,
            **_came(one, outcomes.get(one.number), say),
        }
        for one in decided
    ]


def _came(one: Decision, found: Outcome | None, say: Words) -> dict[str, str]:
    if found is None:
        return {"outcome": "", "told": ""}
    return {"outcome": say(f"outcome.came.{found.told}"), "told": told(found, one, say)}


def markdown(  # noqa: PLR0917 - what is told, of whom and when
    brand: str,
    decided: Sequence[Decision],
    outcomes: Mapping[int, Outcome],
    plan: Plan | None,
    today: date,
    say: Words,
) -> str:
    """Write the log as Markdown that reads well as plain text too: a heading for each decision and short lines."""
    head = [f"# {say('decision.log_of', brand=_plain(brand))}", "", say("decision.as_of", day=say.day(today)), ""]
    for one, line in zip(decided, _lines(decided, outcomes, plan, today, say), strict=True):
        head += [f"## {say.day(one.made_on)} · {line['kind']} · {_plain(one.action)}", ""]
        for name in ("insight", "kpi", "by_how_much", "owner", "due", "state", "note", "outcome"):
            text = f"{line['outcome']}. {line['told']}" if name == "outcome" and line["outcome"] else line[name]
            text = say.day(one.due) if name == "due" else text
            label = say(f"decision.column.{name}")
            head += [f"- **{label if label.endswith('?') else f'{label}:'}** {_plain(text)}"] if text else []
        head.append("")
    return "\n".join(head).rstrip() + "\n"


def _plain(text: str) -> str:
    """Write people's words so that Markdown shows them letter by letter, on one line."""
    return MARKUP.sub(r"\\\g<0>", unlinked(text))
