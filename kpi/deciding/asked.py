"""What a decision asks of its KPI, read as people write it, and what of a decision cannot be kept.

`+0,2 pp`, `-25%`, `< 6 h` and `+10 points` are read as targets are (kpi.target). A decision asks for one amount only: a
deadline has a field of its own, and what must not get worse belongs to the plan.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from kpi.catalog import catalog
from kpi.target import Absolute, Conditional, Relative, TargetError, Trend, read_written
from kpi.words import MINUS, Words

if TYPE_CHECKING:
    from kpi.deciding.decisions import Said
    from kpi.snapshot import ScoreRow
    from kpi.target import Target, Written

Field = Literal["insight", "action", "owner", "kpi", "by_how_much"]
LONGEST: dict[Field, int] = {"insight": 600, "action": 300, "owner": 80}  # characters


def asked(said: Said) -> Target | TargetError | None:
    """Read by how much the KPI must move; None = in the better direction, whatever the amount."""
    if not said.by_how_much:
        return None
    if (kpi := catalog().get(said.kpi)) is None:
        return TargetError(said.kpi, "unknown_kpi")
    read = read_written(said.by_how_much, kpi.good, kpi.unit, said.language, said.currency)
    if isinstance(read, TargetError):
        return read
    return TargetError(said.by_how_much, "only_amount") if _says_more(read) else read.target


def in_words(said: Said, say: Words) -> str:
    """Write by how much the KPI must move in the reader's language; what cannot be read, as it was typed."""
    return written(said.by_how_much, said.kpi, say, said.language, said.currency)


def written(text: str, name: str | None, say: Words, language: str | None = None, currency: str | None = None) -> str:
    """Write an amount of a KPI so; without the language it was typed in, what may mean two things stays as it is."""
    kpi = catalog().get(name or "")
    if text and kpi is not None:
        read = read_written(text, kpi.good, kpi.unit, language, currency)
        if not (isinstance(read, TargetError) or _says_more(read) or (kpi.unit == "money" and not currency)):
            return _brief(read.target, say)
    return re.sub(r"(?<!\w)-(?=\d)", MINUS, " ".join(text.split()))  # typed with what keyboards have


def _brief(target: Target, say: Words) -> str:
    """Leave out what a change is from: a decision is not held against the baseline of the plan."""
    if not isinstance(target, Absolute | Relative):
        return target.describe(say)
    change = target.signed(say)
    return say(f"target.per_{target.per}", amount=change) if target.per else change


def _says_more(read: Written) -> bool:
    alone = not (read.deadline or read.guards or read.clock or read.each)
    return not alone or isinstance(read.target, Conditional | Trend)


def problems(said: Said, say: Words) -> dict[Field, str]:
    """Say of each field why it cannot be kept, in the reader's language; empty = all can."""
    wrong: dict[Field, str] = {name: say(f"decision.needs_{name}") for name in _NEEDED if not getattr(said, name)}
    wrong |= {
        name: say("decision.too_long", n=most) for name, most in LONGEST.items() if len(getattr(said, name)) > most
    }
    if said.kpi not in catalog():
        wrong["kpi"] = say("decision.needs_kpi")
    elif isinstance(read := asked(said), TargetError):
        wrong["by_how_much"] = _why(said, read, say)
    return wrong


def _why(said: Said, read: TargetError, say: Words) -> str:
    """Say why an amount cannot be read; a bare number of a share may be its level, or how much it must move."""
    if read.why != "no_unit" or not read.suggestion or catalog()[said.kpi].unit != "percent":
        return read.describe(say)
    sign = "+" if catalog()[said.kpi].good == "up" else "-"
    change = f"{sign}{read.text.strip()} {Words(said.language)('unit.pp')}"
    if isinstance(asked(replace(said, by_how_much=change)), TargetError):
        return read.describe(say)
    told = replace(read, suggestion="").describe(say)
    return f"{told} {say('decision.level_or_change', change=change, level=read.suggestion)}"


_NEEDED: tuple[Field, ...] = ("action", "owner", "kpi")


def suggested(row: ScoreRow, language: str) -> str:
    """Offer what the plan promises of a row, as the team wrote it, where a decision may ask just that."""
    read = read_written(row.plan.target, row.good, row.unit, language, row.currency)
    return "" if isinstance(read, TargetError) or _says_more(read) else row.plan.target
